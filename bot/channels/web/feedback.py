"""Feedback for the staff, as a table that any spreadsheet opens: `make feedback > avis.csv`."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from typing import TextIO

from bot.channels.settings import database
from bot.channels.web.store import Store
from bot.privacy.files import private_output


def write(store: Store, output: TextIO) -> None:
    """Write all feedback, the latest first."""
    table = csv.writer(output, delimiter=";")
    table.writerow(["date", "utile", "question", "réponse", "commentaire"])
    for opinion in store.opinions():
        day = datetime.fromtimestamp(opinion.at).strftime("%d/%m/%Y %H:%M")
        table.writerow([day, "oui" if opinion.helpful else "non", *map(cell, (opinion.question, opinion.text, opinion.comment))])


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what visitors write is not to be trusted."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


if __name__ == "__main__":
    private_output()
    # With its mark at the front, Excel reads UTF-8 as such.
    with open(sys.stdout.fileno(), "w", encoding="utf-8-sig", newline="", closefd=False) as output:
        write(Store(database()), output)
