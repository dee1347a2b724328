"""What the staff are shown of what was asked."""

from __future__ import annotations

import csv
import io
import time

import pytest

from bot.channels.web.store import Opinion, Store
from bot.dialogue.query import INTENTS_BESIDE_TOPICS, Query
from bot.knowledge import load_knowledge
from bot.staff.exchanges import outcome_of, read_exchanges
from bot.staff.marks import Marks, fingerprint
from bot.staff.rendering import render_report
from bot.staff.tables import TABLES, as_csv
from tests.figures import EXPERT_YEAR, GESTIONNAIRE_EDITION, PROCEDURES_YEAR

PRICE = Query("open", "price", ("clerc_gestionnaire",))
CANTEEN = Query("yesno", "campus_life")
NONSENSE = Query("not_ours", "out_of_scope")


@pytest.mark.parametrize(
    ("queries", "responses", "outcome"),
    [
        ([PRICE], ["utter_price"], "answered"),
        ([PRICE], ["utter_which_certificate"], "asked_back"),
        ([CANTEEN], ["utter_unknown"], "silent"),
        ([PRICE, CANTEEN], ["utter_price", "utter_unknown"], "silent"),
        ([NONSENSE], ["utter_out_of_scope"], "misunderstood"),
        ([PRICE], ["utter_not_again"], "misunderstood"),
        ([], ["utter_default"], "misunderstood"),
        ([Query("not_ours", "legal_advice")], ["utter_legal_advice"], "not_ours"),
        ([Query("social", "greet")], ["utter_greet"], "courtesy"),
    ],
)
def test_what_came_of_a_message(queries, responses, outcome):
    assert outcome_of(queries, responses) == outcome


def test_what_was_said_is_counted_by_day_channel_topic_and_outcome(told, reporter):
    told.say("prix ?", PRICE)
    told.say("et la cantine ?", CANTEEN, response="utter_unknown", silences=[("campus_life", "la restauration")])
    told.say("combien gagne le président", NONSENSE, conversation="telegram:1", response="utter_out_of_scope", days_ago=1)
    told.say("parler à quelqu'un", Query("social", "talk_to_human"), conversation="telegram:1", response="utter_talk_to_human")
    told.say("vieux", PRICE, conversation="web:old", days_ago=12)
    statistics = reporter.report(7).statistics
    everything = statistics.all
    assert (len(everything.conversations), everything.messages, everything.questions) == (2, 4, 3)
    assert (everything.outcomes["answered"], everything.outcomes["silent"], everything.outcomes["misunderstood"]) == (1, 1, 1)
    assert everything.asked_for_somebody == 1
    assert statistics.channels == {"le site": 2, "Telegram": 2}
    assert set(statistics.topics) == {"price", "campus_life", "out_of_scope"}
    assert [counts.messages for counts in statistics.days.values()] == [0, 0, 0, 0, 0, 1, 3]
    assert sum(counts.messages for counts in statistics.weeks.values()) == 4
    assert sum(statistics.hours) == 4


def test_questions_without_an_answer_are_grouped_by_meaning(told, reporter):
    canteen = {"response": "utter_unknown", "silences": [("campus_life", "la restauration")]}
    told.say("est-ce qu'il y a une cantine ?", CANTEEN, **canteen)
    told.say("y a-t-il une cantine sur place ?", CANTEEN, conversation="web:b", **canteen)
    told.say("Y a-t-il une cantine sur place ?", CANTEEN, conversation="web:c", **canteen)
    told.say("quel temps fera-t-il demain à Paris", NONSENSE, response="utter_out_of_scope")
    told.say("prix ?", PRICE)
    report = reporter.report(7)
    assert [group.number for group in report.groups] == [3, 1]
    assert report.groups[0].topic == "campus_life"
    assert len(report.groups[0].questions) == 2, "each wording once"
    assert report.knowledge.silences == (("la restauration", 3),)


def test_who_was_not_understood_was_taken_for_nothing(told, reporter):
    told.say("blabla truc machin", NONSENSE, conversation="rest:a", response="utter_out_of_scope")
    page = render_report(reporter.report(7))
    assert "pas compris" in page
    assert "pris pour" not in page
    assert "un autre programme (REST)" in page


