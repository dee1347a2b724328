"""The register tells of all that is kept: no table or column is there that it leaves out, and none that is not there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from rasa.core.tracker_store import SQLTrackerStore

from bot.channels.telegram.store import TABLES as TELEGRAM_TABLES
from bot.channels.telegram.updates import SECONDS_EDITABLE
from bot.channels.web.store import TABLES as WEB_TABLES
from bot.monitoring import metrics
from bot.monitoring.logs import ACCESS_FIELDS
from bot.privacy.files import FILE, FOLDER
from bot.privacy.retention import KEEP_DAYS
from bot.privacy.stores import Stores
from bot.staff.marks import TABLES as STAFF_TABLES
from bot.staff.sessions import LIFETIME
from tests.staff.told import Told

REGISTER = (Path(__file__).resolve().parents[2] / "docs" / "registre.md").read_text(encoding="utf-8")
LINES = [[cell.strip() for cell in line.strip("|").split("|")] for line in REGISTER.splitlines() if line.startswith("| ")]
# « `table.column` », and what is told of it.
KEPT = {match[1]: cells[1:] for cells in LINES if (match := re.fullmatch(r"`(\w+\.\w+)`", cells[0]))}


def test_every_column_of_every_table_is_in_the_register_and_no_other():
    tables = [SQLTrackerStore.SQLEvent.__table__, *WEB_TABLES.sorted_tables, *TELEGRAM_TABLES.sorted_tables]
    columns = {f"{table.name}.{column.name}" for table in (*tables, *STAFF_TABLES.sorted_tables) for column in table.columns}
    assert columns == set(KEPT)


def test_no_store_has_a_table_that_nobody_knows_of(tmp_path):
    told = Told(tmp_path / "conversations.db")
    Stores(told.address)
    with sqlite3.connect(tmp_path / "conversations.db") as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    assert names == {column.partition(".")[0] for column in KEPT}


def test_each_is_told_with_what_how_long_and_why():
    for column, told in KEPT.items():
        assert len(told) == 3, column
        assert all(told), column


def test_each_channel_that_takes_messages_says_by_what_its_conversations_are_named():
    for name in ("site", "Telegram", "REST"):
        assert name in KEPT["events.sender_id"][0]


def test_the_rights_of_files_are_those_that_the_code_gives():
    rights = {cells[0]: cells[1] for cells in LINES if len(cells) == 2}
    assert set(rights.values()) == {"Droits", oct(FILE)[2:], oct(FOLDER)[2:], "libres"}
    assert rights["`BOT_STORE`, et ses `-wal`, `-shm`"] == oct(FILE)[2:]
    assert rights["`var/`, `var/rapport`"] == oct(FOLDER)[2:]


def test_what_a_log_tells_of_a_request_and_figures_are_counted_by_is_in_the_register():
    told = {cells[0]: set(re.findall(r"`(\w+)`", cells[1])) for cells in LINES if len(cells) == 4}
    assert told["le journal du serveur"] == set(ACCESS_FIELDS)
    labels = {label for metric in vars(metrics).values() for label in getattr(metric, "_labelnames", ())}
    assert told["`/metrics`"] == labels | {"sheet"}


def test_how_long_is_what_the_code_does():
    assert f"« {KEEP_DAYS} jours » est le réglage `BOT_KEEP_DAYS`" in REGISTER.replace("\u00a0", " ")
    assert KEPT["events.data"][1] == f"{KEEP_DAYS} jours"
    assert KEPT["telegram_words.words"][1] == f"{SECONDS_EDITABLE // 86400} jours"
    assert f"| {LIFETIME.total_seconds() / 3600:.0f} heures |" in REGISTER
