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
from bot.knowledge.live import Content

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
            work = asyncio.get_running_loop().run_in_executor(_THREADS, self._run, call)
            await asyncio.wait([work], timeout=_SECONDS_AT_MOST)
            if not work.done():
                work.cancel()
                raise TimeoutError(f"it did not end within {_SECONDS_AT_MOST} s")
            return work.result()
        except Exception:
            # Whatever an action does wrong, the visitor gets an answer.
            logger.exception("%s failed in conversation %s", call.get("next_action"), call.get("sender_id"))
            return {"events": [], "responses": [self._apology()]}

    def _run(self, call: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = rasa_changes.given_by(self._executor.run(call))
        return result

    def _apology(self) -> dict[str, Any]:
        centre = self.adviser.knowledge.centre
        return {"response": "utter_action_failed", "phone": centre.phone, "email": centre.email}


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
    processor.graph_runner = rasa_changes.with_knowledge(model.graph_runner, content.knowledge)
    return processor


def use(agent: Agent, processor: MessageProcessor) -> None:
    """Have an agent answer the messages that come from now on with another processor."""
    agent.processor, agent.domain, agent.nlg = processor, processor.domain, processor.nlg
    agent.tracker_store.domain = processor.domain
