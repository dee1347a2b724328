"""Files that hold what visitors wrote are their owner's alone, like the secret."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def private_file(path: Path) -> None:
    """Have a file that only its owner reads and writes: made where it is not there, tightened where it is.

    What is another account's stays as that account has it.

    Args:
        path: the file.

    Raises:
        OSError: it cannot be made.
    """
    os.close(os.open(path, os.O_RDONLY | os.O_CREAT, FILE))
    tighten(path, FILE)


def private_database(path: Path) -> None:
    """The same for an SQLite database; SQLite gives the files that it makes beside it (-wal, -shm) the rights of this one.

    One that cannot be made or read is left to SQLite, which tells why.

    Args:
        path: its file.
    """
    with suppress(OSError):
        private_file(path)
    for end in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            tighten(path.with_name(path.name + end), FILE)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads.

    Args:
        path: the file; what stood in it is gone.
        content: what is to stand in it.

    Raises:
        OSError: it cannot be written.
    """
    private_file(path)
    path.write_bytes(content)


def private_output() -> None:
    """Where what is printed goes to a file (`… > copie.json`), have that private, too."""
    with suppress(OSError, ValueError):
        output = sys.stdout.fileno()
        if stat.S_ISREG(os.fstat(output).st_mode):
            os.fchmod(output, FILE)


def tighten(path: Path, rights: int) -> None:
    """Take away rights that a file or a folder has beyond these.

    Args:
        path: it.
        rights: those that may stay.

    Raises:
        FileNotFoundError: it is not there.
    """
    found = stat.S_IMODE(path.stat().st_mode)
    if found & ~rights:
        # Of another account: nobody but that can.
        with suppress(PermissionError):
            path.chmod(found & rights)
