"""What is answered at /equipe: the login, the report, its tables, and what its forms ask for."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sanic import Blueprint
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.errors import ChannelError
from bot.channels.limits import Limit, per_hour, per_minute
from bot.channels.web.api import address
from bot.channels.web.limits import household
from bot.channels.web.origins import own_origin, own_prefix
from bot.knowledge.live import live
from bot.privacy.masking import masker
from bot.staff.drafts import Draft, DraftError, Drafts
from bot.staff.marks import Marks
from bot.staff.rendering import STYLE_FILE, render, render_report
from bot.staff.report import Reporter
from bot.staff.sessions import COOKIE, LIFETIME, Sessions
from bot.staff.settings import Settings
from bot.staff.tables import TABLES, as_csv

logger = logging.getLogger(__name__)

PATH = "/equipe"
PERIODS = (7, 30, 90)
_MOST_BYTES = 256 * 1024
_MOST_NOTE = 300
_FINGERPRINTS = re.compile(r"[0-9a-f]{64}(?:,[0-9a-f]{64})*")
_ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Not « no-referrer »: with it, browsers do not tell with a form which page it comes from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HTML = "text/html; charset=utf-8"
_TOLD = {
    "exemple": "L'exemple est dans les brouillons.",
    "fait": "C'est noté comme traité.",
    "accept": "L'exemple est dans data/nlu : il compte au prochain « make train ».",
    "remove": "Le brouillon est retiré.",
}

T = TypeVar("T")
Handler = Callable[..., Awaitable[HTTPResponse]]


class _Refused(Exception):
    """What is asked is not done; the message says why, in French."""

    def __init__(self, message: str, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, dict(headers or {})


class StaffPage:
    """The handlers.

    Args:
        settings: how the page is set up.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sessions = Sessions(settings.secret)
        self._tries = Limit("password", per_hour(settings.tries_per_hour))
        self._requests = Limit("staff", per_minute(settings.requests_per_minute))
        self._drafts = Drafts(live().knowledge, settings.examples)
        self._marks = Marks(settings.database)
        # One thing after the other, and never in the thread that answers visitors.
        self._worker = ThreadPoolExecutor(1, "staff")

    def add_to(self, blueprint: Blueprint) -> None:
        """Register all routes."""
        for path, handler, *methods in (
            ("", self.show, "GET", "HEAD"),
            ("/staff.css", self.style, "GET", "HEAD"),
            ("/tableaux/<name:str>", self.table, "GET", "HEAD"),
            ("/connexion", self.enter, "POST"),
            ("/sortie", self.leave, "POST"),
            ("/exemple", self.draft, "POST"),
            ("/fait", self.close, "POST"),
            ("/brouillon", self.decide, "POST"),
        ):
            blueprint.route(PATH + path, methods, ignore_body=True, name=handler.__name__)(self._guarded(handler))

    async def style(self, request: Request) -> HTTPResponse:
        """The page's styles, which tell nothing."""
        return HTTPResponse(STYLE_FILE.read_bytes(), content_type="text/css; charset=utf-8")

    async def show(self, request: Request) -> HTTPResponse:
        """The report, for who is logged in; else the login."""
        session = self._session(request)
        if session is None:
            return self._login(request)
        days = _days(request)

        def page() -> str:
            return render_report(
                self._reporter.report(days),
                page={
                    "path": _path(request),
                    "days": days,
                    "periods": PERIODS,
                    "csrf": self._sessions.token(session),
                    "topics": self._drafts.topics,
                    "drafts": self._drafts.all(),
                    "tables": TABLES,
                    "told": _TOLD.get(request.args.get("fait", "")),
                },
            )

        return HTTPResponse(await self._in_worker(page), content_type=_HTML)

    async def table(self, request: Request, name: str) -> HTTPResponse:
        """One of the report's tables."""
        if self._session(request) is None:
            return _redirect(request)
        rows = TABLES.get(name.removesuffix(".csv"))
        if rows is None:
            raise _Refused("Il n'y a rien à cette adresse.", 404)
        days = _days(request)
        content = await self._in_worker(lambda: as_csv(rows(self._reporter, self._reporter.report(days))))
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HTTPResponse(content, headers=headers, content_type="text/csv; charset=utf-8")

    async def enter(self, request: Request) -> HTTPResponse:
        """Let in who knows the password."""
        _from_here(request)
        form = await _form(request)
        await self._tries.count(household(address(request)))
        if not await self._in_worker(lambda: self._settings.password.is_right(form.get("password", ""))):
            logger.warning("The staff's page: a wrong password")
            return self._login(request, "Ce n'est pas le mot de passe. Réessayez.", 403)
        response = _redirect(request)
        self._set_cookie(request, response, self._sessions.begin(), int(LIFETIME.total_seconds()))
        return response

    async def leave(self, request: Request) -> HTTPResponse:
        """Log out."""
        await self._form_of_session(request)
        response = _redirect(request)
        self._set_cookie(request, response, "", 0)
        return response

    async def draft(self, request: Request) -> HTTPResponse:
        """Keep a question as the draft of an example."""
        form = await self._form_of_session(request)
        questions = _questions(form)
        draft = self._drafts.add(form.get("topic", ""), form.get("text", ""))
        note = f"« {draft.text} », du sujet « {self._drafts.topics[draft.topic]} »"
        await self._in_worker(lambda: self._marks.put(questions, "example", note))
        return _redirect(request, form, "exemple")

    async def close(self, request: Request) -> HTTPResponse:
        """Mark questions as answered by a new fact."""
        form = await self._form_of_session(request)
        questions, note = _questions(form), " ".join(form.get("note", "").split())
        if not 0 < len(note) <= _MOST_NOTE:
            raise _Refused(f"Écrivez une note, de {_MOST_NOTE} caractères au plus : le fait ajouté, et où.", 422)
        await self._in_worker(lambda: self._marks.put(questions, "fact", note))
        return _redirect(request, form, "fait")

    async def decide(self, request: Request) -> HTTPResponse:
        """Accept a draft, or take it back."""
        form = await self._form_of_session(request)
        draft = Draft(form.get("topic", ""), form.get("text", ""))
        if form.get("do") == "accept":
            self._drafts.accept(draft)
            return _redirect(request, form, "accept")
        self._drafts.remove(draft)
        return _redirect(request, form, "remove")

    @functools.cached_property
    def _reporter(self) -> Reporter:
        return Reporter(self._settings.database, live().knowledge, masker())

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _session(self, request: Request) -> str | None:
        return self._sessions.session(request.cookies.get(COOKIE))

    async def _form_of_session(self, request: Request) -> dict[str, str]:
        """A form that somebody who is logged in sent from our page."""
        _from_here(request)
        form = await _form(request)
        session = self._session(request)
        if session is None or not self._sessions.is_token(session, form.get("csrf", "")):
            raise _Refused("Votre session est finie : connectez-vous de nouveau, puis recommencez.", 403)
        return form

    def _login(self, request: Request, told: str | None = None, status: int = 200) -> HTTPResponse:
        return HTTPResponse(render("login.html", page={"path": _path(request)}, told=told), status, content_type=_HTML)

    @staticmethod
    def _set_cookie(request: Request, response: HTTPResponse, value: str, seconds: int) -> None:
        response.cookies[COOKIE] = value
        cookie = response.cookies[COOKIE]
        cookie["path"], cookie["max-age"] = _path(request), seconds
        cookie["httponly"], cookie["samesite"] = True, "Strict"
        # A browser keeps no such cookie of a server without https, as on one's own machine.
        cookie["secure"] = own_origin(request).startswith("https:")

    def _guarded(self, handler: Handler) -> Handler:
        """The handler with what holds for all of them: limits, headers, and errors told as a page."""

        @functools.wraps(handler)
        async def guarded(request: Request, **parts: str) -> HTTPResponse:
            try:
                await self._requests.count(household(address(request)))
                response = await handler(request, **parts)
            except _Refused as refused:
                response = _error(request, str(refused), refused.status, refused.headers)
            except DraftError as error:
                response = _error(request, str(error), 422)
            except ChannelError as error:
                response = _error(request, error.message, error.status, error.headers)
            except SQLAlchemyError:
                logger.exception("The staff's page could not read or write the database")
                response = _error(request, "La base de données ne répond pas. Réessayez dans un instant.", 503)
            response.headers.update(_ALWAYS)
            return response

        return guarded


