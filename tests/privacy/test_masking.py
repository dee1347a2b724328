"""The staff read what was asked, and not who asked it."""

from __future__ import annotations

import pytest

from bot.privacy.masking import masker
from tests.figures import PHONE, TUITION, typed


def masked(text: str, *before: str) -> str:
    """A message as the staff read it, after others of the same conversation."""
    return masker().mask(text, masker().secrets([*before, text]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je m'appelle Léa Dupont, j'ai un BTS", "je m'appelle [nom] [nom], j'ai un BTS"),
        ("je m'appelle jeanne martin", "je m'appelle [nom] [nom]"),
        ("mon tel 06 12 34 56 78, merci", "mon tel [téléphone], merci"),
        ("0612345678", "[téléphone]"),
        ("+33 6 12 34 56 78", "[téléphone]"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "[téléphone]"),
        ("écrivez-moi : lea.dupont75@gmail.com", "écrivez-moi : [courriel]"),
        ("j'habite 12 bis rue des Lilas, à Niort", "j'habite [adresse], à Niort"),
        ("né le 3/04/1998", "né le [date]"),
        ("née le 3 avril 1998", "née le [date]"),
        ("mon dossier est le 884213", "mon dossier est le [nombre]"),
        ("j'ai 47 ans", "j'ai [nombre] ans"),
        ("j'ai parlé à Mme Le Goff", "j'ai parlé à Mme Le [nom]"),
        ("mon fils Mohamed Benali a un bac", "mon fils [nom] [nom] a un bac"),
        ("et pour Théo ?", "et pour [nom] ?"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le Clerc Expert gagne combien ?",
        "Bonjour, c'est combien le clerc gestionnaire ?",
        f"{TUITION} c'est bien le prix ?",
        f"{typed(TUITION)} euros ?",
        "bac + 2, ça suffit ?",
        "Quelle est la durée ?",
        "Campus Saint-Jacques de Compostelle, c'est où ?",
        "je veux être commissaire de justice",
    ],
)
def test_what_the_sheets_hold_stays(text):
    assert masked(text) == text


def test_a_name_is_masked_in_all_of_its_conversation():
    assert masked("et lea alors ?", "ma fille Léa a un bac") == "et [nom] alors ?"
    secrets = masker().secrets(["ma fille Léa a 47 ans"])
    assert masker().mask(f"Pour **Léa**, 47 ans : {TUITION}. Tél. {PHONE}", secrets) == (
        f"Pour **[nom]**, [nombre] ans : {TUITION}. Tél. {PHONE}"
    )
