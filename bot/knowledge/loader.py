"""Read knowledge/ into typed models; every error names the file, the line and what is expected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from bot.knowledge.models import Centre, Certificate, Definition, Knowledge, Paths, Reference, Sheet, Topic

KNOWLEDGE_DIR = Path(__file__).resolve().parents[2] / "knowledge"

T = TypeVar("T")


class KnowledgeError(Exception):
    """A knowledge file is wrong: which, where and what is expected.

    Args:
        path: the file.
        line: its line, counted from 1, or None when the whole file is meant.
        message: what is wrong and how to mend it.
    """

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}")


class _UniqueKeyLoader(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys without a word, so a fact could get lost; here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, model: type[T]) -> T:
    """Read one YAML file as a model.

    Raises:
        KnowledgeError: the file is missing, is no YAML, or does not fit the model.
    """
    source = _read(path)
    try:
        data = yaml.load(source, _UniqueKeyLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise KnowledgeError(path, mark.line + 1 if mark else None, f"not valid YAML: {error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise KnowledgeError(path, line, f"not valid YAML: {error.reason}") from None
    try:
        return msgspec.convert(data, model)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        place = _with_keys(place.rstrip("`"), data, model)
        unknown = re.match(r"Object contains unknown field `(.+)`", message)
        raise KnowledgeError(path, line_of(source, f"{place}.{unknown[1]}" if unknown else place), message) from None


def _with_keys(place: str, data: Any, model: type[T]) -> str:
    """A place with the keys that msgspec hides: it writes `[...]` for the key of a mapping.

    Each key's value is tried alone, in `data` itself, which is not used any more.
    """
    while "[...]" in place:
        before, _, after = place.partition("[...]")
        mapping = data
        for key, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", before):
            mapping = mapping[key or int(index)]
        for key, value in list(mapping.items()):
            mapping.clear()
            mapping[key] = value
            try:
                msgspec.convert(data, model)
            except msgspec.ValidationError:
                place = f"{before}.{key}{after}"
                break
    return place


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KnowledgeError(path, None, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(path, None, f"the file is not UTF-8 text ({error.reason})") from None


def line_of(source: str, place: str) -> int | None:
    """The line (from 1) of a path such as `.topics[...].facts[2].quote` in YAML text; of its nearest parent if need be."""
    node: yaml.Node | None = yaml.compose(source, yaml.SafeLoader)
    if node is None:
        return None
    line = node.start_mark.line
    for key, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", place):
        found = None
        if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
            found = node.value[int(index)]
            line = found.start_mark.line
        elif key and isinstance(node, yaml.MappingNode):
            name, found = next(((name, value) for name, value in node.value if name.value == key), (None, None))
            line = name.start_mark.line if name else line
        if found is None:
            break
        node = found
    return int(line) + 1


def load_knowledge(folder: Path = KNOWLEDGE_DIR) -> Knowledge:
    """Read the whole knowledge folder.

    Args:
        folder: holds topics.yml, sheets.yml, centre.yml, reference.yml, paths.yml, certificates/*.yml and sheets/*.txt.

    Raises:
        KnowledgeError: a file is missing or malformed. Whether what they say is true is for bot.knowledge.checks.
    """
    sheets = {}
    for key, sheet in read_yaml(folder / "sheets.yml", dict[str, Sheet]).items():
        path = folder / "sheets" / f"{key}.txt"
        if not path.exists():
            raise KnowledgeError(path, None, f"sheets.yml names the sheet « {key} », but this file is missing")
        sheets[key] = msgspec.structs.replace(sheet, text=_read(path))
    certificates = {
        path.stem: msgspec.structs.replace(read_yaml(path, Certificate), id=path.stem)
        for path in sorted((folder / "certificates").glob("*.yml"))
    }
    if not certificates:
        raise KnowledgeError(folder / "certificates", None, "no certificate: add at least one YAML file")
    return Knowledge(
        topics=read_yaml(folder / "topics.yml", dict[str, Topic]),
        certificates=certificates,
        centre=read_yaml(folder / "centre.yml", Centre),
        sheets=sheets,
        reference=read_yaml(folder / "reference.yml", Reference),
        paths=read_yaml(folder / "paths.yml", Paths),
        glossary=read_yaml(folder / "glossary.yml", dict[str, Definition]),
    )
