"""Read knowledge/ into typed models; every error names the file, the line, what is wrong and how to mend it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from bot.knowledge import value_mistakes, yaml_mistakes
from bot.knowledge.domain import Domain
from bot.knowledge.errors import ROOT, KnowledgeError
from bot.knowledge.models import Centre, Certificate, Definition, Knowledge, Paths, Reference, Sheet, Topic

# A release (bot.publishing) is trained from its own folder.
KNOWLEDGE_DIR = Path(os.environ.get("BOT_KNOWLEDGE", ROOT / "knowledge"))
# What was published, in numbered folders (bot.publishing.releases).
RELEASES_DIR = Path(os.environ.get("BOT_RELEASES", ROOT / "var" / "releases"))

T = TypeVar("T")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeys(yaml.constructor.SafeConstructor):
    """PyYAML keeps the last of two equal keys without a word, so a fact could get lost; here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _mistake("une clé doit être un mot", "Entourez-la de guillemets droits ou corrigez-la", key_node)
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                remedy = f"Gardez l'une des deux : la première est à la ligne {seen[key]}"
                raise _mistake(f"la clé « {key} » est écrite deux fois", remedy, key_node)
            seen[key] = key_node.start_mark.line + 1
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            remedy = "Écrivez l'année, le mois et le jour : AAAA-MM-JJ, par exemple 2026-11-01"
            raise _mistake(f"« {node.value} » n'est pas une date du calendrier", remedy, node) from None


_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _UniqueKeys.construct_yaml_timestamp)  # type: ignore[type-var]


class _Loader(_UniqueKeys, _PARSER):  # type: ignore[misc]
    """Ten times as fast as the other, where PyYAML was built with libyaml as on PyPI."""


class _TellingLoader(_UniqueKeys, yaml.SafeLoader):
    """In Python: it tells more of a mistake, and what it tells `yaml_mistakes` knows."""


