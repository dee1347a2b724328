"""Replies as a visitor reads them: in the words of domain.yml."""

from __future__ import annotations

import re

from bot.answers.reply import Reply
from bot.knowledge.checks.wording import OF_EVERYWHERE, variables
from bot.knowledge.live import load_content
from bot.typography import listing, number_word

_KNOWLEDGE, RESPONSES = load_content()
_NAMES = [certificate.name for certificate in _KNOWLEDGE.certificates.values()]
# What any response may name, and what stands around it nowhere but in a message of its own (actions/turn.py).
_OF_EVERYWHERE = {
    "phone": _KNOWLEDGE.centre.phone,
    "email": _KNOWLEDGE.centre.email,
    "number_of_certificates": number_word(len(_NAMES)),
    "all_certificates": listing(_NAMES),
    "opening": "",
    "notes": "",
}
# What a message of its own has around it.
_AROUND = {"opening", "notes"}


def read(reply: Reply) -> str:
    """Put a reply into words, with plain spaces."""
    said = []
    for saying in reply.sayings:
        opening = "".join(worded(*before) + "\n" for before in saying.openings)
        notes = "".join("\n" + worded(*after) for after in saying.notes)
        said.append(worded(saying.response, {**saying.values, "opening": opening, "notes": notes}))
    return re.sub("[\u00a0\u202f]", " ", "\n".join(said))


def worded(response: str, values: dict[str, str]) -> str:
    """Fill a response of domain.yml, with the variables that the check lets staff use and no others."""
    must, may = variables(_KNOWLEDGE)[response]
    assert values.keys() <= may | _AROUND, response
    assert must <= values.keys() | _AROUND | OF_EVERYWHERE, response
    filled = {**_OF_EVERYWHERE, **values}
    return re.sub(r"\{(\w+)\}", lambda variable: filled[variable[1]], RESPONSES[f"utter_{response}"][0]["text"])
