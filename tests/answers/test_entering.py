"""Who tells a diploma or work and asks whether that is enough gets a verdict, unless it is surely another question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.assistant import Assistant
from bot.answers.entering import asks_to_enter, asks_what_else
from bot.answers.reply import Focus, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge
from tests.answers.wording import read

KNOWLEDGE = load_knowledge()
BAC_PLUS_2 = Situation(level=5, years_after_bac=2)
WORK = Situation(experience_years=4)
NOTHING = Situation()


def understood(text: str, intent: str, sure: float, situation: Situation = BAC_PLUS_2, named: tuple[str, ...] = ()) -> Understood:
    """A message as the NLU may have read it."""
    topic = intent.removeprefix("ask_")
    questions = (Question(topic),) if topic in KNOWLEDGE.topics else ()
    ranking = ((intent, sure), ("ask_admission", 0.05))
    return Understood(text, intent, ranking, questions, certificates=named, situation=situation)


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [
        ("ah super, et avec mon bts ce sera bon ?", "thank", 0.4),
        ("mon fils a un bts. est-ce qu'il a le niveau ?", "ask_level", 0.8),
        ("j'ai un dut, ça passe ?", "ask_age_limit", 0.15),
        ("j'ai un bac + 3, c'est possible pour moi ?", "ask_access_paths", 0.36),
        ("et je peux pas alors avec mon bts ?", "change_certificate", 0.3),
        ("ça suffit un bts ?", "tell_situation", 0.9),
        ("elle a une chance avec son deug ?", "ask_selectivity", 0.4),
        ("avec un bts cette formation m'est-elle ouverte ?", "ask_opening", 0.4),
        ("elle a un bts. son diplôme convient-il ?", "ask_internships", 0.4),
        ("et moi avec mon bep on me prendrait pour la formation ?", "ask_price", 0.4),
    ],
)
def test_whether_it_is_enough_is_asked(text: str, intent: str, sure: float) -> None:
    assert asks_to_enter(understood(text, intent, sure), Focus())


@pytest.mark.parametrize(
    ("text", "intent", "sure", "situation"),
    [
        ("ça passe ?", "ask_age_limit", 0.2, NOTHING),
        ("j'ai un bts, ça suffit pour être dispensé d'un bloc ?", "ask_exemptions", 0.8, BAC_PLUS_2),
        ("avec un bts c'est possible de gagner plus ?", "ask_salary", 0.8, BAC_PLUS_2),
        ("j'ai un bts, c'est possible de me dire laquelle choisir ?", "ask_recommendation", 0.4, BAC_PLUS_2),
        ("j'ai un bts, ça paie quoi clerc assistant ?", "ask_salary", 0.3, BAC_PLUS_2),
        ("j'ai 5 ans d'expérience, j'ai le droit à la vae ?", "ask_access_paths", 0.95, WORK),
        ("j'ai un bts, je peux entrer en apprentissage ?", "ask_access_paths", 0.95, BAC_PLUS_2),
        ("j'ai un bts, elle est ouverte quand la session ?", "ask_opening", 0.4, BAC_PLUS_2),
        ("avec un bts j'ai des chances de trouver du travail ?", "ask_labour_market", 0.4, BAC_PLUS_2),
        ("j'ai un bts, c'est possible en alternance ?", "ask_access_paths", 0.3, BAC_PLUS_2),
        ("j'ai 4 ans d'expérience, ça passe pour être notaire ?", "other_training", 0.3, WORK),
    ],
)
def test_another_question_stays_itself(text: str, intent: str, sure: float, situation: Situation) -> None:
    assert not asks_to_enter(understood(text, intent, sure, situation), Focus())


def test_a_foreign_diploma_gets_no_verdict() -> None:
    ranking = (("ask_foreign_applicants", 0.4), ("ask_admission", 0.3))
    message = Understood("licence à alger, ça passe ?", "ask_foreign_applicants", ranking, situation=BAC_PLUS_2)
    assert not asks_to_enter(message, Focus())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("avec mon parcours j'aurais le droit à la formation ?", True),
        ("et l'expert, je peux maintenant ?", True),
        ("je peux y entrer avec ce que j'ai ?", True),
        ("ça suffit ?", False),
        ("mon parcours me plaît", False),
    ],
)
def test_what_was_told_before_counts_when_the_message_points_at_it(text: str, asked: bool) -> None:
    message = understood(text, "ask_objectives", 0.2, NOTHING)
    assert asks_to_enter(message, Focus(situation=BAC_PLUS_2)) is asked
    assert not asks_to_enter(message, Focus())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("elle a un bts et un stage lui a plu. elle voudrait l'apprentissage. son diplôme convient-il ?", True),
        ("ah oui c'est bien ce qu'elle fait ! et moi avec mon bep on me prendrait ?", True),
        ("elle a un bts. la cantine convient à tous ?", False),
        ("avec mon bts ça suffit pour être dispensé ?", False),
    ],
)
def test_the_last_sentence_may_ask_it_whatever_stands_before(text: str, asked: bool) -> None:
    message = replace(understood(text, "ask_activities", 0.9), questions=(Question("activities"), Question("internships")))
    assert asks_to_enter(message, Focus()) is asked


@pytest.mark.parametrize("text", ["merci c'est bon pour moi", "ok c'est bon maintenant merci beaucoup", "merci, ça va pour moi"])
def test_thanks_after_a_diploma_was_told_ask_nothing(text: str) -> None:
    assert not asks_to_enter(understood(text, "thank", 0.95, NOTHING), Focus(situation=BAC_PLUS_2))


def test_whether_another_certificate_is_hard_is_no_question_of_admission() -> None:
    message = understood("et le clerc expert c'est assez dur ?", "ask_assessment", 0.4, NOTHING, ("clerc_expert",))
    assert not asks_to_enter(message, Focus(situation=BAC_PLUS_2))


def test_what_was_told_before_counts_for_another_certificate() -> None:
    message = understood("et clerc expert, ce serait fermé ?", "ask_access_paths", 0.2, NOTHING, ("clerc_expert",))
    assert asks_to_enter(message, Focus(situation=BAC_PLUS_2))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("y a quoi alors ?", True),
        ("pff. y a pas un autre moyen ?", True),
        ("rien pour lui ?", True),
        ("et il fait quoi de ses journées ?", False),
        ("et ça dure combien ?", False),
    ],
)
def test_what_else_there_is_is_asked_only_after_admission(text: str, asked: bool) -> None:
    message = understood(text, "ask_funding", 0.2, NOTHING)
    for topic in ("admission", "funding"):
        found = asks_what_else(message, Focus(certificates=("clerc_expert",), topics=(topic,)))
        assert found == (topic if asked else None)
    assert not asks_what_else(message, Focus(certificates=("clerc_expert",), topics=("salary",)))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("que faire pour m'inscrire ?", "ask_application"),
        ("y a une autre solution de financement ?", "ask_funding"),
        ("il y a un autre moyen de vous joindre ?", "ask_contact"),
        ("y a rien pour les handicapés ?", "ask_disability"),
        ("une autre voie que l'apprentissage ?", "ask_access_paths"),
        ("que faire si un huissier veut saisir mon compte ?", "legal_advice"),
    ],
)
@pytest.mark.parametrize("sure", [0.3, 0.95])
def test_after_admission_other_questions_with_such_words_stay_themselves(text: str, intent: str, sure: float) -> None:
    message = understood(text, intent, sure, NOTHING)
    assert not asks_what_else(message, Focus(certificates=("clerc_gestionnaire",), topics=("admission",)))


def test_after_a_no_other_ways_are_told() -> None:
    assistant = Assistant(TopicAnswers(KNOWLEDGE))
    message = understood("d'accord, donc y a quoi alors ?", "ask_funding", 0.2, NOTHING)
    refused = Focus(certificates=("clerc_gestionnaire",), topics=("admission",), situation=Situation(level=4, years_after_bac=0))
    text = read(assistant.reply(message, refused))
    assert "**Clerc assistant** : oui" in text
    # Nothing told: the conditions once more, of which one may fit.
    text = read(assistant.reply(message, Focus(certificates=("clerc_expert",), topics=("admission",))))
    assert "trois ans d'expérience" in text.replace("’", "'")


def test_the_verdict_is_of_the_certificate_spoken_of_whatever_topic_came_before() -> None:
    assistant = Assistant(TopicAnswers(KNOWLEDGE))
    focus = Focus(certificates=("clerc_gestionnaire",), topics=("price",))
    text = read(assistant.reply(understood("et avec mon bts ça passe ?", "ask_funding", 0.3), focus))
    assert text.startswith("**Oui**")
    assert "7 840" not in text


@pytest.mark.parametrize(
    ("text", "asked"), [("j'ai un BTS commerce, ça passe ?", True), ("j'ai un BTS commerce, ça passe pour être notaire ?", False)]
)
def test_after_the_conditions_a_diploma_is_no_other_schools_training(text: str, asked: bool) -> None:
    told = understood(text, "other_training", 0.6)
    assert asks_to_enter(told, Focus(("clerc_gestionnaire",), topics=("admission",))) is asked
    assert not asks_to_enter(told, Focus(("clerc_gestionnaire",), topics=("salary",)))


def test_without_a_certificate_all_are_told_of() -> None:
    assistant = Assistant(TopicAnswers(KNOWLEDGE))
    text = read(assistant.reply(understood("et avec mon bts ça passe ?", "ask_funding", 0.3), Focus()))
    assert all(certificate.name in text.lower() for certificate in KNOWLEDGE.certificates.values())


def test_an_age_told_with_a_diploma_does_not_turn_it_into_a_question_of_pay() -> None:
    assistant = Assistant(TopicAnswers(KNOWLEDGE))
    told = Situation(age=45, level=5, years_after_bac=2)
    text = read(
        assistant.reply(understood("j'ai 45 ans et un bts", "tell_situation", 0.9, told, named=("clerc_gestionnaire",)), Focus())
    )
    assert text.startswith("**Oui**")
    assert "SMIC" not in text
