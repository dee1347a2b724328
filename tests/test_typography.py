"""What visitors read has French spaces, and what must be copied (addresses, phone numbers) stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.typography import bullets, day, euros, french, listing

# In what is expected, · stands for a narrow no-break space and _ for a no-break space.
FRENCH = {
    "exclamation mark": ("Bonjour !", "Bonjour·!"),
    "question mark": ("Et le prix ?", "Et le prix·?"),
    "two marks": ("Vraiment ?!", "Vraiment·?!"),
    "two marks apart": ("Vraiment ? !", "Vraiment·?·!"),
    "semicolon": ("12 mois ; 490 heures", "12 mois·; 490 heures"),
    "colon": ("Source : la fiche", "Source_: la fiche"),
    "colon after bold": ("**Clerc expert** : cadre", "**Clerc expert**_: cadre"),
    "colon before an address": ("le site : https://www.enp-formation.fr", "le site_: https://www.enp-formation.fr"),
    "several spaces": ("Quoi   ?", "Quoi·?"),
    "guillemets": ("la catégorie « cadre »", "la catégorie «_cadre_»"),
    "guillemets without spaces": ("la catégorie «cadre».", "la catégorie «_cadre_»."),
    "thousands": ("12 000 salariés", "12·000 salariés"),
    "millions": ("1 234 567", "1·234·567"),
    "euros": ("de 1 848 € à 4 487 €", "de 1·848_€ à 4·487_€"),
    "euros without a space": ("16€ de l’heure", "16_€ de l’heure"),
    "cents": ("1 890,60 € brut", "1·890,60_€ brut"),
    "percentage": ("61 % de femmes, 100% du SMIC", "61_% de femmes, 100_% du SMIC"),
    "apostrophes": ("l'office d'aujourd'hui, jusqu'à l'ENP", "l’office d’aujourd’hui, jusqu’à l’ENP"),
    "apostrophe before guillemets": ("la catégorie d'« employé »", "la catégorie d’«_employé_»"),
    "apostrophe before bold": ("le salaire d'**assistant**", "le salaire d’**assistant**"),
    "lines": ("Le prix :\n- 115 € ;\n- 16 €", "Le prix_:\n- 115_€·;\n- 16_€"),
}
UNTOUCHED = [
    "",
    "Le clerc expert définit la stratégie de recouvrement, pilote et encadre.",
    "www.stjacquesdecompostelle.com",
    "https://www.enp-formation.fr",
    "http://www.rncp.cncp.gouv.fr/grand-public/visualisationFiche?format=fr&fiche=19316",
    "https://www.ompl.fr/publications.html?start=0&filter_type=3&filter_sector=2&filter_branch=5&search=#",
    "[le site](http://www.onisep.fr/Ressources/Univers-Metier/Metiers/clerc-d-huissier)",
    "https://exemple.fr/page%20un?part=50%25",
    "https://exemple.fr/l'office",
    "centredeformation@stjacquesdecompostelle.com",
    "05 49 61 60 74",
    "+33 5 49 61 60 74",
    "2 avenue de la Révolution, 86000 Poitiers",
    "de 9:30 à 17:00",
    "de 9 h 30 à 17 h",
    "en 2025 240 embauches",
    "le 18 juillet 2028",
    "codes K1901, K1902",
    "18-20 ans",
]


def spaced(text: str) -> str:
    """Put the no-break spaces into an expected text."""
    return text.replace("·", "\u202f").replace("_", "\u00a0")


@pytest.mark.parametrize(("text", "expected"), FRENCH.values(), ids=FRENCH.keys())
def test_french(text: str, expected: str) -> None:
    assert french(text) == spaced(expected)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_french_leaves_alone(text: str) -> None:
    assert french(text) == text


@pytest.mark.parametrize("text", [*(text for text, _ in FRENCH.values()), *UNTOUCHED])
def test_french_twice_is_french_once(text: str) -> None:
    assert french(french(text)) == french(text)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "0_€"),
        (0.5, "0,50_€"),
        (16, "16_€"),
        (115, "115_€"),
        (12.02, "12,02_€"),
        (492.2181, "492,22_€"),
        (999.999, "1·000_€"),
        (1823.03, "1·823,03_€"),
        (1890.6, "1·890,60_€"),
        (7840, "7·840_€"),
        (1234567.8, "1·234·567,80_€"),
    ],
)
def test_euros(amount: float, expected: str) -> None:
    assert euros(amount) == spaced(expected)
    assert french(euros(amount)) == euros(amount)


@pytest.mark.parametrize(
    ("items", "with_et", "with_ou"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a et b", "a ou b"),
        (["a", "b", "c"], "a, b et c", "a, b ou c"),
    ],
)
def test_listing(items: list[str], with_et: str, with_ou: str) -> None:
    assert listing(items) == with_et
    assert listing(items, "ou") == with_ou


@pytest.mark.parametrize(("items", "expected"), [([], ""), (["a"], "- a"), (["a", "b ; c"], "- a\n- b ; c")])
def test_bullets(items: list[str], expected: str) -> None:
    assert bullets(items) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (date(2026, 1, 1), "1er janvier 2026"),
        (date(2016, 4, 1), "1er avril 2016"),
        (date(2028, 7, 18), "18 juillet 2028"),
        (date(2020, 2, 29), "29 février 2020"),
        (date(2025, 8, 11), "11 août 2025"),
        (date(2025, 12, 31), "31 décembre 2025"),
    ],
)
def test_day(when: date, expected: str) -> None:
    assert day(when) == expected
