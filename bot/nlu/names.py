"""First names by which a message speaks of people: « Léa a un BTS », « et pour Théo ? », « moi, c'est Jules »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.dialogue.reading import SELF, PersonName
from bot.nlu.cues import fold_same_length, people

_CAPITALISED = re.compile(r"(?<![\w'-])[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?(?![\w-])")
# « À Limoges », « près de Niort » are places; « pour Léa », « et Théo » are people.
_PLACE_BEFORE = re.compile(r"(?:\b(?:a|de|sur|vers|depuis|en|vivant|habite|region|ville|dept|universite|fac|lycee)|d') ?$")
_PERSON_BEFORE = re.compile(
    r"\b(?:pour|et|que|moi|lui|elle|c'est|est|s'appelle|m'appelle|prenom|avec|entre|ni|ou|de mon cote|quant a|si"
    r"|ensuite|puis|enfin|d'abord|sinon|maintenant)[ :,(]*$"
)
_PERSON_AFTER = re.compile(
    r"^ ?(?:\(|: |,? ?\d{2} ans|,? (?:qui|lui|elle|il)\b|(?:a|aura|avait|fait|passe|prepare|veut|voudrait|peut|pourrait|sera"
    r"|travaille|bosse|gagne|touche|n'a|n'est|s'est|ne|sort|vient|sait|doit|devrait|entre|commence|hesite|veulent|peuvent|ont|sont)\b"
    r"|, (?:clerc|rien|terminale|bac|bts|cap|bep|licence|master|titulaire|sans|bachelor|but|dut)\b"
    r"|(?:juste |seulement |que )?(?:une?|l[ea]) (?:bac|bts|cap|bep|licence|master|dut|but|brevet|diplome|l[123]|m[12])\b"
    r"|est (?:en|chez|depuis|au|un|une|deja|titulaire|salariee?|secretaire|etudiante?|apprentie?|employee?|clerc)\b)"
)
_SMALL = re.compile(r"(?<![\w'-])[a-z]{3,12}(?![\w'-])")
_SAYS_WHO = re.compile(r"\b(?:je m'appelle|moi c'est|moi c|mon prenom c'est|mon prenom est) $")
_PRONOUN_AFTER = re.compile(r"^,? (?:il|elle) (?:a|est|aura|veut|fait|peut|pourrait|aimerait|n'a|voudrait|touche|gagne)\b")
_ARTICLE_BEFORE = re.compile(r"\b(?:l[ea]s?|une?|[mts]on|[mts]a|[mts]es|ce|cette|cet|d[ue]s?|aux?) $")
# « Mes élèves : Lucas… » are several: a name among them is no other word for one of them.
_SEVERAL_BEFORE = re.compile(r"\b(?:[mts]es|[nv]os|l?d?es|leurs|deux|trois|quatre|cinq|six|\d+)(?: \w+)? $")
_SPOKEN_OF_BEFORE = re.compile(r"\b(?:parl\w+|question|situation|cas|dossier|agit|propos) (?:de |d')$")
# « Pas de Lucas »: somebody is named to say that they are not meant.
_NOT_THIS_ONE = re.compile(
    r"\b(?:pas|non|ni|plutot que)"
    r"(?: (?:plus|du tout|de|d[eu]s?|pour|a|avec|celui|celle|sur|la|le|les|[mts]on|[mts]a|[nv]otre))* ?(?:d')?$"
)
_EXPLAINED_AFTER = re.compile(r", (?:c'est |qui est )?(?:mon|ma|notre|un|une) ")
_WORD = re.compile(r"\w+")
# « C'est Manon là », « là c'est Chloé qui parle »: at one telephone somebody else takes the turn.
_TURN_BEFORE = re.compile(r"\b(?:c'est|ici)(?: moi,?)? $")
_TURN_SAID_BEFORE = re.compile(r"(?:^|[,.;!?] ?|\b(?:attend[sz]?|bon|ok|non|et|mais) )(?:la|maintenant|ici),? c'est(?: moi,?)? $")
_TURN_AFTER = re.compile(
    r"^,? (?:qui (?:parle|ecrit|tape|reprend|demande|repond)|la(?! m)|maintenant|a nouveau|de nouveau|au (?:telephone|clavier))\b"
)
# « Ici Malik », « re c'est Malik » at the beginning; « Inès là : ».
_TURN_AT_START = re.compile(r"^(?:(?:re|bon|ok|alors|bonjour|salut|coucou)[ ,!.]*)?(?:c'est|ici)(?: moi,?)? $")
# « Noa : et moi, je peux ? », unless the message lists several so: « Léa : un BTS, Théo : un bac ».
_SIGNED = re.compile(r"^ ?: ?")
_LISTS_PEOPLE = re.compile(r" ?: ?[^:]*[,;.\n] ?[\w-]+ ?: ")
_SPEAKS_OF_ONESELF = re.compile(r"\b(?:je|moi|mon|ma|mes|me)\b|\bj'")
_TURN_FIRST_BEFORE = re.compile(r"(?:^|[.!?;,] )$")
_TURN_FIRST_AFTER = re.compile(r"^,? (?:la|ici|a l'appareil) ?[:,.!]")
# « Chloé maintenant : avec mon master… »
_TURN_NOW = re.compile(r"^,? maintenant ?[:,]")
_LISTED = re.compile(r",? (?:et |ou )?")
_ONESELF_BEFORE = re.compile(r"\b(?:moi|je m'appelle|c'est moi|je suis|mon prenom(?: est| c'est)?)(?:,? c'est)?[ ,:(]*$")


def names_in(text: str, is_word: Callable[[str], bool]) -> list[PersonName]:
    """The first names of a message as it was typed, each once, in order.

    Args:
        text: as typed, with straight apostrophes.
        is_word: whether a lower-case word is one of French or of our subject.
    """
    folded = fold_same_length(text.lower())
    found: dict[str, PersonName] = {}
    candidates = list(_CAPITALISED.finditer(text))
    # From the end: of « Léa et Théo veulent s'inscrire » what comes after tells that both are people.
    for number, match in reversed(list(enumerate(candidates))):
        before, after = folded[: match.start()], folded[match.end() :]
        relation = _relation_before(before) or _relation_after(after)
        # A common word may be a name (« Rose ») where a person is named beside it.
        if is_word(match[0].lower()) and relation is None:
            continue
        following = candidates[number + 1] if number + 1 < len(candidates) else None
        in_list = (
            following is not None and following[0].lower() in found and _LISTED.fullmatch(text[match.end() : following.start()])
        )
        place = _PLACE_BEFORE.search(before) and not _SPOKEN_OF_BEFORE.search(before)
        if relation is None and (place or not (in_list or _person(before, after) or _takes_turn(before, after))):
            continue
        takes_turn = _takes_turn(before, after)
        stands_for = SELF if takes_turn or _ONESELF_BEFORE.search(before) else _one_of(relation, before)
        name = match[0].lower()
        if name not in found or stands_for:
            found[name] = PersonName(name, stands_for, takes_turn)
    for small in _typed_small(text, folded, is_word):
        found.setdefault(small.name, small)
    return sorted(found.values(), key=lambda one: folded.index(fold_same_length(one.name)))


def _typed_small(text: str, folded: str, is_word: Callable[[str], bool]) -> list[PersonName]:
    """Names typed without a capital, only where nothing else can be meant: « (lina) », « enzo il a… », « moi c'est enzo »."""
    found = []
    for match in _SMALL.finditer(folded):
        word = text[match.start() : match.end()].lower()
        if is_word(word):
            continue
        before, after = folded[: match.start()], folded[match.end() :]
        relation = _relation_before(before)
        followed = _PRONOUN_AFTER.match(after) and not _ARTICLE_BEFORE.search(before)
        in_brackets = before.endswith("(") and after.startswith(")")
        takes_turn = _takes_turn(before, after)
        if not (relation or in_brackets or _SAYS_WHO.search(before) or followed or takes_turn):
            continue
        itself = takes_turn or _SAYS_WHO.search(before)
        found.append(PersonName(word, SELF if itself else _one_of(relation, before), takes_turn))
    return found


