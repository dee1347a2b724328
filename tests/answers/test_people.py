"""Of several people each is answered by name, a person alone without one."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bot.dialogue.reading import PersonName, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person
from tests.answers.asking import (
    EXPERT,
    GESTIONNAIRE,
    NOTHING_SAID,
    heard,
    knowing,
    query,
    say,
)


def test_each_question_is_answered_for_its_own_person() -> None:
    state = knowing(knowing(years_after_bac=4, field="law"), "daughter", years_after_bac=-1)
    said = say(
        query("admission", EXPERT, act="verdict"), query("admission", EXPERT, act="verdict", person="daughter"), state=state
    )
    assert said.responses == ["verdict_yes", "verdict_no"]
    assert said.text.index("Pour **vous** :") < said.text.index("Pour **votre fille** :")


def both(daughter: dict[str, Any], theo: dict[str, Any]) -> Reading:
    """A message that tells of two persons."""
    told = (Telling("daughter", Situation(**daughter)), Telling("théo", Situation(**theo)))
    return replace(NOTHING_SAID, told=told)


def test_of_two_persons_told_at_once_each_gets_a_verdict_though_it_is_the_same() -> None:
    for theo, verdict in (({"years_after_bac": 0}, "verdict_no"), ({"years_after_bac": 2, "field": "law"}, "verdict_yes")):
        reading = both({"years_after_bac": 2, "field": "law"}, theo)
        said = say(query("admission", GESTIONNAIRE, act="verdict", person="daughter"), reading=reading)
        assert said.responses == ["verdict_yes", verdict]
        assert said.text.index("Pour **votre fille** :") < said.text.index("Pour **Théo** :")
        assert said.state.people.keys() == {"daughter", "théo"}


def test_who_has_a_first_name_is_called_by_it() -> None:
    reading = replace(both({"years_after_bac": 2}, {"years_after_bac": 0}), names=(PersonName("léa", "daughter"),))
    said = say(query("admission", GESTIONNAIRE, act="verdict", person="daughter"), reading=reading)
    assert said.text.index("Pour **Léa** :") < said.text.index("Pour **Théo** :")


def test_of_two_persons_told_at_once_each_is_advised() -> None:
    said = say(query("recommendation"), reading=both({"years_after_bac": 2}, {"years_after_bac": 4, "field": "law"}))
    assert said.told_of == [("advice", "clerc gestionnaire"), ("advice", "clerc expert")]
    assert said.openings == ["for_person", "for_person"]


def test_what_is_asked_of_no_person_is_answered_once_for_two() -> None:
    reading = both({"years_after_bac": 2}, {"years_after_bac": 0})
    assert say(query("price", GESTIONNAIRE), reading=reading).responses == ["price"]


def test_a_person_alone_is_not_named() -> None:
    assert say(query("admission", GESTIONNAIRE, act="verdict"), state=knowing(years_after_bac=2)).openings == []


def test_of_whom_the_answer_is_about_is_only_said_where_facts_of_two_are_known() -> None:
    asked = query("admission", GESTIONNAIRE, act="verdict", person="daughter")
    daughter = knowing(person="daughter", years_after_bac=2)
    assert say(asked, state=daughter).openings == []
    # Somebody who was only spoken of is no second one.
    spoken = replace(daughter, people={**daughter.people, "son": Person(Situation(), 1)})
    assert say(asked, state=spoken).openings == []
    assert say(asked, state=knowing(daughter, age=40)).text.startswith("Pour **votre fille** :\n**Oui**")


def test_the_one_and_the_other_are_two_people_whose_employer_asks() -> None:
    text = (
        "notre étude veut former deux salariées. l'une a un bac+2. l'autre a un bac pro et 5 ans chez nous. qui peut faire quoi?"
    )
    said = say(query("recommendation"), reading=heard(text))
    first, second = said.text.splitlines()[1:3]
    assert first.startswith("- **La première personne**, avec un bac + 2")
    assert second.startswith("- **La seconde personne**, avec un bac professionnel")


def test_who_asks_for_two_and_tells_of_both_gets_an_answer_for_each() -> None:
    text = "on est deux, ma femme a un bts assistante de gestion et moi j'ai rien comme diplome. on peut faire quoi chez vous?"
    said = say(query("admission"), reading=heard(text))
    assert "Votre conjoint" in said.text
    assert "Vous" in said.text
