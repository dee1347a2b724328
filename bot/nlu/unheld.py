"""Whether somebody does not hold a diploma that they name: it is denied, failed, or its studies were left."""

from __future__ import annotations

import re

from bot.nlu.expressions import LEXICON, any_of, standing_before
from bot.nlu.years import NUMBER, number_of

_BETWEEN = rf"(?: {any_of(*LEXICON['between_without'])})*"
# « pas de BTS », « sans mon bac », « je n'ai jamais dit que j'avais une licence ».
_DENIED_BEFORE = re.compile(rf"\b{any_of(*LEXICON['without'])}\b{_BETWEEN} ?(?:l'|d')?$")
# « Bac + 2 non, mais 8 ans de secrétariat »; « j'ai un BTS, non ? » is another thing.
_NOT = r"(?:pas|point|jamais)\b"
_HAS = r"(?:(?:je |j'|j|il |elle )?(?:ne |n')?(?:l'? ?)?(?:ai|a|avais|avait) )"
_SAYS_NOT = rf"(?:je |j'?|il |elle )(?:n'|ne )?(?:l'? ?|en )(?:ai|a|avais|avait) {_NOT}"
_DENIED_AFTER = re.compile(
    r",? (?:non|nan|pas),? (?:mais|par contre|en revanche)\b"
    rf"|,? (?:mais |que |et )?{_SAYS_NOT}(?! (?:encore|{any_of(*LEXICON['reached'])})\b)"
)
_FAILED_BEFORE = re.compile(r"(?<!pas )" + standing_before("failed_before").pattern)
# « BTS MUC raté », « un master 2 que je n'ai point achevé », « une licence de droit, arrêtée »; « un BTS et j'ai raté le permis »
# is another thing.
_IN_A_FIELD = r"(?: (?!(?:et|mais|puis|pas|point|jamais|non)\b)[\w']+){0,3}?"
_FAILED_AFTER = re.compile(
    rf"{_IN_A_FIELD},?(?:(?: mais| que| qui)? | qu')(?:{_HAS}|(?:est|reste|est reste|ai ete|a ete) |)"
    rf"(?:{any_of(*LEXICON['failed_after'])}|(?:{_NOT}|non) {any_of(*LEXICON['reached'])})\b"
    r"(?! (?:l[ae]|mon|ma|une?|son|sa)\b)"
)
# « Je suis en BTS tourisme, je déteste, je veux arrêter »
_DROPPED_AFTER = re.compile(
    rf"^[^.;!?]{{0,60}}(?<!pas ){any_of(*LEXICON['dropped_after'])}\b(?! (?:de|mon (?:travail|boulot|poste|job)))"
)
# « Arrêté le droit après la première année », « une année de psycho », « quitté la fac »: whoever studied after the bac has it.
_STUDIES = any_of(*LEXICON["beyond_bac"])
_ONE_YEAR = rf"\b(?:un|une|1|premiere|1ere|1re) (?:an|annee) (?:de |d'|en |a la |a l')?{_STUDIES}\b"
_LEFT = rf"\b{any_of(*LEXICON['failed_before'])}(?: (?:le|la|mes|ses|en|de|son|sa|mon|ma))* ?(?:l'|d')?"
_LEFT_SCHOOL = rf"{_LEFT}{any_of(*LEXICON['higher_school'])}\b"
_LEFT_SUBJECT = rf"{_LEFT}{_STUDIES}\b[^.;!?]{{0,25}}\b(?:annee|ans?|l[12]|semestres?|mois)\b"
_STUDIED = re.compile(rf"{_ONE_YEAR}|{_LEFT_SCHOOL}|{_LEFT_SUBJECT}")
_YEARS_OF_STUDY = re.compile(rf"\b({NUMBER}) (?:ans|annees)\b")
# After as many years of study somebody may hold a diploma above the bac.
_YEARS_OF_A_DIPLOMA = 2


def is_denied(before: str, after: str) -> bool:
    """Whether somebody says that they do not have a diploma: « pas de BTS », « bac + 2, je l'ai pas ».

    Args:
        before: the text before its name, folded.
        after: the text after it.
    """
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after))


def is_failed(before: str, after: str) -> bool:
    """Whether a diploma was failed or its studies are left: « raté mon BTS », « une L2 pas finie », « je vais le lâcher ».

    Args:
        before: the text before its name, folded.
        after: the text after it, up to the next diploma.
    """
    return bool(_FAILED_BEFORE.search(before) or _FAILED_AFTER.match(after) or _DROPPED_AFTER.match(after))


def studied_beyond_the_bac(text: str) -> re.Match[str] | None:
    """What shows that somebody began to study after the bac, and left too early for a diploma.

    Args:
        text: folded.
    """
    years = [number_of(match[1]) or 0 for match in _YEARS_OF_STUDY.finditer(text)]
    return None if any(number >= _YEARS_OF_A_DIPLOMA for number in years) else _STUDIED.search(text)
