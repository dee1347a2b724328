"""A question gets what the sheets say of it, of the certificate that is meant, with its caveats; else that they do not say."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.answers.reply import Focus, Situation
from bot.answers.topics import MOST_BUTTONS
from bot.answers.understood import Question
from bot.knowledge import Fact, TopicFacts
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    TODAY,
    ask,
    ask_all,
    note,
    only,
    titles,
    told_of,
)
from tests.answers.wording import read


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
