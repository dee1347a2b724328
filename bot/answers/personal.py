"""What a person hears and nobody else: the verdict on them, the pay at their age, that what they ask of is closed to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import rules
from bot.answers.closed import BRIEF, MONTHS_OF_YEAR, OF_MONEY, is_closed, sides
from bot.answers.composing import compose_facts
from bot.answers.eligibility import Verdict, condition_facts, condition_of, eligibility, in_words, told_of
from bot.answers.facts import sources_of, with_sheets
from bot.answers.figures import checked_pay
from bot.answers.lacking import lacking
from bot.answers.notes import contact_note
from bot.answers.reply import Asked, Cell, Note, Saying, Table
from bot.answers.verdicts import other_way, standing, verdict
from bot.knowledge import Fact, Knowledge
from bot.typography import day, euros

# Being taken or not is more than having the level.
_OF_SELECTION = frozenset(["taken", "refused"])


def personal(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Saying | None:
    """What a question on admission or on an apprentice's pay gets of whom enough is known; else None.

    Args:
        knowledge: holds conditions and percentages.
        asked: the query.
        certificate: whose training.
        facts: the topic's.
    """
    if asked.query.intent == "admission" and (confirmed := _way_confirmed(knowledge, asked, certificate)):
        return confirmed
    if asked.query.intent == "admission" and _judges(asked):
        return _judged(knowledge, asked, certificate, facts)
    if asked.query.intent == "apprentice_pay" and asked.situation.age:
        return _paid(knowledge, asked, certificate, asked.situation.age)
    return None


def _way_confirmed(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying | None:
    """« Le titre de clerc aux procédures, puis trois ans, et je peux faire expert, c'est ça ? »: a way in that is summed up."""
    if asked.query.act != "confirm" and "confirms" not in asked.reading.cues:
        return None
    for fact in condition_facts(knowledge, certificate):
        for condition in fact.conditions:
            named = condition.certificate and condition.certificate in asked.reading.named()
            if named and MONTHS_OF_YEAR * (condition.experience_years or 0) in asked.reading.months:
                return compose_facts(knowledge, asked, certificate, [fact], [("confirmed", {})])
    return None


def _judges(asked: Asked) -> bool:
    """Whether a question on admission is about somebody: it asks or tells so, or goes on with them in a few words."""
    if asked.query.act == "verdict" or any(telling.situation.tells_diploma_or_work for telling in asked.reading.told):
        return True
    last = asked.state.last
    if last is not None and last.act == "verdict":
        # Who just heard the verdict on one certificate asks of another, or of the conditions.
        return bool(asked.reading.named())
    # « Faut le permis ? » asks of no person.
    return is_closed(asked) and asked.reading.words <= BRIEF and not asked.reading.silences


