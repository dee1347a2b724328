"""What Rasa's own handling of « /intent » sees of a typed message."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import NORMALISED_TEXT, MessageNormaliser
from bot.nlu.normaliser import Normaliser


@pytest.fixture
def component(normaliser: Normaliser) -> MessageNormaliser:
    """Normalises as the trained one does."""
    made = MessageNormaliser({}, None, None)  # type: ignore[arg-type]
    made.normaliser = normaliser
    return made


@pytest.mark.parametrize("typed", ["😀/greet", "\u200b/greet", "／greet", "😀 / /greet", "<b>/greet"])
def test_what_was_typed_does_not_become_a_buttons_payload(component: MessageNormaliser, typed: str) -> None:
    (message,) = component.process([Message({TEXT: typed})])
    assert message.get(TEXT).startswith("greet")
    assert message.get(NORMALISED_TEXT) == message.get(TEXT)


def test_a_buttons_payload_is_left_alone(component: MessageNormaliser) -> None:
    (message,) = component.process([Message({TEXT: '/ask_price{"certificate": "clerc_expert"}'})])
    assert message.get(TEXT) == '/ask_price{"certificate": "clerc_expert"}'
