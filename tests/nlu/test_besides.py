"""What is asked of everybody besides a diploma or work is read where somebody says that they have it or not."""

from __future__ import annotations

import pytest
from msgspec import structs

from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.knowledge.models import Condition
from bot.nlu.besides import BesidesReader
from bot.nlu.normaliser import Normaliser


def reader(knowledge: Knowledge, *also: str) -> BesidesReader:
    """A reader of these conditions beside a bac."""
    fact = Fact("le bac", ("",), conditions=tuple(Condition("un bac", years_after_bac=0, also=one) for one in also))
    like = next(iter(knowledge.certificates.values()))
    asks = structs.replace(like, topics={**like.topics, "admission": TopicFacts((fact,))})
    return BesidesReader(structs.replace(knowledge, certificates={asks.id: asks}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jai le bac et le permis", {"has": "le permis B"}),
        ("ma fille a le permis b, elle peut entrer ?", {"has": "le permis B"}),
        ("permis en poche, je peux m'inscrire ?", {"has": "le permis B"}),
        ("jai pa le permis mai jai le bac", {"lacks": "le permis B"}),
        ("sans permis c'est mort ?", {"lacks": "le permis B"}),
        ("j'ai raté mon permis", {"lacks": "le permis B"}),
        ("je passe le permis en mars", {"lacks": "le permis B"}),
        ("il faut le permis ?", {}),
        ("le permis est obligatoire ?", {}),
        ("j'ai le bac", {}),
    ],
)
def test_who_speaks_of_it_has_it_or_lacks_it(
    knowledge: Knowledge, normaliser: Normaliser, text: str, told: dict[str, str]
) -> None:
    found = reader(knowledge, "le permis B").read(normaliser.normalise(text))
    assert {one.kind: one.value for one in found} == told


def test_of_several_words_half_must_be_named(knowledge: Knowledge) -> None:
    asks = reader(knowledge, "une bonne maîtrise de l'anglais")
    assert asks.read("bonne question") == []
    assert [one.kind for one in asks.read("je maîtrise l'anglais")] == ["has"]


def test_what_no_certificate_asks_is_not_read(knowledge: Knowledge) -> None:
    assert BesidesReader(knowledge).read("j'ai le permis") == []


def test_each_of_several_things_is_read_and_an_age_is_no_thing(knowledge: Knowledge) -> None:
    asks = reader(knowledge, "le permis B", "un casier vierge", "18 ans révolus")
    found = asks.read("j'ai le permis mais pas de casier vierge, 18 ans révolus en mai")
    assert {(one.kind, one.value) for one in found} == {("has", "le permis B"), ("lacks", "un casier vierge")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("j'ai le b2 en anglais", ["has"]),
        ("je n'ai pas le b2 en anglais", ["lacks"]),
        ("j'ai le b1 en anglais", []),
        ("je parle anglais", ["has"]),
    ],
)
def test_a_level_is_told_from_another(knowledge: Knowledge, text: str, told: list[str]) -> None:
    assert [one.kind for one in reader(knowledge, "le B2 en anglais").read(text)] == told
