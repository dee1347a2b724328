"""All that the staff are shown, masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.answers.notes import OLD_AFTER_YEARS
from bot.channels.web.store import Opinion, Store
from bot.dialogue.query import act_of
from bot.knowledge import Knowledge
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.report import problems
from bot.privacy.masking import Masker
from bot.staff.drafts import BESIDE_TOPICS
from bot.staff.exchanges import CHANNELS, Exchange, read_exchanges
from bot.staff.grouping import grouped
from bot.staff.marks import Mark, Marks, fingerprint
from bot.staff.statistics import Statistics, count

# So many of a group's questions are shown, and so many groups; the table has all.
_MOST_SHOWN, _MOST_GROUPS = 5, 60


@dataclass(frozen=True)
class Question:
    """An exchange as the staff read it, masked.

    Attributes:
        at: when it was asked.
        channel: where.
        text: what was asked.
        answer: what was said.
        topics: what it was taken for, by their labels.
        outcome: what came of it, in French.
    """

    at: datetime
    channel: str
    text: str
    answer: str
    topics: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Group:
    """Unanswered questions that mean about the same.

    Attributes:
        questions: some of them, each wording once.
        number: how many there are.
        fingerprints: of all of them.
        topic: the topic that they look like most.
    """

    questions: tuple[Question, ...]
    number: int
    fingerprints: tuple[str, ...]
    topic: str | None


@dataclass(frozen=True)
class Rated:
    """Feedback with the exchange that it belongs to, masked; without it where only the feedback is kept."""

    at: datetime
    helpful: bool
    comment: str
    question: Question


@dataclass(frozen=True)
class KnowledgeState:
    """How things stand with the sheets.

    Attributes:
        editions: each sheet's title and edition.
        old: what is told with an old date: certificate, topic, text and year.
        silences: what was asked most that no sheet tells, with how often.
        problems: what `make check` finds.
    """

    editions: tuple[tuple[str, str], ...]
    old: tuple[tuple[str, str, str, int], ...]
    silences: tuple[tuple[str, int], ...]
    problems: tuple[KnowledgeError, ...]


@dataclass(frozen=True)
class Report:
    """All of it.

    Attributes:
        first: the first day; `last`: the last one.
        statistics: the counts.
        labels: topics and other intents as the staff read them.
        groups: unanswered questions that nobody has dealt with.
        done: what was dealt with, the latest first.
        rated: feedback, the latest first.
        asked: all exchanges, oldest first.
        knowledge: how things stand with the sheets.
    """

    first: date
    last: date
    statistics: Statistics
    labels: Mapping[str, str]
    groups: tuple[Group, ...]
    done: tuple[Mark, ...]
    rated: tuple[Rated, ...]
    asked: tuple[Exchange, ...]
    knowledge: KnowledgeState


OUTCOMES = {
    "answered": "répondu",
    "asked_back": "précision demandée",
    "silent": "pas dans les fiches",
    "misunderstood": "pas compris",
    "not_ours": "hors sujet",
    "courtesy": "politesse",
}
_LABELS = {
    **BESIDE_TOPICS, "comparison": "comparer les métiers", "define": "le sens d'un mot", "certificates": "la liste des métiers",
    "path": "le chemin vers un métier", "recommendation": "quel métier choisir", "source": "d'où vient la réponse",
    "repeat": "répéter", "correct": "une correction", "complain": "une plainte", "tell_situation": "sa situation",
    "legal_advice": "un conseil juridique", "manipulation": "un détournement", "foreign_language": "une autre langue",
    "privacy": "les données personnelles", "talk_to_human": "parler à une personne", "forget_me": "être oublié",
    "greet": "un bonjour", "thank": "un merci", "goodbye": "un au revoir", "affirm": "un oui", "deny": "un non",
    "bot_challenge": "robot ou humain", "help": "ce que sait le robot",
}  # fmt: skip


class Reporter:
    """Makes reports; what it finds to mask it keeps in memory, as long as the conversation is kept.

    Args:
        database: SQLAlchemy's address of it.
        knowledge: what the bot knows.
        masker: masks what visitors wrote.
    """

    def __init__(self, database: str, knowledge: Knowledge, masker: Masker) -> None:
        self._database, self._knowledge, self._masker = database, knowledge, masker
        self._store, self._marks = Store(database), Marks(database)
        self._secrets: dict[str, tuple[int, dict[str, str]]] = {}
        self.labels = {t: d.label for t, d in knowledge.topics.items()} | _LABELS

    def report(self, days: int, today: date | None = None) -> Report:
        """The report of the last days, today included.

        Args:
            days: how many.
            today: the last day.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database does not answer.
        """
        last = today or date.today()
        first = last - timedelta(days - 1)
        begin = datetime(first.year, first.month, first.day).timestamp()
        exchanges = read_exchanges(self._database, begin)
        opinions = [opinion for opinion in self._store.opinions() if opinion.at >= begin]
        marks = self._marks.all()
        told = _Told(exchanges)
        self._secrets = {name: found for name, found in self._secrets.items() if name in told.texts}
        return Report(
            first=first,
            last=last,
            statistics=count(exchanges, opinions, first, last),
            labels=self.labels,
            groups=tuple(self._groups(exchanges, marks, told)),
            done=tuple(dict.fromkeys(marks.values())),
            rated=tuple(self._rated(opinion, told) for opinion in opinions),
            asked=tuple(exchanges),
            knowledge=self._state(exchanges, last),
        )

    def questions(self, exchanges: Sequence[Exchange]) -> list[Question]:
        """Exchanges as the staff read them.

        Args:
            exchanges: all of their conversations.
        """
        told = _Told(exchanges)
        return [self._question(exchange, told) for exchange in exchanges]

    def _groups(self, exchanges: Sequence[Exchange], marks: Mapping[str, Mark], told: _Told) -> Iterable[Group]:
        waiting = [e for e in exchanges if e.is_open and not _is_done(e, marks)]
        for places in grouped([exchange.question for exchange in waiting])[:_MOST_GROUPS]:
            members = [waiting[place] for place in places]
            wordings = {fingerprint(exchange.question): exchange for exchange in reversed(members)}
            shown = list(reversed(wordings.values()))[:_MOST_SHOWN]
            likely = Counter(topic for e in members for topic in (*e.topics, *e.likely[:2]) if topic in self._knowledge.topics)
            topic = next((topic for topic, _ in likely.most_common(1)), None)
            yield Group(tuple(self._question(e, told) for e in shown), len(members), tuple(wordings), topic)

    def _question(self, exchange: Exchange, told: _Told) -> Question:
        secrets = self._secrets_of(exchange.conversation, told)
        return Question(
            at=datetime.fromtimestamp(exchange.at),
            channel=exchange.channel,
            text=self._masker.mask(exchange.question, secrets),
            answer=self._masker.mask(exchange.answer, secrets),
            # Who was not understood was taken for nothing: « hors sujet » is what is said of another outcome.
            topics=tuple(self.labels.get(topic, topic) for topic in exchange.topics if topic != "out_of_scope"),
            outcome=OUTCOMES[exchange.outcome],
        )

    def _rated(self, opinion: Opinion, told: _Told) -> Rated:
        exchange = told.by_turn.get(opinion.answer.rpartition(".")[0])
        secrets = dict(self._secrets_of(exchange.conversation, told)) if exchange else {}
        secrets |= self._masker.secrets([opinion.question, opinion.comment])
        at = datetime.fromtimestamp(opinion.at)
        of_it = (
            self._question(exchange, told) if exchange else Question(at, CHANNELS["web"], opinion.question, opinion.text, (), "")
        )
        text, answer = (self._masker.mask(whole, secrets) for whole in (of_it.text, of_it.answer))
        question = Question(of_it.at, of_it.channel, text, answer, of_it.topics, of_it.outcome)
        return Rated(at, opinion.helpful, self._masker.mask(opinion.comment, secrets), question)

    def _secrets_of(self, conversation: str, told: _Told) -> dict[str, str]:
        texts = told.texts[conversation]
        kept = self._secrets.get(conversation)
        if kept is None or kept[0] != len(texts):
            kept = self._secrets[conversation] = (len(texts), self._masker.secrets(texts))
        return kept[1]

    def _state(self, exchanges: Sequence[Exchange], today: date) -> KnowledgeState:
        knowledge = self._knowledge
        silent = Counter(name for exchange in exchanges if exchange.outcome == "silent" for name in self._silences(exchange))
        old = [
            (certificate.name, knowledge.topics[topic].label, fact.text, fact.as_of.year)
            for certificate in knowledge.certificates.values()
            for topic, entry in certificate.topics.items()
            for fact in entry.facts
            if fact.as_of and today.year - fact.as_of.year >= OLD_AFTER_YEARS
        ]
        editions = tuple((sheet.title, sheet.edition) for sheet in knowledge.sheets.values())
        return KnowledgeState(editions, tuple(old), tuple(silent.most_common(15)), self._problems)

    @cached_property
    def _problems(self) -> tuple[KnowledgeError, ...]:
        return tuple(problems())

    def _silences(self, exchange: Exchange) -> Sequence[str]:
        """What the answer said to be in no sheet: by its name where it has one, else the topic."""
        return exchange.silences or [self.labels.get(t, t) for t in exchange.topics if act_of(t) is None]


class _Told:
    """What was said in which conversation, and which turn was which."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.texts: dict[str, list[str]] = {}
        self.by_turn = {exchange.turn: exchange for exchange in exchanges}
        for exchange in exchanges:
            self.texts.setdefault(exchange.conversation, []).append(exchange.question)


def _is_done(exchange: Exchange, marks: Mapping[str, Mark]) -> bool:
    mark = marks.get(fingerprint(exchange.question))
    return mark is not None and exchange.at <= mark.at
