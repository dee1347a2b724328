"""What the bot knows: the sheets' facts, each with its quote, and the checks that keep them true."""

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import load_knowledge
from bot.knowledge.models import Certificate, Fact, Knowledge, Topic, TopicFacts

__all__ = ["Certificate", "Fact", "Knowledge", "KnowledgeError", "Topic", "TopicFacts", "load_knowledge"]
