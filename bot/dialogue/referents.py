"""Which certificates and subjects a message may be asked of: every set that comes up, and the way in which it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.dialogue.query import Query
from bot.dialogue.reading import SELF, Piece, Reading
from bot.dialogue.state import State
from bot.knowledge import Knowledge

# A set of certificates or subjects, and the way in which it comes up: the name of a feature.
Way = tuple[Iterable[str], str]
# Cues of a place in what was listed, and of a number of certificates (bot/nlu/lexicon/cues.yml).
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# In longer messages a pointing word may point at something else.
_BRIEF, _VERY_BRIEF = 12, 6
# A longer one tells a story, in which names stand that are not asked about.
_ONE_QUESTION = 20
# Cues of others than those that are named.
_OF_SEVERAL = frozenset(["all", "each", "which", "both", "other", "others", "the others", "most", "least", "either"])
# As many characters stand between names that belong together: « et le », « et en », « , ».
_BETWEEN_NAMES = 7
# As many subjects back may be meant by « ce titre ».
_MENTIONS = 3


def referents(
    reading: Reading, state: State, knowledge: Knowledge, intent: str, piece: Piece | None
) -> dict[tuple[str, ...], frozenset[str]]:
    """The sets that may be meant, in the knowledge's order, each with the ways in which it comes up.

    Args:
        reading: what the message says by itself.
        state: the conversation before it.
        knowledge: the certificates there are.
        intent: what is asked.
        piece: where in the message it is asked, when it has several pieces.
    """
    order = {key: number for number, key in enumerate(knowledge.certificates)}
    # What was ruled out is not answered.
    ruled_out = set(reading.of("ruled_out"))
    left = [c for c in knowledge.certificates if c not in ruled_out and c not in state.excluded]
    found: dict[tuple[str, ...], set[str]] = {(): {"none"}}
    ways = (
        *_named(reading, piece, knowledge),
        *_remembered(reading, state, state.last, knowledge),
        *_of_people(reading, state),
        *_others(state, left, knowledge),
        *_listed(state, left),
        *_beside(reading, state, intent, knowledge),
        (long_as_said := _of_a_length(reading, knowledge), "holding the figure"),
    )
    for certificates, way in ways:
        chosen = tuple(sorted(set(certificates), key=lambda what: (order.get(what, len(order)), what)))
        if chosen and not set(chosen) & ruled_out:
            found.setdefault(chosen, set()).add(way)
    meant = (
        _holding_figure(reading, state, intent, found)
        or [chosen for chosen in found if long_as_said and chosen == long_as_said]
        or _all_of_them(reading, state, left, found)
        or _pointed_at(reading, state, found)
        or _fewer_than_all(reading, knowledge, found)
        or list(found)
    )
    meant = _only_named(reading, knowledge, intent, meant) or meant
    together = _named_together(reading, knowledge, intent)
    whole = [chosen for chosen in meant if not together & set(chosen) or together <= set(chosen)]
    return {chosen: frozenset(names) for chosen, names in found.items() if chosen in (whole or meant)}


def number_said(reading: Reading) -> int:
    """Of how many certificates a message speaks (« les deux »); 0 where it does not say."""
    return next((number for cue, number in NUMBERS.items() if cue in reading.cues), 0)


def _holding_figure(reading: Reading, state: State, intent: str, found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The one certificate that holds the message's figures, where nothing is named or spoken of: « 7 840 €, c'est quoi ? »."""
    holders = {held.holder for held in reading.held_figures if held.topic == intent}
    alone = len(holders) == 1 and not reading.named() and not state.discussed
    return [chosen for chosen in found if set(chosen) == holders] if alone else []


def _of_a_length(reading: Reading, knowledge: Knowledge) -> tuple[str, ...]:
    """« Celui de neuf mois, je peux le faire ? »: the one whose training lasts so long."""
    if reading.named() or "of a length" not in reading.cues:
        return ()
    lengths = {
        certificate: {fact.duration.in_months for fact in entry.facts if fact.duration}
        for certificate in knowledge.certificates
        if (entry := knowledge.facts_of(certificate, "duration"))
    }
    meant = tuple(certificate for certificate, months in lengths.items() if months & reading.months)
    return meant if len(meant) == 1 else ()


