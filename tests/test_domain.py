"""domain.yml, the rules, the topics and the code name the same things: nothing is missing, nothing is left over."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

import actions
from bot.dialogue.situation import Situation
from bot.dialogue.state import STATE_SLOT
from bot.knowledge import load_knowledge
from bot.knowledge.checks.wording import OF_EVERYWHERE, check_wording, variables
from bot.knowledge.domain import completed
from bot.knowledge.loader import KNOWLEDGE_DIR, read_yaml
from bot.typography import french

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = load_knowledge()
TOPICS = KNOWLEDGE.topics
WRITTEN = read_yaml(ROOT / "domain.yml", dict[str, Any])
DOMAIN = completed(WRITTEN, TOPICS)
RESPONSES = [response.removeprefix("utter_") for response in WRITTEN["responses"]]
SPEAKING = [*sorted((ROOT / "bot" / "answers").glob("*.py")), *sorted((ROOT / "actions").glob("*.py"))]
# Say some words of domain.yml too.
SPEAKING_BESIDE = [ROOT / "bot" / "processing.py", ROOT / "bot" / "channels" / "web" / "pages.py"]
# Said by Rasa itself: when it understands nothing, and after /restart.
RASAS_OWN = {"default", "restart"}

# What is told of a person with another entity and not as one; what somebody only says that they lack is read with the message.
RIDERS = {
    "years_after_bac", "field", "bac", "workplace", "title", "job", "expected", "abroad", "status", "part_of_year",
    "past", "below", "has", "lacks", "age_to_come", "untitled",
}  # fmt: skip


def rules() -> Iterator[tuple[list[str], list[str]]]:
    """The intents and the actions of each rule."""
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for rule in read_yaml(path, dict[str, Any])["rules"]:
            steps = [one for step in rule["steps"] for one in step.get("or", [step])]
            yield [s["intent"] for s in steps if "intent" in s], [s["action"] for s in steps if "action" in s]


def named_in_source() -> list[str]:
    """Patterns of the responses that the code names, which an f-string names in part."""
    patterns = []
    for path in [*SPEAKING, *SPEAKING_BESIDE]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in DOMAIN["intents"]:
                patterns.append(re.escape(node.value.removeprefix("utter_")))
            elif isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) for part in node.values):
                parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
                patterns.append("".join(parts))
    return patterns


def sayings_in_source() -> set[str]:
    """The responses that the code names as a saying or as a note, in full."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in [*SPEAKING, *SPEAKING_BESIDE])
    patterns = (r'Saying\(\s*"(\w+)"', r'"((?:note|verdict)_\w+)"', r'"utter_(\w+)"')
    return {name for pattern in patterns for name in re.findall(pattern, source)}


def said_to(intent: str) -> set[str]:
    """The responses that a message gets which tells nothing but its intent."""
    (name,) = [name for intents, names in rules() if intent in intents for name in names]
    (action,) = [one for one in (getattr(actions, kind)() for kind in actions.__all__) if one.name() == name]
    tracker = Tracker("visitor", {}, {"text": "", "intent": {"name": intent}, "entities": []}, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    action.run(dispatcher, tracker, DOMAIN)
    return {message["response"].removeprefix("utter_") for message in dispatcher.messages}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a module with their lines; no docstrings, no regular expressions, no word lists to be split."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside: set[ast.AST] = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if ast.unparse(call.func) == "re.compile":
                aside.update(call.args)
            elif call.func.attr == "split":
                aside.add(call.func.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in aside:
            yield node.lineno, node.value


def has_accent(text: str) -> bool:
    """Whether a letter of the text has an accent."""
    return any(unicodedata.combining(character) for character in unicodedata.normalize("NFKD", text))


def test_every_topic_has_its_intent() -> None:
    assert [topic for topic in TOPICS if f"ask_{topic}" not in DOMAIN["intents"]] == []


def test_the_wording_is_sound() -> None:
    assert [str(error) for error in check_wording(KNOWLEDGE, KNOWLEDGE_DIR)] == []


def test_every_variable_is_filled_somewhere() -> None:
    filled = {variable for _, may in variables(KNOWLEDGE).values() for variable in may}
    source = "\n".join(path.read_text(encoding="utf-8") for path in SPEAKING)
    assert filled > OF_EVERYWHERE
    assert {variable for variable in filled if f'"{variable}"' not in source} == set()


def test_every_response_is_said_somewhere() -> None:
    topics = {topic for topic, described in TOPICS.items() if described.scope != "unanswered"}
    source = named_in_source()
    to_intents = {response for intent in DOMAIN["intents"] if intent in RESPONSES for response in said_to(intent)}
    to_intents |= {
        name for name in set(RESPONSES) - topics if f"ask_{name}" in DOMAIN["intents"] and name in said_to(f"ask_{name}")
    }
    others = set(RESPONSES) - topics - to_intents - RASAS_OWN
    assert {response for response in others if not any(re.fullmatch(pattern, response) for pattern in source)} == set()


def test_everything_that_is_said_is_a_response_that_the_check_knows() -> None:
    assert len(sayings_in_source()) > 10
    assert sayings_in_source() - variables(KNOWLEDGE).keys() == set()


def test_every_intent_is_in_one_rule() -> None:
    in_rules = Counter(intent for intents, _ in rules() for intent in intents)
    # Those of the topics have theirs of themselves (tests/nlu/test_importer.py).
    assert in_rules == Counter(dict.fromkeys(WRITTEN["intents"], 1))


def test_every_rule_ends_in_one_action_of_the_domain() -> None:
    assert [(intents, names) for intents, names in rules() if len(names) != 1 or names[0] not in DOMAIN["actions"]] == []


def test_the_actions_of_the_domain_are_those_of_the_package() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert sorted(executor.actions) == sorted(DOMAIN["actions"])


def test_the_entities_are_the_certificate_and_what_a_visitor_tells_of_the_person() -> None:
    # Years after the bac and the field come with the level and the experience, as parts of those entities.
    assert sorted(DOMAIN["entities"]) == sorted({"certificate", *Situation.__struct_fields__} - RIDERS)


def test_the_state_has_its_slot() -> None:
    assert list(DOMAIN["slots"]) == [STATE_SLOT]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_french_sentence_is_in_python(path: Path) -> None:
    assert [(line, text) for line, text in literals(path) if has_accent(text) or text.count(" ") > 3] == []


def test_what_visitors_read_has_french_typography() -> None:
    texts = [variation["text"] for variations in DOMAIN["responses"].values() for variation in variations]
    assert [text for text in texts if french(text) != text] == []
