"""Marks that YAML accepts without a word and that change what was meant: a text cut by « # », quotation marks that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import composed, files_of, read_text
from bot.knowledge.models import Knowledge
from bot.knowledge.texts import fold
from bot.knowledge.yaml_mistakes import SMART_QUOTES

_CLOSING = "“”»’"
_TEXT = "tag:yaml.org,2002:str"


def check_writing(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Texts that say something else than the staff meant, though they are good YAML.

    Args:
        knowledge: what was read; a sheet's own words may begin with « too.
        folder: where from.
    """
    sheets = [fold(sheet.text) for sheet in knowledge.sheets.values()]
    for path in files_of(folder):
        source = read_text(path)
        lines = source.split("\n")
        for node in _plain_texts(composed(source)):
            rest = lines[node.end_mark.line][node.end_mark.column :]
            if found := _mistake(node.value, rest, sheets):
                yield KnowledgeError(path, node.start_mark.line + 1, *found)


def _plain_texts(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The texts without quotation marks of YAML's."""
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _plain_texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _plain_texts(value)
    elif isinstance(node, yaml.ScalarNode) and not node.style and node.tag == _TEXT:
        yield node


def _mistake(text: str, rest: str, sheets: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with a text, and how to mend it.

    Args:
        text: as it is read.
        rest: what follows it on its line.
        sheets: the sheets' words, folded: these may have such quotation marks.
    """
    straight = 'Ouvrez et fermez le texte par des guillemets droits : "…"'
    if rest.lstrip().startswith("#"):
        return "« # » coupe le texte : la suite n'est pas lue", f"{straight} ; un commentaire se met sur sa propre ligne"
    if text[:1] in SMART_QUOTES and text[-1:] in _CLOSING and not any(fold(text) in sheet for sheet in sheets):
        return f"le texte est entre guillemets typographiques ({text[0]}{text[-1]}), que le robot dirait", straight
    if text.endswith('"') and text.count('"') % 2:
        return "un guillemet est fermé sans avoir été ouvert", straight
    if text.endswith("]") and "[" not in text:
        return "un crochet « ] » est fermé sans avoir été ouvert", "Ajoutez « [ » au début de la liste"
    return None
