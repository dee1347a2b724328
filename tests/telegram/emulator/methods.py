"""The Bot API's methods, by name: what the modules beside this one register, and how one is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.emulator.errors import Refused
from tests.telegram.emulator.parameters import Parameters
from tests.telegram.emulator.world import World


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes:
        name: as in the documentation.
        parameters: the names of its parameters.
        carry_out: gives its result.
    """

    name: str
    parameters: frozenset[str]
    carry_out: Callable[[World, Parameters], Any]


@dataclass(frozen=True)
class Told:
    """A result with the description that Telegram gives beside it."""

    result: Any
    description: str


_METHODS: dict[str, Method] = {}


def method(name: str, parameters: str = "") -> Callable[[Callable[[World, Parameters], Any]], Callable[[World, Parameters], Any]]:
    """Register a method of the Bot API.

    Args:
        name: as in the documentation.
        parameters: the names of its parameters, separated by spaces.
    """

    def register(carry_out: Callable[[World, Parameters], Any]) -> Callable[[World, Parameters], Any]:
        # "All methods in the Bot API are case-insensitive."
        _METHODS[name.lower()] = Method(name, frozenset(parameters.split()), carry_out)
        return carry_out

    return register


def find(name: str) -> Method:
    """The method of this name, in any case.

    Raises:
        Refused: 404, there is none (or it is not emulated).
    """
    if name.lower() not in _METHODS:
        raise Refused(404, "Not Found: method not found")
    return _METHODS[name.lower()]