def _judged(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Saying | None:
    situation, cues = asked.situation, asked.reading.cues
    openings, found = lacking(knowledge, certificate, asked) or ([], [])
    # « On peut me refuser ? », « c'est embêtant ? », « c'est mort ? » are answered by neither « oui » nor « non ».
    answers = asked.query.act == "verdict" and not cues & {"refused", "troubles", "hopeless"}
    found = found or verdict(knowledge, certificate, situation, answers)
    if not found:
        return None
    (response, values), *rest = found
    if cues & _OF_SELECTION and standing(knowledge, certificate, situation) is not Verdict.NO:
        rest += _selection(knowledge, certificate)
    asks = [fact for fact in facts if fact.conditions]
    if other := other_way(knowledge, certificate, situation):
        asks += knowledge.beside(certificate, {"admission"})
    notes = (*rest, *other, *sources_of(knowledge, certificate, asks))
    return Saying(response, values, notes, tuple(openings), facts=with_sheets(knowledge, certificate, asks))


def _selection(knowledge: Knowledge, certificate: str) -> list[Note]:
    """That whoever has the level asked for is not yet taken, where the sheet tells how one applies."""
    entry = knowledge.facts_of(certificate, "application")
    return [("note_selection", {"facts": entry.facts[0].text})] if entry else []


def _paid(knowledge: Knowledge, asked: Asked, certificate: str, age: int) -> Saying | None:
    pay = rules.apprentice_pay(knowledge, certificate, age)
    if pay is None:
        return None
    smic = knowledge.reference.smic
    later = rules.apprentice_pay(knowledge, certificate, pay.age + 1)
    values = {
        "age": str(pay.age), "percent": f"{pay.percent} %", "pay": euros(pay.monthly),
        "smic": euros(smic.monthly_gross), "since": day(smic.since),
        "certificate": knowledge.certificates[certificate].name,
    }  # fmt: skip
    notes = (*_pay_notes(knowledge, certificate, pay), *sources_of(knowledge, certificate, [pay.fact]))
    used = with_sheets(knowledge, certificate, [pay.fact])
    before = asked.state.situation_of(asked.query.person).age
    told = rules.apprentice_pay(knowledge, certificate, before) if before else None
    openings = checked_pay(asked, pay, later, told) or tuple(sides(asked, [pay.fact]))
    return Saying("apprentice_pay_at", values, notes, openings, used, uses_smic=True)


def _pay_notes(knowledge: Knowledge, certificate: str, pay: rules.ApprenticePay) -> list[Note]:
    """What goes with a pay: the next birthday's, when it is another; that the sheet is silent on older apprentices."""
    if pay.age > rules.OLDEST_APPRENTICE:
        return [("note_apprentice_age", {"age": str(pay.age)})]
    later = rules.apprentice_pay(knowledge, certificate, pay.age + 1)
    if later is None or later.percent == pay.percent:
        return []
    values = {"age": str(later.age), "percent": f"{later.percent} %", "pay": euros(later.monthly)}
    return [("note_apprentice_pay_later", values)]


def pay_table(knowledge: Knowledge, certificate: str) -> Table:
    """What an apprentice is paid at each age, worked out in euros, beside the sheet's percentage.

    Args:
        knowledge: holds the percentages and the SMIC.
        certificate: its id.
    """
    smic = knowledge.reference.smic
    rows: list[tuple[Cell, ...]] = []
    entry = knowledge.facts_of(certificate, "apprentice_pay")
    for fact in entry.facts if entry else ():
        if fact.share:
            age, _, share = fact.text.partition(" : ")
            rows.append((age, euros(rules.share_of_smic(knowledge, fact.share.percent)), share))
    values = {
        "certificate": knowledge.certificates[certificate].name,
        "smic": euros(smic.monthly_gross),
        "since": day(smic.since),
    }
    heads: tuple[Cell, ...] = (("head_age", {}), ("head_pay", {}), ("head_share", {}))
    # The note that offers to work it out is not needed beside it.
    return Table(heads, tuple(rows), 1, ("caption_pay", values))


def experience_weighed(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """« Ça compte ? », asked of experience where the sheet leaves it open what is « significative »: what it says of it.

    Args:
        knowledge: holds the conditions.
        asked: the query.
        certificates: those that are meant; none: all.
    """
    if asked.query.intent != "admission" or all(silence.topic != "admission" for silence in asked.reading.silences):
        return None
    if any(telling.situation.abroad for telling in asked.reading.told):
        # « J'ai une licence de Tunis, ça compte ? » is asked of the diploma.
        return None
    for certificate in certificates or knowledge.certificates:
        for fact in condition_facts(knowledge, certificate):
            if left := [condition for condition in fact.conditions if condition.experience_years == 0]:
                values = {"certificate": knowledge.certificates[certificate].name, "condition": in_words(left)}
                notes = (contact_note(knowledge, [certificate]), *sources_of(knowledge, certificate, [fact]))
                # Whose diploma lets them in is told so first.
                lets_in = eligibility(knowledge, certificate, asked.situation).verdict is Verdict.YES
                openings = verdict(knowledge, certificate, asked.situation)[:1] if lets_in else []
                facts = with_sheets(knowledge, certificate, [fact])
                return Saying("experience_counts", values, notes, tuple(openings), facts)
    return None


def closed_first(knowledge: Knowledge, asked: Asked, certificate: str, saying: Saying) -> Saying:
    """Whoever asks what a training costs or pays that is closed to them hears that first, once; who checks a figure does not.

    Args:
        knowledge: holds the conditions.
        asked: the query.
        certificate: whose training.
        saying: what else is told.
    """
    if asked.query.intent not in OF_MONEY or asked.query.act == "confirm" or _heard_closed(knowledge, asked, certificate):
        return saying
    found = eligibility(knowledge, certificate, asked.situation)
    told = told_of(knowledge, asked.situation)
    if found.verdict is not Verdict.NO or not told:
        return saying
    values = {
        "told": told,
        "certificate": knowledge.certificates[certificate].name,
        "condition": condition_of(knowledge, certificate),
    }
    return replace(saying, openings=(("not_open_yet", values), *saying.openings))


def _heard_closed(knowledge: Knowledge, asked: Asked, certificate: str) -> bool:
    """Whether the person heard already that the training is closed to them."""
    # What was answered before the diploma was told did not say it.
    known = eligibility(knowledge, certificate, asked.state.situation_of(asked.query.person))
    return known.verdict is Verdict.NO and any(
        q.person == asked.query.person and certificate in q.certificates and (q.act == "verdict" or q.intent in OF_MONEY)
        for turn in asked.state.turns
        for q in turn.queries
    )
