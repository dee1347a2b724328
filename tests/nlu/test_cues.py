"""Words that may point at what was said, and words that name people, are found as the lexicons list them."""

from __future__ import annotations

import pytest

from bot.nlu.cues import Found, Lexicon, cues_in, fold_same_length, people


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("et l'autre?", {"other", "question"}),
        ("les deux", {"two"}),
        ("je parle des autres", {"others", "mine"}),
        ("lequel est le moins cher?", {"which", "least", "question"}),
        ("tous sauf le dernier", {"all", "except", "last"}),
        ("le premier", {"first"}),
        ("c'est sédentaire ou pas?", {"closed", "negated"}),
        ("1 500 € net", {"net"}),
    ],
)
def test_a_cue_is_found_by_each_of_its_words(text: str, found: set[str]) -> None:
    assert found <= cues_in(text)


@pytest.mark.parametrize(
    ("text", "absent"), [("une autruche", "other"), ("vingt-deuxième", "other"), ("le prix", "question"), ("jean", "mine")]
)
def test_a_part_of_a_word_is_no_cue(text: str, absent: str) -> None:
    assert absent not in cues_in(text)


def test_a_word_may_be_several_cues() -> None:
    assert {"most", "longest"} <= cues_in("le plus long")


def test_nothing_is_found_where_nothing_is_said() -> None:
    assert cues_in("") == frozenset()
    assert people().find("") == []


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("ma fille et mon frère", ["daughter", "brother"]),
        ("ma petite-fille", ["grandchild"]),
        ("mon beau-fils", ["son"]),
        ("ma soeur", ["sister"]),
        ("ma nièce", ["niece"]),
        ("la grande a un BTS et le petit a un bac pro", ["elder child", "younger child"]),
        ("la grande école, le petit budget", []),
        ("deux jeunes", []),
        ("une demandeuse, la fillette", []),
        ("mon salarié", ["employee"]),
    ],
)
def test_people_are_named_by_their_relation(text: str, relations: list[str]) -> None:
    assert [found.key for found in people().find(text)] == relations


def test_of_two_that_overlap_the_longer_is_found_with_its_place() -> None:
    lexicon = Lexicon({"long": ["clerc principal"], "short": ["clerc"], "mine": ["j'"]})
    assert lexicon.find("un clerc principal, un clerc") == [Found("long", 3, 18), Found("short", 23, 28)]
    assert lexicon.find("j'ai") == [Found("mine", 0, 2)]


def test_folding_keeps_every_character_in_its_place() -> None:
    text = "Où est l'œuvre de ma nièce ?"
    folded = fold_same_length(text)
    assert len(folded) == len(text)
    assert "niece" in folded


def test_where_offers_no_choice() -> None:
    assert "either" not in cues_in("un métier où on reste assis ?")
    assert "either" in cues_in("assis ou debout ?")
