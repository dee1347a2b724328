"""What speaks for each meaning that a message may have: named features. Their weights are learnt; nothing is decided here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import itemgetter

from msgspec import structs

from bot.dialogue.query import INTENTS_BESIDE_TOPICS, NOT_OURS, SOCIAL, TOPIC_ACTS, Act, act_of
from bot.dialogue.reading import SELF, Piece, Reading
from bot.dialogue.referents import PLACES, number_said, referents
from bot.dialogue.state import State
from bot.knowledge import Knowledge

# Probabilities below this are as good as nothing.
_FLOOR = 0.002
# Two pieces' worth of intents that are likely enough to be considered.
_CONSIDERED_OF_WHOLE, _CONSIDERED_OF_PIECE, _CONSIDERED_OF_TURNS, _CONSIDERED_FACTS = 8, 3, 6, 3
# As good as all telling words of a message.
_ALL_BUT_ONE = 0.6
_COURTESIES = frozenset(["greet", "thank", "goodbye", "affirm", "deny"])
# A piece that is less likely than this a courtesy, a complaint or a telling asks something.
_ASKS_SOMETHING = 0.25
_TONE = frozenset([*SOCIAL, "correct", "complain", "tell_situation"])
# Intents read in a message that stand for no meaning of their own: « et pour l'expert ? » asks the last question again.
_EVIDENCE_ONLY = frozenset(["change_certificate"])


def _log(probability: float) -> float:
    """The logarithm above the floor's: 0 for what is as good as impossible, about 6 for certainty."""
    return math.log(max(probability, _FLOOR) / _FLOOR)


