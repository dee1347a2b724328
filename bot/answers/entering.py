"""Whether a message that tells of somebody asks if that lets them in, or what else does."""

from __future__ import annotations

import re

from bot.answers.reply import Focus, Situation
from bot.answers.understood import Understood
from bot.nlu.normaliser import fold_accents
from bot.nlu.questions import COURTESY
from bot.nlu.scope import NOT_OURS, OUT_OF_SCOPE

# A message this sure of its topic asks that topic.
FAIRLY_SURE = 0.5
# Intents as which the question is often read…
_NEAR = frozenset(
    ["ask_admission", "ask_level", "ask_age_limit", "ask_access_paths", "tell_situation", "change_certificate", "thank"]
)
# … and those that ask something else of the same diploma.
_ELSEWHERE = NOT_OURS - {OUT_OF_SCOPE} | {"ask_recommendation", "ask_certificates", "ask_comparison", "ask_path"}
_ENOUGH = re.compile(
    r"\b(?:"
    # « ça passe ? », « ça va pour elle »
    r"(?:ca|sa|cela) (?:passe|va|suffit|marche|le fait|irait|ira|passerait|suffirait)(?: (?:pour|avec|ou|quand|meme)\b|\W*$)"
    # « c'est possible », « ce serait bon »
    r"|(?:c'est|est-ce|sera|serait|sera-ce|serait-ce) (?:pas )?"
    r"(?:bon|ok|suffisant|possible|jouable|faisable|(?:assez|mort)(?=\W*$))"
    r"|(?:ai|a|as|ont|aurais?|aurait|avoir) (?:pas |bien )?le niveau"
    r"|suffi(?:t|sent|rait|sant)"
    # « je peux pas alors avec mon BTS »
    r"|(?:peux|peut|puis-je|pourrais?|pourrait)(?: pas)?(?: alors| quand meme| donc)? "
    r"(?:avec|y (?:aller|entrer|acceder|pretendre)|entrer|rentrer|postuler|candidater|maintenant|direct)"
    # « on me prendrait », « je serais pris »
    r"|(?:me|m'|la|le|l') ?(?:prend|prendrai|prendrait|prendraient|prennent|accepte|accepterait|accepteraient)s?"
    r"|(?:je|il|elle)(?: serais?| serait| suis| est) (?:pris|prise|acceptee?|admise?|eligible)"
    r"|le droit (?:d'entrer|d'y|a la formation|a cette formation)"
    r"|(?:fait|ferait|feront) l'affaire|convien(?:t|drait|nent|draient)"
    # « ça me serait fermé », « m'est-elle ouverte »
    r"|(?:(?:m'|lui |nous |leur )est|serait|sera)(?:-(?:elle|il|ce))?(?: \w+)? (?:ouvert|ferme|accessible)e?s?"
    r"|chances?(?! (?:de trouver|d'emploi|d'embauche|de travail))"
    # « possible en apprentissage », « entrer par la VAE » ask for the way of training
    r")(?!\w)(?! (?:en|par|sans|de|d'|que|a (?:la vae|distance))\b)"
)
_WHAT_WAS_TOLD = re.compile(
    r"\b(?:(?:mon|son|ce|notre) (?:parcours|profil|cas|experience|niveau|bagage|diplome)|(?:ma|sa) situation"
    r"|ce qu(?:e j'|'il |'elle )(?:ai|a)|je peux maintenant)\b"
)
_WHAT_ELSE = re.compile(
    r"\b(?:(?:quoi|comment|que faire) (?:alors|sinon|du coup|donc)"
    r"|autres? (?:moyen|solution|voie|chemin|option|possibilite|facon|piste)s?(?! (?:de|que|pour)\b)"
    r"|rien pour (?:moi|lui|elle|eux)|quoi pour (?:moi|lui|elle)|que faire(?=\W*$))(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?…]+\s*")
_DIPLOMA = re.compile(r"\b(?:diplomes?|bac|bts|dut|but|deug|cap|bep|licence|master|niveau|parcours|profil)\b")
_WITH_OTHER_WAYS = ("admission", "funding")
# A longer message asks something of its own.
_MOST_WORDS = 12
# A message at least this likely about a foreign diploma gets no verdict: the sheets know French ones.
_FOREIGN = 0.1


def asks_to_enter(understood: Understood, focus: Focus) -> bool:
    """« Avec mon BTS ce sera bon ? », « il a une licence, il a le niveau ? »: who tells this wants a verdict.

    Args:
        understood: the message.
        focus: what the conversation is about. What was told before counts when the message points at it (« mon parcours ») or
            names a certificate (« et l'expert, ce serait possible ? »).
    """
    told_now = understood.situation.tells_diploma_or_work
    points_at_it = understood.certificates or _WHAT_WAS_TOLD.search(fold_accents(understood.text))
    if not told_now and (not focus.situation.tells_diploma_or_work or not points_at_it or understood.intent in COURTESY):
        return False
    # Who names a certificate does not ask which.
    of_named = understood.intent == "ask_recommendation" and bool(understood.certificates)
    # After the conditions, « j'ai un BTS commerce, ça passe ? » is no question on another school's training, unless it names it.
    of_conditions = (
        understood.intent == "other_training" and told_now and "admission" in focus.topics and _ends_asking(understood)
    )
    elsewhere = understood.intent in _ELSEWHERE and not (of_named or of_conditions)
    unclear = len(understood.questions) < 2 and not _is_of_another_topic(understood)
    if elsewhere or not (unclear or of_conditions or _ends_with_it(understood.text)):
        return False
    if dict(understood.ranking).get("ask_foreign_applicants", 0) >= _FOREIGN:
        return False
    return bool(_ENOUGH.search(fold_accents(understood.text)))


def asks_what_else(understood: Understood, focus: Focus) -> str | None:
    """The topic of which more is wanted: « Y a quoi alors ? », « pas un autre moyen ? » after admission or funding.

    Args:
        understood: the message; one that names a certificate asks of that.
        focus: what the conversation is about.
    """
    topic = next((topic for topic in _WITH_OTHER_WAYS if topic in focus.topics), None)
    if topic is None or not focus.certificates or understood.certificates:
        return None
    if understood.intent in NOT_OURS - {OUT_OF_SCOPE} or _is_of_another_topic(understood):
        return None
    short = len(understood.text.split()) <= _MOST_WORDS
    return topic if short and _WHAT_ELSE.search(fold_accents(understood.text)) else None


def _ends_with_it(text: str) -> bool:
    """Whether the last sentence of several asks it in so many words, whatever stands before: « … Son diplôme convient-il ? »"""
    *before, last = _SENTENCE_END.split(fold_accents(text).rstrip(" .!?"))
    return bool(before) and bool(_DIPLOMA.search(last)) and bool(_ENOUGH.search(last))


def _ends_asking(understood: Understood) -> bool:
    """Whether nothing comes after the words that ask it: not « ça passe pour être notaire ? »."""
    folded = fold_accents(understood.text)
    return any(not folded[found.end() :].strip(" ?!.") for found in _ENOUGH.finditer(folded))


def _is_of_another_topic(understood: Understood) -> bool:
    """Whether a message surely asks something else."""
    sure = understood.ranking[0][1] if understood.ranking else 1.0
    return sure >= FAIRLY_SURE and understood.intent not in _NEAR


def wants_what_is_open(situation: Situation) -> bool:
    """« Il a que le bac, y a rien pour lui ? »; who tells diploma and work is asked for the goal first.

    Args:
        situation: what the message tells of the person.
    """
    return situation.tells_diploma_or_work and (situation.years_after_bac is None or situation.experience_years is None)
