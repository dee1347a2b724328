"""A long name is known by its parts too, unless a part is somebody else's or means something else."""

from __future__ import annotations

from msgspec import structs

from bot.knowledge import Knowledge
from bot.nlu.certificate_names import certificate_names
from bot.nlu.certificates import CertificateRecogniser


def named(knowledge: Knowledge, **names: str) -> Knowledge:
    """The knowledge with certificates of these names beside its own."""
    like = next(iter(knowledge.certificates.values()))
    new = {key: structs.replace(like, id=key, name=name, aliases=()) for key, name in names.items()}
    return structs.replace(knowledge, certificates={**knowledge.certificates, **new})


def test_each_part_of_a_name_stands_for_its_certificate(knowledge: Knowledge) -> None:
    found = certificate_names(named(knowledge, constats="clerc aux constats et états des lieux"))
    assert {name for name, key in found.items() if key == "constats"} == {
        "clerc aux constats et états des lieux",
        "clerc constats", "les constats", "clerc constat",
        "clerc états des lieux", "états des lieux", "clerc état des lieux", "état des lieux",
    }  # fmt: skip


def test_visitors_find_a_certificate_by_a_part_of_its_name(knowledge: Knowledge) -> None:
    recogniser = CertificateRecogniser(certificate_names(named(knowledge, constats="clerc aux constats et états des lieux")))

    def found(text: str) -> list[str]:
        return [mention.certificate for mention in recogniser.find(text)]

    assert found("numero du secretariat pour les constats svp") == ["constats"]
    assert found("je veux faire l'état des lieux chez vous en octobre") == ["constats"]
    assert found("la certif constats, c'est cher ?") == ["constats"]
    assert found("faire des constats avec un huissier") == []


def test_a_part_of_two_names_is_nobody_s(knowledge: Knowledge) -> None:
    found = certificate_names(named(knowledge, sales="clerc aux ventes et saisies", seizures="clerc aux saisies"))
    assert (found.get("les ventes"), found.get("les saisies")) == ("sales", None)


def test_what_a_topic_is_called_names_no_certificate(knowledge: Knowledge) -> None:
    found = certificate_names(named(knowledge, prices="clerc aux tarifs"))
    assert "les tarifs" not in found


def test_names_that_begin_differently_have_no_short_form(knowledge: Knowledge) -> None:
    found = certificate_names(named(knowledge, other="secrétaire aux constats"))
    assert [name for name, key in found.items() if key == "other"] == ["secrétaire aux constats"]
