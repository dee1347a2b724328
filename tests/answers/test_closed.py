"""Closed questions get « oui » or « non » where the sheet settles them, and figures are held against the sheet's."""

from __future__ import annotations

import pytest

from bot.dialogue.query import Act
from tests.answers.asking import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, PROCEDURES, about, heard, query, say

# Yes and no -----------------------------------------------------------------------------------------------------------

# What is asked, of which topic and certificate; what is said first, and words of the one fact that is told.
CLOSED: list[tuple[str, str, str, list[str], str]] = [
    ("on peut le faire en alternance ?", "access_paths", GESTIONNAIRE, ["yes"], "apprentissage"),
    ("il faut savoir se servir d'un ordinateur ?", "admission", ASSISTANT, ["yes"], "compétences numériques de base"),
    ("c'est à distance ?", "attendance", GESTIONNAIRE, ["no"], "présentiel"),
    ("on se déplace ?", "working_conditions", PROCEDURES, ["no"], "exclusivement sédentaire"),
    ("il y a 5 blocs ?", "blocks", ASSISTANT, ["no"], "4 blocs"),
    # A word that tells which fact, but not what to say to it.
    ("on a un chef ?", "working_conditions", PROCEDURES, [], "il dépend directement"),
    # « Oui » to a negated question would say nothing clear, unless both are offered.
    ("c'est pas un travail sédentaire ?", "working_conditions", PROCEDURES, [], "exclusivement sédentaire"),
    ("c'est sédentaire ou pas ?", "working_conditions", PROCEDURES, ["yes"], "exclusivement sédentaire"),
    ("on ne se déplace pas ?", "working_conditions", PROCEDURES, ["no"], "exclusivement sédentaire"),
    # Of two sides the one is said that the fact says yes to.
    ("on se déplace ou on est au bureau ?", "working_conditions", PROCEDURES, ["side"], "exclusivement sédentaire"),
]


@pytest.mark.parametrize(("text", "topic", "certificate", "first", "told"), CLOSED, ids=[row[0] for row in CLOSED])
def test_a_closed_question_gets_yes_or_no_with_the_fact_it_means(
    text: str, topic: str, certificate: str, first: list[str], told: str
) -> None:
    said = about(text, topic, certificate, "yesno")
    assert (said.responses, said.openings) == ([topic], first)
    assert told in said.text
    assert len(said.only.facts) == 1
    assert "_Source" in said.text


def test_yes_and_no_are_words_of_their_own_above_the_answer() -> None:
    assert about("on se déplace ?", "working_conditions", PROCEDURES, "yesno").text.startswith("**Non.**\nVoici comment")
    assert about("c'est sédentaire ?", "working_conditions", PROCEDURES, "confirm").text.startswith("**Oui.**\nVoici comment")


def test_that_there_is_a_stage_is_no_yes_to_whether_it_is_paid() -> None:
    assert about("y a un stage ?", "internships", GESTIONNAIRE, "yesno").openings == ["yes"]
    assert about("je serais payée pendant le stage ?", "internships", GESTIONNAIRE, "yesno").openings == []


def test_who_asks_true_or_false_asks_a_closed_question_however_it_is_taken() -> None:
    assert about("490 heures, vrai ou faux ?", "hours", GESTIONNAIRE, "open").openings == ["confirmed"]
    assert about("790 heures, vrai ou faux ?", "hours", GESTIONNAIRE, "open").openings == ["not_confirmed"]


def test_an_open_question_gets_neither() -> None:
    assert about("on se déplace souvent ?", "working_conditions", PROCEDURES).openings == []


def test_several_facts_named_in_a_closed_question_are_all_told() -> None:
    said = about("c'est sédentaire et autonome ?", "working_conditions", PROCEDURES, "yesno")
    assert (said.openings, len(said.only.facts)) == (["yes"], 2)


def test_of_several_certificates_yes_is_said_where_each_sheet_says_so() -> None:
    asked = heard("on peut le faire en alternance ?")
    told = [say(query("access_paths", *ones, act="yesno"), reading=asked) for ones in ((ASSISTANT, GESTIONNAIRE), ALL)]
    assert [said.openings for said in told] == [["yes"], []]


def test_a_closed_question_on_the_centre_gets_yes_too() -> None:
    said = say(query("disability", act="yesno"), reading=heard("les locaux sont accessibles ?"))
    assert said.openings == ["yes"]
    assert said.text.splitlines()[1].endswith("l'établissement est accessible aux personnes en situation de handicap")


