"""The report as tables that any spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from bot.channels.web.feedback import cell
from bot.staff.exchanges import QUESTION_OUTCOMES
from bot.staff.report import OUTCOMES, Report, Reporter
from bot.staff.statistics import Counts

Row = Sequence[object]


def days(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line a day."""
    return _by_time(report.statistics.days.items(), "jour", lambda day: f"{day:%d/%m/%Y}")


def weeks(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line a week."""
    return _by_time(report.statistics.weeks.items(), "semaine du", lambda day: f"{day:%d/%m/%Y}")


def topics(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line a topic, most asked first."""
    yield ["sujet", "questions", *(OUTCOMES[outcome] for outcome in QUESTION_OUTCOMES)]
    for topic, counts in report.statistics.topics.items():
        yield [report.labels.get(topic, topic), sum(counts.values()), *(counts[outcome] for outcome in QUESTION_OUTCOMES)]


def questions(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line for each message of a visitor, masked."""
    yield ["date", "canal", "message", "réponse", "sujets", "résultat"]
    for one in reporter.questions(report.asked):
        yield [f"{one.at:%d/%m/%Y %H:%M}", one.channel, one.text, one.answer, ", ".join(one.topics), one.outcome]


def unanswered(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line for each question that waits for somebody to deal with it, with its group."""
    yield ["groupe", "questions du groupe", "date", "canal", "question", "résultat", "sujet proche"]
    for number, group in enumerate(report.groups, 1):
        topic = report.labels.get(group.topic or "", "")
        for one in group.questions:
            yield [number, group.number, f"{one.at:%d/%m/%Y %H:%M}", one.channel, one.text, one.outcome, topic]


def feedback(reporter: Reporter, report: Report) -> Iterable[Row]:
    """A line for each feedback, with its exchange."""
    yield ["date", "utile", "commentaire", "question", "réponse", "sujets", "résultat"]
    for one in report.rated:
        exchange = one.question
        topics_of_it = ", ".join(exchange.topics)
        helpful = "oui" if one.helpful else "non"
        yield [f"{one.at:%d/%m/%Y %H:%M}", helpful, one.comment, exchange.text, exchange.answer, topics_of_it, exchange.outcome]


TABLES: dict[str, Callable[[Reporter, Report], Iterable[Row]]] = {
    "jours": days, "semaines": weeks, "sujets": topics, "messages": questions, "sans_reponse": unanswered, "avis": feedback,
}  # fmt: skip


def as_csv(rows: Iterable[Row]) -> bytes:
    """A table as a file: with its mark at the front, Excel reads UTF-8 as such."""
    output = io.StringIO(newline="")
    table = csv.writer(output, delimiter=";")
    table.writerows([[cell(value) if isinstance(value, str) else value for value in row] for row in rows])
    return output.getvalue().encode("utf-8-sig")


def _by_time(items: Iterable[tuple[object, Counts]], head: str, written: Callable[[object], str]) -> Iterable[Row]:
    yield [
        head, "conversations", "messages", "questions", *(OUTCOMES[outcome] for outcome in QUESTION_OUTCOMES),
        "demandes de parler à une personne", "avis utiles", "avis inutiles",
    ]  # fmt: skip
    for moment, counts in items:
        outcomes = (counts.outcomes[outcome] for outcome in QUESTION_OUTCOMES)
        yield [
            written(moment), len(counts.conversations), counts.messages, counts.questions, *outcomes,
            counts.asked_for_somebody, counts.helpful, counts.unhelpful,
        ]  # fmt: skip
