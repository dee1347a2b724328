"""Age, diploma and experience are read when people tell them, and numbers or words that mean something else are not."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.normaliser import Normaliser
from bot.nlu.situation import SituationReader
from tests.nlu.rows import check_rows


def test_every_row_is_read(reader: SituationReader, normaliser: Normaliser) -> None:
    def values(text: str) -> dict[str, int | str]:
        """What is told, by kind."""
        return {one.kind: one.value for one in reader.read(text)}

    def told(text: str) -> dict[str, int | str]:
        """Age, level and experience, as the rest has tables of its own; and how many are too many, if a kind is told twice."""
        found = values(text)
        too_many = len(reader.read(text)) - len(found)
        kept = {kind: value for kind, value in found.items() if kind in ("age", "level", "experience_years")}
        return {**kept, "too many": too_many} if too_many else kept

    ways = {
        "told": told,
        "told as typed": lambda text: told(normaliser.normalise(text)),
        "years and field": lambda text: [values(text).get(kind) for kind in ("years_after_bac", "field")],
        "workplace": lambda text: values(text).get("workplace"),
        "past": lambda text: values(text).get("past"),
        "below": lambda text: values(text).get("below"),
        "bac": lambda text: values(text).get("bac"),
        "part of year": lambda text: [values(text).get(kind) for kind in ("experience_years", "part_of_year")],
        "expected": lambda text: values(text).get("expected"),
        "abroad": lambda text: values(text).get("abroad"),
        "diploma": lambda text: sorted(values(text).keys() & {"level", "years_after_bac"}),
    }
    check_rows(Path(__file__).with_name("situation.yml"), ways)


def test_each_thing_told_has_its_place(reader: SituationReader) -> None:
    text = "Léa, j'ai vingt-deux ans, un bac pro et depuis 3 ans un poste"
    assert [(one.kind, text[one.start : one.end]) for one in reader.read(text)] == [
        ("age", "vingt-deux"),
        ("level", "bac pro"),
        ("years_after_bac", "bac pro"),
        ("bac", "bac pro"),
        ("experience_years", "3"),
    ]
