"""The list of certificates, and the question which one is meant."""

from __future__ import annotations

from bot.answers.buttons import certificate_buttons
from bot.answers.eligibility import condition_of
from bot.answers.reply import Note, Reply, Saying
from bot.dialogue.state import Pending
from bot.knowledge import Knowledge
from bot.typography import capital


def choose_certificate(knowledge: Knowledge, intent: str) -> Reply:
    """Ask which certificate is meant; the buttons ask the last question of each.

    Args:
        knowledge: names all certificates.
        intent: what was asked last.
    """
    wanted = intent if intent in knowledge.topics else "role"
    every = tuple(knowledge.certificates)
    buttons = certificate_buttons(knowledge, wanted, every)
    return Reply((Saying("which_certificate_first"),), buttons, (), Pending("certificate", every))


def list_certificates(knowledge: Knowledge) -> Reply:
    """All certificates, each with its conditions."""
    notes: list[Note] = []
    for certificate in knowledge.certificates.values():
        condition = condition_of(knowledge, certificate.id)
        values = {"certificate": capital(certificate.name)}
        notes.append(("listed", values | {"condition": condition}) if condition else ("listed_without", values))
    every = tuple(knowledge.certificates)
    return Reply((Saying("certificates", {}, tuple(notes), listed=every),), certificate_buttons(knowledge, "role", every))
