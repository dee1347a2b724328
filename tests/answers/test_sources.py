"""« D'où ça vient ? » shows the sheets' own words behind what was just told."""

from __future__ import annotations

import pytest

from bot.answers.assistant import Assistant
from bot.answers.reply import Focus, Reply, Situation
from bot.answers.sources import MOST_CHARACTERS, asks_for_date, plain, sources
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
BOT = Assistant(TopicAnswers(KNOWLEDGE))
NOTHING = Focus()
WHERE_FROM = Understood("d'où ça vient ?", "ask_source")
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
SHEET_OF_TITLE = {
    f"« {sheet.title} »" + (f", {sheet.publisher}" if sheet.publisher else "") + f" ({sheet.edition})": sheet
    for sheet in KNOWLEDGE.sheets.values()
}


def ask(*questions: Question, focus: Focus = NOTHING) -> Reply:
    """Ask questions in one message."""
    certificates = tuple(dict.fromkeys(c for question in questions for c in question.certificates))
    return BOT.reply(Understood("", f"ask_{questions[0].topic}", (), questions, certificates), focus)


def after(*questions: Question) -> Reply:
    """Ask questions, then where their answer comes from."""
    return BOT.reply(WHERE_FROM, ask(*questions).focus)


def quotes_in(reply: Reply) -> list[tuple[str, str]]:
    """Give each quote shown with the title over it."""
    shown = [saying.values for saying in reply.sayings if saying.response == "source"]
    return [(values["sheet"], line.removeprefix("> ")) for values in shown for line in values["quotes"].splitlines()]


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_every_quote_stands_word_for_word_in_the_sheet_it_is_shown_under(certificate: str) -> None:
    shown = {topic: after(Question(topic, (certificate,))) for topic in KNOWLEDGE.certificates[certificate].topics}
    assert [topic for topic, reply in shown.items() if not any(quote for _, quote in quotes_in(reply))] == []
    wrong = [
        (topic, quote)
        for topic, reply in shown.items()
        for title, quote in quotes_in(reply)
        if quote not in plain(SHEET_OF_TITLE[title].text)
    ]
    assert wrong == []


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_no_more_is_quoted_than_is_read_in_a_chat(certificate: str) -> None:
    shown = {
        (topic, saying.values["sheet"]): saying.values["quotes"].replace("> ", "").replace("\n", "")
        for topic in KNOWLEDGE.certificates[certificate].topics
        for saying in after(Question(topic, (certificate,))).sayings
    }
    assert [place for place, quotes in shown.items() if len(quotes) > MOST_CHARACTERS] == []


