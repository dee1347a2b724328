"""What words show of edit and intent is learnt from whole conversations; the values of a head are a distribution."""

from __future__ import annotations

from pathlib import Path

import joblib
import pytest

from bot.nlu.text_features import Text
from bot.nlu.turns import TurnModel

# What is said, its edit and its intents.
TURNS = [
    ("et pour l'expert?", ["refer"], []),
    ("et l'assistant?", ["refer"], []),
    ("et pour lui?", ["refer"], []),
    ("et l'autre?", ["refer"], []),
    ("quel est le prix de la formation", ["new"], ["price"]),
    ("combien coûte la formation", ["new"], ["price"]),
    ("quel est le prix", ["new"], ["price"]),
    ("quelle est la durée de la formation", ["new"], ["duration"]),
    ("combien de temps dure la formation", ["new"], ["duration"]),
    ("le prix et la durée", ["new"], ["price", "duration"]),
    ("non je parlais du prix", ["revise"], ["price"]),
    ("non je voulais la durée", ["revise"], ["duration"]),
]
LABELS = {"edit": [edit for _, edit, _ in TURNS], "intent": [intents for *_, intents in TURNS]}


def texts(*plain: str) -> list[Text]:
    """Texts as the components hand them on."""
    return [Text(one, tuple(one.split())) for one in plain]


@pytest.fixture(scope="module")
def model() -> TurnModel:
    """Has learnt the turns."""
    learnt = TurnModel().fit(texts(*(text for text, *_ in TURNS)), LABELS)
    learnt.calibrate(
        texts("et pour le gestionnaire?", "quel est le tarif"), {"edit": [["refer"], ["new"]], "intent": [[], ["price"]]}
    )
    return learnt


def best(model: TurnModel, text: str, head: str) -> str:
    """The likeliest value of a head."""
    (found,) = model.predict(texts(text))
    return max(found[head], key=lambda value: found[head][value])


@pytest.mark.parametrize(
    ("text", "head", "value"),
    [
        ("et pour le gestionnaire?", "edit", "refer"),
        ("quel est le prix de l'inscription", "edit", "new"),
        ("non je parlais de la durée", "edit", "revise"),
        ("le prix de la formation", "intent", "price"),
        ("la durée de la formation", "intent", "duration"),
    ],
)
def test_what_was_never_seen_is_read_by_its_words(model: TurnModel, text: str, head: str, value: str) -> None:
    assert best(model, text, head) == value


def test_each_head_is_a_distribution(model: TurnModel) -> None:
    for found in model.predict(texts("et pour le gestionnaire?", "le prix", "")):
        assert found.keys() == {"edit", "intent"}
        for head in found.values():
            assert sum(head.values()) == pytest.approx(1.0, abs=0.02)


def test_several_texts_are_read_like_each_alone(model: TurnModel) -> None:
    plain = ["le prix", "et l'autre?"]
    for text, together in zip(plain, model.predict(texts(*plain)), strict=True):
        (alone,) = model.predict(texts(text))
        for head in alone:
            assert together[head] == pytest.approx(alone[head], abs=0.01)


def test_calibrating_makes_it_as_sure_as_it_may_be() -> None:
    learnt = TurnModel().fit(texts(*(text for text, *_ in TURNS)), LABELS)
    (before,) = learnt.predict(texts("et pour elle?"))
    learnt.calibrate(texts(*(text for text, *_ in TURNS)), LABELS)
    (after,) = learnt.predict(texts("et pour elle?"))
    assert after["edit"]["refer"] > before["edit"]["refer"]


def test_values_that_were_never_learnt_calibrate_nothing() -> None:
    learnt = TurnModel().fit(texts(*(text for text, *_ in TURNS)), LABELS)
    learnt.calibrate(texts("merci"), {"edit": [["answer"]], "intent": [[]]})
    assert best(learnt, "et l'expert?", "edit") == "refer"


def test_it_reads_alike_after_a_file(model: TurnModel, tmp_path: Path) -> None:
    joblib.dump(model, tmp_path / "turns.joblib")
    again: TurnModel = joblib.load(tmp_path / "turns.joblib")
    for one, other in zip(model.predict(texts("le prix", "et lui?")), again.predict(texts("le prix", "et lui?")), strict=True):
        for head in one:
            assert other[head] == pytest.approx(one[head], abs=0.01)
