"""The bot's words in domain.yml: each response that is needed is there, and holds the variables that are filled, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import yaml

from bot.knowledge.checks.placing import error
from bot.knowledge.domain import Domain, derived_responses
from bot.knowledge.errors import KnowledgeError, instead
from bot.knowledge.loader import KNOWLEDGE_DIR, RELEASES_DIR, domain_of, line_of, node_at, read_text, read_yaml
from bot.knowledge.models import Knowledge
from bot.typography import listing

# What any response may name (actions/turn.py).
OF_EVERYWHERE = frozenset(
    "centre phone email disability_contact disability_phone number_of_certificates all_certificates".split()
)
# What a message of its own has around it: without them a visitor reads neither « oui » nor the source.
_AROUND = "opening notes"
# What each response must hold; what it may hold and leave out is marked « ? ». Messages of their own first.
_MESSAGES = {
    "apprentice_pay_at": "age certificate percent pay smic since",
    "topic_of_all": "label",
    "which_certificate": "label",
    "which_certificate_first": "",
    "unknown": "label",
    "topic": "label facts",
    "topic_of_certificate": "label facts certificate",
    "of_job": "facts certificate",
    "unknown_of_subject": "subject label",
    "unknown_of_certificate": "certificate label",
    "figures_confirmed": "",
    "figures_right": "",
    "fee_waived": "fee",
    "own_pay_smic": "own since certificate",
    "own_pay": "own certificate",
    "own_pay_of_several": "own",
    "unknown_of_centre": "label",
    "nothing_more": "label",
    "nothing_more_of_certificate": "label certificate",
    "verdict_yes": "told certificate condition",
    "verdict_yes_preferred": "told certificate condition preferred",
    "verdict_yes_employees": "told certificate condition",
    "verdict_yes_without_post": "told certificate condition",
    "verdict_open_to": "told certificate condition",
    "verdict_not_open": "told certificate condition",
    "verdict_no": "told certificate condition",
    "not_all_included": "fee",
    "verdict_no_without": "needed certificate condition",
    "verdict_depends_abroad": "told certificate condition?",
    "verdict_depends_field": "told certificate condition",
    "verdict_depends_general": "told certificate condition",
    "verdict_depends_experience": "told certificate condition",
    "verdict_depends_also": "told needed certificate condition",
    "verdict_depends_certificate": "told needed certificate condition",
    "verdict_depends_significant": "told certificate condition",
    "verdict_depends_diploma": "told certificate condition",
    "verdict_depends_years": "told years certificate condition",
    "verdict_depends_more": "told certificate condition",
    "verdict_years_left": "told certificate years condition",
    "verdict_lacks": "certificate condition",
    "verdict_lacks_post": "told certificate",
    "experience_counts": "certificate condition",
    "open_to": "told",
    "open_to_anybody": "told?",
    "path": "goal start facts",
    "path_between": "start goal facts",
    "path_in_general": "goal facts",
    "path_not_yet": "goal facts",
    "already_there": "goal",
    "advice": "certificate told condition?",
    "advice_depends": "certificate condition told?",
    "advice_not_yet": "told",
    "steps": "certificate facts phone email",
    "steps_employer": "certificate facts",
    "steps_call": "certificate phone email",
    "steps_by_work": "condition phone email",
    "no_advice": "told?",
    "definition": "name meaning",
    "source": "sheet quotes",
    "source_centre": "source quotes",
    "date_of_sheet": "certificate facts",
    "figure_dated": "year",
    "figures_dated": "year",
    "nothing_newer": "year label",
    "privacy": "reference",
    "comparison": "certificates",
    "certificates": "label?",
    "does": "certificate facts",
} | dict.fromkeys(
    "advice_each open_each "
    "unknown_word misunderstood not_again which_topic goodbye thank affirm deny help talk_to_human complain ask_diploma "
    "dates_of_sheets publishers figure_undated figures_undated "
    "situation_noted no_source forget out_of_scope legal_advice other_training manipulation foreign_language".split(),
    "",
)  # fmt: skip
# Messages that stand whole, and what stands inside another message: nothing is put around them.
_PARTS = {
    "all_told": "certificate facts",
    "all_not_told": "certificate",
    "grid_not_told": "facts",
    "not_open_yet": "told certificate condition",
    "for_person": "person",
    "beside_subject": "subject",
    "note_gap": "gap",
    "note_no_more": "label",
    "note_old": "year",
    "note_contact": "phone email",
    "note_contact_own": "facts",
    "note_contact_again": "phone",
    "note_next": "phone email",
    "note_told_elsewhere": "certificate",
    "note_told_in_others": "certificate",
    "note_near": "facts",
    "note_other_way": "certificate facts",
    "note_near_of_certificate": "certificate facts",
    "note_source": "sheets",
    "note_sources": "sheets",
    "note_source_centre": "source",
    "note_published": "certificate publisher",
    "note_unpublished": "certificate",
    "note_unpublished_several": "certificate",
    "no_newer": "year",
    "note_public_source": "source since",
    "note_smic": "since source",
    "note_total_price": "total tuition fee",
    "note_total_price_for_all": "total tuition fee",
    "note_price_of_several": "number sum",
    "note_apprentice_age": "age",
    "note_apprentice_pay_later": "age percent pay",
    "note_open_too": "certificates",
    "note_caveat": "facts",
    "note_selection": "facts",
    "note_preference_only": "preferred",
    "silent_beside": "label",
    "said_by_centre": "certificate",
    "said_by_centre_of_several": "certificate",
    "figure_told_by": "certificate facts",
    "share_not_told": "facts notes?",
    "leads_there": "certificate others",
    "way_not_told": "goal",
    "within_range": "amount",
    "apart_level": "certificate other level lower",
    "apart_condition": "other condition certificate?",
    "step_apply": "facts",
    "step_in_post": "facts?",
    "step_post": "facts?",
    "step_call": "phone email",
    "note_path_in_all": "time",
    "open_ahead": "told certificates",
    "verdict_open": "certificates",
    "open": "certificates",
    "open_if": "certificate condition",
    "open_if_employee": "certificate condition?",
    "open_if_recognised": "certificate condition?",
    "not_open": "certificate condition",
    "not_open_years": "certificate years condition",
    "in_time": "years",
    "too_soon": "years",
    "way_by_work": "certificate condition",
    "person_open": "person told certificates",
    "person_depends": "person told certificates",
    "person_closed": "person told",
    "person_unknown": "person told?",
    "person_advised": "person told certificate",
    "person_advised_of_several": "person told certificate certificates",
    "listed": "certificate condition",
    "listed_without": "certificate",
    "compared": "certificate facts",
    "cell_open": "person? told? certificates",
    "cell_depends": "person? told? certificates",
    "cell_closed": "person? told?",
    "cell_unknown": "person? told?",
    "cell_advised": "person? told? certificate",
    "cell_advised_of_several": "person? told? certificate certificates",
    "caption_pay": "certificate smic since",
    "cannot_rank": "certificate",
    "paid_by_other_measures": "",
    "best_paid": "certificate amount",
    "side": "side",
    "low_end": "amount",
    "high_end": "amount",
    "figure_of_another": "certificate facts",
    "figures_partly": "figures",
    "figures_wrong": "figures",
    "note_paid_by": "facts",
    "note_may_pay_jobseeker": "facts",
    "note_may_pay_employee": "facts",
    "difference_of_pay": "greater lesser difference",
    "hours_spread": "hours parts each unit",
    "difference_of_hours": "greater lesser difference",
    "difference_of_months": "greater lesser difference",
    "own_pay_of": "certificate",
    "own_pay_more": "facts difference",
    "own_pay_less": "facts difference",
    "own_pay_same": "facts",
    "own_pay_all_more": "facts low high",
    "own_pay_within": "facts low high",
    "own_pay_all_less": "facts low high",
    "own_pay_basis": "facts",
    "note_if_gross": "own",
    "own_pay_net": "own",
    "own_pay_not_monthly": "own",
    "own_sum_enough": "own total tuition? fee? less?",
    "own_sum_short": "own total missing less tuition? fee?",
    "own_sum_implied": "own total missing less? tuition? fee?",
    "own_sum_lacks": "total missing less own? tuition? fee?",
    "own_sum_lacks_other": "total missing less own? tuition? fee?",
    "longest": "certificate months",
    "shortest": "certificate months",
    "greet": "opening? notes?",
    "suggested_price": "certificate",
    "suggested_salary": "certificate",
    "bot_challenge": "opening? notes? phone email",
    "action_failed": "phone email",
} | dict.fromkeys(
    "yes no not_yet both required_judged confirmed not_confirmed partly_confirmed not_net not_yearly not_necessarily "
    "not_obliged not_certain note_years_elsewhere side_gross "
    "not_for_employee not_for_jobseeker "
    "side_monthly welcome suggested_certificates suggested_advice "
    "side_total sorry note_automatic note_ask_age restart default cell_not_told "
    "head_certificate head_topic head_person head_told head_open head_advised head_age head_pay head_share".split(),
    "",
)  # fmt: skip


def variables(knowledge: Knowledge) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each response that is needed, without its `utter_`, the variables that it must hold and all that it may hold.

    Args:
        knowledge: its topics have a response each.
    """
    needed = {name: f"{_AROUND} {own}" for name, own in _MESSAGES.items()} | _PARTS
    for topic, described in knowledge.topics.items():
        if described.scope == "centre" or topic in knowledge.centre.topics:
            needed[topic] = f"{_AROUND} facts"
        # Of a topic that is called unanswered by mistake too: its response is missing, or has a use again.
        elif described.scope == "certificate" or knowledge.holders(topic):
            needed[topic] = f"{_AROUND} facts certificate"
        if described.scope == "centre" and knowledge.holders(topic):
            needed[f"{topic}_of_certificate"] = f"{_AROUND} facts certificate"
    found = {}
    for name, listed in needed.items():
        must = frozenset(word for word in listed.split() if not word.endswith("?"))
        found[name] = (must, frozenset(word.rstrip("?") for word in listed.split()) | OF_EVERYWHERE)
    return found


