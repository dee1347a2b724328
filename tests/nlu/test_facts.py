"""The facts nearest to a message, by meaning and by the words they share."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu import facts as facts_module
from bot.nlu.facts import NEAREST, FactIndex


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> FactIndex:
    """The real facts."""
    return FactIndex(knowledge)


@pytest.mark.parametrize(
    ("text", "holder", "words"),
    [
        ("il dresse des constats?", "clerc_expert", "dresser un constat"),
        ("il calcule les intérêts?", "clerc_aux_procedures", "calculer les intérêts"),
        ("qui signifie les actes?", "clerc_assistant", "signification des actes"),
        ("la soutenance devant un jury", "clerc_gestionnaire", "soutenances orales devant un jury professionnel"),
    ],
)
def test_the_fact_that_answers_is_the_nearest(index: FactIndex, knowledge: Knowledge, text: str, holder: str, words: str) -> None:
    (nearest,) = index.nearest([text])
    first = nearest[0]
    assert first.holder == holder
    assert words in knowledge.certificates[first.holder].topics[first.topic].facts[first.index].text


def test_facts_come_nearest_first_and_not_all(index: FactIndex) -> None:
    (nearest,) = index.nearest(["le prix de la formation"])
    scores = [fact.score for fact in nearest]
    assert len(scores) == NEAREST
    assert scores == sorted(scores, reverse=True)


def test_every_place_is_one_of_a_fact(index: FactIndex, knowledge: Knowledge) -> None:
    for nearest in index.nearest(["où êtes-vous?", "un numéro de téléphone", "les blocs"]):
        for fact in nearest:
            topics = knowledge.centre.topics if fact.holder == "centre" else knowledge.certificates[fact.holder].topics
            assert topics[fact.topic].facts[fact.index]


def test_messages_are_read_alike_alone_and_together(index: FactIndex) -> None:
    texts = ["le prix de la formation", "il dresse des constats?"]
    for text, together in zip(texts, index.nearest(texts), strict=True):
        (alone,) = index.nearest([text])
        assert (together[0].holder, together[0].topic, together[0].index) == (alone[0].holder, alone[0].topic, alone[0].index)
        assert [fact.score for fact in together] == pytest.approx([fact.score for fact in alone], abs=0.01)
    assert index.nearest([]) == []
    assert len(index.nearest([""])[0]) == NEAREST


def test_a_message_without_a_shared_word_is_nearer_to_no_fact_than_one_with(
    index: FactIndex, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    monkeypatch.setattr(facts_module, "embed", lambda texts: np.zeros((len(texts), 512), dtype=np.float32))
    by_words = FactIndex(knowledge)
    shared, none = by_words.nearest(["dresser un constat", "manger une pomme"])
    assert shared[0].score > none[0].score == 0.0
