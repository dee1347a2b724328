"""Age, diploma and experience are read when people tell them, and numbers or words that mean something else are not."""

from __future__ import annotations

import pytest

from bot.nlu.normaliser import Normaliser
from bot.nlu.situation import SituationReader, held, number_of


def told(reader: SituationReader, text: str) -> dict[str, int | str]:
    """Give age, level and experience, by kind; years after the bac and fields have a table of their own."""
    found = reader.read(text)
    values = {one.kind: one.value for one in found}
    assert len(values) == len(found), f"a kind is told twice: {found}"
    return {kind: value for kind, value in values.items() if kind in ("age", "level", "experience_years")}


@pytest.mark.parametrize(
    ("text", "years", "field"),
    [
        ("j'ai le bac", 0, None),
        ("j'ai un bts notariat", 2, "law"),
        ("bts compta", 2, "other"),
        ("un bts sam", 2, "administration"),
        ("licence de droit", 3, "law"),
        ("avec une l3 de droit", 3, "law"),
        ("j'ai un master 1 en droit", 4, "law"),
        ("m1", 4, None),
        ("master 2 de droit privé", 5, "law"),
        ("je n'ai pas le bac", -1, None),
        ("un bac pro commerce et 3 ans comme secrétaire juridique", 0, "other"),
        ("un bac littéraire, je veux devenir juriste en droit", 0, None),
    ],
)
def test_years_after_the_bac_and_the_field_are_read(
    reader: SituationReader, text: str, years: int | None, field: str | None
) -> None:
    values = {one.kind: one.value for one in reader.read(text)}
    assert values.get("years_after_bac") == years
    assert values.get("field") == field


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'ai 22 ans", 22),
        ("j'ai 19 ans et je cherche une alternance", 19),
        ("moi j'ai 17 ans", 17),
        ("je viens d'avoir 18 ans", 18),
        ("âgé de 45 ans", 45),
        ("âgée de 30 ans", 30),
        ("22 ans", 22),
        ("22", 22),
        ("j'en ai 22", 22),
        ("mon frère, il en a 17", 17),
        ("je vais sur mes 25 ans", 25),
        ("à 45 ans c'est trop tard ?", 45),
        ("une reconversion à 45 ans", 45),
        ("et à 21 ans ?", 21),
        ("ma fille a 16 ans", 16),
        ("mon fils, 20 ans, veut s'inscrire", 20),
        ("mon petit frère qui a 18 ans", 18),
        ("combien touche un apprenti de 19 ans", 19),
        ("combien touche un apprenti à 26 ans", 26),
        ("pour un jeune de 20 ans", 20),
        ("j'ai vingt-deux ans", 22),
        ("j'ai vingt et un ans", 21),
        ("j'ai dix-huit ans", 18),
        ("j'ai trente ans", 30),
        ("j'ai quarante-cinq ans", 45),
        ("à cinquante ans", 50),
        ("j'ai 15 ans", 15),
        ("j'ai 62 ans", 62),
        ("et mon copain qui vient d'en avoir vingt-trois ?", 23),
        ("elle va en avoir 19", 19),
        ("et quand il aura 21 ?", 21),
    ],
)
def test_an_age_is_read(reader: SituationReader, text: str, age: int) -> None:
    assert told(reader, text) == {"age": age}


