"""What each feature of the interpreter moves: its weight is set to 0, all other weights stay, and the turns are decided again.

A feature whose work another one can do shows little here though the two together matter, so families of features are taken
out together too: those that begin with the same word (« last: … ») and those that end with the same (« …: question »).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import structs
from scipy.sparse import csr_matrix

from bot.dialogue.features import Context
from bot.dialogue.interpreter import ASK_NOTHING, Interpreter
from bot.dialogue.learning import Measured
from bot.dialogue.query import Act, Query
from bot.dialogue.ranker import ConditionalLogit, Features
from bot.dialogue.reading import SELF, Reading
from bot.evaluation.scores import Share

_JOINT = ": "


class Removed(NamedTuple):
    """What happens without a feature, or without a family of them.

    Attributes:
        name: the feature's; of a family, with « … » for what differs.
        features: how many it is.
        weight: the feature's; of a family, the largest.
        moved: how many turns are decided otherwise.
        change: how many more turns are right; less than 0: the feature is of use.
        surprise: how much less likely what was meant becomes, in nats over all turns; less than 0: it becomes likelier.
            None where it is not told.
    """

    name: str
    features: int
    weight: float
    moved: int
    change: int
    surprise: float | None


class PartAblation(NamedTuple):
    """One part of a meaning: how many turns are right with all features, what happens without each, and which stand idle.

    Attributes:
        part: intent, also, act, certificates or person.
        right: the turns that are right with all features.
        single: each feature that a turn shows and that has a weight.
        families: of two features or more.
        unseen: features with a weight that no turn shows.
        unlearnt: features that tell options apart and have no weight: either what teaches weights never showed them, or the
            weights are older than the features.
    """

    part: str
    right: Share
    single: Sequence[Removed]
    families: Sequence[Removed]
    unseen: Sequence[str]
    unlearnt: Sequence[str]


class Options(NamedTuple):
    """What may be chosen in one turn: the features of each option, and whether it is right."""

    features: Sequence[Features]
    right: Sequence[bool]


def ablate(measured: Sequence[Measured], interpreter: Interpreter) -> list[PartAblation]:
    """What each feature moves, part by part; the parts before it are as the interpreter has them.

    Args:
        measured: the turns.
        interpreter: that interpreted them.
    """
    weights = interpreter.weights
    found = {
        "intent": (weights.intent, [_intent_options(item) for item in measured]),
        "act": (weights.act, [_act_options(item) for item in measured]),
        "certificates": (weights.certificates, [_certificate_options(item) for item in measured]),
        "person": (weights.person, [_person_options(item) for item in measured]),
    }
    parts = [ablate_choices(part, model, [o for o in options if o]) for part, (model, options) in found.items()]
    return [parts[0], _ablate_also(measured, interpreter), *parts[1:]]


def families(names: Iterable[str]) -> dict[str, list[str]]:
    """Features that begin or end alike, two or more: « last: … », « …: question », « is … », « words for … »."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if _JOINT in name:
            start, end = name.split(_JOINT, 1)
            found[f"{start}{_JOINT}…"].append(name)
            found[f"…{_JOINT}{end}"].append(name)
        for start in ("is ", "words for "):
            if name.startswith(start) and _JOINT not in name:
                found[f"{start}…"].append(name)
    return {family: members for family, members in found.items() if len(members) > 1}


def ablate_choices(part: str, model: ConditionalLogit, turns: Sequence[Options]) -> PartAblation:
    """What each feature of a choice moves.

    Args:
        part: its name.
        model: the weights.
        turns: what may be chosen in each.
    """
    table = _Table(turns, model)
    everything = table.decide([])
    shown = {name for turn in turns if len(turn.features) > 1 for features in turn.features for name in features}

    def without(name: str, members: Sequence[str]) -> Removed:
        now = table.decide(members)
        return Removed(
            name,
            len(members),
            max((model.weights[member] for member in members), key=abs),
            int((now.chosen != everything.chosen).sum()),
            int(now.right.sum()) - int(everything.right.sum()),
            now.surprise - everything.surprise,
        )

    learnt = {name for name, weight in model.weights.items() if weight}
    return PartAblation(
        part,
        Share(int(everything.right.sum()), len(turns)),
        [without(name, [name]) for name in sorted(shown & learnt)],
        [without(family, members) for family, members in families(shown & learnt).items()],
        sorted(learnt - shown),
        sorted(shown - model.weights.keys()),
    )


