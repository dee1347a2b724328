"""Texts: core.telegram.org/bots/api#html-style and #messageentity; errors as parse_html in td/telegram/MessageEntity.cpp."""

import pytest

from tests.telegram.emulator.errors import Refused
from tests.telegram.emulator.formatting import clean, cut, find_entities, parse_html, read_text, utf16


@pytest.mark.parametrize(
    ("tag", "type_"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_the_supported_tags(tag, type_):
    text, entities = parse_html(f"un <{tag}>deux</{tag}> trois")
    assert text == "un deux trois"
    assert entities == [{"type": type_, "offset": 3, "length": 4}]


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ('<span class="tg-spoiler">a</span>', {"type": "spoiler"}),
        ("<blockquote expandable>a</blockquote>", {"type": "expandable_blockquote"}),
        ('<a href="https://exemple.fr/x?y=1&amp;z=2">a</a>', {"type": "text_link", "url": "https://exemple.fr/x?y=1&z=2"}),
        ("<a href='http://exemple.fr'>a</a>", {"type": "text_link", "url": "http://exemple.fr"}),
        ('<a href="exemple.fr">a</a>', {"type": "text_link", "url": "http://exemple.fr"}),
        ('<pre><code class="language-python">a</code></pre>', {"type": "pre", "language": "python"}),
        (
            '<tg-emoji emoji-id="5368324170671202286">a</tg-emoji>',
            {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"},
        ),
    ],
)
def test_tags_with_attributes(html, entity):
    assert parse_html(html) == ("a", [{"offset": 0, "length": 1, **entity}])


def test_a_link_to_a_person_is_a_mention():
    _, entities = parse_html('<a href="tg://user?id=42">Alice</a>')
    assert (entities[0]["type"], entities[0]["user"]["id"]) == ("text_mention", 42)


def test_a_link_that_names_no_address_takes_its_text():
    assert parse_html("<a>https://exemple.fr</a>")[1][0]["url"] == "https://exemple.fr"


@pytest.mark.parametrize("link", ["mailto:a@exemple.fr", "tel:+33549616074", "javascript:alert(1)", "rien"])
def test_a_link_of_another_kind_is_lost(link):
    assert parse_html(f'<a href="{link}">a</a>') == ("a", [])


def test_tags_nest():
    text, entities = parse_html("<b>un <i>deux</i></b> <u>trois</u>")
    assert text == "un deux trois"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("bold", 0, 7),
        ("italic", 3, 4),
        ("underline", 8, 5),
    ]


def test_an_empty_tag_is_nothing():
    assert parse_html("un<b></b>") == ("un", [])


def test_an_end_tag_may_be_anonymous_or_have_spaces():
    assert parse_html("<i>un</> <b>deux</b  >")[0] == "un deux"


def test_offsets_are_utf_16_code_units():
    _, entities = parse_html("🎓 <b>é🎓</b>")
    assert entities == [{"type": "bold", "offset": 3, "length": 3}]
    assert utf16("🎓é") == 3
    assert cut("🎓 é🎓", 3, 3) == "é🎓"


def test_the_four_named_entities_and_numbers():
    assert parse_html("&lt;b&gt; &amp;amp; &quot;&#233;&#xE9;&#x1F393; &lt")[0] == '<b> &amp; "éé🎓 <'


@pytest.mark.parametrize("text", ["&nbsp;", "&eacute;", "&apos;", "& ", "R&D", "&#;", "&#x110000;", "a & b"])
def test_other_entities_stay_as_they_are_written(text):
    assert parse_html(text) == (text, [])


