"""The staff's password."""

from __future__ import annotations

import pytest

from bot.channels.settings import SettingsError
from bot.staff.password import Password, hashed


def test_only_the_password_is_right_and_it_cannot_be_read_from_what_is_kept():
    kept = hashed("les clercs de Poitiers")
    assert "clercs" not in kept
    assert Password(kept).is_right("les clercs de Poitiers")
    assert not Password(kept).is_right("Les clercs de Poitiers")
    assert not Password(kept).is_right("x" * 100_000)
    assert hashed("les clercs de Poitiers") != kept, "each has a salt of its own"


@pytest.mark.parametrize("kept", ["secret", "scrypt:1:2:3:a:b", "scrypt:::::", "bcrypt:16384:8:1:AAAA:BBBB"])
def test_a_password_in_plain_is_no_setting(kept):
    with pytest.raises(SettingsError, match=r"bot\.cli password"):
        Password(kept)
