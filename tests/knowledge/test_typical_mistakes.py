"""What staff without programming get wrong in their files: each mistake is caught, in French, with its line and a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.knowledge import KnowledgeError, load_knowledge
from bot.knowledge.checks import check
from bot.knowledge.loader import broken_files
from tests.figures import EXPERT_LATER_PAY, EXPERT_YEAR, HOURLY, PHONE, TUITION, number, typed
from tests.knowledge.spoiling import edit, line_with

DOMAIN = "../domain.yml"
EXPERT = "certificates/clerc_expert.yml"
GESTIONNAIRE = "certificates/clerc_gestionnaire.yml"
# As the files have them.
PRICE, SMIC = typed(TUITION), load_knowledge().reference.smic.monthly_gross
SINCE = load_knowledge().reference.smic.since
PROCEDURES = "certificates/clerc_aux_procedures.yml"


class Typo(NamedTuple):
    """What somebody made of a text of a file, a text of the line to be named, and what is said of it and of its remedy."""

    file: str
    old: str
    new: str
    line: str
    message: str
    remedy: str


TYPICAL = {
    "a month that the sheet does not name any more is answered « oui »": Typo(
        GESTIONNAIRE,
        "asks: [septembre 2027,",
        "asks: [octobre 2027,",
        "asks: [octobre",
        "répondrait « Oui » à « octobre 2027 »",
        "Corrigez",
    ),
    "the month that the sheet names is answered « non »": Typo(
        GESTIONNAIRE,
        "denies: [septembre 2026,",
        "denies: [septembre 2027,",
        "denies: [sept",
        "répondrait « Non » à",
        "retirez-le",
    ),
    "tab": Typo(EXPERT, "      - text: polyvalence et", "\t- text: polyvalence et", "text: polyvalence", "tabulation", "espaces"),
    "tab after the colon": Typo("centre.yml", "city: Poitiers", "city:\tPoitiers", "city:", "tabulation", "espaces"),
    "tab in a list": Typo(EXPERT, "aliases: [", "aliases: [clerc\tspécialiste, ", "aliases:", "tabulation", "espaces"),
    "quotation mark never closed": Typo(
        "centre.yml",
        'text: "sur le site www.stjacquesdecompostelle.com"',
        'text: "sur le site www.stjacquesdecompostelle.com',
        'text: "sur le site',
        "guillemet ouvert",
        "Fermez-le",
    ),
    "quotation mark of the last text never closed": Typo(
        GESTIONNAIRE,
        'text: "le site du centre : www',
        'text: "le site du centre www.stjacquesdecompostelle.com\n        brief: "www',
        'text: "le site',
        "guillemet ouvert",
        "Fermez-le",
    ),
    "quotation mark never opened": Typo(
        "centre.yml", "city: Poitiers", 'city: Poitiers"', "city:", "fermé sans avoir été ouvert", "Ouvrez"
    ),
    "quotation mark of the first text of a list never closed": Typo(
        GESTIONNAIRE,
        ' de l\'heure)", "*',
        " de l'heure), \"*",
        "Tarifs\\\\*",
        "le guillemet ouvert devant « Tarifs",
        "Fermez-le à la fin du texte, après « € de l'heure) »",
    ),
    "quotation mark of the last text of a list never closed": Typo(
        GESTIONNAIRE,
        'TVA*"]',
        "TVA*]",
        "Tarifs\\\\*",
        "le guillemet ouvert devant « *\\\\*Tarif",
        "après « à la TVA* »",
    ),
    "quotation mark of the first text of a list never opened": Typo(
        GESTIONNAIRE,
        '["Tarifs\\\\*',
        "[Tarifs\\\\*",
        "[Tarifs",
        "un guillemet ferme le texte après « € de l'heure) » sans avoir été ouvert",
        "Ouvrez-le au début du texte, devant « Tarifs",
    ),
    "quotation mark of the last text of a list never opened": Typo(
        GESTIONNAIRE,
        ', "*\\\\*Tarif non soumis',
        ", *\\\\*Tarif non soumis",
        "Tarifs\\\\*",
        "un guillemet ferme le texte après « à la TVA* » sans avoir été ouvert",
        "Ouvrez-le au début du texte, devant « *",
    ),
    "apostrophe in single quotes": Typo(
        EXPERT,
        "text: polyvalence et flexibilité",
        "text: 'l'esprit souple'",
        "text: 'l'",
        "une apostrophe ferme",
        "guillemets doubles",
    ),
    "text after the quotation mark": Typo(
        EXPERT,
        "text: polyvalence et flexibilité",
        'text: "polyvalence" et flexibilité',
        'text: "polyvalence"',
        "du texte suit",
        "à la fin du texte",
    ),
    "colon in a text": Typo(
        EXPERT,
        "text: polyvalence et",
        "text: deux choses : polyvalence et",
        "deux choses",
        "contient un deux-points",
        "guillemets droits",
    ),
    "colon in a list": Typo(
        "topics.yml",
        "words: [prime, treizième mois",
        "words: [les primes : treizième mois",
        "les primes :",
        "contient un deux-points",
        "guillemets droits",
    ),
    "colon in braces": Typo(
        "topics.yml",
        "button: Le salaire, words",
        "button: argent : salaire, words",
        "argent :",
        "contient un deux-points",
        "guillemets droits",
    ),
    "deleted colon of a topic": Typo(
        EXPERT, "  ethics:\n", "  ethics\n", "  ethics", "il manque un deux-points après « ethics »", "« ethics: »"
    ),
    "deleted colon of a text": Typo(
        EXPERT,
        "- text: polyvalence et",
        "- text polyvalence et",
        "- text polyvalence",
        "il manque un deux-points après « text »",
        "« text: »",
    ),
    "deleted colon of a field": Typo(
        "centre.yml", "city: Poitiers", "city Poitiers", "city Poitiers", "il manque un deux-points après « city »", "« city: »"
    ),
    "deleted space after a colon": Typo(
        "centre.yml", "city: Poitiers", "city:Poitiers", "city:Poitiers", "il manque une espace après « city: »", "une espace"
    ),
    "deleted colon of a response": Typo(
        DOMAIN,
        "  utter_no_advice:\n",
        "  utter_no_advice\n",
        "utter_no_advice",
        "il manque un deux-points après « utter_no_advice »",
        "« utter_no_advice: »",
    ),
    "deleted colon of a wording": Typo(
        DOMAIN,
        "  utter_restart:\n    - text: |-",
        "  utter_restart:\n    - text |-",
        "    - text |-",
        "il manque un deux-points et une espace après « text »",
        "« text: »",
    ),
    "hash that cuts a text": Typo(
        EXPERT, "text: polyvalence et", "text: polyvalence # et", "polyvalence #", "« # » coupe", "guillemets droits"
    ),
    "hash at the beginning": Typo(
        EXPERT, "text: polyvalence et", "text: # polyvalence et", "# polyvalence", "« # » coupe", "guillemets droits"
    ),
    "hash in a list": Typo(EXPERT, "asks: [cadre]", "asks: [cadre, n° # 1]", "n° #", "« # » coupe", "guillemets droits"),
    "comma that splits a text in braces": Typo(
        "topics.yml",
        "label: le métier, button",
        "label: le métier, en bref, button",
        "en bref",
        "une virgule coupe le texte devant « en bref »",
        "guillemets droits",
    ),
    "comma that splits a list of two": Typo(
        "reference.yml",
        "experience_unit: [an d'expérience,",
        "experience_unit: [an, d'expérience,",
        "experience_unit",
        "3 éléments au lieu de 2",
        "guillemets droits",
    ),
    "decimal comma": Typo(
        "reference.yml",
        f"monthly_gross: {SMIC}",
        f"monthly_gross: {SMIC}".replace(".", ","),
        "monthly_gross",
        "la virgule n'est pas permise",
        f"Écrivez {SMIC}",
    ),
    "decimal comma in braces": Typo(
        PROCEDURES, "{from: 1990.90,", "{from: 1990,90,", "1990,90", "la virgule n'est pas permise", "Écrivez 1990.90"
    ),
    "euro in a number": Typo(
        GESTIONNAIRE, f"tuition: {PRICE},", f"tuition: {PRICE} €,", f"{PRICE} €", "ni espace ni unité", f"Écrivez {PRICE}"
    ),
    "space in a number": Typo(
        GESTIONNAIRE, f"tuition: {PRICE},", f"tuition: {number(TUITION)},", "tuition", "ni espace ni unité", f"Écrivez {PRICE}"
    ),
    "unit of a number": Typo(
        GESTIONNAIRE, "{months: 12}", "{months: 12 mois}", "{months: 12 mois}", "ni espace ni unité", "Écrivez 12"
    ),
    "French date": Typo(
        "reference.yml", f"since: {SINCE}\n", "since: 01/11/2026\n", "01/11/2026", "n'est pas une date", "2026-11-01"
    ),
    "date in words": Typo(
        "reference.yml", f"since: {SINCE}\n", "since: 1er novembre 2026\n", "1er novembre", "n'est pas une date", "2026-11-01"
    ),
    "date that is in no calendar": Typo(
        "reference.yml", f"since: {SINCE}\n", "since: 2026-13-01\n", "2026-13-01", "date du calendrier", "AAAA-MM-JJ"
    ),
    "smart quotes": Typo(
        EXPERT,
        "text: polyvalence et flexibilité",
        "text: “polyvalence et flexibilité”",
        "“polyvalence",
        "guillemets typographiques",
        "guillemets droits",
    ),
    "smart quotes around a colon": Typo(
        EXPERT,
        "text: polyvalence et flexibilité",
        "text: “deux choses : polyvalence et flexibilité”",
        "“deux choses",
        "guillemet typographique",
        "guillemets droits",
    ),
    "angle quotes": Typo(
        EXPERT,
        "text: polyvalence et flexibilité",
        "text: « polyvalence et flexibilité »",
        "« polyvalence",
        "guillemets typographiques",
        "guillemets droits",
    ),
    "duplicate key": Typo(
        "centre.yml", "city: Poitiers", "city: Poitiers\ncity: Tours", "city: Tours", "« city » est écrite deux fois", "ligne 10"
    ),
    "duplicate response": Typo(
        DOMAIN, "  utter_no:\n", "  utter_yes: # encore\n", "# encore", "« utter_yes » est écrite deux fois", "Gardez l'une"
    ),
    "list never closed": Typo(EXPERT, "asks: [cadre]", "asks: [cadre", "asks: [cadre", "« [ » n'est pas fermé", "« ] »"),
    "list never opened": Typo(EXPERT, "asks: [cadre]", "asks: cadre]", "asks: cadre]", "il faut ici une liste", "crochets"),
    "text for a list": Typo(EXPERT, "asks: [cadre]", "asks: cadre", "asks: cadre", "il faut ici une liste", "crochets"),
    "reserved sign": Typo(
        EXPERT,
        "text: polyvalence et",
        "text: **polyvalence** et",
        "**polyvalence**",
        "« * », un signe réservé",
        "guillemets droits",
    ),
    "variable at the beginning of a wording": Typo(
        DOMAIN,
        "  utter_default:\n    - text: |-\n        Je",
        "  utter_default:\n    - text: {opening} Je\n      channel: |-\n        Je",
        "text: {opening}",
        "« { », un signe réservé",
        "guillemets droits",
    ),
    "misaligned line": Typo(
        GESTIONNAIRE,
        "        quote: En présentiel\n",
        "       quote: En présentiel\n",
        "quote: En présentiel",
        "mal alignée",
        "autant d'espaces",
    ),
    "misaligned list": Typo(
        GESTIONNAIRE,
        "        about: [TVA,",
        "       about: [TVA,",
        "about: [TVA,",
        "mal alignée : elle commence par 7 espaces, il en faut 8",
        "autant d'espaces",
    ),
    "misaligned first line of a fact": Typo(
        GESTIONNAIRE,
        f"      - text: {number(TUITION)}",
        f"     - text: {number(TUITION)}",
        f"- text: {number(TUITION)}",
        "mal alignée : elle commence par 5 espaces, il en faut 6",
        "autant d'espaces",
    ),
    "backslash": Typo(
        "centre.yml", 'text: "sur le site www', 'text: "sur le site \\: www', "site \\:", "une barre", "deux barres"
    ),
    "number for a text": Typo(
        "centre.yml", 'postcode: "86000"', "postcode: 86000", "postcode", "est lu comme un nombre", "guillemets droits"
    ),
    "misspelt field": Typo(
        EXPERT, "lookalikes:", "lookalike:", "lookalike:", "le champ « lookalike » n'existe pas", "« lookalikes »"
    ),
    "misspelt choice": Typo(
        "topics.yml",
        "button: L'adresse, scope: centre",
        "button: L'adresse, scope: center",
        "scope: center",
        "« center » n'est pas un choix",
        "« centre »",
    ),
    "missing quote": Typo(
        GESTIONNAIRE,
        "        quote: En présentiel\n",
        "",
        "text: la formation se suit",
        "la citation (quote) manque",
        "mots exacts",
    ),
    "misspelt topic": Typo(EXPERT, "  ethics:", "  ethic:", "  ethic:", "« ethic » n'est pas dans topics.yml", "« ethics »"),
    "topic in French": Typo(
        GESTIONNAIRE, "  price:\n", "  prix:\n", "  prix:", "« prix » n'est pas dans topics.yml", "« price »"
    ),
    "misspelt sheet": Typo(
        EXPERT,
        "\nsheet: clerc_expert",
        "\nsheet: clerc_expret",
        "sheet: clerc_expret",
        "n'est pas dans sheets.yml",
        "« clerc_expert »",
    ),
    "quote with another word": Typo(
        GESTIONNAIRE,
        'quote: "**OUVERTURE** **SEPTEMBRE 2027**"',
        'quote: "**OUVERTURE** **OCTOBRE 2027**"',
        "OCTOBRE",
        "n'est pas dans clerc_gestionnaire.txt",
        "« **OCTOBRE » au lieu de « **SEPTEMBRE »",
    ),
    "quote of no sheet": Typo(
        GESTIONNAIRE,
        "quote: En présentiel",
        "quote: Wxyz kkkk qqqq",
        "quote: Wxyz",
        "n'est pas dans clerc_gestionnaire.txt",
        "Rien de semblable n'est dans la fiche : retirez ce fait",
    ),
    "number not in the quote": Typo(
        GESTIONNAIRE,
        f"tuition: {PRICE},",
        "tuition: 7940,",
        "tuition: 7940",
        "le nombre 7940 du champ « price.tuition »",
        "citez",
    ),
    "facts of an unanswered topic": Typo(
        "topics.yml",
        "scope: centre, next: [contact, address]",
        "scope: unanswered, next: [contact, address]",
        "disability: {",
        "« disability » est dit sans réponse",
        "« scope: centre »",
    ),
    "misspelt variable": Typo(
        DOMAIN, "{goal}. Voulez", "{gaol}. Voulez", "{gaol}", "la variable {gaol} n'existe pas", "« goal »"
    ),
    "French variable": Typo(
        DOMAIN,
        "{opening}La formation de **{certificate}** coûte",
        "{opening}La formation de **{certificat}** coûte",
        "**{certificat}**",
        "la variable {certificat} n'existe pas",
        "« certificate »",
    ),
    "forgotten variable": Typo(
        DOMAIN,
        "La formation de **{certificate}** coûte\u00a0:{facts}",
        "La formation de **{certificate}** coûte\u00a0:",
        "** coûte",
        "la variable {facts} est oubliée",
        "Remettez {facts}",
    ),
    "brace never closed": Typo(
        DOMAIN, "au moins {time} en", "au moins {time en", "au moins {time en", "accolade", "deux accolades"
    ),
    "missing response": Typo(
        DOMAIN,
        "  utter_yes:\n    - text: |-\n        **Oui.**\n",
        "",
        "responses:",
        "il manque la réponse « utter_yes »",
        "Ajoutez",
    ),
    "unused response": Typo(
        DOMAIN,
        "  utter_yes:\n",
        "  utter_oui_da:\n    - text: Oui-da\n  utter_yes:\n",
        "utter_oui_da",
        "« utter_oui_da » ne sert jamais",
        "Retirez-la",
    ),
    "other month": Typo(
        GESTIONNAIRE,
        "text: en septembre 2027",
        "text: ouverture en octobre 2027",
        "octobre 2027",
        "le mois « octobre » contredit la citation",
        "Corrigez",
    ),
    "opposite": Typo(
        GESTIONNAIRE,
        "text: la formation se suit en présentiel",
        "text: la formation se suit à distance",
        "se suit à distance",
        "« à distance » contredit la citation, qui dit « en présentiel »",
        "Corrigez",
    ),
    "months for years": Typo(
        GESTIONNAIRE, "duration: {months: 12}", "duration: {years: 12}", "{years: 12}", "qui ne dit pas « 12 ans »", "Corrigez"
    ),
    "prices swapped": Typo(
        GESTIONNAIRE,
        f"tuition: {PRICE}, hourly: {typed(HOURLY)}",
        f"tuition: {typed(HOURLY)}, hourly: {PRICE}",
        f"tuition: {typed(HOURLY)}",
        f"qui ne dit pas « {HOURLY} »",
        "Corrigez",
    ),
    "salary and coefficient swapped": Typo(
        EXPERT,
        f"{{from: {typed(EXPERT_LATER_PAY)}, coefficient: 640,",
        f"{{from: 640, coefficient: {typed(EXPERT_LATER_PAY)},",
        "from: 640",
        "qui ne dit pas « 640 € »",
        "Corrigez",
    ),
    "other month of a date": Typo(
        EXPERT,
        f"dated: {EXPERT_YEAR}-04-",
        f"dated: {EXPERT_YEAR}-10-",
        "dated: ",
        f"la date {EXPERT_YEAR}-10-01 contredit",
        "Corrigez",
    ),
    "other year of a date": Typo(
        EXPERT,
        f"dated: {EXPERT_YEAR}-04-",
        "dated: 2026-04-",
        "dated: ",
        "la date 2026-04-01 du champ « dated » n'est pas dans la citation",
        f"Corrigez la date : {EXPERT_YEAR}-04-01",
    ),
    "another telephone": Typo(
        "centre.yml",
        f"\nphone: {PHONE[:-2]}74",
        f"\nphone: {PHONE[:-2]}99",
        f"phone: {PHONE[:-2]}99",
        f"« {PHONE[:-2]}99 » (champ « phone ») n'est pas dans clerc_gestionnaire.txt",
        f"Aux lignes 124 et 138 de clerc_gestionnaire.txt, la fiche dit « {PHONE[:-2]}74 »",
    ),
    "another telephone in a quote": Typo(
        "centre.yml",
        f'"**{PHONE[:-2]}74**"',
        f'"**{PHONE[:-2]}99**"',
        f"**{PHONE[:-2]}99",
        "n'est pas dans clerc_gestionnaire.txt",
        f"la fiche dit : « **{PHONE[:-2]}74** »",
    ),
    "age bound": Typo(
        GESTIONNAIRE, "age_to: 17}", "age_to: 16}", "age_to: 16}", "les âges contredisent la citation", "age_to: 17"
    ),
    "other diploma": Typo(
        GESTIONNAIRE,
        "years_after_bac: 2, preferred",
        "years_after_bac: 3, preferred",
        "years_after_bac: 3",
        "« years_after_bac: 3 » contredit la citation",
        "Corrigez",
    ),
    "field without words": Typo(
        GESTIONNAIRE,
        "preferred: [law, administration]",
        "preferred: [law, communication]",
        "preferred: [law, communication]",
        "« communication » (champ « preferred ») n'est pas sous « fields » dans reference.yml",
        "ou ajoutez-le dans reference.yml avec ses mots",
    ),
    "field that the quote lacks": Typo(
        GESTIONNAIRE,
        "preferred: [law, administration]",
        "preferred: [law, other]",
        "preferred: [law, other]",
        "« preferred: other » contredit la citation",
        "Corrigez",
    ),
    "workplace without words": Typo(
        "paths.yml",
        "office_experience: {name: 3 ans d'expérience dans une étude, experience_years: 3, workplaces: [office]}",
        "office_experience: {name: 3 ans d'expérience dans une étude, experience_years: 3, workplaces: [bank]}",
        "workplaces: [bank]",
        "« bank » (champ « workplaces ») n'est pas sous « workplaces » dans reference.yml",
        "ou ajoutez-le dans reference.yml avec ses mots",
    ),
    "other years of work": Typo(
        EXPERT,
        "experience_years: 3,",
        "experience_years: 1,",
        "experience_years: 1",
        "« experience_years: 1 » contredit",
        "Corrigez",
    ),
    "alias that is an ordinary word": Typo(
        GESTIONNAIRE, "aliases: [CP CG,", "aliases: [gestionnaire,", "aliases: [gestionnaire", "est un mot courant", "plus long"
    ),
    "alias of another certificate": Typo(
        GESTIONNAIRE, "aliases: [CP CG,", "aliases: [clerc,", "aliases: [clerc,", "attraperait aussi", "plus long"
    ),
    "alias like another certificate": Typo(
        GESTIONNAIRE,
        "aliases: [CP CG,",
        "aliases: [clerc experte,",
        "aliases: [clerc experte",
        "attraperait aussi « clerc expert »",
        "plus long",
    ),
    "alias of a topic": Typo(
        GESTIONNAIRE, "aliases: [CP CG,", "aliases: [l'inscription,", "aliases: [l'insc", "est un mot courant", "plus long"
    ),
    "alias of the glossary": Typo(
        GESTIONNAIRE, "aliases: [CP CG,", "aliases: [OPCO,", "aliases: [OPCO", "nomme aussi un mot du glossaire", "plus long"
    ),
    "path that forgets a certificate": Typo(
        "paths.yml",
        "  clerc_expert: {name: clerc expert, certificate: clerc_expert, words",
        "  clerc_expert: {name: clerc expert, words",
        "places:",
        "oublient le certificat « clerc_expert »",
        "clerc_expert: {name",
    ),
}


def told(folder: Path) -> list[KnowledgeError]:
    """All that `make check` would say."""
    return broken_files(folder) or check(load_knowledge(folder), folder)


@pytest.mark.parametrize("typo", TYPICAL.values(), ids=TYPICAL.keys())
def test_typical_mistake_is_told_with_its_line_and_its_remedy(folder: Path, typo: Typo) -> None:
    path = (folder / typo.file).resolve()
    edit(path, typo.old, typo.new)
    errors = told(folder)
    said = "\n".join(map(str, errors))
    (found,) = [error for error in errors if typo.message in error.message] or pytest.fail(said or "nothing is told")
    assert (found.path.resolve(), found.line) == (path, line_with(path, typo.line)), said
    assert typo.remedy in found.remedy, said


@pytest.mark.parametrize("name", ["misspelt sheet", "quote with another word", "facts of an unanswered topic"])
def test_what_follows_from_a_mistake_is_not_told_too(folder: Path, name: str) -> None:
    typo = TYPICAL[name]
    edit(folder / typo.file, typo.old, typo.new)
    assert [typo.message in error.message for error in told(folder)] == [True]


def test_two_broken_files_are_both_told(folder: Path) -> None:
    edit(folder / "centre.yml", "city: Poitiers", "city Poitiers")
    edit(folder / EXPERT, "asks: [cadre]", "asks: [cadre")
    assert [error.path.name for error in told(folder)] == ["centre.yml", "clerc_expert.yml"]
