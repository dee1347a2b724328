"""A server that keeps the web channel's contract with a handful of canned answers: the widget's tests need no trained bot."""

from __future__ import annotations

import json
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.channels.web.pages import WIDGET_FILE, with_centre
from bot.typography import french

BASE = "/webhooks/web/conversations"

AUTOMATIC = "_Je suis un assistant automatique, pas une personne._"
SHEET = "« Certification professionnelle Clerc Gestionnaire (CP CG) », Campus Saint-Jacques de Compostelle"
SOURCE = f"_Source : fiche {SHEET} (2026)_"
QUOTES = ["Tarif 2027 : 7 840 € net de taxe, soit 16 €/h", "Frais d’inscription : 115 € (sauf apprentis), dus au 1er jour"]
DURATIONS = """La durée de la formation, métier par métier :
- **Clerc expert** : 481 heures réparties sur deux ans
- **Clerc gestionnaire** : 12 mois en alternance ; 490 heures de théorie et 2 stages pratiques
- **Clerc assistant** : la fiche ne le dit pas"""
COMPARED = """Clerc expert et clerc gestionnaire :
**Clerc expert**
- Les conditions : un master 1 en droit, ou trois ans d’expérience et le titre de clerc aux procédures
- La durée : 481 heures réparties sur deux ans
**Clerc gestionnaire**
- Les conditions : un bac + 2 ; …
- La durée : 12 mois en alternance"""


def _citation(quotes: Sequence[str]) -> dict[str, Any]:
    return {"title": "Clerc gestionnaire", "date": "2026", "source": SHEET, "quotes": quotes}


_EXPERT = {
    "title": "Clerc expert",
    "date": "non datée, salaires de 2016",
    "source": "« Clerc expert »",
    "quotes": ["481 heures réparties sur deux ans"],
}
# What a message holds, what is answered, what is offered next, what else is shown.
ANSWERS: tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...] = (
    (
        r"prix|co[ûu]te",
        f"""Le prix de la formation de **clerc gestionnaire** :
- 7 840 € pour 2027, soit 16 € de l’heure, non soumis à la TVA
- 115 € de frais d’inscription (sauf apprenti : un apprenti ne les paie pas)
En tout : 7 955 € (7 840 € + 115 € de frais). Un apprenti ne paie pas les frais.
{SOURCE}""",
        ("Le financement", "Paie d’apprenti", "Les dispenses"),
        {"citations": [_citation(QUOTES)]},
    ),
    (
        r"d’où ça vient",
        """Voici ce que dit la fiche « Certification professionnelle Clerc Gestionnaire (CP CG) » (2026) :
> **Tarif 2027 :** 7 840 € net de taxe, soit 16 €/h
> Frais d’inscription : 115 € (sauf apprentis), dus au 1^{er} jour""",
        (),
        {},
    ),
    (
        r"financement",
        f"""La formation de **clerc gestionnaire** peut être financée par :
- l’OPCO de l’employeur, en apprentissage ou en contrat de professionnalisation
- le CPF
{SOURCE}""",
        ("Le prix", "Le salaire"),
        {"citations": [_citation(["Financement : OPCO, CPF"])]},
    ),
    (
        r"dur[ée]",
        f"""{DURATIONS}
Le centre peut vous renseigner : 05 49 61 60 74 ou centredeformation@stjacquesdecompostelle.com.
_Sources : fiches « Clerc expert » (non datée, salaires de 2016) et {SHEET} (2026)_""",
        (),
        {
            "citations": [_EXPERT, _citation(["12 mois en alternance"])],
            "table": {
                "caption": "La durée de la formation, métier par métier",
                "columns": ["Métier", "La durée"],
                "rows": [
                    ["Clerc expert", "481 heures réparties sur deux ans"],
                    ["Clerc gestionnaire", "12 mois en alternance ; 490 heures de théorie et 2 stages pratiques"],
                    ["Clerc assistant", "la fiche ne le dit pas"],
                ],
                "replaces": DURATIONS,
            },
        },
    ),
    (
        r"compare",
        f"""{COMPARED}
_Sources : fiches « Clerc expert » (non datée, salaires de 2016) et {SHEET} (2026)_""",
        (),
        {
            "citations": [_EXPERT, _citation(["12 mois en alternance"])],
            "table": {
                "caption": "Clerc expert et clerc gestionnaire",
                "columns": ["Sujet", "Clerc expert", "Clerc gestionnaire"],
                "rows": [
                    [
                        "Les conditions",
                        "un master 1 en droit, ou trois ans d’expérience et le titre de clerc aux procédures",
                        "un bac + 2 ; …",
                    ],
                    ["La durée", "481 heures réparties sur deux ans", "12 mois en alternance"],
                ],
                "replaces": COMPARED,
            },
        },
    ),
    (
        r"blabla",
        "Je vous ai sans doute mal compris. Pouvez-vous me le dire autrement, ou choisir un sujet ?",
        (),
        {"understood": False},
    ),
)
UNKNOWN = """Les fiches ne disent rien sur ce point, et je préfère ne rien inventer.
Le centre peut vous renseigner : 05 49 61 60 74 ou centredeformation@stjacquesdecompostelle.com."""


