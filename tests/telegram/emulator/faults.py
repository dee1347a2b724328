"""How the Bot API says no, and what can go wrong between it and the bot, on demand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

DELIVERY = "webhook"


class Refused(Exception):
    """A call that is answered with an error (core.telegram.org/bots/api#making-requests).

    Args:
        status: the HTTP status and error_code.
        description: what is told.
        parameters: ResponseParameters, such as retry_after.
    """

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status, self.description, self.parameters = status, description, parameters or {}


def bad_request(message: str) -> Refused:
    """400."""
    return Refused(400, f"Bad Request: {message}")


def forbidden(message: str) -> Refused:
    """403: the bot may not write there."""
    return Refused(403, f"Forbidden: {message}")


def conflict(message: str) -> Refused:
    """409: two ways of getting updates at once."""
    return Refused(409, f"Conflict: {message}")


def too_many(retry_after: int) -> Refused:
    """429: come back after so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


@dataclass(frozen=True)
class Fault:
    """What one call meets instead of its answer; made by the methods below.

    Under the method name "webhook" a fault meets the delivery of an update instead (Emulator.inject): `broken` never reaches
    the bot, `lost_answer` reaches it but Telegram does not read the answer, `slow` waits first; Telegram delivers again.

    Attributes:
        name: for messages and for `Call.fault`.
        status: the HTTP status and error_code answered, when something is answered.
        description: the error's description.
        parameters: the error's ResponseParameters.
        carried_out: whether the method is carried out.
        cut: whether the connection is cut instead of an answer.
        seconds: to wait before anything else.
    """

    name: str
    status: int | None = None
    description: str = ""
    parameters: tuple[tuple[str, int], ...] = ()
    carried_out: bool = False
    cut: bool = False
    seconds: float = 0.0

    @property
    def is_page(self) -> bool:
        """Whether it is a gateway's error, which is a page of HTML and no JSON."""
        return self.status in (502, 503, 504)

    @classmethod
    def too_many(cls, retry_after: int = 1) -> Fault:
        """429 with `parameters.retry_after` (core.telegram.org/bots/api#responseparameters)."""
        return cls("too_many", 429, f"Too Many Requests: retry after {retry_after}", (("retry_after", retry_after),))

    @classmethod
    def server_error(cls, status: int = 502) -> Fault:
        """5xx: 500 is the API's own error, 502 to 504 a gateway's."""
        return cls("server_error", status, "Internal Server Error" if status == 500 else "Bad Gateway")

    @classmethod
    def forbidden(cls, description: str = "Forbidden: bot was blocked by the user") -> Fault:
        """403, as for a person who blocked the bot or a group that removed it."""
        return cls("forbidden", 403, description)

    @classmethod
    def conflict(cls) -> Fault:
        """409, as for getUpdates while another one runs (core.telegram.org/bots/api#getupdates)."""
        text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        return cls("conflict", 409, text)

    @classmethod
    def unauthorized(cls) -> Fault:
        """401, as for a token that was revoked."""
        return cls("unauthorized", 401, "Unauthorized")

    @classmethod
    def bad_request(cls, description: str) -> Fault:
        """400 with any description."""
        return cls("bad_request", 400, description)

    @classmethod
    def broken(cls) -> Fault:
        """The connection is cut before the method is carried out."""
        return cls("broken", cut=True)

    @classmethod
    def lost_answer(cls) -> Fault:
        """The method is carried out, and the connection cut before its answer."""
        return cls("lost_answer", carried_out=True, cut=True)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """The method is carried out, and answered after so many seconds."""
        return cls("slow", carried_out=True, seconds=seconds)


@dataclass
class _Planned:
    fault: Fault
    method: str | None
    times: int | None


@dataclass
class _Share:
    share: float
    faults: Sequence[Fault]
    methods: Sequence[str] | None
    random: random.Random


@dataclass
class Faults:
    """Which calls meet a fault."""

    _planned: list[_Planned] = field(default_factory=list)
    _shares: list[_Share] = field(default_factory=list)

    def plan(self, fault: Fault, method: str | None, times: int | None) -> None:
        """Give the next calls this fault; see Emulator.inject."""
        self._planned.append(_Planned(fault, method, times))

    def plan_share(self, share: float, faults: Sequence[Fault], seed: int, methods: Sequence[str] | None) -> None:
        """Give a share of the calls one of these faults; see Emulator.inject_share."""
        self._shares.append(_Share(share, faults, methods, random.Random(seed)))

    def clear(self) -> None:
        """No more faults."""
        self._planned, self._shares = [], []

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any; planned ones first.

        Args:
            method: its name; DELIVERY for a delivery, which only faults planned for deliveries reach.
        """
        for planned in self._planned:
            if planned.method == method or (planned.method is None and method != DELIVERY):
                if planned.times is not None:
                    planned.times -= 1
                    if planned.times == 0:
                        self._planned.remove(planned)
                return planned.fault
        for share in self._shares:
            meant = method in share.methods if share.methods is not None else method != DELIVERY
            if meant and share.random.random() < share.share:
                return share.random.choice(share.faults)
        return None
