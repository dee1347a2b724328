"""Rasa's domain.yml as far as the staff change it: the words of the bot."""

from __future__ import annotations

import msgspec


class Variation(msgspec.Struct, frozen=True):
    """One wording of a response; Rasa knows more of it than is looked at here."""

    text: str


class Domain(msgspec.Struct, frozen=True):
    """All responses by their names, `utter_…`."""

    responses: dict[str, tuple[Variation, ...]]
