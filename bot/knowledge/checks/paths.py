"""The graph of paths: its arrows lead somewhere, last as long as their quotes say, and forget no certificate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.checks.placing import error
from bot.knowledge.checks.values import check_names_of_reference
from bot.knowledge.errors import KnowledgeError, instead
from bot.knowledge.models import Knowledge
from bot.knowledge.texts import numbers_in


def check_paths(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Steps between places that do not exist or that last another time than quoted, and certificates that no step leads to.

    Args:
        knowledge: what was read.
        folder: where from.
    """
    file, paths = folder / "paths.yml", knowledge.paths
    for index, step in enumerate(paths.steps):
        for end, place in (("from", step.from_), ("to", step.to)):
            if place not in paths.places:
                message = f"« {place} » n'est pas parmi les points (places)"
                yield error(file, f".steps[{index}].{end}", message, instead(place, paths.places))
        quoted = numbers_in(" \n ".join(step.fact.quotes))
        for number in (f"{n:g}" for time in step.lasts for n in time.numbers()):
            if number not in quoted:
                message = f"le nombre {number} du champ « lasts » n'est pas dans la citation de l'étape"
                yield error(file, f".steps[{index}].lasts", message, "Corrigez-le, ou citez aussi la ligne qui le donne")
    for key, point in paths.places.items():
        if point.certificate and point.certificate not in knowledge.certificates:
            message = f"il n'y a pas de certificat « {point.certificate} »"
            yield error(file, f".places.{key}", message, instead(point.certificate, knowledge.certificates))
        yield from check_names_of_reference(file, f".places.{key}", point, knowledge.reference)
    yield from _check_none_forgotten(knowledge, file)


def _check_none_forgotten(knowledge: Knowledge, file: Path) -> Iterator[KnowledgeError]:
    places = {place.certificate: key for key, place in knowledge.paths.places.items() if place.certificate}
    reached = {step.to for step in knowledge.paths.steps}
    for key, certificate in knowledge.certificates.items():
        if key not in places:
            remedy = f"Ajoutez sous « places » : {key}: {{name: {certificate.name}, certificate: {key}}}, et une étape qui y mène"
            yield error(file, ".places", f"les chemins oublient le certificat « {key} »", remedy)
        elif places[key] not in reached:
            message = f"aucune étape ne mène au certificat « {key} »"
            yield error(file, f".places.{places[key]}", message, f"Ajoutez sous « steps » une étape « to: {places[key]} »")
