"""Which version of the bot this is: pyproject.toml says it, CHANGELOG.md says what each brought."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
# Python 3.10 reads no TOML by itself, and this is all that is wanted of it.
_VERSION = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)


@lru_cache(maxsize=1)
def version() -> str:
    """The version, such as « 0.1.0 ».

    Raises:
        ValueError: pyproject.toml names none.
    """
    found = _VERSION.search(_PROJECT.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f'{_PROJECT}: version = "…" is missing')
    return found[1]
