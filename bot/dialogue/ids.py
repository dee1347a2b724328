"""Ids of the knowledge, by what they are of: what a field of one of these types holds may be no more in another knowledge."""

from __future__ import annotations

from typing import Annotated

import msgspec

# Under this key a type says what its ids are of.
OF = "of"

Certificate = Annotated[str, msgspec.Meta(extra={OF: "certificate"})]
# A certificate, or what else people name: a job aimed at, an institution.
Subject = Annotated[str, msgspec.Meta(extra={OF: "subject"})]
# A topic, or an intent beside the topics.
Intent = Annotated[str, msgspec.Meta(extra={OF: "intent"})]
# What a visitor is offered: certificates or intents.
Option = Annotated[str, msgspec.Meta(extra={OF: "option"})]
