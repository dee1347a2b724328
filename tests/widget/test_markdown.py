"""The Markdown of answers, and that nothing else of them becomes anything but text."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.long


@pytest.fixture
def answer(visitor):
    """Shows a text as an answer and returns the HTML it became, without what Lit puts beside it."""

    def show(text: str) -> str:
        lines = [{"type": "answer", "id": None, "text": text, "buttons": []}, {"type": "end"}]
        visitor.page.route(
            "**/messages",
            lambda route: route.fulfill(body="\n".join(map(json.dumps, lines)), content_type="application/x-ndjson"),
        )
        bubble = visitor.opens().says("Bonjour").locator(".bubble")
        expect(bubble).to_be_visible()
        html: str = bubble.evaluate("e => e.innerHTML.replace(/<!--.*?-->/g, '').replace(/>\\s+</g, '><')")
        return html

    return show


# The question is « Bonjour ».
LETTER = (
    "mailto:a.b@exemple.fr?subject=Question%20d%E2%80%99un%20visiteur%20du%20site"
    "&amp;body=Bonjour%2C%0D%0A%0D%0AMa%20question%C2%A0%3A%20Bonjour%0D%0A"
)


def _link(text: str, href: str) -> str:
    return f'<a target="_blank" rel="noopener noreferrer" href="{href}">{text}<span class="hidden"> (nouvel onglet)</span></a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un\nDeux\n\nTrois", "<p>Un</p><p>Deux</p><p>Trois</p>"),
        ("Le **clerc expert** : _cadre_.", "<p>Le <strong>clerc expert</strong> : <em>cadre</em>.</p>"),
        ("**Le _grand_ jour**", "<p><strong>Le <em>grand</em> jour</strong></p>"),
        ("2 * 3 * 4, a_b_c, **pas fermé", "<p>2 * 3 * 4, a_b_c, **pas fermé</p>"),
        ("Il faut :\n- un\n- deux", "<p>Il faut :</p><ul><li>un</li><li>deux</li></ul>"),
        ("3. trois\n4. quatre", '<ol start="3"><li>trois</li><li>quatre</li></ol>'),
        (
            "> **Durée :** 12 mois\n> au 1^{er} avril",
            "<blockquote><p><strong>Durée :</strong> 12 mois</p><p>au 1<sup>er</sup> avril</p></blockquote>",
        ),
        ("[le site](https://www.enp.fr/a?b=c)", f"<p>{_link('le site', 'https://www.enp.fr/a?b=c')}</p>"),
        ("Voir https://www.enp.fr/a.", f"<p>Voir {_link('https://www.enp.fr/a', 'https://www.enp.fr/a')}.</p>"),
        (
            "site : www.stjacquesdecompostelle.com.",
            f"<p>site : {_link('www.stjacquesdecompostelle.com', 'https://www.stjacquesdecompostelle.com')}.</p>",
        ),
        ("le 05 49 61 60 74", '<p>le <a href="tel:0549616074">05 49 61 60 74</a></p>'),
        ("a.b@exemple.fr.", f'<p><a href="{LETTER}">a.b@<wbr>exemple.fr</a>.</p>'),
        ("RNCP 0123456789012", "<p>RNCP 0123456789012</p>"),
    ],
)
def test_subset(answer, text, html):
    assert answer(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "**<b onclick=alert(1)>x</b>**",
        '[x](https://a.fr" onclick="alert(1))',
        "_Source : <iframe src=//evil.example></iframe>_",
    ],
)
def test_nothing_else_becomes_html(visitor, answer, text):
    answer(text)
    bubble = visitor.answer().locator(".bubble")
    expect(bubble.locator("img, script, iframe, b, [onclick], [onerror]")).to_have_count(0)
    for link in bubble.locator("a").all():
        assert link.evaluate("a => a.protocol") == "https:"
