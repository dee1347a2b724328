"""The line to Telegram: up when the server starts, down when it stops; what comes in is kept, answered, sent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from telegram import Bot, MenuButtonCommands, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api import UnreachableError, connect, sign_in
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.delivery import Delivery, Waits, may_pass
from bot.channels.telegram.polling import poll
from bot.channels.telegram.settings import CHANNEL, Settings
from bot.channels.telegram.store import Call, Kept, Store
from bot.channels.telegram.texts import menu, sentence
from bot.channels.telegram.turns import Turns
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.updates import WANTED, Heard, Pressed, parse, read
from bot.database import advice as database_advice
from bot.database import in_reader, in_writer, is_undecided

logger = logging.getLogger(__name__)

T = TypeVar("T")

PATH = "/webhooks/telegram/webhook"
_HOUR, _DAY = 3600, 24 * 3600
# Telegram forgets what it could not hand on after a day, and hands on nothing twice after that; so do we.
_SECONDS_KEPT = _DAY
# So often who answers looks for what Telegram brought to another server.
_SECONDS_TO_LOOK = 1
# Telegram takes an acknowledgement for some seconds only.
_SECONDS_TO_ACKNOWLEDGE = 10


class Line:
    """One bot's line. All but the making happens in the server's event loop.

    Args:
        settings: how the channel is set up.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, settings: Settings, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._settings = settings
        self._store = Store(settings.database, settings.secret)
        self._on_new_message = on_new_message
        self._waits = Waits(settings)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._told = ""
        self._bot: Bot | None = None
        self._open = AsyncExitStack()

    def start(self, agent: Agent) -> None:
        """Go up, in the background: the server and its other channels do not wait for Telegram.

        Of several servers each keeps what Telegram brings it, and one answers.

        Args:
            agent: Rasa's agent.
        """
        self._agent = agent
        self._turns = Turns(self._settings, self._store, self._on_new_message)
        self._is_up = asyncio.Event()
        self._in_order = asyncio.Lock()
        self._signing_in = asyncio.Lock()
        self._has_news = asyncio.Event()
        self._stopping = False
        self._do(agent.lock_store.lead(CHANNEL, self._lead))
        if self._settings.webhook is not None:
            self._do(self._until_it_works(self._sign_in))

    async def stop(self) -> None:
        """Go down. What is not answered stays in the store, for the next start."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._open.aclose()

    async def is_up(self, within: float) -> bool:
        """Whether updates can be taken, now or after waiting for so many seconds at most."""
        try:
            await asyncio.wait_for(self._is_up.wait(), within)
        except asyncio.TimeoutError:
            return False
        return True

    async def receive(self, body: bytes) -> None:
        """Take an update that Telegram brings.

        Args:
            body: in JSON.
        """
        if update := parse(body):
            await self.hear(update)

    async def hear(self, update: Update) -> None:
        """Take an update. When this comes back it is safely kept, if it is one to be answered.

        Args:
            update: what is none of Telegram's is dropped: it would not be better the next time.
        """
        assert self._bot is not None, "the line is not up"
        try:
            heard = read(update, self._bot.bot)
        except Exception as error:
            logger.warning("An update that is none was dropped: %s", error)
            return
        if heard is None:
            return
        # What came first is to be answered first.
        async with self._in_order:
            if (kept := await self._keep(heard)) is None:
                return
            if self._settings.webhook is None:
                self._take(kept)
            else:
                self._has_news.set()

    async def _keep(self, heard: Heard) -> Kept | None:
        """Keep an update; None when it is nothing new. What a broken commit kept is as new as what it did not."""
        try:
            return await in_writer(self._store.keep, heard)
        except DBAPIError as error:
            if not is_undecided(error):
                raise
        for kept in await in_reader(self._store.waiting):
            if kept.heard.update == heard.update:
                kept.again = False
                return kept
        return await in_writer(self._store.keep, heard)

    async def _sign_in(self) -> Bot:
        """Learn who we are, with which updates can be read."""
        async with self._signing_in:
            if self._bot is None:
                self._bot = connect(self._settings.api, self._settings.token)
                self._open.push_async_callback(self._bot.shutdown)
            if not self._is_up.is_set():
                await sign_in(self._bot)
                self._is_up.set()
            return self._bot

    async def _lead(self) -> None:
        """Answer what comes, on one server alone."""
        waiting = await self._until_it_works(self._set_up)
        bot = await self._sign_in()
        self._delivery, self._typing, self._chats = Delivery(bot, self._waits), Typing(bot), Chats(self._answer, self._waits)
        async with AsyncExitStack() as closing:
            for each in (self._delivery, self._typing, self._chats):
                closing.push_async_callback(each.close)
            self._taken: set[int] = set()
            for kept in waiting:
                self._take(kept)
            self._do(self._set_menu())
            if self._settings.webhook is None:
                await poll(bot, self._waits, self.hear, self._tell)
            else:
                await self._look()

    async def _until_it_works(self, work: Callable[[], Awaitable[T]]) -> T:
        waits = iter(self._waits)
        while True:
            try:
                return await work()
            except (TelegramError, SQLAlchemyError) as error:
                self._tell(error)
                await asyncio.sleep(next(waits))

    async def _set_up(self) -> list[Kept]:
        """Tell Telegram how updates are to come; gives those that wait."""
        waiting, bot = await in_reader(self._store.waiting), await self._sign_in()
        if self._settings.webhook is None:
            await bot.delete_webhook()
        else:
            address = self._settings.webhook + PATH
            await bot.set_webhook(address, secret_token=self._settings.secret, allowed_updates=WANTED)
        print(f"Telegram: write to {bot.name}, {bot.link}", flush=True)
        self._tell(None)
        return waiting

    async def _look(self) -> None:
        """Take what Telegram brings, to this server or to another."""
        while True:
            self._has_news.clear()
            try:
                # What is closed while the store is read may still be among those that wait.
                taken = frozenset(self._taken)
                for kept in await in_reader(self._store.waiting):
                    if kept.heard.update not in taken | self._taken:
                        kept.again = False
                        self._take(kept)
                self._tell(None)
            except SQLAlchemyError as error:
                self._tell(error)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._has_news.wait(), _SECONDS_TO_LOOK)

    async def _set_menu(self) -> None:
        """Tell Telegram our commands. The bot answers without, too."""
        until = time.time() + _HOUR
        try:
            await self._delivery.send("setMyCommands", {"commands": menu()}, until)
            await self._delivery.send("setChatMenuButton", {"menu_button": MenuButtonCommands()}, until)
        except TelegramError as error:
            logger.warning("There is no menu in Telegram: %s", error)

    def _take(self, kept: Kept) -> None:
        if self._stopping:
            return
        self._taken.add(kept.heard.update)
        if isinstance(kept.heard, Pressed):
            self._do(self._acknowledge(kept.heard))
        self._chats.put(kept.heard.chat, kept)

    async def _acknowledge(self, pressed: Pressed) -> None:
        """Have the button stop its waiting sign: at once, whatever else waits in the chat."""
        words = {} if pressed.button else {"text": sentence("not_your_button"), "show_alert": True}
        until = time.time() + _SECONDS_TO_ACKNOWLEDGE
        try:
            await self._delivery.send("answerCallbackQuery", {"callback_query_id": pressed.query, **words}, until)
        except TelegramError as error:
            # Most often it comes too late: the sign is gone, and the answer comes all the same.
            logger.info("A button was not acknowledged: %s", error)

    async def _answer(self, kept: Kept) -> None:
        """Answer an update, or go on with that: the answer is kept, then sent call by call."""
        update = kept.heard.update
        if kept.calls is None:
            again, kept.again = kept.again, True
            kept.calls = tuple(await self._turns.answer(self._agent, kept.heard, again, self._typing))
        if not kept.sent:
            await in_writer(self._store.answer, update, kept.calls)
        while kept.sent < len(kept.calls) and await self._send(kept.calls[kept.sent], kept):
            pass
        await in_writer(self._store.close, update)
        self._taken.discard(update)

    async def _send(self, call: Call, kept: Kept) -> bool:
        """Send the next call of an answer; whether those after it make sense."""
        number = kept.sent + 1

        async def sent() -> None:
            # First here: were the database not to answer, it would be sent twice.
            kept.sent = number
            await in_writer(self._store.sent, kept.heard.update, number)

        try:
            await self._delivery.send(call.method, call.parameters, kept.at + _SECONDS_KEPT, sent)
        except Forbidden as error:
            # Blocked, or put out of the group: whoever did that knows it.
            logger.info("Nobody to answer any more: %s", error)
            return False
        except TelegramError as error:
            if may_pass(error):
                logger.error("An answer was lost after a day of trying: %s", error)
                return False
            if call.method == "sendMessage":
                logger.error("An answer was lost: %s", error)
        kept.sent = number
        return True

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something in the background, for as long as the line is up."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("Telegram: something stopped that should not have", exc_info=error)

    def _tell(self, error: TelegramError | SQLAlchemyError | None) -> None:
        """Say in the log, in French, what is wrong and what to do; the same thing once, until all is well again (None)."""
        trouble = str(error or "")
        if error and trouble != self._told:
            logger.error("Telegram (%s) : %s Le robot réessaie tout seul ; le site n'en dépend pas.", error, advice(error))
        self._told = trouble


def advice(error: TelegramError | SQLAlchemyError) -> str:
    """What to do about what went wrong, in French: the staff read it."""
    if isinstance(error, SQLAlchemyError):
        return database_advice(error)
    if isinstance(error, InvalidToken):
        return "BOT_TELEGRAM_TOKEN est refusé. Recopiez le jeton que BotFather a donné."
    if isinstance(error, Conflict):
        return "un autre programme reçoit les messages de ce robot. Arrêtez-le, ou donnez-lui son propre robot (BotFather)."
    if isinstance(error, BadRequest):
        # Of what sets the line up, setWebhook alone can be wrong.
        return "BOT_TELEGRAM_WEBHOOK est refusé. Mettez-y l'adresse publique de ce serveur, en https, avec un certificat valable."
    if isinstance(error, UnreachableError):
        return "Telegram ne répond pas. Vérifiez la connexion et le pare-feu (BOT_TELEGRAM_API, HTTPS_PROXY)."
    return "c'est sans doute Telegram qui est en panne : attendez."