# Figures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "told"),
    [
        # Who says 1 890 means 1 890,60; nothing else on the sheet is told.
        ("c'est bien 1 890 ?", "salary", PROCEDURES, "1 890,60 €"),
        ("c'est 1890,60 euros ?", "salary", PROCEDURES, "1 890,60 €"),
        ("le prix c'est bien 7840 € ?", "price", GESTIONNAIRE, "7 840 € pour 2027"),
        ("c'est bien en 2027 ?", "opening", GESTIONNAIRE, "septembre 2027"),
    ],
)
def test_a_figure_that_the_sheet_holds_is_confirmed(text: str, topic: str, certificate: str, told: str) -> None:
    said = about(text, topic, certificate, "confirm")
    assert said.text.splitlines()[0] == "**Oui**, c’est bien ça."
    assert told in said.text
    # What a salary is (« minimum conventionnel au… ») stands beside its figure, and is none.
    assert len([fact for _, fact in said.only.facts if fact.dated is None]) == 1
    assert "_Source" in said.text


LENGTHS = [
    ("c'est bien 490 heures pour celui-là, sur un an ?", "hours", GESTIONNAIRE, "confirmed"),
    ("c'est bien 490 heures sur deux ans ?", "hours", GESTIONNAIRE, "partly_confirmed"),
    ("donc 12 mois en tout, c'est ça ?", "duration", GESTIONNAIRE, "confirmed"),
    ("la formation dure 18 mois, c'est ça ?", "duration", GESTIONNAIRE, "not_confirmed"),
    ("les 481 heures, c'est bien sur deux années ?", "hours", EXPERT, "confirmed"),
    ("on débute à 3 080 € et on finit à 4 200 € au bout de dix ans, vrai ou faux ?", "salary", EXPERT, "partly_confirmed"),
]


@pytest.mark.parametrize(("text", "topic", "certificate", "first"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_a_length_of_time_is_checked_like_a_figure_and_one_of_two_may_be_wrong(
    text: str, topic: str, certificate: str, first: str
) -> None:
    assert about(text, topic, certificate, "confirm").openings == [first]


def test_another_figure_is_not_confirmed_and_what_the_sheet_says_is_told() -> None:
    said = about("c'est bien 1 700 ?", "salary", PROCEDURES, "confirm", again=True)
    assert said.text.splitlines()[0] == "**Non**, ce n’est pas ce que dit la fiche."
    assert "1 890,60 €" in said.text
    assert "1 990,90 €" in said.text
    assert "datent de 2019" in said.text


def test_the_price_with_the_fee_is_confirmed_though_no_fact_holds_it() -> None:
    said = about("c'est bien 7 955 € ?", "price", GESTIONNAIRE, "confirm")
    assert said.text.splitlines()[0] == "**Oui**, c’est bien ça."
    assert "Soit **7 955 €** en tout" in said.text
    assert about("7 955 € ?", "price", GESTIONNAIRE).openings == []


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "act"),
    [
        ("1 700 ?", "salary", PROCEDURES, "open"),
        ("à 45 ans je peux entrer ?", "admission", ASSISTANT, "yesno"),
        ("45, c'est trop ?", "admission", ASSISTANT, "yesno"),
        ("ma fille a 30 ans, le prix est le même ?", "price", GESTIONNAIRE, "yesno"),
        ("c'est sûr ?", "salary", PROCEDURES, "confirm"),
    ],
    ids=["not asked to confirm", "an age", "no figure that it could be", "an age of somebody else", "no figure"],
)
def test_what_is_no_figure_to_be_checked_is_answered_as_ever(text: str, topic: str, certificate: str, act: Act) -> None:
    said = about(text, topic, certificate, act)
    assert said.responses == [topic]
    assert not {"confirmed", "not_confirmed"} & {*said.openings}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("43 % à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        ("50 % à 19 ans, c'est ça ?", "**Non**, ce n’est pas ce que dit la fiche."),
        # Who leaves the cents out, or rounds them, means the amount.
        ("783 € à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        ("784 € à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        ("900 € à 19 ans, c'est ça ?", "**Non**, ce n’est pas ce que dit la fiche."),
        ("à 19 ans c'est payé ?", "À 19 ans, un apprenti"),
    ],
)
def test_an_apprentices_pay_is_checked_at_the_age_told(text: str, first: str) -> None:
    said = about(text, "apprentice_pay", GESTIONNAIRE, "confirm")
    assert said.text.startswith(first)
    assert "À 19 ans, un apprenti **clerc gestionnaire** touche 43 % du SMIC, soit **783,90 € brut" in said.text
    assert len(said.only.facts) == 1


# What a figure is said to be ------------------------------------------------------------------------------------------

