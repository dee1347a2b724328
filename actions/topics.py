"""Questions on topics, and what a visitor tells of a person's situation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, topic_answers
from bot.answers.reply import Reply, Saying
from bot.answers.topics import Question

# Topics whose answer changes with the person: telling one's age after them asks again.
PERSONAL_TOPICS = ("apprentice_pay", "admission", "fees", "price")
# What is asked when somebody asks for the way to a goal.
PATH_TOPIC = "career"


class ActionAnswerTopics(Action):
    """Answers every question of the message from the sheets."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_topics"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answers."""
        turn = Turn(dispatcher, tracker, domain)
        questions = turn.questions or [Question(PATH_TOPIC, turn.certificates)]
        return turn.reply(topic_answers().answer(questions, turn.focus))


class ActionUseSituation(Action):
    """Someone tells their age, diploma or experience: answer the last question again with it."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_use_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answer, or ask what is wanted."""
        turn = Turn(dispatcher, tracker, domain)
        focus = turn.focus
        topics = [topic for topic in focus.topics if topic in PERSONAL_TOPICS]
        if not topics and turn.situation.level:
            topics = ["admission"]
        if not topics:
            return turn.reply(Reply((Saying("situation_noted"),), focus=focus.on(turn.certificates)))
        questions = [Question(topic, turn.certificates) for topic in topics]
        return turn.reply(topic_answers().answer(questions, focus))
