"""A message is ours or not by all the probability outside our topics, and less easily not ours when it names a certificate."""

from bot.nlu.scope import decide_scope

RANKING = [("ask_price", 0.4), ("ask_fees", 0.2), ("out_of_scope", 0.2), ("other_training", 0.15), ("greet", 0.05)]


def first(names_certificate: bool, threshold: float = 0.3, with_certificate: float = 0.6) -> tuple[str, float]:
    intent, probability = decide_scope(RANKING, names_certificate, threshold, with_certificate)[0]
    return intent, round(probability, 2)


def test_kinds_that_are_not_ours_count_together() -> None:
    assert first(names_certificate=False) == ("out_of_scope", 0.35)


def test_a_named_certificate_speaks_for_us() -> None:
    assert first(names_certificate=True) == ("ask_price", 0.4)


def test_a_likeliest_kind_below_the_threshold_does_not_come_first() -> None:
    ranking = [("out_of_scope", 0.3), ("ask_price", 0.28), ("ask_fees", 0.22), ("greet", 0.2)]
    assert decide_scope(ranking, False, 0.4, 0.6)[0] == ("ask_price", 0.28)


def test_nothing_is_lost() -> None:
    assert {intent for intent, _ in decide_scope(RANKING, False, 0.3, 0.6)} == {intent for intent, _ in RANKING}


def test_a_ranking_without_foreign_intents_stays() -> None:
    ours = [("ask_price", 0.7), ("greet", 0.3)]
    assert decide_scope(ours, False, 0.0, 0.0) == ours
