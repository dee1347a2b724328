"""The part of docs/evaluation.md that tells how whole conversations are understood."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.learning import PARTS, Measured
from bot.evaluation.ablation import PartAblation, Removed
from bot.evaluation.held_out import (
    Bin,
    HeldOut,
    calibration,
    calibration_error,
    meaning_right,
    misread,
    part_shares,
    sure_of_intent,
    sure_of_meaning,
)
from bot.evaluation.markdown import counted, percent, table

_MOST_MISREAD, _MOST_FEATURES = 20, 12
_NAMES = {
    "intent": "intent (topic or act)",
    "act": "act",
    "certificates": "certificates",
    "person": "person",
    "edit": "edit",
    "meaning": "intent, act, certificates and person together",
    "all": "several asked: all of them found",
    "exactly": "several asked: these and nothing else",
    "split by mistake": "one asked: split by mistake",
}
_OF_AUTHOR = ("intent", "act", "certificates", "person", "edit", "meaning")


def section(found: HeldOut) -> str:
    """Everything that was measured on held-out authors."""
    return "\n".join([_parts(found), _authors(found), _calibration(found), _misread(found.all), _ablation(found)])


def calibrations(found: HeldOut) -> dict[str, Sequence[Bin]]:
    """Predicted against observed, for the intent and for the whole meaning."""
    return {
        "intent": calibration(found.all, sure_of_intent, lambda item: item.right("intent")),
        "the whole first question": calibration(found.all, sure_of_meaning, meaning_right),
    }


def _parts(found: HeldOut) -> str:
    leaning = [item for item in found.all if item.is_follow_up]
    alone = [item for item in found.all if not item.is_follow_up]
    of_all, of_alone, of_leaning = part_shares(found.all), part_shares(alone), part_shares(leaning)
    rows = [
        (_NAMES[part], counted(of_all[part]), counted(of_alone[part]), counted(of_leaning[part]))
        for part in sorted(of_all, key=[*_OF_AUTHOR, *PARTS].index)
    ]
    conversations = sum(found.conversations.values())
    return (
        "## In conversation\n\n"
        f"{len(found.measured)} held-out authors of data/conversations, whom no training has seen: {conversations} "
        f"conversations, {len(found.all)} turns, {len(leaning)} of which lean on what was said before "
        "(edit refer, revise, reject or answer). Each turn is interpreted in the state that the annotations of the turns before "
        "it lead to. Another reading that the annotator calls as careful counts as right. Act, certificates and person are those "
        "of the first question found, beside the question meant that has the same intent, if one has.\n\n"
        + table(("What", "All turns ", "Alone ", "Follow-ups "), rows)
    )


def _authors(found: HeldOut) -> str:
    rows = []
    for author, measured in found.measured.items():
        shares = part_shares(measured)
        parts = (percent(shares[part]) for part in _OF_AUTHOR)
        rows.append((author, found.conversations[author], len(measured), *parts))
    header = ("Author", "Conversations ", "Turns ", "Intent ", "Act ", "Certificates ", "Person ", "Edit ", "Together ")
    return "### By author\n\n" + table(header, rows)


def _calibration(found: HeldOut) -> str:
    lines = calibrations(found)
    rows = [(name, percent(b.predicted), percent(b.observed), b.observed.total) for name, bins in lines.items() for b in bins]
    errors = ", ".join(f"{name} {percent(calibration_error(bins))}" for name, bins in lines.items())
    return (
        "### How sure and how right\n\nTurns in ten groups by how likely the interpreter holds what it chose. Predicted and "
        f"observed lie apart, on average over the turns: {errors}.\n\n"
        + table(("Of", "Predicted ", "Observed ", "Turns "), rows)
        + "\n![How sure the interpreter was against how often it was right](images/evaluation_calibration.png)\n"
    )


def _misread(measured: Sequence[Measured]) -> str:
    rows = [(m.meant, m.read_as, m.times, m.example) for m in misread(measured, _MOST_MISREAD)]
    return f"### The {_MOST_MISREAD} most frequent wrong intents\n\nOf turns that ask one thing.\n\n" + table(
        ("Meant", "Read as", "Times ", "For example"), rows
    )


def _ablation(found: HeldOut) -> str:
    parts = "\n".join(_part_ablation(part) for part in found.ablation)
    return (
        "### What each feature moves\n\nThe weight of one feature is set to 0, all other weights stay, and the same turns "
        "are decided again; so too for families of features that begin or end alike. Moved: turns decided otherwise. Change: how "
        "many more of them are right; below 0 the feature is of use. Surprise: how much less likely what was meant becomes, in "
        "nats over all turns; a feature that moves no decision but has some makes the bot rightly surer. What another feature "
        "can stand in for shows little here, and a change of one or two turns is chance: take out what moves nothing, train, and "
        "measure again.\n\n" + parts
    )


def _part_ablation(part: PartAblation) -> str:
    use = sorted([*part.single, *part.families], key=lambda r: (r.change, -(r.surprise or 0.0), r.name))
    rows = [
        (r.name, _weight(r), r.moved, f"{r.change:+d}", "–" if r.surprise is None else f"{r.surprise:+.1f}")
        for r in use[:_MOST_FEATURES]
        if r.change < 0
    ]
    lines = [
        (
            "Harmful: without it two or more turns more are right",
            [f"{r.name} ({r.change:+d} of {r.moved})" for r in reversed(use) if r.change > 1],
        ),
        ("Families that move nothing", [f"{r.name} ({r.features})" for r in part.families if not r.moved]),
        ("Features that move nothing", [r.name for r in part.single if not r.moved]),
        (
            "Features that move something and gain nothing",
            [f"{r.name} ({r.change:+d} of {r.moved})" for r in part.single if r.moved and r.change in (0, 1)],
        ),
        ("Never seen in these turns", part.unseen),
        ("Seen here, but no weight was learnt for it", part.unlearnt),
    ]
    listed = "".join(f"- {title}: {', '.join(names)}.\n" for title, names in lines if names)
    what = "turns with pieces whose list of questions is exactly right" if part.part == "also" else "right"
    return (
        f"#### {part.part}\n\n{counted(part.right)} {what} with all features.\n\n"
        + table(("Without", "Weight ", "Moved ", "Change ", "Surprise "), rows)
        + f"\n{listed}"
    )


def _weight(removed: Removed) -> str:
    return f"{removed.weight:+.2f}" if removed.features == 1 else f"{removed.features} features"
