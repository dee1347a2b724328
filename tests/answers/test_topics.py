"""A question gets what the sheets say of it, of the certificate that is meant, with its caveats; else that they do not say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.topics import MOST_BUTTONS, TopicAnswers
from bot.answers.understood import Question
from bot.knowledge import Fact, Knowledge, TopicFacts, load_knowledge
from tests.answers.wording import read

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 21)
NOTHING = Focus()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
CONTACT = {"phone": "05 49 61 60 74", "email": "centredeformation@stjacquesdecompostelle.com"}


def ask(topic: str, *certificates: str, focus: Focus = NOTHING, today: date = TODAY, knowledge: Knowledge = KNOWLEDGE) -> Reply:
    """Ask one question."""
    return TopicAnswers(knowledge, today).answer([Question(topic, certificates)], focus)


def ask_all(*questions: Question, focus: Focus = NOTHING) -> Reply:
    """Ask several questions in one message."""
    return TopicAnswers(KNOWLEDGE, TODAY).answer(questions, focus)


def only(reply: Reply) -> Saying:
    """Give the one saying of a reply."""
    (saying,) = reply.sayings
    return saying


def told_of(reply: Reply) -> list[tuple[str, str]]:
    """Give the response and the certificate of each saying."""
    return [(s.response, s.values.get("certificate", "")) for s in reply.sayings]


def note(saying: Saying, name: str) -> dict[str, str] | None:
    """Give the values of a response said before or after another, None where it is not said."""
    return dict([*saying.openings, *saying.notes]).get(name)


def titles(buttons: Sequence[Button]) -> list[str]:
    """Give the titles of buttons."""
    return [button.title for button in buttons]


def with_topic(certificate: str, topic: str, entry: TopicFacts) -> Knowledge:
    """Have a certificate's sheet say something else on a topic."""
    known = KNOWLEDGE.certificates[certificate]
    changed = replace(known, topics={**known.topics, topic: entry})
    return replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, certificate: changed})


@pytest.mark.parametrize(
    ("topic", "certificate", "facts"),
    [
        ("opening", GESTIONNAIRE, " ouverture en septembre 2027"),
        ("career", GESTIONNAIRE, " clerc principal ou référent de portefeuille, selon l'expérience"),
        ("level", ASSISTANT, " certification de niveau 5 (niveau bac + 2)"),
        ("qualities", EXPERT, "\n- polyvalence et flexibilité\n- respect des règles déontologiques et du secret professionnel"),
        ("duration", GESTIONNAIRE, "\n- 12 mois en alternance\n- 490 heures de théorie et 2 stages pratiques"),
        ("hours", GESTIONNAIRE, "\n- 490 heures de théorie et 2 stages pratiques\n- 12 mois en alternance"),
        (
            "price",
            GESTIONNAIRE,
            "\n- 7 840 € pour 2027, soit 16 € de l'heure, non soumis à la TVA"
            "\n- 115 € de frais d'inscription (sauf apprenti : un apprenti ne les paie pas)",
        ),
        ("fees", GESTIONNAIRE, " 115 € de frais d'inscription (sauf apprenti : un apprenti ne les paie pas)"),
    ],
)
def test_a_question_is_answered_with_the_facts(topic: str, certificate: str, facts: str) -> None:
    saying = only(ask(topic, certificate))
    assert (saying.response, saying.values["facts"]) == (topic, facts)
    assert saying.values["certificate"] == KNOWLEDGE.certificates[certificate].name


def test_grouped_facts_are_told_under_their_group() -> None:
    facts = only(ask("activities", EXPERT)).values["facts"]
    assert facts.startswith("\n- **Recouvrement** : définir une stratégie, conduire les opérations, animer une équipe\n- **")


@pytest.mark.parametrize(
    ("topic", "facts"), [("duration", " 481 heures réparties sur deux ans"), ("hours", " 481 heures, répart")]
)
def test_one_sentence_of_a_sheet_is_not_told_twice(topic: str, facts: str) -> None:
    saying = only(ask(topic, EXPERT))
    assert saying.values["facts"].startswith(facts)
    assert len(saying.facts) == 1


