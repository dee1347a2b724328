"""Conversations that staff write are read, or refused with their line; an answer's faults are told, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversations import (
    CONVERSATIONS_DIR,
    MOST_CHARACTERS,
    Exchange,
    Outcome,
    faults_of,
    load_conversations,
    readable,
    transcript,
)
from bot.knowledge import KnowledgeError, load_knowledge
from bot.typography import day

ANSWER = (
    "Le prix de la formation de **clerc gestionnaire**\u00a0:\n"
    "- 7\u202f840\u00a0€ pour 2027, soit 16\u00a0€ de l’heure, non soumis à la TVA\n"
    "- 115\u00a0€ de frais d’inscription\n"
    "Téléphone\u00a0: 05 49 61 60 74\n"
    "_Source\u00a0: fiche «\u00a0Clerc Gestionnaire\u00a0» (2026)_"
)
BUTTONS = ["Le financement", "Paie d'apprenti", "S’inscrire"]


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file of conversations."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour", "bonjour"),
        ("ÉVALUATION à Noël", "evaluation a noel"),
        ("mise en œuvre", "mise en oeuvre"),
        ("l’office d'exécution", "l'office d'execution"),
        ("**Clerc expert** et _Source_ et `code`", "clerc expert et source et code"),
        ("  deux   mots\n\net un\ttroisième ", "deux mots et un troisieme"),
        ("Pourquoi\u202f? Parce que\u00a0: voilà", "pourquoi ? parce que : voila"),
        ("7\u202f840\u00a0€", "7840€"),
        ("7 840 €", "7840€"),
        ("16€", "16€"),
        ("1 890,60 € brut", "1890,60€ brut"),
        ("12 000 salariés", "12000 salaries"),
        ("1 234 567", "1234567"),
        ("27 % du SMIC", "27% du smic"),
        ("05 49 61 60 74", "05 49 61 60 74"),
        ("18 à 20 ans", "18 a 20 ans"),
        ("bac + 2", "bac + 2"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_spaces_capitals_accents_apostrophes_and_markup_do_not_count(text: str, expected: str) -> None:
    assert readable(text) == expected
    assert readable(expected) == expected


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange("le prix ?"),
        Exchange("le prix ?", contains=("7 840 €", "115 €", "Source")),
        Exchange("le prix ?", contains=("7840€", "L'HEURE", "clerc gestionnaire :", "non soumis a la tva")),
        Exchange("le prix ?", contains=("TVA - 115 €",)),
        Exchange("le prix ?", contains_one=("gratuit", "16 €")),
        Exchange("le prix ?", contains_not=("1 890", "apprenti", "7 841 €")),
        Exchange("le prix ?", buttons=("Le financement", "paie d’apprenti", "S'inscrire")),
    ],
)
def test_an_answer_that_is_as_wanted_has_no_fault(exchange: Exchange) -> None:
    assert faults_of(exchange, ANSWER, BUTTONS) == []


@pytest.mark.parametrize(
    ("exchange", "faults"),
    [
        (Exchange("?", contains=("7 841 €",)), ["il manque « 7 841 € »"]),
        (Exchange("?", contains=("115 €", "OPCO", "CPF")), ["il manque « OPCO »", "il manque « CPF »"]),
        (Exchange("?", contains_one=("gratuit", "offert")), ["il manque l'un de : « gratuit », « offert »"]),
        (Exchange("?", contains_not=("7 840 €", "OPCO")), ["il ne fallait pas « 7 840 € »"]),
        (Exchange("?", contains_not=("GESTIONNAIRE",)), ["il ne fallait pas « GESTIONNAIRE »"]),
        (Exchange("?", buttons=("Le financement", "Le prix")), ["il manque le bouton « Le prix »"]),
        (Exchange("?", buttons=("financement",)), ["il manque le bouton « financement »"]),
        (
            Exchange("?", contains=("OPCO",), contains_one=("CPF",), contains_not=("16 €",), buttons=("Le prix",)),
            [
                "il manque « OPCO »",
                "il manque l'un de : « CPF »",
                "il ne fallait pas « 16 € »",
                "il manque le bouton « Le prix »",
            ],
        ),
    ],
)
def test_every_fault_is_told(exchange: Exchange, faults: list[str]) -> None:
    assert faults_of(exchange, ANSWER, BUTTONS) == faults


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        ("", ["la réponse est vide"]),
        (" \n**", ["la réponse est vide"]),
        ("a" * MOST_CHARACTERS, []),
        ("a" * (MOST_CHARACTERS + 1), ["la réponse est trop longue (1201 caractères)"]),
    ],
    ids=["empty", "blank", "as long as may be", "too long"],
)
def test_an_answer_that_is_empty_or_too_long_is_a_fault_whatever_is_wanted(answer: str, faults: list[str]) -> None:
    assert faults_of(Exchange("le prix ?"), answer, []) == faults


def test_conversations_are_named_by_behaviour_file_and_title(tmp_path: Path) -> None:
    write(tmp_path, "happy_path/price.yml", "- titre: le prix\n  echanges:\n    - visiteur: le prix ?\n")
    write(
        tmp_path,
        "corrections/names.yml",
        "- titre: un autre\n"
        "  echanges:\n"
        "    - visiteur: le salaire du clerc expert ?\n"
        '      contient: [3 080 €, "2016"]\n'
        "    - visiteur: non, l'assistant\n"
        "      contient_un: [offres, 1 848 €]\n"
        "      ne_contient_pas: [3 080 €]\n"
        "      boutons: [Les évolutions]\n"
        "- titre: encore un\n"
        "  echanges: [{visiteur: bonjour}]\n",
    )
    loaded = load_conversations(tmp_path)
    assert list(loaded) == ["corrections/names: un autre", "corrections/names: encore un", "happy_path/price: le prix"]
    assert loaded["corrections/names: un autre"].exchanges == (
        Exchange("le salaire du clerc expert ?", contains=("3 080 €", "2016")),
        Exchange("non, l'assistant", contains_one=("offres", "1 848 €"), contains_not=("3 080 €",), buttons=("Les évolutions",)),
    )


BEGINNING = "- titre: le prix\n  echanges:\n    - visiteur: combien ?\n"
# What staff wrote, the line to be named, what the error must say.
MISTAKES = {
    "unknown key": (BEGINNING + "      contien: [a]\n", 4, "le champ « contien » n'existe pas"),
    "english key": ("- titre: le prix\n  echanges:\n    - visitor: combien ?\n", 3, "le champ « visitor » n'existe pas"),
    "no visitor": ("- titre: le prix\n  echanges:\n    - contient: [a]\n", 3, "il manque le champ « visiteur »"),
    "no title": ("# Le prix\n- echanges:\n    - visiteur: combien ?\n", 2, "il manque le champ « titre »"),
    "no exchanges": (BEGINNING + "- titre: sans rien\n", 4, "il manque le champ « echanges »"),
    "a text for a list": (BEGINNING + "      contient: 7 840 €\n", 4, "il faut ici une liste"),
    "a number without quotes": (BEGINNING + "      contient: [a, 7840]\n", 4, "« 7840 » est lu comme un nombre"),
    "a number asked": ("- titre: l'âge\n  echanges:\n    - visiteur: 22\n", 3, "« 22 » est lu comme un nombre"),
    "nothing after the key": (BEGINNING + "      boutons:\n", 4, "il n'y a rien après le deux-points"),
    "one conversation without its dash": ("titre: le prix\nechanges: []\n", 1, "il faut ici une liste"),
    "an open bracket": (BEGINNING + "      contient: [a\n", 4, "« [ » n'est pas fermé"),
    "a colon in a title": ("- titre: le prix : combien\n", 1, "le texte contient un deux-points"),
    "a key twice": (BEGINNING + "      visiteur: le prix ?\n", 4, "la clé « visiteur » est écrite deux fois"),
    "a title twice": (BEGINNING + BEGINNING, 4, "le prix"),
    "no exchange": ("- titre: le prix\n  echanges: []\n", 2, "il n'y a aucun échange"),
    "a comma inside a number": (BEGINNING + "      contient: [a, 1 890,60 €]\n", 4, "une virgule coupe le nombre « 1 890,60 € »"),
    "an unknown figure": (
        BEGINNING + "      contient: [a]\n      ne_contient_pas: [<centre.fone>]\n",
        5,
        "le chiffre « centre.fone » n'existe pas.\n    → Le nom le plus proche est « centre.phone »",
    ),
    "an unknown figure asked": (
        "- titre: le prix\n  echanges:\n    - visiteur: <clerc_expert.price.tuition> ?\n",
        3,
        "n'existe pas",
    ),
    "an unknown topic": (
        BEGINNING + "      compris:\n        sujets: [prices]\n",
        5,
        "« prices » n'existe pas.\n    → Le nom le plus proche est « price »",
    ),
    "an unknown certificate": (BEGINNING + "      compris: {certificats: [clerc]}\n", 4, "« clerc » n'existe pas"),
    "an unknown act": (BEGINNING + "      compris: {acte: opne}\n", 4, "Le nom le plus proche est « open »"),
}


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = write(tmp_path, "happy_path/price.yml", text)
    with pytest.raises(KnowledgeError) as raised:
        load_conversations(tmp_path)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert message in str(raised.value)


def test_figures_stand_where_their_names_are_written(tmp_path: Path) -> None:
    text = "- titre: a\n  echanges:\n    - visiteur: <smic.since> ?\n      contient: [au <centre.phone>, <b>gras</b>]\n"
    path = write(tmp_path, "mine.yml", text)
    knowledge = load_knowledge()
    (conversation,) = load_conversations(path, knowledge).values()
    (exchange,) = conversation.exchanges
    assert exchange.visitor == f"{day(knowledge.reference.smic.since)} ?"
    assert exchange.contains == (f"au {knowledge.centre.phone}", "<b>gras</b>")


def test_one_file_is_read_alone(tmp_path: Path) -> None:
    write(tmp_path, "happy_path/broken.yml", "- titr: a\n")
    path = write(tmp_path, "happy_path/mine.yml", BEGINNING)
    assert list(load_conversations(path)) == ["mine: le prix"]
    (of_repository, *_) = sorted(CONVERSATIONS_DIR.rglob("*.yml"))
    names = load_conversations(of_repository)
    assert {name.partition(":")[0] for name in names} == {str(of_repository.relative_to(CONVERSATIONS_DIR).with_suffix(""))}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="ce fichier manque"):
        load_conversations(tmp_path / "mine.yml")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "happy_path/price.yml", "")
    with pytest.raises(KnowledgeError, match="il n'y a rien") as raised:
        load_conversations(tmp_path)
    assert raised.value.path == path


def test_every_conversation_of_the_repository_is_read() -> None:
    files = {str(path.relative_to(CONVERSATIONS_DIR).with_suffix("")) for path in CONVERSATIONS_DIR.rglob("*.y*ml")}
    assert files
    assert {name.partition(":")[0] for name in load_conversations()} == files


def test_a_transcript_shows_who_said_what_and_marks_the_faults() -> None:
    outcomes = [
        Outcome("bonjour", "Bonjour !\nQue souhaitez-vous savoir ?", ("Le prix", "Le salaire"), ()),
        Outcome("Le prix", "7 840 €", (), ("il manque « 115 € »",)),
    ]
    assert transcript(outcomes).splitlines() == [
        "  visiteur : bonjour",
        "  robot    : Bonjour !",
        "  robot    : Que souhaitez-vous savoir ?",
        "  boutons  : Le prix | Le salaire",
        "  visiteur : Le prix",
        "  robot    : 7 840 €",
        "  >>> il manque « 115 € »",
    ]
