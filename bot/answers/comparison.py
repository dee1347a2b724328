"""Certificates side by side, and which of them does something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Note, Reply, Saying
from bot.answers.topics import TopicAnswers, as_much_as_fits
from bot.knowledge import Fact, Knowledge
from bot.nlu.normaliser import fold_accents
from bot.typography import bullets, euros, listing

# What is compared when no topic is named, in this order.
OVERALL_TOPICS = ("level", "admission", "duration", "price", "salary", "career")
# As long as the facts of a comparison may be in a chat.
MOST_CHARACTERS = 800
# Topics that tell what somebody does.
_DOING = ("activities", "role")
# Words of a question as they are looked for in facts: their first letters, which stand plurals and verb forms.
_STEM = re.compile(r"\b[a-z]{4,6}")
_COMMON = frozenset(
    fold_accents(word)[:6]
    for word in (
        "lequel laquelle lesquels quel quelle entre clerc clercs métier celui deux dans plus moins pour avec sont fait faire "
        "font "
        "peut "
        "différence assistant procédures expert gestionnaire commissaire justice travail dossiers dossier actes office étude"
    ).split()
)


def compare(topics: TopicAnswers, text: str, certificates: Sequence[str], topic: str | None, focus: Focus) -> Reply:
    """Two certificates or more on one topic, or on what matters most when no topic is named.

    Args:
        topics: answers on the topic, and holds the knowledge.
        text: the message in plain French; « lequel fait des constats ? » is answered by the one that does.
        certificates: those named; fewer than two are filled up from the focus, else all are compared.
        topic: on what; None for what matters most.
        focus: what the conversation is about.
    """
    knowledge = topics.knowledge
    chosen = tuple(dict.fromkeys((*certificates, *(focus.certificates if len(certificates) < 2 else ()))))
    if len(chosen) < 2:
        chosen = tuple(knowledge.certificates)
    if len(certificates) < 2 and (doer := _doer(knowledge, text, chosen)):
        certificate, facts = doer
        values = {"certificate": knowledge.certificates[certificate].name, "facts": _listed(facts)}
        sheet = knowledge.certificates[certificate].sheet
        saying = Saying("does", values, tuple(topics.sources({sheet})), facts=tuple((sheet, fact) for fact in facts))
        return Reply((saying,), _buttons(knowledge, [certificate]), focus.on((certificate,), ("activities",)))
    if topic:
        saying = topics.told_of_all(topic, chosen, _superlative(knowledge, topic, chosen))
        return Reply((saying,), _buttons(knowledge, chosen), focus.on(chosen, (topic,)))
    return Reply((_overall(topics, chosen),), _buttons(knowledge, chosen), focus.on(chosen))


def _overall(topics: TopicAnswers, chosen: Sequence[str]) -> Saying:
    knowledge = topics.knowledge
    compared = OVERALL_TOPICS if len(chosen) == 2 else OVERALL_TOPICS[:3]
    most = MOST_CHARACTERS // (len(chosen) * len(compared))
    notes: list[Note] = []
    used: list[tuple[str, Fact]] = []
    for key in chosen:
        lines = []
        for topic in compared:
            entry = knowledge.facts_of(key, topic)
            facts = [fact for fact in entry.facts if fact.said] if entry else []
            if facts:
                lines.append(f"{capital(knowledge.topics[topic].button)} : {as_much_as_fits([f.text for f in facts], most)}")
            used += [(fact.sheet or knowledge.certificates[key].sheet, fact) for fact in facts]
        notes.append(("compared", {"certificate": capital(knowledge.certificates[key].name), "facts": bullets(lines)}))
    names = listing([knowledge.certificates[key].name for key in chosen])
    return Saying("comparison", {"certificates": capital(names)}, tuple(notes), facts=tuple(used))


def _superlative(knowledge: Knowledge, topic: str, chosen: Sequence[str]) -> list[Note]:
    """Which certificate is first on a topic that can be ranked, with what the rank is worth."""
    facts = {key: entry.facts for key in chosen if (entry := knowledge.facts_of(key, topic))}
    if topic == "salary":
        starts = {
            key: fact.salary.from_
            for key, found in facts.items()
            for fact in found
            if fact.salary and fact.salary.basis == "conventional_minimum" and fact.salary.after_years == 0
        }
        if len(starts) > 1:
            best = max(starts, key=lambda key: starts[key])
            return [("best_paid", {"certificate": knowledge.certificates[best].name, "amount": euros(starts[best])})]
    if topic in ("duration", "hours"):
        lengths = {
            key: fact.duration.in_months
            for key, found in facts.items()
            for fact in found
            if fact.duration and fact.duration.in_months
        }
        if len(lengths) > 1:
            best = min(lengths, key=lambda key: lengths[key] or 0)
            return [("shortest", {"certificate": knowledge.certificates[best].name, "months": str(lengths[best])})]
    return []


def _doer(knowledge: Knowledge, text: str, chosen: Sequence[str]) -> tuple[str, list[Fact]] | None:
    """The only one of the certificates whose tasks hold the words of the question, with those tasks."""
    stems = {stem[:6] for stem in _STEM.findall(fold_accents(text))} - _COMMON
    found: dict[str, list[Fact]] = {}
    for key in chosen:
        entries = [entry for topic in _DOING if (entry := knowledge.facts_of(key, topic))]
        facts = [fact for entry in entries for fact in entry.facts if stems & set(_STEM.findall(fold_accents(fact.text)))]
        if facts:
            found[key] = facts
    return next(iter(found.items())) if len(found) == 1 else None


def _listed(facts: Sequence[Fact]) -> str:
    return "\n" + bullets([f"{fact.group} : {fact.text}" if fact.group else fact.text for fact in facts])


def _buttons(knowledge: Knowledge, certificates: Sequence[str]) -> tuple[Button, ...]:
    return tuple(Button(capital(knowledge.certificates[key].name), "ask_role", key) for key in certificates[:4])
