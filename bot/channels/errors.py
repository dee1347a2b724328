"""What goes wrong, told to programs by a stable code and to people by a French sentence (errors.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from bot.knowledge.live import live
from bot.knowledge.loader import read_yaml
from bot.typography import french

ERRORS_FILE = Path(__file__).with_name("errors.yml")


class ErrorText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error's sentence, and its status where the medium is HTTP."""

    status: int
    message: str


@lru_cache(maxsize=1)
def error_texts() -> dict[str, ErrorText]:
    """All errors by their code."""
    return read_yaml(ERRORS_FILE, dict[str, ErrorText])


class ChannelError(Exception):
    """Something that is not answered as asked.

    Args:
        code: its key in errors.yml.
        headers: of the answer, where the medium is HTTP.
        **values: what fills the sentence.
    """

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.code, self.headers = code, dict(headers or {})
        self._values = values

    @property
    def status(self) -> int:
        """The HTTP status."""
        return error_texts()[self.code].status

    @property
    def message(self) -> str:
        """The sentence."""
        return french(error_texts()[self.code].message.format(**_contact(), **self._values))


def _contact() -> dict[str, str]:
    centre = live().knowledge.centre
    return {"phone": centre.phone, "email": centre.email}
