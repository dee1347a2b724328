"""What a visitor reads: of every topic and every certificate the facts with their source, or that the sheet has none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from rasa.core.nlg.interpolator import interpolate_text
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import ActionAnswer, ActionForget, ActionSay
from actions.turn import FOCUS_SLOT
from bot.conversations import MOST_CHARACTERS, readable
from bot.knowledge import Fact, load_knowledge
from bot.knowledge.checks import numbers_in
from bot.typography import french

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
KNOWLEDGE = load_knowledge()
CENTRE = KNOWLEDGE.centre
SMIC = KNOWLEDGE.reference.smic
ANSWERED = [topic for topic, described in KNOWLEDGE.topics.items() if described.scope == "certificate"]
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
TOTAL_PRICE = "7955"
ACTIONS: dict[str, Action] = {action.name(): action for action in (ActionAnswer(), ActionForget(), ActionSay())}
# The action that the rules of data/stories answer each intent with.
RULES: dict[str, Action] = {
    one["intent"]: ACTIONS[rule["steps"][-1]["action"]]
    for path in sorted((ROOT / "data" / "stories").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"]
    for one in step.get("or", [step])
    if "intent" in one
}
# How an answer asks which certificate is meant.
WHICH = "De quel métier parlez-vous"

every_certificate = pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
every_certificate_and_none = pytest.mark.parametrize("certificate", [None, *KNOWLEDGE.certificates])


class Said(NamedTuple):
    """What an action says, as Rasa renders it, and the events it gives."""

    text: str
    buttons: list[dict[str, str]]
    events: list[dict[str, Any]]

    @property
    def focus(self) -> dict[str, Any]:
        """What is kept of the conversation."""
        (kept,) = [event["value"] for event in self.events if event["event"] == "slot" and event["name"] == FOCUS_SLOT]
        return dict(kept)


def say(intent: str, told: Sequence[tuple[str, Any]] = (), focus: dict[str, Any] | None = None, **message: Any) -> Said:
    """Send a message with an intent and what it tells (entity, value), after a conversation with a focus."""
    entities = [{"entity": kind, "value": value} for kind, value in told]
    latest = {"text": "", "intent": {"name": intent, "confidence": 1.0}, "entities": entities, **message}
    tracker = Tracker("visitor", {FOCUS_SLOT: focus}, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = RULES[intent].run(dispatcher, tracker, DOMAIN)
    texts = [interpolate_text(DOMAIN["responses"][said["response"]][0]["text"], said) for said in dispatcher.messages]
    return Said("\n".join(texts), [button for said in dispatcher.messages for button in said["buttons"]], events)


def ask(topic: str, certificate: str | None = None, focus: dict[str, Any] | None = None, **situation: int) -> Said:
    """Ask about a topic, of a certificate when one is named."""
    named = [("certificate", certificate)] if certificate else []
    return say(f"ask_{topic}", [*named, *situation.items()], focus)


def press(button: dict[str, str], focus: dict[str, Any]) -> Said:
    """Press a button: Rasa reads its payload as an intent and entities."""
    intent, brace, entities = button["payload"].removeprefix("/").partition("{")
    return say(intent, list(json.loads(brace + entities).items()) if brace else [], focus)


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str | None], Said]:
    """Ask every topic of every certificate and of none."""
    return {(topic, owner): ask(topic, owner) for topic in KNOWLEDGE.topics for owner in (None, *KNOWLEDGE.certificates)}


def facts_of(topic: str, certificate: str) -> list[Fact]:
    """The facts to be told."""
    entry = KNOWLEDGE.facts_of(certificate, topic)
    return [fact for fact in entry.facts if fact.said] if entry else []


def source_line(said: Said) -> str:
    """The line that names the sheets, empty when there is none."""
    return next((line for line in said.text.splitlines() if line.startswith("_Source")), "")


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
    worked_out = {TOTAL_PRICE} if topic in ("price", "fees") else set()
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


def facts_or_near(topic: str, certificate: str) -> list[Fact]:
    """What the certificate's sheet says on a topic or, when it is silent, on the nearest one."""
    near = KNOWLEDGE.topics[topic].near
    return facts_of(topic, certificate) or (facts_of(near, certificate) if near else [])


@every_certificate
def test_facts_are_told_with_their_source_alone(answers: dict[tuple[str, str | None], Said], certificate: str) -> None:
    own = KNOWLEDGE.certificates[certificate].sheet
    wrong = []
    for topic in ANSWERED:
        line = source_line(answers[topic, certificate])
        wanted = {fact.sheet or own for fact in facts_or_near(topic, certificate)}
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
        assert text.startswith(french(f"La fiche **{name}** ne dit rien sur {KNOWLEDGE.topics[topic].label}, ")), topic
        assert CENTRE.phone in text, topic
        assert CENTRE.email in text, topic


