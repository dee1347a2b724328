"""The traps of the four sheets: glued figures, old figures, a sentence cut short, a date that is not given."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest

from bot.knowledge import Knowledge, TopicFacts, load_knowledge
from bot.knowledge.checks import fold, placed_facts
from bot.knowledge.loader import KNOWLEDGE_DIR

# The sheets are kept word for word as the centre gave them. A new edition of a sheet changes its line here too.
SHA_256 = {
    "clerc_assistant.txt": "8432d9838ea5f10b170206f423674b259707f8a88b1ae16f46fb4dff244feb28",
    "clerc_aux_procedures.txt": "ecfd2939f464b25c9dc1598c96fa7a31c65b5195377ec89be281ff06be57b59d",
    "clerc_expert.txt": "8eb4d05c75752edc8d405073687fcbdfd0d6d1dcc69d156b54a0669e9d0cc545",
    "clerc_gestionnaire.txt": "987ecaf2b988f6e8b5ce552a3f121f68cac558b602f310874e2488f1540cef3f",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Load the knowledge once."""
    return load_knowledge()


def entry(knowledge: Knowledge, certificate: str, topic: str) -> TopicFacts:
    """Get what a certificate says on a topic, which it must say."""
    found = knowledge.facts_of(certificate, topic)
    assert found is not None, f"{certificate} says nothing on {topic}"
    return found


def said(entry: TopicFacts) -> str:
    """Join all that the bot can say of a topic."""
    return "\n".join([*(f"{fact.group or ''} {fact.text}" for fact in entry.facts), entry.gap or ""])


