"""Answers' Markdown as Telegram's HTML, in parts that it takes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.formatting import MOST_UNITS, listed, messages, quoted, units

ANSWER = """Le prix de la formation de **clerc gestionnaire** :
- 7 840 € pour 2027, soit 16 € de l’heure
- frais d’inscription < 115 € & sans TVA

Voici ce que dit la fiche :
> Tarif 2027
> « 7 840 € »
_Source : fiche « Clerc Gestionnaire » (2026)_"""
MARKDOWN = st.text("ab _*[]()<>&^{}>-•.1\n\"'’é😀/:@", max_size=300)


def shown(html: str) -> str:
    """What is read of a message."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_an_answer_as_it_is_shown():
    assert messages(ANSWER) == [
        "Le prix de la formation de <b>clerc gestionnaire</b> :\n"
        "• 7 840 € pour 2027, soit 16 € de l’heure\n"
        "• frais d’inscription &lt; 115 € &amp; sans TVA\n"
        "\n"
        "Voici ce que dit la fiche :\n"
        "<blockquote>Tarif 2027\n« 7 840 € »</blockquote>\n"
        "<i>Source : fiche « Clerc Gestionnaire » (2026)</i>"
    ]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**_a_ & b**", "<b><i>a</i> &amp; b</b>"),
        ("au 1^{er} avril", "au 1er avril"),
        ('[le site](https://a.fr/?x=1&y="2")', '<a href="https://a.fr/?x=1&amp;y=&quot;2&quot;">le site</a>'),
        ("[me rappeler](mailto:a@b.fr?subject=Me%20rappeler)", "me rappeler (a@b.fr)"),
        ("[+33549616074](tel:+33549616074)", "+33549616074"),
        ("https://a.fr/un_deux_trois et a_b_c@d.fr", "https://a.fr/un_deux_trois et a_b_c@d.fr"),
        ("mot_avec_traits, 2 * 3 * 4", "mot_avec_traits, 2 * 3 * 4"),
        ("1. un\n2) deux", "1. un\n2) deux"),
        ("> - dans une citation", "<blockquote>• dans une citation</blockquote>"),
        ("<b>pas à nous</b> &amp;", "&lt;b&gt;pas à nous&lt;/b&gt; &amp;amp;"),
        ("**sans fin", "**sans fin"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
def test_markdown(markdown, html):
    assert messages(markdown) == [html]


def test_nothing_to_read_is_no_message():
    assert messages(" \n\n ") == []


@pytest.mark.parametrize("separator", ["\n\n", "\n", " "])
def test_what_is_too_long_is_cut_where_it_hurts_least(separator):
    pieces = [f"{letter * 1500}" for letter in "abcdef"]
    assert messages(separator.join(pieces)) == [separator.join(pieces[i : i + 2]) for i in (0, 2, 4)]


def test_paragraphs_come_before_lines():
    first, second = "\n".join(["un"] * 1000), "\n".join(["deux"] * 700)
    assert messages(f"{first}\n\n{second}") == [first, second]


def test_a_word_without_end_is_cut_too_and_an_emoji_counts_twice():
    parts = messages("😀" * 5000)
    assert "".join(parts) == "😀" * 5000
    assert [units(part) for part in parts] == [4096, 4096, 1808]


def test_a_quote_that_is_cut_is_a_quote_in_both_parts():
    parts = messages("\n".join(["> " + "mot " * 100] * 20))
    assert len(parts) == 2
    assert all(part.startswith("<blockquote>") and part.endswith("</blockquote>") for part in parts)


def test_a_table_is_a_list_with_the_head_of_each_row_above_its_values():
    columns = ["Sujet", "Clerc expert", "Clerc gestionnaire"]
    rows = [["Le niveau", "la fiche ne le dit pas", "niveau 6"], ["La durée", "481 heures", "12 mois\u202f; 490 heures"]]
    assert messages(listed({"caption": "Clerc **expert** et gestionnaire", "columns": columns, "rows": rows})) == [
        "Clerc <b>expert</b> et gestionnaire\u00a0:\n"
        "\n"
        "<b>Le niveau</b>\n"
        "• Clerc expert\u00a0: la fiche ne le dit pas\n"
        "• Clerc gestionnaire\u00a0: niveau 6\n"
        "\n"
        "<b>La durée</b>\n"
        "• Clerc expert\u00a0: 481 heures\n"
        "• Clerc gestionnaire\u00a0: 12 mois\u202f; 490 heures"
    ]


def test_a_table_of_two_columns_is_a_line_a_row():
    rows = [["Clerc expert", "481 heures"], ["Clerc gestionnaire", "12 mois"]]
    assert messages(listed({"caption": "La durée", "columns": ["Métier", "La durée"], "rows": rows})) == [
        "La durée\u00a0:\n• <b>Clerc expert</b>\u00a0: 481 heures\n• <b>Clerc gestionnaire</b>\u00a0: 12 mois"
    ]


@pytest.mark.parametrize("quotes", [["mot & " * 2000], ["a" * 4096], ["b" * 4095], ["a" * 1000] * 9, ["😀" * 3000, "_a_ <b>"]])
def test_long_quotes_come_in_parts_that_telegram_takes_and_stay_word_for_word(quotes):
    parts = quoted([{"title": "T & t", "date": "2026", "quotes": quotes}] * 2)
    assert all(0 < units(shown(part)) <= MOST_UNITS for part in parts)
    inside = re.findall(r"<blockquote expandable>([^<]+)</blockquote>", "".join(parts))
    letters = [each.replace(" ", "") for each in (unescape("".join(inside)), "".join(quotes * 2))]
    assert letters[0] == letters[1]
    assert re.sub(r"<blockquote expandable>[^<]+</blockquote>|\s", "", "".join(parts)) == "<b>T&amp;t</b>(2026)" * 2


@given(MARKDOWN)
def test_every_tag_is_closed_and_all_else_escaped(text):
    for message in messages(text):
        open_tags: list[str] = []
        for tag in re.findall(r"<[^>]*>?", message):
            kind = re.fullmatch(r"<(/?)(b|i|blockquote|a)(?: href=\"[^\"<>]*\")?>", tag)
            assert kind, tag
            if kind[1]:
                assert open_tags.pop() == kind[2]
            else:
                open_tags.append(kind[2])
        assert not open_tags
        assert not re.search(r"&(?!lt;|gt;|amp;|quot;|#x27;)", message)


@given(MARKDOWN, st.integers(1, 40))
def test_no_part_is_too_long_and_no_word_is_lost(text, times):
    long = (text + "\n") * times * 10
    parts = messages(long)
    assert all(units(shown(part)) <= MOST_UNITS for part in parts)
    letters = re.compile(r"[abé1😀]")
    bare = re.sub(r"\]\((?:https?://|mailto:|tel:)[^\s)]+\)", "", long)
    assert letters.findall(shown("".join(parts))) == letters.findall(bare)
