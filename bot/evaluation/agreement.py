"""How far two annotators of the same turns agree: `python -m bot.evaluation.agreement FOLDER OTHER_FOLDER`.

Both folders hold YAML as data/conversations does. Turns are compared that stand in both with the same text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.dialogue.annotations import AnnotatedTurn, Author, asked_queries, load_authors
from bot.evaluation.markdown import percent, table
from bot.evaluation.scores import Share
from bot.knowledge import load_knowledge

FIELDS = ("intent", "intent, with doubts", "all intents", "several", "act", "certificates", "person", "edit")


class Pair(NamedTuple):
    """One turn by two hands."""

    one: AnnotatedTurn
    other: AnnotatedTurn


class Agreement(NamedTuple):
    """How far a field is the same, and Cohen's kappa: how far beyond what chance gives (None: not for sets)."""

    share: Share
    kappa: float | None


def pairs_of(one: Sequence[Author], other: Sequence[Author]) -> list[Pair]:
    """The turns that both annotated: same conversation, same number, same text.

    Args:
        one: what the first annotator made of them; differences are told from there.
        other: the second one's.
    """
    found = dict(_turns(other))
    return [Pair(turn, found[key]) for key, turn in _turns(one) if key in found]


def _turns(authors: Sequence[Author]) -> Iterator[tuple[tuple[str, int, str], AnnotatedTurn]]:
    for author in authors:
        for conversation in author.conversations:
            for number, turn in enumerate(conversation.turns):
                yield (conversation.id, number, turn.user.strip()), turn


def agreement(pairs: Sequence[Pair], everything: tuple[str, ...]) -> dict[str, Agreement]:
    """How far the second annotator agrees with the first, field by field.

    « intent »: what the second one takes to be asked first is among what the first one says is asked (« with doubts »: or among
    the other readings that the first one notes). « several »: where the first one finds several intents, the second finds them
    too. « all intents »: the same ones. Act, certificates and person are compared where « intent » agrees, so that one
    disagreement counts once; the edit where the first one says that there is one.

    Args:
        pairs: turns by two hands.
        everything: the certificates' ids.
    """
    same: dict[str, list[bool]] = {field: [] for field in FIELDS}
    labels: dict[str, list[tuple[str, str]]] = {"intent": [], "act": [], "person": [], "edit": []}
    for pair in pairs:
        queries, others = asked_queries(pair.one, everything), asked_queries(pair.other, everything)
        first, intents, their_intents = others[0], {q.intent for q in queries}, {q.intent for q in others}
        alike = [query for query in queries if query.intent == first.intent]
        same["intent"].append(bool(alike))
        labels["intent"].append((first.intent if alike else queries[0].intent, first.intent))
        same["intent, with doubts"].append(first.intent in intents | {query.intent for query in pair.one.or_})
        same["all intents"].append(intents == their_intents)
        if len(intents) > 1:
            same["several"].append(intents <= their_intents)
        if alike:
            same["certificates"].append(first.certificates in {query.certificates for query in alike})
            same["person"].append(first.person in {query.person for query in alike})
            labels["person"].append((alike[0].person, first.person))
            if pair.one.act_is_known and pair.other.act_is_known:
                same["act"].append(first.act in {query.act for query in alike})
                labels["act"].append((alike[0].act, first.act))
        if pair.one.edit != "none":
            same["edit"].append(pair.one.edit == pair.other.edit)
            labels["edit"].append((pair.one.edit, pair.other.edit))
    return {field: Agreement(Share(sum(found), len(found)), _kappa(labels.get(field))) for field, found in same.items()}


def disagreements(pairs: Sequence[Pair], everything: tuple[str, ...]) -> list[tuple[str, str, int, str]]:
    """The intents that are told apart otherwise, most frequent first, each with one of its messages."""
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for pair in pairs:
        one, other = asked_queries(pair.one, everything)[0].intent, asked_queries(pair.other, everything)[0].intent
        if one != other:
            counts[one, other] += 1
            examples.setdefault((one, other), pair.one.user)
    return [(one, other, times, examples[one, other]) for (one, other), times in counts.most_common()]


def _kappa(labels: Sequence[tuple[str, str]] | None) -> float | None:
    if not labels:
        return None
    total = len(labels)
    one, other = Counter(first for first, _ in labels), Counter(second for _, second in labels)
    by_chance = sum(count * other[label] for label, count in one.items()) / total**2
    observed = sum(first == second for first, second in labels) / total
    return 1.0 if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def text_of(found: Mapping[str, Agreement], turns: int, apart: Sequence[tuple[str, str, int, str]]) -> str:
    """What is printed.

    Args:
        found: the agreement by field.
        turns: how many were compared.
        apart: the intents that are told apart otherwise.
    """
    rows = [
        (field, a.share.total, a.share.part, percent(a.share), "–" if a.kappa is None else f"{a.kappa:.2f}")
        for field, a in found.items()
    ]
    lines = [f"{turns} turns annotated twice.\n", table(("Field", "Compared ", "Same ", "Agreement ", "Kappa "), rows)]
    if apart:
        lines.append(table(("The one", "The other", "Times ", "For example"), apart))
    return "\n".join(lines)


def main(one: Path, other: Path, most: int = 15) -> int:
    """Compare two folders and print; gives 1 when they share no turn.

    Args:
        one: a folder of annotated conversations.
        other: another.
        most: how many pairs of intents are listed.
    """
    everything = tuple(load_knowledge().certificates)
    pairs = pairs_of(load_authors(one), load_authors(other))
    if not pairs:
        print("The folders share no turn.", file=sys.stderr)
        return 1
    print(text_of(agreement(pairs, everything), len(pairs), disagreements(pairs, everything)[:most]))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m bot.evaluation.agreement FOLDER OTHER_FOLDER")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
