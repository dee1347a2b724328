"""What a message tells of the person who would train: age, diploma, experience."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.folding import fold_accents
from bot.knowledge.models import DiplomaLevel, Reference
from bot.nlu.expressions import LEXICON, any_of, standing_before
from bot.nlu.unheld import is_denied, is_failed, studied_beyond_the_bac
from bot.nlu.years import NUMBER, YEARS, has_part_of_year, number_of, whole_years, without_years_ahead

_NUMBER = rf"\b({NUMBER})"
_OF = any_of("d'", "de ", "d ")
_ABOUT = any_of("plus de", "bientot", "environ", "presque", "deja", "maintenant", "tout juste")

# What stands before or after « … ans » when it is a time spent and not an age.
_SPENT_BEFORE = any_of(
    "depuis", "pendant", "durant", "fait", "bientot", "apres", "il y a", "plus de", "moins de", "environ", "presque",
    "au bout de", "dans", "sur", "en", "jusqu'a", r"\d+ (?:a|et|ou)", r"\d+-",
) + " $"  # fmt: skip
_WORKPLACE = any_of("etude", "etudes", "office", "cabinet", "entreprise", "tant que", "poste", "agence", "banque")
_SPENT_AFTER = ",? " + any_of(
    "d'", "de ", "dans", f"en {_WORKPLACE}", "chez", "comme", "que", "au (?:greffe|tribunal|service|moins)", "sur", "derriere",
    "passes? (?:a|au|dans|chez|en)", "plus tard", "minimum", "maximum", "d (?:experience|anciennete)",
)  # fmt: skip
_WORK = any_of("experience", "anciennete", "metier", "boite", "secretariat", "service", "pratique", "maison", "carriere") + r"\b"
_PLACE = any_of(
    "dans", "chez", "comme", "que je", "en (?:etude|office|cabinet|tant que|entreprise)", "au (?:greffe|tribunal|service)"
)
_SINCE = any_of("depuis", "ca fait", "fait", "pendant", "durant", "bosse", "travaille", "exerce")
_STUDIES = any_of(*LEXICON["studied"]) + r"\b"
# « Les trois ans demandés », « puis trois ans d'expérience » are a condition and a plan.
_YEARS_QUOTED = re.compile(r"\b(?<!pendant )(?:les|puis|ensuite|encore|attendre) $")
_EXPERIENCE = [
    re.compile(pattern)
    for pattern in (
        rf"{_SINCE}(?: {_ABOUT})* +{_NUMBER}{YEARS}(?! {_OF}{_STUDIES})",
        rf"{_NUMBER}{YEARS} {_OF}{_WORK}",
        rf"(?<!\ba ){_NUMBER}{YEARS} {_OF}(?!{_STUDIES})[a-z]",
        rf"(?<!\ba )(?<!\bde ){_NUMBER}{YEARS} {_PLACE}",
        rf"experience ?(?:de|:) ?{_NUMBER}{YEARS}",
        # « Le titre et quatre ans derrière », of no diploma.
        rf"(?<!bac et )(?<!bac plus )(?<!\+ ){_NUMBER}{YEARS} (?:derriere|au compteur|dans les pattes)\b",
        rf"\b(?:les|ces|mes) ({NUMBER}) derni(?:eres annees|ers ans)",
    )
]
_LAST_YEARS = _EXPERIENCE[-1]

_AT_A_PLACE = re.compile(
    rf"(?<!\ba )(?<!\bde ){_NUMBER}{YEARS} (?:en|dans|chez|au|aux|a|de) (?:une? |l[ae] |l'|des |mon |ma )?"
    rf"((?!{_STUDIES})[^.,;!?]{{3,30}})"
)
# Fewer years are no age of somebody who asks.
_LEAST_AGE = 14

_WORKED = re.compile(
    r"\b(?:boss\w+|travaill\w+|exerc\w+|metier|poste|boulot|taf|embauche\w*|salarie\w*|employe\w*|job|carriere|service|experience|collaborat\w+)\b"
)
# « Le bac est-il obligatoire ? »
_NEEDED = re.compile(
    r"\b(?:faut|fallait|faudra|exige\w*|demande\w*|requis\w*|necessaires?|obligatoires?|besoin d|suffit|minimum)\b"
)
# « Je suis opticienne depuis six ans »: a word that names a trade by its end.
_IS_OF_A_TRADE = re.compile(
    r"\b(?:suis|est|etais|etait) (?:une? )?(?!chomeu)\w{2,}(?:iere?|eure?|euse|iste|ienne?|trice|logue)s? depuis "
)
# As many characters beside a number of years tell where they were worked.
_BESIDE = 60
_SENTENCE_END = re.compile(r"[.!?;\n]")
_SINCE_YEAR = re.compile(r"\bdepuis (?:\w+ )?((?:19|20)\d\d)\b")
_NO_WORK = re.compile(rf"\b{any_of(*LEXICON['no_work'])}\b")
# « J'ai bossé quatre ans chez un huissier », « quand j'étais jeune », unless they say that they work there still.
_PAST_WORK = re.compile(rf"\b{any_of(*LEXICON['past_work'])}\b|\by a (?:{NUMBER}){YEARS}")
_PRESENT_WORK = re.compile(rf"\b{any_of(*LEXICON['present_work'])}\b")
_LEFT_WORK = re.compile(rf"\b{any_of(*LEXICON['left_work'])}\b")
# Beside a country: somebody was there, and no more.
_JOURNEY = re.compile(rf"\b{any_of(*LEXICON['journey'])}\b")
# « Mon bac est français », « il est de Limoges »
_FRENCH_AFTER = re.compile(
    r",? (?:il |elle )?(?:est|vient|a ete (?:passe|obtenu)e?)(?: bien)? (?:francaise?\b|en france\b|(?:de|a) (?!niveau)[a-z]{3,})"
)
_OTHER_CLAUSE = re.compile(r"[,;]|\b(?:et|mais|puis)\b")
_NOT_QUITE = standing_before("not_quite")
# « Il faut 3 ans d'expérience ? », « ils demandent 2 ans »; « elle n'a pas trois ans d'ancienneté »
_YEARS_ASKED = re.compile(r"\b(?:faut|faudrait|demandent?|exigent?|requis|minimum|combien)(?: \w+){0,2} ?$")
_WITHOUT_YEARS = re.compile(r"\b(?:pas|sans)(?: (?:les|mes|ses|encore|eu|fait|ces|avoir))* $")

_RELATIVE = any_of(
    "fils", "fille", "frere", "soeur", "neveu", "niece", "cousine?", "enfant", "ado", "gamine?", "copain", "copine", "amie?",
    "pote", "homme", "femme", "apprentie?", "jeune",
)  # fmt: skip
_APPRENTICE = any_of("apprentie?", "apprentis", "alternante?", "jeune", "personne") + "s?"
_HAS = any_of(
    "j'ai", "j'aurai", "j ai", "a", "ai", "as", "aura", "aurai", "age de", "agee de", "age", "ayant", "fete mes", "feterai",
    "pour mes", "mes",
)  # fmt: skip
_AGE = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_APPRENTICE} (?:de|a) {_NUMBER}{YEARS}",
        rf"\b(?:a|de) {_NUMBER}{YEARS}(?! {_OF}(?:experience|anciennete|metier))",
        rf"\b{_HAS}(?: {_ABOUT})? {_NUMBER}{YEARS}(?!{_SPENT_AFTER})",
        rf"\b{_RELATIVE}(?: \w+){{0,2}} (?:de|d'|a|en a|qui a|qui en a)? ?{_NUMBER}{YEARS}",
        rf"\b(?:qui|ki|il|elle|j') ?en a[is]? {_NUMBER}\b",
        rf"\b(?:vien[st]|va|vais) (?:d'|de )?en avoir {_NUMBER}\b",
        rf"(?<!\by en )\baura[is]? {_NUMBER}(?= ?(?:[?.!,]|$))",
        rf"{_NUMBER}{YEARS}(?!{_SPENT_AFTER})",
        rf"^(?:j'ai|age) {_NUMBER}[ .!]*$",
        rf"^(?:et )?(?:a|moi|mon|ma|si|pour)?(?: \w+){{0,3}} ?(?:a|de|c'est)? ?{_NUMBER}[ .!?]*$",
        rf"\b{_RELATIVE} (?:qui |ki )?(?:en )?(?:a|as) {_NUMBER}\b",
    )
]
_AGE_TO_COME = re.compile(
    r"\b(?:aura[is]?|v(?:a|ais) avoir|fetera[is]?|(?:fete|fetes|feter) (?:mes|ses))(?: deja| tout juste| a peine)? $"
)
# « Pas du tout dans le droit », « n'a rien de juridique », « hors du droit »
_REJECTED_BEFORE = re.compile(r"\b(?:pas|rien|jamais|aucun\w*|hors)(?: (?:\w+|d'))?(?: \w+){0,3} $")
# Ages at which somebody may ask for themselves; other numbers are something else.
_AGES = range(14, 71)
_HAS_LEVEL = standing_before("has_level")
# Without any diploma, or out of school before it: « elle a arrêté le lycée en première ».
_NO_DIPLOMA = re.compile(rf"\b{any_of(*LEXICON['no_diploma'])}\b(?! (?:de|d'|en (?!premiere|seconde|terminale|cours)))")


# « J'ai arrêté l'école en seconde » names no bac on its way.
_LEFT_IN_CLASS = re.compile(
    r"\b(?:arrete|quitte|lache|stoppe|laisse)e? (?:l'|le |la |mes |les )?(?:ecole|lycee|etudes|college|cours) en "
    r"(?:seconde|2nde|premiere|1 ?ere|terminale|troisieme|3 ?e(?:me)?)\b"
)
# A diploma on the way: « en terminale », « je passe mon bac », « elle aura son BTS en juin », « si je fais un M1 ».
_EXPECTED_BEFORE, _HAD_BEFORE = standing_before("expected_before"), standing_before("had_before")
_EXPECTED_AFTER = re.compile(rf"^[^.;!?]{{0,25}}\b{any_of(*LEXICON['expected_after'])}\b")
_HAD_AFTER = re.compile(r"(?: \w+){0,3},? (?:validee?|obtenue?|en poche|reussie?|terminee?|finie?|deja eue?)\b")
_OF_A_FIELD = re.compile(rf" (?:de|en|d') ?(?!{any_of(*LEXICON['no_field'])}\b|\d)[a-z]{{3,}}")
_LEVEL = re.compile(r"niveau \d")
_FIRST_YEAR = re.compile(r"l1|licence 1|premiere annee")
# A second year of university gives no diploma of its own: « je suis en L2 », « ma licence 2 ».
_SECOND_YEAR = re.compile(r"l2|licence 2")
_ORDINALS = {"premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3}
_IN_YEAR = re.compile(
    rf"\b(?:([1-4]) ?(?:e|re|ere|eme|ieme|nde)|({'|'.join(_ORDINALS)})) annee (?:de |d'|du |en |de mon |de ma )?$"
)
_IN_COURSE = re.compile(
    r"\b(?:terminale|(?:en|de) (?:seconde|2nde|term|tle)|premiere (?:generale|stmg|techno)|seconde g|lyceenn?e?"
    r"|term (?=[gstp]))"
)
# What shows that a diploma is somebody's own, or that somebody has it…
_OWN = re.compile(
    r"\b(?:j'|je|j|mon|ma|mes|moi|avec|sans|titulaire|pas|jamais|il a|elle a|a une?|ont|avoir|suffit|passe|niveau bac|diplome d)"
    rf"\b|\b{_RELATIVE}\b"
)
# … and that it is only asked about: « il faut le bac ? », « c'est un BTS ? ».
_ASKED_ABOUT = re.compile(
    r"^(?:quel|c'est|faut)|\b(?:faut|demande(?:nt|ee?s?)?|exige(?:nt|ee?s?)?|requis|necessaire|obligatoire|equivaut|equivalent|minimum|minimal|besoin"
    r"|correspond|considere|quel niveau|veut dire)\b"
)
# In a longer message, or beside words of one's own, what stands nearest to the diploma tells: « vous dites bac + 2 », « le bac,
# elle est obligée de l'avoir ? » are conditions, « j'ai », « avec mon » before it is the person's own.
_CONDITION_BEFORE = re.compile(rf"\b{any_of(*LEXICON['condition_before'])}\b")
_CONDITION_AFTER = re.compile(rf"^[^.;!?]{{0,15}}?\b{any_of(*LEXICON['condition_after'])}\b")
_HELD_BEFORE = re.compile(rf"(?<!\w){any_of(*LEXICON['held_before'])}(?!\w)")
_CONDITION_ASKED = re.compile(
    rf"^ ?{any_of(*LEXICON['opens_a_question'])}*c'est (?:bien |pas |quand meme )?(?:une? |l[ea] |d[eu] |niveau )*$"
)
_ASKED_AFTER = re.compile(r"^[^.;!,]*\?|^(?: \w+)? (?:non|hein)\b")
_CLAUSE_BEFORE = re.compile(r"[.;!?\n,]|\b(?:mais|alors que|sauf que)\b")
# « Ma mère a un master, moi j'ai le bac »: what comes after « moi » is one's own.
_NOT_MINE_BUT = re.compile(
    rf"\b{any_of(_RELATIVE, 'mere', 'pere', 'parents?', 'mari', 'collegues?')}\b"
    r".*(?<!-)(?<!selon )(?<!pour )\bmoi\b(?=,? (?:je|j'|c'est|que|un|une)\b)"
)
# « Je veux devenir huissier » tells where somebody wants to go, not where they work.
_GOAL = re.compile(r"\b(?:devenir|devient|etre|vers|pour etre|metier d)\b[^.,;!?]*")
_CLAUSE_END = re.compile(r"[.,;!?]|\bet\b|$")


@dataclass(frozen=True)
class Told:
    """One thing told: which (an attribute of bot.dialogue.situation.Situation), its value, and where it stands in the text."""

    kind: str
    value: int | str
    start: int
    end: int


def _diploma(name: str) -> re.Pattern[str]:
    """A diploma's name as a word of its own: « bac » is no part of « bac + 2 », nor « CAP » of « Cap emploi »."""
    letters = re.escape(fold_accents(name)).replace(r"\ ", r"\s?")
    number = any_of(r"\d", "un", "deux", "trois", "quatre", "cinq")
    return re.compile(rf"(?<!\w){letters}s?(?!\w| ?(?:\+|plus) ?{number}| emploi| sur | procedures?)")


