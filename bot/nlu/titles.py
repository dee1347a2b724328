"""Whether a certificate that a text names is one that somebody holds, as a title or as a job."""

from __future__ import annotations

import re

from bot.folding import fold_accents
from bot.nlu.expressions import any_of

# What stands before a certificate's name when somebody holds that title, or has that job.
_TITLE_BEFORE = re.compile(
    rf"\b{any_of('titre', 'diplome', 'certificat', 'certification', 'certif', 'titulaire', 'diplomee?')}"
    r"(?: (?:enp|du|de|d'un|de l'enp|du titre|professionnel))*(?: (?:de|du|d'|en))? ?$"
)
# « Le titre, je l'ai, celui de clerc aux procédures »
_TITLE_IS_THAT_OF = re.compile(r"\btitre,? (?:moi )?(?:je|il|elle) l'(?:ai|a)(?: deja| bien)?,? celui d[eu] ?$")
_TITLE_AFTER = re.compile(r"^ (?:(?:deja )?(?:obtenue?|validee?|acquis)|en poche)\b")
_HAS_TITLE = re.compile(
    r"\b((?<!qui )a (?:deja )?(?:le|son|eu|obtenu)|j'ai|j'avais"
    r"|je suis(?!.* et l[ae] )|titulaire|avec (?:le|mon)|il a|elle a|ayant|obtenu|valide|une fois)\b"
)
# « La certification de clerc expert m'intéresse » names it and no more.
_SPEAKS_OF_IT_AFTER = re.compile(r"^ (?:m'|me |nous |l'|la |le )?(?:interesse|attire|tente|plai[st]|parle|va|irait|convien)")
_JOB_BEFORE = re.compile(
    r"\b(?:(?:je|suis) (?:suis )?(?:deja |actuellement |encore )?|(?:il|elle) est |j'etais |en poste (?:de|comme) "
    r"|ans (?:comme|de) |en tant que |(?:travaille|bosse|exerce|employee?|embauchee?) (?:deja |actuellement )?comme )"
    r"(?:une? |l'|le |la )?$"
)
_JOB_AFTER = re.compile(
    r"^ (?:en poste|depuis|dans une (?:etude|office))|^,? (?:mais )?(?:je le suis|c'est (?:deja )?mon (?:poste|metier))\b"
)
# « Je suis clerc assistant, j'ai eu le titre »: the title of the job they have.
_HAS_ITS_TITLE = re.compile(
    r"\b(?:j'ai|ayant|avec|elle a|il a|titulaire)"
    r"(?: (?:juste |que |seulement )?(?:mon|le|un) bac(?: \w+)? et)?"
    r"(?: (?:bien|deja|aussi|meme|eu|obtenu|passe|valide|mon|son|le|la|du))*"
    r" (?:titre|certificat|certification)\b(?! (?:(?:de|d'|du)(?! l'enp)|en|pour)\b)"
    r"|\b(?:le|mon|ce|son) titre,? (?:moi )?(?:je|il|elle) l'(?:ai|a)\b(?! (?:pas|jamais))"
)
# « Il ne faut pas de titre ? » asks what is needed.
_NOT_NEEDED = re.compile(r"\b(?:faut|demande\w*|exige\w*|besoin|remplace\w*)\b[^.;!?]*\btitres?\b")
_NOT_YET = re.compile(
    r"\b(veux|voudrais|aimerais|souhaite|envisage|pense|interesse|passer|devenir|preparer|faire|avoir|obtenir|besoin|faut|sans|requis|demande)\b[^.,;!?]*$"
)


def held(text: str, start: int, end: int) -> str | None:
    """Whether a certificate named in a text is one somebody has: « title » or « job »; None when they only speak of it.

    Args:
        text: normalised text.
        start: of the name, in characters.
        end: of the name.
    """
    before, after = re.split(r"[.,;!?]", fold_accents(text[:start]))[-1], fold_accents(text[end:])
    if _TITLE_IS_THAT_OF.search(fold_accents(text[:start])):
        return "title"
    if _NOT_YET.search(before) or _SPEAKS_OF_IT_AFTER.match(after):
        return None
    if _TITLE_BEFORE.search(before) and (_HAS_TITLE.search(before) or _TITLE_AFTER.search(after)):
        return "title"
    return "job" if _JOB_BEFORE.search(before) or _JOB_AFTER.search(after) else None


# « Sans titre ni master », « jamais passé le titre », « je n'ai pas le titre »
_HAS_NONE = re.compile(
    r"\b(?:sans|ni|pas|jamais)(?: (?:encore|eu|passe|obtenu|valide|de|d'|du|le|ce|un|aucun))* titres?\b(?! (?:de noblesse|exact))"
)


def has_no_title(text: str) -> bool:
    """Whether somebody says that they have no title.

    Args:
        text: normalised text.
    """
    folded = fold_accents(text)
    return bool(_HAS_NONE.search(folded)) and not _NOT_NEEDED.search(folded)


def has_its_title(text: str) -> bool:
    """Whether somebody who has a certificate's job says that they have its title too.

    Args:
        text: normalised text.
    """
    return bool(_HAS_ITS_TITLE.search(fold_accents(text)))
