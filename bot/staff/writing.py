"""The report as files, for whoever has an account on the server."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import load_knowledge
from bot.privacy.files import FOLDER, write_private
from bot.privacy.masking import masker
from bot.staff.rendering import render_report
from bot.staff.report import Reporter
from bot.staff.tables import TABLES, as_csv
from bot.typography import french


def write_report(database: str, days: int, folder: Path) -> None:
    """Write the page and the tables, and say in a few lines what is in them.

    Args:
        database: SQLAlchemy's address of it.
        days: how many, today included.
        folder: made where it is not there. What stood in it under the same names is gone; its owner alone reads it.
    """
    reporter = Reporter(database, load_knowledge(), masker())
    report = reporter.report(days)
    folder.mkdir(FOLDER, parents=True, exist_ok=True)
    write_private(folder / "index.html", render_report(report).encode())
    for name, rows in TABLES.items():
        write_private(folder / f"{name}.csv", as_csv(rows(reporter, report)))
    counts = report.statistics.all
    told = f"{len(counts.conversations)} conversations, {counts.messages} messages, {len(report.groups)} questions sans réponse"
    print(french(f"Rapport : {told} ; {folder / 'index.html'} (et des tableaux .csv, dans le même dossier)."), flush=True)
