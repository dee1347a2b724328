"""How the server starts."""

from __future__ import annotations

import pytest

from bot.serving import page


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:5005/"),
        ("localhost", "http://localhost:5005/"),
        ("::1", "http://[::1]:5005/"),
        ("2001:db8::7", "http://[2001:db8::7]:5005/"),
        ("0.0.0.0", "http://127.0.0.1:5005/"),
        ("::", "http://[::1]:5005/"),
    ],
)
def test_the_address_that_is_told_is_one_that_a_browser_opens(host, address):
    assert page(host, 5005) == address
