"""Certificates side by side, and which of them does something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits, listed
from bot.answers.topics import TopicAnswers
from bot.answers.words import sharing
from bot.knowledge import Fact, Knowledge
from bot.nlu.normaliser import fold_accents
from bot.typography import bullets, euros, listing

# What is compared when no topic is named, in this order.
OVERALL_TOPICS = ("role", "level", "admission", "duration", "salary")
# What is compared of more than two.
OVERALL_OF_MANY = ("admission", "duration")
# As long as the facts of a comparison may be in a chat.
MOST_CHARACTERS = 800
# What asks for the first of several: « lequel est le mieux payé », « la formation la plus courte ».
_FIRST_OF = re.compile(r"\b(lequel|laquelle|lesquel(le)?s|(le|la|les) (plus|moins|mieux)|le moins|meilleure?s?)\b")
# What ranks, so that the words after it are no task.
_RANK = re.compile(r"\b(plus|moins|mieux|meilleure?s?|sans|accessible)\b")
_LONGEST = re.compile(r"\blong")
_LOWEST = re.compile(r"\b(moins|pire|plus bas)\b")
# Topics that tell what somebody does.
_DOING = ("activities", "role")


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
    if len(certificates) < 2 and not _RANK.search(fold_accents(text)) and (doer := _doer(knowledge, text, chosen)):
        certificate, facts = doer
        values = {"certificate": knowledge.certificates[certificate].name, "facts": listed(facts)}
        sheet = knowledge.certificates[certificate].sheet
        saying = Saying("does", values, tuple(source_note(knowledge, {sheet})), facts=tuple((sheet, fact) for fact in facts))
        return Reply((saying,), _buttons(knowledge, [certificate]), focus.on(chosen).on((certificate,), ("activities",)))
    if topic:
        saying = topics.told_of_all(topic, chosen, _superlative(knowledge, text, topic, chosen))
        return Reply((saying,), _buttons(knowledge, chosen), focus.on(chosen, (topic,)))
    return Reply((_overall(topics, chosen),), _buttons(knowledge, chosen), focus.on(chosen))


def ranked_topic(knowledge: Knowledge, text: str) -> str | None:
    """The topic on which a text asks which certificate comes first; None when it asks nothing of the kind.

    Args:
        knowledge: holds the words that tell the topics (`ranked_by`).
        text: the message in plain French.
    """
    folded = fold_accents(text)
    if not _FIRST_OF.search(folded):
        return None
    places = {
        key: min(match.start() for match in found)
        for key, topic in knowledge.topics.items()
        if (found := [m for word in topic.ranked_by if (m := re.search(rf"\b{fold_accents(word)}", folded))])
    }
    # « Au niveau salaire » ranks by salary.
    return min(places, key=lambda key: (key == "level", places[key]), default=None)


def _overall(topics: TopicAnswers, chosen: Sequence[str]) -> Saying:
    knowledge = topics.knowledge
    compared = OVERALL_TOPICS if len(chosen) == 2 else OVERALL_OF_MANY
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
    notes += [*topics.old([fact for _, fact in used]), *source_note(knowledge, {sheet for sheet, _ in used})]
    return Saying("comparison", {"certificates": capital(names)}, tuple(notes), facts=tuple(used), listed=tuple(chosen))


def _superlative(knowledge: Knowledge, text: str, topic: str, chosen: Sequence[str]) -> list[Note]:
    """Which certificate is first on a topic that can be ranked, with what the rank is worth."""
    facts = {key: entry.facts for key in chosen if (entry := knowledge.facts_of(key, topic))}
    folded = fold_accents(text)
    if topic == "salary" and not _LOWEST.search(folded):
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
            longest = _LONGEST.search(folded)
            first = (max if longest else min)(lengths, key=lambda key: lengths[key] or 0)
            values = {"certificate": knowledge.certificates[first].name, "months": str(lengths[first])}
            return [("longest" if longest else "shortest", values)]
    return []


def _doer(knowledge: Knowledge, text: str, chosen: Sequence[str]) -> tuple[str, list[Fact]] | None:
    """The certificate whose tasks hold most words of the question, with those tasks; None when two hold as many."""
    tasks = {
        key: [fact for topic in _DOING if (entry := knowledge.facts_of(key, topic)) for fact in entry.facts] for key in chosen
    }
    found = sharing(text, [fact for facts in tasks.values() for fact in facts])
    doers = [key for key, facts in tasks.items() if any(fact in facts for fact in found)]
    return (doers[0], found) if len(doers) == 1 else None


def _buttons(knowledge: Knowledge, certificates: Sequence[str]) -> tuple[Button, ...]:
    return tuple(Button(capital(knowledge.certificates[key].name), "ask_role", key) for key in certificates[:4])
