"""What the sheets are silent on: said for exactly what was asked, with whom to ask, what is near and who does tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from bot.answers.closed import BRIEF, CLOSED, closed, named_facts
from bot.answers.composing import compose_beside, compose_facts
from bot.answers.facts import sources_of, topic_facts, with_sheets
from bot.answers.figures import figure_of_another
from bot.answers.notes import contact_note, gap_note, old_note
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.selection import NEAR_ENOUGH, is_particular, named_of_topic
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import numbers_in
from bot.typography import capital, listing

# As many other sheets are named where one is silent.
MOST_ELSEWHERE = 2
# As much is told of a near topic when the one asked has no answer, and as many facts that are near to the message.
NEAR_CHARACTERS = 300
_MOST_NEAR = 2
# A longer message asks more than the one thing that it names.
MOST_WORDS = 2 * BRIEF


def silent(knowledge: Knowledge, asked: Asked) -> Reply:
    """The sheets say nothing on what is asked, whatever they say of certificates.

    Args:
        knowledge: names the topics and jobs.
        asked: the query; of its certificates only jobs beyond them count, which are named.
    """
    unknown = _unknown(knowledge, asked, (), _named_silences(asked))
    place = next((knowledge.paths.places[c] for c in asked.query.certificates if c in knowledge.paths.places), None)
    if place is None:
        return Reply((unknown,))
    values = {**unknown.values, "subject": place.name}
    return Reply((Saying("unknown_of_subject", values, unknown.notes, facts=unknown.facts),))


def asked_of_silence(knowledge: Knowledge, asked: Asked) -> Asked:
    """« Faut le permis ? » is asked of the conditions, and is answered by the silence that it names, by no list of them.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic.
    """
    topic, reading = asked.query.intent, asked.reading
    silence = next((silence for silence in reading.silences if silence.topic != topic), None)
    tells = any(telling.situation.tells_diploma_or_work for telling in reading.told)
    # A verdict on who tells nothing is none, however long they write: « est-ce qu'il doit trouver un patron d'abord ? ».
    brief = reading.words <= MOST_WORDS or asked.query.act == "verdict"
    asks_one_thing = asked.query.act in (*CLOSED, "choose") and brief and topic not in reading.named_topics
    # A figure is checked against those of its own topic.
    if not silence or not asks_one_thing or tells or reading.figures or knowledge.topics[topic].scope != "certificate":
        return asked
    if any(named_of_topic(knowledge, asked, c) for c in asked.certificates(knowledge) or knowledge.certificates):
        return asked
    if knowledge.topics[silence.topic].near == topic:
        # « C'est net ou pas ? », asked of the salaries, is answered by what they are.
        return asked
    return replace(asked, query=structs.replace(asked.query, intent=silence.topic))


def not_told(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying:
    """That a certificate's sheet does not tell of a topic on which others may.

    Args:
        knowledge: holds the facts.
        asked: the query, on the topic.
        certificate: whose sheet is silent.
    """
    topic = asked.query.intent
    if other := figure_of_another(knowledge, asked, certificate):
        return _told_of_another(knowledge, asked, certificate, *other)
    values = {"certificate": _name(knowledge, certificate), "label": knowledge.topics[topic].label}
    near, facts = _near(knowledge, asked, [certificate])
    # Of what the centre tells too, no sheet is the only one that does.
    elsewhere = _few_holders(knowledge, topic) if knowledge.topics[topic].scope == "certificate" else []
    notes = (
        *gap_note(knowledge, certificate, topic),
        *_note_elsewhere(knowledge, elsewhere),
        contact_note(knowledge, [certificate]),
        *near,
    )
    return Saying("unknown_of_certificate", values, notes, facts=facts)


def elsewhere_buttons(knowledge: Knowledge, topic: str) -> list[Button]:
    """The other sheets that tell of a topic, behind buttons: their figures are no answer, where they stand is.

    Args:
        knowledge: holds the facts.
        topic: on which a sheet is silent.
    """
    label = knowledge.topics[topic].button.lower()
    holders = _few_holders(knowledge, topic)
    return [Button(f"{capital(_name(knowledge, holder))} : {label}", f"ask_{topic}", holder) for holder in holders]


def unanswered(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> list[Saying]:
    """What is asked and named as a silence: told by the sheets that are none, and said to be missing in the others.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic that no sheet has as such.
        certificates: those that are meant; none: all.
    """
    names = _named_silences(asked)
    told: list[Saying] = []
    missing: list[str] = []
    for name in names or [asked.query.intent]:
        found = [
            compose_beside(knowledge, asked, c, {name}) or _told_of_topic(knowledge, asked, c, name)
            for c in certificates or knowledge.certificates
        ]
        new = [saying for saying in found if saying]
        told += [saying for saying in new if saying not in told]
        missing += [name] if not new or (certificates and not all(found)) else []
    if told and not (missing and names):
        return told
    left = [c for c in certificates if all(saying.values["certificate"] != _name(knowledge, c) for saying in told)]
    return [*told, _unknown(knowledge, asked, left or certificates, [name for name in missing if name in names])]


def named_elsewhere(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """What a question on which no sheet speaks names of the one certificate's facts: told, and that its sheet tells no more.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic that no sheet has as such.
        certificates: those that are meant.
    """
    topic = asked.query.intent
    if len(certificates) != 1 or any(silence.topic == topic for silence in asked.reading.silences):
        return None
    (certificate,) = certificates
    of_it = [one for one in asked.reading.named_facts if one.holder == certificate]
    # A word of a fact that has little else to do with the message is there by chance: « vous prêtez l'appareil photo ? »;
    # several in a row (« pas encore le permis ») are not.
    near = {(one.topic, one.index) for one in asked.reading.facts if one.holder == certificate and one.score >= NEAR_ENOUGH}
    found = [(one.topic, one.index) for one in of_it if (one.topic, one.index) in near or is_particular(one)]
    if not found:
        return None
    under = found[0][0]
    held = knowledge.certificates[certificate].topics[under].facts
    facts = [held[index] for where, index in found if where == under]
    return _told_in_its_place(knowledge, asked, certificate, under, facts, knowledge.topics[topic].label)


def _told_of_topic(knowledge: Knowledge, asked: Asked, certificate: str, name: str) -> Saying | None:
    """What a certificate's sheet tells beside a topic on which the others are silent, and no more of a silence that it is not.

    Args:
        knowledge: holds the facts.
        asked: the query, on the topic.
        certificate: whose sheet.
        name: the silence that the message names, else the topic.
    """
    topic = asked.query.intent
    topics = knowledge.certificates[certificate].topics
    held = {under: [fact for fact in entry.facts if topic in fact.beside] for under, entry in topics.items()}
    under = next((under for under, facts in held.items() if facts), None)
    if under is None:
        return None
    of_silence = name != topic and any(name in fact.beside for fact in held[under])
    label = None if of_silence else knowledge.topics[topic].label if name == topic else name
    return _told_in_its_place(knowledge, asked, certificate, under, held[under], label)


def _told_in_its_place(
    knowledge: Knowledge, asked: Asked, certificate: str, under: str, facts: Sequence[Fact], label: str | None
) -> Saying:
    """Facts of another topic that answer, and that the sheet tells no more of what was asked (`label`).

    A closed question that one of them says yes or no to gets that one alone: nothing is missing.
    """
    named = named_facts(knowledge, asked, certificate, facts)
    if openings := closed(asked, named):
        meant = list(dict.fromkeys(fact for fact, _ in named))
        return compose_facts(knowledge, asked, certificate, meant, openings, topic=under)
    saying = compose_facts(knowledge, asked, certificate, facts, topic=under)
    if label is None:
        return saying
    return replace(saying, notes=(("note_no_more", {"label": label}), contact_note(knowledge, [certificate]), *saying.notes))


def untold_anywhere(knowledge: Knowledge, asked: Asked) -> Saying:
    """That no sheet tells of a topic.

    Args:
        knowledge: names the topic.
        asked: the query, on the topic.
    """
    return _unknown(knowledge, asked, (), ())


def _named_silences(asked: Asked) -> list[str]:
    """What of a topic the message names that no sheet tells, or not each."""
    return [silence.name for silence in asked.reading.silences if silence.topic == asked.query.intent]


def _told_of_another(knowledge: Knowledge, asked: Asked, certificate: str, note: Note, other: str, fact: Fact) -> Saying:
    """The figure that was asked of one certificate is another's; on the one asked about the sheet is silent."""
    values = {"certificate": _name(knowledge, certificate), "label": knowledge.topics[asked.query.intent].label}
    notes = (contact_note(knowledge, [certificate]), *sources_of(knowledge, other, [fact]))
    # That another sheet says so makes the figure no wrong one.
    opening: Note = ("figure_told_by", note[1])
    return Saying("unknown_of_certificate", values, notes, (opening,), with_sheets(knowledge, other, [fact]))