def _all_of_them(reading: Reading, state: State, left: Sequence[str], found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """« Le mieux payé des quatre », « lequel dure le plus longtemps ? »: all, where nothing is named or several are spoken of."""
    superlative = "superlative" in reading.cues and len(state.discussed) < 2
    if set(reading.named()) & {*left} or not (superlative or "all of them" in reading.cues):
        return []
    return [chosen for chosen in found if set(chosen) == {*left}]


def _pointed_at(reading: Reading, state: State, found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The sets that a pointing word leaves where nothing is named: « les autres » are not those just spoken of, « lequel », « les
    deux » and « chacun » are several.
    """
    if reading.named() or reading.words > _BRIEF:
        return []
    if "the others" in reading.cues and state.discussed and reading.words <= _VERY_BRIEF:
        others = [chosen for chosen in found if chosen and not set(chosen) & set(state.discussed)]
        return [chosen for chosen in others if len(chosen) == number_said(reading)] or others
    several = [chosen for chosen in found if len(chosen) > 1]
    return [*several, ()] if several and reading.cues & {"which", "both"} else []


def _fewer_than_all(reading: Reading, knowledge: Knowledge, found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Who names a certificate in a question does not ask of the whole offer, unless they say so."""
    names = set(reading.named()) & knowledge.certificates.keys()
    if not names or reading.words > _ONE_QUESTION or reading.cues & _OF_SEVERAL:
        return []
    return [chosen for chosen in found if not set(chosen) >= knowledge.certificates.keys()]


def _named_together(reading: Reading, knowledge: Knowledge, intent: str) -> set[str]:
    """Certificates that a message names one after the other: « combien gagnent l'assistant et l'expert ? » is asked of both."""
    spans = [one for one in reading.spans if one.how == "named" and one.what in knowledge.certificates]
    pairs = [(one, other) for one, other in pairwise(spans) if other.start - one.end <= _BETWEEN_NAMES]
    return {span.what for pair in pairs for span in pair} if intent in knowledge.topics else set()


def _only_named(reading: Reading, knowledge: Knowledge, intent: str, found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The one certificate that a message names which asks of a topic, whatever was spoken of before."""
    named = set(reading.named()) & knowledge.certificates.keys()
    if len(named) != 1 or intent not in knowledge.topics:
        return []
    return [chosen for chosen in found if set(chosen) & knowledge.certificates.keys() == named]


def _named(reading: Reading, piece: Piece | None, knowledge: Knowledge) -> Iterator[Way]:
    yield reading.named(piece.start, piece.end) if piece else (), "named here"
    yield reading.named(), "named"
    yield [c for c in reading.named() if c in knowledge.certificates], "certificates named"
    for held in (*reading.of("title"), *reading.of("job")):
        # « Je suis commissaire de justice, combien coûte… » asks nothing of that job.
        if held in knowledge.certificates:
            yield [held], "held"


def _remembered(reading: Reading, state: State, last: Query | None, knowledge: Knowledge) -> Iterator[Way]:
    yield last.certificates if last else (), "of the last question"
    yield state.discussed, "discussed"
    named = [c for c in reading.named() if c in knowledge.certificates]
    if named and state.discussed:
        yield [*state.discussed, *named], "discussed and named"
    for mention in state.mentions[:_MENTIONS]:
        yield [mention.what], "mentioned"
    if state.previous:
        yield [c for c in state.previous if c not in state.discussed], "spoken of before"
        yield state.previous, "the ones before"
        yield [*state.previous, *state.discussed][-2:], "last two"


def _of_people(reading: Reading, state: State) -> Iterator[Way]:
    """What was last asked for each person of whom the message speaks: « et pour Marco ? » goes on with Marco's."""
    others = [person for person in state.people if person != SELF] if "theirs" in reading.cues else []
    concerned = [*(reading.people or others[:1]), *([SELF] if "mine" in reading.cues else [])]
    for person in concerned:
        asked = (q.certificates for turn in reversed(state.turns) for q in turn.queries if q.person == person and q.certificates)
        yield next(asked, ()), "of the person"


def _others(state: State, left: Sequence[str], knowledge: Knowledge) -> Iterator[Way]:
    yield knowledge.certificates, "all"
    if len(left) < len(knowledge.certificates):
        yield left, "all but those ruled out"
    if state.discussed:
        spoken_of = {mention.what for mention in state.mentions if mention.how != "listed"}
        yield [c for c in left if c not in state.discussed], "all others"
        yield [c for c in left if c not in spoken_of], "never spoken of"


def _listed(state: State, left: Sequence[str]) -> Iterator[Way]:
    if len(state.listed) < 2:
        return
    yield state.listed, "listed"
    yield [c for c in state.listed if c in left], "listed and not ruled out"
    yield [state.listed[-1]], "last listed"
    for certificate, place in zip(state.listed, PLACES, strict=False):
        yield [certificate], f"{place} listed"


def _beside(reading: Reading, state: State, intent: str, knowledge: Knowledge) -> Iterator[Way]:
    if state.pending and state.pending.asked == "certificate":
        for option in state.pending.options:
            yield [option], "offered"
    if intent in knowledge.topics and knowledge.topics[intent].scope == "centre":
        yield ["centre"], "centre"
    if not reading.named():
        # « Les 490 h, c'est pour l'assistant aussi ? » asks of the one that is named.
        yield {held.holder for held in reading.held_figures if held.topic == intent}, "holding the figure"
    for score in reading.facts[:1]:
        # Of what nobody spoke of, a fact is no sign.
        if score.holder in (*state.discussed, *state.listed):
            yield [score.holder], "nearest fact"
