"""The bot itself in Telegram, in a server of its own as `make telegram` starts it, with the website's channel beside."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from bot.answers.sources import plain
from bot.channels.telegram.texts import menu, sentence
from bot.conversations import readable
from bot.evaluation.running import running
from bot.knowledge import load_knowledge
from tests.channels.web.visitor import Visitor
from tests.figures import EMAIL, EXPERT_EDITION, PHONE
from tests.telegram.bots import Telegram


@pytest.fixture(scope="module")
def real_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the conversations."""
    return tmp_path_factory.mktemp("real") / "conversations.db"


@pytest.fixture(scope="module")
def real(real_database) -> Iterator[tuple[Telegram, str]]:
    """Telegram, and the address of a server that answers there."""
    with (
        Telegram(real_database).running() as telegram,
        running(real_database, BOT_TELEGRAM_TOKEN=telegram.token, BOT_TELEGRAM_API=telegram.url) as address,
    ):
        yield telegram, address


@pytest.fixture
def real_telegram(real: tuple[Telegram, str]) -> Telegram:
    """Telegram, with a server that answers."""
    return real[0]


@pytest.fixture
def anne(real_telegram):
    """Somebody new."""
    return real_telegram.person("Anne")


def last(telegram: Telegram, person) -> str:
    """The bot's last message, as `readable` makes it."""
    return readable(telegram.said(person)[-1])


def test_commands_and_menu_are_set(real_telegram):
    (button,) = real_telegram.until(lambda: [call for call in real_telegram.calls_of("setChatMenuButton") if call.status])
    assert button.params == {"menu_button": {"type": "commands"}}
    (commands,) = real_telegram.calls_of("setMyCommands")
    assert commands.params == {"commands": [command.to_dict() for command in menu()]}
    assert (button.status, commands.status) == (200, 200)


def test_start_greets_says_that_it_is_automatic_and_shows_topics(real_telegram, anne):
    anne.starts()
    assert "je suis l'assistant automatique du campus saint-jacques" in last(real_telegram, anne)
    assert len(real_telegram.shows(anne)[-1].buttons) >= 4


@pytest.mark.parametrize("certificate", load_knowledge().certificates)
def test_a_link_speaks_of_its_certificate(real_telegram, anne, certificate):
    anne.starts(certificate)
    said = last(real_telegram, anne)
    assert said.startswith(f"le {readable(load_knowledge().certificates[certificate].name)}, en bref")
    assert "je suis un assistant automatique" in said


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/aide", "le prix"),
        ("/formations", "clerc gestionnaire"),
        ("/contact", PHONE),
        ("/recommencer", "nous repartons de zero"),
        ("/effacer", "j'ai oublie"),
    ],
)
def test_commands(real_telegram, anne, command, words):
    anne.says(command)
    assert words.replace(" ", "") in last(real_telegram, anne).replace(" ", "")


def test_a_topic_a_button_and_the_question_after_it(real_telegram, anne):
    anne.says("quelles sont les missions ?")
    assert "de quel metier" in last(real_telegram, anne)
    anne.presses("Clerc gestionnaire")
    assert "piloter les procedures" in last(real_telegram, anne)
    assert "source : fiche" in last(real_telegram, anne)
    anne.says("et ça dure combien de temps ?")
    assert "12 mois" in last(real_telegram, anne)


def test_the_citations_of_an_answer_stand_in_its_sheet_also_when_another_was_given_since(real_telegram, anne):
    anne.says("combien gagne un clerc expert ?")
    real_telegram.done()
    answer = real_telegram.shows(anne)[-1]
    anne.says("combien coûte la formation de clerc gestionnaire ?")
    real_telegram.done()
    anne.presses(sentence("citations"), message=answer)
    real_telegram.done()
    shown = real_telegram.shows(anne)[-1]
    assert shown.text.startswith(f"Clerc expert ({EXPERT_EDITION})\n")
    quotes = re.findall("<blockquote expandable>(.+?)</blockquote>", shown.html)
    sheet = readable(plain(load_knowledge().sheets["clerc_expert"].text))
    assert quotes
    assert [quote for quote in quotes if readable(unescape(quote)) not in sheet] == []


