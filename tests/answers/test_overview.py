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
