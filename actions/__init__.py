"""Custom actions: they translate between Rasa's tracker and bot.answers, and say nothing of their own."""

from actions.answers import ActionAnswer
from actions.small_talk import ActionForget, ActionSay

__all__ = ["ActionAnswer", "ActionForget", "ActionSay"]
