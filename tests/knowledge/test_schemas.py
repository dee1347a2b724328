"""Editors check what staff write against schemas that say the same as the models."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.schemas import schemas, write_schemas

SCHEMA_OF = {
    path: "certificate.json" if path.parent.name == "certificates" else f"{path.stem}.json"
    for path in sorted(KNOWLEDGE_DIR.rglob("*.yml"))
}


def name(value: Path | str) -> str:
    """Name a file or a schema in a test's id."""
    return value.name if isinstance(value, Path) else value


def as_json(data: Any) -> Any:
    """Turn the dates of YAML data into text, as an editor's JSON schema check sees them."""
    return json.loads(json.dumps(data, default=date.isoformat))


def errors(schema: str, data: Any) -> list[str]:
    """Validate YAML data against one of the schemas in the repository."""
    validator = Draft202012Validator(json.loads((KNOWLEDGE_DIR / "schemas" / schema).read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_json(data))]


def test_written_schemas_are_those_in_the_repository(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schemas")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schemas").iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (KNOWLEDGE_DIR / "schemas").iterdir()}
    assert written == schemas()
    assert kept == schemas(), "write them again: python -m bot.cli schemas"


@pytest.mark.parametrize("schema", schemas())
def test_schema_is_valid(schema: str) -> None:
    Draft202012Validator.check_schema(json.loads(schemas()[schema]))


@pytest.mark.parametrize(("path", "schema"), SCHEMA_OF.items(), ids=name)
def test_knowledge_file_fits_its_schema(path: Path, schema: str) -> None:
    assert errors(schema, yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(("path", "schema"), SCHEMA_OF.items(), ids=name)
def test_knowledge_file_names_its_schema_to_editors(path: Path, schema: str) -> None:
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
    assert named, "the first line names no schema"
    assert (path.parent / named[1]).resolve() == KNOWLEDGE_DIR / "schemas" / schema


FACT = {"text": "12 mois", "quote": "12 mois"}


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        (FACT, []),
        ({**FACT, "quote": ["12", "mois"]}, []),
        ({**FACT, "dated": date(2026, 1, 1)}, []),
        ({**FACT, "cite": "12 mois"}, ["cite"]),
        ({"text": "12 mois"}, ["quote"]),
        ({"text": "12 mois", "source": "le secrétariat", "since": date(2026, 1, 1)}, []),
        ({"text": "12 mois", "source": "le secrétariat"}, ["since"]),
        ({**FACT, "glued": "1"}, ["glued"]),
        ({**FACT, "share": {"percent": "27 %"}}, ["share"]),
        ({**FACT, "salary": {"from": 1, "basis": "autre", "as_of": date(2026, 1, 1)}}, ["salary"]),
    ],
)
def test_schema_shows_a_wrong_fact(fact: dict[str, Any], wrong: list[str]) -> None:
    certificate = {"name": "clerc", "aliases": [], "sheet": "clerc", "topics": {"duration": {"facts": [fact]}}}
    found = errors("certificate.json", certificate)
    assert len(found) == len(wrong)
    assert all(word in error for word, error in zip(wrong, found, strict=True))
