"""Where the sheets are silent a visitor hears so, whom to ask, and what they do say nearby."""

from __future__ import annotations

import pytest

from bot.answers.reply import Focus, Reply
from bot.answers.understood import Question
from bot.knowledge import TopicFacts
from tests.answers.asking import (
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NOTHING,
    PROCEDURES,
    ask,
    ask_all,
    note,
    only,
    with_topic,
)
from tests.answers.wording import read


@pytest.mark.parametrize(
    ("topic", "certificate", "name", "label"),
    [
        ("price", EXPERT, "clerc expert", "le prix de la formation"),
        ("rhythm", PROCEDURES, "clerc aux procédures", "le rythme de l'alternance"),
        ("salary", GESTIONNAIRE, "clerc gestionnaire", "le salaire"),
    ],
)
def test_what_a_sheet_does_not_say_gets_whom_to_ask(topic: str, certificate: str, name: str, label: str) -> None:
    saying = only(ask(topic, certificate))
    assert (saying.response, saying.values) == ("unknown_of_certificate", {"certificate": name, "label": label})
    assert saying.notes == (("note_contact", CONTACT),)
    assert saying.facts == ()


def test_what_a_sheet_leaves_open_is_told_even_without_facts() -> None:
    gap = "La fiche renvoie à un tarif qu'elle ne donne pas."
    saying = only(ask("price", EXPERT, knowledge=with_topic(EXPERT, "price", TopicFacts(gap=gap))))
    assert saying.response == "unknown_of_certificate"
    assert saying.notes == (("note_gap", {"gap": gap}), ("note_contact", CONTACT))


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
def test_what_no_sheet_says_is_said_once(certificates: list[str]) -> None:
    saying = only(ask("housing", *certificates))
    assert (saying.response, saying.values) == ("unknown", {"label": "le logement"})
    assert saying.notes == (("note_contact", CONTACT),)


def test_the_nearest_thing_that_the_centre_says_is_told() -> None:
    near = note(only(ask("disability_aid")), "note_near")
    assert near is not None
    assert "Murielle JOYEUX, 05 49 61 60 69" in near["facts"]


@pytest.mark.parametrize(
    ("topic", "certificates", "told"),
    [
        ("exam_details", [GESTIONNAIRE], {"clerc gestionnaire": "soutenances orales devant un jury professionnel"}),
        ("exam_details", [], {"clerc gestionnaire": "soutenances orales devant un jury professionnel"}),
        ("pay_details", [EXPERT], {"clerc expert": "débutant (coefficient 540) : 3 080 € brut par mois"}),
        ("pay_details", [EXPERT, ASSISTANT], {"clerc expert": "3 080 €", "clerc assistant": "de 1 848 € à 4 487 €"}),
        ("pay_details", [], {}),
        ("pay_details", [GESTIONNAIRE], {}),
        ("calendar", [EXPERT], {}),
        ("exam_details", [ASSISTANT], {}),
    ],
)
def test_the_nearest_thing_that_the_sheet_says_is_told_and_never_a_neighbours(
    topic: str, certificates: list[str], told: dict[str, str]
) -> None:
    notes = only(ask(topic, *certificates)).notes
    near = {values["certificate"]: values["facts"] for name, values in notes if name == "note_near_of_certificate"}
    assert near.keys() == told.keys()
    assert all(told[name] in near[name] for name in told)


def near_of(reply: Reply) -> dict[str, str]:
    """Give what is told near a question that has no answer, by certificate."""
    return {values["certificate"]: values["facts"] for name, values in only(reply).notes if name == "note_near_of_certificate"}


CONSTATS = "il dresse des constats ?"
# The certificate named; the question's words; the topics it may also be about; what the conversation is about; what is told near.
SHARED = [
    ("beside", [EXPERT], CONSTATS, ("activities",), NOTHING, "rédiger un bail, dresser un constat"),
    ("beside, not the likeliest", [EXPERT], CONSTATS, ("salary", "activities"), NOTHING, "rédiger un bail, dresser un constat"),
    (
        "beside a topic of the centre",
        [EXPERT],
        CONSTATS,
        ("contact", "activities"),
        NOTHING,
        "rédiger un bail, dresser un constat",
    ),
    ("spoken of", [EXPERT], CONSTATS, (), Focus((EXPERT,), (), ("activities",)), "rédiger un bail, dresser un constat"),
    (
        "spoken of, of another",
        [EXPERT],
        CONSTATS,
        (),
        Focus((PROCEDURES,), (), ("activities",)),
        "rédiger un bail, dresser un con",
    ),
    ("of the one talked about", [], CONSTATS, ("activities",), Focus((EXPERT,)), "rédiger un bail, dresser un constat"),
    (
        "most words",
        [GESTIONNAIRE],
        "un oral devant un jury ?",
        ("assessment",),
        NOTHING,
        "soutenances orales devant un jury profess",
    ),
    ("told with the topic beside", [GESTIONNAIRE], "des heures de théorie ?", ("duration",), NOTHING, "490 heures de théorie"),
]


