"""What `make edition` prints, in French for the staff: what a new edition of a sheet changes, the problems first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.edition import Change, Edition, accept, compare, edited, side_by_side
from bot.knowledge.errors import ROOT, instead
from bot.knowledge.loader import KNOWLEDGE_DIR, load_knowledge
from bot.knowledge.report import print_check

PAGE = ROOT / "var" / "edition.html"
_ALL = "tout"


class EditionError(Exception):
    """The command cannot be done; the message says why, and what to do."""


def print_edition(sheet: str, file: Path, accepted: str = "", title: str = "", folder: Path = KNOWLEDGE_DIR) -> bool:
    """Say what a new edition changes; write what is accepted.

    Args:
        sheet: the sheet's id.
        file: the new text.
        accepted: the numbers of the changes that are accepted, or « tout »; empty: nothing is written.
        title: what sheets.yml shall say of the edition; empty: as it does.
        folder: the knowledge folder.

    Returns:
        whether all is well after that; always, where nothing is accepted.

    Raises:
        EditionError: there is no such sheet, file or number, or the edition has no name.
        KnowledgeError: the files as they stand cannot be read.
    """
    if title and not title.strip(" .…"):
        raise EditionError('EDITION : à la place des points, écrivez le nom de l\'édition, par exemple EDITION="octobre 2026"')
    knowledge = load_knowledge(folder)
    if sheet not in knowledge.sheets:
        raise EditionError(f"la fiche « {sheet} » n'existe pas. {instead(sheet, knowledge.sheets)}")
    text, old = _read(file), knowledge.sheets[sheet]
    edition = compare(knowledge, sheet, text, folder)
    if accepted:
        changes = _chosen(edition.changes, accepted)
        accept(changes)
        (folder / "sheets" / f"{sheet}.txt").write_text(text, encoding="utf-8")
        if title:
            path = folder / "sheets.yml"
            source = path.read_text(encoding="utf-8")
            path.write_text(edited(source, {f".{sheet}.edition": json.dumps(title, ensure_ascii=False)}), encoding="utf-8")
        print(f"Écrit : le texte de la fiche et {_many(sum(bool(c.new) for c in changes), 'citation')}.")
        if not title:
            print(f"knowledge/sheets.yml dit encore « {old.edition} » : mettez-y l'édition nouvelle.")
        if any(change.new and change.file.name == "paths.yml" for change in changes):
            print("Des chemins ont changé : lancez « make draw », qui refait docs/paths.md.")
        return print_check(folder=folder)
    side_by_side(old.text, text, PAGE)
    print(f"« {old.title} », nouvelle édition. Rien n'est changé avant que vous l'acceptiez.")
    _print_changes(edition)
    _print_lines(edition)
    print(f"\nLes deux textes côte à côte, à ouvrir dans un navigateur : {PAGE.relative_to(ROOT)}")
    numbers = " ".join(str(n) for n, change in enumerate(edition.changes, 1) if change.new) or _ALL
    command = f'make edition SHEET={sheet} FILE={file} ACCEPT="{numbers}" EDITION="…"'
    print(f"Pour accepter (gardez les numéros qui vous conviennent) :\n  {command}")
    return True


def _read(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError:
        raise EditionError(f"le fichier {file} ne se lit pas : vérifiez son nom") from None
    if content[:4] in (b"%PDF", b"PK\x03\x04"):
        raise EditionError(f"{file} n'est pas du texte : enregistrez-le « en texte brut » (.txt), puis recommencez")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # As older Windows programs write it.
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n")


def _chosen(changes: Sequence[Change], accepted: str) -> list[Change]:
    if accepted == _ALL:
        return list(changes)
    numbers = accepted.replace(",", " ").split()
    if wrong := [n for n in numbers if not n.isdecimal() or not 0 < int(n) <= len(changes)]:
        raise EditionError(f"ACCEPT : « {wrong[0]} » n'est pas un numéro de la liste (de 1 à {len(changes)}, ou « {_ALL} »)")
    return [changes[int(n) - 1] for n in numbers]


def _print_changes(edition: Edition) -> None:
    lost = [c for c in edition.changes if not c.new]
    if lost:
        print(f"\nPLUS DANS LA FICHE ({_many(len(lost), 'citation')}) : retirez le fait, ou citez une autre ligne.")
    for number, change in enumerate(edition.changes, 1):
        if number == len(lost) + 1:
            print(f"\nCHANGÉ ({_many(len(edition.changes) - len(lost), 'citation')})")
        shown = change.file.relative_to(ROOT) if change.file.is_relative_to(ROOT) else change.file
        print(f" {number:2}. {shown}, ligne {change.line}")
        print(f"      la fiche disait : {_short(change.old)}")
        if change.new:
            print(f"      elle dit        : {_short(' / '.join(change.new))}")
        if change.fact is None:
            print("      (écartée exprès, sous left_out : le robot n'en dit rien)")
        elif not change.new:
            alone = len(change.fact.quotes) == 1
            print(f"      {'les visiteurs ne liront plus' if alone else 'à récrire, le robot dit encore'} : {change.fact.text}")
        elif change.text != change.fact.text:
            print(f"      le robot dit    : {change.fact.text}")
            print(f"      il dira         : {change.text}")
        else:
            print(f"      le robot dira comme avant : {change.fact.text}")


def _print_lines(edition: Edition) -> None:
    if edition.uncovered:
        print(f"\nNOUVEAU ({_many(len(edition.uncovered), 'ligne')} que rien ne cite) : à citer dans un fait, ou sous left_out.")
        for line, text in edition.uncovered:
            print(f"     ligne {line} : {_short(text)}")
    if not edition.changes and not edition.uncovered:
        print("\nAucune citation n'a changé, et rien de nouveau n'est à citer.")


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number > 1 else ''}"
