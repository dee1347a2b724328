"""Custom actions: they translate between Rasa's tracker and bot.answers, and say nothing of their own."""

from actions.reply import ActionForget, ActionReply

__all__ = ["ActionForget", "ActionReply"]
