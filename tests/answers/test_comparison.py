"""Certificates side by side, which one comes first and which one does something; each figure is its own sheet's."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from bot.answers.assistant import Assistant
from bot.answers.comparison import OVERALL_OF_MANY, OVERALL_TOPICS, compare, ranked_topic
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge
from tests.answers.wording import read

KNOWLEDGE = load_knowledge()
TOPICS = TopicAnswers(KNOWLEDGE, date(2026, 11, 21))
BOT = Assistant(TOPICS)
NOTHING = Focus()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
ALL = (ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE)


def ask(text: str, *certificates: str, topic: str | None = None, focus: Focus = NOTHING) -> Reply:
    """Compare certificates on a topic, or overall."""
    return compare(TOPICS, text, certificates, topic, focus)


def say(text: str, *certificates: str, intent: str = "ask_comparison", focus: Focus = NOTHING) -> Reply:
    """Say something to the bot that it understands as a comparison, or as another question."""
    topic = intent.removeprefix("ask_")
    questions = (Question(topic, certificates),) if topic in KNOWLEDGE.topics else ()
    return BOT.reply(Understood(text, intent, ((intent, 0.95),), questions, certificates), focus)


def only(reply: Reply) -> Saying:
    """Give the one saying of a reply."""
    (saying,) = reply.sayings
    return saying


def side_of(reply: Reply, certificate: str) -> list[str]:
    """Give the lines of one certificate of an overall comparison."""
    name = KNOWLEDGE.certificates[certificate].name.lower()
    sides = [values for key, values in only(reply).notes if key == "compared"]
    return next(side["facts"].splitlines() for side in sides if side["certificate"].lower() == name)


def labels_of(lines: list[str]) -> list[str]:
    """Give the topics that lines tell of."""
    buttons = {topic.button: key for key, topic in KNOWLEDGE.topics.items()}
    return [buttons[line.removeprefix("- ").split(" : ")[0]] for line in lines]


@pytest.mark.parametrize(
    ("named", "talked_about", "compared"),
    [
        ((EXPERT, GESTIONNAIRE), (), (EXPERT, GESTIONNAIRE)),
        ((EXPERT, GESTIONNAIRE), (ASSISTANT,), (EXPERT, GESTIONNAIRE)),
        ((EXPERT,), (PROCEDURES,), (EXPERT, PROCEDURES)),
        ((), (EXPERT, PROCEDURES), (EXPERT, PROCEDURES)),
        ((EXPERT,), (EXPERT, PROCEDURES), (EXPERT, PROCEDURES)),
        ((EXPERT,), (EXPERT,), ALL),
        ((EXPERT,), (), ALL),
        ((), (EXPERT,), ALL),
        ((), (), ALL),
    ],
)
@pytest.mark.parametrize("topic", [None, "duration"])
def test_those_named_are_compared_or_those_talked_about_or_all(
    named: tuple[str, ...], talked_about: tuple[str, ...], compared: tuple[str, ...], topic: str | None
) -> None:
    reply = ask("compare", *named, topic=topic, focus=Focus(talked_about))
    assert only(reply).listed == compared
    assert reply.focus.certificates == compared
    assert reply.buttons == tuple(
        Button(KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1), "ask_role", c) for c in compared
    )


@pytest.mark.parametrize("pair", combinations(ALL, 2))
def test_two_are_compared_on_what_matters_most_as_far_as_their_sheets_tell(pair: tuple[str, str]) -> None:
    reply = ask("", *pair)
    assert only(reply).response == "comparison"
    for certificate in pair:
        held = [topic for topic in OVERALL_TOPICS if certificate in KNOWLEDGE.holders(topic)]
        assert labels_of(side_of(reply, certificate)) == held


@pytest.mark.parametrize("certificates", [*combinations(ALL, 3), ALL])
def test_more_than_two_are_compared_on_less(certificates: tuple[str, ...]) -> None:
    reply = ask("", *certificates)
    for certificate in certificates:
        held = [topic for topic in OVERALL_OF_MANY if certificate in KNOWLEDGE.holders(topic)]
        assert labels_of(side_of(reply, certificate)) == held
        assert 0 < len(held) < len(OVERALL_TOPICS)


@pytest.mark.parametrize("certificates", [pair for number in (2, 3, 4) for pair in combinations(ALL, number)])
def test_each_side_tells_its_own_sheet(certificates: tuple[str, ...]) -> None:
    reply = ask("", *certificates)
    for certificate in certificates:
        own = "\n".join(fact.text for entry in KNOWLEDGE.certificates[certificate].topics.values() for fact in entry.facts)
        told = [part for line in side_of(reply, certificate) for part in line.split(" : ", 1)[1].split(" ; ")]
        assert [part for part in told if part != "…" and part not in own] == []


def test_a_comparison_reads_as_french_and_names_its_sources() -> None:
    told = read(ask("", EXPERT, GESTIONNAIRE))
    assert told.startswith("Clerc expert et clerc gestionnaire :\n**Clerc expert**\n- Le métier : juriste qualifié")
    assert "\n- Les conditions : un master 1 en droit" in told
    assert "\n**Clerc gestionnaire**\n- Le métier : " in told
    assert "\n- Le niveau : niveau 6" in told
    assert told.endswith(
        "_Sources : fiches « Clerc expert » (non datée, salaires de 2016)"
        " et « Certification professionnelle Clerc Gestionnaire (CP CG) » (2026)_"
    )


def test_an_old_salary_is_called_old_in_a_comparison_too() -> None:
    told = read(ask("", EXPERT, PROCEDURES))
    assert "3 080 €" in told
    assert "ces montants datent de 2016 et 2019" in told


def test_on_a_topic_what_a_sheet_does_not_say_is_said_with_whom_to_ask() -> None:
    told = read(ask("", EXPERT, GESTIONNAIRE, topic="price"))
    assert "- **Clerc expert** : la fiche ne le dit pas" in told
    assert "- **Clerc gestionnaire** : 7 840 €" in told
    assert "05 49 61 60 74" in told


@pytest.mark.parametrize(
    ("topic", "certificates", "first"),
    [
        ("salary", ALL, "Le minimum le plus élevé des fiches est celui du **clerc expert** : 3 080 € brut par mois au début."),
        ("salary", (PROCEDURES, EXPERT), "celui du **clerc expert** : 3 080 €"),
        ("duration", ALL, "La plus courte est celle du **clerc aux procédures** (9 mois)."),
        ("duration", (EXPERT, GESTIONNAIRE), "La plus courte est celle du **clerc gestionnaire** (12 mois)."),
        ("duration", (EXPERT, PROCEDURES), "La plus courte est celle du **clerc aux procédures** (9 mois)."),
    ],
)
def test_which_comes_first_is_said_before_the_figures(topic: str, certificates: tuple[str, ...], first: str) -> None:
    assert first in read(ask("", *certificates, topic=topic)).split("\n")[0]


@pytest.mark.parametrize(
    ("topic", "certificates"),
    [
        ("salary", (ASSISTANT, EXPERT)),
        ("salary", (GESTIONNAIRE, EXPERT)),
        ("salary", (ASSISTANT, GESTIONNAIRE)),
        ("duration", (ASSISTANT, GESTIONNAIRE)),
        ("price", ALL),
        ("level", ALL),
    ],
    ids=["offers and a minimum", "a silent sheet", "no minimum", "one length", "one price", "nothing to rank"],
)
def test_no_first_is_named_where_there_are_not_two_figures_of_a_kind(topic: str, certificates: tuple[str, ...]) -> None:
    assert only(ask("", *certificates, topic=topic)).openings == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("laquelle est la plus longue ?", "La plus courte"),
        ("lequel est le moins bien payé ?", "Le minimum le plus élevé"),
    ],
)
def test_the_opposite_of_what_is_asked_does_not_come_first(text: str, wrong: str) -> None:
    assert not read(say(text)).startswith(wrong)


# What is asked, who does it, and words of what is told.
DOERS = [
    ("lequel fait des constats ?", EXPERT, "dresser un constat"),
    ("lequel s'occupe des expulsions ?", PROCEDURES, "expulsion"),
    ("lequel fait des saisies ?", PROCEDURES, "saisie vente"),
    ("lequel négocie avec les débiteurs ?", PROCEDURES, "négocier avec les débiteurs"),
    ("lequel calcule les intérêts ?", PROCEDURES, "calculer les intérêts"),
    ("lequel facture ?", PROCEDURES, "facturer actes et honoraires"),
    ("lequel fait la veille juridique ?", EXPERT, "assurer la veille juridique"),
    ("lequel encadre une équipe ?", EXPERT, "encadre l'équipe"),
    ("lequel signifie les actes ?", ASSISTANT, "signification des actes"),
    ("lequel est autonome ?", GESTIONNAIRE, "en autonomie"),
    ("lequel s'occupe du recouvrement amiable ?", PROCEDURES, "**Recouvrement amiable** : "),
    ("lequel fait de la comptabilité ?", PROCEDURES, "**Comptabilité des dossiers** : "),
]


@pytest.mark.parametrize(("text", "certificate", "told"), DOERS, ids=[row[0] for row in DOERS])
def test_who_does_something_is_named_with_the_task(text: str, certificate: str, told: str) -> None:
    reply = say(text)
    assert only(reply).response == "does"
    assert read(reply).startswith(f"C’est le **{KNOWLEDGE.certificates[certificate].name}** :\n- ")
    assert told in read(reply)
    assert reply.focus.certificates == (certificate,)
    assert reply.buttons == (
        Button(KNOWLEDGE.certificates[certificate].name.replace("clerc", "Clerc", 1), "ask_role", certificate),
    )


def test_the_source_of_what_somebody_does_is_one_sheet() -> None:
    reply = say("lequel fait des constats ?")
    assert read(reply).endswith("_Source : fiche « Clerc expert » (non datée, salaires de 2016)_")
    shown = BOT.reply(Understood("d'où ça vient ?", "ask_source"), reply.focus)
    assert "Dresser un constat" in only(shown).values["quotes"]


def test_who_does_it_is_talked_about_next() -> None:
    reply = say("et il gagne combien ?", intent="ask_salary", focus=say("lequel fait des constats ?").focus)
    assert (only(reply).response, only(reply).values["certificate"]) == ("salary", "clerc expert")


@pytest.mark.parametrize(
    "text",
    [
        "lequel rédige des actes ?",
        "lequel vend des voitures ?",
        "quelle est la différence entre les clercs ?",
        "compare",
    ],
    ids=["several do", "none does", "no task", "nothing asked"],
)
def test_where_several_or_none_do_it_none_is_named(text: str) -> None:
    assert only(say(text)).response == "comparison"


def test_of_those_talked_about_only_they_can_be_the_one() -> None:
    focus = Focus((PROCEDURES, GESTIONNAIRE))
    assert only(say("lequel fait des constats ?", focus=focus)).response == "comparison"
    assert read(say("lequel fait des saisies ?", focus=focus)).startswith("C’est le **clerc aux procédures**")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("lequel gagne le plus avec l'expérience ?", "Le salaire"),
        ("lequel est accessible sans expérience ?", "Les conditions d'admission"),
        ("lequel a le coût le plus bas ?", "Le prix de la formation"),
    ],
)
def test_a_rank_is_no_task_even_where_a_task_has_its_words(text: str, topic: str) -> None:
    saying = only(say(text))
    assert (saying.response, saying.values.get("label")) == ("topic_of_all", topic)


def test_working_under_a_responsibility_is_not_having_most_of_it() -> None:
    assert not read(say("lequel a le plus de responsabilités ?")).startswith("C’est le **clerc assistant**")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("lequel est le mieux payé ?", "salary"),
        ("qui gagne le plus ?", "salary"),
        ("le meilleur salaire", "salary"),
        ("quel métier est le plus lucratif", "salary"),
        ("où est-on le mieux rémunéré", "salary"),
        ("la formation la plus courte", "duration"),
        ("laquelle est la plus longue", "duration"),
        ("celle qui dure le moins longtemps", "duration"),
        ("LA PLUS RAPIDE", "duration"),
        ("la moins chère", "price"),
        ("lequel coûte le plus", "price"),
        ("lequel a le plus haut niveau", "level"),
        ("lequel est accessible sans le bac ?", "admission"),
        ("la plus facile", "admission"),
        ("laquelle ouvre en premier ?", "opening"),
        ("lesquelles se font en alternance ?", "access_paths"),
        ("laquelle par la VAE ?", "access_paths"),
        ("la plus courte et la mieux payée", "duration"),
        ("la mieux payée et la plus courte", "salary"),
    ],
)
def test_what_certificates_are_ranked_on_is_read(text: str, topic: str) -> None:
    assert ranked_topic(KNOWLEDGE, text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "quel est le salaire ?",
        "combien ça coûte ?",
        "la durée de la formation",
        "lequel fait des constats ?",
        "lequel me conseillez-vous ?",
        "quelle est la meilleure formation ?",
        "le plus proche de chez moi",
        "plus de vacances",
        "",
    ],
)
def test_a_question_that_ranks_nothing_is_read_as_none(text: str) -> None:
    assert ranked_topic(KNOWLEDGE, text) is None


@pytest.mark.parametrize("text", ["et en plus ça coûte combien ?", "en plus, quel est le prix ?"])
def test_in_addition_ranks_nothing(text: str) -> None:
    reply = say(text, intent="ask_price", focus=Focus((GESTIONNAIRE,), (), ("role",)))
    assert (only(reply).response, only(reply).values["certificate"]) == ("price", "clerc gestionnaire")


@pytest.mark.parametrize("intent", ["ask_comparison", "ask_certificates", "ask_recommendation", "ask_salary"])
def test_a_rank_is_told_of_all_however_it_is_understood(intent: str) -> None:
    told = read(say("lequel est le mieux payé ?", intent=intent))
    assert told.startswith("Le minimum le plus élevé des fiches est celui du **clerc expert**")
    assert "- **Clerc aux procédures** : débutant (coefficient 316)" in told


def test_a_rank_that_names_one_certificate_is_about_that_one() -> None:
    reply = say("au plus, le clerc expert le plus payé gagne combien ?", EXPERT, intent="ask_salary")
    assert (only(reply).response, only(reply).values["certificate"]) == ("salary", "clerc expert")


def test_a_comparison_keeps_what_is_known_of_the_person() -> None:
    focus = Focus((EXPERT,), (ASSISTANT,), ("salary",), situation=Situation(age=19))
    reply = ask("", PROCEDURES, topic="duration", focus=focus)
    assert reply.focus == Focus((PROCEDURES, EXPERT), (EXPERT,), ("duration",), situation=Situation(age=19))


def test_au_niveau_salaire_ranks_by_salary() -> None:
    assert ranked_topic(KNOWLEDGE, "au niveau salaire lequel des deux est le plus intéressant") == "salary"
