"""Typed models of the files under knowledge/. They know nothing of Rasa."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

import msgspec

from bot.typography import day

# The field of a diploma and where somebody works or worked, as `fields` and `workplaces` of reference.yml name them.
# « office » is a bailiff's, « other » what no sheet asks for.
Field = str
Workplace = str


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all knowledge models: immutable, and a key that no field knows is an error."""


class Salary(Model, frozen=True, tag_field=None):
    """A salary that a sheet states, gross euros a month.

    Attributes:
        basis: whether it is the collective agreement's minimum, what offers promise, or what people are paid.
        as_of: of when it is; none: the sheet does not say.
    """

    from_: float = msgspec.field(name="from")
    basis: Literal["conventional_minimum", "market_offers", "paid"]
    as_of: date | None = None
    to: float | None = None
    coefficient: int | None = None
    after_years: int | None = None

    def numbers(self) -> list[float]:
        """The numbers that the fact's quote must hold (0 years is said as « débutant »)."""
        return [n for n in (self.from_, self.to, self.coefficient, self.after_years) if n]


class ApprenticeShare(Model, frozen=True):
    """An apprentice's pay as a percentage of the minimum wage (SMIC) for an age bracket, both ends included."""

    percent: int
    age_from: int | None = None
    age_to: int | None = None

    def is_of(self, age: int) -> bool:
        """Whether the bracket holds an age, in whole years."""
        return (self.age_from or 0) <= age and (self.age_to is None or age <= self.age_to)

    def covers(self, age: int) -> bool:
        """Whether a person of this age (whole years) is in the bracket."""
        return (self.age_from is None or age >= self.age_from) and (self.age_to is None or age <= self.age_to)


class Duration(Model, frozen=True):
    """How long a training lasts."""

    months: int | None = None
    years: int | None = None
    hours: int | None = None

    def numbers(self) -> list[float]:
        """The numbers that the fact's quote must hold."""
        return [n for n in (self.months, self.years, self.hours) if n]

    @property
    def in_months(self) -> int | None:
        """The length in months, when the sheet tells months or years."""
        return self.months or (12 * self.years if self.years else None)


class Price(Model, frozen=True):
    """What the training costs, in euros: tuition, price of an hour, registration fee and who does not pay it."""

    tuition: float | None = None
    hourly: float | None = None
    year: int | None = None
    fee: float | None = None
    fee_except: tuple[Literal["apprentice"], ...] = ()

    def numbers(self) -> list[float]:
        """The numbers that the fact's quote must hold."""
        return [n for n in (self.tuition, self.hourly, self.year, self.fee) if n]


class Condition(Model, frozen=True):
    """One of the ways into a training; a certificate lets in whoever meets any of its conditions.

    Attributes:
        name: the condition after « il faut ».
        years_after_bac: the diploma needed, as years of study after the bac (0: the bac itself).
        field: the field it must be in; None: any.
        general: a general bac is asked for, not just any bac.
        preferred: the fields that are preferred, though others are let in.
        experience_years: years of work needed; 0: « significant », with no number.
        workplaces: where the experience must have been gained.
        certificate: a certificate needed besides the experience.
        employees: the training is for people who work in an office.
        also: what everybody needs besides, one thing or several (« le permis B », « 18 ans révolus »): nobody is let in without.
    """

    name: str
    years_after_bac: int | None = None
    field: Field | None = None
    general: bool = False
    preferred: tuple[Field, ...] = ()
    experience_years: int | None = None
    workplaces: tuple[Workplace, ...] = ()
    certificate: str | None = None
    employees: bool = False
    also: str | tuple[str, ...] = ()

    @property
    def besides(self) -> tuple[str, ...]:
        """What `also` asks, however many things it is."""
        return (self.also,) if isinstance(self.also, str) else self.also


Status = Literal["apprentice", "jobseeker", "employee"]


