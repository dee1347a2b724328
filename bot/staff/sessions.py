"""Who is logged in: a signed cookie, and a token in each form that only the page itself can have got from us."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta, timezone

import jwt

COOKIE = "equipe"
LIFETIME = timedelta(hours=8)
_ALGORITHM, _AUDIENCE = "HS256", "staff"


class Sessions:
    """Makes sessions and checks them.

    Args:
        secret: what they are signed with.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def begin(self) -> str:
        """The cookie of somebody who knows the password."""
        claims = {"sub": secrets.token_urlsafe(16), "aud": _AUDIENCE, "exp": datetime.now(timezone.utc) + LIFETIME}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def session(self, cookie: str | None) -> str | None:
        """The session of a cookie; None when it is none of ours, or over."""
        try:
            claims = jwt.decode(
                cookie or "",
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "aud", "exp"]},
            )
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        return str(claims["sub"])

    def token(self, session: str) -> str:
        """What the forms of a session hold."""
        return hmac.new(self._secret.encode(), f"form {session}".encode(), hashlib.sha256).hexdigest()

    def is_token(self, session: str, token: str) -> bool:
        """Whether a form is one of this session's."""
        return hmac.compare_digest(self.token(session).encode(), token.encode("utf-8", "surrogatepass"))
