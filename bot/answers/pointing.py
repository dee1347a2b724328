"""Which certificates a message points at without naming them: « l'autre », « le premier », « les deux », « ce titre »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.reply import Focus
from bot.answers.understood import Question, Understood
from bot.knowledge import Knowledge
from bot.nlu.normaliser import fold_accents

# Place in a list, from 0 (-1: the last), and the words that tell it.
_ORDINALS = {
    0: re.compile(r"premiere?|1ere?"),
    1: re.compile(r"seconde?|deuxieme|2e(?:me)?"),
    2: re.compile(r"troisieme|3e(?:me)?"),
    3: re.compile(r"quatrieme|4e(?:me)?"),
    -1: re.compile(r"derniere?"),
}
_PLACE = "(" + "|".join(words.pattern for words in _ORDINALS.values()) + ")"
_NO_NOUN = (
    r"(?: (?:metier|titre|clerc))?"
    r"(?: *(?:$|[,.;:?!])| (?:il|elle|gagne|dure|coute|est|et|que|dont|svp|niveau|ca|faut)\b)"
)
# « Le premier », but not « le premier emploi »; « du premier au deuxième », but not « de la première à la deuxième année ».
_ORDINAL = re.compile(
    rf"\b(?:le|la|du|au) {_PLACE}(?={_NO_NOUN}|\s(?:au|a\sla|vers\sl[ea])\s{_PLACE.replace('(', '(?:', 1)}{_NO_NOUN})"
)
# « Durée des deux », « chez l'un et chez l'autre », « combien chacun ? »; not « lequel des deux » and « un des deux », which ask
# for one, nor « les deux autres », nor « à toutes les deux », which are people.
_BOTH = re.compile(
    r"(?<!lequel )(?<!laquelle )(?<!un )(?<!une )(?<!avoir )(?<!faut )(?<!\ba )(?<!\ba tous )(?<!\ba toutes )"
    r"\b(?:les|des|aux|de ces|ces|de tous les|tous les|toutes les) deux\b(?! autres| (?:derni|premi)|\s+\w+s\b)"
    r"|\bl'une? et (?:(?:chez|pour|a|de) )?l'autre\b|\bchacune?\b"
)
# « Et cet autre, il dure combien ? »; not « grimper jusqu'à l'autre », which tells where one goes, nor « l'autre jour ».
_OTHER = re.compile(
    r"(?<!\ba )(?<!vers )(?<!que )\b(?:l'|cet )autre\b"
    r"(?! (?:jour|fois|soir|semaine|cote|bout|ecole|question|chose|moitie)\b)"
)
_THE_ONE_OF = re.compile(r"\b(?:celui|celle)s? (?:\w+ ){0,3}?(?:a |d')?(\d+(?: \d{3})*)(?: ?(mois|heures|ans?|blocs))?")

_THAT_ONE = re.compile(
    r"\b(?:(?:celui|celle)[- ]la|ce fameux (?:titre|poste|diplome)"
    r"|(?:le|du) (?:titre|diplome) (?:qu'il faut|demande|exige|requis|necessaire|avant))\b"
)
# What is asked of a job without a certificate of its own, where its sheet tells of it.
_OF_A_JOB = frozenset(["role", "activities", "jobs", "other_names", "career"])


def with_pointed(knowledge: Knowledge, understood: Understood, focus: Focus) -> Understood:
    """« Le premier, il gagne combien ? », « les deux autres » name certificates as well as their names do."""
    if understood.rejected and "autre" in understood.text:
        meant = others_than(knowledge, focus, understood.text, understood.rejected)
    elif understood.certificates:
        return understood
    else:
        meant = pointed_at(knowledge, understood.text, focus.listed)
        meant = meant or both(understood.text, focus) or other_one(understood.text, focus)
        meant = meant or named_in_answer(knowledge, understood.text, focus)
    questions = tuple(replace(question, certificates=meant) for question in understood.questions)
    return replace(understood, certificates=meant, questions=questions) if meant else understood


def without_held(understood: Understood, focus: Focus) -> Understood:
    """« Et ma sœur, avec le titre de clerc aux procédures ? » after the clerc expert asks whether she may enter that."""
    held = understood.situation.title
    asks = {question.topic for question in understood.questions} <= {"admission"}
    if not held or understood.certificates != (held,) or focus.certificates in ((), (held,)) or not asks:
        return understood
    questions = tuple(replace(question, certificates=()) for question in understood.questions)
    return replace(understood, certificates=(), questions=questions)


def job_asked_about(knowledge: Knowledge, understood: Understood) -> Question | None:
    """« C'est quoi un clerc significateur ? »: what the one sheet that names this job says of it."""
    job = job_named(knowledge, understood.text)
    if not job or understood.certificates or not {question.topic for question in understood.questions} & _OF_A_JOB:
        return None
    certificate, topic = job
    return Question(topic, (certificate,), understood.text)


