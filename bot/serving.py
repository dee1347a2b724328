"""Run Rasa with the custom actions inside its own process.

Rasa 3.6 calls custom actions over HTTP. A second process and a round trip for each message would be the slowest part of an
answer, so `InProcessActions` takes the place of the endpoint that Rasa would post to; it is passed in where Rasa takes
an endpoint and replaces nothing of Rasa's.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from actions.turn import knowledge
from bot import rasa_changes
from bot.privacy.retention import keep_clean, stop_cleaning
from bot.training import MODEL

logger = logging.getLogger(__name__)

# The channels of a server that only this machine reaches, beside the credentials file of all others.
LOCAL_CREDENTIALS = "credentials_local.yml"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class InProcessActions(EndpointConfig):
    """An action endpoint that runs the actions of the package `actions` here and now.

    An action that raises is logged with its conversation and answered with an apology: the visitor never gets an empty
    reply, and the conversation goes on.
    """

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Run the action that Rasa asks for; same argument and answer as an action server's webhook."""
        call = json or {}
        try:
            result: dict[str, Any] = await self._executor.run(call)
            return result
        except Exception:
            # Whatever an action does wrong, the visitor gets an answer.
            logger.exception("%s failed in conversation %s", call.get("next_action"), call.get("sender_id"))
            return {"events": [], "responses": [_apology()]}


def _apology() -> dict[str, Any]:
    centre = knowledge().centre
    return {"response": "utter_action_failed", "phone": centre.phone, "email": centre.email}


def load_agent(model: Path = MODEL) -> Agent:
    """The bot in this process, with conversations kept in memory: for the terminal and for tests."""
    _prepare()
    return Agent.load(str(model), action_endpoint=InProcessActions())


def _prepare() -> None:
    configure_logging_and_warnings(log_level=logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    rasa_changes.apply_to_serving()


def serve(model: Path, host: str, port: int, endpoints: Path, credentials: Path) -> None:
    """Serve the bot until it is stopped.

    Args:
        model: a trained Rasa model.
        host: the address to listen on.
        port: the port to listen on.
        endpoints: Rasa's endpoints file; its tracker store, lock store and event broker are used.
        credentials: Rasa's credentials file, which names the channels. Rasa's REST channel is added when nobody but this
            machine can reach it, or when the environment variable BOT_REST is 1.
    """
    _prepare()
    with_rest = _has_rest(host, os.environ)
    available = AvailableEndpoints.read_endpoints(str(endpoints))
    available.action = InProcessActions()
    serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials=str(credentials.with_name(LOCAL_CREDENTIALS) if with_rest else credentials),
        endpoints=available,
        enable_api=False,
        server_listeners=[
            (keep_clean, "after_server_start"),
            (stop_cleaning, "before_server_stop"),
            (_announce(host, port), "after_server_start"),
        ],
    )


def _has_rest(host: str, environment: Mapping[str, str]) -> bool:
    """Whether Rasa's REST channel is on: when asked for, or when this machine alone can reach the server, by no proxy either."""
    behind_proxy = environment.get("SANIC_PROXIES_COUNT", "0") != "0"
    asked = environment.get("BOT_REST")
    return asked == "1" or (asked != "0" and host in _LOOPBACK and not behind_proxy)


def page(host: str, port: int) -> str:
    """The address that a browser on this machine opens.

    Args:
        host: the address that the server listens on.
        port: its port.
    """
    # Those that stand for all of a machine's addresses are no browser's.
    named = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{named}]:{port}/" if ":" in named else f"http://{named}:{port}/"


def _announce(host: str, port: int) -> Any:
    async def announce(app: Any, loop: Any) -> None:
        # The first message would wait for what is loaded on first use: let that be ours.
        await app.ctx.agent.parse_message("bonjour")
        knowledge()
        print(f"Prêt. Posez-lui une question : {page(host, port)} (ou « make chat » dans un terminal).", flush=True)

    return announce
