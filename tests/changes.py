"""What staff rightly change in knowledge/, each in a copy of it: whatever tests the bot's answers must stay green with them."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of

# Files below knowledge/, and what is written in them for what, wherever it stands.
CHANGES: dict[str, dict[str, dict[str, str]]] = {
    "the price of a certificate": {
        "sheets/clerc_gestionnaire.txt": {"7 840 €": "8 330 €", "(16 €": "(17 €"},
        "certificates/clerc_gestionnaire.yml": {"7 840 €": "8 330 €", "16 € ": "17 € ", "7840, hourly: 16": "8330, hourly: 17"},
    },
    "the duration of another": {
        "sheets/clerc_aux_procedures.txt": {"235": "252", "9 mois": "10 mois"},
        "certificates/clerc_aux_procedures.yml": {
            "235 heures": "252 heures", "hours: 235": "hours: 252",
            "9 mois": "10 mois", "neuf mois": "dix mois", "months: 9": "months: 10",
        },
        "paths.yml": {"235 heures": "252 heures", "9 mois": "10 mois", "months: 9": "months: 10"},
    },
    "the edition of a sheet": {
        "sheets/clerc_expert.txt": {"avril 2016": "avril 2018"},
        "certificates/clerc_expert.yml": {"avril 2016": "avril 2018", "2016-04-01": "2018-04-01"},
        "sheets.yml": {"salaires de 2016": "salaires de 2018"},
    },
    "the telephone of the centre": {
        "sheets/clerc_gestionnaire.txt": {"05 49 61 60 74": "05 49 61 62 80"},
        "centre.yml": {"05 49 61 60 74": "05 49 61 62 80"},
    },
    "the minimum wage": {
        "reference.yml": {
            "1823.03": "1849.12", "12.02": "12.19",
            "since: 2026-01-01": "since: 2026-07-01", "décret du 17 décembre 2025": "arrêté du 24 juin 2026",
        },
    },
}  # fmt: skip


def changed(parent: Path, *names: str) -> Path:
    """A copy of knowledge/, beside its domain.yml, with some of CHANGES.

    Args:
        parent: an empty folder.
        names: those of the changes.

    Returns:
        The copy of knowledge/.
    """
    shutil.copy(domain_of(KNOWLEDGE_DIR), parent)
    folder = Path(shutil.copytree(KNOWLEDGE_DIR, parent / "knowledge"))
    for name in names:
        for file, texts in CHANGES[name].items():
            path = folder / file
            text = path.read_text(encoding="utf-8")
            for old, new in texts.items():
                assert old in text, f"{file}: {old}"
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
    return folder
