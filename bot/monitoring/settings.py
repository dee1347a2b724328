"""What may be set from outside of logs and figures; docs/exploitation.md explains it to the staff."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.settings import LEAST_SECRET, SettingsError


@dataclass(frozen=True)
class Settings:
    """How logs are written and who may read the figures.

    Attributes:
        as_json: a line of JSON for each entry, for programs; else as people read them.
        texts: whether logs hold what visitors write: for tests only.
        token: who has it may read /metrics from elsewhere; empty: this machine alone may.
    """

    as_json: bool = False
    texts: bool = False
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; what is not set has its default.

        Args:
            environment: the variables.

        Raises:
            SettingsError: a variable cannot be used.
        """
        kind, token = environment.get("BOT_LOG", ""), environment.get("BOT_METRICS_TOKEN", "")
        if kind not in ("", "json"):
            raise SettingsError(f"BOT_LOG vaut « {kind} » : écrivez « json », ou rien.")
        if token and len(token) < LEAST_SECRET:
            raise SettingsError(
                f"BOT_METRICS_TOKEN est trop court pour être sûr : donnez-lui au moins {LEAST_SECRET} caractères tirés au hasard."
            )
        return cls(kind == "json", environment.get("BOT_LOG_TEXTS") == "1", token)
