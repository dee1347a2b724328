"""Which meaning a message has: all that it may mean is listed, ranked by what speaks for it, and the best is chosen."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from bot.dialogue.features import Context
from bot.dialogue.query import EDITS, NOT_OURS, SOCIAL, Act, Candidate, Edit, Query
from bot.dialogue.ranker import ConditionalLogit
from bot.dialogue.reading import SELF, Piece, Reading
from bot.dialogue.state import State
from bot.knowledge import Knowledge

# The subject that is the centre itself.
CENTRE = "centre"
# As many intents are followed to whole meanings.
_FOLLOWED = 4
# Intents that ask nothing beside a question.
ASK_NOTHING = frozenset([*SOCIAL, *NOT_OURS, "correct", "complain", "tell_situation"])
# An intent this likely is asked beside the first; at twice as much half of those that are asked are dropped.
_ALSO = 0.2
# A message that only says who was meant has at most as many words.
_CORRECTION = 12
# A message that only says of which the last questions are asked again has at most as many words.
_FOLLOW_UP = 6
# A piece that names another certificate asks of it what is this likely for its words alone.
_ASKED_ALONE = 0.5
# What leaves no doubt of its act: topics that are listed are told.
_OWN_ACT = frozenset(["define", "source"])
# What names something of ours is one of these only where that is at least as likely.
_PERHAPS_OURS = frozenset(["other_training", "out_of_scope"])
_SURE = 0.6
# More questions than this are never asked in one message of the annotated conversations.
_MOST_QUERIES = 4


class Weights(msgspec.Struct, frozen=True):
    """What was learnt: one model for each part of a meaning."""

    intent: ConditionalLogit = ConditionalLogit()
    also: ConditionalLogit = ConditionalLogit()
    act: ConditionalLogit = ConditionalLogit()
    certificates: ConditionalLogit = ConditionalLogit()
    person: ConditionalLogit = ConditionalLogit()


class Interpretation(NamedTuple):
    """What a message means.

    Attributes:
        queries: what is asked, in order.
        edit: how it comes from what was said.
        candidates: the whole meanings that were considered for the first question, likeliest first.
        confidence: how likely the intent of the first one is.
    """

    queries: tuple[Query, ...]
    edit: Edit
    candidates: tuple[Candidate, ...]
    confidence: float


class Interpreter:
    """Chooses meanings.

    Args:
        knowledge: which sheet holds what.
        weights: learnt from annotated conversations.
    """

    def __init__(self, knowledge: Knowledge, weights: Weights) -> None:
        self.knowledge = knowledge
        self.weights = weights

    def interpret(self, reading: Reading, state: State, explain: bool = False) -> Interpretation:
        """What a message means in its conversation.

        Args:
            reading: what it says by itself.
            state: the conversation before it.
            explain: whether the candidates shall tell what spoke for them.
        """
        context = Context(reading, state, self.knowledge)
        edit = _edit(context)
        if again := _asked_again_for_another(context):
            return Interpretation(again, "revise", tuple(Candidate(query, "revise", 0.0, {}) for query in again), 1.0)
        if _says_goodbye(context):
            return Interpretation((Query("social", "goodbye", (), SELF),), "new", (), 1.0)
        ranked = self._with_exclusive(reading, self.rank_intents(context))
        candidates = [self._candidate(context, intent, log_p, edit, explain) for intent, log_p in ranked[:_FOLLOWED]]
        first = candidates[0].query
        also = self._also(context, first.intent, [intent for intent, _ in ranked[1:]])
        queries = [first, *(self._candidate(context, intent, 0.0, edit).query for intent in also)]
        queries = self._with_others_named(context, queries)
        # « Pas le prix, la durée »
        queries = [query for query in queries if query.intent not in reading.ruled_out_topics] or queries
        queries = list(_without_what_is_told(reading, queries))
        found = Interpretation(self._in_order(context, queries), edit, tuple(candidates), math.exp(ranked[0][1]))
        return self._with_what_is_plain(context, _with_all_asked_before(context, found))

    def _with_what_is_plain(self, context: Context, found: Interpretation) -> Interpretation:
        """What a message means, with what its words leave no doubt of; the pieces that ask that ask no more.

        That is the meaning of a word of the glossary, topics that are listed by their names, and the dates of sheets.
        """
        reading = context.reading
        plain = {topic.topic: topic.start for topic in reading.asked_topics}
        if reading.asked_terms:
            plain["define"] = reading.asked_terms[0].start
        if asks_dates(reading, context.state):
            plain["source"] = reading.dates_asked[0]
        if not plain:
            return found
        others = [piece for piece in reading.pieces or (reading.whole,) if not _is_plain(piece, reading)]
        place = {query: self._place(context, query) for query in found.queries if self._asks_beside(query, others, reading)}
        certain = [self._candidate(context, intent, 0.0, found.edit) for intent in plain]
        # « Le prix et la durée de chacun » wants to hear them, and not which is the shortest.
        certain = [
            structs.replace(one, query=structs.replace(one.query, act="open")) if one.query.intent not in _OWN_ACT else one
            for one in certain
        ]
        place = {query: start for query, start in place.items() if query.intent not in plain and query.act != "define"}
        place |= {one.query: plain[one.query.intent] for one in certain}
        queries = tuple(sorted(place, key=lambda query: place[query]))
        return Interpretation(queries, found.edit, (*certain, *found.candidates), 1.0)

    @staticmethod
    def _asks_beside(query: Query, others: Sequence[Piece], reading: Reading) -> bool:
        """Whether something is asked in pieces other than those whose meaning is plain."""
        ruled_out = reading.ruled_out_topics if reading.asked_topics or reading.dates_asked else ()
        if query.intent in ASK_NOTHING or query.intent in ruled_out:
            return False
        return any(piece.likely(query.intent) > _ALSO for piece in others)

    def _with_exclusive(self, reading: Reading, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """The ranking without what is not ours, where a topic is named by words by which nothing else is asked.

        Such words has a topic that took over another one's questions (`from` in topics.yml). It comes first in its
        place: of a canteen nothing was learnt but the few examples of who added it. Else what is not ours is first
        where all that it may be is likelier together than the first.
        """
        if reading.spans and ranked[0][0] in _PERHAPS_OURS and ranked[0][1] < math.log(_SURE):
            # « Un truc où on est payé pour apprendre, ça existe chez les huissiers ? »
            ranked = sorted(ranked, key=lambda one: (one[0] in NOT_OURS, -one[1]))
        own = next((topic for topic in reading.named_topics if self.knowledge.topics[topic].from_), None)
        foreign = [one for one in ranked if one[0] in NOT_OURS]
        if (
            own is None
            and foreign
            and not reading.spans
            and sum(math.exp(log_p) for _, log_p in foreign) > math.exp(ranked[0][1])
        ):
            return [foreign[0], *(one for one in ranked if one != foreign[0])]
        if own is None or ranked[0][0] not in NOT_OURS:
            return ranked
        return [(own, ranked[0][1]), *(one for one in ranked if one[0] != own and one[0] not in NOT_OURS)]

    def rank_intents(self, context: Context) -> list[tuple[str, float]]:
        """The intents considered with the logarithm of their probability, likeliest first."""
        intents = context.intents() or ["out_of_scope"]
        scored = self.weights.intent.log_probabilities([context.intent_features(intent) for intent in intents])
        return sorted(zip(intents, scored, strict=True), key=lambda item: -item[1])

    def piece_intents(self, context: Context) -> list[dict[str, float]]:
        """How likely each intent is in each piece, as if the piece were a message of its own."""
        pieces = [self.rank_intents(context.of_piece(piece)) for piece in context.reading.pieces]
        return [{intent: math.exp(log_p) for intent, log_p in ranked} for ranked in pieces]

    def _also(self, context: Context, first: str, others: Sequence[str]) -> list[str]:
        """The intents asked beside the first one; a courtesy or what is not ours stands alone."""
        if first in ASK_NOTHING or not context.reading.pieces:
            return []
        asked = []
        pieces = self.piece_intents(context)
        for intent in others:
            if intent in ASK_NOTHING:
                continue
            yes, _ = self.weights.also.log_probabilities([context.also_features(intent, first, pieces), {}])
            if math.exp(yes) > _ALSO:
                asked.append((yes, intent))
        return [intent for _, intent in sorted(asked, reverse=True)[: _MOST_QUERIES - 1]]

    @staticmethod
    def _with_others_named(context: Context, queries: Sequence[Query]) -> list[Query]:
        """« L'expert gagne bien 3 080 € ? Et un gestionnaire, combien ? »: the same topic is asked of each in its own piece."""
        found, pieces = list(queries), context.reading.pieces
        for query in queries:
            if query.intent not in context.knowledge.topics or query.act == "verdict":
                continue
            for before, piece in zip((None, *pieces), pieces, strict=False):
                # « Et un gestionnaire, il gagne combien ? » names it in the piece before.
                named_here = context.reading.named(piece.start, piece.end)
                named = named_here or (context.reading.named(before.start, piece.end) if before else ())
                named = tuple(c for c in named if c in context.knowledge.certificates)
                told = {c for one in found if one.intent == query.intent for c in one.certificates}
                if named and query.certificates and not told & set(named) and piece.likely(query.intent) > _ASKED_ALONE:
                    found.append(structs.replace(query, act="open", certificates=named))
        return found[:_MOST_QUERIES]

    def _candidate(self, context: Context, intent: str, log_p: float, edit: Edit, explain: bool = False) -> Candidate:
        act, log_act = self.best_act(context, intent)
        certificates, log_certificates, ways = self.best_certificates(context, intent, act)
        if act == "open" and "superlative" in context.reading.cues and len(certificates) > 1:
            act = "choose"
        person, log_person = self.best_person(context)
        certificates = _of_person(context, person) or certificates
        query = Query(act, intent, certificates, person)
        features = self._contributions(context, query, ways) if explain else {}
        return Candidate(query, edit, log_p + log_act + log_certificates + log_person, features)

    def _contributions(self, context: Context, query: Query, ways: frozenset[str]) -> dict[str, float]:
        """What spoke for each part of a meaning, by « part: feature »."""
        act, intent, certificates = query.act, query.intent, query.certificates
        found = {
            "intent": self.weights.intent.contributions(context.intent_features(intent)),
            "act": self.weights.act.contributions(context.act_features(act, intent)),
            "certificates": self.weights.certificates.contributions(context.referent_features(certificates, ways, intent, act)),
            "person": self.weights.person.contributions(context.person_features(query.person)),
        }
        return {f"{part}: {name}": value for part, named in found.items() for name, value in named.items()}

    def best_act(self, context: Context, intent: str) -> tuple[Act, float]:
        """The likeliest act for an intent."""
        acts = context.acts_of(intent)
        scored = self.weights.act.log_probabilities([context.act_features(act, intent) for act in acts])
        return max(zip(acts, scored, strict=True), key=lambda item: item[1])

    def best_certificates(self, context: Context, intent: str, act: Act) -> tuple[tuple[str, ...], float, frozenset[str]]:
        """The likeliest certificates for an intent and act, and the ways in which they come up."""
        referents = context.referents(intent)
        features = [context.referent_features(chosen, ways, intent, act) for chosen, ways in referents.items()]
        scored = self.weights.certificates.log_probabilities(features)
        (chosen, ways), log_p = max(zip(referents.items(), scored, strict=True), key=lambda item: item[1])
        named = context.reading.named()
        if chosen == (CENTRE,) and CENTRE not in named and (other := named[:1]) in referents and not context.named:
            # « L'adresse de l'ENP » is not the centre's.
            return other, 0.0, referents[other]
        return chosen, log_p, ways

    def best_person(self, context: Context) -> tuple[str, float]:
        """Whom the message likeliest concerns; somebody of whom alone it tells, and by name, is no guess."""
        named = {t.person for t in context.reading.told if t.person}
        if len(named) == 1 and (only := named.pop()) in (*context.reading.people, SELF) and not self._tells_beside(context, only):
            return only, 0.0
        again = [p for p in context.reading.people if p in context.state.people]
        cues = context.reading.cues
        # « Ça, c'est pour Jules. Et Manon ? », « je retiens. Revenons à Manon : que lui conseillez-vous ? »
        if again and ("mine" not in cues or (len(context.reading.people) == 1 and "theirs" in cues and "for me" not in cues)):
            return again[-1], 0.0
        if "for me" in context.reading.cues and not context.reading.people:
            # « Le mieux, pour moi ? », whoever was spoken of before.
            return SELF, 0.0
        others = [person for person in context.state.people if person != SELF]
        if others and "mine" not in context.reading.cues and context.reading.told and not named:
            # « 22 ans. Combien par mois ? » of the one just spoken of.
            return others[0], 0.0
        persons = context.persons()
        scored = self.weights.person.log_probabilities([context.person_features(person) for person in persons])
        return max(zip(persons, scored, strict=True), key=lambda item: item[1])

    @staticmethod
    def _tells_beside(context: Context, person: str) -> bool:
        """Whether the message speaks of others than the one of whom it tells."""
        return bool(set(context.reading.people) - {person}) or any(t.person is None for t in context.reading.told)

    def _in_order(self, context: Context, queries: Sequence[Query]) -> tuple[Query, ...]:
        """The queries in the order in which their pieces stand."""
        return tuple(sorted(queries, key=lambda query: self._place(context, query))) if len(queries) > 1 else tuple(queries)

    @staticmethod
    def _place(context: Context, query: Query) -> int:
        piece = context.piece_of(query.intent)
        return piece.start if piece else 0


