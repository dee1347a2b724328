"""docs/paths.md for the staff: the graph of knowledge/paths.yml as a picture (Mermaid) and its arrows as a table."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.models import Knowledge, Place
from bot.typography import french

PAGE = KNOWLEDGE_DIR.parent / "docs" / "paths.md"
_TITLE = "Les chemins d'une situation à un métier"
_ABOUT = (
    "Chaque flèche est une étape de `knowledge/paths.yml`, d'où `make draw` tire cette page ; son numéro renvoie au tableau. "
    "En gris les situations, en bleu les certificats, en rouge les métiers."
)
_HEADER = "| n° | de | vers | ce que dit le robot | fiche |\n| --: | --- | --- | --- | --- |"
# Mermaid's names for the looks of the boxes: background, border and text.
_LOOKS = """    classDef situation fill:#eef1f4,stroke:#4a5560,color:#14181c
    classDef certificate fill:#2b5f8f,stroke:#1b4468,color:#ffffff
    classDef job fill:#fbeae7,stroke:#b5382a,color:#14181c"""


def write_page(knowledge: Knowledge, path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(knowledge), encoding="utf-8")


def page(knowledge: Knowledge) -> str:
    """The page: a title, the graph, and a row for each arrow."""
    places, steps = knowledge.paths.places, knowledge.paths.steps
    boxes = [f'    {key}["{french(place.name)}"]:::{_kind(place)}' for key, place in places.items()]
    arrows = [f"    {step.from_} -->|{number}| {step.to}" for number, step in enumerate(steps, 1)]
    graph = "\n".join(["```mermaid", "flowchart LR", *boxes, *arrows, _LOOKS, "```"])
    rows = [
        f"| {number} | {places[step.from_].name} | {places[step.to].name} | {step.text} | {knowledge.sheets[step.sheet].title} |"
        for number, step in enumerate(steps, 1)
    ]
    return "\n".join([f"# {french(_TITLE)}\n", f"{french(_ABOUT)}\n", f"{graph}\n", _HEADER, *map(french, rows), ""])


def _kind(place: Place) -> str:
    if place.certificate:
        return "certificate"
    return "job" if place.words else "situation"
