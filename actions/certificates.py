"""Talking about another certificate, and the list of those there are."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, knowledge, topic_answers
from bot.answers.certificates import choose_certificate, list_certificates, meant_certificates
from bot.answers.topics import Question


class ActionChangeCertificate(Action):
    """« Et pour le clerc expert ? », « non, l'autre »: the same questions, asked of another certificate."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_change_certificate"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer again, or ask which certificate is meant."""
        turn = Turn(dispatcher, tracker, domain)
        focus = turn.focus
        meant = turn.certificates or meant_certificates(knowledge(), focus, correcting=turn.intent == "correct")
        if not meant:
            return turn.reply(choose_certificate(knowledge(), focus))
        questions = [Question(topic, meant) for topic in focus.topics or ("role",)]
        return turn.reply(topic_answers().answer(questions, focus))


class ActionListCertificates(Action):
    """Which certificates there are."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_list_certificates"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """List them with a button each."""
        turn = Turn(dispatcher, tracker, domain)
        return turn.reply(list_certificates(knowledge(), turn.focus))