def _asked_again_for_another(context: Context) -> tuple[Query, ...]:
    """The last questions for whom or what was meant: « je parlais de Chloé », « de celui à 27 % »; none where more is said."""
    reading, state = context.reading, context.state
    says_more = reading.named_topics or reading.told or reading.words > _CORRECTION
    if "corrects person" not in reading.cues or says_more or len(reading.spans) > 1:
        return ()
    asked = [turn.queries for turn in reversed(state.turns) if any(q.intent not in ASK_NOTHING for q in turn.queries)]
    again = [q for q in (asked[0] if asked else ()) if q.intent not in ASK_NOTHING]
    if context.named and "question" not in reading.cues:
        # « J'ai confondu, je parle du gestionnaire »
        return tuple(structs.replace(q, certificates=context.named) for q in again if q.intent in context.knowledge.topics)
    if reading.spans:
        return ()
    if len(reading.people) == 1 and reading.people[0] in state.people:
        return tuple(structs.replace(q, person=reading.people[0]) for q in again)
    holders = tuple({held.holder for held in reading.held_figures})
    return tuple(structs.replace(q, certificates=holders) for q in again) if len(holders) == 1 else ()


def _says_goodbye(context: Context) -> bool:
    """« 94 %, ah, voilà un chiffre. Merci et bonne journée. »: the last thing said is goodbye, and nothing is asked."""
    reading = context.reading
    last = reading.pieces[-1].words if reading.pieces else None
    names_more = {*reading.named_topics} - {context.last.intent if context.last else ""}
    asks = "question" in reading.cues or any(piece.words and piece.words.asks for piece in reading.pieces)
    return bool(last and "goodbye" in last.cues and not asks and not names_more and not reading.told)


