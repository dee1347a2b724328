"""The pieces of a reply. Words are not here: a saying names a response of domain.yml and the values that fill it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.knowledge import Fact

# A response of domain.yml, without its `utter_`, and the values that fill it.
Note = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Saying:
    """One message to the visitor.

    Attributes:
        response: the name of a response in domain.yml, without its `utter_`.
        values: what fills the response's variables.
        openings: responses said before it in the same message (a verdict, a result), each with its values.
        notes: responses said after it in the same message (caveats, source, contact), each with its values.
        facts: the facts it rests on, with the sheet each stands in; what « D'où ça vient ? » shows.
        uses_smic: whether the SMIC on file was used.
        listed: the certificates it tells of one after another, in order; what « le premier » counts.
    """

    response: str
    values: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    openings: tuple[Note, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()
    uses_smic: bool = False
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Button:
    """A next step. Pressing it is as good as typing a message with this intent and certificate.

    Attributes:
        title: what it shows.
        intent: the intent it stands for; None: it stands for its title, as if that were typed.
        certificate: the certificate it is about, if any.
    """

    title: str
    intent: str | None
    certificate: str | None = None


@dataclass(frozen=True)
class Situation:
    """What a visitor has told of the person who would train. None: not told.

    Attributes:
        age: in whole years.
        level: of the highest diploma, 3 to 8 in the French framework.
        years_after_bac: of study, for the highest diploma; -1 without the bac.
        field: of the diploma: law, administration or other.
        bac: which bac: general, or other (professional or technological).
        experience_years: of work.
        workplace: where: office (a bailiff's), law, administration or other.
        title: id of a certificate held.
        job: id of the certificate whose job somebody has.
    """

    age: int | None = None
    level: int | None = None
    years_after_bac: int | None = None
    field: str | None = None
    bac: str | None = None
    experience_years: int | None = None
    workplace: str | None = None
    title: str | None = None
    job: str | None = None

    @property
    def tells_diploma_or_work(self) -> bool:
        """Whether enough is told to hold against a condition of admission."""
        return any(value is not None for value in (self.years_after_bac, self.experience_years, self.title))

    def update(self, other: Situation) -> Situation:
        """The same person with what `other` adds or corrects; another diploma has another field, another job another place."""
        told = {key: value for key, value in vars(other).items() if value is not None}
        if other.years_after_bac is not None:
            told |= {"field": other.field, "bac": other.bac}
        if other.experience_years is not None and other.workplace is not None:
            told |= {"workplace": other.workplace}
        return replace(self, **told)


@dataclass(frozen=True)
class Focus:
    """What a conversation is about, kept between messages.

    Attributes:
        certificates: ids last spoken of.
        previous: ids spoken of before those; what « l'autre » means.
        topics: topics last answered, in order.
        told: sheet and quote of each fact last told; what « D'où ça vient ? » asks for.
        misunderstood: messages in a row that were not understood.
        asking: what « quelle formation pour moi ? » still wants to know, in order; the first was just asked.
        situation: what is known of the person.
        listed: ids last told of one after another, in order; what « le premier » counts.
        guessed: whether `certificates` were told of only because no other sheet had an answer; nobody named them.
    """

    certificates: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    misunderstood: int = 0
    asking: tuple[str, ...] = ()
    situation: Situation = field(default_factory=Situation)
    listed: tuple[str, ...] = ()
    guessed: bool = False

    def on(self, certificates: tuple[str, ...], topics: tuple[str, ...] = (), guessed: bool = False) -> Focus:
        """The focus after speaking of these certificates and topics; what is empty stays as it was."""
        changed = bool(certificates) and certificates != self.certificates
        return replace(
            self,
            certificates=certificates or self.certificates,
            previous=self.certificates if changed and self.certificates else self.previous,
            topics=topics or self.topics,
            guessed=guessed if certificates else self.guessed,
        )


@dataclass(frozen=True)
class Reply:
    """All that is said in one turn, and what the conversation is about afterwards."""

    sayings: tuple[Saying, ...]
    buttons: tuple[Button, ...] = ()
    focus: Focus = field(default_factory=Focus)
