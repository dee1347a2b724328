"""A question gets what the sheets say of it, of the certificate that is meant, with its caveats; else that they do not say."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.buttons import MOST_BUTTONS
from bot.dialogue.query import Query
from bot.knowledge import Fact, TopicFacts
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    TODAY,
    about,
    adviser,
    ask,
    heard,
    knowing,
    query,
    say,
    telling,
    with_topic,
)


@pytest.mark.parametrize(
    ("topic", "certificate", "facts"),
    [
        ("opening", GESTIONNAIRE, " en septembre 2027"),
        ("career", GESTIONNAIRE, " clerc principal ou référent de portefeuille, selon l'expérience"),
        ("level", ASSISTANT, " une certification de niveau 5 (niveau bac + 2)"),
        ("qualities", EXPERT, "\n- polyvalence et flexibilité\n- respect des règles déontologiques et du secret professionnel"),
        ("duration", GESTIONNAIRE, "\n- 12 mois en alternance\n- 490 heures de théorie et 2 stages pratiques"),
        ("hours", GESTIONNAIRE, "\n- 490 heures de théorie et 2 stages pratiques\n- 12 mois en alternance"),
        (
            "price",
            GESTIONNAIRE,
            "\n- 7 840 € pour 2027, soit 16 € de l'heure, non soumis à la TVA"
            "\n- 115 € de frais d'inscription, sauf pour les apprentis",
        ),
        ("fees", GESTIONNAIRE, " 115 € de frais d'inscription, sauf pour les apprentis"),
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
    ("topic", "facts"), [("duration", " 481 heures réparties sur deux ans"), ("hours", " 481 heures, répart")]
)
def test_one_sentence_of_a_sheet_is_not_told_twice(topic: str, facts: str) -> None:
    saying = ask(topic, EXPERT).only
    assert saying.values["facts"].startswith(facts)
    assert len(saying.facts) == 1


def test_a_fact_kept_for_the_check_alone_is_not_told() -> None:
    saying = ask("key_figures", GESTIONNAIRE).only
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
        ("price", EXPERT, ["note_told_elsewhere", "note_contact"]),
        ("housing", EXPERT, ["note_contact"]),
    ],
)
def test_caveats_come_before_whom_to_ask_and_the_source_last(topic: str, certificate: str, notes: list[str]) -> None:
    assert [name for name, _ in ask(topic, certificate).only.notes] == notes


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
    assert ask(topic, *certificates).note(named) == {"sheets": sheets}


@pytest.mark.parametrize("topic", ["price", "fees"])
def test_the_price_is_told_with_its_total(topic: str) -> None:
    amounts = {"total": "7\u202f955\u00a0€", "tuition": "7\u202f840\u00a0€", "fee": "115\u00a0€"}
    assert ask(topic, GESTIONNAIRE).note("note_total_price") == amounts


@pytest.mark.parametrize(
    ("age", "percent", "pay"),
    [(17, "27 %", "492,22 €"), (18, "43 %", "783,90 €"), (25, "53 %", "966,21 €"), (26, "100 %", "1 823,03 €")],
)
def test_an_apprentices_pay_is_worked_out_for_the_age_told(age: int, percent: str, pay: str) -> None:
    smic = replace(KNOWLEDGE.reference.smic, monthly_gross=1823.03, since=date(2026, 1, 1))
    knowledge = replace(KNOWLEDGE, reference=replace(KNOWLEDGE.reference, smic=smic))
    said = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=age), knowledge=knowledge)
    assert said.text.startswith(
        f"À {age} ans, un apprenti **clerc gestionnaire** touche {percent} du SMIC, soit **{pay} brut par mois** "
        "(SMIC de 1 823,03 € depuis le 1er janvier 2026, qui n’est pas dans la fiche)."
    )
    # The pay at other ages is not told beside it, but for the next birthday's.
    assert len(said.only.facts) == 1
    assert "votre âge" not in said.text


def test_the_next_birthdays_pay_is_told_when_it_is_another() -> None:
    def later(age: int) -> dict[str, str] | None:
        return say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=age)).note("note_apprentice_pay_later")

    assert later(18) is None
    wanted = later(20)
    assert wanted
    assert (wanted["age"], wanted["percent"]) == ("21", "53 %")


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
    assert ask("salary", *certificates, today=today).note("note_old") == ({"year": years} if years else None)


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


@pytest.mark.parametrize(
    ("topic", "certificates", "offered"),
    [
        ("role", [EXPERT], [("Les missions", EXPERT), ("Les conditions", EXPERT), ("Le salaire", EXPERT)]),
        ("role", [GESTIONNAIRE], [("Les missions", GESTIONNAIRE), ("Les conditions", GESTIONNAIRE)]),
        ("admission", [ASSISTANT], []),
        ("exemptions", [ASSISTANT], [("Clerc gestionnaire : les dispenses", GESTIONNAIRE)]),
        ("level", [], [("La reconnaissance", None), ("Les conditions", None), ("Les évolutions", None)]),
        ("contact", [], [("L'adresse", None), ("Handicap", None), ("S'inscrire", None)]),
        ("contact", [EXPERT], [("L'adresse", None), ("Handicap", None)]),
        ("housing", [EXPERT], [("L'adresse", None), ("Le contact", None)]),
        ("admission", [ASSISTANT, EXPERT], [("La durée", None)]),
    ],
)
def test_what_may_be_asked_next_has_an_answer(topic: str, certificates: list[str], offered: list[tuple[str, str | None]]) -> None:
    assert [(button.title, button.certificate) for button in ask(topic, *certificates).reply.buttons] == offered


@pytest.mark.parametrize("certificate", [None, *KNOWLEDGE.certificates])
def test_no_button_asks_again_or_leads_to_nothing(certificate: str | None) -> None:
    asked = [certificate] if certificate else []
    wrong = []
    for topic in KNOWLEDGE.topics:
        said = ask(topic, *asked)
        assert len(said.reply.buttons) <= MOST_BUTTONS
        for button in said.reply.buttons:
            assert button.intent
            pressed, _ = adviser().pressed(button.intent.removeprefix("ask_"), [*filter(None, [button.certificate])], said.state)
            silent = any(saying.response.startswith("unknown") for saying in pressed.sayings)
            if pressed.sayings == said.reply.sayings or silent:
                wrong.append((topic, button.title))
    assert wrong == []


def test_after_several_questions_none_of_them_is_offered() -> None:
    said = say(query("duration", GESTIONNAIRE), query("price", GESTIONNAIRE))
    assert said.titles == ["Le financement", "Paie d'apprenti", "Les dispenses"]
    said = say(query("price", GESTIONNAIRE), query("funding", GESTIONNAIRE))
    assert said.titles == ["Les voies d'accès", "Paie d'apprenti", "Les dispenses"]


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


def test_of_several_certificates_each_has_its_line_and_they_can_be_counted_in() -> None:
    said = ask("duration", *ALL)
    lines = {line.split("**")[1]: line for line in said.text.splitlines() if line.startswith("- **")}
    assert lines.keys() == {"Clerc assistant", "Clerc aux procédures", "Clerc expert", "Clerc gestionnaire"}
    assert "la fiche ne le dit pas" in lines["Clerc assistant"]
    names = [KNOWLEDGE.certificates[c].name for c in said.state.listed]
    assert names == [name.lower() for name in lines]


def test_an_age_told_before_is_remembered() -> None:
    first = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=20))
    assert first.responses == ["apprentice_pay_at"]
    assert say(query("apprentice_pay", GESTIONNAIRE), state=first.state).text == first.text


def test_an_age_of_somebody_else_is_not_the_visitors() -> None:
    state = knowing(person="daughter", age=17)
    assert ask("apprentice_pay", GESTIONNAIRE, state=state).note("note_ask_age") == {}
    theirs = say(query("apprentice_pay", GESTIONNAIRE, person="daughter"), state=state)
    assert "27 %" in theirs.text.splitlines()[0]


def test_what_a_sheet_leaves_open_is_said_with_the_facts() -> None:
    gap = "La fiche ne dit pas le reste."
    entry = TopicFacts((Fact(text="trois jours", quote="trois jours"),), gap=gap)
    said = ask("duration", ASSISTANT, knowledge=with_topic(ASSISTANT, "duration", entry))
    assert said.text.splitlines()[:2] == ["La formation de **clerc assistant** dure : trois jours", gap]


# Some facts of several ------------------------------------------------------------------------------------------------


def test_one_fact_that_is_meant_is_told_in_the_topics_own_sentence() -> None:
    said = about("il y a beaucoup de femmes ?", "employment_figures", EXPERT)
    assert said.text.startswith("Les chiffres de l’emploi, fiche **clerc expert** : 61 % de femmes\n_Source")
    assert about("il y a beaucoup de femmes ?", "employment_figures", EXPERT, "yesno").text == said.text


def test_several_facts_named_in_an_open_question_are_examples_of_the_topic() -> None:
    facts = KNOWLEDGE.certificates[PROCEDURES].topics["working_conditions"].facts
    told = about("sédentaire, autonome, c'est comment ?", "working_conditions", PROCEDURES).only.facts
    assert [fact for _, fact in told] == [*facts]


def test_all_but_what_is_named_are_told_where_it_is_excepted() -> None:
    said = about("à part la rigueur ?", "qualities", ASSISTANT)
    assert [fact.text for _, fact in said.only.facts] == [
        "bonne compréhension des procédures juridiques",
        "capacité à échanger avec les clients et les justiciables",
    ]


def test_of_each_certificate_the_facts_that_are_meant_are_told() -> None:
    told = say(query("employment_figures", EXPERT, PROCEDURES), reading=heard("il y a beaucoup de femmes ?")).text
    assert "- **Clerc expert** : 61 % de femmes\n- **Clerc aux procédures** : 74 % de femmes\n" in told


def test_of_the_centre_the_fact_that_is_meant_is_told() -> None:
    said = say(query("contact"), reading=heard("quel est votre numéro de téléphone ?"))
    assert [fact.text for _, fact in said.only.facts] == ["par téléphone au 05 49 61 60 74"]


def test_a_further_question_on_what_was_told_is_answered_by_the_fact_it_means() -> None:
    said = about("et après 10 ans d'ancienneté ?", "salary", EXPERT, again=True)
    assert "- après 10 ans d'ancienneté (coefficient 640) : 3 646 € brut par mois\n" in said.text
    assert "3 080" not in said.text
    assert "datent de 2016" in said.text
    other = say(query("salary", EXPERT), reading=heard("et après 10 ans d'ancienneté ?"), state=ask("salary", PROCEDURES).state)
    assert other.responses == ["salary"]


@pytest.mark.parametrize(
    ("text", "certificate", "salary", "is_"),
    [
        ("et après 10 ans d'ancienneté ?", EXPERT, "3 646 €", "c'est le minimum de la convention collective au 1er avril 2016"),
        ("débutant ?", PROCEDURES, "1 890,60 €", "c'est le minimum de la convention collective au 1er janvier 2019"),
    ],
)
def test_a_salary_told_alone_comes_with_what_it_is(text: str, certificate: str, salary: str, is_: str) -> None:
    told = [fact.text for _, fact in about(text, "salary", certificate, "yesno").only.facts]
    assert len(told) == 2
    assert salary in told[0]
    assert told[1] == is_


def test_a_question_that_means_no_fact_in_particular_is_answered_by_all() -> None:
    assert about("c'est bien ?", "employment_figures", EXPERT, "yesno").responses == ["employment_figures"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("le troisième, c'était quoi ?", [2]),
        ("et le dernier ?", [2]),
        ("tous sauf le premier", [1, 2]),
        ("le quatrième ?", [0, 1, 2]),
        ("c'était quoi ?", [0, 1, 2]),
        ("en premier je voulais savoir si on peut trouver un emploi tout de suite après", [0, 1, 2]),
    ],
)
def test_an_item_of_a_list_just_told_can_be_picked(text: str, places: list[int]) -> None:
    facts = KNOWLEDGE.certificates[ASSISTANT].topics["jobs"].facts
    said = about(text, "jobs", ASSISTANT, again=True)
    assert said.responses == ["jobs"]
    assert [fact for _, fact in said.only.facts] == [facts[place] for place in places]


def test_a_figure_of_somebody_else_is_not_confirmed() -> None:
    said = about("un clerc expert débutant gagne bien 3 646 € ?", "salary", EXPERT, "confirm")
    assert said.openings == ["not_confirmed"]
    assert "3 080 €" in said.text
    assert about("un clerc expert débutant gagne bien 3 080 € ?", "salary", EXPERT, "confirm").openings == ["confirmed"]


def test_a_salary_of_the_sheets_is_not_net() -> None:
    said = about("c'est bien 1 890 net ?", "salary", PROCEDURES, "confirm")
    assert said.openings == ["not_net"]
    assert "1 890,60 € brut" in said.text


def test_a_sum_for_several_people_is_confirmed() -> None:
    said = about("donc c'est bien 15 910 € pour les deux ?", "price", GESTIONNAIRE, "confirm")
    assert said.openings == ["confirmed"]
    assert "Pour 2 personnes : 15 910 €." in said.text
    assert about("donc c'est bien 15 000 € pour les deux ?", "price", GESTIONNAIRE, "confirm").openings != ["confirmed"]


@pytest.mark.parametrize(
    ("status", "payers"),
    [
        ("apprentice", ["OPCO"]),
        ("jobseeker", ["France Travail", "CPF", "la Région", "personnel"]),
        ("employee", ["plan de développement", "Transition Pro", "CPF", "personnel"]),
    ],
)
def test_who_pays_is_told_for_what_somebody_is(status: str, payers: list[str]) -> None:
    told = [fact.text for _, fact in ask("funding", GESTIONNAIRE, state=knowing(status=status)).only.facts]
    assert len(told) == len(payers)
    assert all(payer in text for payer, text in zip(payers, told, strict=True))


def test_of_a_list_of_certificates_the_first_is_told_whole() -> None:
    listed = ask("qualities", *ALL)
    said = say(query("qualities", EXPERT), reading=heard("et le premier ?"), state=listed.state)
    assert len(said.only.facts) == 2


def test_a_year_of_training_picks_nothing_of_a_pay_scale() -> None:
    said = about("et en première année ?", "apprentice_pay", GESTIONNAIRE, again=True)
    assert len(said.only.facts) == len(KNOWLEDGE.certificates[GESTIONNAIRE].topics["apprentice_pay"].facts)


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


@pytest.mark.parametrize("topic", ["price", "fees", "funding", "apprentice_pay"])
def test_money_of_a_training_that_is_closed_to_somebody_says_that_first_and_once(topic: str) -> None:
    without_degree = knowing(years_after_bac=0, bac="other", age=19)
    first = ask(topic, GESTIONNAIRE, state=without_degree)
    assert first.text.startswith(
        "Avec un bac professionnel ou technologique, la formation de **clerc gestionnaire** n’est pas encore ouverte"
    )
    assert "pas encore ouvert" not in ask(topic, GESTIONNAIRE, state=first.state).text


def test_a_price_told_before_the_diploma_does_not_keep_it_from_being_said() -> None:
    first = ask("price", GESTIONNAIRE)
    assert "pas encore ouvert" not in first.text
    again = say(query("price", GESTIONNAIRE), state=first.state, reading=telling(years_after_bac=0, bac="other"))
    assert "pas encore ouvert" in again.text


@pytest.mark.parametrize("told", [{}, {"years_after_bac": 2}, {"experience_years": 3}])
def test_money_of_a_training_that_may_be_open_to_somebody_is_simply_told(told: dict[str, Any]) -> None:
    assert "pas encore ouvert" not in ask("price", GESTIONNAIRE, state=knowing(**told)).text


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "response", "opening", "words"),
    [
        ("on voit du monde ?", "activities", ASSISTANT, "qualities", ["yes"], "échanger avec les clients"),
        (
            "je serai planquée derrière un écran ?",
            "working_conditions",
            ASSISTANT,
            "qualities",
            ["no"],
            "échanger avec les clients",
        ),
        ("on passe des coups de fil ?", "working_conditions", PROCEDURES, "activities", ["yes"], "téléphone, mails"),
        ("c'est qui le patron au-dessus ?", "activities", PROCEDURES, "working_conditions", [], "principal clerc"),
    ],
)
def test_a_closed_question_is_answered_by_the_fact_of_a_neighbouring_topic_that_it_names(
    text: str, topic: str, certificate: str, response: str, opening: list[str], words: str
) -> None:
    said = about(text, topic, certificate, "yesno")
    assert (said.responses, said.openings) == ([response], opening)
    assert len(said.only.facts) == 1
    assert words in said.text
    # Who asks openly is told of the topic.
    assert about(text, topic, certificate, "open").responses == [topic]


def test_what_is_told_to_nobody_else_is_told_to_who_names_it() -> None:
    named = about("100 % de réussite, c'est écrit ?", "key_figures", GESTIONNAIRE, "yesno")
    assert "c'est un souhait, pas un résultat" in named.text
    assert "100" not in about("et la réussite ?", "key_figures", GESTIONNAIRE, "open").text


def test_where_the_sheet_has_no_such_topic_the_fact_that_is_named_is_told_but_not_for_money() -> None:
    assert about("on parle à des gens ?", "qualities", GESTIONNAIRE, "yesno").responses == ["activities"]
    assert about("c'est payé, en apprentissage ?", "apprentice_pay", ASSISTANT, "yesno").responses == ["unknown_of_certificate"]