def test_line_breaks_stay():
    assert parse_html("un\ndeux\n\ntrois")[0] == "un\ndeux\n\ntrois"


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("un <p>deux</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("un <b", "Unclosed start tag at byte offset 3"),
        ("<", "Unclosed start tag at byte offset 0"),
        ("<b>un", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>un</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("un</b>", "Unexpected end tag at byte offset 2"),
        ("<b>un</b></b>", "Unexpected end tag at byte offset 9"),
        ("<b><i>un</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("<b>un</b", "Unclosed end tag at byte offset 5"),
        ("<b>un</b x>", "Unclosed end tag at byte offset 5"),
        ('<span class="x">un</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<span>un</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">un</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x>un</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>un</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">un</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD83C;", "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate"),
    ],
)
def test_what_cannot_be_read(html, error):
    with pytest.raises(Refused) as refused:
        parse_html(html)
    assert refused.value.status == 400
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {error}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start clerc", [("bot_command", "/start")]),
        ("/aide@test_bot svp", [("bot_command", "/aide@test_bot")]),
        ("voir /aide et /contact.", [("bot_command", "/aide"), ("bot_command", "/contact")]),
        ("et/ou 10/12 http://x/y a//b", [("url", "http://x/y")]),
        ("/" + "a" * 65, []),
        ("/formation-clerc", [("bot_command", "/formation")]),
        ("/été", []),
        ("dis @test_bot, combien ?", [("mention", "@test_bot")]),
        ("a@b", []),
        ("écrire à accueil@exemple.fr.", [("email", "accueil@exemple.fr")]),
        ("https://exemple.fr/a?b=c, www.exemple.fr", [("url", "https://exemple.fr/a?b=c"), ("url", "www.exemple.fr")]),
        ("#clerc #2027 #été_2027", [("hashtag", "#clerc"), ("hashtag", "#été_2027")]),
        ("🎓 /aide", [("bot_command", "/aide")]),
        ("7 840 € net.", []),
    ],
)
def test_entities_found_in_a_plain_text(text, found):
    assert [(each["type"], cut(text, each["offset"], each["length"])) for each in find_entities(text)] == found


def test_white_space_around_goes_and_entities_move():
    text, entities = clean("\n  un deux \n", [{"type": "bold", "offset": 3, "length": 2}])
    assert (text, entities) == ("un deux", [{"type": "bold", "offset": 0, "length": 2}])
    assert clean("un deux  ", [{"type": "bold", "offset": 3, "length": 6}]) == (
        "un deux",
        [{"type": "bold", "offset": 3, "length": 4}],
    )
    assert clean("un  ", [{"type": "bold", "offset": 2, "length": 2}]) == ("un", [])


def test_control_characters_become_spaces():
    assert clean("un\tdeux\x00trois\u202equatre\ncinq", [])[0] == "un deux trois quatre\ncinq"


def test_found_entities_stand_beside_formatted_ones_but_not_in_code_or_links():
    text, entities = read_text('<b>/aide</b> <code>/non</code> <a href="https://exemple.fr">/non</a>', "HTML")
    assert text == "/aide /non /non"
    assert [(each["type"], each["offset"]) for each in entities] == [
        ("bold", 0),
        ("bot_command", 0),
        ("code", 6),
        ("text_link", 11),
    ]


def test_plain_text_is_not_parsed():
    assert read_text("<b>un</b> &amp;", "")[0] == "<b>un</b> &amp;"


@pytest.mark.parametrize(
    "text", ["a" * 4096, "🎓" * 2048, "é" * 4096, " \n" + "a" * 4096 + " "], ids=["a", "emoji", "é", "spaces"]
)
def test_the_longest_texts(text):
    assert read_text(text, "")[0] == text.strip()


def test_tags_and_entities_do_not_count():
    assert utf16(read_text("<b>" + "&amp;" * 4096 + "</b>", "HTML")[0]) == 4096


@pytest.mark.parametrize(
    ("text", "parse_mode", "error"),
    [
        ("", "", "message text is empty"),
        (" \n ", "", "text must be non-empty"),
        ("\u200b", "", "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("a" * 4097, "", "message is too long"),
        ("🎓" * 2048 + "a", "", "message is too long"),
        ("<b>" + "a" * 4097 + "</b>", "HTML", "message is too long"),
        ("a" * 32769, "", "text is too long"),
        ("*a*", "MarkdownV2", "unsupported parse_mode"),
        ("a", "XML", "unsupported parse_mode"),
    ],
    ids=lambda value: value[:12],
)
def test_texts_that_are_refused(text, parse_mode, error):
    with pytest.raises(Refused) as refused:
        read_text(text, parse_mode)
    assert refused.value.description == f"Bad Request: {error}"
