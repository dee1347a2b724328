"""The demo page and the widget's script, as a browser gets them."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import msgspec
import pytest
import requests

from bot.channels.errors import ChannelError
from bot.channels.web import pages
from bot.knowledge import load_knowledge
from bot.knowledge.live import Content, load_content
from bot.typography import french
from tests.channels.web.visitor import refusal


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep what is read."""
        self.text += data


@pytest.fixture
def page(server):
    return Page(requests.get(server + "/", timeout=60).text)


def asked(**headers):
    return SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_the_demo_page_names_every_certificate_and_topic_that_is_answered(page):
    knowledge = load_knowledge()
    names = [certificate.name for certificate in knowledge.certificates.values()]
    labels = [french(topic.label) for topic in knowledge.topics.values() if topic.scope != "unanswered"]
    assert [name for name in (*names, *labels) if name.lower() not in page.text.lower()] == []
    assert [topic.label for topic in knowledge.topics.values() if topic.scope == "unanswered" and topic.label in page.text] == []


def test_the_demo_page_shows_the_line_to_copy_and_uses_it(page, server):
    assert f'<script src="{server}/widget.js" defer></script>' in page.text
    assert [attributes["src"] for tag, attributes in page.tags if tag == "script"] == ["/widget.js"]


PROXY = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "www.exemple.fr"}


@pytest.mark.parametrize("prefix", ["/robot", "/robot/", "/a/b.c", "/robot, /interne"])
def test_the_demo_page_knows_the_path_that_a_proxy_has_put_it_at(serve, monkeypatch, prefix):
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    page = Page(requests.get(serve() + "/", headers={**PROXY, "X-Forwarded-Prefix": prefix}, timeout=60).text)
    path = prefix.split(",")[0].rstrip("/")
    assert f'<script src="https://www.exemple.fr{path}/widget.js" defer></script>' in page.text
    addresses = [a[name] for _, a in page.tags for name in ("src", "href", "data-privacy") if name in a]
    own = [address for address in addresses if address.startswith("/")]
    assert f"{path}/widget.js" in own
    assert all(address.startswith(f"{path}/") for address in own)


@pytest.mark.parametrize("prefix", ["//evil.example", "/a b", '/"><script>', "robot", "/", "/../..//x"])
def test_a_path_that_is_none_is_not_taken(serve, monkeypatch, prefix):
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    page = Page(requests.get(serve() + "/", headers={**PROXY, "X-Forwarded-Prefix": prefix}, timeout=60).text)
    assert '<script src="https://www.exemple.fr/widget.js" defer></script>' in page.text


def test_a_path_is_not_taken_from_anybody(server):
    page = Page(requests.get(server + "/", headers={**PROXY, "X-Forwarded-Prefix": "/robot"}, timeout=60).text)
    assert f'<script src="{server}/widget.js" defer></script>' in page.text


def test_the_demo_page_obeys_its_strict_policy(page, server):
    policy = requests.get(server + "/", timeout=60).headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; require-trusted-types-for 'script'")
    addresses = [a[name] for _, a in page.tags for name in ("src", "href") if name in a]
    assert [address for address in addresses if not address.startswith(("/", "#", "tel:+33", "mailto:"))] == []
    assert [(tag, name) for tag, a in page.tags for name in a if name == "style" or name.startswith("on")] == []
    assert "style" not in [tag for tag, _ in page.tags]


def test_every_link_of_the_demo_page_leads_somewhere(page, server):
    ids = {a["id"] for _, a in page.tags if "id" in a}
    for _, a in page.tags:
        address = a.get("src") or a.get("href") or ""
        if address.startswith(("#", "/#")):
            assert address.partition("#")[2] in ids
        elif address.startswith("/") and address != "/widget.js":
            assert requests.get(server + address, timeout=60).status_code == 200
    privacy = next(a["data-privacy"] for tag, a in page.tags if tag == "script")
    assert privacy.removeprefix("/#") in ids


def test_the_demo_page_is_french(page):
    assert ("html", {"lang": "fr"}) in page.tags
    words = re.sub(r"<script.*</script>|http\S+", "", page.text)
    assert [line for line in words.splitlines() if french(line) != line] == []
    assert "30 jours" in page.text.replace("\u00a0", " ")


def test_a_host_that_is_markup_stays_text(server):
    source = requests.get(server + "/", headers={"Host": 'x"><script>alert(1)</script>'}, timeout=60).text
    assert "<script>alert" not in source


