"""Where it is in doubt what was meant: the likely meanings to choose from, beside an answer or instead of one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.buttons import most, start_buttons, topic_button
from bot.answers.certificates import choose_certificate
from bot.answers.notes import contact_note
from bot.answers.repetition import was_just_said
from bot.answers.reply import Asked, Button, Reply, Saying
from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import Query
from bot.dialogue.state import Pending, State, Turn
from bot.knowledge import Knowledge

# Under this the likeliest meaning is asked for: on held-out authors the first meaning was right in about half of such turns.
UNCLEAR = 0.2
# Under this the next likeliest meaning is offered beside the answer: one in two was not what was meant.
DOUBTFUL = 0.5
# What is answered instead of what was rejected, or of the same again, is at most this much less likely (natural logarithm).
LEAST_LIKELY, NEARLY_AS_LIKELY = 2.5, 1.2
# As close to the likeliest (natural logarithm), and as many, are the meanings to choose from.
_CLOSE, _MOST_CLOSE = 1.0, 3


def which_topic(knowledge: Knowledge, found: Interpretation) -> Reply | None:
    """The likeliest topics to choose from, when answering one of them would be guessing.

    Args:
        knowledge: names the topics.
        found: what the message may mean.
    """
    if found.confidence >= UNCLEAR or len(found.queries) > 1 or not found.candidates:
        return None
    best = found.candidates[0].log_probability
    likely = [c.query for c in found.candidates if c.log_probability >= best - _CLOSE and c.query.intent in knowledge.topics]
    if len(likely) < 2 or found.queries[0].intent not in knowledge.topics:
        return None
    return _choice(knowledge, Saying("which_topic"), likely[:_MOST_CLOSE])


def with_runner_up(knowledge: Knowledge, buttons: tuple[Button, ...], found: Interpretation) -> tuple[Button, ...]:
    """What else may have been meant, first among the buttons, where what was answered is about as likely as not.

    Args:
        knowledge: names the topics.
        buttons: those of the answer.
        found: what the message may mean.
    """
    if found.confidence >= DOUBTFUL or len(found.candidates) < 2:
        return buttons
    other = found.candidates[1].query
    if other.intent not in knowledge.topics or other.intent == found.queries[0].intent:
        return buttons
    button = topic_button(knowledge, other.intent, other.certificates)
    others = tuple(one for one in buttons if one.intent != button.intent)
    # A choice of certificates stays whole.
    is_choice = len({one.certificate for one in others if one.certificate}) > 1
    return (button, *others) if is_choice else most((button, *others))


def next_likeliest(knowledge: Knowledge, found: Interpretation) -> list[Query]:
    """What may be answered instead of the likeliest meaning, likeliest first.

    Args:
        knowledge: names the topics.
        found: what the message may mean.
    """
    if not found.candidates:
        return []
    rejected = found.edit in ("revise", "reject") or found.queries[0].act == "define"
    least = found.candidates[0].log_probability - (LEAST_LIKELY if rejected else NEARLY_AS_LIKELY)
    return [c.query for c in found.candidates[1:] if c.log_probability >= least and c.query.intent in knowledge.topics]


def not_again(knowledge: Knowledge, reply: Reply, found: Interpretation, state: State) -> Reply | None:
    """Whoever gets the same again is not understood: what else they may mean, and somebody to ask.

    What was told further back is told again.

    Args:
        knowledge: names the topics.
        reply: what would be said.
        found: what the message may mean.
        state: the conversation before it.
    """
    if found.queries[0].act == "define" or not was_just_said(reply, state):
        return None
    taken = {query.intent for query in state.turns[-1].queries}
    others = [c.query for c in found.candidates if c.query.intent in knowledge.topics and c.query.intent not in taken]
    offered = _choice(knowledge, Saying("not_again", notes=(contact_note(knowledge),)), others)
    return offered if others else Reply(offered.sayings, start_buttons(knowledge))


def rejected(knowledge: Knowledge, asked: Asked) -> Reply:
    """« C'est pas ma question »: the next likeliest meaning of what was asked, offered and not assumed; else which job.

    Args:
        knowledge: names topics and certificates.
        asked: the query.
    """
    last = asked.state.turns[-1] if asked.state.turns else Turn(())
    other, taken = last.runner_up, [q.intent for q in last.queries]
    if other and other.intent in knowledge.topics and other.intent not in taken:
        topics = [other.intent, *(intent for intent in taken if intent in knowledge.topics)]
        return _choice(knowledge, Saying("misunderstood"), [Query("open", topic, other.certificates) for topic in topics])
    return choose_certificate(knowledge, asked.state.last.intent if asked.state.last else "role")


def _choice(knowledge: Knowledge, saying: Saying, queries: Sequence[Query]) -> Reply:
    """A question back, with what may be meant as buttons."""
    buttons = tuple(topic_button(knowledge, query.intent, query.certificates) for query in queries)
    return Reply((saying,), buttons, (), Pending("topic", tuple(query.intent for query in queries)))