def _unknown(knowledge: Knowledge, asked: Asked, certificates: Sequence[str], names: Sequence[str]) -> Saying:
    """The sheets say nothing on the topic, or on what of it the message names."""
    topic = knowledge.topics[asked.query.intent]
    near, facts = _near(knowledge, asked, certificates, names)
    note: list[Note] = [("note_gap", {"gap": topic.note})] if topic.note else []
    values = {"label": listing(names, "ni sur") if names else topic.label}
    elsewhere = [c for c in knowledge.certificates if names and compose_beside(knowledge, asked, c, names)]
    if len(certificates) == 1 and elsewhere:
        values["certificate"] = _name(knowledge, certificates[0])
        note += _note_elsewhere(knowledge, elsewhere)
    response = "unknown_of_certificate" if "certificate" in values else "unknown"
    return Saying(response, values, (*note, contact_note(knowledge, certificates), *near), facts=facts)


def share_not_told(knowledge: Knowledge, asked: Asked, certificate: str, payers: Sequence[Fact]) -> Saying | None:
    """« France Travail paie tout ou une partie ? »: that the sheet names who may pay, and not how much.

    Args:
        knowledge: holds the facts.
        asked: the query, on the funding.
        certificate: whose.
        payers: who is meant; none: anybody.
    """
    told = any(numbers_in(fact.text) for fact in payers)
    if asked.query.intent != "funding" or "whole or part" not in asked.reading.cues or not payers or told:
        return None
    notes = (contact_note(knowledge, [certificate]), *sources_of(knowledge, certificate, payers))
    values = {"facts": listing([fact.text for fact in payers])}
    return Saying("share_not_told", values, notes, facts=with_sheets(knowledge, certificate, payers))


