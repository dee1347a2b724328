"""The list of certificates, and the question which one is meant."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.reply import Button, Focus, Note, Reply, Saying
from bot.knowledge import Knowledge


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def choose_certificate(knowledge: Knowledge, focus: Focus) -> Reply:
    """Ask which certificate is meant; the buttons ask the last question of each."""
    intent = f"ask_{focus.topics[0]}" if focus.topics else "ask_role"
    buttons = tuple(Button(capital(c.name), intent, c.id) for c in knowledge.certificates.values())
    return Reply((Saying("which_certificate_first"),), buttons, replace(focus, certificates=()))


def list_certificates(knowledge: Knowledge, focus: Focus) -> Reply:
    """All certificates, each with its first condition."""
    notes: list[Note] = []
    for certificate in knowledge.certificates.values():
        admission = knowledge.facts_of(certificate.id, "admission")
        condition = next((fact.text for fact in (admission.facts if admission else ()) if fact.conditions), None)
        values = {"certificate": capital(certificate.name)}
        notes.append(("listed", values | {"condition": condition}) if condition else ("listed_without", values))
    buttons = tuple(Button(capital(c.name), "ask_role", c.id) for c in knowledge.certificates.values())
    saying = Saying("certificates", {}, tuple(notes), listed=tuple(knowledge.certificates))
    return Reply((saying,), buttons, focus)
