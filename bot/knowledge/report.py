"""What `make check` prints: facts by certificate and topic, coverage of each sheet, what was left out and why."""

from __future__ import annotations

from bot.knowledge.checks import check, sheet_coverage
from bot.knowledge.loader import KnowledgeError
from bot.knowledge.models import Knowledge


def problems(knowledge: Knowledge) -> list[KnowledgeError]:
    """All that is wrong with the knowledge as it stands in the repository."""
    return check(knowledge)


def print_report(knowledge: Knowledge) -> None:
    """Print the report to standard output."""
    owners = {key: c.topics for key, c in knowledge.certificates.items()} | {"centre": knowledge.centre.topics}
    print("Facts by topic")
    print(f"  {'':22}" + "".join(f"{key.removeprefix('clerc_'):>16}" for key in owners))
    for topic, described in knowledge.topics.items():
        counts = [len(topics[topic].facts) if topic in topics else 0 for topics in owners.values()]
        if described.scope == "unanswered":
            continue
        print(f"  {topic:22}" + "".join(f"{count or '–':>16}" for count in counts))
    unanswered = [key for key, topic in knowledge.topics.items() if topic.scope == "unanswered"]
    print(f"\nTopics that no sheet answers ({len(unanswered)}): {', '.join(unanswered)}")
    print("\nCoverage of the sheets")
    for key, result in sheet_coverage(knowledge).items():
        print(f"  {key:22} {100 * result.share:6.1f} % of {result.lines} lines, {len(result.left_out)} left out:")
        for reason, line in result.left_out:
            print(f"      {line[:70]!r}: {reason}")
    print()
