"""Certificates side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Reply, Saying
from bot.knowledge import Knowledge
from bot.typography import bullets, listing

# What is compared when no topic is named, in this order.
OVERALL_TOPICS = ("level", "admission", "duration", "price", "salary", "career")


def compare(knowledge: Knowledge, certificates: Sequence[str], topic: str | None, focus: Focus) -> Reply:
    """Two certificates or more on one topic, or on what matters most when no topic is named.

    Args:
        certificates: those named; fewer than two are filled up from the focus, else all are compared.
    """
    chosen = tuple(dict.fromkeys((*certificates, *(focus.certificates if len(certificates) < 2 else ()))))
    if len(chosen) < 2:
        chosen = tuple(knowledge.certificates)
    topics = (topic,) if topic else OVERALL_TOPICS
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
            said = " ; ".join(f"{f.group} : {f.text}" if f.group else f.text for f in facts) or "la fiche ne le dit pas"
            lines[-1] += f"\n  {knowledge.topics[compared].label} : {said}" if topic is None else f" : {said}"
            used += [(f.sheet or knowledge.certificates[certificate].sheet, f) for f in facts]
    title = capital(knowledge.topics[topic].label) if topic else listing([capital(knowledge.certificates[c].name) for c in chosen])
    buttons = tuple(Button(capital(knowledge.certificates[c].name), "ask_role", c) for c in chosen[:4])
    saying = Saying("comparison", {"title": title, "facts": "\n" + bullets(lines)}, (), tuple(used))
    return Reply((saying,), buttons, focus.on(chosen, (topic,) if topic else ()))