NOT_SO = "**Non**, ce n’est pas ce que dit la fiche."


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "first", "told"),
    [
        ("3 646 € à la fin, c'est ça ?", "salary", EXPERT, "**Oui**, c’est bien ça.", ["après 10 ans"]),
        ("3 646 € au départ, une fois le titre obtenu et le contrat signé, c'est bien cela ?", "salary", EXPERT, NOT_SO,
         ["3 080 €", "3 646 €"]),
        ("94 % à temps plein, c'est ça ?", "employment_figures", EXPERT, NOT_SO, ["82 % à temps plein", "94 % en CDI"]),
        ("94 % en CDI, c'est ça ?", "employment_figures", EXPERT, "**Oui**, c’est bien ça.", ["94 % en CDI"]),
        # One end of what offers give is nobody's pay, and of whose offers is told too.
        ("4 487 € pour un assistant, c'est ça ?", "salary", ASSISTANT,
         "**Pas exactement** : 4 487 € est le haut d’une fourchette", ["K1901"]),
        ("on commence bien à 1848 ?", "salary", ASSISTANT, "**Pas exactement** : 1 848 € est le bas d’une fourchette", ["K1901"]),
        ("entre 1 848 et 4 487, non ?", "salary", ASSISTANT, "**Oui**, c’est bien ça.", ["72,73 %"]),
        ("481 heures chaque année, c'est ça ?", "hours", EXPERT, "**Non**, pas par an.", ["réparties sur deux ans"]),
        ("3 080 € par an ?", "salary", EXPERT, "**Non**, pas par an.", ["3 080 € brut par mois"]),
        ("1990 net ?", "salary", PROCEDURES, "**Non, brut**", ["1 990,90 €"]),
    ],
)  # fmt: skip
def test_a_figure_is_confirmed_for_what_it_is_and_nothing_else(
    text: str, topic: str, certificate: str, first: str, told: list[str]
) -> None:
    said = about(text, topic, certificate, "confirm")
    assert said.text.startswith(first)
    assert all(words in said.text for words in told)


def test_who_pays_a_price_is_another_question_than_the_price() -> None:
    said = about("je sors bien 7 840 € de ma poche ?", "price", GESTIONNAIRE, "confirm")
    assert said.openings == ["not_necessarily"]
    assert "OPCO" in said.text
    assert "un financement personnel" in said.text
    assert about("je sors bien 7 000 € de ma poche ?", "price", GESTIONNAIRE, "confirm").openings == ["not_confirmed"]
    assert about("je sors bien 7 840 € ?", "price", GESTIONNAIRE, "confirm").openings == ["confirmed"]


@pytest.mark.parametrize(
    ("text", "certificate", "told"),
    [
        ("les 490 h valent aussi pour l'assistant ?", ASSISTANT, "La fiche **clerc assistant** ne dit rien"),
        ("235 heures, pour l'expert aussi ?", EXPERT, "481 heures"),
    ],
)
def test_the_figure_of_another_sheet_is_said_to_be_its(text: str, certificate: str, told: str) -> None:
    said = about(text, "hours", certificate, "yesno")
    assert said.openings == ["figure_of_another"]
    assert said.text.startswith("**Non** : « ")
    assert told in said.text
    assert len({sheet for sheet, _ in said.only.facts}) == (1 if certificate == ASSISTANT else 2)


# One or the other -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "first", "told"),
    [
        ("c'est net ou brut ?", "salary", EXPERT, "**Brut** :", "3 080 €"),
        # Asked as what no sheet tells, it is answered by what the salaries are.
        ("brut, ou net ?", "pay_details", EXPERT, "**Brut** :", "3 080 €"),
        ("481 h, par an ou en tout ?", "hours", EXPERT, "**En tout**", "deux ans"),
        ("3 646 par an ou par mois ?", "salary", EXPERT, "**Par mois.**", "3 646 €"),
        ("visio ou présentiel ?", "attendance", GESTIONNAIRE, "**Présentiel.**", "présentiel"),
        ("ça dure un an ou deux ans ?", "duration", EXPERT, "**Deux ans.**", "481 heures"),
        ("3 646, c'est débutant ou après dix ans ?", "salary", EXPERT, "Côté salaire", "après 10 ans"),
        ("mon patron paie ou c'est de ma poche ?", "funding", GESTIONNAIRE, "**Les deux**", "employeur"),
        # The words for the other side are the sheet's own.
        ("dans le privé ou le public ?", "employers", ASSISTANT, "Un **clerc assistant**", "offices de commissaires"),
    ],
)
def test_of_two_sides_the_one_that_the_sheet_decides_for_is_said(
    text: str, topic: str, certificate: str, first: str, told: str
) -> None:
    for act in ("choose", "yesno"):
        said = about(text, topic, certificate, act)
        assert said.text.startswith(first)
        assert told in said.text


def test_a_yes_or_no_question_is_no_choice() -> None:
    assert about("c'est net ou pas ?", "salary", EXPERT, "yesno").openings == ["not_net"]


def test_a_figure_that_is_only_a_bound_and_a_correction_get_no_yes() -> None:
    assert (
        about("plus de 9 clercs sur 10 sont en cdi, vrai ou faux ?", "employment_figures", PROCEDURES, "confirm").openings == []
    )
    assert about("non : je parlais du clerc aux procédures, coefficient 316", "salary", PROCEDURES, "confirm").openings == []


def test_no_level_of_french_is_confirmed_that_no_sheet_names() -> None:
    said = about("c'est bien b2 qu'il faut en français ?", "admission", ASSISTANT, "confirm")
    assert said.openings == []
    assert "maîtrise de la langue française" in said.text
