"""From (topic, certificate) to an answer: one way for every topic and every certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from bot.answers.buttons import certificate_buttons, most, next_steps
from bot.answers.closed import BRIEF, CLOSED, OF_MONEY, closed, is_choice, is_closed, sides
from bot.answers.composing import compose_beside, compose_facts, compose_of_centre
from bot.answers.differences import difference, hours_spread
from bot.answers.eligibility import diploma_needed
from bot.answers.facts import holds, sources_of, topic_facts, topic_length, with_sheets
from bot.answers.figures import answer_figures, figure_of_another
from bot.answers.newer import newer_note, nothing_newer
from bot.answers.notes import contact_note, gap_note, old_note, with_gap
from bot.answers.overview import confirmed_figures, overview
from bot.answers.own import SUMS, pay_compared, pay_not_compared, sum_compared, without_own
from bot.answers.paths import way_not_told
from bot.answers.personal import closed_first, experience_weighed, pay_table, personal
from bot.answers.prices import checks_total, not_all_included, payers, total_notes, waived
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.selection import (
    WORKED_OUT,
    holds_figure,
    meant_by_name,
    meant_by_nearness,
    meant_by_seniority,
    meant_by_status,
    named_by_particular_words,
    named_of_topic,
    without_other_items,
)
from bot.answers.silence import (
    asked_of_silence,
    elsewhere_buttons,
    named_elsewhere,
    not_told,
    share_not_told,
    unanswered,
    untold_anywhere,
)
from bot.answers.telling import shortened, told_in
from bot.answers.verdicts import open_to, other_way
from bot.dialogue.query import Query
from bot.dialogue.state import Pending
from bot.knowledge import Fact, Knowledge
from bot.knowledge.marks import marks_in
from bot.typography import capital, listing

# When no certificate is named: all that hold the topic are told if their facts together are at most this long.
SHORT_ENOUGH = 520
# What somebody may ask of who tells a mark.
_OF_MARKS = frozenset(["assessment", "partial_validation", "exam_details", "blocks"])
# A piece of a message asks of a topic that is at least so likely for it.
_LIKELY = 0.5


class _Answer(NamedTuple):
    """What is said to one question, the buttons that it asks back with, and the certificates it is about."""

    sayings: Sequence[Saying]
    buttons: Sequence[Button] = ()
    about: Sequence[str] = ()


def answer_topics(knowledge: Knowledge, asked: Sequence[Asked]) -> Reply:
    """One reply to all these questions, in order.

    Args:
        knowledge: holds the facts.
        asked: at least one; each on a topic of topics.yml.
    """
    sayings: list[Saying] = []
    choices: list[Button] = []
    told_of: list[str] = []
    merged = _without_companions(knowledge, asked)
    if len(merged) == 1:
        merged = [asked_of_silence(knowledge, merged[0])]
    for one in merged:
        if any(name in SUMS for saying in sayings for name, _ in saying.openings):
            one = replace(one, reading=without_own(one.reading))
        answer = _answer(knowledge, one, one.certificates(knowledge) or tuple(told_of))
        told = [newer_note(knowledge, one, saying) for saying in answer.sayings]
        sayings += [saying for saying in told if not any(_tells_the_same(saying, other) for other in sayings)]
        choices += answer.buttons
        told_of += [c for c in answer.about if c not in told_of]
    topics = tuple(dict.fromkeys(one.query.intent for one in asked))
    about = tuple(dict.fromkeys(c for one in asked for c in one.certificates(knowledge))) or tuple(told_of)
    buttons = tuple(dict.fromkeys(choices)) or next_steps(knowledge, topics, about)
    options = tuple(button.certificate for button in choices if button.certificate)
    pending = Pending("certificate", options) if options else None
    return Reply(tuple(shortened(sayings)), most(buttons), tuple(told_of), pending)


def answer_fact(knowledge: Knowledge, asked: Asked, certificate: str, topic: str, index: int) -> Reply:
    """One fact alone.

    Args:
        knowledge: holds it.
        asked: the query.
        certificate: whose sheet it stands in.
        topic: under which.
        index: its place among the topic's facts.
    """
    fact = knowledge.certificates[certificate].topics[topic].facts[index]
    saying = compose_facts(knowledge, asked, certificate, [fact], topic=topic)
    return Reply((saying,), next_steps(knowledge, (topic,), (certificate,)), (certificate,))


def _without_companions(knowledge: Knowledge, asked: Sequence[Asked]) -> list[Asked]:
    """Leave out a question whose topic is told along with another one's (« la durée et le nombre d'heures »)."""
    kept: list[Asked] = []
    for one in asked:
        if any(_tells(knowledge, other.query, one.query) or other.query == one.query for other in kept):
            continue
        kept = [other for other in kept if not _tells(knowledge, one.query, other.query)]
        kept.append(one)
    return kept


def _tells(knowledge: Knowledge, query: Query, other: Query) -> bool:
    """Whether the answer to a question tells another one's too."""
    return other.intent in knowledge.topics[query.intent].with_ and other.certificates == query.certificates


