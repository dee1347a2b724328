"""Every state in every look: no axe violation, nothing wider than its place, and a picture for people to look at.

The pictures are in tests/widget/screenshots.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import PHONE
from tests.widget.visitor import PRICE, Visitor

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "phone": PHONE,
    "dark": {"color_scheme": "dark"},
    "forced_colours": {"forced_colors": "active", "reduced_motion": "reduce"},
    # 1280 × 1024 zoomed to 200 % and to 400 %, as WCAG asks.
    "zoom_200": {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2},
    "zoom_400": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}


def _conversation(visitor: Visitor) -> None:
    visitor.opens().says(PRICE)


def _quote(visitor: Visitor) -> None:
    _conversation(visitor)
    visitor.log.locator("summary").click()


def _table(visitor: Visitor) -> None:
    visitor.opens().says("Quelle durée ?")


def _comparison(visitor: Visitor) -> None:
    visitor.opens().says("Compare les deux")


def _typing(visitor: Visitor) -> None:
    visitor.page.route("**/messages", lambda route: None)
    visitor.opens().sends(PRICE)
    expect(visitor.log.locator(".typing")).to_be_visible()


def _error(visitor: Visitor) -> None:
    visitor.page.route("**/messages", lambda route: route.abort())
    visitor.opens().sends(PRICE)
    expect(visitor.trouble).to_be_visible()


def _menu(visitor: Visitor) -> None:
    _conversation(visitor)
    visitor.presses("Options")


def _contact(visitor: Visitor) -> None:
    visitor.opens().presses("Contacter le centre")


def _delete(visitor: Visitor) -> None:
    _menu(visitor)
    visitor.presses("Supprimer ma conversation")


def _comment(visitor: Visitor) -> None:
    _conversation(visitor)
    visitor.presses("Non, cette réponse n’est pas utile")
    expect(visitor.window.locator(".done")).to_be_visible()


def _too_long(visitor: Visitor) -> None:
    visitor.opens().field.fill("Une question interminable, " * 40)
    visitor.field.press("Enter")


def _unknown(visitor: Visitor) -> None:
    visitor.opens().says("Y a-t-il un internat ?")


def _restarted(visitor: Visitor) -> None:
    _menu(visitor)
    visitor.presses("Recommencer")


def _resume(visitor: Visitor) -> None:
    _conversation(visitor)
    visitor.presses("Fermer")
    expect(visitor.launcher).to_have_text("Reprendre")


def _enlarged(visitor: Visitor) -> None:
    _conversation(visitor)
    enlarge = visitor.window.get_by_role("button", name="Agrandir")
    # A phone's window has no larger size.
    if enlarge.count():
        enlarge.click()


STATES = {
    "closed": lambda visitor: None,
    "open": lambda visitor: visitor.opens(),
    "conversation": _conversation,
    "quote": _quote,
    "table": _table,
    "comparison": _comparison,
    "unknown": _unknown,
    "typing": _typing,
    "error": _error,
    "menu": _menu,
    "contact": _contact,
    "delete": _delete,
    "comment": _comment,
    "too_long": _too_long,
    "restarted": _restarted,
    "resume": _resume,
    "enlarged": _enlarged,
}


# Zoomed, what matters is whether there is room.
ROOMY = [(state, look) for look in ("desktop", "phone", "dark", "forced_colours") for state in STATES]
CRAMPED = [
    (state, look)
    for look in ("zoom_200", "zoom_400")
    for state in ("closed", "open", "conversation", "quote", "table", "comparison", "error", "menu")
]


@pytest.mark.parametrize(("state", "look"), ROOMY + CRAMPED)
def test_state(new_context, state, look):
    visitor = Visitor(new_context(**LOOKS[look]).new_page()).goes_to("plain.html")
    STATES[state](visitor)
    visitor.is_pictured(f"{state}_{look}")
    assert violations(visitor) == []
    assert overflowing(visitor) == []


def test_two_assistants(new_context):
    visitor = Visitor(new_context().new_page())
    visitor.page.goto("/pages/two.html")
    assert violations(visitor) == []


def violations(visitor: Visitor) -> list[str]:
    """What axe finds wrong with the page as it is, of any impact."""
    visitor.page.evaluate(AXE.read_text())
    found = visitor.page.evaluate("axe.run()")["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def overflowing(visitor: Visitor) -> list[str]:
    """What is wider than its place or leaves the screen."""
    wide: list[str] = visitor.page.evaluate(
        """() => {
            const root = document.querySelector('clercs-assistant').shadowRoot;
            const all = [document.documentElement, ...root.querySelectorAll('*:not(.hidden, .hidden *, svg, svg *)')];
            const wide = e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1;
            const out = all.filter(e => e.checkVisibility() && getComputedStyle(e).display !== 'inline' && wide(e));
            return out.map(e => `${e.tagName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`);
        }"""
    )
    return wide
