"""Why a message was taken for what it was: the meanings considered, what spoke for each, and the runner-up."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import Query
from bot.dialogue.state import State

# As many features of each meaning are shown: those that weighed most.
_MOST_FEATURES = 10


def explained(found: Interpretation, state: State) -> str:
    """The explanation as text.

    Args:
        found: what the message was taken for.
        state: the conversation before it.
    """
    lines = [
        f"under discussion: {', '.join(state.discussed) or '-'}; before: {', '.join(state.previous) or '-'}; "
        f"last asked: {_named(state.last) if state.last else '-'}; waits for: {state.pending.asked if state.pending else '-'}",
        f"taken for ({found.edit}): " + "; ".join(_named(query) for query in found.queries),
    ]
    shares = _shares(found)
    for place, (candidate, share) in enumerate(zip(found.candidates, shares, strict=True), 1):
        lines.append(f"{place}. {share:4.0%} {_named(candidate.query)}")
        best = found.candidates[1 if place == 1 and len(found.candidates) > 1 else 0].features
        lines += [f"      {difference:+.2f} {name}" for name, difference in _telling(candidate.features, best)]
    return "\n".join(lines)


def _named(query: Query) -> str:
    certificates = "+".join(query.certificates) or "none"
    return f"{query.act} {query.intent} of {certificates} for {query.person}"


def _shares(found: Interpretation) -> list[float]:
    odds = [math.exp(candidate.log_probability) for candidate in found.candidates]
    return [odd / (sum(odds) or 1.0) for odd in odds]


def _telling(features: Mapping[str, float], others: Mapping[str, float]) -> list[tuple[str, float]]:
    """The features that tell a meaning from another one, by how much."""
    differences = {name: features.get(name, 0.0) - others.get(name, 0.0) for name in features.keys() | others.keys()}
    ranked = sorted(differences.items(), key=lambda item: -abs(item[1]))
    return [(name, difference) for name, difference in ranked[:_MOST_FEATURES] if abs(difference) >= 0.05]
