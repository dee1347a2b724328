"""Which certificate is meant, and the list of all."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.reply import Button, Focus, Note, Reply, Saying
from bot.knowledge import Knowledge
from bot.knowledge.checks import numbers_in


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def meant_certificates(knowledge: Knowledge, focus: Focus, text: str, correcting: bool) -> tuple[str, ...]:
    """The certificates meant by « l'autre » or « les deux autres » when no name is said.

    Args:
        knowledge: names all certificates.
        focus: what the conversation is about.
        text: the message.
        correcting: the visitor rejects the last answer, so what was spoken of before is meant, and nothing else is guessed.
    """
    if "autres" in text:
        spoken = {*focus.certificates, *(focus.previous if "deux autres" in text else ())}
        return tuple(c for c in knowledge.certificates if c not in spoken)
    if focus.previous:
        return focus.previous
    if correcting or not focus.certificates:
        return ()
    return tuple(c for c in knowledge.certificates if c not in focus.certificates)


def certificate_with_number(knowledge: Knowledge, text: str) -> tuple[str, ...]:
    """The certificate meant by a number that only its sheet holds: « celui qui ouvre en 2027 », « celui de 235 heures »."""
    wanted = {number for number in numbers_in(text) if len(number) > 2}
    holders = [
        key
        for key, certificate in knowledge.certificates.items()
        if any(wanted & numbers_in(fact.text) for entry in certificate.topics.values() for fact in entry.facts)
    ]
    return (holders[0],) if len(holders) == 1 else ()


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
    return Reply((Saying("certificates", {"number": str(len(knowledge.certificates))}, tuple(notes)),), buttons, focus)
