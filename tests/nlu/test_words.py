"""A question and a fact meet by their telling words, whatever their endings and accents; words that all hold tell nothing."""

from __future__ import annotations

import pytest

from bot.nlu.words import stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("il négocie", "négocier avec les débiteurs"),
        ("des constats", "dresser un constat"),
        ("une EXPULSION", "les expulsions"),
        ("le débiteur", "la solvabilité des débiteurs"),
        ("les intérêts", "calculer l'intérêt dû"),
        ("l'œuvre", "une oeuvre"),
        ("d'huissiers", "l'huissier titulaire"),
    ],
)
def test_a_word_is_the_same_in_the_plural_conjugated_or_without_accents(one: str, other: str) -> None:
    assert stems(one) & stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("la saisie", "la sélection"),
        ("un bail", "un bilan"),
        ("le jury", "le juriste"),
        ("il est payé", "un pays"),
    ],
)
def test_other_words_are_not_taken_for_it(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "le bac, ou pas ?",
        "100 € en 12 mn",
        "lequel des clercs fait cela ?",
        "que fait un clerc expert dans une étude ?",
        "quelle est la différence entre clerc assistant et clerc gestionnaire ?",
        "combien de formations pour le métier de commissaire de justice ?",
        "quel certificat, dans quel office ?",
    ],
)
def test_small_words_and_those_of_most_questions_tell_nothing(text: str) -> None:
    assert stems(text) == set()