def test_a_fact_kept_for_the_check_alone_is_not_told() -> None:
    saying = only(ask("key_figures", GESTIONNAIRE))
    assert "100 %" not in saying.values["facts"]
    assert len(saying.facts) == 1


@pytest.mark.parametrize(
    ("topic", "certificate", "notes"),
    [
        ("level", ASSISTANT, ["note_source"]),
        ("price", GESTIONNAIRE, ["note_total_price", "note_source"]),
        ("fees", GESTIONNAIRE, ["note_total_price", "note_source"]),
        ("duration", GESTIONNAIRE, ["note_source"]),
        ("opening", GESTIONNAIRE, ["note_gap", "note_contact", "note_source"]),
        ("salary", ASSISTANT, ["note_gap", "note_contact", "note_source"]),
        ("salary", EXPERT, ["note_old", "note_source"]),
        ("apprentice_pay", GESTIONNAIRE, ["note_ask_age", "note_source"]),
        ("contact", EXPERT, ["note_source"]),
        ("price", EXPERT, ["note_contact"]),
        ("housing", EXPERT, ["note_contact"]),
    ],
)
def test_caveats_come_before_whom_to_ask_and_the_source_last(topic: str, certificate: str, notes: list[str]) -> None:
    assert [name for name, _ in only(ask(topic, certificate)).notes] == notes


@pytest.mark.parametrize(
    ("topic", "certificates", "sheets"),
    [
        ("level", [ASSISTANT], "« Clerc Assistant » (chiffres de 2024 et 2025)"),
        ("salary", [EXPERT], "« Clerc expert » (non datée, salaires de 2016)"),
        (
            "price",
            [GESTIONNAIRE],
            "« Certification professionnelle Clerc Gestionnaire (CP CG) » (2026)",
        ),
        (
            "career",
            [PROCEDURES],
            "« Devenez clerc aux procédures d'un huissier de justice » (non datée, salaires de 2019)"
            " et « Clerc expert » (non datée, salaires de 2016)",
        ),
        (
            "qualities",
            [],
            "« Clerc Assistant » (chiffres de 2024 et 2025) et « Clerc expert » (non datée, salaires de 2016)",
        ),
    ],
)
def test_the_source_names_every_sheet_with_its_edition(topic: str, certificates: list[str], sheets: str) -> None:
    named = "note_sources" if " et «" in sheets else "note_source"
    assert note(only(ask(topic, *certificates)), named) == {"sheets": sheets}


@pytest.mark.parametrize("topic", ["price", "fees"])
def test_the_price_is_told_with_its_total(topic: str) -> None:
    amounts = {"total": "7\u202f955\u00a0€", "tuition": "7\u202f840\u00a0€", "fee": "115\u00a0€"}
    assert note(only(ask(topic, GESTIONNAIRE)), "note_total_price") == amounts


@pytest.mark.parametrize(
    ("age", "percent", "pay"),
    [(17, "27 %", "492,22 €"), (18, "43 %", "783,90 €"), (25, "53 %", "966,21 €"), (26, "100 %", "1 823,03 €")],
)
def test_an_apprentices_pay_is_worked_out_for_the_age_told(age: int, percent: str, pay: str) -> None:
    smic = replace(KNOWLEDGE.reference.smic, monthly_gross=1823.03, since=date(2026, 1, 1))
    knowledge = replace(KNOWLEDGE, reference=replace(KNOWLEDGE.reference, smic=smic))
    told = read(ask("apprentice_pay", GESTIONNAIRE, focus=Focus(situation=Situation(age=age)), knowledge=knowledge))
    assert (
        f"À {age} ans : {percent} du SMIC, soit **{pay} brut par mois** (SMIC de 1 823,03 € depuis le 1er janvier 2026)" in told
    )
    assert "votre âge et" not in told