@pytest.mark.parametrize(
    ("question", "columns", "rows"),
    [
        ("compare le clerc expert et le clerc gestionnaire", {"Clerc expert", "Clerc gestionnaire"}, {"Le niveau", "La durée"}),
        ("combien gagne un apprenti clerc gestionnaire ?", {"D’après la fiche"}, {"avant 18 ans", "21 à 25 ans"}),
    ],
)
def test_a_table_is_a_list_of_what_it_holds(real_telegram, anne, real_database, question, columns, rows):
    anne.says(question)
    real_telegram.done()
    answer = real_telegram.shows(anne)[-1]
    with sqlite3.connect(real_database) as database:
        query = "select data from events where sender_id = ? and type_name = 'bot' order by id desc"
        table = json.loads(database.execute(query, (f"telegram:{anne.id}",)).fetchone()[0])["metadata"]["table"]
    assert columns <= set(table["columns"])
    assert rows <= {row[0] for row in table["rows"]}
    listed = [line for row in table["rows"] for line in zip(table["columns"][1:], row[1:], strict=True)]
    assert [line.removeprefix("• ") for line in answer.text.splitlines() if line.startswith("• ")] == [
        f"{head}\u00a0: {cell}" for head, cell in listed
    ]
    assert answer.text.startswith(table["caption"].replace("**", "") + "\u00a0:\n")
    assert re.findall(r"^<b>(.+)</b>$", answer.html, re.MULTILINE) == [row[0] for row in table["rows"]]


def test_mail_and_telephone_stand_as_telegram_finds_them(real_telegram, anne):
    anne.says("comment vous joindre ?")
    (text,) = real_telegram.said(anne)
    # Telegram looks for them in a text by rules of its own, which a no-break space or a mark could defeat.
    assert re.search(rf" {re.escape(EMAIL)}$", text, re.MULTILINE)
    assert re.search(rf" {PHONE}$", text, re.MULTILINE)


def test_what_is_kept_is_told_and_forgotten_when_asked(real_telegram, anne, real_database):
    def rows() -> int:
        with sqlite3.connect(real_database) as database:
            query = "select count(*) from events where sender_id = ?"
            (count,) = database.execute(query, (f"telegram:{anne.id}",)).fetchone()
            return int(count)

    anne.says("j'ai 22 ans et je veux connaître la paie d'un apprenti clerc gestionnaire")
    assert "966,21€" in last(real_telegram, anne)
    anne.says("/confidentialite")
    *_, kept, here = real_telegram.said(anne)
    assert "efface mes données" in kept
    assert here == sentence("privacy", days=30)
    assert rows() > 0
    anne.says("/effacer")
    assert "j'ai oublie" in last(real_telegram, anne)
    assert rows() == 0
    with sqlite3.connect(real_database) as database:
        assert database.execute("select count(*) from telegram_updates where heard is not null").fetchone() == (0,)


def test_advice_asks_for_diploma_and_work_and_takes_the_answer(real_telegram, anne):
    anne.says("quelle formation me conseillez-vous ?")
    assert "votre diplome et votre experience" in last(real_telegram, anne)
    anne.says("un BTS")
    assert "clerc gestionnaire" in last(real_telegram, anne)


def test_in_a_group_two_people_ask_of_two_certificates(real_telegram, anne):
    bob = real_telegram.person("Bob")
    group = real_telegram.group("Les futurs clercs", [anne, bob])
    anne.says("/demande quel est le prix du clerc gestionnaire ?", chat=group)
    bob.says("/demande combien gagne un clerc expert ?", chat=group)
    real_telegram.done()
    anne.says("/demande et la durée ?", chat=group)
    assert "clerc gestionnaire" in last(real_telegram, group)


def test_what_a_group_said_before_it_became_a_supergroup_is_known_and_erased(real_telegram, anne, real_database):
    group = real_telegram.group("Les futurs clercs", [anne], kind="group")
    anne.says("/demande quel est le prix du clerc gestionnaire ?", chat=group)
    real_telegram.done()
    supergroup = real_telegram.upgrade(group)
    anne.says("/demande et la durée ?", chat=supergroup)
    assert "clerc gestionnaire" in last(real_telegram, supergroup)
    anne.says("/effacer", chat=supergroup)
    assert "j'ai oublie" in last(real_telegram, supergroup)
    with sqlite3.connect(real_database) as database:
        query = "select sender_id from events where sender_id like '%:' || ?"
        assert database.execute(query, (anne.id,)).fetchall() == []


def test_the_website_is_there_too_and_knows_nothing_of_it(real, anne):
    telegram, address = real
    anne.says("je m'intéresse au clerc expert")
    telegram.done()
    visitor = Visitor(address)
    assert "de quel metier" in visitor.says("quelles sont les missions ?")
