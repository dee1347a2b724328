"""Certificates side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Reply, Saying
from bot.knowledge import Knowledge
from bot.typography import bullets, listing

# What is compared when no topic is named, in this order.
OVERALL_TOPICS = ("level", "admission", "duration", "price", "salary", "career")

# As long as a comparison may be in a chat, its titles aside.
MOST_CHARACTERS = 950


def compare(knowledge: Knowledge, certificates: Sequence[str], topic: str | None, focus: Focus) -> Reply:
    """Two certificates or more on one topic, or on what matters most when no topic is named.

    Args:
        knowledge: what is compared.
        certificates: those named; fewer than two are filled up from the focus, else all are compared.
        topic: on what; None for what matters most.
        focus: what the conversation is about.
    """
    chosen = tuple(dict.fromkeys((*certificates, *(focus.certificates if len(certificates) < 2 else ()))))
    if len(chosen) < 2:
        chosen = tuple(knowledge.certificates)
    topics: tuple[str, ...] = (topic,) if topic else OVERALL_TOPICS
    if topic is None and len(chosen) > 2:
        topics = ("level", "duration", "admission")
    lines, used = [], []
    for certificate in chosen:
        lines.append(f"**{capital(knowledge.certificates[certificate].name)}**")
        for compared in topics:
            entry = knowledge.facts_of(certificate, compared)
            facts = [f for f in entry.facts if f.said] if entry else []
            if topic is None:
                facts = facts[:1]
            texts = [f"{f.group} : {f.text}" if f.group else f.text for f in facts]
            said = _as_much_as_fits(texts, MOST_CHARACTERS // (len(chosen) * len(topics))) or "la fiche ne le dit pas"
            lines[-1] += f"\n  {knowledge.topics[compared].label} : {said}" if topic is None else f" : {said}"
            used += [(f.sheet or knowledge.certificates[certificate].sheet, f) for f in facts]
    title = (
        capital(knowledge.topics[topic].label) if topic else listing([capital(knowledge.certificates[c].name) for c in chosen])
    )
    buttons = tuple(Button(capital(knowledge.certificates[c].name), "ask_role", c) for c in chosen[:4])
    saying = Saying("comparison", {"title": title, "facts": "\n" + bullets(lines)}, (), tuple(used))
    return Reply((saying,), buttons, focus.on(chosen, (topic,) if topic else ()))


def _as_much_as_fits(texts: Sequence[str], most: int) -> str:
    """Whole texts in order up to a length, at least one; an ellipsis says that there is more."""
    said = ""
    for number, text in enumerate(texts):
        if number and len(said) + len(text) > most:
            return said + " ; …"
        said += (" ; " if number else "") + text
    return said
