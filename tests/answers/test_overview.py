"""A topic of several certificates: each has its line, what a sheet does not say is named."""

from __future__ import annotations

import re

import pytest

from tests.answers.asking import (
    ALL,
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    ask,
    heard,
    query,
    say,
)


def test_of_several_certificates_each_has_its_line_and_they_can_be_counted_in() -> None:
    said = ask("duration", *ALL)
    lines = {line.split("**")[1]: line for line in said.text.splitlines() if line.startswith("- **")}
    assert lines.keys() == {"Clerc assistant", "Clerc aux procédures", "Clerc expert", "Clerc gestionnaire"}
    assert "la fiche ne le dit pas" in lines["Clerc assistant"]
    names = [KNOWLEDGE.certificates[c].name for c in said.state.listed]
    assert names == [name.lower() for name in lines]


def test_several_certificates_are_each_told_of() -> None:
    said = ask("level", ASSISTANT, GESTIONNAIRE)
    assert re.search(r"clerc assistant.*niveau 5.*clerc gestionnaire.*niveau 6", said.text.lower(), re.DOTALL)
    assert said.state.discussed == (ASSISTANT, GESTIONNAIRE)


@pytest.mark.parametrize("certificates", [[EXPERT, GESTIONNAIRE], [EXPERT, PROCEDURES]], ids=["one of them", "both"])
def test_of_several_certificates_what_a_sheet_does_not_say_is_said_with_whom_to_ask(certificates: list[str]) -> None:
    told = ask("level", *certificates).text
    assert re.search(r"lerc expert.*ne (le )?dit", told)
    assert CONTACT["phone"] in told


@pytest.mark.parametrize("certificates", [ALL, ()], ids=["all", "none"])
@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("c'est bien 12 000 salariés ?", "**Oui**, c’est bien ça."),
        ("Et combien de gens ? C'est bien 12 000 ? Ce sont des clercs ou tous les salariés ?", "**Oui**, c’est bien ça."),
        ("pas 12 000 clercs, 12 000 salariés en tout, j'ai bien compris ?", "**Oui**, c’est bien ça."),
        ("c'est bien 15 000 salariés ?", "**Non**, ce n’est pas ce que dit la fiche."),
    ],
)
def test_a_figure_asked_of_several_is_confirmed_or_denied_first_with_the_facts_that_hold_it(
    certificates: tuple[str, ...], text: str, opening: str
) -> None:
    said = say(query("employment_figures", *certificates, act="confirm"), reading=heard(text))
    assert said.text.startswith(opening)
    assert "12 000 salariés" in said.text
    assert "de femmes" not in said.text
    assert "ne le dit pas" not in said.text


def test_a_figure_of_one_sheet_is_told_of_that_one() -> None:
    said = say(query("hours", *ALL, act="confirm"), reading=heard("c'est bien 481 heures ?"))
    assert said.text.startswith("**Oui**")
    assert "235" not in said.text
