"""Of every topic and every certificate a visitor reads the facts with their source, or that the sheet has none."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.conversations import MOST_CHARACTERS, readable
from bot.dialogue.reading import Span, Telling
from bot.dialogue.situation import Situation
from bot.knowledge import Fact
from bot.knowledge.checks import numbers_in
from bot.typography import day, french
from tests.actions.saying import (
    ASSISTANT,
    CENTRE,
    DOMAIN,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    Said,
    ask,
    press,
    source_line,
    type_,
)
from tests.figures import EXPERT_YEAR, FEE, HOURLY, PROCEDURES_YEAR, TOTAL, TUITION, typed

SMIC = KNOWLEDGE.reference.smic
ANSWERED = [topic for topic, described in KNOWLEDGE.topics.items() if described.scope == "certificate"]
# How an answer asks which certificate is meant.
WHICH = "De quel métier parlez-vous"

every_certificate = pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
every_certificate_and_none = pytest.mark.parametrize("certificate", [None, *KNOWLEDGE.certificates])


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str | None], Said]:
    """Ask every topic of every certificate and of none."""
    return {(topic, owner): ask(topic, owner) for topic in KNOWLEDGE.topics for owner in (None, *KNOWLEDGE.certificates)}


def facts_of(topic: str, certificate: str) -> list[Fact]:
    """The facts to be told."""
    entry = KNOWLEDGE.facts_of(certificate, topic)
    return [fact for fact in entry.facts if fact.said] if entry else []


def sheets_named(said: Said) -> Iterator[str]:
    """The sheets that an answer names by their title or by their certificate."""
    for key, sheet in KNOWLEDGE.sheets.items():
        names = [certificate.name for certificate in KNOWLEDGE.certificates.values() if certificate.sheet == key]
        phrases = [f"« {sheet.title} »", *(f"fiche {of}{name}" for name in names for of in ("", "du "))]
        if any(french(phrase) in said.text for phrase in phrases):
            yield key


def numbers_of(sheets: Iterator[str] | set[str]) -> set[str]:
    """The numbers that stand in sheets and in their editions."""
    return numbers_in(" \n ".join(KNOWLEDGE.sheets[key].text + " \n " + KNOWLEDGE.sheets[key].edition for key in sheets))


def numbers_behind(topic: str, certificate: str | None) -> set[str]:
    """The numbers of facts that the sheet writes otherwise, and what is worked out."""
    owners = [certificate] if certificate else KNOWLEDGE.certificates
    facts = [fact for owner in owners for fact in facts_of(topic, owner)]
    references = KNOWLEDGE.reference.texts()
    written_otherwise = {number for fact in facts for number in fact.glued}
    written_otherwise |= numbers_in(" \n ".join(references[fact.reference] for fact in facts if fact.reference))
    worked_out = {typed(TOTAL)} if topic in ("price", "fees") else set()
    return written_otherwise | worked_out | numbers_in(f"{CENTRE.phone} \n {CENTRE.disability_phone}")


@every_certificate_and_none
def test_every_answer_is_whole_and_as_long_as_is_read_in_a_chat(
    answers: dict[tuple[str, str | None], Said], certificate: str | None
) -> None:
    texts = {topic: answers[topic, certificate].text for topic in KNOWLEDGE.topics}
    assert [topic for topic, text in texts.items() if not readable(text)] == []
    assert [topic for topic, text in texts.items() if "{" in text or "}" in text or "None" in text] == []
    assert [(topic, len(text)) for topic, text in texts.items() if len(text) > MOST_CHARACTERS] == []


@every_certificate
def test_every_answer_names_the_certificate(answers: dict[tuple[str, str | None], Said], certificate: str) -> None:
    name = KNOWLEDGE.certificates[certificate].name
    assert [topic for topic in ANSWERED if name not in answers[topic, certificate].text] == []


@every_certificate
def test_facts_are_told_whole_with_what_the_sheet_leaves_open(
    answers: dict[tuple[str, str | None], Said], certificate: str
) -> None:
    missing = []
    for topic, entry in KNOWLEDGE.certificates[certificate].topics.items():
        wanted = [fact.text for fact in facts_of(topic, certificate)] + ([entry.gap] if entry.gap else [])
        missing += [(topic, text) for text in wanted if french(text) not in answers[topic, certificate].text]
    assert missing == []


def facts_or_beside(topic: str, certificate: str) -> list[Fact]:
    """What the certificate's sheet says on a topic or, when it is silent, beside it."""
    return facts_of(topic, certificate) or KNOWLEDGE.beside(certificate, {topic})


