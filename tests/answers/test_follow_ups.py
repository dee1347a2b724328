"""A short message goes on with what was just spoken of, unless it asks something else."""

from __future__ import annotations

import pytest

from bot.answers.follow_ups import is_follow_up, still_asked
from bot.answers.reply import Focus
from bot.answers.topic_names import TopicNames
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
NAMES = TopicNames(KNOWLEDGE)


def still(text: str, *topics: str, certificate: str = "clerc_gestionnaire", sure: float = 0.5, questions: int = 1) -> str | None:
    understood = Understood(text, "ask_x", (("ask_x", sure),), questions=tuple(Question("x") for _ in range(questions)))
    return still_asked(KNOWLEDGE, NAMES, understood, Focus(certificates=(certificate,), topics=topics))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("et en fin de carrière ?", "salary"),
        ("non mais pour un apprenti", "fees"),
        ("et avec de l'ancienneté ?", "salary"),
        ("son numéro, s'il vous plaît ?", "disability"),
        ("qui dois-je appeler ?", "disability"),
        ("et s'ils refusent ?", "funding"),
        ("et ils s'appellent comment ?", "blocks"),
        ("c'est quoi le 2 ème", "blocks"),
        ("quel pourcentage ?", "employers"),
    ],
)
def test_a_word_of_the_topic_keeps_to_it_however_sure_another_seems(text: str, topic: str) -> None:
    assert still(text, topic, sure=0.99) == topic
    assert still(text, "role") is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("un apprenti gagne combien ?", "fees"),
        ("et en tout ça dure combien de temps ?", "price"),
        ("en tout y a combien de stages ?", "price"),
        ("ça fait combien d'heures de cours ?", "apprentice_pay"),
        ("quel est le premier salaire ?", "blocks"),
        ("c'est quand la première rentrée ?", "blocks"),
        ("vous aidez à trouver un patron ?", "funding"),
        ("ils refusent beaucoup de candidats ?", "funding"),
        ("je peux devenir huissier plus tard ?", "salary"),
        ("quel pourcentage de réussite à l'examen ?", "employers"),
        ("quelles qualités pour une personne clerc ?", "disability"),
        ("le reste du temps je suis payé combien ?", "rhythm"),
    ],
)
def test_a_question_that_says_more_is_a_new_one(text: str, topic: str) -> None:
    assert still(text, topic, sure=0.95) is None


def test_a_long_message_is_no_follow_up_for_one_word_in_it() -> None:
    text = "bonjour madame, voici un numéro pour me joindre, je voudrais savoir combien de temps dure la formation"
    assert still(text, "disability") is None


def test_words_that_all_stand_in_the_facts_keep_to_the_topic_unless_the_message_is_sure() -> None:
    assert still("et un entretien ?", "application") == "application"
    assert still("et la soutenance orale ?", "assessment") == "assessment"
    assert still("et la soutenance orale ?", "assessment", sure=0.95) is None
    assert still("et la cantine ?", "assessment") is None
    assert still("et ça ?", "assessment") is None
    assert still("et le prix ?", "assessment") is None


def test_several_questions_are_no_follow_up() -> None:
    assert still("et l'entretien ?", "application", questions=2) is None


def test_nothing_goes_on_at_the_beginning() -> None:
    assert still("son numéro ?") is None


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("et pour un apprenti qui habite loin de tout et qui a déjà un bac en poche ?", True),
        ("combien de temps", True),
        ("je voudrais savoir combien coûte la formation de clerc gestionnaire", False),
    ],
)
def test_a_follow_up_is_short_or_opens_like_one(text: str, follows: bool) -> None:
    assert is_follow_up(text) is follows
