"""The conditional logit learns how much what speaks for an option weighs, and says so."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.ranker import Choice, ConditionalLogit, fit

TRUE = ConditionalLogit({"named": 2.0, "last": 1.0, "ruled out": -1.5})
_options = st.lists(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(-50, 50, allow_nan=False), max_size=3), min_size=1, max_size=6
)
_models = st.dictionaries(st.sampled_from(["a", "b"]), st.floats(-20, 20, allow_nan=False)).map(ConditionalLogit)


def choices_by(model: ConditionalLogit, number: int) -> list[Choice]:
    """Choices among four options with random features, made as likely as a model says."""
    random = np.random.default_rng(1)
    made = []
    for _ in range(number):
        options = [{name: float(random.random()) * 3 for name in model.weights} for _ in range(4)]
        odds = np.exp(model.log_probabilities(options))
        made.append(Choice(options, frozenset([int(random.choice(4, p=odds / odds.sum()))])))
    return made


def test_known_weights_are_learnt_from_the_choices_they_make() -> None:
    learnt = fit(choices_by(TRUE, 3000), ridge=0.1)
    assert learnt.weights == pytest.approx(dict(TRUE.weights), abs=0.15)


def test_a_stronger_ridge_holds_weights_nearer_to_zero() -> None:
    choices = choices_by(TRUE, 200)
    loose, tight = fit(choices, ridge=0.1), fit(choices, ridge=100.0)
    assert all(abs(tight.weights[name]) < abs(loose.weights[name]) for name in TRUE.weights)


def test_several_right_options_share_what_is_right() -> None:
    options = [{"a": 1.0}, {"a": 1.0, "b": 1.0}, {"c": 1.0}]
    learnt = fit([Choice(options, frozenset([0, 1]))] * 20)
    assert learnt.weights["a"] > 0 > learnt.weights["c"]
    shares = [math.exp(log_p) for log_p in learnt.log_probabilities(options)]
    assert shares[0] + shares[1] > 0.9
    assert min(shares[0], shares[1]) > 0.2


@pytest.mark.parametrize(
    "choices",
    [[], [Choice([{"a": 1.0}], frozenset([0]))], [Choice([{"a": 1.0}, {}], frozenset())], [Choice([{}, {}], frozenset([0]))]],
    ids=["none", "nothing to choose", "none right", "no features"],
)
def test_where_there_is_nothing_to_learn_nothing_is_learnt(choices: list[Choice]) -> None:
    assert fit(choices) == ConditionalLogit()


def test_what_each_feature_adds_is_told_and_sums_up_to_the_score() -> None:
    features = {"named": 1.0, "ruled out": 2.0, "unknown": 5.0, "last": 0.0}
    found = TRUE.contributions(features)
    assert found == {"named": 2.0, "ruled out": -3.0}
    assert sum(found.values()) == TRUE.score(features)


def test_what_was_never_learnt_weighs_nothing() -> None:
    assert ConditionalLogit().score({"named": 3.0}) == 0.0
    assert ConditionalLogit().log_probabilities([{"named": 3.0}, {}]) == pytest.approx([math.log(0.5)] * 2)


@settings(max_examples=80, deadline=None, database=None)
@given(_models, _options)
def test_the_options_probabilities_are_a_distribution_in_the_order_of_their_scores(
    model: ConditionalLogit, options: list[dict[str, float]]
) -> None:
    scored = model.log_probabilities(options)
    assert sum(map(math.exp, scored)) == pytest.approx(1.0)
    ranked = sorted(range(len(options)), key=lambda number: model.score(options[number]))
    in_order = [scored[number] for number in ranked]
    assert in_order == sorted(in_order)


@settings(max_examples=40, deadline=None, database=None)
@given(_models, _options, st.floats(-5, 5, allow_nan=False))
def test_what_all_options_share_changes_nothing(model: ConditionalLogit, options: list[dict[str, float]], value: float) -> None:
    shared = ConditionalLogit({**model.weights, "shared": 2.0})
    with_it = shared.log_probabilities([{**option, "shared": value} for option in options])
    assert with_it == pytest.approx(model.log_probabilities(options), abs=1e-6)