@every_certificate
def test_facts_are_told_with_their_source_alone(answers: dict[tuple[str, str | None], Said], certificate: str) -> None:
    own = KNOWLEDGE.certificates[certificate].sheet
    wrong = []
    for topic in ANSWERED:
        line = source_line(answers[topic, certificate])
        wanted = {fact.sheet or own for fact in facts_or_beside(topic, certificate)}
        named = {key for key, sheet in KNOWLEDGE.sheets.items() if french(f"« {sheet.title} »") in line}
        dated = [key for key in named if KNOWLEDGE.sheets[key].edition not in line]
        if named != wanted or dated:
            wrong.append((topic, line))
    assert wrong == []


@every_certificate
def test_where_the_sheet_says_nothing_the_visitor_hears_so_and_whom_to_ask(
    answers: dict[tuple[str, str | None], Said], certificate: str
) -> None:
    name = KNOWLEDGE.certificates[certificate].name
    unsaid = [topic for topic in ANSWERED if not facts_of(topic, certificate)]
    assert len(unsaid) > 5
    for topic in unsaid:
        text = answers[topic, certificate].text
        assert text.startswith(french(f"La fiche **{name}** ne dit rien sur {KNOWLEDGE.topics[topic].label}.")), topic
        assert CENTRE.phone in text, topic
        assert CENTRE.email in text, topic


@every_certificate_and_none
def test_what_no_sheet_says_gets_whom_to_ask(answers: dict[tuple[str, str | None], Said], certificate: str | None) -> None:
    for topic, described in KNOWLEDGE.topics.items():
        if described.scope == "unanswered":
            text = answers[topic, certificate].text
            assert text.startswith(french(f"Les fiches ne disent rien sur {described.label}.")), topic
            assert CENTRE.phone in text, topic
            assert CENTRE.email in text, topic


@every_certificate_and_none
def test_what_the_centre_says_is_told_with_its_source(
    answers: dict[tuple[str, str | None], Said], certificate: str | None
) -> None:
    sheet = KNOWLEDGE.sheets[CENTRE.sheet]
    for topic, entry in CENTRE.topics.items():
        said = answers[topic, certificate]
        if topic == "address" and certificate in ("clerc_assistant", "clerc_expert"):
            # Their sheets do not say where the training is given, and the centre's address would be a guess.
            assert french(f"**{KNOWLEDGE.certificates[certificate].name}** ne dit rien sur") in said.text
            continue
        own = facts_of(topic, certificate) if certificate else []
        assert [fact.text for fact in own or entry.facts if french(fact.text) not in said.text] == [], topic
        if not own:
            assert french(f"« {sheet.title} »") in source_line(said), topic


def test_of_no_certificate_the_facts_are_told_with_their_source_or_each_holder_is_offered(
    answers: dict[tuple[str, str | None], Said],
) -> None:
    for topic in ANSWERED:
        said, holders = answers[topic, None], KNOWLEDGE.holders(topic)
        if KNOWLEDGE.topics[topic].general:
            # Asked of no certificate it is of the centre.
            assert source_line(said), topic
            continue
        if WHICH in said.text:
            assert [json.loads(b["payload"].removeprefix(f"/ask_{topic}"))["certificate"] for b in said.buttons] == holders, topic
            assert [b["title"].lower() for b in said.buttons] == [KNOWLEDGE.certificates[h].name for h in holders], topic
        else:
            # At a glance each tells its first.
            most = 1 if KNOWLEDGE.topics[topic].at_a_glance else None
            told = [(fact.text, fact.brief or fact.text) for holder in holders for fact in facts_of(topic, holder)[:most]]
            assert [texts for texts in told if not any(french(text) in said.text for text in texts)] == [], topic
            sheets = [KNOWLEDGE.sheets[KNOWLEDGE.certificates[holder].sheet] for holder in holders]
            assert [sheet.title for sheet in sheets if french(f"« {sheet.title} »") not in source_line(said)] == [], topic
            names = [KNOWLEDGE.certificates[holder].name for holder in holders]
            assert [name for name in names if name not in said.text.lower()] == [], topic


@every_certificate_and_none
def test_every_number_stands_in_a_sheet_that_the_answer_names_or_is_worked_out(
    answers: dict[tuple[str, str | None], Said], certificate: str | None
) -> None:
    said = {topic: answers[topic, certificate] for topic in KNOWLEDGE.topics}
    invented = {
        topic: numbers_in(one.text) - numbers_of(sheets_named(one)) - numbers_behind(topic, certificate)
        for topic, one in said.items()
    }
    assert {topic: numbers for topic, numbers in invented.items() if numbers} == {}