@pytest.mark.parametrize(
    "text",
    [
        "18 juillet 2028",
        "jusqu'au 18 juillet 2028",
        "le 22 mars",
        "16 €",
        "16 euros de l'heure",
        "20 %",
        "40 heures de cours",
        "en 18 mois",
        "24 places",
        "86000 poitiers",
        "05 49 22 33 44",
        "j'ai 3 enfants",
        "je suis née en 1998",
        "une formation de 2 ans",
        "la formation dure 2 ans ?",
        "dans 20 ans",
        "il y a 20 ans",
        "au bout de 20 ans",
        "combien gagne-t-on après 10 ans",
        "le salaire à 10 ans",
        "les moins de 26 ans",
        "j'ai 12 ans",
        "j'ai 99 ans",
        "il y en aura 20 ?",
        "j'ai eu 15 de moyenne",
        "il faut 3 ans d'expérience ?",
        "ils demandent 2 ans d'expérience non ?",
        "elle n'a pas trois ans d'ancienneté",
        "bonjour",
        "",
    ],
)
def test_other_numbers_tell_nothing(reader: SituationReader, text: str) -> None:
    assert told(reader, text) == {}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3 ans d'expérience", 3),
        ("un an d'expérience", 1),
        ("j'ai trois ans d'expérience", 3),
        ("avec cinq années d'expérience en étude", 5),
        ("plus de 10 ans d'expérience", 10),
        ("j'ai vingt ans d'expérience", 20),
        ("vingt-cinq ans de secrétariat", 25),
        ("dix ans de métier", 10),
        ("10 ans d'ancienneté", 10),
        ("expérience de 4 ans", 4),
        ("expérience : 6 ans", 6),
        ("depuis 8 ans", 8),
        ("depuis huit ans", 8),
        ("depuis plus de 12 ans", 12),
        ("je suis secrétaire juridique depuis 8 ans", 8),
        ("je travaille depuis 15 ans en étude", 15),
        ("je suis clerc depuis une éternité, enfin depuis 20 ans", 20),
        ("j'ai travaillé 5 ans comme assistante", 5),
        ("2 ans chez un huissier", 2),
        ("j'ai fait 2 ans dans une étude", 2),
        ("12 ans en tant que secrétaire", 12),
        ("j'ai travaillé trois ans au greffe", 3),
        ("pendant quinze ans", 15),
        ("ça fait 6 ans que je travaille en étude", 6),
        ("secrétaire depuis 8 ans, le bac est obligatoire ?", 8),
        ("10 ans d'expérience en étude, c'est le minimum ?", 10),
    ],
)
def test_years_of_experience_are_no_age(reader: SituationReader, text: str, years: int) -> None:
    assert told(reader, text) == {"experience_years": years}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("pas de bac", 3),
        ("j'ai pas le bac", 3),
        ("je n'ai pas mon bac", 3),
        ("je n'ai pas eu le bac", 3),
        ("je n'ai pas encore le bac", 3),
        ("sans le bac c'est possible ?", 3),
        ("sans bac", 3),
        ("j'ai raté mon bac", 3),
        ("j'ai loupé le bac", 3),
        ("sans diplôme", 3),
        ("je n'ai aucun diplôme", 3),
        ("un CAP cuisine", 3),
        ("j'ai un BEP", 3),
        ("bac", 4),
        ("j'ai le bac", 4),
        ("le baccalauréat", 4),
        ("j'ai un bac pro gestion", 4),
        ("je suis en terminale", 4),
        ("bac STMG", 4),
        ("bac général", 4),
        ("un DAEU", 4),
        ("une capacité en droit", 4),
        ("un brevet professionnel", 4),
        ("L1 de droit", 4),
        ("niveau bac", 4),
        ("un diplôme de niveau 4", 4),
        ("bac+2", 5),
        ("bac +2", 5),
        ("bac + 2", 5),
        ("bac plus deux", 5),
        ("niveau bac+2", 5),
        ("j'ai un BTS notariat", 5),
        ("un DUT carrières juridiques", 5),
        ("un DEUG de droit", 5),
        ("j'ai validé ma L2", 5),
        ("licence 2 de droit", 5),
        ("deuxième année de licence", 5),
        ("bac+3", 6),
        ("bac + 4", 6),
        ("bac plus trois", 6),
        ("une licence pro", 6),
        ("licence de droit", 6),
        ("licences de droit", 6),
        ("L3 de droit", 6),
        ("un BUT GEA", 6),
        ("un bachelor", 6),
        ("M1", 6),
        ("un master 1 de droit privé", 6),
        ("une maîtrise en droit", 6),
        ("master 2", 7),
        ("un M2 de droit", 7),
        ("un master de droit", 7),
        ("un DESS", 7),
        ("bac+5", 7),
        ("bac plus cinq", 7),
        ("docteur en droit", 8),
        ("un doctorat", 8),
        ("j'ai un bac et un BTS", 5),
        ("j'ai le bac, un BTS et une licence", 6),
        ("CAP, puis bac pro, puis BTS", 5),
        ("ma mère a un master mais moi j'ai que le bac", 4),
        ("mon frère a fait un BTS, moi une licence", 6),
        ("mon frère a un BTS, dites-moi si ça suffit", 5),
        ("mon fils a une licence, dites-moi s'il faut un BTS", 6),
        ("ma fille a une licence, selon moi un BTS suffisait", 6),
    ],
)
def test_the_highest_diploma_gives_the_level(reader: SituationReader, text: str, level: int) -> None:
    assert told(reader, text) == {"level": level}


