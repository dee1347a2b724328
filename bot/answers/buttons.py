"""What may come next, as buttons: topics, and certificates to ask the same of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.reply import Button, Note
from bot.knowledge import Knowledge
from bot.typography import capital

# As many buttons a message has; a choice of certificates has as many as there are.
MOST_BUTTONS = 4
# As many next steps are offered.
_MOST_STEPS = 3
START_TOPICS = ("role", "admission", "price", "salary")


def suggestions(knowledge: Knowledge) -> tuple[Note, ...]:
    """Questions that a visitor who has said nothing yet is offered, as responses of domain.yml and the values that fill them.

    Args:
        knowledge: holds prices and salaries; the questions name the certificates that have them.
    """
    price, salary = knowledge.holders("price")[-1:], knowledge.holders("salary")[:1]
    return (
        ("suggested_certificates", {}),
        *(("suggested_price", {"certificate": knowledge.certificates[c].name}) for c in price),
        *(("suggested_salary", {"certificate": knowledge.certificates[c].name}) for c in salary),
        ("suggested_advice", {}),
    )


def start_buttons(knowledge: Knowledge) -> tuple[Button, ...]:
    """What a visitor who does not know what to ask is offered."""
    return tuple(topic_button(knowledge, topic) for topic in START_TOPICS)


def topic_button(knowledge: Knowledge, topic: str, certificates: Sequence[str] = ()) -> Button:
    """Ask of a topic, of the certificate where it is one alone.

    Args:
        knowledge: names the topic.
        topic: its id.
        certificates: those that are meant.
    """
    certificate = certificates[0] if len(certificates) == 1 else None
    return Button(knowledge.topics[topic].button, f"ask_{topic}", certificate)


def certificate_buttons(knowledge: Knowledge, topic: str, certificates: Sequence[str]) -> tuple[Button, ...]:
    """The topic of each of these certificates, to choose from.

    Args:
        knowledge: names the certificates.
        topic: what is asked of the one that is chosen.
        certificates: in order.
    """
    return tuple(Button(capital(knowledge.certificates[c].name), f"ask_{topic}", c) for c in certificates)


def most(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """As many buttons as a message shows.

    Args:
        buttons: all that might be, the first ones first.
    """
    choice = len({button.certificate for button in buttons if button.certificate})
    return tuple(buttons[: max(MOST_BUTTONS, choice)])


def next_steps(knowledge: Knowledge, topics: Sequence[str], certificates: Sequence[str]) -> tuple[Button, ...]:
    """What is asked next after the last topic, where the certificate's sheet has an answer.

    Args:
        knowledge: says what comes after a topic.
        topics: those that were answered.
        certificates: those that were told of.
    """
    wanted = dict.fromkeys(step for topic in reversed(topics) for step in knowledge.topics[topic].next)
    # What was answered in a topic's place is not offered after it.
    taken = {*topics, *({knowledge.topics[topic].general for topic in topics} if not certificates else ())}
    steps = [step for step in wanted if step not in taken and _has_answer(knowledge, step, certificates)]
    of_certificate = {step for step in steps if knowledge.topics[step].scope == "certificate"}
    return tuple(topic_button(knowledge, step, certificates if step in of_certificate else ()) for step in steps[:_MOST_STEPS])


def _has_answer(knowledge: Knowledge, topic: str, certificates: Sequence[str]) -> bool:
    holders = knowledge.holders(topic)
    return knowledge.topics[topic].scope == "centre" or bool({*holders} & {*certificates} if certificates else holders)