class Fact(Model, frozen=True):
    """One thing a sheet says, or the centre.

    Attributes:
        text: in our words; `brief` where there is little room.
        quote: the sheet's own words.
        source: instead of a quote, who at the centre says so (« le secrétariat du centre ») in just these words, `since` when.
        job_names: names of a job without a certificate of its own, of which only this fact tells.
        asks: people's words for just this fact (« alternance », « pôle emploi »); a closed question with one is answered « oui ».
        denies: their words for its opposite (« à distance » of « en présentiel »), answered « non ».
        about: their words for it that are answered by neither.
        statuses: for whom it holds, where it is for some: apprentices, job seekers, employees.
        beside: topics, and silences by their names, of which it tells too: told instead of them where it is named by its words,
            else beside them where this sheet is silent.
        caveat: whoever is advised the certificate should know it.
        of_job: that it holds for the job itself, whatever its training asks; told first to who asks of the job by its words.
        self_paid: that whoever trains pays it themselves: one way of several, and no « oui » to « c'est moi qui paie ? ».
        said: whether it is told with its topic; else only to whoever names it by its words.
    """

    text: str
    quote: str | tuple[str, ...] = ()
    sheet: str | None = None
    source: str | None = None
    since: date | None = None
    brief: str | None = None
    group: str | None = None
    dated: date | None = None
    reference: str | None = None
    salary: Salary | None = None
    share: ApprenticeShare | None = None
    price: Price | None = None
    duration: Duration | None = None
    conditions: tuple[Condition, ...] = ()
    glued: tuple[str, ...] = ()
    job_names: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    beside: tuple[str, ...] = ()
    caveat: bool = False
    of_job: bool = False
    self_paid: bool = False
    said: bool = True

    @property
    def quotes(self) -> tuple[str, ...]:
        """The quotes as a tuple, however many there are; what the centre says is its own quote."""
        if self.source:
            return (self.text,)
        return (self.quote,) if isinstance(self.quote, str) else self.quote

    def origin(self, sheet: str) -> str:
        """Where it stands: the id of its sheet, or who at the centre says it and since when, as people read it.

        Args:
            sheet: that of who holds the fact.
        """
        if self.source and self.since:
            return f"{self.source} ({day(self.since)})"
        return self.sheet or sheet

    @property
    def as_of(self) -> date | None:
        """The day for which the sheet states the figure, when it does."""
        return self.salary.as_of if self.salary and self.salary.as_of else self.dated


class TopicFacts(Model, frozen=True):
    """What one certificate's sheet says on one topic, and what it leaves open (`gap`, a whole sentence)."""

    facts: tuple[Fact, ...] = ()
    gap: str | None = None


class Certificate(Model, frozen=True):
    """One certificate: its name, how people call it, what only looks like it, and its facts by topic."""

    name: str
    aliases: tuple[str, ...]
    sheet: str
    topics: dict[str, TopicFacts]
    lookalikes: tuple[str, ...] = ()
    id: str = ""


class Centre(Model, frozen=True):
    """The training centre."""

    name: str
    sheet: str
    phone: str
    email: str
    website: str
    street: str
    postcode: str
    city: str
    disability_contact: str
    disability_phone: str
    topics: dict[str, TopicFacts]


class LeftOut(Model, frozen=True):
    """Lines of a sheet that no fact quotes, on purpose."""

    reason: str
    lines: tuple[str, ...]


class Sheet(Model, frozen=True):
    """A sheet's title, publisher and edition, and its text, word for word."""

    title: str
    publisher: str | None
    edition: str
    left_out: tuple[LeftOut, ...] = ()
    text: str = ""


class Place(Model, frozen=True):
    """A point of the graph of paths: a situation, a certificate held, or a job aimed at."""

    name: str
    years_after_bac: int | None = None
    field: Field | None = None
    bac: Literal["general"] | None = None
    experience_years: int | None = None
    workplaces: tuple[Workplace, ...] = ()
    certificate: str | None = None
    words: tuple[str, ...] = ()


class Step(Model, frozen=True):
    """An arrow of the graph of paths: how one gets from one place to the next, and the sheet that says so.

    `lasts` are the times that it takes at least, one after another, where the sheet tells them.
    """

    from_: str = msgspec.field(name="from")
    to: str
    text: str
    sheet: str
    quote: str | tuple[str, ...]
    lasts: tuple[Duration, ...] = ()

    @property
    def fact(self) -> Fact:
        """The step as a fact, which the same checks prove and the same words cite."""
        return Fact(text=self.text, quote=self.quote, sheet=self.sheet)

    @property
    def months(self) -> int | None:
        """How long it takes at least; None where the sheet does not tell."""
        return sum(time.in_months or 0 for time in self.lasts) or None


class Paths(Model, frozen=True):
    """The ways from where somebody stands to where they want to be."""

    places: dict[str, Place]
    steps: tuple[Step, ...]


class Silence(Model, frozen=True):
    """What people ask and sheets do not tell: its name in a sentence (« le permis de conduire ») and people's words for it.

    The sheet that does tell has a fact beside it, with the same words.
    """

    name: str
    words: tuple[str, ...]


class Topic(Model, frozen=True):
    """Something people ask about. See knowledge/topics.yml for the meaning of each field (`from_` is written `from`)."""

    label: str
    button: str
    scope: Literal["certificate", "centre", "unanswered"] = "certificate"
    next: tuple[str, ...] = ()
    near: str | None = None
    note: str | None = None
    general: str | None = None
    silences: tuple[Silence, ...] = ()
    words: tuple[str, ...] = ()
    at_a_glance: bool = False
    from_: str | None = msgspec.field(name="from", default=None)
    with_: tuple[str, ...] = msgspec.field(name="with", default=())


class Smic(Model, frozen=True):
    """The legal minimum wage, gross euros, for 35 hours a week."""

    monthly_gross: float
    hourly_gross: float
    since: date
    source: str


