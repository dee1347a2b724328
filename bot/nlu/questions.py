"""Tell the questions of a message apart: « prix et durée ? » asks two things, « il fait quoi et où ? » maybe one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Intents that ask nothing. A message that is one of these and a question is a question: « merci. Et que fait un clerc expert ? »
COURTESY = frozenset(["greet", "thank", "goodbye", "affirm", "deny"])
# Where one question may end and the next begin.
_JOINTS = re.compile(
    r"[?!;\n]+|[.…]+(?=\s|$)|,(?!\d)|\s[+&/]\s|\s-\s"
    # « vingt et un » is one number, « puis-je » is one verb
    r"|\b(?:(?<!vingt )(?<!trente )(?<!quarante )(?<!cinquante )(?<!soixante )et"
    r"|puis(?!-)|ainsi que|et aussi|et sinon|sinon|aussi|ou alors|mais aussi)\b"
)
# A part whose likeliest topic is at least this sure is a question of its own…
SURE_PART = 0.65
# … or, when it is no mere word or two, this sure and so many times surer than of any other topic…
FAIRLY_SURE_PART = 0.45
TIMES_SURER = 2.0
LONG_PART = 16
# … unless the whole message rules that topic out: it must be among the whole's likeliest, or as likely as this.
LIKELIEST_OF_WHOLE = 2
SURE_WHOLE = 0.05
# For a part this sure a hint is enough.
VERY_SURE_PART = 0.95
# A message this long (in characters) and less sure than this of its topic may be a story with a question in it.
LONG_MESSAGE = 80
UNSURE_WHOLE = 0.4
# A message less sure than this may be a story; its last sentence is what is asked when it is surer than that.
UNSURE_STORY = 0.7
SURE_LAST_SENTENCE = 0.75
# A question that stands beside something else is at least this likely of the whole message.
HINT_IN_WHOLE = 0.01


@dataclass(frozen=True)
class Part:
    """A piece of a message, from `start` to `end` (characters)."""

    start: int
    end: int


def parts_of(text: str) -> list[Part]:
    """The pieces between joints, without spaces at their ends; empty pieces are left out."""
    cuts = [0]
    for joint in _JOINTS.finditer(text):
        cuts += [joint.start(), joint.end()]
    cuts.append(len(text))
    parts = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[start:end]
        stripped = piece.strip(" ,'\"«»:()")
        if stripped:
            offset = start + piece.index(stripped)
            parts.append(Part(offset, offset + len(stripped)))
    return parts


Ranking = Sequence[tuple[str, float]]


def questions_of(
    parts: Sequence[Part], whole: Ranking, rank: Callable[[Sequence[Part]], Sequence[Ranking]], is_question: Callable[[str], bool]
) -> list[tuple[str, float, Part | None]]:
    """The intents a message asks, in order, each with its probability and the part it stands in (None: the whole).

    Args:
        parts: the pieces of the message, from `parts_of`.
        whole: the ranking of the whole message, likeliest first.
        rank: gives the rankings of pieces.
        is_question: whether an intent asks for an answer (« j'ai 22 ans » does not).
    """
    top, confidence = whole[0]
    single: list[tuple[str, float, Part | None]] = [(top, confidence, None)]
    if len(parts) < 2 or not is_question(top):
        return single
    plausible = {intent for number, (intent, p) in enumerate(whole) if number < LIKELIEST_OF_WHOLE or p >= SURE_WHOLE}
    hints = {intent for intent, p in whole if p >= HINT_IN_WHOLE}
    found: dict[str, tuple[float, Part]] = {}
    for part, ranking in zip(parts, rank(parts), strict=True):
        intent, sure = ranking[0]
        hinted = intent in plausible or (sure >= VERY_SURE_PART and intent in hints)
        if is_question(intent) and _is_sure(part, ranking) and hinted and intent not in found:
            found[intent] = (sure, part)
    if top not in found or len(found) < 2:
        return single
    return [(intent, sure, part) for intent, (sure, part) in found.items()]


def with_question(whole: Ranking, parts: Sequence[Ranking], is_question: Callable[[str], bool]) -> list[tuple[str, float]]:
    """The ranking of a message that does not look like one question, led by the surest question that one of its parts asks.

    « Merci, au revoir. Ah, et le prix ? »; a story of forty words with « combien ça coûte » in it.

    Args:
        whole: the ranking of the whole message, likeliest first.
        parts: the rankings of its parts.
        is_question: whether an intent asks for an answer.
    """
    plausible = {intent for intent, p in whole if p >= HINT_IN_WHOLE}
    asked = [ranking[0] for ranking in parts if is_question(ranking[0][0]) and ranking[0][1] >= SURE_PART]
    surest = max((found for found in asked if found[0] in plausible), key=lambda found: found[1], default=None)
    return [surest, *(item for item in whole if item[0] != surest[0])] if surest else list(whole)


def last_sentence(text: str, parts: Sequence[Part]) -> Part | None:
    """The sentence that ends a message with a question mark, when other sentences stand before it and no joint is in it.

    Args:
        text: the message.
        parts: its pieces, from `parts_of`.
    """
    if len(parts) < 2 or not text.rstrip().endswith("?"):
        return None
    between = text[parts[-2].end : parts[-1].start]
    return parts[-1] if re.search(r"[.!?…\n]", between) else None


def with_last_sentence(whole: Ranking, last: Ranking, is_topic: Callable[[str], bool]) -> list[tuple[str, float]]:
    """The ranking of a message that tells much before it asks, led by what its last sentence asks.

    « J'ai 27 ans, un BTS, deux ans d'accueil. J'ai vu votre formation. Elle se passe où ? » looks like a question on admission.

    Args:
        whole: the ranking of the whole message, likeliest first.
        last: that of its last sentence.
        is_topic: whether an intent asks for facts.
    """
    asked, sure = last[0]
    if whole[0][1] >= UNSURE_STORY or sure < SURE_LAST_SENTENCE or not is_topic(asked):
        return list(whole)
    return [last[0], *(item for item in whole if item[0] != asked)]


def _is_sure(part: Part, ranking: Ranking) -> bool:
    """Whether a piece is sure enough of its likeliest topic."""
    sure = ranking[0][1]
    next_sure = ranking[1][1] if len(ranking) > 1 else 0.0
    long = part.end - part.start >= LONG_PART
    return sure >= SURE_PART or (long and sure >= FAIRLY_SURE_PART and sure >= TIMES_SURER * next_sure)