@pytest.mark.parametrize(
    ("certificates", "today", "years"),
    [
        ([EXPERT], date(2018, 12, 31), None),
        ([EXPERT], date(2019, 1, 1), "2016"),
        ([PROCEDURES], date(2021, 12, 31), None),
        ([PROCEDURES], date(2022, 1, 1), "2019"),
        ([ASSISTANT], TODAY, None),
        ([ASSISTANT], date(2028, 1, 1), "2025"),
        ([], TODAY, "2016 et 2019"),
        ([], date(2028, 1, 1), "2016, 2019 et 2025"),
    ],
)
def test_an_old_salary_is_called_old(certificates: list[str], today: date, years: str | None) -> None:
    assert note(only(ask("salary", *certificates, today=today)), "note_old") == ({"year": years} if years else None)


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


def test_of_no_certificate_all_are_told_when_that_is_short() -> None:
    reply = ask("level")
    lines = read(reply).splitlines()
    assert lines[0].startswith("Le niveau de la certification, selon ")
    assert "- **Clerc assistant** : certification de niveau 5 (niveau bac + 2)" in lines
    assert "- **Clerc gestionnaire** : niveau 6 (niveau bac + 3 ou bac + 4), avec un enregistrement RNCP visé" in lines
    assert reply.focus == Focus((), (), ("level",))


def test_of_no_certificate_the_only_one_that_holds_the_topic_is_told_and_talked_about() -> None:
    reply = ask("funding")
    assert told_of(reply) == [("funding", "clerc gestionnaire")]
    assert reply.focus == Focus((GESTIONNAIRE,), (), ("funding",))


@pytest.mark.parametrize(
    ("topic", "offered"),
    [
        ("role", [ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE]),
        ("jobs", [ASSISTANT, EXPERT, GESTIONNAIRE]),
    ],
)
def test_of_no_certificate_the_visitor_chooses_when_it_is_long(topic: str, offered: list[str]) -> None:
    reply = ask(topic)
    assert only(reply).response == "which_certificate"
    assert only(reply).values == {"label": capital(KNOWLEDGE.topics[topic].label)}
    assert [(button.intent, button.certificate) for button in reply.buttons] == [(f"ask_{topic}", c) for c in offered]
    assert titles(reply.buttons) == [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in offered]
    assert reply.focus == Focus((), (), (topic,))


def test_several_certificates_are_each_told_of() -> None:
    reply = ask("level", ASSISTANT, GESTIONNAIRE)
    assert re.search(r"clerc assistant.*niveau 5.*clerc gestionnaire.*niveau 6", read(reply).lower(), re.DOTALL)
    assert reply.focus.certificates == (ASSISTANT, GESTIONNAIRE)


@pytest.mark.parametrize("certificates", [[EXPERT, GESTIONNAIRE], [EXPERT, PROCEDURES]], ids=["one of them", "both"])
def test_of_several_certificates_what_a_sheet_does_not_say_is_said_with_whom_to_ask(certificates: list[str]) -> None:
    told = read(ask("level", *certificates))
    assert re.search(r"lerc expert.*ne (le )?dit", told)
    assert CONTACT["phone"] in told


def test_the_conversations_certificate_is_meant_when_none_is_named() -> None:
    reply = ask("salary", focus=Focus((EXPERT,), (ASSISTANT,), ("duration",)))
    assert told_of(reply) == [("salary", "clerc expert")]
    assert reply.focus == Focus((EXPERT,), (ASSISTANT,), ("salary",))


def test_a_named_certificate_takes_the_place_of_the_conversations() -> None:
    situation = Situation(age=19, experience_years=4)
    reply = ask("salary", EXPERT, focus=Focus((ASSISTANT,), (), ("duration",), situation=situation))
    assert told_of(reply) == [("salary", "clerc expert")]
    assert reply.focus == Focus((EXPERT,), (ASSISTANT,), ("salary",), situation=situation)


def test_several_questions_are_answered_in_order() -> None:
    reply = ask_all(Question("admission", (EXPERT,)), Question("price", (GESTIONNAIRE,)), Question("contact"))
    assert told_of(reply) == [("admission", "clerc expert"), ("price", "clerc gestionnaire"), ("contact", "")]
    assert reply.focus == Focus((EXPERT, GESTIONNAIRE), (), ("admission", "price", "contact"))


