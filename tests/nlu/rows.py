"""Tables of rows that tests read: what a recogniser is given and what it is to find, as plain data.

```yaml
an age is read:
  read: situation              # how; the test that reads the file knows what this means
  rows:
    j'ai 22 ans: {age: 22}     # what is given, and what is wanted
and nothing else:
  read: situation
  wanted: {}                   # the same for all rows
  rows: [22 euros, en 18 mois]
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.knowledge.loader import read_yaml


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that are read in one way.

    Attributes:
        read: the name of the way.
        rows: what is wanted by what is given; or only what is given, when the same is wanted of all.
        wanted: that.
    """

    read: str
    rows: dict[str, Any] | tuple[str, ...]
    wanted: Any = None

    @property
    def by_given(self) -> dict[str, Any]:
        """What is wanted by what is given."""
        return self.rows if isinstance(self.rows, dict) else dict.fromkeys(self.rows, self.wanted)


def check_rows(path: Path, ways: Mapping[str, Callable[[str], Any]]) -> None:
    """Read every row of a file; the test fails with the score and all rows that are read wrongly.

    Args:
        path: the file.
        ways: reads what is given, by the name of the way.
    """
    tables = read_yaml(path, dict[str, Table])
    read = [
        (f"{title}: « {given} »", wanted, ways[table.read](given))
        for title, table in tables.items()
        for given, wanted in table.by_given.items()
    ]
    wrong = [f"{row} is read as {found!r}, wanted: {wanted!r}" for row, wanted, found in read if found != wanted]
    if wrong:
        pytest.fail(
            "\n".join([f"{path.name}: {len(read) - len(wrong)} of {len(read)} rows are right, but", *wrong]), pytrace=False
        )
