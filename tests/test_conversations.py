"""The conversations of tests/conversations, held with the real bot and its actions."""

import asyncio
import time
from types import SimpleNamespace

import pytest
import yaml
from rasa.core import processor

from bot.conversations import hold, load_conversations, transcript
from bot.dialogue.state import STATE_SLOT, load_state
from bot.knowledge import load_knowledge
from bot.training import ROOT

CONVERSATIONS = load_conversations()
BEHAVIOURS = {
    "happy_path", "follow_up", "corrections", "comparisons", "working_out", "digressions", "two_questions", "unknown",
    "out_of_scope", "negations", "invalid_input", "small_talk", "recommendation", "sources",
}  # fmt: skip
# Said when something is broken, which no conversation can bring about; and when a message is unclear, which the next
# training may make clear (tests/answers/test_clarification.py has it).
FAILURES = {"utter_default", "utter_action_failed", "utter_which_topic"}
# Said by Rasa's own action, which leaves no name; and what tests/answers/test_paths.py has.
ELSEWHERE = {
    "utter_restart", "utter_already_there",
    # What only the centre says, and topics without words of their own: tests/test_additions.py. The widget: test_pages.py.
    "utter_topic", "utter_topic_of_certificate", "utter_source_centre", "utter_unknown_of_centre", "utter_welcome",
    "utter_note_contact_own", "utter_verdict_depends_also", "utter_nothing_more", "utter_nothing_more_of_certificate",
    "utter_not_again", "utter_figures_undated", "utter_figures_dated", "utter_verdict_no_without",
}  # fmt: skip
# Said only before or below another response, in the same message.
PARTS = {
    "utter_open_ahead", "utter_hours_spread",
    "utter_confirmed", "utter_not_confirmed", "utter_partly_confirmed", "utter_yes", "utter_no",
    "utter_grid_not_told", "utter_figures_right",
    "utter_figures_partly", "utter_figures_wrong", "utter_note_paid_by", "utter_required_judged",
    "utter_sorry", "utter_for_person", "utter_beside_subject",
    "utter_open", "utter_open_if", "utter_open_if_employee", "utter_open_if_recognised", "utter_not_open",
    "utter_not_open_years", "utter_not_yet", "utter_in_time", "utter_too_soon",
    "utter_way_by_work", "utter_not_open_yet", "utter_note_price_of_several", "utter_not_net", "utter_note_other_way",
    "utter_both", "utter_side", "utter_side_gross", "utter_side_monthly", "utter_side_total", "utter_not_yearly",
    "utter_note_no_more", "utter_not_for_employee", "utter_not_for_jobseeker", "utter_silent_beside",
    "utter_not_necessarily", "utter_not_obliged", "utter_not_certain", "utter_said_by_centre",
    "utter_said_by_centre_of_several", "utter_figure_told_by", "utter_leads_there", "utter_way_not_told", "utter_within_range",
    "utter_low_end", "utter_high_end", "utter_figure_of_another",
    "utter_own_pay_of", "utter_own_pay_more", "utter_own_pay_less", "utter_own_pay_same", "utter_own_pay_basis",
    "utter_own_pay_within", "utter_own_pay_all_more", "utter_own_pay_all_less", "utter_note_if_gross",
    "utter_own_pay_net", "utter_own_pay_not_monthly", "utter_own_sum_enough", "utter_own_sum_short",
    "utter_own_sum_implied", "utter_own_sum_lacks", "utter_own_sum_lacks_other",
    "utter_difference_of_pay", "utter_difference_of_hours", "utter_difference_of_months",
    "utter_step_apply", "utter_step_in_post", "utter_step_post", "utter_step_call", "utter_apart_level", "utter_apart_condition",
    "utter_no_newer",
    "utter_note_published",
    "utter_note_unpublished",
    "utter_note_unpublished_several",
    "utter_person_open", "utter_person_depends", "utter_person_closed", "utter_person_unknown", "utter_person_advised",
    "utter_person_advised_of_several",
}  # fmt: skip


@pytest.fixture(scope="module")
def held(agent):
    """Outcomes by conversation, and everything that was uttered: (response, certificates in focus)."""

    async def hold_all():
        outcomes, uttered, topics = {}, set(), set()
        for name, conversation in CONVERSATIONS.items():
            outcomes[name] = await hold(agent, conversation, sender=name)
            tracker = await agent.tracker_store.retrieve(name)
            for event in tracker.events:
                if event.type_name == "bot":
                    uttered.add(event.metadata.get("utter_action"))
                if event.type_name == "slot" and event.key == STATE_SLOT and event.value:
                    queries = [q for turn in load_state(event.value).turns for q in turn.queries]
                    topics |= {(c, q.intent) for q in queries for c in q.certificates}
        return outcomes, uttered, topics

    return asyncio.run(hold_all())


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversation(held, name):
    outcomes, known = held[0][name], CONVERSATIONS[name].known_failure
    fails = any(outcome.faults for outcome in outcomes)
    if fails and known:
        # `make stories` says when one of these succeeds.
        pytest.xfail(known)
    assert not fails, "\n" + transcript(outcomes)


def test_who_comes_back_another_day_has_not_to_tell_it_all_again(agent, monkeypatch):
    async def two_days():
        await agent.handle_text("bonjour, j'ai un BTS compta", sender_id="another day")
        monkeypatch.setattr(processor, "time", SimpleNamespace(time=lambda: time.time() + 2 * 24 * 3600))
        return await agent.handle_text("je peux entrer en clerc gestionnaire ?", sender_id="another day")

    assert "Oui**, avec un bac + 2" in asyncio.run(two_days())[0]["text"]


def test_every_behaviour_has_conversations():
    assert {name.split("/")[0] for name in CONVERSATIONS} == BEHAVIOURS


def test_every_response_that_is_a_message_of_its_own_is_reached(held):
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    fragments = (
        "utter_note_",
        "utter_verdict_",
        "utter_all_",
        "utter_listed",
        "utter_compared",
        "utter_best_paid",
        "utter_cannot_rank",
        "utter_paid_by_other_measures",
        "utter_shortest",
        "utter_longest",
        "utter_advice",
        "utter_head_",
        "utter_cell_",
        "utter_caption_",
        "utter_suggested_",
    )
    messages = {name for name in responses if not name.startswith(fragments)}
    assert messages - held[1] - PARTS - FAILURES - ELSEWHERE == set()


def test_every_topic_of_a_sheet_is_asked_of_some_certificate(held):
    knowledge = load_knowledge()
    asked = {topic for _, topic in held[2]}
    assert {topic for topic in knowledge.topics if knowledge.holders(topic)} - asked == set()
    assert set(knowledge.certificates) <= {certificate for certificate, _ in held[2]}