@every_certificate_and_none
def test_what_no_sheet_says_gets_whom_to_ask(answers: dict[tuple[str, str | None], Said], certificate: str | None) -> None:
    for topic, described in KNOWLEDGE.topics.items():
        if described.scope == "unanswered":
            text = answers[topic, certificate].text
            assert text.startswith(french(f"Les fiches ne disent rien sur {described.label}, ")), topic
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
        if WHICH in said.text:
            assert [json.loads(b["payload"].removeprefix(f"/ask_{topic}"))["certificate"] for b in said.buttons] == holders, topic
            assert [b["title"].lower() for b in said.buttons] == [KNOWLEDGE.certificates[h].name for h in holders], topic
        else:
            told = [fact.text for holder in holders for fact in facts_of(topic, holder)]
            assert [text for text in told if french(text) not in said.text] == [], topic
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
        sheets = own | {fact.sheet for fact in facts_or_near(topic, certificate) if fact.sheet}
        allowed = numbers_of(sheets) | numbers_behind(topic, certificate)
        foreign[topic] = numbers_in(answers[topic, certificate].text) - allowed
    assert {topic: numbers for topic, numbers in foreign.items() if numbers} == {}


@every_certificate_and_none
def test_an_agreed_minimum_salary_is_never_told_without_being_called_old(
    answers: dict[tuple[str, str | None], Said], certificate: str | None
) -> None:
    old = [
        (french(fact.text), str(fact.salary.as_of.year))
        for owner in KNOWLEDGE.certificates
        for fact in facts_of("salary", owner)
        if fact.salary and fact.salary.basis == "conventional_minimum"
    ]
    assert {year for _, year in old} == {"2016", "2019"}
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
            pressed = press(button, said.focus)
            if intent not in DOMAIN["intents"] or not (source_line(pressed) or WHICH in pressed.text):
                wrong.append((topic, button))
    assert wrong == []


def test_the_price_is_told_with_its_total_and_who_does_not_pay_the_fee() -> None:
    said = readable(ask("price", GESTIONNAIRE).text)
    for wanted in ("7 840 €", "16 €", "115 €", "7 955 €", "ou 7 840 € pour un apprenti"):
        assert readable(wanted) in said


@pytest.mark.parametrize(
    ("age", "percent"),
    [(15, 27), (17, 27), (18, 43), (20, 43), (21, 53), (25, 53), (26, 100), (50, 100)],
)
def test_an_apprentice_who_tells_an_age_hears_the_pay_in_euros_and_what_it_rests_on(age: int, percent: int) -> None:
    text = ask("apprentice_pay", GESTIONNAIRE, age=age).text
    pay = f"{SMIC.monthly_gross * percent / 100:,.2f}".replace(",", " ").replace(".", ",")
    smic = f"{SMIC.monthly_gross:,.2f}".replace(",", " ").replace(".", ",")
    assert readable(f"À {age} ans : {percent} % du SMIC, soit {pay} € brut par mois (SMIC de {smic} €") in readable(text)
    assert f"janvier {SMIC.since.year}" in text
    assert source_line(ask("apprentice_pay", GESTIONNAIRE, age=age))
    assert "Dites-moi votre âge" not in text


def test_an_apprentice_who_tells_no_age_is_asked_for_it() -> None:
    text = ask("apprentice_pay", GESTIONNAIRE).text
    assert french("avant 18 ans : 27 % du SMIC") in text
    assert "Dites-moi votre âge" in text


@pytest.mark.parametrize("certificate", [ASSISTANT, PROCEDURES, EXPERT])
def test_no_apprentices_pay_is_worked_out_where_the_sheet_gives_no_share(certificate: str) -> None:
    text = ask("apprentice_pay", certificate, age=19).text
    assert "SMIC" not in text
    assert "ne dit rien" in text


def test_amounts_are_written_as_the_french_write_them() -> None:
    text = ask("price", GESTIONNAIRE).text
    assert "7\u202f840\u00a0€" in text
    assert "16\u00a0€ de l’heure" in text