@every_certificate
def test_no_answer_tells_a_figure_of_another_certificate(answers: dict[tuple[str, str | None], Said], certificate: str) -> None:
    topics = [topic for topic, described in KNOWLEDGE.topics.items() if described.scope != "centre"]
    own = {KNOWLEDGE.certificates[certificate].sheet}
    foreign = {}
    for topic in topics:
        sheets = own | {fact.sheet for fact in facts_or_beside(topic, certificate) if fact.sheet}
        allowed = numbers_of(sheets) | numbers_behind(topic, certificate)
        foreign[topic] = numbers_in(answers[topic, certificate].text) - allowed
    assert {topic: numbers for topic, numbers in foreign.items() if numbers} == {}


@every_certificate_and_none
def test_an_agreed_minimum_salary_is_never_told_without_being_called_old(
    answers: dict[tuple[str, str | None], Said], certificate: str | None
) -> None:
    old = [
        (french(fact.text), str(fact.as_of.year if fact.as_of else None))
        for owner in KNOWLEDGE.certificates
        for fact in facts_of("salary", owner)
        if fact.salary and fact.salary.basis == "conventional_minimum"
    ]
    assert {year for _, year in old} == {EXPERT_YEAR, PROCEDURES_YEAR}
    undated = [
        (topic, text)
        for topic in KNOWLEDGE.topics
        for text, year in old
        if text in (said := answers[topic, certificate].text) and not ("ont pu changer" in said and year in said)
    ]
    assert undated == []


@every_certificate_and_none
def test_every_button_leads_to_facts_or_to_a_choice(answers: dict[tuple[str, str | None], Said], certificate: str | None) -> None:
    wrong = []
    for topic in KNOWLEDGE.topics:
        said = answers[topic, certificate]
        for button in said.buttons:
            intent = button["payload"].removeprefix("/").partition("{")[0]
            pressed = press(button["payload"], said.state)
            if intent not in DOMAIN["intents"] or not (source_line(pressed) or WHICH in pressed.text):
                wrong.append((topic, button))
    assert wrong == []


def test_the_price_is_told_with_its_total_and_who_does_not_pay_the_fee() -> None:
    said = readable(ask("price", GESTIONNAIRE).text)
    for wanted in (TUITION, HOURLY, FEE, TOTAL, "sauf pour les apprentis"):
        assert readable(wanted) in said


def pay_at(age: int, certificate: str) -> Said:
    """Ask for an apprentice's pay at an age."""
    told = (Telling("self", Situation(age=age)),)
    return type_({"apprentice_pay": 0.9}, spans=(Span(certificate, 0, 8),), told=told)


@pytest.mark.parametrize(
    ("age", "percent"),
    [(15, 27), (17, 27), (18, 43), (20, 43), (21, 53), (25, 53), (26, 100), (50, 100)],
)
def test_an_apprentice_who_tells_an_age_hears_the_pay_in_euros_and_what_it_rests_on(age: int, percent: int) -> None:
    said = pay_at(age, GESTIONNAIRE)
    text = said.text
    pay = f"{SMIC.monthly_gross * percent / 100:,.2f}".replace(",", " ").replace(".", ",")
    smic = f"{SMIC.monthly_gross:,.2f}".replace(",", " ").replace(".", ",")
    wanted = f"À {age} ans, un apprenti clerc gestionnaire touche {percent} % du SMIC, soit {pay} € brut par mois"
    assert readable(wanted) in readable(text)
    assert readable(f"SMIC de {smic} €") in readable(text)
    assert readable(day(SMIC.since)) in readable(text)
    assert source_line(said)
    assert "Dites-moi votre âge" not in text


def test_an_apprentice_who_tells_no_age_is_asked_for_it() -> None:
    text = ask("apprentice_pay", GESTIONNAIRE).text
    assert french("avant 18 ans : 27 % du SMIC") in text
    assert "Dites-moi votre âge" in text


@pytest.mark.parametrize("certificate", [ASSISTANT, PROCEDURES, EXPERT])
def test_no_apprentices_pay_is_worked_out_where_the_sheet_gives_no_share(certificate: str) -> None:
    text = pay_at(19, certificate).text
    assert "SMIC" not in text
    assert "ne dit rien" in text