def all_said(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Walk through all that the bot can say, with where it stands."""
    owners = {key: c.topics for key, c in knowledge.certificates.items()} | {"centre": knowledge.centre.topics}
    for owner, topics in owners.items():
        for topic, found in topics.items():
            yield f"{owner}, {topic}", said(found)


def digits(text: str) -> set[str]:
    """Find the runs of digits of a text, what separates thousands and decimals left out."""
    return set(re.findall(r"\d+", re.sub(r"(?<=\d)[ \u00a0\u202f.,](?=\d)", "", text)))


def test_sheets_are_the_originals_word_for_word() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (KNOWLEDGE_DIR / "sheets").iterdir()}
    assert found == SHA_256


def test_every_number_of_a_fact_is_in_its_quotes(knowledge: Knowledge) -> None:
    """Counted apart from bot.knowledge.checks, so that a hole there shows here."""
    references = knowledge.reference.texts()
    strange = {
        f"{placed.owner}, {placed.place}: {fact.text}": numbers
        for placed in placed_facts(knowledge)
        if (fact := placed.fact)
        and (numbers := digits(fact.text) - digits("\n".join([*fact.quotes, references.get(fact.reference or "", "")])))
        and not numbers <= set(fact.glued)
    }
    assert strange == {}


def test_every_number_of_a_gap_is_in_its_sheet(knowledge: Knowledge) -> None:
    strange = {
        f"{key}, {topic}: {found.gap}"
        for key, certificate in knowledge.certificates.items()
        for topic, found in certificate.topics.items()
        if not digits(found.gap or "") <= digits(knowledge.sheets[certificate.sheet].text)
    }
    assert strange == set()


def test_only_the_recent_hires_are_unglued(knowledge: Knowledge) -> None:
    glued = [(placed.owner, placed.place, placed.fact.glued) for placed in placed_facts(knowledge) if placed.fact.glued]
    assert glued == [("clerc_assistant", ".topics.labour_market.facts[2]", ("240", "1"))]


def test_hires_are_240_and_never_2401(knowledge: Knowledge) -> None:
    (hires,) = [f for f in entry(knowledge, "clerc_assistant", "labour_market").facts if "embauches récentes" in f.text]
    assert digits(hires.text) == {"240", "1", "2025"}
    assert "1er trimestre 2025" in hires.text
    assert [where for where, text in all_said(knowledge) if re.search(r"\b2\s?401", text)] == []


def test_return_to_work_is_separated_from_its_period(knowledge: Knowledge) -> None:
    (rate,) = [f for f in entry(knowledge, "clerc_assistant", "labour_market").facts if "27,65" in f.text]
    assert "27,65 % " in rate.text
    assert "2ème trimestre 2024" in rate.text
    assert [where for where, text in all_said(knowledge) if re.search(r"27[.,]65 ?%\d|27[.,]652", text)] == []


def test_figures_of_a_rome_code_are_called_so(knowledge: Knowledge) -> None:
    for topic in ("salary", "labour_market"):
        gap = entry(knowledge, "clerc_assistant", topic).gap or ""
        assert "K1901" in gap
        assert re.search("pas (?:du|le) seul clerc assistant", gap)


@pytest.mark.parametrize("certificate", ["clerc_aux_procedures", "clerc_expert"])
def test_old_minimum_salaries_are_dated(knowledge: Knowledge, certificate: str) -> None:
    facts = entry(knowledge, certificate, "salary").facts
    assert {f.salary.basis for f in facts if f.salary} == {"conventional_minimum"}
    (dated,) = [f for f in facts if f.dated]
    assert dated.dated
    assert {f.as_of for f in facts} == {dated.dated}
    assert f"{dated.dated.year}" in dated.text
    assert "minimum de la convention collective" in dated.text


def test_no_salary_is_told_without_a_date(knowledge: Knowledge) -> None:
    undated = [
        fact.text
        for placed in placed_facts(knowledge)
        if placed.place.startswith(".topics.salary.") and (fact := placed.fact).as_of is None
    ]
    assert undated == []


@pytest.mark.parametrize("certificate", ["clerc_aux_procedures", "clerc_expert"])
def test_undated_figures_are_called_undated(knowledge: Knowledge, certificate: str) -> None:
    assert "ne date pas ces chiffres" in (entry(knowledge, certificate, "employment_figures").gap or "")


@pytest.mark.parametrize("topic", ["role", "activities"])
def test_sentence_cut_short_is_never_completed(knowledge: Knowledge, topic: str) -> None:
    """The sheet ends on « la signification des actes, le recou... »."""
    assert "la signification des actes, le recou...\n" in knowledge.sheets["clerc_assistant"].text
    found = entry(knowledge, "clerc_assistant", topic)
    assert "recou" not in said(found).lower()
    assert "signification des actes" in said(found)
    assert "La fiche s'" in (found.gap or "")


def test_no_deadline_is_invented(knowledge: Knowledge) -> None:
    application = entry(knowledge, "clerc_gestionnaire", "application")
    assert application.gap == "La fiche parle d'une date limite sans la donner."
    assert digits(said(application)) == set()
    assert knowledge.holders("deadlines") == []


def test_opening_is_a_month_and_no_day(knowledge: Knowledge) -> None:
    opening = entry(knowledge, "clerc_gestionnaire", "opening")
    assert [fact.text for fact in opening.facts] == ["en septembre 2027"]
    assert "pas le jour" in (opening.gap or "")


def test_certification_under_examination_is_not_called_registered(knowledge: Knowledge) -> None:
    text = said(entry(knowledge, "clerc_gestionnaire", "certification"))
    assert "pas encore enregistrée" in text
    assert "en cours d'instruction" in text
    assert "visé" in said(entry(knowledge, "clerc_gestionnaire", "level"))


def test_hoped_for_success_is_no_result(knowledge: Knowledge) -> None:
    """« Dans l'attente de votre réussite à 100 % » is a wish, not a pass rate."""
    told = [fact for fact in entry(knowledge, "clerc_gestionnaire", "key_figures").facts if fact.said]
    assert digits("\n".join(fact.text for fact in told)) == set()
    assert "pas encore de résultats" in told[0].text


@pytest.mark.parametrize(("age", "percent"), [(15, 27), (17, 27), (18, 43), (20, 43), (21, 53), (25, 53), (26, 100), (40, 100)])
def test_every_age_has_one_share_of_the_smic(knowledge: Knowledge, age: int, percent: int) -> None:
    shares = [f.share for f in entry(knowledge, "clerc_gestionnaire", "apprentice_pay").facts if f.share]
    assert [share.percent for share in shares if share.covers(age)] == [percent]


def test_registration_fee_is_not_for_apprentices(knowledge: Knowledge) -> None:
    (fee,) = entry(knowledge, "clerc_gestionnaire", "fees").facts
    assert fee.price is not None
    assert (fee.price.fee, fee.price.fee_except) == (115, ("apprentice",))
    assert "sauf pour les apprentis" in fee.text


@pytest.mark.parametrize(
    ("certificate", "silent"),
    [
        ("clerc_assistant", ["price", "fees", "duration", "hours", "opening", "employment_figures"]),
        ("clerc_aux_procedures", ["price", "fees", "opening", "level", "blocks", "apprentice_pay"]),
        ("clerc_expert", ["price", "fees", "opening", "level", "blocks", "apprentice_pay", "access_paths"]),
        ("clerc_gestionnaire", ["salary", "employment_figures", "labour_market"]),
    ],
)
def test_what_a_sheet_does_not_say_is_not_borrowed(knowledge: Knowledge, certificate: str, silent: list[str]) -> None:
    assert [topic for topic in silent if certificate in knowledge.holders(topic)] == []


@pytest.mark.parametrize(
    "field", ["phone", "email", "website", "street", "postcode", "city", "name", "disability_contact", "disability_phone"]
)
def test_centre_is_as_its_sheet_says(knowledge: Knowledge, field: str) -> None:
    assert fold(getattr(knowledge.centre, field)) in fold(knowledge.sheets[knowledge.centre.sheet].text)


def test_old_name_of_the_profession_is_explained(knowledge: Knowledge) -> None:
    """Where a topic says « huissier » (not as a web address), it says « commissaire de justice » too."""
    silent = [where for where, text in all_said(knowledge) if re.search(r"huissiers?\b(?!-)", text) and "commissaire" not in text]
    assert silent == []
