"""A conversation's token: who holds it may read, continue and delete that conversation, and no other."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta, timezone

import jwt

from bot.channels.errors import ChannelError

LIFETIME = timedelta(hours=24)
_ALGORITHM = "HS256"
_AUDIENCE = "web"


class Tokens:
    """Makes tokens and checks them.

    Args:
        secret: what they are signed with.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def issue(self, conversation: str) -> tuple[str, datetime]:
        """A token for a conversation, and until when it lives."""
        expires = datetime.now(timezone.utc).replace(microsecond=0) + LIFETIME
        claims = {"sub": conversation, "aud": _AUDIENCE, "exp": expires}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM), expires

    def check(self, authorization: str | None, conversation: str, however_old: bool = False) -> None:
        """Let pass who may enter a conversation.

        Args:
            authorization: the request's Authorization header.
            conversation: the conversation's id, as the address has it.
            however_old: let pass a token whose time is over, too.

        Raises:
            ChannelError: missing_token, expired_token, or invalid_token: forged, malformed or another conversation's.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise ChannelError("missing_token")
        try:
            claims = jwt.decode(
                token.strip(),
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "aud", "exp"], "verify_exp": not however_old},
            )
        except jwt.ExpiredSignatureError:
            raise ChannelError("expired_token") from None
        except (jwt.InvalidTokenError, UnicodeError):
            raise ChannelError("invalid_token") from None
        if not hmac.compare_digest(claims["sub"].encode(), conversation.encode()):
            raise ChannelError("invalid_token")
