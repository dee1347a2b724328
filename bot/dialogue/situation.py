"""What has been told of a person."""

from __future__ import annotations

import msgspec

from bot.dialogue.ids import Certificate

# Work that no condition counts.
ELSEWHERE = "other"
_OF_WORK = ("experience_years", "part_of_year", "workplace", "past")


class Situation(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a visitor has told of one person. None: not told.

    Attributes:
        age: in whole years.
        age_to_come: they have not reached it yet: « il aura 18 ans en mars ».
        level: of the highest diploma, 3 to 8 in the French framework.
        years_after_bac: of study, for the highest diploma; -1 without the bac.
        below: they have no diploma of so many years after the bac; which one they have is not told.
        expected: the diploma is being prepared, not yet held.
        abroad: the diploma is not a French one.
        field: of the diploma: law, administration or other.
        bac: which bac: general, or other (professional or technological).
        experience_years: of work, whole ones; `part_of_year`: it is some months more.
        past: the work is over; False: somebody says that it goes on.
        workplace: where: office (a bailiff's), law, administration or other.
        title: id of a certificate held.
        untitled: they say that they have no title; False: that they have that of their job.
        job: id of the certificate whose job somebody has.
        has: what certificates ask of everybody besides a diploma or work, and they have: « le permis B ».
        lacks: what of that they do not have.
        status: while they train: apprentice, jobseeker or employee.
    """

    age: int | None = None
    age_to_come: bool | None = None
    level: int | None = None
    years_after_bac: int | None = None
    below: int | None = None
    expected: bool | None = None
    abroad: bool | None = None
    field: str | None = None
    bac: str | None = None
    experience_years: int | None = None
    part_of_year: bool | None = None
    past: bool | None = None
    workplace: str | None = None
    title: Certificate | None = None
    untitled: bool | None = None
    job: Certificate | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    status: str | None = None

    @property
    def tells_diploma_or_work(self) -> bool:
        """Whether enough is told to hold against a condition of admission."""
        told = (self.years_after_bac, self.below, self.experience_years, self.title, self.lacks or None)
        # « J'y suis encore », « le titre, je l'ai »
        still = (self.past is False and self.workplace is not None) or self.untitled is False
        return still or any(value is not None for value in told)

    @property
    def works(self) -> bool:
        """Whether nothing that is told says that the work is over: they look for a post, or left the one they had."""
        return not self.past and self.status != "jobseeker"

    @property
    def tells_of_somebody(self) -> bool:
        """Whether anything is told that makes one person another than the next.

        A status may only be asked about, and a place of work alone is where who asks for others speaks from.
        """
        return msgspec.structs.replace(self, status=None, past=None, workplace=None) != Situation()

    def update(self, other: Situation) -> Situation:
        """The same person with what `other` adds or corrects; another job has another place.

        A diploma without its field keeps the field told before (« une L3 de droit », then « avec un M1 »), and a bac named
        without its kind the kind; what is told of a diploma as being prepared or foreign holds until another is told.
        """
        told = {key: value for key in self.__struct_fields__ if (value := getattr(other, key)) is not None}
        if other.workplace == ELSEWHERE and self.workplace not in (None, ELSEWHERE):
            # « Et mes cinq ans de livreur, ça compte aussi ? » takes nothing from the year at a notary's.
            told = {key: value for key, value in told.items() if key not in _OF_WORK}
        if other.years_after_bac is not None and other.years_after_bac != self.years_after_bac:
            goes_on = self.years_after_bac is not None and other.years_after_bac > self.years_after_bac > 0
            told |= {"expected": other.expected, "abroad": other.abroad}
            told |= {"field": other.field or (self.field if goes_on else None)}
            if other.years_after_bac < 0:
                told |= {"bac": None}
        if other.below is not None and other.below <= (self.years_after_bac or 0):
            # What was held to be so is taken back.
            told |= dict.fromkeys(("level", "years_after_bac", "expected", "abroad", "field"))
        told |= {
            "has": _with(self.has, other.has, other.lacks),
            "lacks": _with(self.lacks, other.lacks, other.has),
        }
        if other.untitled is False and (job := other.job or self.job) and other.title is None:
            # « Je suis clerc assistant », then « avec mon titre ».
            told |= {"title": job, "untitled": None}
        if other.title is not None:
            told |= {"untitled": None}
        if other.age is not None:
            told |= {"age_to_come": other.age_to_come}
        if other.years_after_bac is not None:
            told |= {"below": other.below}
        if other.experience_years is not None:
            told |= {"part_of_year": other.part_of_year, "past": other.past}
        if other.experience_years is not None and other.workplace is not None:
            told |= {"workplace": other.workplace}
        return msgspec.structs.replace(self, **told)


def _with(known: tuple[str, ...], told: tuple[str, ...], taken_back: tuple[str, ...]) -> tuple[str, ...]:
    """What is known and what is told anew, without what is now told to be otherwise."""
    return tuple(one for one in dict.fromkeys((*known, *told)) if one not in taken_back)