# The options of one turn ---------------------------------------------------------------------------------------------------


def _options(item: Measured, part: str, choices: Iterable[tuple[Features, Query]]) -> Options | None:
    """The options of a part, each judged as if the interpreter had chosen it; None where the part is not asked."""
    first = item.found.candidates[0]
    features, right = [], []
    for shown, query in choices:
        chosen = structs.replace(first, query=query)
        is_right = Measured(item.step, item.found._replace(candidates=(chosen,))).right(part)
        if is_right is None:
            return None
        features.append(shown)
        right.append(is_right)
    return Options(features, right)


def _intent_options(item: Measured) -> Options | None:
    context, query = item.step.context, item.found.candidates[0].query
    choices = [(context.intent_features(i), structs.replace(query, intent=i)) for i in context.intents() or ["out_of_scope"]]
    return _options(item, "intent", choices)


def _act_options(item: Measured) -> Options | None:
    context, query = item.step.context, item.found.candidates[0].query
    choices = [
        (context.act_features(act, query.intent), structs.replace(query, act=act)) for act in context.acts_of(query.intent)
    ]
    return _options(item, "act", choices)


def _certificate_options(item: Measured) -> Options | None:
    context, query = item.step.context, item.found.candidates[0].query
    choices = [
        (context.referent_features(chosen, ways, query.intent, query.act), structs.replace(query, certificates=chosen))
        for chosen, ways in context.referents(query.intent).items()
    ]
    return _options(item, "certificates", choices)


def _person_options(item: Measured) -> Options | None:
    context, query = item.step.context, item.found.candidates[0].query
    choices = [(context.person_features(person), structs.replace(query, person=person)) for person in context.persons()]
    return _options(item, "person", choices)


# Deciding again ------------------------------------------------------------------------------------------------------------


class _Decision(NamedTuple):
    chosen: npt.NDArray[np.intp]
    right: npt.NDArray[np.bool_]
    surprise: float


class _Table:
    """All options of all turns as numbers, so that a hundred features are taken out in a second."""

    def __init__(self, turns: Sequence[Options], model: ConditionalLogit) -> None:
        names = sorted(model.weights)
        self._column = {name: number for number, name in enumerate(names)}
        self._weights = np.array([model.weights[name] for name in names])
        most = max((len(turn.features) for turn in turns), default=1)
        rows, columns, values = [], [], []
        for number, turn in enumerate(turns):
            for place, features in enumerate(turn.features):
                for name, value in features.items():
                    if name in self._column:
                        rows.append(number * most + place)
                        columns.append(self._column[name])
                        values.append(value)
        self._shape = (len(turns), most)
        self._features = csr_matrix((values, (rows, columns)), shape=(len(turns) * most, len(names)))
        self._missing = np.array([[place >= len(turn.features) for place in range(most)] for turn in turns], dtype=bool)
        self._right = np.array([[*turn.right, *[False] * (most - len(turn.right))] for turn in turns], dtype=bool)

    def decide(self, without: Collection[str]) -> _Decision:
        """The first of the likeliest options of each turn, as the interpreter chooses it."""
        weights = self._weights.copy()
        weights[[self._column[name] for name in without]] = 0.0
        scores = np.asarray(self._features @ weights).reshape(self._shape)
        if not len(scores):
            return _Decision(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_), 0.0)
        scores[self._missing] = -np.inf
        # Sums in another order differ in their last digits, and then the first of two equals would not be the first.
        scores = np.round(scores, 9)
        chosen = scores.argmax(axis=1)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely = (odds * self._right).sum(axis=1) / odds.sum(axis=1)
        known = self._right.any(axis=1)
        surprise = float(-np.log(np.maximum(likely[known], 1e-12)).sum())
        return _Decision(chosen, self._right[np.arange(len(chosen)), chosen], surprise)