# Turns of a conversation (intent, what it tells), and what the last answer holds and does not hold.
CONVERSATIONS: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[str], list[str]]] = {
    "the certificate is kept": (
        [("ask_salary", {"certificate": EXPERT}), ("ask_duration", {})],
        ["clerc expert", "481 heures"],
        ["490", "235"],
    ),
    "another certificate takes its place": (
        [("ask_duration", {"certificate": EXPERT}), ("ask_duration", {"certificate": PROCEDURES})],
        ["235 heures"],
        ["481"],
    ),
    "the age is kept": (
        [("ask_apprentice_pay", {"certificate": GESTIONNAIRE, "age": 19}), ("ask_price", {}), ("ask_apprentice_pay", {})],
        ["À cet âge : 43 % du SMIC"],
        ["Dites-moi votre âge"],
    ),
    "a new age takes its place": (
        [("ask_apprentice_pay", {"certificate": GESTIONNAIRE, "age": 19}), ("ask_apprentice_pay", {"age": 22})],
        ["À 22 ans : 53 % du SMIC"],
        ["À 19 ans"],
    ),
    "the source of what was told": (
        [("ask_opening", {"certificate": GESTIONNAIRE}), ("ask_source", {})],
        ["Clerc Gestionnaire (CP CG)", "SEPTEMBRE 2027"],
        [],
    ),
    "a certificate that there is not": ([("ask_price", {"certificate": "clerc_de_notaire"})], ["7 840 €"], []),
}


@pytest.mark.parametrize(("turns", "held", "not_held"), CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_what_is_talked_about_is_kept(turns: list[tuple[str, dict[str, Any]]], held: list[str], not_held: list[str]) -> None:
    focus, text = None, ""
    for intent, told in turns:
        said = say(intent, list(told.items()), focus)
        focus, text = json.loads(json.dumps(said.focus)), readable(said.text)
    assert [wanted for wanted in held if readable(wanted) not in text] == []
    assert [unwanted for unwanted in not_held if readable(unwanted) in text] == []


def test_a_kept_focus_outlives_certificates_and_topics_that_are_no_more() -> None:
    kept = {"certificates": ["clerc_de_notaire"], "previous": ["clerc_de_notaire"], "topics": ["weather"], "situation": {}}
    said = ask("level", focus=kept)
    assert "niveau 5" in said.text
    assert (said.focus["certificates"], said.focus["previous"], said.focus["topics"]) == ([], [], ["level"])
    assert say("ask_source", focus=kept).text.startswith(DOMAIN["responses"]["utter_no_source"][0]["text"].partition("{")[0])


def test_two_questions_in_a_message_get_two_answers() -> None:
    questions = [
        {"intent": "ask_admission", "certificates": [EXPERT]},
        {"intent": "ask_price", "certificates": [GESTIONNAIRE]},
    ]
    said = say("ask_admission", questions=questions)
    assert "master 1 en droit" in said.text
    assert readable("7 840 €") in readable(said.text)
    assert said.focus["topics"] == ["admission", "price"]


@pytest.mark.parametrize(
    "intent",
    [
        "greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "help", "talk_to_human", "complain", "out_of_scope",
        "legal_advice", "other_training", "manipulation", "foreign_language", "forget_me",
    ],
)  # fmt: skip
def test_small_talk_says_what_the_domain_holds_ready(intent: str) -> None:
    said = say(intent)
    wording = DOMAIN["responses"][f"utter_{intent.removesuffix('_me')}"][0]["text"]
    assert said.text.startswith(wording.partition("{")[0])
    assert "{" not in said.text
    assert ("{phone}" in wording, "{email}" in wording) == (CENTRE.phone in said.text, CENTRE.email in said.text)
    assert 0 < len(said.text) <= MOST_CHARACTERS


@pytest.mark.parametrize("intent", ["bot_challenge", "talk_to_human", "complain"])
def test_who_wants_a_person_hears_how_to_reach_one(intent: str) -> None:
    text = say(intent).text
    assert CENTRE.phone in text
    assert CENTRE.email in text


@pytest.mark.parametrize(
    ("intent", "offered"),
    [("greet", 4), ("help", 4), ("complain", 4), ("out_of_scope", 4), ("manipulation", 4), ("goodbye", 0), ("thank", 0)],
)
def test_who_may_not_know_what_to_ask_is_offered_something(intent: str, offered: int) -> None:
    said = say(intent)
    assert len(said.buttons) == offered
    for button in said.buttons:
        assert button["payload"].removeprefix("/") in DOMAIN["intents"]
        assert source_line(pressed := press(button, {})) or pressed.buttons


def test_who_wants_to_be_forgotten_is() -> None:
    said = say("forget_me", focus={"certificates": [EXPERT], "situation": {"age": 19}})
    assert [event["event"] for event in said.events] == ["reset_slots"]
    assert said.text.startswith("C’est fait")
    assert CENTRE.email in said.text
    assert "{" not in said.text
