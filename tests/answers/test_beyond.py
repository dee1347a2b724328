"""Jobs and institutions beside the certificates: what the sheets tell of them, and no certificate's figure in its place."""

from __future__ import annotations

import pytest

from tests.answers.asking import ALL, CONTACT, EXPERT, KNOWLEDGE, ask, heard, query, say, spoken_of

SIGNIFICATEUR, COMMISSAIRE = "clerc_significateur", "commissaire_de_justice"


def test_a_job_without_a_certificate_is_told_of_by_the_fact_that_names_it() -> None:
    said = ask("role", SIGNIFICATEUR)
    assert "clerc significateur : notification officielle des actes" in said.text


@pytest.mark.parametrize("topic", ["salary", "price"])
def test_of_another_profession_no_certificates_figure_is_told(topic: str) -> None:
    said = ask(topic, COMMISSAIRE, state=spoken_of(EXPERT))
    assert said.responses == ["unknown_of_subject"]
    assert said.text.startswith("Pour un **commissaire de justice**, les fiches ne disent rien sur")
    assert "€" not in said.text
    assert CONTACT["phone"] in said.text


def test_how_one_gets_into_another_profession_is_the_way_to_it() -> None:
    said = ask("admission", COMMISSAIRE)
    assert said.responses == ["path_in_general"]
    assert "commissaire de justice" in said.text.splitlines()[0]


def test_a_certificate_named_beside_another_profession_is_answered() -> None:
    assert ask("salary", EXPERT, COMMISSAIRE).told_of == [("salary", "clerc expert")]


def test_what_another_profession_does_all_day_is_told_of_those_beside_it() -> None:
    said = ask("activities", COMMISSAIRE)
    assert said.text.startswith("Les fiches ne décrivent pas le métier de **commissaire de justice**, mais ceux qui")
    names = [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in ALL]
    assert [name for name in names if f"\n- **{name}** : " not in said.text] == []
    assert "_Sources" in said.text


def test_a_job_that_is_named_as_the_goal_gets_the_way_to_it() -> None:
    said = say(query("recommendation", COMMISSAIRE), reading=heard("je veux devenir commissaire de justice"))
    assert said.state.last == query("path", COMMISSAIRE)


def test_the_enp_is_told_of_by_the_certificate_that_it_made() -> None:
    assert ask("certifiers", "enp").told_of == [("certifiers", "clerc aux procédures")]
    assert "www.enp-formation.fr" in ask("contact", "enp").text