def _french(shown: Any) -> Any:
    if isinstance(shown, str):
        return french(shown)
    if isinstance(shown, list):
        return [_french(one) for one in shown]
    return {key: _french(one) for key, one in shown.items()} if isinstance(shown, dict) else shown


@dataclass
class Conversation:
    """One visitor's conversation."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    messages: list[dict[str, Any]] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    feedback: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, text: str) -> dict[str, Any]:
        """Keep what the visitor says and what is answered; returns the answer."""
        found = next((one[1:] for one in ANSWERS if re.search(one[0], text.lower())), (UNKNOWN, (), {}))
        words, titles, shown = found
        words = french(words if self.messages else f"{words}\n{AUTOMATIC}")
        buttons = [{"id": secrets.token_hex(4), "title": title} for title in titles]
        shown = {"citations": [], "table": None, "understood": True, **_french(shown)}
        self.offered |= {button["id"]: button["title"] for button in buttons}
        answer = {"id": secrets.token_hex(4), "text": words, "buttons": buttons, **shown}
        said: dict[str, Any] = {"text": text, "id": None, "buttons": [], "citations": [], "table": None, "understood": True}
        self.messages.append({"from": "visitor", "at": "2026-11-22T10:00:00Z", **said})
        self.messages.append({"from": "bot", "at": "2026-11-22T10:00:00Z", **answer})
        return answer


class Refused(Exception):
    """The channel says no: status, stable code and a French sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, {"error": {"code": code, "message": message}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    conversations: dict[str, Conversation]

    def do_GET(self) -> None:
        if self.path == "/widget.js":
            return self._reply(
                200, with_centre(WIDGET_FILE.read_text(encoding="utf-8")).encode(), "text/javascript; charset=utf-8"
            )
        return self._do(lambda id_, _: (200, {"conversation": id_, "messages": self._conversation(id_).messages}))

    def do_DELETE(self) -> None:
        self._do(self._forget)

    def do_POST(self) -> None:
        self._do(self._post)

    def _do(self, act: Any) -> None:
        try:
            match = re.fullmatch(rf"{BASE}(?:/([\w-]+))?(/messages|/feedback)?", self.path)
            if not match:
                raise Refused(404, "not_found", "Cette adresse n’existe pas.")
            status, body = act(match[1], match[2])
        except Refused as refused:
            status, body = refused.status, refused.body
        if isinstance(body, list):
            self._reply(status, "".join(json.dumps(line) + "\n" for line in body).encode(), "application/x-ndjson")
        else:
            self._reply(status, b"" if body is None else json.dumps(body).encode(), "application/json")

    def _conversation(self, id_: str) -> Conversation:
        conversation = self.conversations.get(id_)
        if not conversation or self.headers.get("Authorization") != f"Bearer {conversation.token}":
            raise Refused(401, "invalid_token", "Cette conversation n’est pas la vôtre : commencez-en une nouvelle.")
        return conversation

    def _forget(self, id_: str, _: str | None) -> tuple[int, None]:
        self._conversation(id_)
        del self.conversations[id_]
        return 204, None

    def _post(self, id_: str | None, action: str | None) -> tuple[int, Any]:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if id_ is None:
            id_ = secrets.token_urlsafe(16)
            self.conversations[id_] = Conversation()
            return 201, {"conversation": id_, "token": self.conversations[id_].token, "expires": "2099-01-01T00:00:00Z"}
        conversation = self._conversation(id_)
        # Half an emoji is in no UTF-8 text: the real channel cannot read such a request.
        if any(unicodedata.category(character) == "Cs" for text in body.values() for character in str(text)):
            raise Refused(400, "malformed_json", "Cette demande n’est pas du JSON.")
        if action == "/feedback":
            conversation.feedback.append(body)
            return 204, None
        if "button" in body and body["button"] not in conversation.offered:
            raise Refused(422, "unknown_button", "Ce bouton n’est plus proposé : écrivez votre question.")
        answer = conversation.answer(body.get("text") or conversation.offered[body["button"]])
        return 200, [{"type": "answer", **answer}, {"type": "end"}]

    def _reply(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a fake channel, for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"conversations": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
