"""JSON schemas of the knowledge files, made from the models, so that an editor completes and checks what staff write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.models import Centre, Certificate, Definition, Paths, Reference, Sheet, Topic

_MODELS: dict[str, Any] = {
    "certificate": Certificate,
    "centre": Centre,
    "glossary": dict[str, Definition],
    "paths": Paths,
    "reference": Reference,
    "sheets": dict[str, Sheet],
    "topics": dict[str, Topic],
}


def schemas() -> dict[str, str]:
    """File name to its JSON text."""
    return {f"{name}.json": json.dumps(_schema(model), ensure_ascii=False, indent=2) + "\n" for name, model in _MODELS.items()}


def _schema(model: Any) -> dict[str, Any]:
    schema = msgspec.json.schema(model)
    if fact := schema["$defs"].get("Fact"):
        # Which the model's types do not say.
        fact |= {"if": {"required": ["source"]}, "then": {"required": ["since"]}, "else": {"required": ["quote"]}}
    return schema


def write_schemas(folder: Path = KNOWLEDGE_DIR / "schemas") -> None:
    """Write the schemas where the knowledge files point their editors to."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
