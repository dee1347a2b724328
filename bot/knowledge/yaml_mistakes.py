"""What people get wrong in YAML, recognised where the reader gave up, and told in French with its line and its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

import yaml

from bot.knowledge.errors import Mistake

SMART_QUOTES = "“”„«»‘"
# « clé : » or the dash of a list, at the beginning of a line: what cannot stand inside a text.
_ENTRY = re.compile(r"\s*(?:- +)?[\w-]+:(?:\s|$)|\s*- ")
_BARE_KEY = re.compile(r"\s*(?:- +)?[\w-]+$")
# A value that YAML takes for something of its own: an alias, a tag, a comment…
_SPECIAL = re.compile(r"(?:[\w-]+:|-) +([*&!%@`|>?{\[-])")
_QUOTE_IT = 'Mettez tout le texte entre guillemets droits : "…"'
# Quoted text, and what may come after it in a list.
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_AFTER_QUOTED = re.compile(r"\s*(?:[,\]}:]|$|#)")
# How far from where the reader gave up a line may be indented wrongly, and by how many spaces.
_NEARBY, _OFF = (0, -1, 1, -2), (1, -1, 2, -2)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class _Broken:
    """A text that is no YAML, and where its reader gave up: lines and columns count from 0."""

    source: str
    problem: str
    context: str
    line: int
    column: int
    # Where what could not be read began.
    start: int

    def text(self, line: int) -> str:
        lines = self.source.split("\n")
        return lines[line] if line < len(lines) else ""

    @property
    def before(self) -> int:
        """The last line before the one that could not be read that holds anything."""
        return next((n for n in range(self.line - 1, -1, -1) if self.text(n).strip()), 0)


def explain(source: str, error: yaml.MarkedYAMLError) -> Mistake:
    """What somebody got wrong, with its line.

    Args:
        source: the text that was read.
        error: what its reader said.
    """
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    broken = _Broken(
        source,
        error.problem or "",
        error.context or "",
        line,
        mark.column if mark else 0,
        error.context_mark.line if error.context_mark else line,
    )
    found = next((mistake for recognise in _MISTAKES if (mistake := recognise(broken))), None)
    return found or Mistake(
        "cette ligne n'a pas la forme attendue (« clé: valeur »)", "Comparez-la aux lignes voisines", line + 1
    )


def _tab(broken: _Broken) -> Mistake | None:
    if "\\t" not in broken.problem and "\t" not in broken.text(broken.line)[: broken.column]:
        return None
    return Mistake(
        "cette ligne contient une tabulation", "Remplacez-la par des espaces, autant qu'aux lignes voisines", broken.line + 1
    )


def _open_quote(broken: _Broken) -> Mistake | None:
    """A quotation mark that nobody closed swallows the next lines, up to the next one: blame the line where it opened."""
    opened = broken.start if "quoted scalar" in broken.context and "end of stream" in broken.problem else None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(broken.source):
            if not isinstance(token, yaml.ScalarToken) or token.plain or token.style not in ("'", '"'):
                continue
            swallowed = range(token.start_mark.line + 1, token.end_mark.line + 1)
            if any(_ENTRY.match(broken.text(line)) for line in swallowed):
                opened = token.start_mark.line
                break
    if opened is None:
        return None
    return Mistake(
        "un guillemet ouvert sur cette ligne n'est pas fermé", "Fermez-le à la fin du texte, par le même signe", opened + 1
    )


def unpaired_quote(text: str, line: int | None = None) -> Mistake | None:
    """A quotation mark of a list or of braces that is opened and never closed, or the other way round.

    Args:
        text: the line that holds the list.
        line: its number from 1.
    """
    opening = re.match(r"\s*(?:- +)?(?:[\w-]+: +)?[\[{]", text)
    at = opening.end() if opening else len(text)
    unquoted = at
    while at < len(text):
        at += len(text[at:]) - len(text[at:].lstrip(" ,"))
        if text.startswith('"', at):
            quoted = _QUOTED.match(text, at)
            inside = text[at + 1 : quoted.end() - 1] if quoted else text[at + 1 :].rstrip("]}, ")
            if quoted is None or (inside.rstrip().endswith(",") and not _AFTER_QUOTED.match(text, quoted.end())):
                message = f"le guillemet ouvert devant « {_shortened(inside)} » n'est pas fermé"
                return Mistake(message, f"Fermez-le à la fin du texte, après « {_end(inside)} »", line)
            at = unquoted = quoted.end()
            continue
        piece = re.compile(r"(?:[^,\]}'\"]|(?<=\w)')*").match(text, at)
        at = piece.end() if piece else len(text)
        if text.startswith('"', at) and _AFTER_QUOTED.match(text, at + 1):
            begun = text[unquoted:at].strip(" ,")
            message = f"un guillemet ferme le texte après « {_end(begun)} » sans avoir été ouvert"
            return Mistake(message, f"Ouvrez-le au début du texte, devant « {_shortened(begun)} » par exemple", line)
        if not text.startswith(",", at):
            return None
    return None


def _shortened(text: str, most: int = 30) -> str:
    return text.rstrip(" ,") if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def _end(text: str) -> str:
    return " ".join(text.rstrip(" ,").split()[-3:])


def _unpaired_quote(broken: _Broken) -> Mistake | None:
    return next((found for n in (broken.line, broken.start) if (found := unpaired_quote(broken.text(n), n + 1))), None)


def _smart_quotes(broken: _Broken) -> Mistake | None:
    value = re.match(r"\s*(?:- +)?[\w-]+: +(.)", broken.text(broken.line))
    if not value or value[1] not in SMART_QUOTES:
        return None
    message = f"le texte commence par un guillemet typographique ({value[1]})"
    return Mistake(message, 'Ouvrez et fermez le texte par des guillemets droits : "…"', broken.line + 1)


def _text_after_quote(broken: _Broken) -> Mistake | None:
    text = broken.text(broken.line)
    quoted = re.match(r"\s*(?:- +)?(?:[\w-]+: +)?\[?(['\"])", text)
    if "'<scalar>'" not in broken.problem or not quoted:
        return None
    if quoted[1] == "'":
        return Mistake("une apostrophe ferme le texte trop tôt", 'Entourez ce texte de guillemets doubles : "…"', broken.line + 1)
    remedy = "Mettez le guillemet fermant à la fin du texte ; à l'intérieur, citez avec « »"
    return Mistake("du texte suit le guillemet fermant", remedy, broken.line + 1)


def _cut_by_hash(broken: _Broken) -> Mistake | None:
    text = broken.text(broken.start)
    if "expected ','" not in broken.problem or not re.search(r"[\[,{].* #", text):
        return None
    return Mistake("« # » coupe la ligne : la suite n'est pas lue", _QUOTE_IT, broken.start + 1)


def _brackets(broken: _Broken) -> Mistake | None:
    """A list or braces that go on where they should have ended; or, on their own line, a colon inside a text of theirs."""
    closing = re.search(r"expected ',' or '([\]}])'", broken.problem)
    if not closing:
        return None
    if broken.line == broken.start and "':'" in broken.problem:
        return Mistake("un texte contient un deux-points", _QUOTE_IT, broken.line + 1)
    opening = "[" if closing[1] == "]" else "{"
    return Mistake(f"« {opening} » n'est pas fermé", f"Ajoutez « {closing[1]} » à la fin", broken.start + 1)


def _special(broken: _Broken) -> Mistake | None:
    found = _SPECIAL.search(broken.text(broken.line))
    if not found or "mapping values" in broken.problem or "simple key" in broken.context:
        return None
    return Mistake(f"le texte commence par « {found[1]} », un signe réservé", _QUOTE_IT, broken.line + 1)


def _no_colon(line: int, text: str) -> Mistake:
    word = text.split()[1 if text.lstrip().startswith("- ") else 0]
    if ":" in word:
        key = word.partition(":")[0]
        return Mistake(f"il manque une espace après « {key}: »", f"Écrivez « {key}: » puis une espace et la valeur", line + 1)
    return Mistake(f"il manque un deux-points après « {word} »", f"Écrivez « {word}: »", line + 1)


def _unfinished_key(broken: _Broken) -> Mistake | None:
    if "could not find expected ':'" not in broken.problem:
        return None
    return _no_colon(broken.start, broken.text(broken.start))


def _colon(broken: _Broken) -> Mistake | None:
    """A second colon on a line is inside a text; a first one comes where the line before misses its own."""
    if "mapping values are not allowed" not in broken.problem:
        return None
    if not _BARE_KEY.match(broken.text(broken.line)[: broken.column]):
        return Mistake("le texte contient un deux-points", _QUOTE_IT, broken.line + 1)
    before = broken.text(broken.before)
    if not re.search(r":(\s|$)", before):
        return _no_colon(broken.before, before)
    return _misaligned(broken)


def _misaligned(broken: _Broken) -> Mistake:
    """The line near by that would be read with a space more or less; where there is none, the one that could not be read."""
    lines = broken.source.split("\n")
    for near, off in product(_NEARBY, _OFF):
        number = broken.line + near
        text = lines[number] if 0 <= number < len(lines) else ""
        had = len(text) - len(text.lstrip(" "))
        if not text.strip() or had + off < 0:
            continue
        try:
            yaml.compose("\n".join([*lines[:number], " " * (had + off) + text.lstrip(" "), *lines[number + 1 :]]), _LOADER)
        except yaml.YAMLError:
            continue
        message = f"cette ligne est mal alignée : elle commence par {_spaces(had)}, il en faut {had + off} comme à ses voisines"
        return Mistake(message, f"Donnez-lui autant d'espaces au début qu'aux lignes de même rang : {had + off}", number + 1)
    remedy = "Donnez-lui autant d'espaces au début qu'aux lignes de même rang ; si elle est juste, cherchez juste au-dessus"
    return Mistake("cette ligne est mal alignée", remedy, broken.line + 1)


def _spaces(number: int) -> str:
    return f"{number} espace{'s' if number > 1 else ''}"


def _indent(broken: _Broken) -> Mistake | None:
    ends = ("expected <block end>", "expected '<document start>'")
    return _misaligned(broken) if any(end in broken.problem for end in ends) else None


def _block_indent(broken: _Broken) -> Mistake | None:
    """Fields or a dash where the lines around have none: the indent is wrong, and not what follows it."""
    return _indent(broken) if re.search(r"found '<block (?:mapping|sequence) start>'", broken.problem) else None


def _escape(broken: _Broken) -> Mistake | None:
    if "escape character" not in broken.problem:
        return None
    remedy = "Écrivez deux barres (« \\\\ »), ou entourez le texte d'apostrophes"
    return Mistake("une barre « \\ » a un sens particulier entre guillemets", remedy, broken.line + 1)


def _told(broken: _Broken) -> Mistake | None:
    """What the loader itself found, in French already: a problem and its remedy."""
    message, found, remedy = broken.problem.partition(" → ")
    return Mistake(message, remedy, broken.line + 1) if found else None


_MISTAKES: tuple[Callable[[_Broken], Mistake | None], ...] = (
    _told, _tab, _unpaired_quote, _open_quote, _smart_quotes, _text_after_quote, _cut_by_hash, _brackets, _unfinished_key,
    _colon, _block_indent, _special, _indent, _escape,
)  # fmt: skip
