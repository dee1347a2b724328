"""The parameters of a call: read from any of the four forms that a request may have, and checked for their types."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.telegram.emulator.errors import bad_request, undocumented

TRUE, FALSE = ("true", "True", "1", "yes"), ("false", "False", "0", "no", "")


async def read(request: web.Request) -> tuple[dict[str, Any], bool]:
    """Read a request's parameters: URL query string, urlencoded or multipart form, or JSON.

    Source: core.telegram.org/bots/api#making-requests.

    Returns:
        the parameters, and whether their values are strings as in a form.

    Raises:
        Refused: the body is none of these.
    """
    values: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        return values, True
    if request.content_type == "application/json":
        return parse_json(await request.read()) | values, False
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return values | dict(await request.post()), True
    raise undocumented(f"content type {request.content_type!r}: only JSON and the two kinds of forms")


def parse_json(body: bytes) -> dict[str, Any]:
    """A JSON object.

    Raises:
        Refused: it is none.
    """
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON body")
    return values


class Parameters:
    """The parameters of one call.

    Args:
        values: by name.
        names: the documented names of this method; others are refused (Telegram ignores them: a misspelled one goes unseen).
        form: whether values are strings as in a form.

    Raises:
        Refused: a name that is not documented.
    """

    def __init__(self, values: dict[str, Any], names: frozenset[str], form: bool = False) -> None:
        unknown = sorted(set(values) - names)
        if unknown:
            raise undocumented(f"unknown parameter {', '.join(unknown)} (or one that is not emulated)")
        self._values, self._form = values, form

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """A String; empty when it is missing."""
        value = self._values.get(name, "")
        if not isinstance(value, str):
            raise _wrong(name, "String", value)
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """An Integer."""
        value = self._values.get(name, default)
        if self._form and isinstance(value, str):
            try:
                return int(value)
            except ValueError:
                raise _wrong(name, "Integer", value) from None
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong(name, "Integer", value)
        return value

    def flag(self, name: str) -> bool:
        """A Boolean; false when it is missing."""
        value = self._values.get(name, False)
        if self._form and value in (*TRUE, *FALSE):
            return value in TRUE
        if not isinstance(value, bool):
            raise _wrong(name, "Boolean", value)
        return value

    def chat(self, name: str = "chat_id") -> str:
        """An "Integer or String": a chat's id or @name. Telegram's error for a missing one is "chat_id is empty"."""
        value = self._values.get(name, "")
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise _wrong(name, "Integer or String", value)
        if value == "":
            raise bad_request(f"{name} is empty")
        return str(value)

    def json(self, name: str, kind: type, what: str) -> Any:
        """A JSON-serialised object or array, or None when it is missing.

        Args:
            name: the parameter's.
            kind: dict or list.
            what: how Telegram names it in its errors ("reply keyboard markup JSON object").

        Raises:
            Refused: it is no JSON, or of another type.
        """
        value = self._values.get(name)
        if isinstance(value, str):
            if not value:
                return None
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"Can't parse {what}") from None
        if name in self._values and not isinstance(value, kind):
            raise _wrong(name, "Object" if kind is dict else "Array", value)
        return value


def _wrong(name: str, type_: str, value: Any) -> Exception:
    return undocumented(f"parameter {name} must be of type {type_}, not {value!r:.60}")


def field(of: dict[str, Any], name: str, kind: type, required: bool = False) -> Any:
    """A field of an object, of its documented type (wording of errors: td/utils/JsonBuilder.cpp).

    Args:
        of: the object.
        name: the field's.
        kind: str, int, bool, dict or list.
        required: whether it must be there.

    Returns:
        its value, or None when it is missing.

    Raises:
        Refused: it is missing though required, or of another type.
    """
    if name not in of:
        if required:
            raise bad_request(f'Can\'t find field "{name}"')
        return None
    value = of[name]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        types = {str: "String", int: "Number", bool: "Boolean", dict: "Object", list: "Array"}
        raise bad_request(f'Field "{name}" must be of type {types[kind]}')
    return value
