"""The report as a page: templates filled, with French typography."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.knowledge.live import live
from bot.privacy.masking import NAME
from bot.staff.exchanges import QUESTION_OUTCOMES
from bot.staff.figures import draw_days, draw_hours, draw_topics
from bot.staff.report import OUTCOMES, Report
from bot.typography import NO_BREAK, day, french

HERE = Path(__file__).parent
STYLE_FILE = HERE / "static" / "staff.css"
# « Léa Martin » in an example stands for any name.
_SOMEBODY = "Camille"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"french": french, "percent": _percent, "day": day, "as_example": _as_example}
    environment.globals |= {
        "OUTCOMES": OUTCOMES,
        "QUESTION_OUTCOMES": QUESTION_OUTCOMES,
        "centre": live().knowledge.centre.name,
        "style": STYLE_FILE.read_text(encoding="utf-8"),
    }
    return environment


def render(template: str, **values: Any) -> str:
    """A page.

    Args:
        template: its file in `templates`.
        **values: what fills it.
    """
    return _environment().get_template(template).render(values)


def render_report(report: Report, **values: Any) -> str:
    """The report's page.

    Args:
        report: what it shows.
        **values: what else fills it: without `page`, there is nothing to press.
    """
    pictures = {"days": draw_days(report), "hours": draw_hours(report), "topics": draw_topics(report)}
    return render("report.html", **{"page": None, "made": date.today(), "report": report, "pictures": pictures, **values})


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}{NO_BREAK}%"


def _as_example(text: str) -> str:
    """A masked question as an example may have it: any name for a name; what else is masked is the staff's to replace."""
    return text.replace(NAME, _SOMEBODY)