def _tells_the_same(saying: Saying, other: Saying) -> bool:
    return bool(saying.facts) and (saying.response, saying.facts) == (other.response, other.facts)


def _answer(knowledge: Knowledge, asked: Asked, certificates: tuple[str, ...]) -> _Answer:
    topic = knowledge.topics[asked.query.intent]
    if newer := nothing_newer(knowledge, asked, certificates):
        return _Answer([newer], (), certificates)
    if weighed := experience_weighed(knowledge, asked, certificates):
        return _Answer([weighed], (), certificates)
    if told := _told_elsewhere(knowledge, asked, certificates):
        return _Answer([told], (), certificates)
    if asked.state.last and asked.state.last.intent == topic.near and (side := _side_of(knowledge, asked, certificates)):
        return _Answer([side], (), certificates)
    if topic.near and _decides(knowledge, asked, topic.near, certificates):
        # « Net ou brut ? » is answered by what the salaries are.
        return _answer(knowledge, replace(asked, query=structs.replace(asked.query, intent=topic.near)), certificates)
    if topic.scope == "unanswered":
        named = named_elsewhere(knowledge, asked, certificates)
        return _Answer([named], (), certificates) if named else _Answer(unanswered(knowledge, asked, certificates))
    if topic.scope == "centre":
        return _Answer(_of_centre(knowledge, asked, certificates))
    if topic.general and not certificates:
        return _Answer([compose_of_centre(knowledge, asked, topic.general)])
    if len(certificates) > 1 and asked.query.intent == "admission" and _asks_of_their_case(asked):
        return _Answer([open_to(knowledge, asked.situation, certificates)], (), certificates)
    if len(certificates) > 1:
        return _Answer([_of_several(knowledge, asked, certificates)], (), certificates)
    return _of_one(knowledge, asked, certificates[0]) if certificates else _of_none(knowledge, asked)