def test_the_widgets_script_is_for_all_sites_and_kept_for_an_hour(tmp_path):
    file = tmp_path / "widget.js"
    file.write_text("customElements.define('é', 0)" * 100, encoding="utf-8")
    response = pages.widget(asked(), file)
    assert (response.status, response.body) == (200, file.read_bytes())
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=3600"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    packed = pages.widget(asked(accept_encoding="gzip, br"), file)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.body
    assert gzip.decompress(packed.body) == file.read_bytes()
    tag = response.headers["etag"]
    again = pages.widget(asked(if_none_match=tag), file)
    assert (again.status, again.body or b"", again.headers["etag"]) == (304, b"", tag)
    file.write_text("changed")
    assert pages.widget(asked(if_none_match=tag), file).body == b"changed"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.8, *;q=0.1", True),
        ("gzip ; q=0.5", True),
        ("gzip;q=1.000", True),
        ("gzip;q=0", False),
        ("br, gzip; q=0.000", False),
        ("gzipped", False),
        ("identity", False),
        ("", False),
    ],
)
def test_what_a_browser_does_not_take_compressed_is_sent_as_it_is(server, accepted, packed):
    response = requests.get(server + "/demo/demo.css", headers={"Accept-Encoding": accepted}, timeout=60)
    assert ("content-encoding" in response.headers) == packed
    assert "{" in response.text


def test_the_widgets_script_holds_the_centres_contact_whatever_is_in_it(monkeypatch):
    knowledge, responses = load_content()
    centre = msgspec.structs.replace(knowledge.centre, name="L’« école » d'\"É`t${é}\\")
    monkeypatch.setattr(pages, "live", lambda: Content(msgspec.structs.replace(knowledge, centre=centre), responses))
    script = pages.with_centre('"%CENTRE_NAME%|%CENTRE_PHONE%|%CENTRE_EMAIL%"')
    # JSON's escapes are those of a script's string.
    assert json.loads(script) == f"{centre.name}|{centre.phone}|{centre.email}"
    assert not set("'`$ ") & set(script)


def test_the_widgets_first_words_are_those_of_the_domain_and_name_a_new_certificate(monkeypatch):
    knowledge, responses = load_content()
    new = msgspec.structs.replace(knowledge.certificates["clerc_gestionnaire"], id="clerc_z", name="clerc nouveau")
    knowledge = msgspec.structs.replace(knowledge, certificates={**knowledge.certificates, "clerc_z": new})
    worded = {**responses, "utter_welcome": [{"text": "Bienvenue !"}]}
    monkeypatch.setattr(pages, "live", lambda: Content(knowledge, worded))
    assert json.loads(pages.with_centre('"%CENTRE_GREETING%"')) == "Bienvenue !"
    suggested = json.loads(pages.with_centre('"%CENTRE_SUGGESTIONS%"')).split("|")
    assert "Combien coûte la formation de clerc nouveau\u202f?" in suggested
    assert all(question.endswith("\u202f?") for question in suggested)


def test_a_widget_that_was_not_built_is_not_found(tmp_path):
    with pytest.raises(ChannelError) as caught:
        pages.widget(asked(), tmp_path / "widget.js")
    assert caught.value.code == "not_found"


def test_the_server_serves_the_widget_of_the_repository(server):
    types = requests.get(server + "/widget.d.ts", timeout=60)
    assert types.headers["Content-Type"] == "application/typescript; charset=utf-8"
    assert "interface ClercsAssistant" in types.text
    response = requests.get(server + "/widget.js", timeout=60)
    if pages.WIDGET_FILE.is_file():
        assert response.content.decode() == pages.with_centre(pages.WIDGET_FILE.read_text(encoding="utf-8"))
    else:
        assert refusal(response) == (404, "not_found")


@pytest.mark.parametrize("name", ["demo.css", "icon.svg"])
def test_the_pages_files_are_served_with_their_type(server, name):
    response = requests.get(f"{server}/demo/{name}", timeout=60)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith({"css": "text/css", "svg": "image/svg+xml"}[name[-3:]])
    assert response.headers["x-content-type-options"] == "nosniff"


def test_the_page_itself_is_no_file_of_it(server):
    assert refusal(requests.get(f"{server}/demo/demo.html", timeout=60)) == (404, "not_found")