@pytest.mark.parametrize(
    ("certificates", "text", "beside", "focus", "told"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED]
)
def test_near_a_silent_question_the_facts_with_its_words_are_told(
    certificates: list[str], text: str, beside: tuple[str, ...], focus: Focus, told: str
) -> None:
    reply = ask_all(Question("other_unanswered", tuple(certificates), text, beside), focus=focus)
    (facts,) = near_of(reply).values()
    assert facts.startswith(told)
    assert ";" not in facts
    assert [fact.text for _, fact in only(reply).facts] == [facts]


def test_no_more_than_two_facts_with_the_questions_words_are_told() -> None:
    text = "il conseille une activité de recouvrement, une stratégie ?"
    reply = ask_all(Question("other_unanswered", (EXPERT,), text, ("role", "activities")))
    assert 0 < len(only(reply).facts) <= 2


def test_the_questions_words_go_before_the_declared_neighbour() -> None:
    reply = ask_all(Question("pay_details", (PROCEDURES,), "une prime d'ancienneté ?", ("salary",)))
    assert near_of(reply) == {
        "clerc aux procédures": "plus de deux ans d'ancienneté (coefficient 333) : 1 990,90 € brut par mois"
    }


@pytest.mark.parametrize("beside", [(), ("salary",), ("price",)])
def test_without_a_word_of_the_question_the_declared_neighbour_is_told(beside: tuple[str, ...]) -> None:
    reply = ask_all(Question("exam_details", (GESTIONNAIRE,), "c'est dur ?", beside))
    assert near_of(reply)["clerc gestionnaire"].startswith("études de cas professionnelles ; mises en situation simulées")


def test_without_a_declared_neighbour_the_likeliest_other_topic_is_told() -> None:
    reply = ask_all(Question("other_unanswered", (PROCEDURES,), "il bouge beaucoup ?", ("working_conditions", "activities")))
    assert near_of(reply)["clerc aux procédures"].startswith("activité exclusivement sédentaire")


@pytest.mark.parametrize(
    ("topic", "certificates", "text", "beside", "focus"),
    [
        ("other_unanswered", [PROCEDURES], CONSTATS, (), Focus((EXPERT,), (), ("activities",))),
        ("other_unanswered", [ASSISTANT], "une prime d'ancienneté ?", ("rhythm",), NOTHING),
        ("other_unanswered", [], CONSTATS, ("activities",), NOTHING),
        ("other_unanswered", [EXPERT], "c'est loin ?", ("address",), NOTHING),
        ("other_unanswered", [EXPERT], "c'est loin ?", ("housing",), NOTHING),
        ("other_unanswered", [EXPERT], "c'est cher ?", ("price",), NOTHING),
        ("deadlines", [], "la date limite ?", (), Focus((EXPERT,))),
        ("price", [EXPERT], "combien coûte la formation ?", (), Focus((EXPERT,), (), ("price",))),
        ("housing", [], "un logement ?", (), NOTHING),
    ],
    ids=[
        "words of another's sheet",
        "beside on which the sheet is silent",
        "no certificate, and several know",
        "beside of the centre",
        "beside that no sheet answers",
        "beside of another",
        "neighbour of another",
        "the topic itself, just spoken of",
        "nothing near",
    ],
)
def test_where_the_sheet_has_nothing_near_nothing_is_told(
    topic: str, certificates: list[str], text: str, beside: tuple[str, ...], focus: Focus
) -> None:
    reply = ask_all(Question(topic, tuple(certificates), text, beside), focus=focus)
    assert near_of(reply) == {}
    assert only(reply).facts == ()
    assert CONTACT["phone"] in read(reply)


def test_without_a_certificate_the_only_one_that_knows_is_told() -> None:
    reply = ask_all(Question("deadlines", (), "la date limite ?"))
    assert near_of(reply).keys() == {"clerc gestionnaire"}
    assert "un dossier tardif reste étudié" in near_of(reply)["clerc gestionnaire"]


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_what_is_told_near_is_never_another_certificates(certificate: str) -> None:
    own = [fact for entry in KNOWLEDGE.certificates[certificate].topics.values() for fact in entry.facts]
    certificate_topics = [key for key, topic in KNOWLEDGE.topics.items() if topic.scope == "certificate"]
    silent = [
        key for key, topic in KNOWLEDGE.topics.items() if topic.scope != "centre" and certificate not in KNOWLEDGE.holders(key)
    ]
    centre = [fact for entry in KNOWLEDGE.centre.topics.values() for fact in entry.facts]
    wrong = []
    for topic in silent:
        for beside in certificate_topics:
            text = KNOWLEDGE.topics[beside].label
            reply = ask_all(Question(topic, (certificate,), text, (beside,)), focus=Focus((EXPERT, PROCEDURES), (), ("salary",)))
            wrong += [(topic, beside, fact.text) for _, fact in only(reply).facts if fact not in (*own, *centre)]
    assert wrong == []


def test_what_is_told_near_comes_with_its_caveats_and_source() -> None:
    told = read(ask_all(Question("pay_details", (EXPERT,), "et au bout de 10 ans d'ancienneté ?", ("salary",))))
    assert "Ce que dit la fiche clerc expert, en revanche : après 10 ans d'ancienneté (coefficient 640) : 3 646 €" in told
    assert "ces montants datent de 2016" in told
    assert told.endswith("_Source : fiche « Clerc expert » (non datée, salaires de 2016)_")