def _person(before: str, after: str) -> bool:
    return bool(
        _SPOKEN_OF_BEFORE.search(before)
        or _PERSON_BEFORE.search(before)
        or _PERSON_AFTER.search(after)
        or _ONESELF_BEFORE.search(before)
    )


def _takes_turn(before: str, after: str) -> bool:
    if _TURN_FIRST_BEFORE.search(before) and _TURN_FIRST_AFTER.search(after):
        return True
    if _TURN_FIRST_BEFORE.search(before) and _TURN_NOW.search(after) and _SPEAKS_OF_ONESELF.search(after):
        return True
    if not before and _SIGNED.match(after) and _SPEAKS_OF_ONESELF.search(after) and not _LISTS_PEOPLE.match(after):
        return True
    return bool(_TURN_AT_START.search(before) and not after.startswith(" qui ")) or bool(
        _TURN_SAID_BEFORE.search(before) or (_TURN_BEFORE.search(before) and _TURN_AFTER.search(after))
    )


def _one_of(relation: str | None, before: str) -> str | None:
    """The relation that a name stands for; none where several are spoken of by it."""
    ends = people().find(before)
    several = _relation_before(before) == relation and ends and _SEVERAL_BEFORE.search(before[: ends[-1].start])
    return None if several else relation


def _relation_before(before: str) -> str | None:
    """The relation that stands right before a name: « ma fille Léa », « mon pote, Kevin »."""
    ends = [found for found in people().find(before) if before[found.end :].strip(" ,:(") == ""]
    return ends[-1].key if ends else None


def _relation_after(after: str) -> str | None:
    """The relation that explains a name: « Tom, mon neveu »."""
    if not (explained := _EXPLAINED_AFTER.match(after)):
        return None
    return next((found.key for found in people().find(after) if found.start == explained.end()), None)


def is_ruled_out(before: str) -> bool:
    """Whether a person is named to say that they are not meant, by what stands before them.

    Args:
        before: normalised text without accents.
    """
    return bool(_NOT_THIS_ONE.search(before))


def unknown_words(text: str, is_word: Callable[[str], bool]) -> list[str]:
    """The words that nobody knows, which may name somebody spoken of before; not those of whom it says that they are not meant.

    Args:
        text: cleaned text.
        is_word: whether a lower-case word is one of French or of our subject.
    """
    folded = fold_same_length(text)
    found = ((match[0], match.start()) for match in _WORD.finditer(text))
    return [word for word, start in found if len(word) > 2 and not is_word(word) and not is_ruled_out(folded[:start])]


def known_names(text: str, names: Iterable[str]) -> list[tuple[str, int, int]]:
    """Where names stand in a normalised text, in order.

    Args:
        text: normalised text.
        names: lower case.
    """
    folded = fold_same_length(text)
    found = [
        (name, match.start(), match.end())
        for name in names
        for match in re.finditer(rf"(?<!\w){re.escape(fold_same_length(name))}(?!\w)", folded)
    ]
    return sorted(found, key=lambda item: item[1])
