"""The sheets' figures that tests ask for and look for, with plain spaces: with another price they are other ones."""

import re

from bot.figure_names import figures
from bot.knowledge import load_knowledge

_FIGURES = {name: re.sub("[\u00a0\u202f]", " ", figure) for name, figure in figures(load_knowledge()).items()}


def _of(holder: str, *names: str) -> list[str]:
    return [_FIGURES[f"{holder}.{name}"] for name in names]


def typed(amount: str) -> str:
    """An amount as people type it: « 1 890,60 € » is « 1890 »."""
    return re.sub(r"\D", "", amount.partition(",")[0])


def number(figure: str) -> str:
    """A figure without what it counts: « 481 heures » is « 481 »."""
    return figure.rpartition(" ")[0]


PHONE, EMAIL, DISABILITY_PHONE = _of("centre", "phone", "email", "disability_phone")
TUITION, HOURLY, TOTAL, TOTAL_OF_TWO = _of("clerc_gestionnaire.price", "tuition", "hourly", "total", "total_of_2")
(FEE,) = _of("clerc_gestionnaire.fees", "fee")
OPENING, OPENING_YEAR = _of("clerc_gestionnaire.opening", "date", "year")
(SMIC,) = _of("smic", "monthly_gross")
(PAY_AT_19,) = _of("clerc_gestionnaire.apprentice_pay", "at_19")
(REGISTERED_UNTIL,) = _of("clerc_assistant.certification", "date")
LEAST_OFFERED, MOST_OFFERED, OFFERS_YEAR = _of("clerc_assistant.salary", "from", "to", "year")
PROCEDURES_PAY, PROCEDURES_LATER_PAY, PROCEDURES_RISE = _of("clerc_aux_procedures.salary", "from", "to", "difference")
PROCEDURES_DATE, PROCEDURES_YEAR = _of("clerc_aux_procedures.salary", "date", "year")
EXPERT_PAY, EXPERT_LATER_PAY, EXPERT_RISE = _of("clerc_expert.salary", "from", "to", "difference")
EXPERT_DATE, EXPERT_YEAR = _of("clerc_expert.salary", "date", "year")
PROCEDURES_HOURS, PROCEDURES_MONTHS = _of("clerc_aux_procedures.duration", "heures", "mois")
(EXPERT_HOURS,) = _of("clerc_expert.hours", "heures")
(GESTIONNAIRE_HOURS,), (GESTIONNAIRE_MONTHS,) = (
    _of("clerc_gestionnaire.hours", "heures"),
    _of("clerc_gestionnaire.duration", "mois"),
)
ASSISTANT_EDITION, PROCEDURES_EDITION, EXPERT_EDITION, GESTIONNAIRE_EDITION = (
    _FIGURES[f"{certificate}.edition"]
    for certificate in ("clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire")
)
