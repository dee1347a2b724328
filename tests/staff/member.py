"""Somebody of the staff, as the page sees one."""

from __future__ import annotations

import re
from html import unescape

import requests

PASSWORD = "les clercs de Poitiers"


class Staff:
    """Somebody in front of the page.

    Args:
        server: its base address.
    """

    def __init__(self, server: str) -> None:
        self.server, self.browser = server, requests.Session()

    def enters(self, password: str = PASSWORD) -> Staff:
        """Log in."""
        assert self.sends("connexion", password=password).status_code == 303
        return self

    def gets(self, path: str = "") -> requests.Response:
        """Look at a page."""
        return self.browser.get(f"{self.server}/equipe{path}", timeout=60, allow_redirects=False)

    def reads(self, path: str = "") -> str:
        """What is on a page."""
        response = self.gets(path)
        assert response.status_code == 200, response.text
        return unescape(response.text)

    def sends(self, path: str, headers: dict[str, str] | None = None, **form: str) -> requests.Response:
        """Send a form, as it is given."""
        address = f"{self.server}/equipe/{path}"
        return self.browser.post(address, data=form, headers=headers, timeout=60, allow_redirects=False)

    def token(self) -> str:
        """The token that the page's forms hold."""
        found = re.search(r'name="csrf" value="(\w+)"', self.reads())
        assert found is not None
        return found[1]
