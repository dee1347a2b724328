"""What a message costs with more certificates: `python -m benchmarks.performance.growth NUMBER`, in a process of its own.

Certificates are renamed copies of those there are, with their facts. What is learnt stays as it was: names are found by the
component that a training would give them to, and all that a message may be about is proposed, ranked and told as in a server.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from bot.rasa_imports import without_tensorflow

without_tensorflow()

from bot.evaluation.messages import load_blind  # noqa: E402
from bot.french_words import french_words  # noqa: E402
from bot.knowledge.live import Content, live  # noqa: E402
from bot.knowledge.models import Certificate, Knowledge  # noqa: E402
from bot.nlu.certificates import CertificateRecogniser  # noqa: E402
from bot.nlu.components import CertificateExtractor  # noqa: E402
from bot.processing import processor_for, use  # noqa: E402
from bot.serving import load_agent  # noqa: E402
from bot.training import WEIGHTS  # noqa: E402

_MESSAGES, _CONVERSATION = 90, 6
_NAME_LETTERS = 9


class Grown(NamedTuple):
    """Milliseconds of processor time a message takes."""

    certificates: int
    facts: int
    median: float
    p95: float
    loading_seconds: float


def with_copies(knowledge: Knowledge, number: int) -> Knowledge:
    """The knowledge with copies of its certificates under other names.

    Args:
        knowledge: as it is.
        number: how many certificates there are then.
    """
    certificates = dict(knowledge.certificates)
    # Words of one length, far apart in the dictionary: names that typing errors do not confuse.
    words = sorted(word for word in french_words() if len(word) == _NAME_LETTERS and word.isascii())
    for copy, certificate in zip(
        range(number - len(certificates)), itertools.cycle(knowledge.certificates.values()), strict=False
    ):
        word = words[copy * len(words) // number]
        name = f"{certificate.name} {word}"
        certificates[f"{certificate.id}_{word}"] = msgspec.structs.replace(
            certificate, id=f"{certificate.id}_{word}", name=name, aliases=(), lookalikes=()
        )
    return msgspec.structs.replace(knowledge, certificates=certificates)


async def measure(number: int) -> Grown:
    """Answer messages, every third of which names one of the certificates.

    Args:
        number: how many certificates there are.
    """
    agent = load_agent()
    knowledge = with_copies(live().knowledge, number)
    start = time.process_time()
    use(agent, processor_for(agent.processor, Content(knowledge, live().responses), WEIGHTS))
    loading = time.process_time() - start
    named = {name: c.id for c in knowledge.certificates.values() for name in (c.name, *c.aliases)}
    lookalikes = [word for c in knowledge.certificates.values() for word in c.lookalikes]
    for node in agent.processor.graph_runner.runner._instantiated_nodes.values():
        if isinstance(getattr(node, "_component", None), CertificateExtractor):
            node._component.recogniser = CertificateRecogniser(named, lookalikes)
    took = []
    for number_of, text in enumerate(_texts(list(knowledge.certificates.values()))):
        if number_of % _CONVERSATION == 0:
            sender = uuid.uuid4().hex
        begun = time.process_time()
        await agent.handle_text(text, sender_id=sender)
        took.append(1000 * (time.process_time() - begun))
    # The first conversations have what is made on first use.
    median, p95 = np.percentile(took[2 * _CONVERSATION :], [50, 95])
    facts = sum(len(entry.facts) for topics in knowledge.topics_by_holder().values() for entry in topics.values())
    return Grown(len(knowledge.certificates), facts, float(median), float(p95), loading)


def _texts(certificates: Sequence[Certificate]) -> list[str]:
    messages = [message.text for message in load_blind()["public"] if len(message.text) < 150][:_MESSAGES]
    step = max(1, len(certificates) // _MESSAGES)
    names = itertools.cycle(certificate.name for certificate in certificates[::step])
    return [f"pour le {next(names)}, {text}" if number % 3 == 0 else text for number, text in enumerate(messages)]


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(measure(int(sys.argv[1])))).decode())
