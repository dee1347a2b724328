"""Two browsers, a server and a visitor: what every test of the widget stands on.

Firefox is Debian's own, over WebDriver BiDi: what cannot be told or asked of it so is skipped with the reason. A phone is its
screen there, without touch; and it tells of no request's body, so that tests say what was sent.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route

from bot.evaluation.running import OTHER_SITE
from tests.widget.fake_channel import running
from tests.widget.visitor import Visitor

PAGES = Path(__file__).parent / "pages"
# As strict as a site may be: the widget is to work there.
POLICY = "default-src 'self'; require-trusted-types-for 'script'"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server's address: a fake channel's, or that of a real one given with `--base-url`."""
    given = request.config.getoption("base_url")
    if given:
        yield given
        return
    with running() as address:
        yield address


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Nothing for all browsers: `new_context` gives each what it needs, the server's address too."""
    return {}


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], base_url: str, browser_name: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers of French visitors at a desk.

    No test may break the page's policy, ask anything of a third party, or leave an error in the page.
    """
    violations: list[str] = []
    strangers: list[str] = []
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def note_stranger(request: Request) -> None:
        if not request.url.startswith((base_url, OTHER_SITE, "blob:")):
            strangers.append(request.url)

    def make(**given: Any) -> BrowserContext:
        if browser_name == "firefox" and given.keys() & {"color_scheme", "forced_colors"}:
            pytest.skip("Firefox is told no colours")
        desk = {"base_url": base_url, "locale": "fr-FR", "viewport": {"width": 1280, "height": 800}}
        context = new_context(**{**desk, "permissions": ["clipboard-read", "clipboard-write"], **given})
        context.expose_binding("reportViolation", lambda _, text: violations.append(text))
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => reportViolation(`${e.violatedDirective}: ${e.blockedURI}`))"
        )
        context.on("request", note_stranger)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.route(f"{base_url}/pages/*", _page)
        contexts.append(context)
        return context

    yield make
    for page in [page for context in contexts for page in context.pages]:
        # What the page has noticed by now is told before this returns.
        page.evaluate("new Promise(done => setTimeout(done))")
    assert violations == []
    assert strangers == []
    assert errors == []


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """One visitor's browser."""
    return new_context()


def _page(route: Route) -> None:
    path = PAGES / Path(route.request.url.split("?")[0]).name
    route.fulfill(
        body=path.read_text(),
        content_type=f"{mimetypes.guess_type(path)[0]}; charset=utf-8",
        headers={"Content-Security-Policy": POLICY},
    )


@pytest.fixture
def visitor(page: Page) -> Visitor:
    """Someone on a page of the site, whose assistant is still closed."""
    return Visitor(page).goes_to("plain.html")


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Visitor:
    """The same on a phone."""
    return Visitor(new_context(**PHONE).new_page()).goes_to("plain.html")
