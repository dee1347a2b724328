"""Whether a message follows up on what was just spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.reply import Focus
from bot.answers.topic_names import TopicNames
from bot.answers.understood import Understood
from bot.answers.words import stems
from bot.knowledge import Knowledge
from bot.nlu.normaliser import fold_accents

# A message surer than this of its topic is no follow-up that context should reinterpret.
SURE = 0.9
# At most this many words make a message a follow-up when nothing else does; with a word that stays on the topic, this many.
_WORDS = 7
_WORDS_STAYING = 12
_OPENINGS = re.compile(
    r"^(et|ah|ok|donc|alors|mais|oui|non|d'accord|pareil|sinon|jusqu|du coup|puis|aussi|en fait"
    r"|parfait|super|merci|très bien|bon)\b"
)


def is_follow_up(text: str) -> bool:
    """Whether a message, in plain French, may be understood only after what was said before."""
    return bool(_OPENINGS.match(text)) or len(text.split()) <= _WORDS


def still_asked(knowledge: Knowledge, names: TopicNames, understood: Understood, focus: Focus) -> str | None:
    """The topic just spoken of that a short message still asks about.

    Either it says little else than a word that tells so (topics.yml: still; « et en fin de carrière ? » after the salary), or
    the message is unsure, names no other topic, and all its telling words stand in the topic's facts (« et un entretien ? »
    after the application).

    Args:
        knowledge: holds the topics and the facts.
        names: finds the topics that a message names.
        understood: the message.
        focus: what the conversation is about.
    """
    if len(understood.questions) > 1:
        return None
    text, telling = fold_accents(understood.text), stems(understood.text)
    unsure = is_follow_up(understood.text) and not (understood.ranking and understood.ranking[0][1] >= SURE)
    may_stay = unsure and not set(names.asked(understood.text)) - set(focus.topics)
    for topic in focus.topics:
        if len(text.split()) <= _WORDS_STAYING and _says_little_else(text, knowledge.topics[topic].still):
            return topic
        facts = [fact for c in focus.certificates if (entry := knowledge.facts_of(c, topic)) for fact in entry.facts]
        told = {stem for fact in facts for stem in stems(fact.text)}
        if may_stay and telling and telling <= told:
            return topic
    return None


def _says_little_else(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds one of these words and no other telling word: « quel est le premier salaire ? » is a new question."""
    beginnings = "|".join(re.escape(fold_accents(word)) for word in words)
    rest, found = re.subn(rf"\b(?:{beginnings})\w*", " ", text) if words else (text, 0)
    return bool(found) and not stems(rest)