def _few_holders(knowledge: Knowledge, topic: str) -> list[str]:
    """The certificates whose sheets tell of a topic on which another is silent, when they are few."""
    holders = knowledge.holders(topic)
    return holders if len(holders) <= MOST_ELSEWHERE else []


def _note_elsewhere(knowledge: Knowledge, holders: Sequence[str]) -> list[Note]:
    """Whose sheets do tell what was asked, when they are few."""
    response = "note_told_elsewhere" if len(holders) == 1 else "note_told_in_others"
    few = 0 < len(holders) <= MOST_ELSEWHERE
    return [(response, {"certificate": listing([_name(knowledge, holder) for holder in holders])})] if few else []


def _near(
    knowledge: Knowledge, asked: Asked, certificates: Sequence[str], names: Sequence[str] = ()
) -> tuple[list[Note], tuple[tuple[str, Fact], ...]]:
    """What the sheets do say near a question on which they are silent, and the facts it rests on.

    First what is told beside it. Of a topic that no sheet has also the fact of the certificate that is nearest to the message,
    when one is near and the message names nothing that is known to be silent; else the topic's declared neighbour.
    """
    declared = knowledge.topics[asked.query.intent].near
    of_centre = knowledge.beside("centre", names)
    if declared and knowledge.topics[declared].scope == "centre":
        of_centre = list(knowledge.centre.topics[declared].facts)
    if of_centre:
        told = ", ".join(fact.text for fact in of_centre)
        return [("note_near", {"facts": told})], tuple((fact.origin(knowledge.centre.sheet), fact) for fact in of_centre)
    notes: list[Note] = []
    used: list[tuple[str, Fact]] = []
    for key, found in _near_facts(knowledge, asked, declared, certificates, names):
        told, number = as_much_as_fits([fact.text for fact in found], NEAR_CHARACTERS)
        notes.append(("note_near_of_certificate", {"certificate": _name(knowledge, key), "facts": told}))
        used += with_sheets(knowledge, key, found[:number])
    notes += [*old_note([fact for _, fact in used], asked.today), *source_note(knowledge, {sheet for sheet, _ in used})]
    return notes, tuple(used)


def _near_facts(
    knowledge: Knowledge, asked: Asked, declared: str | None, certificates: Sequence[str], names: Sequence[str]
) -> list[tuple[str, list[Fact]]]:
    about = certificates or asked.state.discussed
    known = [c for c in about if c in knowledge.certificates]
    if beside := [(c, facts) for c in known if (facts := knowledge.beside(c, {*names, asked.query.intent}))]:
        return beside
    if len(about) == 1 and not names and knowledge.topics[asked.query.intent].scope == "unanswered":
        # Where « combien de mois ? » has no answer, what is paid a month is none.
        (key,) = about
        scores = [s for s in asked.reading.facts if s.holder == key and s.score >= NEAR_ENOUGH][:_MOST_NEAR]
        facts = [entry.facts[s.index] for s in scores if (entry := knowledge.facts_of(key, s.topic))]
        if facts := [fact for fact in facts if fact.said]:
            return [(key, facts)]
    holders = knowledge.holders(declared) if declared else []
    # Of another certificate than the one asked about, nothing is told; when none is named, the only one that knows is.
    keys = [c for c in about if c in holders] if about or len(holders) > 1 else holders
    return [(key, topic_facts(knowledge, declared, key)) for key in keys] if declared else []


def _name(knowledge: Knowledge, certificate: str) -> str:
    return knowledge.certificates[certificate].name
