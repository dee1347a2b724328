"""Which sums a message says of the visitor: what they are paid, what they have, what they still need."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialogue.reading import Counted, Own, Unit
from bot.nlu.cues import cues_in, lexicon_words, variants
from bot.nlu.expressions import any_of

# Smaller numbers without « € » count something else.
_LEAST_SUM = 100
# Where a sentence ends, and where a clause does.
_SENTENCE, _CLAUSE = re.compile(r"[;?!\n]|[.:](?= |$)"), re.compile(r"[,;?!\n]|[.:](?= |$)")
# After which a number without « € » may be a sum, and before what it is none.
_BARE_AFTER = re.compile(r"(?:^|[,(:]|\b(?:avec|mes|les|que|qu'|de|d'|des|a|ai|environ|cpf|budget|dans|y)) ?$")
_OF_SOMETHING = re.compile(r" ?(?:au|aux|a l[a']|en) (?!(?:tout|total|banque|cpf)\b)\w")
# As many words after a sum say what it is.
_NEAR = 3
# After « je gagne 1 900 », what asks is not whether that is so.
_ASKS = re.compile(r"\b(?:combien|c'est|est-ce|ca|quoi|quel|quelle)\b")


def own_figure(folded: str, start: int, end: int, unit: Unit) -> Own | None:
    """What a sum is to the visitor; None where it is not theirs.

    Args:
        folded: the text, lower case without accents.
        start: where the sum begins (characters).
        end: where it ends, with « € » where it has that.
        unit: what it counts; without « € » it may count something else, or be a year.
    """
    after, bare = folded[end:], unit != "€"
    if bare and (_number(folded[start:end]) < _LEAST_SUM or _at("not money").match(after)):
        return None
    sentence = _sentence(folded, start)
    before = folded[sentence:start]
    if _before("lacks").search(before) or _at("lacks").match(after):
        return "lacks"
    if _before("pay").search(before) or (
        (earns := _before("earns").search(before)) and not _asks_so(folded, sentence, earns, end)
    ):
        return "pay"
    has = _before("sum").search(before) and (not bare or _near("of pay", after))
    if has or _before("mine").search(before):
        return "pay" if _near("of pay", after) else "sum" if has or _holds("account", _rest(after)) else "mine"
    if unit == "year":
        # « En 2027, ça suffit ? »
        return None
    # « 1 900 brut aujourd'hui »
    if _near("of pay", after) and _near("now", after):
        return "pay"
    # « 700 au TOEIC, ça suffit ? », « TOEIC 700 » count no money.
    counts_else = bare and (_OF_SOMETHING.match(after) or not _BARE_AFTER.search(before))
    return "sum" if not counts_else and _is_at_hand(before, after) else None


def counted(folded: str, start: int, end: int) -> Counted | None:
    """How a pay is counted: gross or net, or for another time than a month; None where that is not said.

    Args:
        folded: the text, lower case without accents.
        start: where the pay begins (characters).
        end: where it ends.
    """
    after, before = _clause(folded[end:]), folded[_sentence(folded, start) : start]
    ways: tuple[Counted, ...] = ("not monthly", "net", "gross")
    said = [way for text in (after, before) for way in ways if _holds(way, text)]
    return said[0] if said else None


def _is_at_hand(before: str, after: str) -> bool:
    """« Mon CPF, il doit y avoir dans les 5 000 », « 2 000 € de côté », « est-ce que 3 000 € suffisent ? »."""
    rest = _rest(after)
    return bool(_before("account").search(before)) or _near("account", rest) or _holds("enough", before + " " + rest)


def _asks_so(folded: str, sentence: int, earns: re.Match[str], end: int) -> bool:
    """« Je gagne 2 000 dès le début ? » asks what a sheet says; « je gagne 2 000 actuellement » tells."""
    before, after = folded[sentence : sentence + earns.start()], folded[end:]
    if _holds("now", folded[sentence:end] + _rest(after)):
        return False
    if "confirms" in cues_in(folded):
        return True
    clause = _clause(after)
    ends = after[len(clause) :].startswith("?")
    return ends and not _ASKS.search(clause) and bool(re.fullmatch(rf"(?:[ ,]|{_words('opens')}\b)*", before))


def _number(text: str) -> float:
    return float(re.sub(r"[^\d,.]", "", text).rstrip(",.").replace(",", "."))


def _sentence(folded: str, place: int) -> int:
    """Where the sentence begins in which something stands."""
    return max((match.end() for match in _SENTENCE.finditer(folded, 0, place)), default=0)


def _rest(after: str) -> str:
    match = _SENTENCE.search(after)
    return after[: match.start()] if match else after


def _clause(after: str) -> str:
    match = _CLAUSE.search(after)
    return after[: match.start()] if match else after


def _near(key: str, after: str) -> bool:
    """Whether a word of the lexicon stands soon after a sum, in its clause."""
    return bool(re.match(rf"\W*(?:\w+\W+){{0,{_NEAR}}}?{_words(key)}(?!\w)", _clause(after)))


def _holds(key: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){_words(key)}(?!\w)", text))


@lru_cache(maxsize=32)
def _at(key: str) -> re.Pattern[str]:
    return re.compile(rf" ?(?:que |qui )?{_words(key)}(?!\w)")


@lru_cache(maxsize=32)
def _before(key: str) -> re.Pattern[str]:
    """What stands before a sum: words of the lexicon, and little ones between."""
    return re.compile(rf"(?<!\w){_words(key)}(?:[ ,]*{_words('between')}(?!\w))*[ ,:]*$")


@lru_cache(maxsize=32)
def _words(key: str) -> str:
    return any_of(*(re.escape(word) for listed in lexicon_words("own_figures")[key] for word in variants(listed)))
