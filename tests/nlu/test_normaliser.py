"""What people type becomes plain French: SMS, lost accents and typos are mended, what is right already is left alone."""

from __future__ import annotations

from zlib import crc32

import pytest

from bot.nlu.normaliser import Normaliser, fold_accents, words_of


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("l’étude", "l'étude"),
        ("L‘office", "l'office"),
        ("lʼexpert", "l'expert"),
        ("l`assistant", "l'assistant"),
        ("qu’est-ce que c’est", "qu'est-ce que c'est"),
        ("aujourd’hui", "aujourd'hui"),
    ],
)
def test_every_apostrophe_becomes_the_straight_one(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("combien 😅", "combien"),
        ("🙂 bonjour 🙂", "bonjour"),
        ("❤️ merci", "merci"),
        ("le prix 👍🏽 ?", "le prix?"),
        ("👨‍👩‍👧 famille", "famille"),
        ("merci :-)", "merci"),
        ("merci ;)", "merci"),
        ("😂", ""),
    ],
)
def test_emoji_are_dropped(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("combieeeeen", "combien"),
        ("ouiiiii", "oui"),
        ("merciii", "merci"),
        ("svppppp", "s'il vous plaît"),
        ("trooooop cher", "trop cher"),
        ("combien ???", "combien?"),
        ("le prix !!!!", "le prix!"),
        ("l'expert   gagne\tcombien\n?", "l'expert gagne combien?"),
    ],
)
def test_repetitions_are_shortened(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize("word", ["créée", "employée", "année", "assistant", "professionnelle", "1000000 euros", "2000 €"])
def test_double_letters_and_zeros_stay(normaliser: Normaliser, word: str) -> None:
    assert normaliser.normalise(word) == word


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("slt c cb la forma", "salut c'est combien la formation"),
        ("bjr c koi un clerc svp", "bonjour c'est quoi un clerc s'il vous plaît"),
        ("jvx savoir pk c si cher", "je veux savoir pourquoi c'est si cher"),
        ("ya kel niveau pr clerc", "il y a quel niveau pour clerc"),
        ("jsp koi prendre", "je ne sais pas quoi prendre"),
        ("jé 22 ans", "j'ai 22 ans"),
        ("g 19 ans", "j'ai 19 ans"),
        ("jsui en alt", "je suis en alternance"),
        ("ct bien mé jpeu pa", "c'était bien mais je peux pas"),
        ("le tel du cdj", "le téléphone du commissaire de justice"),
        ("bac+2", "bac plus deux"),
        ("un BAC+5", "un bac plus cinq"),
        ("par la VAE", "par la validation des acquis de l'expérience"),
    ],
)
def test_sms_becomes_french(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("duree", "durée"),
        ("la rentree", "la rentrée"),
        ("remuneration", "rémunération"),
        ("rémuneration", "rémunération"),
        ("les epreuves", "les épreuves"),
        ("debouches", "débouchés"),
        ("competences", "compétences"),
        ("ECOLE", "école"),
        ("l'evaluation", "l'évaluation"),
        ("specialites", "spécialités"),
        ("prerequis", "prérequis"),
        ("handicapee", "handicapée"),
    ],
)
def test_lost_accents_come_back(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("foramtion", "formation"),
        ("formmation", "formation"),
        ("conbien", "combien"),
        ("inscritpion", "inscription"),
        ("certifcation", "certification"),
        ("certificaton", "certification"),
        ("apprentisage", "apprentissage"),
        ("aprentissage", "apprentissage"),
        ("alternanec", "alternance"),
        ("alternence", "alternance"),
        ("renumeration", "rémunération"),
        ("salaiire", "salaire"),
        ("slaire", "salaire"),
        ("dipolme", "diplôme"),
        ("finacement", "financement"),
        ("hanidcap", "handicap"),
        ("procédurse", "procédures"),
        ("huisier", "huissier"),
        ("comissaire", "commissaire"),
        ("recouvrment", "recouvrement"),
        ("niveua", "niveau"),
        ("frias", "frais"),
        ("horraires", "horaires"),
        ("cariere", "carrière"),
        ("entretein", "entretien"),
        ("candidatur", "candidature"),
        ("examne", "examen"),
        ("éprueves", "épreuves"),
        ("ratrapage", "rattrapage"),
        ("l'alternence", "l'alternance"),
        ("d'inscritpion", "d'inscription"),
    ],
)
def test_typos_are_mended_into_the_domains_words(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


CORRECT = """
    formalité formalités formateur formatrice formatage information informatique assistance assisté assistée expertise expertises
    experte experts expédient gestion gestuelle question digestion court course courses cours concours recours secours parcours
    discours prise pris priser durée dures dorée salarié salariée salle stade étage sage clair claire acte actif active actrice
    émission mission permission soumission employé employée employeur nouveau rouleau barrière contraste contraire contact
    alternative alternatif jure jurés juste étuve officier officiel bourses loger dommage honoraires notaire notariat recrutement
    procureur procédurier énumération évolution révolution solution évaluation validation finalement certificat qualification
    secteur lecteur docteur moteur auteur hauteur lune lien liens lieu mien tutrice tuteur tableau bureau
""".split()


@pytest.mark.parametrize("word", CORRECT)
def test_correct_words_close_to_the_domains_stay(normaliser: Normaliser, word: str) -> None:
    assert normaliser.normalise(f"une {word}") == f"une {word}"


@pytest.mark.parametrize(
    "sentence",
    [
        "je voudrais connaître le prix de la formation clerc expert.",
        "ma fille est en terminale, peut-elle s'inscrire dès maintenant?",
        "qu'est-ce qu'un clerc aux procédures, et où travaille-t-il?",
        "je suis assistante juridique à mi-temps: puis-je passer par l'opco ou le cpf?",
        "est-ce que le titre est au rncp, c'est-à-dire reconnu par l'état?",
        "« le prix », 7840 euros, 1 823,03 €, 3,5 ans, 05 49 00 00 00",
        "",
    ],
)
def test_plain_french_stays(normaliser: Normaliser, sentence: str) -> None:
    assert normaliser.normalise(sentence) == sentence


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("lexpert", "l'expert"),
        ("lassistant", "l'assistant"),
        ("lalternance", "l'alternance"),
        ("linscription", "l'inscription"),
        ("lecole", "l'école"),
        ("letude", "l'étude"),
        ("lhuissier", "l'huissier"),
        ("lage", "l'âge"),
        ("dun office", "d'un office"),
        ("dexperience", "d'expérience"),
        ("daide", "d'aide"),
        ("jhesite", "j'hésite"),
        ("jaimerais", "j'aimerais"),
        ("minscrire", "m'inscrire"),
        ("sinscrire", "s'inscrire"),
        ("daccord", "d'accord"),
        ("cest", "c'est"),
    ],
)
def test_elisions_get_their_apostrophe_back(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain


@pytest.mark.parametrize(
    "text",
    [
        "сколько стоит обучение",
        "скільки коштує навчання",
        "كم سعر التدريب",
        "学费多少",
        "研修はいくらですか",
        "교육비는 얼마입니까",
        "πόσο κοστίζει",
        "שלום כמה זה עולה",
        "ինչ արժե ուսուցումը",
        "რა ღირს სწავლება",
    ],
)
def test_other_scripts_are_left_alone(normaliser: Normaliser, text: str) -> None:
    assert normaliser.normalise(text) == text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "😂😂"])
