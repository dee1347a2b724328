"""The staff's table of feedback."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

from bot.channels.web.feedback import write
from bot.channels.web.store import Opinion, Store

ROOT = Path(__file__).resolve().parents[3]


def test_the_table_has_all_feedback_and_no_formulas(database):
    store = Store(f"sqlite:///{database}")
    store.keep_opinion("a", Opinion("a.1", True, "", "prix ?", "Le prix :\n- 16 €", 0.0))
    store.keep_opinion("a", Opinion("a.2", False, '=HYPERLINK("x") ; "non"', "-1 ?", "Je ne sais pas.", 86400.0))
    output = io.StringIO()
    write(store, output)
    head, second, first = csv.reader(io.StringIO(output.getvalue()), delimiter=";")
    assert head == ["date", "utile", "question", "réponse", "commentaire"]
    assert second[1:] == ["non", "'-1 ?", "Je ne sais pas.", '\'=HYPERLINK("x") ; "non"']
    assert first[1:] == ["oui", "prix ?", "Le prix :\n- 16 €", ""]
    assert (first[0][:10], second[0][:10]) == ("01/01/1970", "02/01/1970")


def test_it_is_printed_from_the_servers_database(database):
    Store(f"sqlite:///{database}").keep_opinion("a", Opinion("a.1", True, "bien vu", "prix ?", "16 €", 0.0))
    run = subprocess.run(
        [sys.executable, "-m", "bot.channels.web.feedback"],
        cwd=ROOT,
        env={**os.environ, "BOT_STORE": str(database)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith("\ufeffdate;utile;")
    assert "oui;prix ?;16 €;bien vu" in run.stdout
