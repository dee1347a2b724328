"""Whether the website feels that Telegram is down: `python -m tests.telegram.benchmark_down`.

One server answers on the website and in Telegram. The same questions are asked on the website by turns while Telegram is up,
while it refuses connections and while it takes them and never answers; in the latter two, answers wait to be sent to
fifty people in Telegram. Turns are short and many, for the machine's other work to touch all alike.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import partial
from itertools import cycle
from pathlib import Path

from bot.evaluation.running import running
from tests.channels.web.visitor import Visitor
from tests.telegram.bots import Telegram
from tests.telegram.emulator import Fault

QUESTIONS = ("prix du clerc gestionnaire ?", "et la durée ?", "combien gagne un clerc expert ?", "bonjour", "et le diplôme ?")
STATES = ("up", "refuses", "hangs")
ROUNDS, ASKED, WAITING = 3, 50, 50


def ask(server: str, asked: int) -> list[float]:
    """Seconds that each of so many questions of new visitors takes, to the end of the answer."""
    seconds = []
    questions = cycle(QUESTIONS)
    for number in range(asked):
        if number % len(QUESTIONS) == 0:
            visitor = Visitor(server)
        question = next(questions)
        begun = time.perf_counter()
        visitor.sends(text=question)
        seconds.append(time.perf_counter() - begun)
    return seconds


def measure(telegram: Telegram, server: str) -> dict[str, list[float]]:
    """The seconds of all questions by Telegram's state."""
    people = [telegram.person(f"Person {number}") for number in range(WAITING)]
    seconds: dict[str, list[float]] = {state: [] for state in STATES}
    ask(server, ASKED)
    for number in range(ROUNDS):
        # In another order each time.
        for state in (*STATES[number % 3 :], *STATES[: number % 3]):
            if state != "up":
                before = len(telegram.calls_of("sendMessage"))
                telegram.inject(Fault.broken(), "sendMessage", times=None)
                for person in people:
                    person.says("bonjour")
                all_tried = partial(_have_been_tried, telegram, before + WAITING)
                telegram.until(all_tried, timeout=120)
                telegram.down(True, hang=state == "hangs")
            seconds[state] += ask(server, ASKED)
            telegram.heal()
            telegram.down(False)
            telegram.done(timeout=300)
    return seconds


def _have_been_tried(telegram: Telegram, answers: int) -> bool:
    return len(telegram.calls_of("sendMessage")) >= answers


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "conversations.db"
        with (
            Telegram(database).running() as telegram,
            running(database, BOT_TELEGRAM_TOKEN=telegram.token, BOT_TELEGRAM_API=telegram.url) as server,
        ):
            seconds = measure(telegram, server)
    print(f"{'Telegram':10} {'questions':>9} {'10 %':>8} {'median':>8} {'90 %':>8}")
    for state, taken in seconds.items():
        early, *_, late = statistics.quantiles(taken, n=10)
        shown = "".join(f"{value * 1000:6.0f} ms" for value in (early, statistics.median(taken), late))
        print(f"{state:10} {len(taken):9}{shown}")


if __name__ == "__main__":
    main()