def _told_elsewhere(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """What a message asks in words of another topic than the one it was taken to ask: several in a row, or a mark it got."""
    if len(certificates) == 1 and asked.query.intent in _OF_MARKS and any(one.got for one in asked.reading.marks):
        for topic, entry in knowledge.certificates[certificates[0]].topics.items():
            if facts := [fact for fact in entry.facts if marks_in(fact.text)]:
                openings = closed(asked, [(fact, "neither") for fact in facts])
                return compose_facts(knowledge, asked, certificates[0], facts, openings, topic=topic)
    particular = named_by_particular_words(knowledge, asked)
    if particular is None or asked.query.act == "verdict" or particular[0] not in certificates:
        return None
    holder, topic, answers = particular
    facts = list(dict.fromkeys(fact for fact, _ in answers))
    return compose_facts(knowledge, asked, holder, facts, closed(asked, answers), topic=topic)


def _asks_of_their_case(asked: Asked) -> bool:
    """Whether somebody of whom enough is known asks what several certificates ask: what that means for them is told."""
    return (
        asked.situation.tells_diploma_or_work and asked.query.act not in ("compare", "source") and not asked.reading.named_facts
    )


def _decides(knowledge: Knowledge, asked: Asked, topic: str, certificates: Sequence[str]) -> bool:
    """Whether a question that offers two sides on which no sheet speaks is decided by what a near topic's figures are."""
    held = [fact for c in certificates or knowledge.holders(topic) for fact in topic_facts(knowledge, topic, c)]
    return is_choice(asked) and bool(sides(asked, held))


def _side_of(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """« C'est net ? », right after the figures: what they are, without all of them again."""
    near = knowledge.topics[asked.query.intent].near or ""
    held = [fact for c in certificates or knowledge.holders(near) for fact in topic_facts(knowledge, near, c)]
    found = sides(asked, held) if is_closed(asked) and asked.reading.words <= BRIEF else []
    return Saying(*found[0]) if found else None


def _of_centre(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> list[Saying]:
    topic = asked.query.intent
    # What the centre answers for all is asked of none, and a certificate that is named may have its own.
    named = [c for c in asked.reading.named() if c in knowledge.certificates]
    own = [c for c in certificates or named if holds(knowledge, c, topic)]
    told = [_told(knowledge, asked, c, f"{topic}_of_certificate") for c in own]
    # Where one certificate's sheet names a place of its own, the centre's is no answer for another certificate.
    # A pressed button has no words, and says the certificate itself.
    # « Et c'est où ? » goes on with the one spoken of; « vous êtes où ? » asks of the centre.
    goes_on = topic == "address" and "ours" not in asked.reading.cues and "centre" not in asked.reading.named()
    meant = [c for c in certificates if c in asked.reading.named() or not asked.reading.words or goes_on]
    elsewhere = [c for c in meant if knowledge.certificates[c].sheet != knowledge.centre.sheet]
    if certificates and not told and len(elsewhere) == len(certificates) and knowledge.holders(topic):
        return [not_told(knowledge, asked, c) for c in certificates]
    # Whom to ask elsewhere stands beside whom to ask here.
    beside = [(c, facts) for c in named if not told and (facts := knowledge.beside(c, {topic}))]
    other = [compose_facts(knowledge, asked, c, facts, topic="links") for c, facts in beside]
    of_centre = compose_of_centre(knowledge, asked, topic)
    silent = [c for c in named if knowledge.certificates[c].sheet != knowledge.centre.sheet]
    if silent and is_closed(asked) and not told:
        # « Elle s'occupe aussi des clercs assistants ? »: of them the centre does not speak.
        of_centre = _said_by_centre(knowledge, of_centre, silent)
    return told or [*other, of_centre]


def _said_by_centre(knowledge: Knowledge, saying: Saying, certificates: Sequence[str]) -> Saying:
    """What the centre says, after that the sheets of these certificates say nothing of it."""
    values = {"certificate": listing([knowledge.certificates[c].name for c in certificates])}
    response = "said_by_centre" if len(certificates) == 1 else "said_by_centre_of_several"
    return replace(saying, openings=((response, values),))


def _of_one(knowledge: Knowledge, asked: Asked, certificate: str) -> _Answer:
    """A topic of one certificate: told, told beside another topic, or said not to be told."""
    topic = asked.query.intent
    if holds(knowledge, certificate, topic):
        return _Answer([_told_to_person(knowledge, asked, certificate)], (), (certificate,))
    # « En apprentissage, c'est payé ? » names how one trains and asks of the money.
    asks_else = is_closed(asked) and topic not in OF_MONEY
    if asks_else and (beside := compose_beside(knowledge, asked, certificate, {topic})):
        return _Answer([beside], (), (certificate,))
    return _Answer([not_told(knowledge, asked, certificate)], elsewhere_buttons(knowledge, topic), (certificate,))


def _of_none(knowledge: Knowledge, asked: Asked) -> _Answer:
    """A topic of which no certificate is meant: the only sheet that tells of it, all when that is short, else the choice."""
    topic = asked.query.intent
    holders = knowledge.holders(topic)
    if not holders:
        return _Answer([untold_anywhere(knowledge, asked)])
    if len(holders) == 1:
        return _Answer([_told_to_person(knowledge, asked, holders[0])], (), holders)
    if knowledge.topics[topic].at_a_glance:
        return _Answer([_of_several(knowledge, asked, holders)], certificate_buttons(knowledge, topic, holders))
    if topic_length(knowledge, topic, holders) <= SHORT_ENOUGH or confirmed_figures(knowledge, asked, holders):
        return _Answer([_of_several(knowledge, asked, holders)])
    which = Saying("which_certificate", {"label": capital(knowledge.topics[topic].label)})
    return _Answer([which], certificate_buttons(knowledge, topic, holders))


def _told_to_person(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying:
    """What is told, after what the visitor's own figures come to beside it."""
    if compared := pay_compared(knowledge, asked, [certificate]):
        return compared
    if own := pay_not_compared(knowledge, asked, [certificate]) or sum_compared(knowledge, asked, certificate):
        # « Oui, c'est pris » before « il manque » would say that it is enough.
        told = _told(knowledge, replace(asked, reading=without_own(asked.reading)), certificate)
        saying = replace(told, openings=tuple(own))
    else:
        saying = _told(knowledge, asked, certificate)
    return closed_first(knowledge, asked, certificate, saying)


def _of_several(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying:
    if compared := pay_compared(knowledge, asked, certificates):
        return compared
    if own := pay_not_compared(knowledge, asked, certificates):
        return overview(knowledge, replace(asked, reading=without_own(asked.reading)), certificates, own)
    holders = [c for c in certificates if holds(knowledge, c, asked.query.intent)]
    if asked.query.intent == "apprentice_pay" and asked.situation.age and len(holders) == 1:
        # « Lesquels en apprentissage, et combien à 19 ans ? »
        return _told_to_person(knowledge, asked, holders[0])
    return overview(knowledge, asked, certificates)


def _told(knowledge: Knowledge, asked: Asked, certificate: str, response: str | None = None) -> Saying:
    """What a certificate's sheet tells of the topic: what the message means of it, else all."""
    topic = asked.query.intent
    facts = without_other_items(topic_facts(knowledge, topic, certificate), asked, certificate)
    named = named_of_topic(knowledge, asked, certificate, facts)
    if share := share_not_told(knowledge, asked, certificate, [fact for fact, _ in named] or meant_by_status(asked, facts)):
        return share
    if other := figure_of_another(knowledge, asked, certificate):
        note, holder, fact = other
        saying = compose_facts(knowledge, asked, certificate, facts, [note], response=response)
        return replace(saying, facts=(*saying.facts, *with_sheets(knowledge, holder, [fact])))
    if (
        not named
        and asked.query.act in (*CLOSED, "choose")
        and (beside := compose_beside(knowledge, asked, certificate, {topic}))
    ):
        return beside
    if spread := hours_spread(asked, facts):
        return compose_facts(knowledge, asked, certificate, facts, spread, response=response)
    if earned := meant_by_seniority(asked, certificate, facts):
        return compose_facts(knowledge, asked, certificate, earned, response=response)
    # Who asks whether what they have is enough wants to know that, whatever else they name.
    judged = asked.query.act == "verdict" and any(telling.situation.tells_diploma_or_work for telling in asked.reading.told)
    if not judged and (checked := _checked(knowledge, asked, certificate, facts, named)):
        return checked
    of_job = [fact for fact, _ in named if fact.of_job]
    if of_job and not any(fact.conditions for fact, _ in named):
        # « Je parle du poste, pas de la formation »
        return compose_facts(knowledge, asked, certificate, of_job, response="of_job")
    if judged and "must" in asked.reading.cues and (freed := [fact for fact, _ in named if not fact.conditions]):
        # « J'ai un BTS, je dois quand même passer le test ? » asks of the test.
        return compose_facts(knowledge, asked, certificate, list(dict.fromkeys(freed)), response=response)
    if (judged or not (named and topic == "admission")) and (own := personal(knowledge, asked, certificate, facts)):
        return own
    if needed := diploma_needed(knowledge, certificate, asked):
        asks = [fact for fact in facts if fact.conditions]
        return compose_facts(knowledge, asked, certificate, asks, needed, response=response)
    by_name = meant_by_name(asked, facts, named)
    if meant := by_name or meant_by_status(asked, facts):
        openings = closed(asked, named) or way_not_told(knowledge, asked, certificate)
        # « Écrit ou oral, et comment est-on noté ? » asks more than which of two.
        more = (("both", {}) in openings and asked.reading.words > BRIEF) or (bool(by_name) and _asks_twice(asked))
        more = more or ("not_obliged", {}) in openings
        told = [*facts, *(fact for fact in meant if fact not in facts)] if more else meant
        saying = compose_facts(knowledge, asked, certificate, told, openings, response=response)
        return with_gap(knowledge, saying, certificate, topic) if holds_figure(asked, certificate, topic) else saying
    one = meant_by_nearness(knowledge, asked, certificate, facts) if topic not in WORKED_OUT else None
    if one is not None:
        return compose_facts(knowledge, asked, certificate, [one], response=response)
    return _whole(knowledge, asked, certificate, facts, response)


def _asks_twice(asked: Asked) -> bool:
    """« Comment se passe l'examen, il y a un oral ? », « c'est quoi les examens, et quand ? »: more is asked than the one fact.

    Two pieces of a message ask of the topic, or one that names none of its facts.
    """
    topic = asked.query.intent
    if topic in WORKED_OUT:
        return False
    about = [piece for piece in asked.reading.pieces if piece.likely(topic) >= _LIKELY]
    of_all = [
        piece.words
        for piece in about
        if piece.words and piece.words.asks and all(named.topic != topic for named in piece.words.named_facts)
    ]
    return len(about) > 1 or bool(of_all)


def _checked(
    knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact], named: Sequence[tuple[Fact, str]]
) -> Saying | None:
    """Whether a figure is what the sheet says: « c'est bien 1 890 ? ». What is worked out for an age is checked elsewhere."""
    if asked.query.intent == "apprentice_pay" or checks_total(knowledge, asked, certificate):
        return None
    if paid := (
        waived(knowledge, asked, certificate)
        or not_all_included(knowledge, asked, certificate)
        or payers(knowledge, asked, certificate)
    ):
        return paid
    if found := difference(asked, _compared(knowledge, asked, certificate, facts)):
        return compose_facts(knowledge, asked, certificate, found.facts, found.openings)
    answered = answer_figures(asked, facts, named)
    if answered is None:
        return None
    saying = compose_facts(knowledge, asked, certificate, answered.facts, answered.openings)
    return with_gap(knowledge, saying, certificate, asked.query.intent)


def _compared(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """What a difference is worked out from: a certificate's facts, beside a figure of it those of the one spoken of before."""
    others = [c for c in asked.state.discussed if c != certificate]
    held = {one.index for one in asked.reading.held_figures if (one.holder, one.topic) == (certificate, asked.query.intent)}
    # « De 316 à 333, quel écart ? » compares two figures of one.
    if len(others) != 1 or len(held) != 1:
        return [facts]
    return [facts, topic_facts(knowledge, asked.query.intent, others[0])]


def _whole(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact], response: str | None) -> Saying:
    """All that is told of the topic, with what it leaves open, what is worked out from it and where it stands."""
    topic = asked.query.intent
    openings: list[Note] = [("confirmed", {})] if checks_total(knowledge, asked, certificate) else []
    gap = gap_note(knowledge, certificate, topic)
    notes = [
        *([("note_ask_age", {})] if topic == "apprentice_pay" else total_notes(knowledge, asked, certificate)),
        *gap,
        *old_note(facts, asked.today),
        *([contact_note(knowledge, [certificate])] if gap else []),
        *(other_way(knowledge, certificate, asked.situation) if topic == "admission" else []),
        *sources_of(knowledge, certificate, facts),
    ]
    values = {"certificate": knowledge.certificates[certificate].name, "facts": told_in(facts)}
    used = with_sheets(knowledge, certificate, facts)
    table = pay_table(knowledge, certificate) if topic == "apprentice_pay" else None
    openings += [*sides(asked, facts), *way_not_told(knowledge, asked, certificate)]
    return Saying(response or topic, values, tuple(notes), tuple(openings), used, table=table)
