"""Who hears the same again wanted more: what of the topic was not told yet, else that the sheets tell no more."""

from __future__ import annotations

from bot.answers.composing import compose_facts
from bot.answers.facts import topic_facts
from bot.answers.notes import contact_note
from bot.answers.repetition import STANDS, asks_again, was_just_said, was_said
from bot.answers.reply import Asked, Reply, Saying
from bot.knowledge import Knowledge


def instead_of_the_same(knowledge: Knowledge, asked: Asked, reply: Reply) -> Reply | None:
    """What is said instead of facts that were told in the reply before, to who did not ask for them again.

    Args:
        knowledge: holds the facts.
        asked: what the message asks first.
        reply: what would be said.

    Returns:
        None where the reply is no such repetition.
    """
    topic = asked.query.intent
    told = {fact for saying in reply.sayings if saying.response not in STANDS for _, fact in saying.facts}
    reading = asked.reading
    # Who names the topic itself, or tells of somebody, wants just that.
    wants_it = topic in reading.named_topics or bool(reading.told) or asks_again(asked.query, reading)
    not_of_a_sheet = topic not in knowledge.topics or knowledge.topics[topic].scope != "certificate"
    if not told or wants_it or not reading.words or not_of_a_sheet or not was_just_said(reply, asked.state):
        return None
    certificates = asked.certificates(knowledge)
    if len(certificates) == 1 and (left := [fact for fact in topic_facts(knowledge, topic, certificates[0]) if fact not in told]):
        found = Reply((compose_facts(knowledge, asked, certificates[0], left),), reply.buttons, reply.told_of)
        if not was_said(found, asked.state):
            return found
    notes = (contact_note(knowledge, certificates),)
    values = {"label": knowledge.topics[topic].label}
    if len(certificates) == 1:
        values["certificate"] = knowledge.certificates[certificates[0]].name
    response = "nothing_more_of_certificate" if "certificate" in values else "nothing_more"
    return Reply((Saying(response, values, notes),), reply.buttons, reply.told_of)