def meant_certificates(knowledge: Knowledge, focus: Focus, text: str, correcting: bool) -> tuple[str, ...]:
    """The certificates meant by « l'autre » or « les deux autres » when no name is said.

    Args:
        knowledge: names all certificates.
        focus: what the conversation is about.
        text: the message.
        correcting: the visitor rejects the last answer, so what was spoken of before is meant, and nothing else is guessed.
    """
    if "autres" in text:
        spoken = {*focus.certificates, *(focus.previous if "deux autres" in text else ())}
        return tuple(c for c in knowledge.certificates if c not in spoken)
    if len(focus.certificates) > 1 and "autre" in text and not correcting:
        # « Et l'autre ? » after two were told of together: which, nobody can tell, so both again.
        return focus.certificates
    if focus.previous and (correcting or "autre" in text):
        return tuple(c for c in focus.previous if c not in focus.certificates) or focus.previous
    if "autre" in text and focus.certificates and not correcting:
        return tuple(c for c in knowledge.certificates if c not in focus.certificates)
    # « Et celui-là ? » asks of the same once more.
    return () if correcting else focus.certificates


def others_than(knowledge: Knowledge, focus: Focus, text: str, rejected: Sequence[str]) -> tuple[str, ...]:
    """The certificates meant by « pas l'expert, l'autre »: of those spoken of as many as are said, else all others.

    Args:
        knowledge: names all certificates.
        focus: what the conversation is about.
        text: the message.
        rejected: ids that it rules out.
    """
    spoken = [c for c in (*focus.certificates, *focus.previous) if c not in rejected]
    others = tuple(c for c in knowledge.certificates if c not in rejected)
    number = 2 if "deux autres" in text else 1 if "l'autre" in text else len(others)
    return tuple(spoken[:number]) if 0 < number <= len(spoken) else others


def pointed_at(knowledge: Knowledge, text: str, listed: Sequence[str]) -> tuple[str, ...]:
    """The certificates meant by their places in the last list, or the one meant by a number that only its sheet holds.

    « Le premier », « du premier au deuxième », « le dernier »; « celui qui ouvre en 2027 », « celle de 9 mois ».

    Args:
        knowledge: holds the facts.
        text: the message in plain French.
        listed: ids last told of one after another, in order.
    """
    folded = fold_accents(text)
    ordinals = [found for found in _ORDINAL.finditer(folded) if not folded[: found.start()].endswith("pas ")]
    if len(listed) > 1 and ordinals:
        # « Passer du premier au deuxième » names two.
        places = [next(place for place, words in _ORDINALS.items() if words.fullmatch(found[1])) for found in ordinals]
        return tuple(dict.fromkeys(listed[place] for place in places if place < len(listed)))
    if not (quantity := _THE_ONE_OF.search(folded)):
        return ()
    amount = re.compile(rf"(?<!\d){quantity[1]}" + (rf" {quantity[2]}" if quantity[2] else r"(?! ?\d)"))
    holders = [
        key
        for key, certificate in knowledge.certificates.items()
        if any(amount.search(fact.text) for entry in certificate.topics.values() for fact in entry.facts)
    ]
    return (holders[0],) if len(holders) == 1 else ()


def both(text: str, focus: Focus) -> tuple[str, ...]:
    """The two certificates meant by « les deux »: the last two spoken of; none when there are not two.

    Args:
        text: the message in plain French.
        focus: what the conversation is about.
    """
    return last_two(focus) if _BOTH.search(fold_accents(text)) else ()


def other_one(text: str, focus: Focus) -> tuple[str, ...]:
    """The one certificate meant by « l'autre »: spoken of before, and not now; none when there are several or none.

    Args:
        text: the message in plain French.
        focus: what the conversation is about.
    """
    others = tuple(c for c in focus.previous if c not in focus.certificates)
    return others if len(others) == 1 and _OTHER.search(fold_accents(text)) else ()


def last_two(focus: Focus) -> tuple[str, ...]:
    """The last two certificates spoken of, in that order; none when there are not two.

    Args:
        focus: what the conversation is about.
    """
    spoken_of = (*focus.previous, *focus.certificates) if len(focus.certificates) == 1 else focus.certificates
    if len(spoken_of) > 1:
        return tuple(spoken_of[-2:])
    return focus.listed if len(focus.listed) == 2 else ()


def named_in_answer(knowledge: Knowledge, text: str, focus: Focus) -> tuple[str, ...]:
    """The certificate that the last answer named beside its own, when a message points at it.

    « Et ce titre, on le prépare en combien de temps ? » after the conditions of the clerc expert.

    Args:
        knowledge: holds the facts that were told.
        text: the message in plain French.
        focus: what the last answer was about.
    """
    if not _THAT_ONE.search(fold_accents(text)):
        return ()
    told = " ".join(
        fact.text
        for certificate in focus.certificates
        for topic in focus.topics
        if (entry := knowledge.facts_of(certificate, topic))
        for fact in entry.facts
    )
    named = tuple(key for key, c in knowledge.certificates.items() if key not in focus.certificates and c.name in told)
    return named if len(named) == 1 else ()


def job_named(knowledge: Knowledge, text: str) -> tuple[str, str] | None:
    """The certificate and the topic whose facts tell of a job that a text names: « c'est quoi un clerc significateur ? ».

    Args:
        knowledge: holds the facts and the jobs they name.
        text: the message in plain French.
    """
    folded = fold_accents(text)
    for key, certificate in knowledge.certificates.items():
        for topic, entry in certificate.topics.items():
            names = (name for fact in entry.facts for name in fact.job_names)
            if any(re.search(rf"\b{re.escape(fold_accents(name))}s?\b", folded) for name in names):
                return key, topic
    return None
