"""The conversations follow the facts: green whatever staff rightly change, red when an answer lacks what a sheet says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.conversations import CONVERSATIONS_DIR, hold, load_conversations, transcript
from bot.knowledge import KnowledgeError, load_knowledge
from bot.knowledge.live import load_content
from bot.knowledge.models import TopicFacts
from bot.knowledge.report import problems
from bot.processing import processor_for, use
from bot.training import WEIGHTS
from tests.answers.asking import with_topic
from tests.changes import CHANGES, changed
from tests.figures import EXPERT_HOURS, EXPERT_PAY, TUITION
from tests.knowledge.spoiling import edit

# Rasa warns of each domain that it reads, and of what only looks like a pressed button.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
Held = Callable[[Path, Path], str]


@pytest.fixture
def failures(agent: Agent) -> Iterator[Held]:
    """What fails of the conversations below a folder, as `make stories` prints it, with a copy of the knowledge."""
    model = agent.processor

    async def hold_all(knowledge: Path, where: Path) -> str:
        content = load_content(knowledge)
        use(agent, processor_for(model, content, WEIGHTS))
        failed = []
        for name, conversation in load_conversations(where, content.knowledge).items():
            outcomes = await hold(agent, conversation)
            if any(outcome.faults for outcome in outcomes) and not conversation.known_failure:
                failed.append(f"{name}\n{transcript(outcomes)}")
        return "\n".join(failed)

    yield lambda knowledge, where: asyncio.run(hold_all(knowledge, where))
    use(agent, model)


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_right(tmp_path: Path, name: str) -> None:
    folder = changed(tmp_path, name)
    assert problems(folder) == []
    assert load_conversations(knowledge=load_knowledge(folder))


@pytest.mark.long
def test_conversations_stay_green_when_facts_change(tmp_path: Path, failures: Held) -> None:
    assert failures(changed(tmp_path, *CHANGES), CONVERSATIONS_DIR) == ""


# What makes the bot worse: the file, what stands in it and what is left, and what the conversations of happy_path say of it.
WORSE = {
    "a response is emptied": (
        "domain.yml", "{opening}Côté salaire, pour un **{certificate}**\u00a0:{facts}{notes}", "…", f"il manque « {EXPERT_PAY} »",
    ),
    "a response leaves the facts out": (
        "domain.yml", "**{certificate}** coûte\u00a0:{facts}{notes}", "a un prix.", f"il manque « {TUITION} »",
    ),
    "a fact is left out": (
        "knowledge/certificates/clerc_gestionnaire.yml",
        "text: France Travail\n        statuses: [jobseeker]\n",
        "text: France Travail\n        said: false\n",
        "il manque « France Travail »",
    ),
    "a figure is wrong where it is told": (
        "knowledge/certificates/clerc_expert.yml", f"text: {EXPERT_HOURS} réparties", "text: 418 heures réparties", "il manque",
    ),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("file", "old", "new", "said"), WORSE.values(), ids=WORSE.keys())
def test_conversations_fail_when_the_bot_gets_worse(
    tmp_path: Path, failures: Held, file: str, old: str, new: str, said: str
) -> None:
    folder = changed(tmp_path)
    edit(tmp_path / file, old, new)
    assert said in re.sub("[\u00a0\u202f]", " ", failures(folder, CONVERSATIONS_DIR / "happy_path"))


def test_a_figure_that_is_left_out_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"le chiffre « clerc_expert\.salary\.from » n'existe pas"):
        load_conversations(knowledge=with_topic("clerc_expert", "salary", TopicFacts()))
