"""How much was asked, when, where, about what, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.channels.web.store import Opinion
from bot.staff.exchanges import QUESTION_OUTCOMES, Exchange, Outcome


@dataclass
class Counts:
    """What was counted in a day, a week or all of the time.

    Attributes:
        conversations: in which something was said.
        messages: of visitors.
        outcomes: what came of them.
        asked_for_somebody: how often a person of the centre was asked for.
        helpful: answers that were said to help; `unhelpful`: not to.
    """

    conversations: set[str] = field(default_factory=set)
    messages: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    asked_for_somebody: int = 0
    helpful: int = 0
    unhelpful: int = 0

    @property
    def questions(self) -> int:
        """How many messages asked something."""
        return sum(self.outcomes[outcome] for outcome in QUESTION_OUTCOMES)

    def share(self, outcome: Outcome) -> float | None:
        """The part of the questions with this outcome, from 0 to 1; None when nothing was asked."""
        return self.outcomes[outcome] / self.questions if self.questions else None

    def add(self, exchange: Exchange) -> None:
        """Count an exchange."""
        self.conversations.add(exchange.conversation)
        self.messages += 1
        self.outcomes[exchange.outcome] += 1
        self.asked_for_somebody += exchange.asks_for_somebody

    def rate(self, opinion: Opinion) -> None:
        """Count feedback."""
        self.helpful += opinion.helpful
        self.unhelpful += not opinion.helpful


@dataclass
class Statistics:
    """All counts of a time.

    Attributes:
        all: of the whole time.
        days: of each day, the days without anything too.
        weeks: of each week, by its Monday.
        channels: messages by channel, most first.
        topics: outcomes by what was asked about, most asked first.
        hours: messages by hour of the day.
    """

    all: Counts
    days: dict[date, Counts]
    weeks: dict[date, Counts]
    channels: dict[str, int]
    topics: dict[str, Counter[Outcome]]
    hours: list[int]


def count(exchanges: Sequence[Exchange], opinions: Iterable[Opinion], first: date, last: date) -> Statistics:
    """Count exchanges and feedback.

    Args:
        exchanges: those of the time.
        opinions: feedback, of any time.
        first: the first day.
        last: the last one.
    """
    days = {first + timedelta(n): Counts() for n in range((last - first).days + 1)}
    weeks: dict[date, Counts] = {monday(day): Counts() for day in days}
    whole, channels, hours = Counts(), Counter[str](), [0] * 24
    topics: dict[str, Counter[Outcome]] = {}

    def counted(at: float, add: Callable[[Counts], None]) -> None:
        day = datetime.fromtimestamp(at).date()
        if day in days:
            for counts in (days[day], weeks[monday(day)], whole):
                add(counts)

    for exchange in exchanges:
        counted(exchange.at, lambda counts, one=exchange: counts.add(one))  # type: ignore[misc]
        channels[exchange.channel] += 1
        hours[datetime.fromtimestamp(exchange.at).hour] += 1
        if exchange.outcome != "courtesy":
            for topic in exchange.topics:
                topics.setdefault(topic, Counter())[exchange.outcome] += 1
    for opinion in opinions:
        counted(opinion.at, lambda counts, one=opinion: counts.rate(one))  # type: ignore[misc]
    ranked = sorted(topics.items(), key=lambda item: -sum(item[1].values()))
    return Statistics(whole, days, weeks, dict(channels.most_common()), dict(ranked), hours)


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(day.weekday())