def check_wording(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Responses that are missing or never said, that say nothing, and variables that are unknown or forgotten.

    Args:
        knowledge: what was read.
        folder: where from; domain.yml stands beside it.
    """
    path = domain_of(folder)
    lines = read_text(path).split("\n")
    responses = {name.removeprefix("utter_"): texts for name, texts in read_yaml(path, Domain).responses.items()}
    known = variables(knowledge)
    # A topic that has no wording of its own gets one (bot.knowledge.domain).
    for name in known.keys() - responses.keys() - derived_responses(knowledge.topics).keys():
        remedy = _published(f"utter_{name}") or _to_write(f"utter_{name}", *known[name])
        yield error(path, ".responses", f"il manque la réponse « utter_{name} »", remedy)
    for name, variations in responses.items():
        place = f".responses.utter_{name}"
        if name not in known:
            missing = [f"utter_{one}" for one in known.keys() - responses.keys()]
            remedy = instead(f"utter_{name}", missing) if missing else "Retirez-la : aucun message du robot ne s'en sert"
            yield error(path, place, f"la réponse « utter_{name} » ne sert jamais", remedy)
            continue
        if not variations:
            yield error(path, place, f"la réponse « utter_{name} » n'a pas de texte", "Ajoutez une ligne « - text: … »")
        for number, variation in enumerate(variations):
            for message, remedy, wrong in _of_text(variation.text, *known[name]):
                found = error(path, f"{place}[{number}].text", f"utter_{name} : {message}", remedy)
                yield KnowledgeError(path, _line_with(wrong, lines, found.line), found.message, found.remedy)


def _published(name: str) -> str:
    """How to put a response back as it was last published; empty where no release has it."""
    numbered = (folder for folder in RELEASES_DIR.glob("*") if folder.name.isdecimal())
    for folder in sorted(numbered, key=lambda folder: int(folder.name), reverse=True):
        with suppress(KnowledgeError, OSError, yaml.YAMLError):
            source = read_text(domain_of(folder / KNOWLEDGE_DIR.name))
            if (node := node_at(source, f".responses.{name}")) is not None:
                # Comments and blank lines before the next response are not its own.
                first, last = line_of(source, f".responses.{name}") or 0, node.end_mark.line
                lines = source.split("\n")[first - 1 : last]
                while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
                    lines.pop()
                return f"Ajoutez sous « responses » ces lignes de la version {folder.name}, telles quelles :\n" + "\n".join(lines)
    return ""


def _to_write(name: str, must: frozenset[str], may: frozenset[str]) -> str:
    """How to write a response that was never published."""
    braces = ["{" + word + "}" for word in sorted(must)]
    needed = f" où sont {listing(braces)}" if braces else ""
    allowed = ", ".join("{" + word + "}" for word in sorted(may - must))
    return f"Ajoutez sous « responses » : {name}, avec un texte (« - text: … »){needed} ; il peut aussi nommer {allowed}"


def _line_with(words: str, lines: list[str], first: int | None) -> int | None:
    """The line that holds these words of a text, which may go on for several lines from its first one on."""
    return next((number for number, line in enumerate(lines, 1) if first and number >= first and words in line), first)


def _of_text(text: str, must: frozenset[str], may: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one wording, how to mend it, and the words that are wrong."""
    used = re.findall(r"\{([^{}]*)\}", text)
    if not text.strip():
        yield "le texte est vide", "Écrivez ce que le robot doit dire", ""
    if single := re.search(r"[{}]\w*", re.sub(r"\{[^{}]*\}", "", text)):
        yield "une accolade n'a pas sa paire", "Écrivez chaque variable entre deux accolades : {facts}", single[0]
    unknown = [name for name in used if name not in may]
    for name in unknown:
        yield (
            f"la variable {{{name}}} n'existe pas ici : le visiteur lirait les accolades",
            instead(name, sorted(may)),
            f"{{{name}}}",
        )
    # Who misspells a variable has not forgotten it.
    mistyped = {name for name in must if name not in used and any(name in instead(wrong, sorted(may)) for wrong in unknown)}
    for name in sorted(must - {*used} - mistyped):
        yield (
            f"la variable {{{name}}} est oubliée : ce qu'elle dit serait perdu",
            f"Remettez {{{name}}} dans le texte",
            text.split("\n")[0],
        )
