"""What answers messages inside one process: a trained model, a content, and the custom actions.

Rasa 3.6 calls custom actions over HTTP. A second process and a round trip for each message would be the slowest part of an
answer, so `InProcessActions` takes the place of the endpoint that Rasa would post to; it is passed in where Rasa takes
an endpoint and replaces nothing of Rasa's.
"""

from __future__ import annotations

import asyncio
import copy
import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions import ActionForget, ActionReply
from actions.turn import adviser_for
from bot import rasa_changes
from bot.answers.adviser import Adviser
from bot.dialogue.state import STATE_SLOT, load_state
from bot.knowledge.live import Content
from bot.monitoring import metrics
from bot.privacy.reference import reference_of
from bot.staff.exchanges import outcome_of

logger = logging.getLogger(__name__)

_SECONDS_AT_MOST = 10.0
_THREADS = ThreadPoolExecutor(8, "action")


class InProcessActions(EndpointConfig):
    """An action endpoint that runs the actions of the package `actions` here and now.

    An action that raises, or does not end, is logged with its conversation and answered with an apology: the visitor never gets
    an empty reply, and the conversation goes on. Other visitors do not wait: actions run in threads.

    Args:
        adviser: what the actions answer with.
    """

    def __init__(self, adviser: Adviser) -> None:
        super().__init__(url="in-process")
        self.adviser = adviser
        self._executor = ActionExecutor()
        for action in (ActionReply, ActionForget):
            self._executor.register_action(action(adviser))

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Run the action that Rasa asks for; same argument and answer as an action server's webhook."""
        call = json or {}
        try:
            run = partial(copy_context().run, self._run, call)
            work = asyncio.get_running_loop().run_in_executor(_THREADS, run)
            await asyncio.wait([work], timeout=_SECONDS_AT_MOST)
            if not work.done():
                work.cancel()
                raise TimeoutError(f"it did not end within {_SECONDS_AT_MOST} s")
            result = work.result()
            _count(call, result)
            return result
        except Exception:
            # Whatever an action does wrong, the visitor gets an answer.
            logger.exception("%s failed in conversation %s", call.get("next_action"), reference_of(str(call.get("sender_id"))))
            metrics.MESSAGES.labels(channel=_channel(call), outcome="failed").inc()
            return {"events": [], "responses": [self._apology()]}

    def _run(self, call: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = rasa_changes.given_by(self._executor.run(call))
        return result

    def _apology(self) -> dict[str, Any]:
        centre = self.adviser.knowledge.centre
        return {"response": "utter_action_failed", "phone": centre.phone, "email": centre.email}


def _count(call: dict[str, Any], result: dict[str, Any]) -> None:
    """Count what came of a message."""
    if call.get("next_action") != "action_reply":
        return
    slots = [event["value"] for event in result["events"] if event.get("name") == STATE_SLOT]
    turns = load_state(slots[-1]).turns if slots else ()
    queries = turns[-1].queries if turns else ()
    outcome = outcome_of(queries, [response.get("response") or "" for response in result["responses"]])
    metrics.MESSAGES.labels(channel=_channel(call), outcome=outcome).inc()
    if outcome == "silent":
        for topic in {query.intent for query in queries}:
            metrics.UNANSWERED.labels(topic=topic).inc()


def _channel(call: dict[str, Any]) -> str:
    return (call.get("tracker") or {}).get("latest_input_channel") or "other"


class _MeasuredRunner:
    """A graph runner whose two uses are measured.

    Args:
        runner: the runner.
        reads: the node at whose end a message is read.
    """

    def __init__(self, runner: Any, reads: str | None) -> None:
        self.runner, self._reads = runner, reads

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """As the runner does."""
        with metrics.step("reading" if targets == [self._reads] else "policy"):
            found: dict[str, Any] = self.runner.run(inputs=inputs, targets=targets)
            return found


def processor_for(model: MessageProcessor, content: Content, weights: Path) -> MessageProcessor:
    """What answers messages with a trained model and this content.

    Rasa hands each message to one processor from its reading to its reply, so that it is answered from one content alone,
    whatever is published meanwhile.

    Args:
        model: a processor of the model; it goes on as it was.
        content: what is known and told.
        weights: what was learnt in the same training.
    """
    processor = copy.copy(model)
    processor.domain = Domain.from_dict({**model.domain.as_dict(), "responses": content.responses})
    processor.nlg = TemplatedNaturalLanguageGenerator(processor.domain.responses)
    processor.action_endpoint = InProcessActions(adviser_for(content.knowledge, weights))
    # The model's processor may have been made here before.
    runner = model.graph_runner.runner if isinstance(model.graph_runner, _MeasuredRunner) else model.graph_runner
    runner = rasa_changes.with_knowledge(runner, content.knowledge)
    processor.graph_runner = _MeasuredRunner(runner, model.model_metadata.nlu_target)
    return processor


def use(agent: Agent, processor: MessageProcessor) -> None:
    """Have an agent answer the messages that come from now on with another processor."""
    agent.processor, agent.domain, agent.nlg = processor, processor.domain, processor.nlg
    agent.tracker_store.domain = processor.domain
