"""Whole conversations as tests, in a YAML that the centre's staff can write: who says what, what the answer must contain.

```yaml
- titre: le prix, puis le financement
  echanges:
    - visiteur: c'est combien le clerc gestionnaire ?
      contient: [<clerc_gestionnaire.price.tuition>, hors TVA]  # tout doit y être
      contient_un: [apprenti, alternant]                        # au moins un (facultatif)
      ne_contient_pas: [<clerc_expert.salary.from>]             # rien de cela (facultatif)
      boutons: [Le financement]                                 # boutons proposés (facultatif)
      compris: {sujets: [price], certificats: [clerc_gestionnaire]}   # aussi : acte, personne (facultatif)
- titre: ce que le robot ne sait pas encore
  echec_connu: pourquoi                   # elle échoue encore, et c'est su ; le jour où elle réussit, cette ligne s'enlève
  echanges: [{visiteur: …}]
```

`<clerc_gestionnaire.price.tuition>` is the figure of that name (bot.figure_names), as answers write it. Spaces of all
kinds, capitals, accents, apostrophes and markup do not count in what is looked for.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from bot.dialogue.people import with_people, with_turns_taken
from bot.dialogue.query import INTENTS_BESIDE_TOPICS, Act, Query
from bot.dialogue.reading import READING, Reading
from bot.dialogue.state import STATE_SLOT, load_state
from bot.dialogue.why import explained
from bot.figure_names import NAME, figures, filled
from bot.folding import fold_accents
from bot.knowledge.errors import KnowledgeError, Mistake, instead
from bot.knowledge.live import live
from bot.knowledge.loader import line_of, read_text, read_yaml
from bot.knowledge.models import Knowledge

if TYPE_CHECKING:
    from rasa.core.agent import Agent

CONVERSATIONS_DIR = Path(__file__).resolve().parents[1] / "tests" / "conversations"
# A longer answer is not read in a chat.
MOST_CHARACTERS = 1200


class Understood(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a message was taken for, as far as it is said here; a part that is left out may be anything."""

    act: Act | None = msgspec.field(name="acte", default=None)
    topics: tuple[str, ...] | None = msgspec.field(name="sujets", default=None)
    certificates: tuple[str, ...] | None = msgspec.field(name="certificats", default=None)
    person: str | None = msgspec.field(name="personne", default=None)


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"visitor": "visiteur"}):
    """One message of a visitor and what the answer must be like."""

    visitor: str
    contains: tuple[str, ...] = msgspec.field(name="contient", default=())
    contains_one: tuple[str, ...] = msgspec.field(name="contient_un", default=())
    contains_not: tuple[str, ...] = msgspec.field(name="ne_contient_pas", default=())
    buttons: tuple[str, ...] = msgspec.field(name="boutons", default=())
    understood: Understood | None = msgspec.field(name="compris", default=None)


class Conversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation of a fresh visitor."""

    title: str = msgspec.field(name="titre")
    exchanges: tuple[Exchange, ...] = msgspec.field(name="echanges")
    known_failure: str | None = msgspec.field(name="echec_connu", default=None)


@dataclass(frozen=True)
class Outcome:
    """What became of one exchange: the answer, its buttons, and everything that is wrong with it."""

    visitor: str
    answer: str
    buttons: tuple[str, ...]
    faults: tuple[str, ...]


def load_conversations(where: Path = CONVERSATIONS_DIR, knowledge: Knowledge | None = None) -> dict[str, Conversation]:
    """All conversations below a folder, or of one file, by « behaviour/file: title »; with figures for their names.

    Args:
        where: a YAML file, or a folder with one folder a behaviour.
        knowledge: whose figures, and whose topics and certificates may be named; what answers now when left out.

    Raises:
        KnowledgeError: a file is malformed, names what does not exist, or a title stands twice in it.
    """
    known = knowledge or live().knowledge
    names = figures(known)
    found: dict[str, Conversation] = {}
    for path in sorted(where.rglob("*.yml")) if where.is_dir() else [where]:
        of_repository = path.resolve().is_relative_to(CONVERSATIONS_DIR)
        folder = where if where.is_dir() else CONVERSATIONS_DIR if of_repository else path.parent
        shown = path.resolve().relative_to(folder.resolve()).with_suffix("")
        source = read_text(path)
        for number, conversation in enumerate(read_yaml(path, tuple[Conversation, ...])):
            name = f"{shown}: {conversation.title}"
            twice = Mistake(f"le titre « {conversation.title} » est écrit deux fois dans ce fichier", "Changez l'un des deux")
            mistakes = [(".titre", twice)] if name in found else _mistakes(source, conversation, known, names)
            for place, mistake in mistakes:
                line = line_of(source, f"[{number}]{place}")
                raise KnowledgeError(path, line, mistake.message, mistake.remedy)
            exchanges = filled(msgspec.to_builtins(conversation.exchanges), names)
            found[name] = msgspec.structs.replace(conversation, exchanges=msgspec.convert(exchanges, tuple[Exchange, ...]))
    return found


def _mistakes(
    source: str, conversation: Conversation, knowledge: Knowledge, names: Mapping[str, str]
) -> Iterator[tuple[str, Mistake]]:
    """What somebody got wrong in a conversation, each with its place; `source` is the text of its file."""
    if not conversation.exchanges:
        yield ".echanges", Mistake("il n'y a aucun échange", "Écrivez au moins une ligne « - visiteur: … »")
    known = {
        "sujets": (*knowledge.topics, *INTENTS_BESIDE_TOPICS),
        "certificats": (*knowledge.certificates, *knowledge.subjects()),
    }
    for number, exchange in enumerate(conversation.exchanges):
        place = f".echanges[{number}]"
        written = msgspec.to_builtins(exchange)
        understood = written.pop("compris", None) or {}
        for key, value in written.items():
            texts = [value] if isinstance(value, str) else value
            for name in (name for text in texts for name in NAME.findall(text) if name not in names):
                remedy = f"{instead(name, names)} ; « make stories NAMES=1 » les montre tous"
                yield f"{place}.{key}", Mistake(f"le chiffre « {name} » n'existe pas", remedy)
            for before, after in pairwise(texts):
                if before[-1:].isdigit() and after[:1].isdigit() and (cut := f"{before},{after}") in source:
                    remedy = 'Mettez-le entre guillemets droits : "…"'
                    yield f"{place}.{key}", Mistake(f"une virgule coupe le nombre « {cut} »", remedy)
        for key, possible in known.items():
            for name in (name for name in understood.get(key) or () if name not in possible):
                yield f"{place}.compris.{key}", Mistake(f"« {name} » n'existe pas", instead(name, possible))


def readable(text: str) -> str:
    """A text as it is compared: no markup, accents or capitals, straight apostrophes, single spaces, none inside numbers."""
    text = fold_accents(re.sub(r"[*_`]", "", text)).replace("’", "'")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)", lambda match: match[0].replace(" ", ""), text)
    return re.sub(r"(?<=\d) (?=[€%])", "", text).strip()


def faults_of(exchange: Exchange, answer: str, buttons: Sequence[str]) -> list[str]:
    """What is wrong with an answer, in French, for the report."""
    said = readable(answer)
    faults = [f"il manque « {wanted} »" for wanted in exchange.contains if readable(wanted) not in said]
    if exchange.contains_one and not any(readable(wanted) in said for wanted in exchange.contains_one):
        faults.append("il manque l'un de : " + ", ".join(f"« {wanted} »" for wanted in exchange.contains_one))
    faults += [f"il ne fallait pas « {unwanted} »" for unwanted in exchange.contains_not if readable(unwanted) in said]
    offered = [readable(title) for title in buttons]
    faults += [f"il manque le bouton « {title} »" for title in exchange.buttons if readable(title) not in offered]
    if not said:
        faults.append("la réponse est vide")
    if len(answer) > MOST_CHARACTERS:
        faults.append(f"la réponse est trop longue ({len(answer)} caractères)")
    return faults


async def hold(agent: Agent, conversation: Conversation, sender: str | None = None) -> list[Outcome]:
    """Hold a conversation with a loaded bot; a visitor's message that is the title of a button just offered presses it.

    Args:
        agent: the bot.
        conversation: what the visitor says and expects.
        sender: the visitor's id; a new one when left out.
    """
    sender = sender or uuid.uuid4().hex
    payloads, outcomes = dict[str, str](), []
    for exchange in conversation.exchanges:
        message = payloads.get(exchange.visitor, exchange.visitor)
        messages: list[dict[str, Any]] = await agent.handle_text(message, sender_id=sender) or []
        answer = "\n".join(m.get("text") or "" for m in messages)
        payloads = {b["title"]: b["payload"] for m in messages for b in m.get("buttons") or []}
        faults = faults_of(exchange, answer, list(payloads))
        if exchange.understood:
            faults += misunderstood(exchange.understood, await _taken_for(agent, sender))
        outcomes.append(Outcome(exchange.visitor, answer, tuple(payloads), tuple(faults)))
    return outcomes


def misunderstood(wanted: Understood, queries: Sequence[Query]) -> list[str]:
    """What was not understood as it should have been, in French, for the report.

    Args:
        wanted: what was meant.
        queries: what the message was taken for.
    """
    found: dict[str, tuple[object, object]] = {
        "acte": (wanted.act, queries[0].act if queries else None),
        "sujets": (wanted.topics, tuple(q.intent for q in queries)),
        "certificats": (wanted.certificates, tuple(dict.fromkeys(c for q in queries for c in q.certificates))),
        "personne": (wanted.person, queries[0].person if queries else None),
    }
    return [f"compris : {part} {got}, et non {meant}" for part, (meant, got) in found.items() if meant not in (None, got)]


async def _taken_for(agent: Agent, sender: str) -> tuple[Query, ...]:
    """What the last message of a conversation was taken for."""
    tracker = await agent.tracker_store.get_or_create_tracker(sender)
    turns = load_state(tracker.get_slot(STATE_SLOT)).turns
    return turns[-1].queries if turns else ()


async def explain(agent: Agent, message: str, before: Sequence[str] = ()) -> str:
    """Why a message is taken for what it is, after others of the same visitor.

    Args:
        agent: the bot.
        message: the message.
        before: what the visitor said before it.
    """
    sender = uuid.uuid4().hex
    for earlier in before:
        await agent.handle_text(earlier, sender_id=sender)
    tracker = await agent.tracker_store.get_or_create_tracker(sender)
    state = load_state(tracker.get_slot(STATE_SLOT))
    parse = await agent.parse_message(message)
    if READING not in parse:
        return "A pressed button: it says what it means."
    said = msgspec.convert(parse[READING], Reading)
    state = with_turns_taken(state, said)
    reading = with_people(said, state)
    adviser = agent.processor.action_endpoint.adviser
    return explained(adviser.interpreter.interpret(reading, state, explain=True), state)


def transcript(outcomes: Sequence[Outcome]) -> str:
    """A conversation as it went, with its faults marked."""
    lines = []
    for outcome in outcomes:
        lines += [f"  visiteur : {outcome.visitor}", *(f"  robot    : {line}" for line in outcome.answer.splitlines())]
        if outcome.buttons:
            lines.append("  boutons  : " + " | ".join(outcome.buttons))
        lines += [f"  >>> {fault}" for fault in outcome.faults]
    return "\n".join(lines)


async def run_all(agent: Agent, conversations: dict[str, Conversation]) -> int:
    """Hold all conversations, print those that fail and the totals; gives the number of failed ones."""
    failed: dict[str, int] = {}
    held: dict[str, int] = {}
    for name, conversation in conversations.items():
        behaviour = name.split("/")[0]
        held[behaviour] = held.get(behaviour, 0) + 1
        outcomes = await hold(agent, conversation)
        fails = any(outcome.faults for outcome in outcomes)
        if conversation.known_failure and not fails:
            print(f"\nRÉUSSIT MAINTENANT {name}: enlevez echec_connu")
        if fails and not conversation.known_failure:
            failed[behaviour] = failed.get(behaviour, 0) + 1
            print(f"\nÉCHEC {name}\n{transcript(outcomes)}")
    print()
    for behaviour, number in sorted(held.items()):
        print(f"{behaviour:20} {number - failed.get(behaviour, 0):4}/{number}")
    known = sum(bool(conversation.known_failure) for conversation in conversations.values())
    expected, wrong = sum(held.values()) - sum(failed.values()), sum(failed.values())
    print(f"{expected} conversations comme prévu (dont {known} échecs connus), {wrong} en échec")
    return sum(failed.values())