def test_nothing_said_is_nothing(normaliser: Normaliser, text: str) -> None:
    assert normaliser.normalise(text) == ""


def test_what_is_normalised_stays_as_it_is(normaliser: Normaliser, training_lines: list[tuple[str, int, str, str]]) -> None:
    sample = sorted((text for _, _, _, text in training_lines), key=lambda text: crc32(text.encode()))[:300]
    once = [normaliser.normalise(text) for text in sample]
    assert [normaliser.normalise(text) for text in once] == once


@pytest.mark.parametrize(
    ("text", "plain"), [("Œuvre", "oeuvre"), ("ÉTÉ", "ete"), ("Noël à Âge", "noel a age"), ("çà et là", "ca et la")]
)
def test_folding_drops_case_accents_and_ligatures(text: str, plain: str) -> None:
    assert fold_accents(text) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'étude, c'est où ?", ["étude", "est", "où"]),
        ("bac+2 ou 3 ans", ["bac+2", "ou", "ans"]),
        ("16 €", []),
        ("", []),
    ],
)
def test_words_come_without_their_elided_article(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("c est de quand", "c'est de quand"),
        ("c etait combien", "c'était combien"),
        ("j ai 22 ans", "j'ai 22 ans"),
        ("d accord pour l expert", "d'accord pour l'expert"),
        ("qu est ce que je gagne", "qu'est ce que je gagne"),
        ("c a Poitiers ?", "c'est a poitiers?"),
        ("j'ai un bac l et un BTS", "j'ai un bac l et un bts"),
        ("combien d h", "combien d heures"),
    ],
)
def test_an_elision_typed_with_a_space_is_one(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.normalise(typed) == plain