def _mistake(message: str, remedy: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    """As `yaml_mistakes` takes it."""
    return yaml.constructor.ConstructorError(None, None, f"{message} → {remedy}", node.start_mark)


def read_yaml(path: Path, model: type[T]) -> T:
    """Read one YAML file as a model.

    Args:
        path: the file.
        model: what it holds.

    Raises:
        KnowledgeError: the file is missing, is no YAML, or does not fit the model.
    """
    source = read_text(path)
    try:
        data = _load(source)
    except yaml.MarkedYAMLError as error:
        mistake = yaml_mistakes.explain(source, error)
        raise KnowledgeError(path, mistake.line, mistake.message, mistake.remedy) from None
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        sign = f"U+{ord(source[error.position]):04X}"
        raise KnowledgeError(
            path, line, f"un caractère invisible ({sign}) n'est pas permis", "Effacez-le et retapez le mot"
        ) from None
    try:
        return msgspec.convert(data, model)
    except msgspec.ValidationError as error:
        raise _unfit(path, source, str(error), data, model) from None


def _load(source: str) -> Any:
    # libyaml takes a tab within a list for part of the text.
    if "\t" not in source:
        with suppress(yaml.YAMLError):
            return yaml.load(source, _Loader)
    return yaml.load(source, _TellingLoader)


def _unfit(path: Path, source: str, told: str, data: Any, model: type[Any]) -> KnowledgeError:
    """The error of a file that does not fit its model."""
    message, of_key, place = told.replace(" - at `key` in `$", " - at key `$").partition(" - at key `$")
    if not of_key:
        message, _, place = told.partition(" - at `$")
    place = _with_keys(place.rstrip("`"), data, model)
    unknown = re.match(r"Object contains unknown field `(.+)`", message)
    line = line_of(source, f"{place}.{unknown[1]}" if unknown else place)
    if of_key:
        mistake = value_mistakes.wrong_key(_value_at(data, place))
    else:
        written = source.split("\n")[line - 1] if line else ""
        mistake = value_mistakes.explain(message, _value_at(data, place), written, model)
    return KnowledgeError(path, line, mistake.message, mistake.remedy)


def _steps(place: str) -> list[str | int]:
    return [key or int(index) for key, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", place)]


def _value_at(data: Any, place: str) -> Any:
    for step in _steps(place):
        data = data[step]
    return data


def _with_keys(place: str, data: Any, model: type[Any]) -> str:
    """A place with the keys that msgspec hides: it writes `[...]` for the key of a mapping.

    Each key's value is tried alone.
    """
    while "[...]" in place:
        before, _, after = place.partition("[...]")
        mapping = _value_at(data, before)
        entries = dict(mapping)
        for key, value in entries.items():
            mapping.clear()
            mapping[key] = value
            try:
                msgspec.convert(data, model)
            except msgspec.ValidationError:
                place = f"{before}.{key}{after}"
                break
        else:
            place = before
        mapping.clear()
        mapping.update(entries)
    return place


def read_text(path: Path) -> str:
    """Read a text file.

    Raises:
        KnowledgeError: it is missing or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KnowledgeError(path, None, "ce fichier manque", "Remettez-le à sa place, ou corrigez son nom") from None
    except UnicodeDecodeError as error:
        line = bytes(error.object).count(b"\n", 0, error.start) + 1
        message = "le fichier n'est pas enregistré en UTF-8 : ses accents ne se lisent pas"
        raise KnowledgeError(path, line, message, "Enregistrez-le de nouveau en choisissant l'encodage UTF-8") from None


@lru_cache(maxsize=32)
def composed(source: str) -> yaml.Node | None:
    """The nodes of YAML text with their places, None when it is empty."""
    node: yaml.Node | None = yaml.compose(source, _PARSER)
    return node


def _way(source: str, place: str) -> Iterator[tuple[int, yaml.Node]]:
    """The nodes on the way to a place in YAML text, each with the line (from 0) of its key, as far as they are there."""
    node = composed(source)
    if node is not None:
        yield node.start_mark.line, node
    for step in _steps(place):
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode) and step < len(node.value):
            node = node.value[step]
            yield node.start_mark.line, node
        elif isinstance(node, yaml.MappingNode) and (found := [pair for pair in node.value if pair[0].value == step]):
            name, node = found[0]
            yield name.start_mark.line, node
        else:
            return


def line_of(source: str, place: str) -> int | None:
    """The line (from 1) of a path such as `.topics[...].facts[2].quote` in YAML text; of its nearest parent if need be."""
    lines = [line for line, _ in _way(source, place)]
    return lines[-1] + 1 if lines else None


def node_at(source: str, place: str) -> yaml.Node | None:
    """The node at a path in YAML text; None when it is not there."""
    nodes = [node for _, node in _way(source, place)]
    return nodes[-1] if len(nodes) == len(_steps(place)) + 1 else None


_MODELS: dict[str, Any] = {
    "topics.yml": dict[str, Topic],
    "centre.yml": Centre,
    "sheets.yml": dict[str, Sheet],
    "reference.yml": Reference,
    "paths.yml": Paths,
    "glossary.yml": dict[str, Definition],
}


def domain_of(folder: Path) -> Path:
    """The file with the bot's words, which stands beside a knowledge folder."""
    return folder.parent / "domain.yml"


def files_of(folder: Path) -> dict[Path, Any]:
    """The YAML files of the staff, each with what it is read as.

    Args:
        folder: the knowledge folder.
    """
    files = {folder / name: model for name, model in _MODELS.items()}
    files |= dict.fromkeys(sorted((folder / "certificates").glob("*.yml")), Certificate)
    return files | {domain_of(folder): Domain}


def broken_files(folder: Path = KNOWLEDGE_DIR) -> list[KnowledgeError]:
    """For each file of the staff's that cannot be read, why: who breaks two files is told of both.

    Args:
        folder: the knowledge folder.
    """
    found = []
    for path, model in files_of(folder).items():
        try:
            read_yaml(path, model)
        except KnowledgeError as error:
            found.append(error)
    return found


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
            message = f"sheets.yml nomme la fiche « {key} », mais ce fichier manque"
            raise KnowledgeError(path, None, message, "Ajoutez le texte de la fiche, ou retirez-la de sheets.yml")
        sheets[key] = msgspec.structs.replace(sheet, text=read_text(path))
    certificates = {
        path.stem: msgspec.structs.replace(read_yaml(path, Certificate), id=path.stem)
        for path in sorted((folder / "certificates").glob("*.yml"))
    }
    if not certificates:
        raise KnowledgeError(folder / "certificates", None, "il n'y a aucun certificat", "Ajoutez au moins un fichier YAML")
    return Knowledge(
        topics=read_yaml(folder / "topics.yml", dict[str, Topic]),
        certificates=certificates,
        centre=read_yaml(folder / "centre.yml", Centre),
        sheets=sheets,
        reference=read_yaml(folder / "reference.yml", Reference),
        paths=read_yaml(folder / "paths.yml", Paths),
        glossary=read_yaml(folder / "glossary.yml", dict[str, Definition]),
    )