class Context:
    """What the options of one message are looked at with: the reading, the state before it, and the knowledge.

    Args:
        reading: what the message says by itself.
        state: the conversation before it.
        knowledge: which sheet holds what.
    """

    def __init__(self, reading: Reading, state: State, knowledge: Knowledge) -> None:
        self.reading = reading
        self.state = state
        self.knowledge = knowledge
        self.last = state.last
        asked = [q for turn in reversed(state.turns) for q in reversed(turn.queries)]
        self.asked_before = [q.intent for q in asked if q != self.last]
        self.edits = reading.heads.get("edit", {})
        self.acts = reading.heads.get("act", {})
        self.named = tuple(c for c in reading.named() if c in knowledge.certificates)
        self.brevity = 1.0 / max(reading.words, 1)
        self.tells_admission = any(t.situation.tells_diploma_or_work for t in reading.told)
        self.tells_age = any(t.situation.age is not None for t in reading.told)

    # Intents -------------------------------------------------------------------------------------------------------

    def intents(self) -> list[str]:
        """The intents that the message may have, each once."""
        reading, last = self.reading, self.last
        found: list[str] = [*reading.whole.intents][:_CONSIDERED_OF_WHOLE]
        for piece in reading.pieces:
            found += [*piece.intents][:_CONSIDERED_OF_PIECE]
            found += sorted(piece.turns, key=lambda intent: -piece.turns[intent])[:_CONSIDERED_OF_PIECE]
        turns = reading.whole.turns
        found += sorted(turns, key=lambda intent: -turns[intent])[:_CONSIDERED_OF_TURNS]
        found += [*reading.named_topics[:2], *(score.topic for score in reading.facts[:_CONSIDERED_FACTS])]
        found += reading.topics_of_words
        found += [last.intent] if last else []
        found += self.asked_before[:3]
        found += self.state.pending.options if self.state.pending and self.state.pending.asked == "topic" else ()
        known = self.knowledge.topics.keys() | set(INTENTS_BESIDE_TOPICS)
        # Who says no and names what is meant asks that.
        names = {"correct"} if self.named or set(reading.named_topics) - set(reading.ruled_out_topics) else set()
        # Where a piece asks something, no courtesy beside it is what is meant.
        courtesies = _COURTESIES if self._only_tone() < _ASKS_SOMETHING else frozenset()
        left = [i for i in dict.fromkeys(found) if i in known and i not in _EVIDENCE_ONLY | names | courtesies]
        return left or found[:1]

    def intent_features(self, intent: str) -> dict[str, float]:
        """What speaks for one intent."""
        return {
            **self._words_of_intent(intent),
            **self._kind_of_intent(intent),
            **self._history_of_intent(intent),
            **self._knowledge_of_intent(intent),
        }

    def _words_of_intent(self, intent: str) -> dict[str, float]:
        reading = self.reading
        pieces = [_log(piece.intents.get(intent, 0.0)) for piece in reading.pieces]
        whole = _log(reading.whole.intents.get(intent, 0.0))
        act = act_of(intent)
        likely = self.acts.get(act, 0.0) if act else sum(self.acts.get(a, 0.0) for a in TOPIC_ACTS)
        features = {
            "whole": whole,
            "whole: sure": reading.whole.intents.get(intent, 0.0),
            "whole: leads": float(next(iter(reading.whole.intents), None) == intent),
            "turns: sure": reading.whole.turns.get(intent, 0.0),
            "best piece": max(pieces, default=whole),
            "last piece": pieces[-1] if pieces else whole,
            "turns": _log(reading.whole.turns.get(intent, 0.0)),
            "turns: best piece": max((_log(piece.turns.get(intent, 0.0)) for piece in reading.pieces), default=0.0),
            "act": _log(likely),
        }
        if self.state.turns:
            # Words alone tell less in the middle of a conversation, and least when they are few.
            features |= {f"later: {name}": value for name, value in features.items()}
            features |= {"brevity: whole": whole * self.brevity, "brevity: turns": features["turns"] * self.brevity}
        if intent in reading.named_topics:
            features["named"] = 1.0
            features["named first"] = float(intent == reading.named_topics[0])
        if intent in reading.ruled_out_topics:
            features["ruled out"] = 1.0
        facts = [score.score for score in reading.facts if score.topic == intent]
        if facts:
            features["fact"] = max(facts)
            features["nearest fact"] = float(reading.facts[0].topic == intent)
        if reading.topics_of_words and intent not in reading.topics_of_words:
            features["word of another"] = 1.0
            features["word of another: brevity"] = self.brevity
        for kind, words in (("fact", reading.named_facts), ("silence", reading.silences)):
            if any(word.topic == intent for word in words):
                features[f"word of a {kind}"] = 1.0
                features[f"word of a {kind}: brevity"] = self.brevity
                features[f"word of a {kind}: alone"] = float(len(reading.topics_of_words) == 1)
        return features

    def _only_tone(self) -> float:
        """How likely every piece of the message is a courtesy, a complaint, a telling: 0 when one of them asks something."""
        return min(
            (
                sum(p for intent, p in {**piece.intents, **piece.turns}.items() if intent in _TONE)
                for piece in self.reading.pieces
            ),
            default=1.0,
        )

    def _kind_of_intent(self, intent: str) -> dict[str, float]:
        reading = self.reading
        if intent in NOT_OURS:
            return {
                "not ours": 1.0,
                "not ours: foreign": _log(reading.foreign),
                "not ours: unknown words": reading.unknown,
                "not ours: all words unknown": float(reading.unknown >= _ALL_BUT_ONE),
                "not ours: names ours": float(bool(reading.spans)),
                "not ours: in conversation": float(bool(self.state.turns)),
                "not ours: near fact": reading.facts[0].score if reading.facts else 0.0,
                f"is {intent}": 1.0,
            }
        if intent in SOCIAL:
            return {
                "social": 1.0,
                "social: nothing else": self._only_tone(),
                "social: question": float("question" in reading.cues),
                "social: words": math.log(1 + reading.words),
                "social: names ours": float(bool(reading.spans)),
                "social: tells": float(bool(reading.told)),
            }
        if intent in INTENTS_BESIDE_TOPICS:
            beyond = self.knowledge.paths.places.keys() - self.knowledge.certificates.keys()
            return {
                f"is {intent}": 1.0,
                f"{intent}: nothing else": self._only_tone() if intent in _TONE else 0.0,
                f"{intent}: question": float("question" in reading.cues),
                f"{intent}: tells": float(self.tells_admission or self.tells_age),
                f"{intent}: several named": float(len(self.named) > 1),
                f"{intent}: job beyond": float(any(what in beyond for what in reading.named())),
                f"{intent}: starts": float(not self.state.turns),
                f"{intent}: term": float(bool(reading.terms)) * self.brevity,
            }
        return {f"is {self.knowledge.topics[intent].scope}": 1.0}

    def _history_of_intent(self, intent: str) -> dict[str, float]:
        features: dict[str, float] = {}
        if self.last and intent == self.last.intent:
            features = {f"last: {edit}": p for edit, p in self.edits.items()}
            features |= {
                "last": 1.0,
                "last: brevity": self.brevity,
                "last: another certificate": float(bool(set(self.named) - set(self.state.discussed))),
                "last: change of certificate": _log(self.reading.whole.intents.get("change_certificate", 0.0)),
                "last: correction": _log(self.reading.whole.intents.get("correct", 0.0)),
                "last: tells": float(bool(self.reading.told)),
                "last: word of a fact": float(intent in self.reading.topics_of_words),
                "last: names a person": float(bool(self.reading.people)),
                "last: other topic named": float(bool(self.reading.named_topics) and intent not in self.reading.named_topics),
            }
        elif intent in self.asked_before[:4]:
            features = {"before": 1.0, "before: brevity": self.brevity, "before: just": float(intent == self.asked_before[0])}
            features |= {f"before: {edit}": p for edit, p in self.edits.items() if edit in ("revise", "reject", "refer")}
        if self.last and self.last.intent in self.knowledge.topics and intent in self.knowledge.topics[self.last.intent].next:
            features["usual next"] = 1.0
        pending = self.state.pending
        if pending and (
            intent in pending.options or (pending.asked == "certificate" and self.last and intent == self.last.intent)
        ):
            features["offered"] = 1.0
            features["offered: answers"] = self.edits.get("answer", 0.0)
        return features

    def _knowledge_of_intent(self, intent: str) -> dict[str, float]:
        features: dict[str, float] = {}
        certificates = self.named or self.state.discussed
        if intent in self.knowledge.topics and self.knowledge.topics[intent].scope == "certificate" and certificates:
            holds = [c for c in certificates if (entry := self.knowledge.facts_of(c, intent)) and entry.facts]
            features["held" if holds else "not held"] = 1.0
        if intent == "admission":
            known = any(p.situation.tells_diploma_or_work for p in self.state.people.values())
            features["admission: tells diploma or work"] = float(self.tells_admission)
            features["admission: verdict"] = self.acts.get("verdict", 0.0)
            features["admission: known"] = float(known) * self.acts.get("verdict", 0.0)
        if intent == "apprentice_pay":
            features["apprentice pay: tells age"] = float(self.tells_age)
        return features

    # Intents beside the first ------------------------------------------------------------------------------------------

    def of_piece(self, piece: Piece) -> Context:
        """The same conversation, as if the piece were the whole message."""
        spans = tuple(s for s in self.reading.spans if s.start >= piece.start and s.end <= piece.end)
        words = max(1, round(self.reading.words * (piece.end - piece.start) / max(self.reading.whole.end, 1)))
        return Context(
            structs.replace(self.reading, whole=piece, pieces=(), spans=spans, words=words), self.state, self.knowledge
        )

    def also_features(self, intent: str, first: str, pieces: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """What speaks for an intent being asked beside the likeliest one.

        Args:
            intent: the intent.
            first: the likeliest one.
            pieces: how likely each intent is in each piece, as if it were a message of its own.
        """
        reading = self.reading
        likely = [found.get(intent, 0.0) for found in pieces]
        best = max(likely, default=0.0)
        leading = [found for found in pieces if found and max(found.items(), key=itemgetter(1))[0] == intent]
        leads = [piece for piece in reading.pieces if next(iter(piece.intents), None) == intent]
        elsewhere = [p for p in leads if p.intents.get(first, 0.0) < p.intents.get(intent, 0.0)]
        turns = [p for p in reading.pieces if p.turns and max(p.turns, key=lambda key: p.turns[key]) == intent]
        apart = max((_log(p.turns.get(intent, 0.0)) - _log(p.turns.get(first, 0.0)) for p in reading.pieces), default=0.0)
        both = max((_log(p.intents.get(intent, 0.0)) - _log(p.intents.get(first, 0.0)) for p in reading.pieces), default=0.0)
        companion = intent in self.knowledge.topics and first in self.knowledge.topics[intent].with_
        features = {
            "bias": 1.0,
            "likely in a piece": _log(best),
            "likelier than not": best,
            "best of a piece": float(bool(leading)),
            "best of a piece, not the first's": max((f[intent] - f.get(first, 0.0) for f in leading), default=0.0),
            "leads a piece": float(bool(elsewhere)),
            "piece": max((_log(piece.intents.get(intent, 0.0)) for piece in reading.pieces), default=0.0),
            "piece that it leads": _log(max((p.intents[intent] for p in elsewhere), default=0.0)),
            "whole": _log(reading.whole.intents.get(intent, 0.0)),
            "turns": _log(reading.whole.turns.get(intent, 0.0)),
            "turns: piece": max((_log(piece.turns.get(intent, 0.0)) for piece in reading.pieces), default=0.0),
            "turns: leads a piece": float(bool(turns)),
            "both lead": float(bool(turns) and bool(elsewhere)),
            "turns: apart": max(apart, 0.0),
            "apart": max(both, 0.0),
            "questions": float(sum(1 for p in reading.pieces if p.turns) > 1 and "question" in reading.cues),
            "named": float(intent in reading.named_topics),
            "word of a fact": float(intent in reading.topics_of_words),
            "ruled out": float(intent in reading.ruled_out_topics),
            "pieces": math.log(1 + len(reading.pieces)),
            "one piece": float(len(reading.pieces) < 2),
            "companion": float(companion),
            "last": float(bool(self.last) and self.last is not None and intent == self.last.intent),
            "verdict": self.acts.get("verdict", 0.0) if intent == "admission" else 0.0,
            "tells": float(self.tells_admission) if intent == "admission" else 0.0,
        }
        kind = "not ours" if intent in NOT_OURS else "social" if intent in SOCIAL else None
        kind = kind or (f"is {intent}" if intent in INTENTS_BESIDE_TOPICS else "topic")
        return features | {kind: 1.0, f"{kind}: leads": float(bool(elsewhere))}

    def piece_of(self, intent: str) -> Piece | None:
        """The piece in which an intent is likeliest, when it is likely in any."""
        best = max(self.reading.pieces, key=lambda piece: piece.intents.get(intent, 0.0), default=None)
        return best if best and best.intents.get(intent, 0.0) > 0.0 else None

    # Acts ------------------------------------------------------------------------------------------------------------

    def acts_of(self, intent: str) -> list[Act]:
        """The acts that an intent may be wanted for."""
        if intent == "comparison":
            return ["compare", "choose"]
        fixed = act_of(intent)
        if fixed and intent != "certificates":
            return [fixed]
        return [act for act in TOPIC_ACTS if act != "verdict" or intent == "admission"]

    def act_features(self, act: Act, intent: str) -> dict[str, float]:
        """What speaks for one act."""
        several = len(self.named) > 1 or len(self.state.discussed) > 1
        features = {
            f"is {act}": 1.0,
            "words": _log(self.acts.get(act, 0.0)),
            f"{act}: which": float("which" in self.reading.cues),
            f"{act}: several": float(several),
            f"{act}: several named": float(len(self.named) > 1),
            f"{act}: each": float("each" in self.reading.cues),
            f"{act}: refers": self.edits.get("refer", 0.0),
            f"{act}: question": float("question" in self.reading.cues),
        }
        if self.last and act == self.last.act:
            features |= {
                "last": 1.0,
                "last: refers": self.edits.get("refer", 0.0),
                "last: revises": self.edits.get("revise", 0.0),
            }
        if act == "verdict":
            known = any(p.situation.tells_diploma_or_work for p in self.state.people.values())
            features |= {
                "verdict: tells": float(self.tells_admission),
                "verdict: known": float(known),
                "verdict: person": float(bool({"mine", "theirs"} & self.reading.cues)),
            }
        return features

    # Certificates ------------------------------------------------------------------------------------------------------

    def referents(self, intent: str) -> dict[tuple[str, ...], frozenset[str]]:
        """The sets of certificates and subjects that may be meant, each with the ways in which it comes up."""
        return referents(self.reading, self.state, self.knowledge, intent, self.piece_of(intent))

    def referent_features(self, chosen: tuple[str, ...], ways: frozenset[str], intent: str, act: Act) -> dict[str, float]:
        """What speaks for one set of certificates."""
        reading = self.reading
        features: dict[str, float] = dict.fromkeys(ways, 1.0)
        references = reading.heads.get("reference", {})
        for way in ways & references.keys():
            features[f"words for {way}"] = _log(references[way])
        named = set(self.named)
        if named:
            features["leaves a name out"] = float(not named <= set(chosen))
            features["adds to the names"] = float(bool(set(chosen) - named) and named <= set(chosen))
        kept = bool(ways & {"discussed", "of the last question"}) and not named
        if kept:
            features |= {f"kept: {edit}": p for edit, p in self.edits.items() if edit in ("new", "refer", "revise", "answer")}
            features |= {
                f"kept: {cue}": 1.0 for cue in ("other", "others", "all", "each", "which", "ours") if cue in reading.cues
            }
        for way, cues in _CUES_OF_WAYS.items():
            if way in ways:
                features |= {f"{way}: {cue}": 1.0 for cue in cues if cue in reading.cues}
        features |= self._figures_held_by(chosen, intent)
        size = len(chosen)
        if (number := number_said(reading)) and size > 1:
            features["as many as said"] = float(size == number)
        features["in the place said"] = float(any(f"{place} listed" in ways and place in reading.cues for place in PLACES))
        several = act in ("choose", "compare")
        features["one, of which"] = float(several and size == 1)
        features["several, of which"] = float(several and size > 1)
        features["several"] = float(size > 1)
        if ways & {"all", "all but those ruled out"}:
            features |= {f"all: {act}": 1.0, f"all: {self._group(intent)}": 1.0}
        if not chosen:
            features |= {
                f"none: {act}": 1.0,
                f"none: {self._group(intent)}": 1.0,
            }
        features |= self._held_by(chosen, intent)
        beyond = [what for what in chosen if what not in self.knowledge.certificates]
        if beyond:
            features["beyond the certificates"] = 1.0
            features[f"beyond: {self._group(intent)}"] = 1.0
            features["beyond: named"] = float(bool(set(beyond) & set(reading.named())))
        return features

    def _figures_held_by(self, chosen: tuple[str, ...], intent: str) -> dict[str, float]:
        """Whether the certificates are those whose facts hold the message's figures; a name says more than a figure."""
        holders = {held.holder for held in self.reading.held_figures if held.topic == intent}
        if not holders or self.named:
            return {}
        if holders == set(chosen):
            return {"holds the figure": 1.0}
        return {"some hold the figure" if holders & set(chosen) else "lacks the figure": 1.0}

    def _held_by(self, chosen: tuple[str, ...], intent: str) -> dict[str, float]:
        if intent not in self.knowledge.topics or self.knowledge.topics[intent].scope != "certificate":
            return {}
        certificates = [c for c in chosen if c in self.knowledge.certificates]
        holds = [c for c in certificates if (entry := self.knowledge.facts_of(c, intent)) and entry.facts]
        if not certificates:
            return {}
        return {"held": float(bool(holds)), "held by all": float(len(holds) == len(certificates))}

    def _group(self, intent: str) -> str:
        if intent in self.knowledge.topics:
            return self.knowledge.topics[intent].scope
        return "social" if intent in SOCIAL else "not ours" if intent in NOT_OURS else intent

    # People ------------------------------------------------------------------------------------------------------------

    def persons(self) -> list[str]:
        """Whom the message may concern."""
        return list(dict.fromkeys([SELF, *self.state.people, *self.reading.people]))

    def person_features(self, person: str) -> dict[str, float]:
        """What speaks for one person."""
        reading, state = self.reading, self.state
        words = reading.heads.get("person", {})
        told = [t.person for t in reading.told]
        features = {
            "words": _log(words.get("self" if person == SELF else "other", 0.0)),
            "last": float(bool(self.last) and self.last is not None and person == self.last.person),
            "first spoken of": float(person == state.person),
            "named": float(person in reading.people),
            "told of": float(person in told),
        }
        cues: Mapping[str, bool] = {cue: cue in reading.cues for cue in ("mine", "theirs")}
        kind = "self" if person == SELF else "known other" if person in state.people else "new other"
        features |= {f"{kind}: {cue}": 1.0 for cue, found in cues.items() if found}
        if reading.people and person not in reading.people:
            features[f"{kind}: somebody else named"] = 1.0
        return features


# The cues that may speak for a way in which certificates come up.
_CUES_OF_WAYS: dict[str, tuple[str, ...]] = {
    "spoken of before": ("other", "others", "denies", "that"),
    "the ones before": ("other", "denies"),
    "last two": ("two", "each", "which", "other"),
    "all others": ("others", "other", "all"),
    "never spoken of": ("others", "two", "all"),
    "all": ("all", "each", "which", "most", "least"),
    "listed": ("each", "which", "all", "others"),
    "listed and not ruled out": ("two", "three", "which", "others"),
    "last listed": ("last", "second", "third"),
    "discussed and named": ("same", "each", "which", "two"),
    "mentioned": ("that", "other"),
}
