"""« D'où ça vient ? » shows the sheets' own words behind what was just told."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from bot.answers.reply import Reply
from bot.answers.sources import MOST_CHARACTERS, citations, plain, sources
from bot.dialogue.query import Query
from bot.dialogue.state import State
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.knowledge.models import Topic
from bot.typography import french
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    Said,
    ask,
    heard,
    query,
    say,
    source_of,
    spoken_of,
    telling,
)
from tests.figures import (
    ASSISTANT_EDITION,
    DISABILITY_PHONE,
    EXPERT_EDITION,
    EXPERT_LATER_PAY,
    FEE,
    GESTIONNAIRE_EDITION,
    GESTIONNAIRE_HOURS,
    HOURLY,
    LEAST_OFFERED,
    OPENING,
    OPENING_YEAR,
    PROCEDURES_EDITION,
    TUITION,
)

SHEET_OF_TITLE = {
    f"« {sheet.title} »" + (f", {sheet.publisher}" if sheet.publisher else "") + f" ({sheet.edition})": sheet
    for sheet in KNOWLEDGE.sheets.values()
}


def after(*queries: Query) -> Said:
    """Ask questions, then where their answer comes from."""
    return source_of(say(*queries))


def quotes_in(said: Said) -> list[tuple[str, str]]:
    """Each quote shown with the title over it."""
    shown = [saying.values for saying in said.reply.sayings if saying.response == "source"]
    return [(values["sheet"], line.removeprefix("> ")) for values in shown for line in values["quotes"].splitlines()]


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_every_quote_stands_word_for_word_in_the_sheet_it_is_shown_under(certificate: str) -> None:
    shown = {topic: quotes_in(after(query(topic, certificate))) for topic in KNOWLEDGE.certificates[certificate].topics}
    assert [topic for topic, quotes in shown.items() if not any(quote for _, quote in quotes)] == []
    wrong = [
        (topic, quote)
        for topic, quotes in shown.items()
        for title, quote in quotes
        if quote not in plain(SHEET_OF_TITLE[title].text)
    ]
    assert wrong == []


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_no_more_is_quoted_than_is_read_in_a_chat(certificate: str) -> None:
    shown = {
        (topic, saying.values["sheet"]): saying.values["quotes"].replace("> ", "").replace("\n", "")
        for topic in KNOWLEDGE.certificates[certificate].topics
        for saying in after(query(topic, certificate)).reply.sayings
    }
    assert [place for place, quotes in shown.items() if len(quotes) > MOST_CHARACTERS] == []


OURS = f"Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle ({GESTIONNAIRE_EDITION})"
# What is asked, the end of the title over the quote, and the quote.
TOLD = [
    ("opening", [GESTIONNAIRE], OURS, f"OUVERTURE {OPENING.upper()}"),
    ("price", [GESTIONNAIRE], OURS, f"Tarifs* {OPENING_YEAR} : {TUITION} ({HOURLY} de l'heure)"),
    ("price", [GESTIONNAIRE], OURS, f"Frais d'inscription : {FEE} (sauf apprenti)"),
    ("duration", [GESTIONNAIRE], OURS, f"{GESTIONNAIRE_HOURS} de théorie et 2 stages pratiques"),
    ("opening", [], OURS, f"OUVERTURE {OPENING.upper()}"),
    ("salary", [EXPERT], f"« Clerc expert » ({EXPERT_EDITION})", f"au coefficient 640: {EXPERT_LATER_PAY}"),
    ("salary", [], f"« Clerc expert » ({EXPERT_EDITION})", f"au coefficient 640: {EXPERT_LATER_PAY}"),
    ("level", [], f"« Clerc Assistant » ({ASSISTANT_EDITION})", "Un titulaire de la certification Clerc Assistant (niveau 5)"),
    ("level", [ASSISTANT, GESTIONNAIRE], OURS, "Niveau 6, enregistrement RNCP visé"),
    (
        "career",
        [PROCEDURES],
        f"« Clerc expert » ({EXPERT_EDITION})",
        "d'une expérience professionnelle de trois ans minimum assortie du titre clerc aux procédures.",
    ),
    ("disability", [], OURS, f"Référent handicap : Murielle JOYEUX - {DISABILITY_PHONE}"),
    ("address", [GESTIONNAIRE], OURS, "2 avenue de la Révolution - 86000 Poitiers"),
    (
        "address",
        [PROCEDURES],
        f"« Devenez clerc aux procédures d'un huissier de justice » ({PROCEDURES_EDITION})",
        "est dispensée par le centre de l’ENP rattaché à la Cour d’appel de la localisation de l’étude de l’employeur.",
    ),
    ("exam_details", [], OURS, "Études de cas professionnelles"),
]


@pytest.mark.parametrize(
    ("topic", "certificates", "title", "quote"), TOLD, ids=[f"{row[0]} {' '.join(row[1])} {n}" for n, row in enumerate(TOLD)]
)
def test_what_was_told_is_quoted(topic: str, certificates: list[str], title: str, quote: str) -> None:
    said = after(query(topic, *certificates))
    assert [saying.response for saying in said.reply.sayings if saying.response != "source"] == []
    assert [shown for over, shown in quotes_in(said) if over.endswith(title) and shown == quote] == [quote]


@pytest.mark.parametrize(
    ("topic", "certificate", "quote"),
    [
        ("address", PROCEDURES, "2 avenue de la Révolution - 86000 Poitiers"),
        ("key_figures", GESTIONNAIRE, "Dans l'attente de votre réussite à 100 %"),
    ],
)
def test_what_was_not_told_is_not_quoted(topic: str, certificate: str, quote: str) -> None:
    assert [shown for _, shown in quotes_in(after(query(topic, certificate))) if shown == quote] == []


def test_each_sheet_is_shown_once_with_its_edition() -> None:
    said = after(query("career", ASSISTANT, EXPERT))
    assert [saying.values["sheet"] for saying in said.reply.sayings] == [
        f"« Clerc Assistant » ({ASSISTANT_EDITION})",
        f"« Clerc expert » ({EXPERT_EDITION})",
    ]


def test_a_quote_behind_several_facts_is_shown_once() -> None:
    said = after(*(query(topic, EXPERT) for topic in ("duration", "jobs", "employers")))
    shown = [quote for _, quote in quotes_in(said)]
    assert len(shown) == len(set(shown)) > 2


@pytest.mark.parametrize(
    "state",
    [NEW, spoken_of(GESTIONNAIRE), ask("price", EXPERT).state, ask("housing", EXPERT).state],
    ids=["nothing said yet", "no topic", "nothing told", "a topic that no sheet holds"],
)
def test_where_nothing_was_told_nothing_is_quoted(state: State) -> None:
    assert say(query("source"), state=state).responses == ["no_source"]


def test_asking_for_the_source_changes_nothing_that_is_talked_about() -> None:
    before = ask("salary", EXPERT, state=spoken_of(ASSISTANT)).state
    now = say(query("source"), state=before).state
    assert (now.discussed, now.previous, now.shown) == (before.discussed, before.previous, before.shown)


def test_the_source_can_be_asked_twice() -> None:
    once = after(query("opening", GESTIONNAIRE))
    assert source_of(once).text == once.text


def test_courtesies_in_between_do_not_hide_the_source() -> None:
    thanked = say(query("thank"), state=ask("opening", GESTIONNAIRE).state)
    assert f"OUVERTURE {OPENING.upper()}" in source_of(thanked).text


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("### Le titre\n\n* un point", "Le titre un point"),
        ("au 1^{er} avril", "au 1er avril"),
        ("**Tél :** [le site](http://exemple.fr)", "Tél : le site"),
        ("Tarifs\\* 2027", "Tarifs* 2027"),
        ("*\\*Tarif non soumis à la TVA*", "*Tarif non soumis à la TVA"),
        ("3 x 4 = 12, a - b", "3 x 4 = 12, a - b"),
    ],
)
def test_the_marks_of_the_sheets_layout_are_not_shown(quote: str, shown: str) -> None:
    assert plain(quote) == shown


def test_the_smic_that_a_pay_rests_on_is_sourced() -> None:
    asked = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=19))
    note = source_of(asked).note("note_smic")
    assert note is not None
    assert note["source"] == KNOWLEDGE.reference.smic.source


def test_after_an_answer_without_facts_nothing_older_is_quoted() -> None:
    silent = ask("housing", state=ask("price", GESTIONNAIRE).state)
    assert source_of(silent).responses == ["no_source"]


def test_a_long_source_is_cut_at_whole_quotes() -> None:
    certificate = KNOWLEDGE.certificates[EXPERT]
    facts = [(certificate.sheet, quote) for entry in certificate.topics.values() for fact in entry.facts for quote in fact.quotes]
    reply: Reply = sources(KNOWLEDGE, facts)
    (saying,) = reply.sayings
    lines = [line.removeprefix("> ") for line in saying.values["quotes"].splitlines()]
    assert 1 < len(lines) < len(set(facts))
    assert set(lines) <= {plain(quote) for _, quote in facts}
    assert sum(map(len, lines)) <= MOST_CHARACTERS


def test_the_quote_that_holds_the_figure_asked_of_is_shown_alone() -> None:
    told = ask("labour_market", ASSISTANT)
    said = say(query("source"), reading=heard("d'où sort le 27,65 % ?"), state=told.state)
    quotes = [line for saying in said.reply.sayings for line in saying.values["quotes"].split("\n")]
    assert len(quotes) == 1
    assert "27.65" in quotes[0]
    assert len(source_of(told).only.values["quotes"].split("\n")) > 1


def test_a_figure_that_was_not_shown_is_told_with_what_it_is() -> None:
    told = ask("salary", EXPERT)
    said = say(query("source"), reading=heard(f"{LEAST_OFFERED}, d'où sort ce chiffre ?"), state=told.state)
    assert said.responses == ["salary"]
    assert "72,73 % des offres" in said.text
    assert "_Source : fiche « Clerc Assistant »" in said.text


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_every_citation_stands_word_for_word_in_its_sheet(certificate: str) -> None:
    own = KNOWLEDGE.certificates[certificate]
    facts = [(fact.sheet or own.sheet, fact) for entry in own.topics.values() for fact in entry.facts]
    found = citations(KNOWLEDGE, facts)
    titles = [citation["title"] for citation in found]
    assert titles[0].lower() == own.name
    assert len(titles) == len({*titles})
    sheets = {c.name.capitalize(): KNOWLEDGE.sheets[c.sheet] for c in KNOWLEDGE.certificates.values()}
    assert [q for c in found for q in c["quotes"] if q not in french(plain(sheets[c["title"]].text))] == []
    assert all(len(c["quotes"]) == len({*c["quotes"]}) for c in found)


@pytest.mark.parametrize("topic", ["admission", "role", "comparison"])
def test_what_a_cut_comparison_leaves_out_is_not_cited(topic: str) -> None:
    told = ask(topic, *KNOWLEDGE.certificates)
    texts = [{fact.text, fact.brief or fact.text} for _, fact in told.only.facts]
    assert "; …" in told.text
    assert texts
    assert [either for either in texts if not any(text in told.text for text in either)] == []


def test_of_several_topics_what_is_cut_is_not_cited() -> None:
    topics = ["activities", "admission", "career", "salary"]
    said = say(*(query(topic, EXPERT) for topic in topics))
    assert " ; …\n" in said.text
    assert "- …" not in said.text
    facts = [fact for saying in said.reply.sayings for _, fact in saying.facts]
    assert facts
    assert [fact.text for fact in facts if fact.text not in said.text] == []


SECRETARY = Fact(text="45 places, 3 200 € l'année", source="le secrétariat du centre", since=date(2026, 11, 16))


def boarding() -> Knowledge:
    """The knowledge with a topic on which only the centre speaks, and which domain.yml does not word."""
    topics = {**KNOWLEDGE.topics, "boarding": Topic(label="l'internat", button="L'internat", scope="centre")}
    centre = replace(KNOWLEDGE.centre, topics={**KNOWLEDGE.centre.topics, "boarding": TopicFacts((SECRETARY,))})
    return replace(KNOWLEDGE, topics=topics, centre=centre)


def test_what_the_centre_says_is_told_with_who_says_it_and_since_when() -> None:
    said = ask("boarding", knowledge=boarding())
    assert said.only.values["facts"].strip() == SECRETARY.text
    assert said.note("note_source_centre") == {"source": "le secrétariat du centre (16 novembre 2026)"}
    assert said.note("note_source") is None


def test_what_the_centre_says_is_its_own_quote() -> None:
    asked = sources(boarding(), ask("boarding", knowledge=boarding()).state.shown)
    (saying,) = asked.sayings
    assert (saying.response, saying.values) == (
        "source_centre",
        {"source": "le secrétariat du centre (16 novembre 2026)", "quotes": "> 45 places, 3 200 € l'année"},
    )
    (citation,) = citations(boarding(), [(SECRETARY.origin("clerc_gestionnaire"), SECRETARY)])
    assert citation == {
        "title": "Le secrétariat du centre",
        "date": "16 novembre 2026",
        "source": "Le secrétariat du centre",
        "quotes": [french("45 places, 3 200 € l'année")],
    }