class _Remembering(Interpreter):
    """An interpreter for intents alone, which ranks those of each reading once: their weights stay."""

    def __init__(self, interpreter: Interpreter, readings: Sequence[Reading]) -> None:
        super().__init__(interpreter.knowledge, interpreter.weights)
        # Kept, so that no other reading gets the same identity.
        self._readings = readings
        self._whole = {id(reading) for reading in readings}
        self._ranked: dict[int, list[tuple[str, float]]] = {}
        self._pieces: dict[int, list[dict[str, float]]] = {}

    def rank_intents(self, context: Context) -> list[tuple[str, float]]:
        """As remembered, for whole messages."""
        key = id(context.reading)
        if key not in self._whole:
            return super().rank_intents(context)
        if key not in self._ranked:
            self._ranked[key] = super().rank_intents(context)
        return self._ranked[key]

    def piece_intents(self, context: Context) -> list[dict[str, float]]:
        """As remembered."""
        key = id(context.reading)
        if key not in self._pieces:
            self._pieces[key] = super().piece_intents(context)
        return self._pieces[key]

    def best_act(self, context: Context, intent: str) -> tuple[Act, float]:
        """Any: it tells nothing of the intents."""
        return "open", 0.0

    def best_certificates(self, context: Context, intent: str, act: Act) -> tuple[tuple[str, ...], float, frozenset[str]]:
        """None, likewise."""
        return (), 0.0, frozenset()

    def best_person(self, context: Context) -> tuple[str, float]:
        """Anybody, likewise."""
        return SELF, 0.0


def _ablate_also(measured: Sequence[Measured], interpreter: Interpreter) -> PartAblation:
    """What else is asked beside the first question: right when neither anything is missing nor anything is split off."""
    turns = [item for item in measured if item.step.context.reading.pieces]
    again = _Remembering(interpreter, [item.step.context.reading for item in turns])

    def intents(item: Measured) -> frozenset[str]:
        return frozenset(query.intent for query in again.interpret(item.step.context.reading, item.step.context.state).queries)

    def features(item: Measured) -> set[str]:
        first, pieces = item.found.candidates[0].query.intent, again.piece_intents(item.step.context)
        others = (intent for intent, _ in again.rank_intents(item.step.context) if intent != first)
        found = (item.step.context.also_features(i, first, pieces) for i in others if not {i, first} & ASK_NOTHING)
        return {name for shown in found for name, value in shown.items() if value}

    of_turns = [features(item) for item in turns]
    shown = {name for found in of_turns for name in found}
    everything = [intents(item) for item in turns]
    before = sum(_asked(item) == found for item, found in zip(turns, everything, strict=True))
    model = interpreter.weights.also

    def without(name: str, members: Sequence[str]) -> Removed:
        left = {key: weight for key, weight in model.weights.items() if key not in members}
        again.weights = structs.replace(interpreter.weights, also=ConditionalLogit(left))
        now = [
            intents(item) if found & set(members) else as_before
            for item, found, as_before in zip(turns, of_turns, everything, strict=True)
        ]
        moved = sum(one != other for one, other in zip(now, everything, strict=True))
        after = sum(_asked(item) == found for item, found in zip(turns, now, strict=True))
        return Removed(name, len(members), max((model.weights[m] for m in members), key=abs), moved, after - before, None)

    learnt = {name for name, weight in model.weights.items() if weight}
    return PartAblation(
        "also",
        Share(before, len(turns)),
        [without(name, [name]) for name in sorted(shown & learnt)],
        [without(family, members) for family, members in families(shown & learnt).items()],
        sorted(learnt - shown),
        sorted(shown - model.weights.keys()),
    )


def _asked(item: Measured) -> set[str]:
    return {query.intent for query in item.step.queries}
