"""What `make check` prints: what is wrong, first; on demand the facts by topic, the coverage, what was left out and why."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from bot.knowledge.checks import check, sheet_coverage
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR, broken_files, load_knowledge
from bot.knowledge.models import Knowledge


def problems(folder: Path = KNOWLEDGE_DIR) -> list[KnowledgeError]:
    """All that is wrong with the files of the staff's: those that cannot be read, else what the others say, and the examples.

    Args:
        folder: the knowledge folder; domain.yml stands beside it.
    """
    # Examples are read by what learns from them, which knows the knowledge.
    from bot.nlu.examples import check_examples

    try:
        if broken := broken_files(folder):
            return broken
        knowledge = load_knowledge(folder)
        return [*check(knowledge, folder), *check_examples(knowledge)]
    except KnowledgeError as error:
        # A sheet's text is missing, or there is no certificate at all.
        return [error]


def print_check(tables: bool = False, folder: Path = KNOWLEDGE_DIR) -> bool:
    """Print what is wrong with the files of the staff.

    Args:
        tables: print what there is, too.
        folder: the knowledge folder; domain.yml stands beside it.

    Returns:
        whether all is well.
    """
    found = problems(folder)
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        from bot.nlu.examples import rivals, silenced

        knowledge = load_knowledge(folder)
        for warning in (*silenced(knowledge), *rivals(knowledge)):
            print(f"À voir : {warning}", file=sys.stderr)
    count = f"{len(found)} problème{'s' if len(found) > 1 else ''} à corriger" if found else "aucun problème"
    print(f"Vérification : {count}.", flush=True)
    if tables:
        with suppress(KnowledgeError):
            print_tables(load_knowledge(folder))
    return not found


def print_tables(knowledge: Knowledge) -> None:
    """Print what the knowledge holds to standard output."""
    owners = knowledge.topics_by_holder()
    print("\nFaits par sujet")
    print(f"  {'':22}" + "".join(f"{key.removeprefix('clerc_'):>16}" for key in owners))
    for topic, described in knowledge.topics.items():
        counts = [len(topics[topic].facts) if topic in topics else 0 for topics in owners.values()]
        if described.scope == "unanswered":
            continue
        print(f"  {topic:22}" + "".join(f"{count or '–':>16}" for count in counts))
    unanswered = [key for key, topic in knowledge.topics.items() if topic.scope == "unanswered"]
    print(f"\nSujets auxquels aucune fiche ne répond ({len(unanswered)}) : {', '.join(unanswered)}")
    print("\nCouverture des fiches")
    for key, result in sheet_coverage(knowledge).items():
        print(f"  {key:22} {100 * result.share:6.1f} % de {result.lines} lignes, {len(result.left_out)} écartées :")
        for reason, line in result.left_out:
            print(f"      « {line[:70]} » : {reason}")
