"""Where the sheets are silent a visitor hears so, whom to ask, and what they do say nearby."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import FactScore, NamedFact, Reading, Telling
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, TopicFacts
from bot.typography import capital
from tests.answers.asking import (
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NOTHING_SAID,
    PROCEDURES,
    Said,
    about,
    adviser,
    ask,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    with_topic,
)
from tests.figures import (
    DISABILITY_PHONE,
    EXPERT_EDITION,
    EXPERT_LATER_PAY,
    EXPERT_PAY,
    EXPERT_YEAR,
    LEAST_OFFERED,
    MOST_OFFERED,
    PROCEDURES_PAY,
    typed,
)


def near_of(said: Said) -> dict[str, str]:
    """What is told near a question that has no answer, by certificate."""
    return {values["certificate"]: values["facts"] for name, values in said.notes if name == "note_near_of_certificate"}


@pytest.mark.parametrize(
    ("topic", "certificate", "name", "label", "elsewhere"),
    [
        ("price", EXPERT, "clerc expert", "le prix de la formation", [GESTIONNAIRE]),
        ("rhythm", PROCEDURES, "clerc aux procédures", "le rythme de l'alternance", [GESTIONNAIRE]),
        # Three other sheets tell of it: none of them alone.
        ("salary", GESTIONNAIRE, "clerc gestionnaire", "le salaire", []),
    ],
)
def test_what_a_sheet_does_not_say_gets_the_only_one_that_does_and_whom_to_ask(
    topic: str, certificate: str, name: str, label: str, elsewhere: list[str]
) -> None:
    said = ask(topic, certificate)
    assert (said.only.response, said.only.values) == ("unknown_of_certificate", {"certificate": name, "label": label})
    others = [KNOWLEDGE.certificates[other].name for other in elsewhere]
    told = [("note_told_elsewhere", {"certificate": other}) for other in others]
    assert said.only.notes == (*told, ("note_contact", CONTACT))
    assert said.only.facts == ()
    if elsewhere:
        assert [(button.intent, button.certificate) for button in said.reply.buttons] == [(f"ask_{topic}", elsewhere[0])]


def test_what_another_sheet_says_is_told_once_it_is_asked_for() -> None:
    asked = ask("price", EXPERT)
    assert "Seule la fiche clerc gestionnaire en parle." in asked.text
    assert "€" not in asked.text
    (button,) = asked.reply.buttons
    reply, _ = adviser().pressed("price", [button.certificate or ""], asked.state)
    assert [saying.values["certificate"] for saying in reply.sayings] == ["clerc gestionnaire"]


@pytest.mark.parametrize(
    ("topic", "certificate", "others"),
    [("blocks", EXPERT, [ASSISTANT, GESTIONNAIRE]), ("employment_figures", ASSISTANT, [PROCEDURES, EXPERT])],
)
def test_where_two_other_sheets_tell_of_it_both_are_named_behind_buttons(topic: str, certificate: str, others: list[str]) -> None:
    said = ask(topic, certificate)
    names = [KNOWLEDGE.certificates[other].name for other in others]
    assert f"\nSeules les fiches {names[0]} et {names[1]} en parlent.\n" in said.text
    # Where it stands is told; what stands there is no answer.
    assert {sheet for sheet, _ in said.only.facts} <= {KNOWLEDGE.certificates[certificate].sheet}
    assert [(button.intent, button.certificate) for button in said.reply.buttons] == [(f"ask_{topic}", c) for c in others]
    label = KNOWLEDGE.topics[topic].button.lower()
    assert said.titles == [f"{capital(name)} : {label}" for name in names]


def test_what_a_sheet_leaves_open_is_told_even_without_facts() -> None:
    gap = "La fiche renvoie à un tarif qu'elle ne donne pas."
    saying = ask("price", EXPERT, knowledge=with_topic(EXPERT, "price", TopicFacts(gap=gap))).only
    assert saying.response == "unknown_of_certificate"
    assert [name for name, _ in saying.notes] == ["note_gap", "note_told_elsewhere", "note_contact"]
    assert saying.notes[0] == ("note_gap", {"gap": gap})


def test_whom_to_ask_is_the_certificates_own_contact_where_its_sheet_names_one() -> None:
    contacts = TopicFacts(
        (Fact("05 00 00 00 01", quote="Tél. 05 00 00 00 01"), Fact("expert@exemple.fr", quote="expert@exemple.fr"))
    )
    knowledge = with_topic(EXPERT, "contact", contacts)
    own = ("note_contact_own", {"facts": "05 00 00 00 01, expert@exemple.fr"})
    for topic in ("price", "housing"):
        assert own in ask(topic, EXPERT, knowledge=knowledge).only.notes
        assert ask(topic, EXPERT, ASSISTANT, knowledge=knowledge).note("note_contact") == CONTACT
    assert ask("housing", ASSISTANT, knowledge=knowledge).note("note_contact") == CONTACT


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
def test_what_no_sheet_says_is_said_once(certificates: list[str]) -> None:
    saying = ask("housing", *certificates).only
    assert (saying.response, saying.values) == ("unknown", {"label": "le logement"})
    assert saying.notes == (("note_contact", CONTACT),)


@pytest.mark.parametrize(
    ("text", "topic", "named"),
    [
        ("il faut le permis ?", "other_unanswered", "le permis de conduire"),
        (
            "le permis, le casier ?",
            "other_unanswered",
            "le permis de conduire ni sur le casier judiciaire",
        ),
        ("y a des primes ?", "pay_details", "les primes"),
        # A word of another topic names nothing of this one.
        ("il faut le permis ?", "housing", "le logement"),
        ("et ça ?", "other_unanswered", "ce point"),
    ],
)
def test_what_no_sheet_says_is_called_as_the_visitor_called_it(text: str, topic: str, named: str) -> None:
    assert say(query(topic), reading=heard(text)).text.startswith(f"Les fiches ne disent rien sur {named}.\n")


def test_beside_what_the_visitor_named_the_neighbour_is_told_and_no_nearest_fact() -> None:
    facts = (FactScore(EXPERT, "activities", 3, 0.9),)
    near = near_of(say(query("pay_details", EXPERT), reading=replace(heard("y a des primes ?"), facts=facts)))
    assert near.keys() == {"clerc expert"}
    assert near["clerc expert"].startswith(f"débutant (coefficient 540) : {EXPERT_PAY} brut par mois")
    without = say(query("other_unanswered", EXPERT), reading=replace(heard("il faut une cravate ?"), facts=facts))
    assert (near_of(without), without.only.facts) == ({}, ())


def test_silences_of_one_sheet_are_said_together() -> None:
    said = say(query("price", EXPERT), query("rhythm", EXPERT))
    assert said.text.startswith(
        "La fiche **clerc expert** ne dit rien sur le prix de la formation ni sur le rythme de l'alternance.\n"
    )
    assert said.responses == ["unknown_of_certificate"]
    assert said.text.count("Seule la fiche") == said.text.count(CONTACT["phone"]) == 1
    assert say(query("housing"), query("payment_terms")).responses == ["unknown"]
    assert len(say(query("price", EXPERT), query("price", ASSISTANT)).responses) == 2


def test_one_silence_asked_of_two_is_named_once() -> None:
    said = say(query("housing", EXPERT), query("housing", ASSISTANT))
    assert said.text.startswith("Les fiches ne disent rien sur le logement.\n")


def test_no_two_buttons_look_the_same() -> None:
    for queries in ((query("price", EXPERT), query("rhythm", EXPERT)), (query("price", EXPERT), query("price", ASSISTANT))):
        titles = say(*queries).titles
        assert len(titles) == len(set(titles))


def test_the_nearest_thing_that_the_centre_says_is_told() -> None:
    near = ask("disability_aid").note("note_near")
    assert near is not None
    assert f"Murielle Joyeux, au {DISABILITY_PHONE}" in near["facts"]


@pytest.mark.parametrize(
    ("topic", "certificates", "told"),
    [
        ("exam_details", [GESTIONNAIRE], {"clerc gestionnaire": "soutenances orales devant un jury professionnel"}),
        ("exam_details", [], {"clerc gestionnaire": "soutenances orales devant un jury professionnel"}),
        ("pay_details", [EXPERT], {"clerc expert": f"débutant (coefficient 540) : {EXPERT_PAY} brut par mois"}),
        (
            "pay_details",
            [EXPERT, ASSISTANT],
            {"clerc expert": EXPERT_PAY, "clerc assistant": f"de {LEAST_OFFERED} à {MOST_OFFERED}"},
        ),
        ("pay_details", [], {}),
        ("pay_details", [GESTIONNAIRE], {}),
        ("calendar", [EXPERT], {}),
        ("exam_details", [ASSISTANT], {}),
    ],
)
def test_the_nearest_thing_that_the_sheet_says_is_told_and_never_a_neighbours(
    topic: str, certificates: list[str], told: dict[str, str]
) -> None:
    near = near_of(ask(topic, *certificates))
    assert near.keys() == told.keys()
    assert all(told[name] in near[name] for name in told)


def near_to(holder: str, topic: str, index: int, score: float = 0.9) -> Reading:
    """A message that has to do with one fact."""
    return replace(NOTHING_SAID, facts=(FactScore(holder, topic, index, score),))


def text_of(holder: str, topic: str, index: int) -> str:
    """What a fact says."""
    return KNOWLEDGE.certificates[holder].topics[topic].facts[index].text


@pytest.mark.parametrize("talked_about", [(), (PROCEDURES,)])
def test_the_certificates_fact_nearest_to_a_silent_question_is_told(talked_about: tuple[str, ...]) -> None:
    said = say(query("other_unanswered", EXPERT), reading=near_to(EXPERT, "activities", 3), state=spoken_of(*talked_about))
    assert near_of(said) == {"clerc expert": "rédiger un bail, dresser un constat"}
    assert [fact.text for _, fact in said.only.facts] == ["rédiger un bail, dresser un constat"]


def test_of_the_one_talked_about_the_nearest_fact_is_told_too() -> None:
    said = say(query("other_unanswered"), reading=near_to(EXPERT, "activities", 3), state=spoken_of(EXPERT))
    assert near_of(said) == {"clerc expert": "rédiger un bail, dresser un constat"}


def test_a_fact_that_the_question_names_is_told_first() -> None:
    said = say(query("other_unanswered", EXPERT), reading=heard("il dresse des constats?"))
    assert said.text.startswith("Un **clerc expert** a pour missions : rédiger un bail, dresser un constat\nSur ce point,")


def test_a_fact_beside_a_whole_topic_answers_it_whatever_the_question_names() -> None:
    dated = TopicFacts((Fact("un dossier à déposer avant le 30 juin", quote="avant le 30 juin", beside=("deadlines",)),))
    knowledge = with_topic(EXPERT, "application", dated)
    for text in ("c'est quoi la date limite ?", "je dois m'y prendre quand ?"):
        said = say(query("deadlines", EXPERT), reading=heard(text), knowledge=knowledge)
        assert "un dossier à déposer avant le 30 juin" in said.text.split("\n")[0]
        assert "ne disent rien" not in said.text
    of_others = say(query("deadlines", GESTIONNAIRE), reading=heard("c'est quoi la date limite ?"), knowledge=knowledge)
    assert "ne disent rien" in of_others.text or "ne dit rien" in of_others.text


def test_a_word_that_a_fact_has_by_chance_does_not_lead_to_it() -> None:
    said = say(query("equipment", EXPERT), reading=heard("vous fournissez de quoi noter les constats chez les clients ?"))
    assert said.only.response == "unknown"


def test_the_nearest_fact_goes_before_the_declared_neighbour() -> None:
    said = say(query("pay_details", PROCEDURES), reading=near_to(PROCEDURES, "salary", 1))
    assert near_of(said) == {"clerc aux procédures": text_of(PROCEDURES, "salary", 1)}


def test_no_more_than_two_near_facts_are_told() -> None:
    scores = tuple(FactScore(EXPERT, "activities", index, 0.9) for index in range(4))
    said = say(query("other_unanswered", EXPERT), reading=replace(NOTHING_SAID, facts=scores))
    assert 0 < len(said.only.facts) <= 2


@pytest.mark.parametrize(
    ("topic", "certificates", "reading", "talked_about"),
    [
        ("other_unanswered", [PROCEDURES], near_to(EXPERT, "activities", 3), (EXPERT,)),
        ("other_unanswered", [EXPERT], near_to(EXPERT, "activities", 3, 0.1), ()),
        ("other_unanswered", [], near_to(EXPERT, "activities", 3), ()),
        ("deadlines", [], NOTHING_SAID, (EXPERT,)),
        ("price", [EXPERT], NOTHING_SAID, (EXPERT,)),
        ("housing", [], NOTHING_SAID, ()),
    ],
    ids=[
        "near to another's sheet",
        "near to none",
        "no certificate",
        "neighbour of another",
        "the topic itself",
        "nothing near",
    ],
)
def test_where_the_sheet_has_nothing_near_nothing_is_told(
    topic: str, certificates: list[str], reading: Reading, talked_about: tuple[str, ...]
) -> None:
    said = say(query(topic, *certificates), reading=reading, state=spoken_of(*talked_about))
    assert near_of(said) == {}
    assert said.only.facts == ()
    assert CONTACT["phone"] in said.text


def test_without_a_certificate_the_only_one_that_knows_is_told() -> None:
    near = near_of(ask("deadlines"))
    assert near.keys() == {"clerc gestionnaire"}
    assert "un dossier tardif reste étudié" in near["clerc gestionnaire"]


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_what_is_told_near_is_never_another_certificates(certificate: str) -> None:
    own = [fact for entry in KNOWLEDGE.certificates[certificate].topics.values() for fact in entry.facts]
    centre = [fact for entry in KNOWLEDGE.centre.topics.values() for fact in entry.facts]
    silent = [
        key for key, topic in KNOWLEDGE.topics.items() if topic.scope != "centre" and certificate not in KNOWLEDGE.holders(key)
    ]
    near = [
        FactScore(holder, topic, 0, 0.9)
        for holder, known in KNOWLEDGE.certificates.items()
        for topic, entry in known.topics.items()
        if entry.facts
    ]
    wrong = []
    for topic in silent:
        for score in near:
            reading = replace(NOTHING_SAID, facts=(score,))
            said = say(query(topic, certificate), reading=reading, state=spoken_of(EXPERT, PROCEDURES))
            wrong += [(topic, score, fact.text) for _, fact in said.only.facts if fact not in (*own, *centre)]
    assert wrong == []


def test_what_is_told_near_comes_with_its_caveats_and_source() -> None:
    told = say(query("pay_details", EXPERT), reading=near_to(EXPERT, "salary", 1)).text
    assert f"après 10 ans d'ancienneté (coefficient 640) : {EXPERT_LATER_PAY}" in told
    assert f"ces montants datent de {EXPERT_YEAR}" in told
    assert told.endswith(f"_Source : fiche « Clerc expert » ({EXPERT_EDITION})_")


def test_what_another_topics_fact_tells_beside_a_silence_goes_first() -> None:
    said = ask("funding", ASSISTANT)
    assert near_of(said) == {"clerc assistant": "en contrat d'apprentissage ou en contrat de professionnalisation"}
    assert "SMIC" not in said.text
    licence = say(query("other_unanswered", PROCEDURES), reading=heard("il faut le permis ?"))
    assert near_of(licence) == {"clerc aux procédures": "son activité est exclusivement sédentaire"}
    visit = say(query("campus_life"), reading=heard("on peut visiter ?"))
    assert visit.note("note_near") == {"facts": "Campus Saint-Jacques de Compostelle, 2 avenue de la Révolution, 86000 Poitiers"}


@pytest.mark.parametrize(
    ("text", "certificate", "named"),
    [
        ("faut savoir l'anglais ?", GESTIONNAIRE, "Les fiches ne disent rien sur les langues étrangères."),
        ("il doit bien écrire ?", EXPERT, "La fiche **clerc expert** ne dit rien sur le niveau de français."),
        ("il faut un ordi ?", PROCEDURES, "La fiche **clerc aux procédures** ne dit rien sur l'informatique."),
    ],
)
def test_a_closed_question_on_the_conditions_that_names_a_silence_is_answered_by_it(
    text: str, certificate: str, named: str
) -> None:
    said = say(query("admission", certificate, act="yesno"), reading=heard(text))
    assert said.text.startswith(named + "\n")
    if "**" in named:
        assert "Seule la fiche clerc assistant en parle." in said.text


def test_the_sheet_that_tells_what_others_are_silent_on_tells_it() -> None:
    keeps = heard("je devrai lâcher mon poste ?")
    told = say(query("other_unanswered", PROCEDURES, act="yesno"), reading=keeps)
    assert [fact.text for _, fact in told.only.facts] == ["en formation continue, pour les salariés des études"]
    silent = say(query("other_unanswered", ASSISTANT, act="yesno"), reading=keeps)
    assert silent.text.startswith("La fiche **clerc assistant** ne dit rien sur la possibilité de garder son emploi.\n")
    assert "en contrat d'apprentissage" in near_of(silent)["clerc assistant"]
    # Of no certificate the one that tells it is heard, of both the other's silence too.
    assert say(query("other_unanswered"), reading=keeps).told_of == told.told_of
    both = say(query("other_unanswered", ASSISTANT, PROCEDURES), reading=keeps)
    assert both.responses == ["access_paths", "unknown_of_certificate"]


def test_of_two_things_named_one_may_be_told_and_the_other_not() -> None:
    said = say(query("other_unanswered", PROCEDURES), reading=heard("au téléphone, en anglais ?"))
    assert said.responses == ["activities", "unknown"]
    assert "Les fiches ne disent rien sur les langues étrangères." in said.text


def test_a_question_that_tells_a_diploma_or_names_a_figure_is_not_answered_by_a_silence() -> None:
    told = replace(heard("il a un BTS et pas le permis, ça passe ?"), told=(Telling("self", Situation(years_after_bac=2)),))
    state = knowing(years_after_bac=2)
    assert say(query("admission", GESTIONNAIRE, act="verdict"), reading=told, state=state).responses == ["verdict_yes_preferred"]
    net = heard(f"c'est bien {typed(PROCEDURES_PAY)} net ?")
    assert say(query("salary", PROCEDURES, act="confirm"), reading=net).responses == ["salary"]


def test_what_the_fact_beside_a_silence_says_yes_to_is_no_silence() -> None:
    fact = Fact("un casier vierge", quote="Casier vierge", asks=("casier",), beside=("other_unanswered",))
    knowledge = with_topic(EXPERT, "application", TopicFacts((fact, Fact("un dossier", quote="Un dossier"))))
    reading = replace(heard("faut un casier ?"), named_facts=(NamedFact(EXPERT, "application", 0, "yes", "casier"),))
    said = say(query("other_unanswered", EXPERT, act="yesno"), reading=reading, knowledge=knowledge)
    assert (said.openings, [found for _, found in said.only.facts]) == (["yes"], [fact])
    assert said.note("note_no_more") is None


@pytest.mark.parametrize(
    ("text", "payers"), [("france travail prend tout en charge ?", "France Travail"), ("le cpf, c'est une partie ?", "CPF")]
)
def test_how_much_somebody_pays_is_not_told(text: str, payers: str) -> None:
    said = about(text, "funding", GESTIONNAIRE, "yesno")
    assert said.responses == ["share_not_told"]
    assert payers in said.text
    assert "Transition Pro" not in said.text


def test_the_figure_of_another_sheet_is_no_wrong_one_where_the_one_asked_about_is_silent() -> None:
    said = about("43 % du smic, c'est ça ?", "apprentice_pay", ASSISTANT, "confirm")
    assert said.openings == ["figure_told_by"]
    assert "ne dit rien" in said.text