def test_a_question_without_a_name_is_about_the_certificate_just_told() -> None:
    reply = ask_all(Question("rhythm"), Question("level"))
    assert told_of(reply) == [("rhythm", "clerc gestionnaire"), ("level", "clerc gestionnaire")]


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        ([Question("duration", (GESTIONNAIRE,)), Question("hours", (GESTIONNAIRE,))], [("duration", "clerc gestionnaire")]),
        ([Question("hours", (GESTIONNAIRE,)), Question("duration", (GESTIONNAIRE,))], [("hours", "clerc gestionnaire")]),
        ([Question("fees", (GESTIONNAIRE,)), Question("price", (GESTIONNAIRE,))], [("price", "clerc gestionnaire")]),
        ([Question("price", (GESTIONNAIRE,)), Question("price", (GESTIONNAIRE,))], [("price", "clerc gestionnaire")]),
        (
            [Question("duration", (EXPERT,)), Question("hours", (GESTIONNAIRE,))],
            [("duration", "clerc expert"), ("hours", "clerc gestionnaire")],
        ),
        (
            [Question("price", (GESTIONNAIRE,)), Question("fees", (EXPERT,))],
            [("price", "clerc gestionnaire"), ("unknown_of_certificate", "clerc expert")],
        ),
    ],
    ids=["duration tells hours", "hours tell duration", "price tells fees", "the same", "two certificates", "one not told"],
)
def test_what_is_told_anyway_is_not_told_again(questions: list[Question], told: list[tuple[str, str]]) -> None:
    assert told_of(ask_all(*questions)) == told


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
@pytest.mark.parametrize("topic", ["contact", "disability"])
def test_what_is_of_the_centre_is_told_once_whatever_the_certificate(topic: str, certificates: list[str]) -> None:
    reply = ask(topic, *certificates, focus=Focus((GESTIONNAIRE,)))
    assert only(reply).response == topic
    assert only(reply).facts == tuple((KNOWLEDGE.centre.sheet, fact) for fact in KNOWLEDGE.centre.topics[topic].facts)


def test_the_centres_address_is_no_answer_for_a_training_whose_place_no_sheet_tells() -> None:
    assert [saying.response for saying in ask("address", EXPERT).sayings] == ["unknown_of_certificate"]
    assert only(ask("address", GESTIONNAIRE)).response == "address"
    assert only(ask("address", focus=Focus((EXPERT,)))).response == "address"


def test_a_certificate_taught_elsewhere_has_its_own_address() -> None:
    saying = only(ask("address", PROCEDURES))
    assert (saying.response, saying.values["certificate"]) == ("address_of_certificate", "clerc aux procédures")
    assert saying.values["facts"].startswith(" la formation est donnée par le centre de l'ENP")


@pytest.mark.parametrize(
    ("topic", "certificates", "offered"),
    [
        ("role", [EXPERT], [("Les missions", EXPERT), ("Les conditions", EXPERT), ("Le salaire", EXPERT)]),
        ("role", [GESTIONNAIRE], [("Les missions", GESTIONNAIRE), ("Les conditions", GESTIONNAIRE)]),
        ("admission", [ASSISTANT], []),
        ("exemptions", [ASSISTANT], [("Le contact", None), ("Les voies d'accès", ASSISTANT)]),
        ("level", [], [("La reconnaissance", None), ("Les conditions", None), ("Les évolutions", None)]),
        ("contact", [], [("L'adresse", None), ("Handicap", None), ("S'inscrire", None)]),
        ("contact", [EXPERT], [("L'adresse", None), ("Handicap", None)]),
        ("housing", [EXPERT], [("L'adresse", None), ("Le contact", None)]),
        ("admission", [ASSISTANT, EXPERT], [("La durée", None)]),
    ],
)
def test_what_may_be_asked_next_has_an_answer(topic: str, certificates: list[str], offered: list[tuple[str, str | None]]) -> None:
    assert [(button.title, button.certificate) for button in ask(topic, *certificates).buttons] == offered


