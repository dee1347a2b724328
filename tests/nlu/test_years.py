"""Numbers of years are read as people write them, and those still to come apart from those worked."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.years import lengths_in_months, number_of, years_ahead
from tests.nlu.rows import check_rows


def test_every_row_is_read() -> None:
    check_rows(
        Path(__file__).with_name("years.yml"),
        {"number": number_of, "years ahead": years_ahead, "lengths in months": lambda text: sorted(lengths_in_months(text))},
    )