def _of_person(context: Context, person: str) -> tuple[str, ...]:
    """« Et Inès, elle peut y entrer ? »: what was last asked for who is named and was not spoken of just now."""
    last = context.last
    if last is None or last.person == person or context.reading.spans or person not in context.reading.people:
        return ()
    asked = (q.certificates for turn in reversed(context.state.turns) for q in reversed(turn.queries) if q.person == person)
    return next((certificates for certificates in asked if len(certificates) == 1), ())


def _with_all_asked_before(context: Context, found: Interpretation) -> Interpretation:
    """« Et le gestionnaire ? », « les trois autres ? »: all that the last message asked of others is asked of them."""
    (first, *more), reading = found.queries, context.reading
    before = context.state.turns[-1].queries if context.state.turns else ()
    says_more = reading.named_topics or reading.topics_of_words or reading.told or reading.words > _FOLLOW_UP
    if more or says_more or reading.whole.likely(first.intent) > _ALSO or first.intent not in {q.intent for q in before}:
        return found
    of_the_same = len({(q.certificates, q.person) for q in before}) == 1 and before[0].certificates != first.certificates
    if not of_the_same or any(q.intent not in context.knowledge.topics or q.act == "verdict" for q in before):
        return found
    again = tuple(structs.replace(q, certificates=first.certificates, person=first.person) for q in before)
    return found._replace(queries=again)