@pytest.mark.parametrize("certificate", [None, *KNOWLEDGE.certificates])
def test_no_button_asks_again_or_leads_to_nothing(certificate: str | None) -> None:
    asked = [certificate] if certificate else []
    wrong = []
    for topic in KNOWLEDGE.topics:
        reply = ask(topic, *asked)
        assert len(reply.buttons) <= MOST_BUTTONS
        for button in reply.buttons:
            pressed = ask(button.intent.removeprefix("ask_"), *filter(None, [button.certificate]), focus=reply.focus)
            if pressed.sayings == reply.sayings or any(saying.response.startswith("unknown") for saying in pressed.sayings):
                wrong.append((topic, button.title))
    assert wrong == []


def test_after_several_questions_none_of_them_is_offered() -> None:
    reply = ask_all(Question("duration", (GESTIONNAIRE,)), Question("price", (GESTIONNAIRE,)))
    assert titles(reply.buttons) == ["Le financement", "Paie d'apprenti", "Les dispenses"]
    reply = ask_all(Question("price", (GESTIONNAIRE,)), Question("funding", (GESTIONNAIRE,)))
    assert titles(reply.buttons) == ["Les voies d'accès", "Paie d'apprenti", "Les dispenses"]


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_a_reply_keeps_the_facts_it_rests_on(certificate: str) -> None:
    sheet = KNOWLEDGE.certificates[certificate].sheet
    for topic, entry in KNOWLEDGE.certificates[certificate].topics.items():
        kept = only(ask(topic, certificate)).facts
        assert [pair for pair in kept if pair[1] in entry.facts] == [(f.sheet or sheet, f) for f in entry.facts if f.said]


def test_a_new_certificate_is_answered_from_its_data_alone() -> None:
    fact = Fact(text="30 heures en 2 mois", quote="30 heures en 2 mois")
    new = replace(
        KNOWLEDGE.certificates[EXPERT], id="clerc_nouveau", name="clerc nouveau", topics={"duration": TopicFacts((fact,))}
    )
    knowledge = replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, "clerc_nouveau": new})
    assert read(ask("duration", "clerc_nouveau", knowledge=knowledge)).startswith(
        "Durée de la formation de **clerc nouveau** : 30 heures en 2 mois\n_Source : fiche « Clerc expert »"
    )
    assert "- **Clerc nouveau** : 30 heures en 2 mois" in read(ask("duration", knowledge=knowledge)).splitlines()
    assert only(ask("price", "clerc_nouveau", knowledge=knowledge)).response == "unknown_of_certificate"


def test_what_is_told_later_of_the_person_adds_or_corrects() -> None:
    told = Situation(age=19, level=4, experience_years=3)
    assert told.update(Situation(level=5)) == Situation(age=19, level=5, experience_years=3)
    assert told.update(Situation(experience_years=0)) == Situation(age=19, level=4, experience_years=0)
    assert told.update(Situation()) == told


def test_speaking_of_nothing_new_keeps_what_is_talked_about() -> None:
    focus = Focus((EXPERT,), (ASSISTANT,), ("price",), situation=Situation(age=19))
    assert focus.on(()) == focus
    assert focus.on((EXPERT,), ("salary",)) == Focus((EXPERT,), (ASSISTANT,), ("salary",), situation=Situation(age=19))


IMPORT_ALL = """
import importlib, pkgutil, sys
import bot.answers, bot.knowledge
for package in (bot.answers, bot.knowledge):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.startswith("bot.")))
print(*sorted({name.split(".")[0] for name in sys.modules} & {"rasa", "rasa_sdk", "tensorflow", "sanic"}))
"""


def test_knowledge_and_answers_know_nothing_of_rasa() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True
    )
    imported, of_rasa = run.stdout.split("\n")[:2]
    assert {"bot.answers.assistant", "bot.answers.topics", "bot.knowledge.checks", "bot.knowledge.report"} <= {*imported.split()}
    assert of_rasa == ""
