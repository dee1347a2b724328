"""A question gets what the sheets say of it, of the certificate that is meant, with its caveats; else that they do not say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.dialogue.query import Query
from bot.dialogue.reading import NamedFact, Piece, Telling, Words
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, TopicFacts
from bot.knowledge.models import Condition
from bot.typography import capital
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    about,
    ask,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    with_topic,
)
from tests.figures import (
    ASSISTANT_EDITION,
    EXPERT_EDITION,
    EXPERT_LATER_PAY,
    EXPERT_PAY,
    FEE,
    GESTIONNAIRE_EDITION,
    GESTIONNAIRE_HOURS,
    GESTIONNAIRE_MONTHS,
    HOURLY,
    OPENING,
    OPENING_YEAR,
    PROCEDURES_EDITION,
    PROCEDURES_PAY,
    TUITION,
    typed,
)


@pytest.mark.parametrize(
    ("topic", "certificate", "facts"),
    [
        ("opening", GESTIONNAIRE, f" en {OPENING}"),
        ("career", GESTIONNAIRE, " clerc principal ou référent de portefeuille, selon l'expérience"),
        ("level", ASSISTANT, " une certification de niveau 5 (niveau bac + 2)"),
        ("qualities", EXPERT, "\n- polyvalence et flexibilité\n- respect des règles déontologiques et du secret professionnel"),
        (
            "duration",
            GESTIONNAIRE,
            f"\n- {GESTIONNAIRE_MONTHS} en alternance\n- {GESTIONNAIRE_HOURS} de théorie et 2 stages pratiques",
        ),
        (
            "hours",
            GESTIONNAIRE,
            f"\n- {GESTIONNAIRE_HOURS} de théorie et 2 stages pratiques\n- {GESTIONNAIRE_MONTHS} en alternance",
        ),
        (
            "price",
            GESTIONNAIRE,
            f"\n- {TUITION} pour {OPENING_YEAR}, soit {HOURLY} de l'heure, non soumis à la TVA"
            f"\n- {FEE} de frais d'inscription, sauf pour les apprentis",
        ),
        ("fees", GESTIONNAIRE, f" {FEE} de frais d'inscription, sauf pour les apprentis"),
    ],
)
def test_a_question_is_answered_with_the_facts(topic: str, certificate: str, facts: str) -> None:
    saying = ask(topic, certificate).only
    assert (saying.response, saying.values["facts"]) == (topic, facts)
    assert saying.values["certificate"] == KNOWLEDGE.certificates[certificate].name


def test_grouped_facts_are_told_under_their_group() -> None:
    facts = ask("activities", EXPERT).only.values["facts"]
    assert facts.startswith("\n- **Recouvrement** : définir une stratégie, conduire les opérations, animer une équipe\n- **")


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
        ("price", EXPERT, ["note_told_elsewhere", "note_contact"]),
        ("housing", EXPERT, ["note_contact"]),
    ],
)
def test_caveats_come_before_whom_to_ask_and_the_source_last(topic: str, certificate: str, notes: list[str]) -> None:
    assert [name for name, _ in ask(topic, certificate).only.notes] == notes


@pytest.mark.parametrize(
    ("topic", "certificates", "sheets"),
    [
        ("level", [ASSISTANT], f"« Clerc Assistant » ({ASSISTANT_EDITION})"),
        ("salary", [EXPERT], f"« Clerc expert » ({EXPERT_EDITION})"),
        (
            "price",
            [GESTIONNAIRE],
            f"« Certification professionnelle Clerc Gestionnaire (CP CG) » ({GESTIONNAIRE_EDITION})",
        ),
        (
            "career",
            [PROCEDURES],
            f"« Devenez clerc aux procédures d'un huissier de justice » ({PROCEDURES_EDITION})"
            f" et « Clerc expert » ({EXPERT_EDITION})",
        ),
        (
            "qualities",
            [],
            f"« Clerc Assistant » ({ASSISTANT_EDITION}) et « Clerc expert » ({EXPERT_EDITION})",
        ),
    ],
)
def test_the_source_names_every_sheet_with_its_edition(topic: str, certificates: list[str], sheets: str) -> None:
    named = "note_sources" if " et «" in sheets else "note_source"
    assert ask(topic, *certificates).note(named) == {"sheets": sheets}


def test_several_questions_are_answered_in_order() -> None:
    said = say(query("admission", EXPERT), query("price", GESTIONNAIRE), query("contact"))
    assert said.told_of == [("admission", "clerc expert"), ("price", "clerc gestionnaire"), ("contact", "")]
    assert said.state.discussed == (EXPERT, GESTIONNAIRE)


def test_a_question_without_a_name_is_about_the_certificate_just_told() -> None:
    said = say(query("rhythm"), query("level"))
    assert said.told_of == [("rhythm", "clerc gestionnaire"), ("level", "clerc gestionnaire")]


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ([query("duration", GESTIONNAIRE), query("hours", GESTIONNAIRE)], [("duration", "clerc gestionnaire")]),
        ([query("hours", GESTIONNAIRE), query("duration", GESTIONNAIRE)], [("hours", "clerc gestionnaire")]),
        ([query("fees", GESTIONNAIRE), query("price", GESTIONNAIRE)], [("price", "clerc gestionnaire")]),
        ([query("price", GESTIONNAIRE), query("price", GESTIONNAIRE)], [("price", "clerc gestionnaire")]),
        (
            [query("duration", EXPERT), query("hours", GESTIONNAIRE)],
            [("duration", "clerc expert"), ("hours", "clerc gestionnaire")],
        ),
        (
            [query("price", GESTIONNAIRE), query("fees", EXPERT)],
            [("price", "clerc gestionnaire"), ("unknown_of_certificate", "clerc expert")],
        ),
    ],
    ids=["duration tells hours", "hours tell duration", "price tells fees", "the same", "two certificates", "one not told"],
)
def test_what_is_told_anyway_is_not_told_again(queries: list[Query], told: list[tuple[str, str]]) -> None:
    assert say(*queries).told_of == told


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_a_reply_keeps_the_facts_it_rests_on(certificate: str) -> None:
    sheet = KNOWLEDGE.certificates[certificate].sheet
    for topic, entry in KNOWLEDGE.certificates[certificate].topics.items():
        kept = ask(topic, certificate).only.facts
        assert [pair for pair in kept if pair[1] in entry.facts] == [(f.sheet or sheet, f) for f in entry.facts if f.said]


def test_a_new_certificate_is_answered_from_its_data_alone() -> None:
    fact = Fact(text="30 heures en 2 mois", quote="30 heures en 2 mois")
    new = replace(
        KNOWLEDGE.certificates[EXPERT], id="clerc_nouveau", name="clerc nouveau", topics={"duration": TopicFacts((fact,))}
    )
    knowledge = replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, "clerc_nouveau": new})
    assert ask("duration", "clerc_nouveau", knowledge=knowledge).text.startswith(
        "La formation de **clerc nouveau** dure : 30 heures en 2 mois\n_Source : fiche « Clerc expert »"
    )
    assert "- **Clerc nouveau** : 30 heures en 2 mois" in ask("duration", knowledge=knowledge).text.splitlines()
    assert ask("price", "clerc_nouveau", knowledge=knowledge).only.response == "unknown_of_certificate"


def test_a_figure_of_somebody_else_is_not_confirmed() -> None:
    said = about(f"un clerc expert débutant gagne bien {EXPERT_LATER_PAY} ?", "salary", EXPERT, "confirm")
    assert said.openings == ["not_confirmed"]
    assert EXPERT_PAY in said.text
    assert about(f"un clerc expert débutant gagne bien {EXPERT_PAY} ?", "salary", EXPERT, "confirm").openings == ["confirmed"]


def test_a_salary_of_the_sheets_is_not_net() -> None:
    said = about(f"c'est bien {typed(PROCEDURES_PAY)} net ?", "salary", PROCEDURES, "confirm")
    assert said.openings == ["not_net"]
    assert f"{PROCEDURES_PAY} brut" in said.text


def test_what_is_of_the_centre_too_is_told_of_the_centre_when_no_job_is_meant() -> None:
    said = ask("links")
    assert said.responses == ["contact"]
    assert "Le contact" not in said.titles
    assert ask("links", EXPERT).responses == ["links"]


IMPORT_ALL = """
import importlib, pkgutil, sys
import bot.answers, bot.dialogue, bot.knowledge
for package in (bot.answers, bot.dialogue, bot.knowledge):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.startswith("bot.")))
print(*sorted({name.split(".")[0] for name in sys.modules} & {"rasa", "rasa_sdk", "tensorflow", "sanic"}))
"""


def test_knowledge_dialogue_and_answers_know_nothing_of_rasa() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True
    )
    imported, of_rasa = run.stdout.split("\n")[:2]
    assert {"bot.answers.adviser", "bot.dialogue.learning", "bot.knowledge.checks"} <= {*imported.split()}
    assert of_rasa == ""


def test_of_no_certificate_all_are_told_when_that_is_short() -> None:
    said = ask("level")
    lines = said.text.splitlines()
    assert "niveau de la certification" in lines[0]
    assert "- **Clerc assistant** : une certification de niveau 5 (niveau bac + 2)" in lines
    assert "\n- **Clerc gestionnaire** : une certification de niveau 6 (niveau bac + 3 ou bac + 4), " in said.text
    assert "dont l'enregistrement au RNCP est visé" in said.text
    assert said.state.discussed == ()


def test_what_is_asked_at_a_glance_is_told_in_a_line_of_each() -> None:
    said = ask("role")
    assert said.only.response == "certificates"
    assert said.text.count("- **Clerc") == len(ALL)
    assert [button.certificate for button in said.reply.buttons] == [*ALL]


def test_of_no_certificate_the_only_one_that_holds_the_topic_is_told_and_talked_about() -> None:
    said = ask("funding")
    assert said.told_of == [("funding", "clerc gestionnaire")]
    assert said.state.discussed == (GESTIONNAIRE,)


@pytest.mark.parametrize(("topic", "offered"), [("activities", ALL), ("jobs", (ASSISTANT, EXPERT, GESTIONNAIRE))])
def test_of_no_certificate_the_visitor_chooses_when_it_is_long(topic: str, offered: tuple[str, ...]) -> None:
    said = ask(topic)
    assert said.only.response == "which_certificate"
    assert said.only.values == {"label": capital(KNOWLEDGE.topics[topic].label)}
    assert [(button.intent, button.certificate) for button in said.reply.buttons] == [(f"ask_{topic}", c) for c in offered]
    assert said.titles == [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in offered]
    assert said.state.pending
    assert said.state.pending.options == offered


def test_a_question_on_another_certificate_takes_the_place_of_the_one_before() -> None:
    said = ask("salary", EXPERT, state=knowing(spoken_of(ASSISTANT), age=19, experience_years=4))
    assert said.told_of == [("salary", "clerc expert")]
    assert (said.state.discussed, said.state.previous) == ((EXPERT,), (ASSISTANT,))
    assert said.state.situation_of("self").age == 19


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
@pytest.mark.parametrize("topic", ["contact", "disability"])
def test_what_is_of_the_centre_is_told_once_whatever_the_certificate(topic: str, certificates: list[str]) -> None:
    said = ask(topic, *certificates, state=spoken_of(GESTIONNAIRE))
    assert said.only.response == topic
    assert said.only.facts == tuple((KNOWLEDGE.centre.sheet, fact) for fact in KNOWLEDGE.centre.topics[topic].facts)


def test_the_centres_address_is_no_answer_for_a_training_whose_place_no_sheet_tells() -> None:
    assert ask("address", EXPERT).responses == ["unknown_of_certificate"]
    assert ask("address", GESTIONNAIRE).responses == ["address"]
    assert ask("address", "centre", state=spoken_of(EXPERT)).responses == ["address"]
    assert ask("address", state=spoken_of(EXPERT)).responses == ["address"]


def test_a_certificate_taught_elsewhere_has_its_own_address() -> None:
    saying = ask("address", PROCEDURES).only
    assert (saying.response, saying.values["certificate"]) == ("address_of_certificate", "clerc aux procédures")
    assert saying.values["facts"].startswith(" la formation est donnée par le centre de l'ENP")


def test_who_asks_what_they_must_still_do_hears_of_that_and_no_verdict() -> None:
    ways = (Condition("un bac", years_after_bac=0),)
    test = Fact("un test d'entrée, dont les titulaires d'un BTS sont dispensés", quote="Test d'entrée", about=("le test",))
    knowledge = with_topic(EXPERT, "admission", TopicFacts((Fact("un bac", quote="Bac", conditions=ways), test)))
    reading = replace(
        heard("j'ai un BTS, je dois quand même passer le test ?"),
        told=(Telling(None, Situation(years_after_bac=2)),),
        named_facts=(NamedFact(EXPERT, "admission", 1, "neither", "le test"),),
    )
    said = say(query("admission", EXPERT, act="verdict"), reading=reading, state=knowing(years_after_bac=2), knowledge=knowledge)
    assert (said.responses, [fact for _, fact in said.only.facts]) == (["admission"], [test])


def test_who_asks_openly_and_then_of_one_thing_hears_all() -> None:
    reading = heard("comment on est évalué, il y a un oral ?")
    pieces = (Piece(0, 23, {"assessment": 0.9}), Piece(23, 40, {"assessment": 0.8}))
    whole = say(query("assessment", GESTIONNAIRE), reading=replace(reading, pieces=pieces))
    one = say(query("assessment", GESTIONNAIRE), reading=reading)
    assert len(whole.only.facts) > len(one.only.facts)


def test_of_a_certificate_of_which_the_centre_does_not_speak_that_is_said_first() -> None:
    said = about("elle s'occupe aussi des clercs assistants ?", "disability", ASSISTANT, "yesno")
    assert said.openings == ["said_by_centre"]
    assert "La fiche **clerc assistant** n’en dit rien" in said.text
    assert about("qui s'occupe du handicap en clerc assistant ?", "disability", ASSISTANT).openings == []


def test_where_goes_on_with_the_training_spoken_of_and_where_are_you_asks_of_the_centre() -> None:
    said = say(query("address", EXPERT), reading=heard("et c'est où ?"))
    assert said.responses == ["unknown_of_certificate"]
    assert KNOWLEDGE.centre.street not in said.text
    assert KNOWLEDGE.centre.street in say(query("address", EXPERT), reading=heard("et vous êtes où ?")).text
    # The centre's own sheet is among those that are meant.
    assert KNOWLEDGE.centre.street in say(query("address", ASSISTANT, GESTIONNAIRE), reading=heard("et c'est où ?")).text


def test_a_piece_that_names_no_fact_asks_for_the_whole_topic() -> None:
    text = "c'est quoi les examens, et il y a un oral ?"
    oral = heard("il y a un oral").named_facts
    asking = (
        Piece(0, 21, {"assessment": 0.9}, words=Words(4, True)),
        Piece(26, 40, {"assessment": 0.1}, words=Words(5, True, named_facts=oral)),
    )
    whole = say(query("assessment", GESTIONNAIRE), reading=replace(heard(text), pieces=asking))
    assert "études de cas" in whole.text
    only = say(
        query("assessment", GESTIONNAIRE), reading=replace(heard(text), pieces=(replace(asking[0], words=Words(4)), asking[1]))
    )
    assert "études de cas" not in only.text
