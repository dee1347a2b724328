"""Facts that hold a figure of a message: « 490 h », « 1 848 € », « 27,65 »."""

from __future__ import annotations

import re
from collections import defaultdict

from bot.dialogue.reading import HeldFigure
from bot.knowledge import Knowledge
from bot.knowledge.checks import measures_in, numbers_in

# A smaller number without a unit is a place in a list, a number of people.
_LEAST = 27
# A number of a date, an age or a length of time.
_YEARS = range(1950, 2051)
_OF_TIME = re.compile(r"(?<!\d)(?<!\d[.,])(\d+) ?(?:ans?|mois|jours?)\b")


class FactFigures:
    """Finds the facts that hold a figure, with its unit where one is said.

    Args:
        knowledge: its certificates' facts; the centre's numbers are telephones and addresses.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._held: dict[str, dict[tuple[str, str, int], None]] = defaultdict(dict)
        for holder, certificate in knowledge.certificates.items():
            for topic, entry in certificate.topics.items():
                for index, fact in enumerate(entry.facts):
                    for figure in numbers_in(fact.text) | measures_in(fact.text):
                        for said in _as_said(figure):
                            self._held[said][holder, topic, index] = None

    def find(self, text: str) -> tuple[HeldFigure, ...]:
        """The figures of a text that facts hold, each with every fact that does.

        Args:
            text: normalised text.
        """
        measures = measures_in(text)
        measured = {measure.split()[0] for measure in measures}
        unmeasured = numbers_in(text) - measured - set(_OF_TIME.findall(text))
        bare = {number for number in unmeasured if float(number) >= _LEAST and float(number) not in _YEARS}
        return tuple(
            HeldFigure(figure.split()[0], *fact) for figure in sorted(measures | bare) for fact in self._held.get(figure, ())
        )


def _as_said(figure: str) -> set[str]:
    """A figure as people may say it: « 1890.6 € » is « 1890 € » and « 1891 € » too."""
    number, *unit = figure.split()
    said = {number, str(int(float(number))), str(round(float(number)))}
    return {" ".join((one, *unit)) for one in said}