class SituationReader:
    """Reads ages, diplomas, fields and experience.

    Args:
        reference: holds the diplomas with their levels, and the words that tell a diploma's field and a workplace.
    """

    def __init__(self, reference: Reference) -> None:
        names = [(name, row) for row in reference.diploma_levels.levels for name in row.diplomas]
        self._diplomas = [(_diploma(name), row) for name, row in sorted(names, key=lambda item: -len(item[0]))]
        # The diplomas that studies are entered with: any bac, whichever it is.
        self._entries = {row.years_after_bac: row for row in reference.diploma_levels.levels if not row.bac}
        self._bac = self._entries.get(0)
        # A field that the staff add may have its words among the others' too.
        fields = sorted(reference.fields.items(), key=lambda item: item[0] == "other")
        self._fields = [(field, _words(words)) for field, words in fields]
        self._abroad = _words(reference.abroad)
        self._workplaces = [(row.workplace, _words(row.words)) for row in reference.workplaces]

    def read(self, text: str) -> list[Told]:
        """What the text tells, at most one of each kind.

        Args:
            text: normalised text; positions refer to it.
        """
        folded = without_years_ahead(whole_years(fold_accents(text)))
        experience = self._experience(folded)
        diploma = self._diploma(folded)
        age = self._age(folded, experience)
        if age and experience and age.start == experience.start:
            experience = None
        where = _GOAL.sub(lambda goal: " " * len(goal[0]), folded)
        found = [age, *diploma, experience]
        if age and _AGE_TO_COME.search(folded[: age.start]):
            found.append(Told("age_to_come", True, age.start, age.end))
        if diploma and (abroad := self._foreign(folded, diploma[-1])):
            found.append(abroad)
        if diploma:
            field = _first(self._fields, "field", _without_clause(where, experience))
            found.append(field or _other_field(folded, diploma[-1]))
        if experience and experience.value:
            held = next((told for told in diploma if told.kind == "years_after_bac" and told.value != -1), None)
            found.append(self._workplace(_without_clause(where, held), experience))
            found.append(self._past(folded, experience))
            if has_part_of_year(fold_accents(text)) or _NOT_QUITE.search(folded[: experience.start]):
                found.append(Told("part_of_year", True, experience.start, experience.end))
        elif left := _LEFT_WORK.search(folded):
            found.append(Told("past", True, left.start(), left.end()))
        return [told for told in found if told]

    def _foreign(self, text: str, diploma: Told) -> Told | None:
        """What says that a diploma is not French, in its own clause or in one that tells of no journey: « j'ai fait le Mali »."""
        for abroad in self._abroad.finditer(text):
            start, end = self._sentence(text, abroad.start())
            beside = text[min(abroad.end(), diploma.end) : max(abroad.start(), diploma.start)]
            if not _OTHER_CLAUSE.search(beside) or not _JOURNEY.search(text[start:end]):
                return Told("abroad", True, abroad.start(), abroad.end())
        french = _FRENCH_AFTER.match(text, diploma.end)
        return Told("abroad", False, french.start(), french.end()) if french else None

    def _past(self, text: str, experience: Told) -> Told | None:
        """Whether the years of work are over: nobody says that they work there still."""
        start, end = self._sentence(text, experience.start)
        past = _LEFT_WORK.search(text) or _PAST_WORK.search(text, start, end)
        goes_on = _PRESENT_WORK.search(text) and not _LEFT_WORK.search(text)
        return Told("past", True, past.start(), past.end()) if past and not goes_on else None

    def _workplace(self, text: str, experience: Told) -> Told | None:
        """Where somebody worked: beside the years; what is farther off in the sentence may be where they want to go."""
        start, end = self._sentence(text, experience.start)
        near = text[max(start, experience.start - _BESIDE) : min(end, experience.end + _BESIDE)]
        found = _first(self._workplaces, "workplace", near)
        farther = None if found else _first(self._workplaces, "workplace", text[start:end])
        return found or (farther if farther and farther.value != "office" else None)

    def _experience(self, text: str) -> Told | None:
        for pattern in _EXPERIENCE:
            for match in pattern.finditer(text):
                value = number_of(match[1])
                if pattern in (_EXPERIENCE[0], _LAST_YEARS) and not self._works(text, match.start()):
                    # « En fauteuil depuis deux ans » is no work.
                    continue
                asked = _YEARS_ASKED.search(text[: match.start()]) and not _OWN.search(text)
                before = text[: match.start(1)]
                quoted = _YEARS_QUOTED.search(before) and pattern is not _LAST_YEARS
                of_nobody = asked or quoted or _WITHOUT_YEARS.search(before)
                if value is not None and value <= 50 and not of_nobody:
                    return Told("experience_years", _certain(value, text, match.start(1)), match.start(1), match.end(1))
        if at_a_place := self._at_a_place(text):
            return at_a_place
        if none := _NO_WORK.search(text):
            return Told("experience_years", 0, none.start(), none.end())
        return self._since_year(text)

    def _at_a_place(self, text: str) -> Told | None:
        """« Trois ans en agence immobilière »: years beside a place of work that reference.yml names; no age, no studies."""
        for match in _AT_A_PLACE.finditer(text):
            value = number_of(match[1])
            works = any(pattern.match(match[2]) for _, pattern in self._workplaces)
            studies = any(name.search(match[2]) for name, _ in self._diplomas)
            quoted = _YEARS_QUOTED.search(text[: match.start(1)]) or _WITHOUT_YEARS.search(text[: match.start(1)])
            if works and not studies and not quoted and value and value < _LEAST_AGE:
                return Told("experience_years", _certain(value, text, match.start(1)), match.start(1), match.end(1))
        return None

    def _since_year(self, text: str) -> Told | None:
        """« Clerc depuis 2019 »: as many years as have passed."""
        found = _SINCE_YEAR.search(text)
        if found is None or not self._works(text, found.start()):
            return None
        return Told("experience_years", max(0, date.today().year - int(found[1])), found.start(1), found.end(1))

    def _works(self, text: str, place: int) -> bool:
        """Whether the sentence around a place of the text tells of work."""
        start, end = self._sentence(text, place)
        sentence = text[start:end]
        return bool(_WORKED.search(sentence) or _IS_OF_A_TRADE.search(sentence)) or any(
            pattern.search(sentence) for _, pattern in self._workplaces
        )

    @staticmethod
    def _sentence(text: str, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        start = max((end.end() for end in _SENTENCE_END.finditer(text) if end.end() <= place), default=0)
        return start, next((end.start() for end in _SENTENCE_END.finditer(text, place)), len(text))

    def _age(self, text: str, experience: Told | None) -> Told | None:
        for pattern in _AGE:
            for match in pattern.finditer(text):
                value = number_of(match[1])
                before = text[: match.start(1)]
                spent = re.search(_SPENT_BEFORE, before) and not re.search(rf"{_HAS} {_ABOUT} $", before)
                if value in _AGES and not spent and not (experience and experience.start == match.start(1)):
                    return Told("age", _certain(int(value or 0), text, match.start(1)), match.start(1), match.end(1))
        return None

    def _diploma(self, text: str) -> list[Told]:
        """The highest diploma held. Without the bac, or any, it counts as a level below: what it opens is the same."""
        text = self._without_others(text)
        best: tuple[DiplomaLevel, re.Match[str]] | None = None
        without, denied = _LEFT_IN_CLASS.search(text) or _NO_DIPLOMA.search(text), list[tuple[DiplomaLevel, re.Match[str]]]()
        for row, match in self._diplomas_named(text):
            if (held := self._held(row, *_around(text, match))) is None:
                denied.append((row, match))
            elif best is None or _height(held) > _height(best[0]):
                best = held, match
        without = next((match for row, match in reversed(denied) if row.years_after_bac == 0), without)
        if best is None or best[0].years_after_bac < 0:
            best = self._begun(text, denied) or best
        if best and any(one.start() <= best[1].start() < one.end() for one in (without, _LEFT_IN_CLASS.search(text)) if one):
            # « Sorti du lycée en seconde » names no bac on its way.
            best = None
        if best is None and without:
            return [Told("level", 3, without.start(), without.end()), Told("years_after_bac", -1, without.start(), without.end())]
        if best is None and denied:
            row, match = min(denied, key=lambda found: found[0].years_after_bac)
            return [Told("below", row.years_after_bac, match.start(), match.end())]
        if best is None or is_asked_about(text):
            return []
        row, match = best
        if year := self._in_year(text, row, match):
            row = year
        values = {
            "expected": (row.years_after_bac > 0 if year else _is_on_its_way(text, row, match)) or None,
            "level": row.level,
            "years_after_bac": row.years_after_bac,
            "bac": row.bac,
        }
        return [Told(kind, value, match.start(), match.end()) for kind, value in values.items() if value is not None]

    def levels_needed(self, text: str) -> tuple[int, ...]:
        """The years after the bac of the diplomas of which a text asks whether they are needed: « il faut un master 2 ? ».

        Args:
            text: normalised text.
        """
        folded = fold_accents(text)
        if not _NEEDED.search(folded) or _OWN.search(folded):
            return ()
        left, found = folded, list[int]()
        for pattern, row in self._diplomas:
            for match in pattern.finditer(left):
                left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
                found.append(row.years_after_bac)
        return tuple(dict.fromkeys(found))

    def _in_year(self, text: str, row: DiplomaLevel, diploma: re.Match[str]) -> DiplomaLevel | None:
        """« En 2e année de BUT »: what that year leads to, on its way; whoever is in the first has the bac. None else."""
        found = _IN_YEAR.search(text[: diploma.start()])
        year = int(found[1] or _ORDINALS[found[2]]) if found else 0
        if not 0 < year < row.years_after_bac:
            return None
        reached = [other for _, other in self._diplomas if other.years_after_bac == (year if year > 1 else 0)]
        return next((other for other in reached if not other.bac), None)

    def _without_others(self, text: str) -> str:
        """The text without the diplomas of others, where oneself has one: « ma mère a un master, moi j'ai le bac »."""
        others = _NOT_MINE_BUT.search(text)
        if others and any(name.search(text, others.end()) for name, _ in self._diplomas):
            return " " * others.end() + text[others.end() :]
        return text

    def _held(self, row: DiplomaLevel, before: str, after: str) -> DiplomaLevel | None:
        """What somebody has who names a diploma: it, or what its studies are entered with where they were left, or nothing."""
        if is_failed(before, self._up_to_a_diploma(after)):
            return self._entries.get(row.entered_with, self._bac) if row.years_after_bac > 0 else None
        return None if is_denied(before, after) else row

    def _begun(
        self, text: str, denied: Sequence[tuple[DiplomaLevel, re.Match[str]]]
    ) -> tuple[DiplomaLevel, re.Match[str]] | None:
        """The bac of whoever studied after it, unless they say that they do not have it."""
        studied = studied_beyond_the_bac(text)
        has_none = any(row.years_after_bac == 0 for row, _ in denied)
        return (self._bac, studied) if self._bac and studied and not has_none else None

    def _up_to_a_diploma(self, after: str) -> str:
        """What stands after a diploma, up to the next one: « le M1, le M2 je l'ai abandonné » leaves the M1."""
        return after[: min((found.start() for name, _ in self._diplomas if (found := name.search(after))), default=len(after))]

    def _diplomas_named(self, text: str) -> Iterator[tuple[DiplomaLevel, re.Match[str]]]:
        """Each diploma that is told of and not just quoted as a condition; of a longer name no shorter one is read."""
        left = text
        for pattern, row in self._diplomas:
            for match in pattern.finditer(left):
                left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
                is_level = not _LEVEL.match(match[0]) or _HAS_LEVEL.search(text[: match.start()])
                if is_level and not is_condition(*_around(text, match)):
                    yield row, match


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before a match and after it."""
    return text[: match.start()], text[match.end() :]


def _height(row: DiplomaLevel) -> tuple[int, bool]:
    """How high a diploma is; a bac of a known kind is more than one of any."""
    return row.years_after_bac, bool(row.bac)


def _is_on_its_way(text: str, row: DiplomaLevel, diploma: re.Match[str]) -> bool:
    """Whether a diploma is prepared and not yet held. Who is in a first year after the bac has it; a second year gives none."""
    if _is_expected(*_around(text, diploma)) and not is_failed(*_around(text, diploma)) and not _FIRST_YEAR.match(diploma[0]):
        return True
    in_course = row.years_after_bac == 0 and _IN_COURSE.search(text)
    return bool(in_course or _SECOND_YEAR.match(diploma[0])) and not _had(text, diploma)


def _other_field(text: str, diploma: Told) -> Told | None:
    """« Un master de socio »: a field that is none of ours, whichever it is."""
    found = _OF_A_FIELD.match(text, diploma.end)
    return Told("field", "other", found.start(), found.end()) if found else None


def _had(text: str, diploma: re.Match[str]) -> bool:
    """Whether a diploma was obtained, by what stands beside it: « a eu son bac », « L2 validée »."""
    return bool(_HAD_BEFORE.search(text[: diploma.start()]) or _HAD_AFTER.match(text, diploma.end()))


def _is_expected(before: str, after: str) -> bool:
    """Whether a diploma is on its way and not yet held."""
    coming = _EXPECTED_BEFORE.search(before) or _EXPECTED_AFTER.search(after)
    return bool(coming) and not _HAD_BEFORE.search(before)


def _certain(number: int, text: str, place: int) -> int:
    """A number of years as it is for certain: « presque 3 » are two whole ones."""
    return number - 1 if number and _NOT_QUITE.search(text[:place]) else number


def is_condition(before: str, after: str) -> bool:
    """Whether a diploma, or what else may be asked of somebody, is quoted or asked about as what is required, and told of nobody.

    Args:
        before: the text before its name, folded.
        after: the text after it.
    """
    clause = _CLAUSE_BEFORE.split(before)[-1]
    required, held = _last_end(_CONDITION_BEFORE, clause), _last_end(_HELD_BEFORE, clause)
    if required or held:
        return required > held
    asked = _CONDITION_ASKED.search(clause) and _ASKED_AFTER.search(after)
    return bool(asked or _CONDITION_AFTER.search(after))


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; 0 where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=0)


def is_asked_about(text: str) -> bool:
    """Whether a text asks what is required and tells of nobody: « quel diplôme il faut ? ».

    Args:
        text: folded.
    """
    return bool(_ASKED_ABOUT.search(text)) and not _OWN.search(text)


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b" + any_of(*(re.escape(fold_accents(word)) for word in words)) + r"\b")


def _first(rows: Sequence[tuple[str, re.Pattern[str]]], kind: str, text: str) -> Told | None:
    """The first row with a word in the text; « pas en droit », « rien de juridique » is another field."""
    for value, pattern in rows:
        if match := pattern.search(text):
            rejected = _REJECTED_BEFORE.search(text[: match.start()])
            return Told(kind, "other" if rejected else value, match.start(), match.end())
    return None


def _without_clause(text: str, told: Told | None) -> str:
    """The text without the clause that tells something else: « un master en droit et 3 ans de secrétariat »."""
    if told is None:
        return text
    starts = [end.end() for end in _CLAUSE_END.finditer(text) if end.end() <= told.start]
    start = starts[-1] if starts else 0
    end = next(end.start() for end in _CLAUSE_END.finditer(text, told.end))
    return text[:start] + " " * (end - start) + text[end:]