def _without_what_is_told(reading: Reading, queries: Sequence[Query]) -> Sequence[Query]:
    """Several queries without the conditions of admission, where only what is told of somebody speaks of them.

    « Clerc assistant alors. Il a le bac. C'est faisable en alternance ? »: the last piece asks, the others do not. Who wants
    something confirmed may do so without a mark.
    """
    asking = [piece for piece in reading.pieces if piece.words and piece.words.asks]
    if len(queries) < 2 or not asking or "admission" in reading.named_topics:
        return queries

    def is_asked(query: Query) -> bool:
        if query.intent != "admission" or query.act == "confirm":
            return True
        about = [piece for piece in reading.pieces if piece.likely("admission") > _ALSO]
        about = about or [max(reading.pieces, key=lambda piece: piece.likely("admission"))]
        return any(piece in asking for piece in about)

    return [query for query in queries if is_asked(query)] or queries


def _is_plain(piece: Piece, reading: Reading) -> bool:
    """Whether most of a piece asks what a word means, or it names one of the topics that are listed."""
    places = {(one.start, one.end) for one in reading.asked_terms}
    asking = sum(max(0, min(end, piece.end) - max(start, piece.start)) for start, end in places)
    lists = any(one.start < piece.end and piece.start < one.end for one in reading.asked_topics)
    lists = lists or any(piece.start <= place < piece.end for place in reading.dates_asked)
    return lists or 2 * asking >= piece.end - piece.start


def asks_dates(reading: Reading, state: State) -> bool:
    """Whether a message asks of when the sheets are, who made them, or of which year a figure is that it says or just heard.

    Args:
        reading: what it says by itself.
        state: the conversation before it.
    """
    if not reading.dates_asked:
        return False
    of_what_was_told = "this figure" in reading.cues or {*reading.named_topics} <= {state.last.intent if state.last else ""}
    says_what = reading.cues & {"sheet", "sheets", "asks publisher"} or reading.held_figures
    return bool(says_what or (state.shown and of_what_was_told))


def _edit(context: Context) -> Edit:
    return max(EDITS, key=lambda edit: context.edits.get(edit, float(edit == "new") / 100))


def load_weights(path: Path) -> Weights:
    """What was learnt at the last training.

    Raises:
        FileNotFoundError: nothing was trained yet.
        msgspec.ValidationError: the file is not what a training writes.
    """
    return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), Weights)


def save_weights(weights: Weights, path: Path) -> None:
    """Keep what was learnt."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(msgspec.to_builtins(weights), ensure_ascii=False, indent=1), encoding="utf-8")
