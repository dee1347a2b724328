"""What is served beside the interface: the widget's script and the demo page."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from sanic.request import Request
from sanic.response import HTTPResponse

from actions.turn import worded
from bot.answers.buttons import suggestions
from bot.channels.errors import ChannelError
from bot.channels.web.origins import own_origin, own_prefix
from bot.knowledge import Knowledge
from bot.knowledge.live import live
from bot.knowledge.models import Topic
from bot.typography import french

ROOT = Path(__file__).resolve().parents[3]
WIDGET_FILE = ROOT / "widget" / "dist" / "widget.js"
TYPES_FILE = WIDGET_FILE.with_suffix(".d.ts")
STATIC_DIR = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_TYPESCRIPT = "application/typescript; charset=utf-8"
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?P<quality>[\d.]+)\s*)?(?:,|$)", re.IGNORECASE)
_KEPT = {"Cache-Control": "public, max-age=3600"}
_DEMO_POLICY = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; require-trusted-types-for 'script'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
}


def widget(request: Request, file: Path = WIDGET_FILE) -> HTTPResponse:
    """The widget's script, for any site, with the centre's name and contact in it.

    Raises:
        ChannelError: not_found: it was not built.
    """
    if not file.is_file():
        raise ChannelError("not_found")
    # A module, and a script with `crossorigin` or `integrity`, is fetched as another origin's data is.
    headers = {**_KEPT, "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
    return _sent(request, with_centre(file.read_text(encoding="utf-8")).encode(), _TYPES[".js"], headers)


def widget_types(request: Request) -> HTTPResponse:
    """What the widget's element and its events are, for the TypeScript of a site."""
    return _sent(request, TYPES_FILE.read_bytes(), _TYPESCRIPT, _KEPT)


def with_centre(script: str) -> str:
    """The widget's script with the centre's contact and words where widget/src/centre.ts leaves room for them."""
    knowledge, responses = live()
    values = {name: getattr(knowledge.centre, name) for name in ("name", "phone", "email")}
    values["greeting"] = worded(responses, ("welcome", {}), knowledge)
    values["suggestions"] = "|".join(worded(responses, one, knowledge) for one in suggestions(knowledge))
    for name, value in values.items():
        # In a script's string, whichever quotes it has, nothing but letters and digits stands for itself.
        escaped = "".join(c if c.isalnum() else f"\\u{ord(c):04x}" for c in value)
        script = script.replace(f"%CENTRE_{name.upper()}%", escaped)
    return script


def demo_file(request: Request, name: str) -> HTTPResponse:
    """A file that the demo page uses.

    Raises:
        ChannelError: not_found.
    """
    file = next((file for file in STATIC_DIR.iterdir() if file.name == name and file.suffix in _TYPES), None)
    if file is None:
        raise ChannelError("not_found")
    return _sent(request, file.read_bytes(), _TYPES[file.suffix], _KEPT)


def demo(request: Request, keep_days: int) -> HTTPResponse:
    """The demo page, with the line that puts the widget on a page of another site.

    Args:
        request: tells the server's address, and the path that the page is at.
        keep_days: how long conversations are kept.
    """
    prefix = own_prefix(request)
    server = escape(own_origin(request) + prefix)
    page = _template().substitute(_values(), server=server, prefix=prefix, days=keep_days)
    return _sent(request, page.encode(), "text/html; charset=utf-8", _DEMO_POLICY)


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template((STATIC_DIR / "demo.html").read_text(encoding="utf-8"))


def _values() -> dict[str, str]:
    """What the demo page takes from the knowledge."""
    knowledge = live().knowledge
    centre = knowledge.centre
    plain = {name: escape(getattr(centre, name)) for name in ("name", "phone", "email", "street", "postcode", "city")}
    return {
        **plain,
        "international": centre.phone.replace(" ", "").replace("0", "+33", 1),
        "certificates": _certificates(knowledge),
        "topics": "".join(_item(topic) for topic in knowledge.topics.values() if topic.scope != "unanswered"),
    }


def _certificates(knowledge: Knowledge) -> str:
    return "".join(
        f"<li><h3>{escape(french(_capital(certificate.name)))}</h3><p>{escape(french(_capital(role.facts[0].text)))}.</p></li>"
        for certificate in knowledge.certificates.values()
        if (role := certificate.topics.get("role")) and role.facts
    )


def _item(topic: Topic) -> str:
    return f"<li>{escape(french(_capital(topic.label)))}</li>"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sent(request: Request, body: bytes, content_type: str, headers: Mapping[str, str]) -> HTTPResponse:
    """A file as an answer: compressed when the browser takes it, and not sent again when it has it."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return HTTPResponse(None, 304, headers)
    if _takes_gzip(request):
        return HTTPResponse(_compressed(body), 200, {**headers, "Content-Encoding": "gzip"}, content_type)
    return HTTPResponse(body, 200, headers, content_type)


def _takes_gzip(request: Request) -> bool:
    accepted = _GZIP.search(request.headers.get("accept-encoding", ""))
    # A quality of 0 means « not at all ».
    return accepted is not None and bool((accepted["quality"] or "1").strip("0."))


@lru_cache(maxsize=8)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
