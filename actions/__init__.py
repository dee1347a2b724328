"""Custom actions: they translate between Rasa's tracker and bot.answers, and say nothing of their own."""

from actions.certificates import ActionChangeCertificate, ActionListCertificates
from actions.comparison import ActionCompare
from actions.small_talk import ActionForget, ActionSay
from actions.sources import ActionShowSource
from actions.topics import ActionAnswerTopics, ActionUseSituation

__all__ = [
    "ActionAnswerTopics",
    "ActionChangeCertificate",
    "ActionCompare",
    "ActionForget",
    "ActionListCertificates",
    "ActionSay",
    "ActionShowSource",
    "ActionUseSituation",
]
