"""Commands, the menu, and the few sentences that this channel has of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.channels.errors import ChannelError
from bot.channels.messages import Said, typed
from bot.channels.telegram.commands import Meant, meant
from bot.channels.telegram.texts import menu, sentence, texts
from bot.evaluation.running import ROOT
from bot.knowledge import load_knowledge
from bot.knowledge.domain import completed
from bot.knowledge.loader import read_yaml
from bot.typography import french


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/start", "/greet"),
        ("/start inconnu", "/greet"),
        ("/aide", "/help"),
        ("/AIDE moi", "/help"),
        ("/help", "/help"),
        ("/formations", "/ask_certificates"),
        ("/contact", "/ask_contact"),
        ("/recommencer", "/restart"),
        ("/effacer", "/forget_me"),
        ("", "/greet"),
        ("/start clerc_gestionnaire", '/ask_role{"certificate": "clerc_gestionnaire"}'),
        ("/start Clerc-Gestionnaire", '/ask_role{"certificate": "clerc_gestionnaire"}'),
        ("quel prix ?", "quel prix ?"),
        ("/prix", "prix"),
        ("/ask_price", "ask_price"),
        ('/ask_price{"certificate":"clerc_expert"}', 'ask_price{"certificate":"clerc_expert"}'),
        ("/aide/help", "aide/help"),
    ],
)
def test_what_a_message_stands_for(written, said):
    assert meant(written) == Meant(Said(said, written or "/start"))


@pytest.mark.parametrize("written", ["/confidentialite", "/confidentialité"])
def test_what_is_kept_is_told_with_what_is_special_here(written):
    assert meant(written) == Meant(Said("/ask_privacy", written), "privacy")
    assert "au plus tard 7 jours" in sentence("privacy", days=7)


@pytest.mark.parametrize("command", ["/demande", "/DEMANDE", "/Demandé"])
def test_a_question_after_the_command_to_ask_with_is_the_message(command):
    assert meant(f"{command}  le prix du clerc expert ?") == Meant(typed("le prix du clerc expert ?"))
    assert meant(f"{command} /ask_price") == Meant(Said("ask_price", "/ask_price"))
    assert meant(f"{command} ") == Meant(None, "ask")


def test_every_certificate_has_a_link():
    for certificate in load_knowledge().certificates:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", certificate)
        said = meant(f"/start {certificate}").said
        assert said
        assert f'"{certificate}"' in said.text


@pytest.mark.parametrize("text", ["é" * 1001, "\u200b", " \n"])
def test_the_limits_on_a_text_are_those_of_all_channels(text):
    with pytest.raises(ChannelError):
        meant(text)


def test_commands_stand_for_what_the_bot_knows():
    intents = [*completed(read_yaml(ROOT / "domain.yml", dict[str, Any]), load_knowledge().topics)["intents"], "restart"]
    for command in texts().commands.values():
        assert command.means in intents or (command.means is None and command.adds)
        assert command.adds is None or command.adds in texts().sentences


def test_the_menu_is_one_that_telegram_takes():
    """core.telegram.org/bots/api#botcommand."""
    names = [entry.command for entry in menu()]
    assert names == ["aide", "demande", "formations", "contact", "recommencer", "confidentialite", "effacer"]
    for entry in menu():
        assert re.fullmatch(r"[a-z0-9_]{1,32}", entry.command)
        assert 1 <= len(entry.description) <= 256


def test_sentences_are_in_french_typography():
    for key, text in texts().sentences.items():
        shown = sentence(key, days=30)
        assert shown == french(shown)
        assert "'" not in text