@pytest.mark.parametrize(
    "text",
    [
        "je suis suivi par Cap emploi",
        "ma conseillère cap emploi",
        "je suis en situation de handicap",
        "suis-je capable",
        "maîtriser le français",
        "le permis de conduire",
        "c'est la station terminus",
        "le brevet des collèges",
        "je suis débutante",
        "payer par mastercard",
        "un métier captivant",
        "au tableau",
    ],
)
def test_words_that_hold_a_diplomas_letters_are_none(reader: SituationReader, text: str) -> None:
    assert told(reader, text) == {}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("j'ai 22 ans et un BTS", {"age": 22, "level": 5}),
        ("19 ans bac stmg", {"age": 19, "level": 4}),
        ("ma fille a 19 ans et pas le bac", {"age": 19, "level": 3}),
        ("j'ai 22 ans et 3 ans d'expérience", {"age": 22, "experience_years": 3}),
        ("j'ai 40 ans dont 15 ans en étude", {"age": 40, "experience_years": 15}),
        ("33 ans, secrétaire juridique depuis 8 ans", {"age": 33, "experience_years": 8}),
        ("licence de droit et deux ans d'expérience", {"level": 6, "experience_years": 2}),
        ("j'ai 35 ans, un bac pro et 10 ans d'expérience", {"age": 35, "level": 4, "experience_years": 10}),
    ],
)
def test_several_things_told_at_once_are_all_read(reader: SituationReader, text: str, values: dict[str, int]) -> None:
    assert told(reader, text) == values


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("jé 19 ans", {"age": 19}),
        ("moi c lea g 17ans", {"age": 17}),
        ("kel paie pr un apprenti de 20 ans ???", {"age": 20}),
        ("j’ai vingt ans 🙂", {"age": 20}),
        ("g un BAC+2", {"level": 5}),
        ("BAC +3 en droit", {"level": 6}),
        ("jai pa le bac", {"level": 3}),
        ("jbosse depuis 8 ans dans une etude", {"experience_years": 8}),
        ("une maitrise de droit et 3 ans d'experience", {"level": 6, "experience_years": 3}),
    ],
)
def test_it_is_read_as_people_type_it(
    reader: SituationReader, normaliser: Normaliser, typed: str, values: dict[str, int]
) -> None:
    assert told(reader, normaliser.normalise(typed)) == values


def test_each_thing_told_has_its_place(reader: SituationReader) -> None:
    text = "Léa, j'ai vingt-deux ans, un bac pro et depuis 3 ans un poste"
    assert [(one.kind, text[one.start : one.end]) for one in reader.read(text)] == [
        ("age", "vingt-deux"),
        ("level", "bac pro"),
        ("years_after_bac", "bac pro"),
        ("bac", "bac pro"),
        ("experience_years", "3"),
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("7", 7),
        ("22", 22),
        ("un", 1),
        ("seize", 16),
        ("dix-sept", 17),
        ("vingt", 20),
        ("vingt et un", 21),
        ("vingt-et-un", 21),
        ("trente-quatre", 34),
        ("cinquante neuf", 59),
        ("soixante-dix", 70),
        ("beaucoup", None),
    ],
)
def test_numbers_are_read_in_digits_and_words(words: str, number: int | None) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("onze ans comme secrétaire dans un cabinet d'avocats", "law"),
        ("je bosse depuis 5 ans chez un huissier", "office"),
        ("depuis 4 ans dans une étude", "office"),
        ("6 ans dans une étude notariale", "law"),
        ("assistante juridique depuis 8 ans", "law"),
        ("3 ans de secrétariat", "administration"),
        ("10 ans dans la restauration", "other"),
        ("secrétaire depuis 8 ans, je veux devenir huissier", "administration"),
        ("un master en droit et 3 ans de secrétariat", "administration"),
        ("5 ans d'expérience", None),
    ],
)
def test_the_workplace_is_read_with_the_experience(reader: SituationReader, text: str, workplace: str | None) -> None:
    assert {one.kind: one.value for one in reader.read(text)}.get("workplace") == workplace


@pytest.mark.parametrize(
    ("text", "bac"),
    [
        ("j'ai un bac général", "general"),
        ("avec un bac pro gestion", "other"),
        ("bac techno", "other"),
        # Who is in the last year of school asks what the bac will let them do.
        ("je suis en terminale générale", "general"),
        ("je suis en term pro, j'aime le droit", "other"),
        ("j'ai le bac", None),
        ("un bts", None),
    ],
)
def test_a_general_bac_is_told_apart(reader: SituationReader, text: str, bac: str | None) -> None:
    assert {one.kind: one.value for one in reader.read(text)}.get("bac") == bac


@pytest.mark.parametrize(
    "text", ["il faut le bac ?", "faut-il un bts ou une licence", "c'est un niveau 5 ou un bts ?", "le bac est exigé ?"]
)
def test_a_diploma_that_is_only_asked_about_is_not_held(reader: SituationReader, text: str) -> None:
    assert not {one.kind for one in reader.read(text)} & {"level", "years_after_bac"}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("j'ai le titre de {}", "title"),
        ("titulaire du titre de {} avec 4 ans d'expérience", "title"),
        ("je suis {} depuis 3 ans", "job"),
        ("actuellement en poste de {}", "job"),
        ("ça fait 4 ans que je bosse comme {}", "job"),
        ("je suis intéressé par le {}", None),
        ("je veux devenir {}", None),
        ("que gagne un {} ?", None),
        ("je voudrais avoir le titre de {}", None),
        ("quel est le titre de {} ?", None),
    ],
)
def test_a_certificate_that_somebody_holds_is_told_apart(text: str, how: str | None) -> None:
    before, name = text.split("{")[0], "clerc assistant"
    assert held(text.format(name), len(before), len(before) + len(name)) == how
