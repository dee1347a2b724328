"""What a message says by itself, as bot/nlu reads it. It knows nothing of the conversation and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import structs

from bot.dialogue.situation import Situation
from bot.knowledge.marks import Mark

# Under this name bot/nlu puts the reading in Rasa's parse of a message.
READING = "reading"
# The visitor, among the people spoken of.
SELF = "self"

# What a figure counts; none: it stands alone.
Unit = Literal["€", "%", "h", "months", "level", "year", "telephone", ""]
# What a sum is to the visitor, and how a pay is counted.
Own = Literal["pay", "sum", "lacks", "mine"]
Counted = Literal["gross", "net", "not monthly"]
# A piece asks what is this likely in it.
_ASKS = 0.2
How = Literal["named", "ruled_out", "title", "job", "aim", "workplace"]


class Span(msgspec.Struct, frozen=True):
    """Something named in the text, from `start` to `end` (characters).

    Attributes:
        what: a certificate's id or another subject's (`commissaire_de_justice`).
        how: named; ruled out (« pas l'expert »); held by somebody, as a title or as the job they have; aimed at in other words
            (« un poste de cadre »); or where somebody works (« chez un huissier »).
    """

    what: str
    start: int
    end: int
    how: How = "named"


class NamedFact(msgspec.Struct, frozen=True):
    """A fact that the message names by a word of its own, and what a closed question with that word gets: yes, no or neither.

    `word` is that word as the knowledge writes it; `denied`: « pas derrière un bureau ».
    """

    holder: str
    topic: str
    index: int
    answer: Literal["yes", "no", "neither"]
    word: str = ""
    denied: bool = False


class NamedSilence(msgspec.Struct, frozen=True):
    """Something that the message asks and no sheet answers, under the topic that says so."""

    topic: str
    name: str


class Words(msgspec.Struct, frozen=True):
    """What the words of a piece say by themselves; each field as the reading of the whole message has it.

    Attributes:
        count: how many there are.
        asks: whether a word or the mark after them asks something; else they may still do so.
    """

    count: int
    asks: bool = False
    cues: frozenset[str] = frozenset()
    named_topics: tuple[str, ...] = ()
    named_facts: tuple[NamedFact, ...] = ()
    silences: tuple[NamedSilence, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """The message or a piece of it, from `start` to `end`.

    Attributes:
        intents: how likely each intent is for its words alone, as the examples of data/nlu teach.
        turns: the same, as whole conversations teach.
        words: what its words say by themselves; none: it is the whole message.
    """

    start: int
    end: int
    intents: Mapping[str, float]
    turns: Mapping[str, float] = {}
    words: Words | None = None

    def likely(self, intent: str) -> float:
        """How likely an intent is, for whichever of the two finds it likelier."""
        return max(self.intents.get(intent, 0.0), self.turns.get(intent, 0.0))


class Telling(msgspec.Struct, frozen=True):
    """What the message tells of one person; `person` is None when its words do not say of whom."""

    person: str | None
    situation: Situation


class PersonName(msgspec.Struct, frozen=True):
    """A first name, lower case.

    Attributes:
        name: the name.
        stands_for: who that is, where the message says so: « ma fille Léa », « moi, Jules ».
        takes_turn: whether it is somebody else who writes from now on: « là c'est Chloé qui parle ».
    """

    name: str
    stands_for: str | None = None
    takes_turn: bool = False


class Claim(msgspec.Struct, frozen=True):
    """A person and the certificates that the message names beside them: « Chloé, clerc assistant ; Enzo, rien »."""

    person: str
    certificates: tuple[str, ...] = ()


class FactScore(msgspec.Struct, frozen=True):
    """How much a fact has to do with the message: 0 nothing, 1 the same words."""

    holder: str
    topic: str
    index: int
    score: float


class HeldFigure(msgspec.Struct, frozen=True):
    """A figure of the message, as bot.knowledge.checks writes it, and a fact that holds it."""

    figure: str
    holder: str
    topic: str
    index: int


class SaidFigure(msgspec.Struct, frozen=True):
    """A figure that the message says.

    Attributes:
        figure: as bot.knowledge.checks writes it; a length of time in months, a telephone in digits.
        unit: what it counts.
        start: where it stands (characters).
        about: the certificates and other subjects that are named beside it.
        denied: « sans payer les 115 € ».
        repeats: it stands in a few words that ask nothing, and other words after them do.
        own: it is the visitor's own: what they are paid, a sum that they have, what they still lack, or one that is only called
            theirs (« mes 1 900 »).
        counted: how a pay of theirs is counted, where that is said.
    """

    figure: str
    unit: Unit
    start: int = 0
    about: tuple[str, ...] = ()
    denied: bool = False
    repeats: bool = False
    own: Own | None = None
    counted: Counted | None = None


class AskedTerm(msgspec.Struct, frozen=True):
    """A word of the glossary, by key, and where the message asks what it means, from `start` to `end` (characters)."""

    term: str
    start: int
    end: int


class AskedTopic(msgspec.Struct, frozen=True):
    """A topic that the message asks for by its name alone, and where, from `start` to `end` (characters)."""

    topic: str
    start: int
    end: int


class Reading(msgspec.Struct, frozen=True):
    """What a message says by itself.

    Attributes:
        words: how many it has.
        whole: the message as one piece.
        pieces: its pieces when it has several, in order.
        heads: what whole conversations teach of its words: act, edit, reference, person, intent, each value with its probability.
        spans: certificates and other subjects named, in order.
        cues: words of the lexicon found, by cue (`other`, `both`, …).
        people: people named (`daughter`, or a first name), in order.
        names: first names; `unknown_words`: words that nobody knows, which may be the name of somebody spoken of before.
        told: what is told, of whom.
        claims: each person named, with the certificates named in their clauses.
        statuses: what whoever would train is called: apprentice, job seeker, employee.
        named_topics: topics called by their names; `ruled_out_topics`: named to rule them out;
            `asked_topics`: those asked for by their names alone: in a list, or beside one that is ruled out.
        terms: words of the glossary, by key; `asked_terms`: those whose meaning it asks.
        dates_asked: where it asks of when a sheet or a figure is, or whether it is official (characters).
        number: when the message is little else than a number, that.
        years_ahead: the years that it says are still to come: « dans un an ».
        figures: its numbers in digits, as bot.knowledge.checks writes them; `months`: the lengths of time it says, in months.
        facts: those nearest to it, nearest first.
        named_facts: those named by a word of their own; `silences`: what is named of which no sheet tells.
        unknown: the share of its telling words that no text of ours holds: things, places and people that are not our subject.
        foreign: how likely it is that it asks of nothing that is ours.
        held_figures: those of its figures that facts hold, with each fact that does.
        said_figures: its figures in order, each with what it counts and what it is said of.
        marks: its marks of an examination, in order.
        levels_needed: the years after the bac of the diplomas of which it asks whether they are needed.
        parts: of a topic that is new, the centre's facts, by their place, that hold what it asks in particular; none of them
            where no fact does.
    """

    words: int
    whole: Piece
    pieces: tuple[Piece, ...] = ()
    heads: Mapping[str, Mapping[str, float]] = {}
    spans: tuple[Span, ...] = ()
    cues: frozenset[str] = frozenset()
    people: tuple[str, ...] = ()
    names: tuple[PersonName, ...] = ()
    unknown_words: tuple[str, ...] = ()
    told: tuple[Telling, ...] = ()
    claims: tuple[Claim, ...] = ()
    statuses: tuple[str, ...] = ()
    named_topics: tuple[str, ...] = ()
    ruled_out_topics: tuple[str, ...] = ()
    asked_topics: tuple[AskedTopic, ...] = ()
    terms: tuple[str, ...] = ()
    asked_terms: tuple[AskedTerm, ...] = ()
    dates_asked: tuple[int, ...] = ()
    number: int | None = None
    years_ahead: int | None = None
    figures: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()
    facts: tuple[FactScore, ...] = ()
    named_facts: tuple[NamedFact, ...] = ()
    silences: tuple[NamedSilence, ...] = ()
    unknown: float = 0.0
    foreign: float = 0.0
    held_figures: tuple[HeldFigure, ...] = ()
    said_figures: tuple[SaidFigure, ...] = ()
    marks: tuple[Mark, ...] = ()
    levels_needed: tuple[int, ...] = ()
    parts: Mapping[str, tuple[int, ...]] = {}

    def of_pieces(self, asked: Sequence[str], intent: str) -> Reading:
        """The reading with the words of just those pieces in which one of several intents is asked.

        « Le campus trouve un patron, et y a-t-il une tenue obligatoire ? »: « obligatoire » says nothing of the first. Pieces
        that ask none of the intents belong to each, and so do cues that stand in no piece alone. The same where no piece asks it.

        Args:
            asked: all intents that the message asks.
            intent: one of them.
        """
        if len(set(asked)) < 2:
            return self
        wanted = [(piece.words, max(dict.fromkeys(asked), key=piece.likely), piece) for piece in self.pieces if piece.words]
        found = [(words, likeliest if piece.likely(likeliest) > _ASKS else None) for words, likeliest, piece in wanted]
        own = [words for words, likeliest in found if likeliest in (intent, None)]
        away = [
            (piece.start, piece.end)
            for (_, likeliest), (_, _, piece) in zip(found, wanted, strict=True)
            if likeliest not in (intent, None)
        ]
        figures = tuple(one for one in self.said_figures if not any(start <= one.start < end for start, end in away))
        gone = {one.figure for one in self.said_figures} - {one.figure for one in figures}
        others = [words for words, likeliest in found if likeliest not in (intent, None)]
        if not others or intent not in {likeliest for _, likeliest in found}:
            return self
        of_others = frozenset(cue for words in others for cue in words.cues)
        return structs.replace(
            self,
            words=sum(words.count for words in own),
            cues=frozenset(cue for words in own for cue in words.cues) | (self.cues - of_others),
            named_topics=_of(own, others, "named_topics", self.named_topics),
            named_facts=_of(own, others, "named_facts", self.named_facts),
            silences=_of(own, others, "silences", self.silences),
            figures=self.figures - gone,
            said_figures=figures,
            held_figures=tuple(one for one in self.held_figures if one.figure not in gone),
        )

    @property
    def topics_of_words(self) -> tuple[str, ...]:
        """The topics of which a fact, or a silence, is named by a word of its own."""
        facts, silences = [f.topic for f in self.named_facts], [s.topic for s in self.silences]
        return tuple(dict.fromkeys((*facts, *silences)))

    def named(self, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """What is named (not ruled out, not held) between two places of the text, in order, each once."""
        inside = (s for s in self.spans if s.start >= start and (end is None or s.end <= end) and s.how == "named")
        return tuple(dict.fromkeys(s.what for s in inside))

    def of(self, how: How) -> tuple[str, ...]:
        """What is named in one way: « ruled_out », « title », « job »."""
        return tuple(dict.fromkeys(s.what for s in self.spans if s.how == how))


def _of(own: Sequence[Words], others: Sequence[Words], name: str, whole: tuple[Any, ...]) -> tuple[Any, ...]:
    """What the whole message names, without what only pieces that ask something else do."""
    mine, theirs = ({one for words in pieces for one in getattr(words, name)} for pieces in (own, others))
    return tuple(one for one in whole if one in mine or one not in theirs)