# What is asked, the end of the title over the quote, and the quote.
TOLD = [
    (
        "opening",
        [GESTIONNAIRE],
        "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "OUVERTURE SEPTEMBRE 2027",
    ),
    (
        "price",
        [GESTIONNAIRE],
        "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "Tarifs* 2027 : 7 840 € (16 € de l'heure)",
    ),
    (
        "price",
        [GESTIONNAIRE],
        "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "Frais d'inscription : 115 € (sauf apprenti)",
    ),
    (
        "duration",
        [GESTIONNAIRE],
        "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "490 heures de théorie et 2 stages pratiques",
    ),
    ("opening", [], "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)", "OUVERTURE SEPTEMBRE 2027"),
    ("salary", [EXPERT], "« Clerc expert » (non datée, salaires de 2016)", "au coefficient 640: 3 646 €"),
    ("salary", [], "« Clerc expert » (non datée, salaires de 2016)", "au coefficient 640: 3 646 €"),
    (
        "level",
        [],
        "« Clerc Assistant » (chiffres de 2024 et 2025)",
        "Un titulaire de la certification Clerc Assistant (niveau 5)",
    ),
    (
        "level",
        [ASSISTANT, GESTIONNAIRE],
        "Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "Niveau 6, enregistrement RNCP visé",
    ),
    (
        "career",
        [PROCEDURES],
        "« Clerc expert » (non datée, salaires de 2016)",
        "d'une expérience professionnelle de trois ans minimum assortie du titre clerc aux procédures.",
    ),
    (
        "disability",
        [],
        "(CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "Référent handicap : Murielle JOYEUX - 05 49 61 60 69",
    ),
    (
        "address",
        [GESTIONNAIRE],
        "(CP CG) », Campus Saint-Jacques de Compostelle (2026)",
        "2 avenue de la Révolution - 86000 Poitiers",
    ),
    (
        "address",
        [PROCEDURES],
        "« Devenez clerc aux procédures d'un huissier de justice » (non datée, salaires de 2019)",
        "est dispensée par le centre de l’ENP rattaché à la Cour d’appel de la localisation de l’étude de l’employeur.",
    ),
    ("exam_details", [], "(CP CG) », Campus Saint-Jacques de Compostelle (2026)", "Études de cas professionnelles"),
]


@pytest.mark.parametrize(
    ("topic", "certificates", "title", "quote"), TOLD, ids=[f"{row[0]} {' '.join(row[1])} {n}" for n, row in enumerate(TOLD)]
)
def test_what_was_told_is_quoted(topic: str, certificates: list[str], title: str, quote: str) -> None:
    reply = after(Question(topic, tuple(certificates)))
    assert [saying.response for saying in reply.sayings if saying.response != "source"] == []
    assert [shown for over, shown in quotes_in(reply) if over.endswith(title) and shown == quote] == [quote]


@pytest.mark.parametrize(
    ("topic", "certificate", "quote"),
    [
        ("address", PROCEDURES, "2 avenue de la Révolution - 86000 Poitiers"),
        ("key_figures", GESTIONNAIRE, "Dans l'attente de votre réussite à 100 %"),
    ],
)
def test_what_was_not_told_is_not_quoted(topic: str, certificate: str, quote: str) -> None:
    assert [shown for _, shown in quotes_in(after(Question(topic, (certificate,)))) if shown == quote] == []


def test_each_sheet_is_shown_once_with_its_edition() -> None:
    reply = after(Question("career", (ASSISTANT, EXPERT)))
    assert [saying.values["sheet"] for saying in reply.sayings] == [
        "« Clerc Assistant » (chiffres de 2024 et 2025)",
        "« Clerc expert » (non datée, salaires de 2016)",
    ]


def test_a_quote_behind_several_facts_is_shown_once() -> None:
    reply = after(*(Question(topic, (EXPERT,)) for topic in ("duration", "jobs", "employers")))
    shown = [quote for _, quote in quotes_in(reply)]
    assert len(shown) == len(set(shown)) > 2


@pytest.mark.parametrize(
    "focus",
    [Focus(), Focus((GESTIONNAIRE,)), Focus((EXPERT,), (), ("price",)), Focus((EXPERT,), (), ("housing",))],
    ids=["nothing said yet", "no topic", "nothing told", "a topic that no sheet holds"],
)
def test_where_nothing_was_told_nothing_is_quoted(focus: Focus) -> None:
    reply = sources(KNOWLEDGE, focus)
    assert [saying.response for saying in reply.sayings] == ["no_source"]


def test_asking_for_the_source_changes_nothing_that_is_talked_about() -> None:
    focus = ask(Question("salary", (EXPERT,)), focus=Focus((ASSISTANT,))).focus
    assert BOT.reply(WHERE_FROM, focus).focus == focus


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
    asked = Understood(
        "", "ask_apprentice_pay", (), (Question("apprentice_pay", (GESTIONNAIRE,)),), (GESTIONNAIRE,), (), Situation(age=19)
    )
    reply = BOT.reply(WHERE_FROM, BOT.reply(asked, NOTHING).focus)
    notes = [note for saying in reply.sayings for note in saying.notes]
    assert [name for name, _ in notes] == ["note_smic"]
    assert notes[0][1]["source"] == KNOWLEDGE.reference.smic.source


def test_after_an_answer_without_facts_nothing_older_is_quoted() -> None:
    priced = ask(Question("price", (GESTIONNAIRE,)))
    silent = ask(Question("housing"), focus=priced.focus)
    assert [saying.response for saying in BOT.reply(WHERE_FROM, silent.focus).sayings] == ["no_source"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("de quand datent ces montants ?", True),
        ("c'est de quelle année ce chiffre ? il a l'air vieux", True),
        ("date chiffre ?", True),
        ("ces salaires, ils sont de quelle année ?", True),
        ("quelle est la date de la rentrée et le prix ?", False),
        ("date limite et tarif ?", False),
        ("c'est combien ?", False),
    ],
)
def test_the_date_of_a_figure_is_asked(text: str, asked: bool) -> None:
    assert asks_for_date(text) is asked