class DiplomaLevel(Model, frozen=True):
    """A level of the French framework of qualifications, its everyday name and the diplomas that have it.

    Attributes:
        bac: which bac these diplomas are; None: any, or none.
        entered_with: the years of study after the bac that their own studies are entered with: whoever left those has as many.
    """

    level: int
    years_after_bac: int
    name: str
    diplomas: tuple[str, ...] = ()
    bac: Literal["general", "other"] | None = None
    entered_with: int = 0


class WorkplaceWords(Model, frozen=True):
    """Words that tell where somebody works."""

    workplace: Workplace
    words: tuple[str, ...]


class DiplomaLevels(Model, frozen=True):
    """The French framework of qualifications."""

    source: str
    since: date
    levels: tuple[DiplomaLevel, ...]


class Term(Model, frozen=True):
    """A word of the sheets that has changed since they were written."""

    text: str
    since: date
    source: str


class Reference(Model, frozen=True):
    """What a rule needs and no sheet holds.

    Attributes:
        fields: the words that tell the field of a diploma, « other » read last.
        field_names: what is said of a diploma of a field.
        workplaces: the words that tell where somebody works; the first row with a word of the text counts.
        abroad: the words that tell that a diploma is not a French one.
        people: how a person spoken of is called in an answer, by relation.
        expected: what stands after a diploma that is not yet held.
        below: how the level of somebody is called who has no {diploma}.
        experience_unit: what stands after a number of years of work, one and several.
        subjects: what is spoken of beside the certificates and the places of paths.yml, and the words that name it.
    """

    smic: Smic
    diploma_levels: DiplomaLevels
    fields: dict[Field, tuple[str, ...]]
    workplaces: tuple[WorkplaceWords, ...]
    experience_unit: tuple[str, str]
    terms: dict[str, Term]
    expected: str = ""
    below: str = "un niveau avant {diploma}"
    abroad: tuple[str, ...] = ()
    people: dict[str, str] = {}
    subjects: dict[str, tuple[str, ...]] = {}
    field_names: dict[Field, str] = {}

    def texts(self) -> dict[str, str]:
        """What a fact may name in its `reference`, and the text that holds its numbers."""
        levels: dict[str, str] = {}
        for row in self.diploma_levels.levels:
            key = f"level_{row.level}"
            levels[key] = f"{levels.get(key, f'niveau {row.level}')} {row.name}"
        return levels | {key: f"{term.text} {term.since.year}" for key, term in self.terms.items()}


class Definition(Model, frozen=True):
    """What a word or an abbreviation means: from a sheet, quoted, or from a public text with its date."""

    name: str
    words: tuple[str, ...]
    text: str
    sheet: str | None = None
    quote: str | tuple[str, ...] = ()
    source: str | None = None
    since: date | None = None

    @property
    def fact(self) -> Fact | None:
        """The definition as a fact, when a sheet gives it."""
        return Fact(text=self.text, quote=self.quote, sheet=self.sheet) if self.sheet else None


class Knowledge(Model, frozen=True):
    """All that the bot knows."""

    topics: dict[str, Topic]
    certificates: dict[str, Certificate]
    centre: Centre
    sheets: dict[str, Sheet]
    reference: Reference
    paths: Paths
    glossary: dict[str, Definition] = {}

    def facts_of(self, certificate: str, topic: str) -> TopicFacts | None:
        """What a certificate's sheet says on a topic, or None when it says nothing at all."""
        return self.certificates[certificate].topics.get(topic)

    def topics_by_holder(self) -> dict[str, dict[str, TopicFacts]]:
        """Everything that is told, by whom it is told of: each certificate's id, and `centre`."""
        return {**{key: certificate.topics for key, certificate in self.certificates.items()}, "centre": self.centre.topics}

    def subjects(self) -> dict[str, tuple[str, ...]]:
        """What people name beside the certificates, and the words for it: jobs aimed at or told of by a fact, institutions."""
        places = {key: place.words for key, place in self.paths.places.items() if place.words}
        facts = (fact for c in self.certificates.values() for entry in c.topics.values() for fact in entry.facts)
        jobs = {fact.job_names[0].replace(" ", "_"): fact.job_names for fact in facts if fact.job_names}
        return {**jobs, **places, **self.reference.subjects}

    def beside(self, holder: str, names: Collection[str]) -> list[Fact]:
        """What a certificate's sheet, or the centre's, tells of topics and silences under which it does not stand.

        Args:
            holder: the certificate's id, or `centre`.
            names: the topics and the silences' names.
        """
        entries = self.topics_by_holder()[holder].values()
        return [fact for entry in entries for fact in entry.facts if set(fact.beside) & set(names)]

    def holders(self, topic: str) -> list[str]:
        """The certificates, in file order, that hold at least one fact of a topic."""
        return [key for key, certificate in self.certificates.items() if (found := certificate.topics.get(topic)) and found.facts]
