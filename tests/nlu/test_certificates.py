"""Certificates are found however they are written, in order and in place, and never where something else is meant."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import Knowledge
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.normaliser import Normaliser
from tests.nlu.rows import check_rows


def found(recogniser: CertificateRecogniser, text: str) -> list[dict[str, str]]:
    """Each mention's certificate with the words it was found in."""
    return [{mention.certificate: text[mention.start : mention.end]} for mention in recogniser.find(text)]


def test_every_row_is_read(recogniser: CertificateRecogniser, normaliser: Normaliser) -> None:
    def certificates(text: str) -> list[str]:
        return [mention.certificate for mention in recogniser.find(text)]

    ways = {
        "mentions": lambda text: found(recogniser, text),
        "certificates": certificates,
        "certificates as typed": lambda text: certificates(normaliser.normalise(text)),
    }
    check_rows(Path(__file__).with_name("certificates.yml"), ways)


def test_every_name_and_alias_is_found(recogniser: CertificateRecogniser, knowledge: Knowledge) -> None:
    sentences = ("{}", "{} ?", "combien gagne un {} en début de carrière ?", "Bonjour, {}, c'est quoi")
    wrong = {
        text: mentions
        for certificate in knowledge.certificates.values()
        for name in (certificate.name, *certificate.aliases)
        if not name.startswith(("l'", "le ", "la ", "les "))
        for text in (sentence.format(name) for sentence in sentences)
        if (mentions := found(recogniser, text)) != [{certificate.id: name}]
    }
    assert wrong == {}


def test_no_listed_lookalike_is_taken_for_a_certificate(recogniser: CertificateRecogniser, knowledge: Knowledge) -> None:
    sentences = ("{}", "je suis {}", "l'{} m'a dit d'appeler", "un {} et un clerc, c'est pareil ?")
    wrong = {
        text: mentions
        for certificate in knowledge.certificates.values()
        for expression in certificate.lookalikes
        for text in (sentence.format(expression) for sentence in sentences)
        if (mentions := found(recogniser, text))
    }
    assert wrong == {}


def test_positions_count_characters_of_the_text_as_it_is(recogniser: CertificateRecogniser) -> None:
    mentions = recogniser.find("Œuvrer comme clerc expert… ou clerc  gestionnaire ? Le clerc expert !")
    assert [(mention.start, mention.end) for mention in mentions] == [(13, 25), (30, 49), (55, 67)]
