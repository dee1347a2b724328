"""What Rasa's own handling of « /intent » sees of a typed message."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.components import NORMALISED_TEXT, CertificateExtractor, MessageNormaliser
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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("les blocs du clerc gestionnaire, non attends, du clerc assistant", ["clerc_assistant"]),
        ("clerc expert euh pardon clerc aux procédures", ["clerc_aux_procedures"]),
        ("le prix du gestionnaire, enfin je veux dire de l'assistant", ["clerc_assistant"]),
        ("pas le clerc expert, le clerc assistant", ["clerc_assistant"]),
        ("clerc expert, non ? et clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("clerc expert ou clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("c'est le clerc expert, non pardon", ["clerc_expert"]),
        ("le salaire du clerc expert, non de l'assistant", ["clerc_assistant"]),
        ("clerc expert, attendez-vous un dossier, ou clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("clerc expert, pardon de vous déranger, et clerc assistant", ["clerc_expert", "clerc_assistant"]),
    ],
)
def test_a_certificate_that_is_taken_back_is_not_asked_about(
    recogniser: CertificateRecogniser, text: str, named: list[str]
) -> None:
    extractor = CertificateExtractor({}, None, None)  # type: ignore[arg-type]
    extractor.recogniser = recogniser
    (message,) = extractor.process([Message({TEXT: text})])
    assert [entity["value"] for entity in message.get(ENTITIES)] == named