def test_a_pressed_button_is_no_example(told, reporter):
    told.say("/ask_campus_life", CANTEEN, response="utter_unknown", shown="La vie sur le campus")
    assert reporter.report(7).groups == ()


def test_what_was_dealt_with_comes_back_when_it_is_asked_again(told, reporter):
    told.say("une cantine ?", CANTEEN, response="utter_unknown", days_ago=1)
    Marks(told.address).put([fingerprint("Une  cantine ?")], "fact", "Ajouté au YAML du centre")
    report = reporter.report(7)
    assert report.groups == ()
    assert [mark.note for mark in report.done] == ["Ajouté au YAML du centre"]
    time.sleep(0.01)
    told.say("une cantine ?", CANTEEN, conversation="web:b", response="utter_unknown")
    assert [group.number for group in reporter.report(7).groups] == [1]


def test_nobody_reads_who_asked(told, reporter):
    turn = told.say(
        "je m'appelle Jeanne Dupond, 06 12 34 56 78, une cantine ?",
        CANTEEN,
        answer="Pour **Jeanne** : rien sur la restauration.",
        response="utter_unknown",
    )
    told.say("et jeanne ?", NONSENSE, response="utter_out_of_scope")
    text = "Pour **Jeanne** : rien"
    Store(told.address).keep_opinion("a", Opinion(f"{turn}.1", False, "signé Jeanne, jd@mail.fr", "Jeanne", text, time.time()))
    Store(told.address).keep_opinion("b", Opinion("gone.1", True, "merci Mme Lagarde", "je m'appelle Zoé", "Zoé", time.time()))
    report = reporter.report(7)
    tables = "".join(as_csv(rows(reporter, report)).decode() for rows in TABLES.values())
    page = render_report(report)
    for secret in ("Jeanne", "jeanne", "Dupond", "06 12", "jd@mail.fr", "Lagarde", "Zoé"):
        assert secret not in page
        assert secret not in tables
    assert "[nom]" in page
    assert "une cantine ?" in tables


def test_feedback_stands_with_its_exchange(told, reporter):
    turn = told.say("prix ?", PRICE, answer="7 840 €")
    Store(told.address).keep_opinion("a", Opinion(f"{turn}.1", False, "trop long", "prix ?", "7 840 €", time.time()))
    (rated,) = reporter.report(7).rated
    assert (rated.helpful, rated.comment, rated.question.text, rated.question.outcome) == (
        False,
        "trop long",
        "prix ?",
        "répondu",
    )
    assert rated.question.topics == ("le prix de la formation",)
    assert reporter.report(7).statistics.all.unhelpful == 1


def test_no_spreadsheet_takes_a_question_for_a_formula(told, reporter):
    told.say('=HYPERLINK("x")', NONSENSE, response="utter_out_of_scope")
    report = reporter.report(7)
    rows = list(csv.reader(io.StringIO(as_csv(TABLES["messages"](reporter, report)).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][2] == '\'=HYPERLINK("x")'


def test_what_visitors_write_is_no_markup(told, reporter):
    told.say("<script>alert(1)</script>", NONSENSE, response="utter_out_of_scope")
    page = render_report(reporter.report(7))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_sheets_are_told_with_their_editions_and_old_figures(reporter):
    knowledge = reporter.report(7).knowledge
    assert ("Certification professionnelle Clerc Gestionnaire (CP CG)", GESTIONNAIRE_EDITION) in knowledge.editions
    assert {year for *_, year in knowledge.old} == {int(EXPERT_YEAR), int(PROCEDURES_YEAR)}
    assert knowledge.problems == ()


def test_everything_that_can_be_asked_has_a_name_that_the_staff_understand(reporter):
    assert {*INTENTS_BESIDE_TOPICS, *load_knowledge().topics} <= set(reporter.labels)


def test_a_database_without_conversations_has_a_report_too(reporter):
    report = reporter.report(1)
    assert report.statistics.all.share("answered") is None
    assert "Rien qui attende." in render_report(report)


def test_events_of_another_version_are_passed_over(told):
    told.say("prix ?", PRICE)
    with told.store.session_scope() as session:
        session.execute(
            told.store.SQLEvent.__table__.update().where(told.store.SQLEvent.type_name == "slot").values(data="{broken")
        )
        session.commit()
    assert [exchange.outcome for exchange in read_exchanges(told.address)] == ["misunderstood"]
