"""The bot as its channels see it: text over HTTP, text back."""

import sqlite3
import uuid

import pytest
import requests

from bot.conversations import readable
from tests.figures import EXPERT_HOURS, EXPERT_PAY, PHONE, PROCEDURES_PAY, REGISTERED_UNTIL, TUITION


class Visitor:
    """Someone new who talks to the bot."""

    def __init__(self, server):
        self.server, self.sender, self.payloads = server, uuid.uuid4().hex, {}

    def says(self, text):
        """What the bot answers, in one text, as `readable` makes it."""
        message = self.payloads.get(text, text)
        response = requests.post(
            f"{self.server}/webhooks/rest/webhook", json={"sender": self.sender, "message": message}, timeout=60
        )
        response.raise_for_status()
        messages = response.json()
        self.payloads = {b["title"]: b["payload"] for m in messages for b in m.get("buttons", [])}
        return readable("\n".join(m.get("text", "") for m in messages))


@pytest.fixture
def visitor(server):
    return Visitor(server)


def test_each_certificate_answers_with_its_source(visitor):
    assert REGISTERED_UNTIL in visitor.says("le clerc assistant est-il reconnu par l'état ?")
    assert readable(PROCEDURES_PAY) in visitor.says("salaire du clerc aux procédures débutant")
    assert EXPERT_HOURS in visitor.says("combien de temps dure la formation de clerc expert ?")
    answer = visitor.says("quel est le prix de la formation clerc gestionnaire ?")
    assert readable(TUITION) in answer
    assert "source" in answer


def test_the_certificate_is_remembered_and_changed(visitor):
    assert readable(EXPERT_PAY) in visitor.says("combien gagne un clerc expert ?")
    assert "master 1" in visitor.says("et il faut quel diplôme ?")
    assert "niveau 5" in visitor.says("et pour le clerc gestionnaire ?")


def test_an_unnamed_certificate_is_asked_for_and_a_button_answers(visitor):
    assert "de quel metier" in visitor.says("quelles sont les missions ?")
    assert "Clerc expert" in visitor.payloads
    assert "veille juridique" in visitor.says("Clerc expert")


def test_what_no_sheet_holds_is_said_to_be_unknown_with_the_contact(visitor):
    answer = visitor.says("est-ce que vous avez un internat pour loger ma fille ?")
    assert "ne disent rien" in answer
    assert PHONE in answer


def test_the_neighbours_figure_is_never_given(visitor):
    answer = visitor.says("quel est le prix de la formation de clerc expert ?")
    assert "ne dit rien" in answer
    assert readable(TUITION) not in answer


def test_out_of_scope_says_what_the_bot_can_do(visitor):
    assert "je renseigne seulement" in visitor.says("tu connais une recette de tarte aux pommes ?")


def test_a_message_as_long_as_may_be_is_answered(visitor):
    assert visitor.says("je voudrais savoir le prix de la formation clerc gestionnaire " * 16)


@pytest.mark.parametrize("text", ["?", "😬", "", "   ", "/", "/ask_price", "{", "null", "a" * 1000])
def test_odd_messages_get_an_answer_or_a_clear_refusal(visitor, text):
    assert visitor.says(text) or not text.strip()


def test_who_asks_to_be_forgotten_leaves_nothing_in_the_database(visitor, server_database):
    def rows():
        with sqlite3.connect(server_database) as database:
            return database.execute("select count(*) from events where sender_id = ?", (visitor.sender,)).fetchone()[0]

    visitor.says("j'ai 22 ans et je veux connaître la paie d'un apprenti clerc gestionnaire")
    assert rows() > 0
    assert "j'ai oublie" in visitor.says("efface mes données s'il te plaît")
    assert rows() == 0
    assert "22 ans" not in visitor.says("quelle est la paie d'un apprenti ?")
