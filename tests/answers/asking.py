"""Messages whose meaning is given, asked of the adviser, and what of its replies is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from bot.answers.adviser import Adviser
from bot.answers.reply import Button, Note, Reply, Saying
from bot.dialogue.interpreter import Interpretation, Interpreter, Weights
from bot.dialogue.query import Act, Candidate, Query, act_of
from bot.dialogue.reading import SELF, Piece, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State
from bot.knowledge import Knowledge, TopicFacts, load_knowledge
from bot.nlu.certificate_names import certificate_names
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.facts import FactIndex
from bot.nlu.reading import MessageReader
from bot.nlu.titles import held
from tests.answers.wording import read
from tests.figures import EMAIL, PHONE

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 21)
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
ALL = (ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE)
CONTACT = {"phone": PHONE, "email": EMAIL}
NOTHING_SAID = Reading(0, Piece(0, 0, {}))
NEW = State()


class Said(NamedTuple):
    """A reply and the state after it."""

    reply: Reply
    state: State

    @property
    def responses(self) -> list[str]:
        """The response of each saying, in order."""
        return [saying.response for saying in self.reply.sayings]

    @property
    def text(self) -> str:
        """What the visitor reads, with plain spaces."""
        return read(self.reply)

    @property
    def only(self) -> Saying:
        """The one saying."""
        (saying,) = self.reply.sayings
        return saying

    @property
    def told_of(self) -> list[tuple[str, str]]:
        """The response and the certificate of each saying."""
        return [(s.response, s.values.get("certificate", "")) for s in self.reply.sayings]

    @property
    def titles(self) -> list[str]:
        """The titles of the buttons."""
        return titles(self.reply.buttons)

    @property
    def openings(self) -> list[str]:
        """The responses said before others, in order."""
        return [name for saying in self.reply.sayings for name, _ in saying.openings]

    def note(self, name: str) -> dict[str, str] | None:
        """The values of a response said before or after another, None where it is not said."""
        return next((values for key, values in self.notes if key == name), None)

    @property
    def notes(self) -> list[Note]:
        """All responses said before or after others, with their values."""
        return [note for saying in self.reply.sayings for note in (*saying.openings, *saying.notes)]


def query(intent: str, *certificates: str, act: Act | None = None, person: str = SELF) -> Query:
    """A question; of an intent's usual act when none is given."""
    return Query(act or act_of(intent) or "open", intent, certificates, person)


def adviser(knowledge: Knowledge = KNOWLEDGE, today: date = TODAY) -> Adviser:
    """An adviser that has learnt nothing: what messages mean is given."""
    return Adviser(knowledge, Interpreter(knowledge, Weights()), today)


def say(
    *queries: Query,
    state: State = NEW,
    reading: Reading = NOTHING_SAID,
    confidence: float = 1.0,
    others: Sequence[Query] = (),
    knowledge: Knowledge = KNOWLEDGE,
    today: date = TODAY,
) -> Said:
    """Say something that means these queries; `others` are what it might have meant nearly as likely."""
    candidates = tuple(Candidate(one, "new", -0.1 * number) for number, one in enumerate((queries[0], *others)))
    found = Interpretation(queries, "new", candidates, confidence)
    return Said(*adviser(knowledge, today).answer(found, reading, state))


def ask(topic: str, *certificates: str, state: State = NEW, today: date = TODAY, knowledge: Knowledge = KNOWLEDGE) -> Said:
    """Ask one question, in no words."""
    return say(query(topic, *certificates), state=state, today=today, knowledge=knowledge)


def source_of(said: Said) -> Said:
    """Ask where what was just said comes from."""
    return say(query("source"), state=said.state)


def knowing(state: State = NEW, person: str = SELF, **told: Any) -> State:
    """A conversation in which this was told of a person."""
    return replace(state, people={person: Person(Situation(**told), 1), **state.people})


def telling(person: str | None = SELF, **told: Any) -> Reading:
    """A message that tells this of a person."""
    return replace(NOTHING_SAID, told=(Telling(person, Situation(**told)),))


def spoken_of(*certificates: str, before: Sequence[str] = ()) -> State:
    """A conversation about certificates."""
    return State(discussed=certificates, previous=tuple(before))


@lru_cache(maxsize=1)
def _readers() -> tuple[MessageReader, CertificateRecogniser, FactIndex]:
    lookalikes = [expression for c in KNOWLEDGE.certificates.values() for expression in c.lookalikes]
    recogniser = CertificateRecogniser(certificate_names(KNOWLEDGE), lookalikes)
    return MessageReader(KNOWLEDGE), recogniser, FactIndex(KNOWLEDGE)


def heard(text: str, intents: Mapping[str, float] | None = None) -> Reading:
    """What a message says by itself, read by all that reads without having learnt."""
    # As bot.nlu.normaliser leaves it.
    text = re.sub(r" +(?=[?!])", "", text.lower())
    reader, recogniser, facts = _readers()
    entities: list[dict[str, Any]] = []
    for mention in recogniser.find(text):
        how = held(text, mention.start, mention.end)
        entities.append(
            {"value": mention.certificate, "start": mention.start, "end": mention.end, **({"held": how} if how else {})}
        )
    return reader.read(text, entities, intents or {}, (), facts.nearest([text])[0])


def about(text: str, topic: str, certificate: str, act: Act = "open", again: bool = False) -> Said:
    """Ask of a topic in these words; again: after it was told of the certificate."""
    state = ask(topic, certificate).state if again else NEW
    return say(query(topic, certificate, act=act), reading=heard(text), state=state)


def titles(buttons: Sequence[Button]) -> list[str]:
    """The titles of buttons."""
    return [button.title for button in buttons]


def with_topic(certificate: str, topic: str, entry: TopicFacts) -> Knowledge:
    """The knowledge, but a certificate's sheet says something else on a topic."""
    known = KNOWLEDGE.certificates[certificate]
    changed = replace(known, topics={**known.topics, topic: entry})
    return replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, certificate: changed})