def _path(request: Request) -> str:
    return own_prefix(request) + PATH


def _days(request: Request) -> int:
    asked = request.args.get("jours", "")
    return int(asked) if asked in map(str, PERIODS) else 30


def _questions(form: Mapping[str, str]) -> list[str]:
    if not _FINGERPRINTS.fullmatch(questions := form.get("questions", "")):
        raise _Refused("Ce formulaire n'est pas entier : rechargez la page et recommencez.", 422)
    return questions.split(",")


def _from_here(request: Request) -> None:
    """Let pass a form of our own page."""
    if request.headers.get("origin") not in (None, own_origin(request)):
        raise _Refused("Ce formulaire vient d'un autre site : ouvrez la page de l'équipe et recommencez.", 403)


async def _form(request: Request) -> dict[str, str]:
    if request.stream is not None:
        request.stream.request_max_size = _MOST_BYTES
    try:
        await request.receive_body()  # type: ignore[no-untyped-call]
        return {name: values[-1] for name, values in (request.form or {}).items()}
    except PayloadTooLarge:
        raise _Refused("Cet envoi est trop gros.", 413) from None
    except UnicodeError:
        raise _Refused("Ce formulaire n'est pas codé en UTF-8.", 400) from None


def _redirect(request: Request, form: Mapping[str, str] | None = None, done: str | None = None) -> HTTPResponse:
    """Back to the page: reloading it sends no form again."""
    days = (form or {}).get("days", "")
    query = f"?jours={days}&fait={done}" if days.isdecimal() and done else ""
    return HTTPResponse(None, 303, {"Location": _path(request) + query})


def _error(request: Request, told: str, status: int, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    content: str = render("error.html", page={"path": _path(request)}, told=told)
    return HTTPResponse(content, status, dict(headers or {}), _HTML)
