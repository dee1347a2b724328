"""Have a running server answer with each release as it is published."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor

from bot.knowledge.live import go_live, load_content
from bot.processing import processor_for, use
from bot.publishing.releases import Release, Releases

logger = logging.getLogger(__name__)

_SECONDS = 0.5


class Watcher:
    """Looks for a new release twice a second and swaps what answers; who is being answered is answered as they were.

    Args:
        agent: the server's.
        releases: where they are.
        release: the one whose model the agent has loaded.
    """

    def __init__(self, agent: Agent, releases: Releases, release: Release) -> None:
        self._agent = agent
        self._releases = releases
        self._release = release
        # Of the model alone; each release's processor is made from it.
        self._model: MessageProcessor = agent.processor
        self._bad: Path | None = None

    async def watch(self) -> None:
        """Watch until cancelled; a release that cannot be read is logged once, and what answered goes on."""
        while True:
            await asyncio.sleep(_SECONDS)
            wanted = self._releases.current()
            if wanted in (None, self._release) or wanted.path == self._bad:
                continue
            try:
                await self.swap(wanted)
            except Exception:
                logger.exception("Release %s cannot be used; release %s goes on", wanted.number, self._release.number)
                self._bad = wanted.path

    async def swap(self, release: Release) -> None:
        """Answer with a release from now on."""
        # In a thread: messages are answered meanwhile.
        content = await asyncio.to_thread(load_content, release.knowledge)
        model = self._model
        if release.about.fingerprint != self._release.about.fingerprint:
            model = await asyncio.to_thread(self._load, release)
        processor = await asyncio.to_thread(processor_for, model, content, release.weights)
        # From here on nothing is awaited: no message comes between.
        use(self._agent, processor)
        go_live(content)
        self._model, self._release = model, release
        self._releases.says_live(release)

    def _load(self, release: Release) -> MessageProcessor:
        agent = self._agent
        return MessageProcessor(release.model, agent.tracker_store, agent.lock_store, agent.nlg)
