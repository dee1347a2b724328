"""What the assistant makes of a message in its context."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.assistant import Assistant
from bot.answers.reply import Focus, Reply, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge
from bot.nlu.situation import SituationReader

KNOWLEDGE = load_knowledge()
ASSISTANT = Assistant(TopicAnswers(KNOWLEDGE))
READER = SituationReader(KNOWLEDGE.reference)


def asks(text: str, *ranking: tuple[str, float], certificates: tuple[str, ...] = ()) -> Understood:
    intent = ranking[0][0]
    questions = (Question(intent.removeprefix("ask_"), certificates),) if intent.startswith("ask_") else ()
    return Understood(text, intent, ranking, questions, certificates)


def responses(understood: Understood, focus: Focus | None = None) -> list[str]:
    return [saying.response for saying in ASSISTANT.reply(understood, focus or Focus()).sayings]


def test_an_unclear_message_gets_the_close_topics_as_buttons() -> None:
    reply = ASSISTANT.reply(asks("et pour les sous", ("ask_price", 0.11), ("ask_funding", 0.1), ("ask_salary", 0.02)), Focus())
    assert [saying.response for saying in reply.sayings] == ["which_topic"]
    assert [button.intent for button in reply.buttons] == ["ask_price", "ask_funding"]


def test_an_unclear_message_with_one_likely_topic_is_answered() -> None:
    assert responses(asks("et pour les sous", ("ask_price", 0.14), ("ask_funding", 0.02))) == ["price"]


def test_a_follow_up_keeps_the_topic_just_spoken_of() -> None:
    unsure = asks("et au bout de dix ans", ("ask_career", 0.3), ("ask_salary", 0.2))
    assert responses(unsure, Focus(certificates=("clerc_expert",), topics=("salary",))) == ["salary"]
    assert responses(unsure, Focus(certificates=("clerc_expert",))) == ["career"]


def test_after_two_messages_out_of_scope_whom_to_ask_is_said() -> None:
    far = asks("une recette de crêpes", ("out_of_scope", 0.95))
    first = ASSISTANT.reply(far, Focus())
    assert "note_contact" not in [key for saying in first.sayings for key, _ in saying.notes]
    second = ASSISTANT.reply(far, first.focus)
    assert "note_contact" in [key for saying in second.sayings for key, _ in saying.notes]
    after = ASSISTANT.reply(asks("le prix", ("ask_price", 0.99)), second.focus)
    assert after.focus.misunderstood == 0


def test_a_diploma_that_is_asked_about_is_not_told() -> None:
    asked = Understood(
        "il faut le bac ?",
        "ask_admission",
        (("ask_admission", 0.95),),
        (Question("admission", ("clerc_assistant",)),),
        ("clerc_assistant",),
        Situation(level=4, years_after_bac=0),
    )
    assert ASSISTANT.reply(asked, Focus()).focus.situation == Situation()


@pytest.mark.parametrize(
    ("text", "topic"),
    [("non, la durée, pas le prix", "duration"), ("je voulais le salaire", "salary"), ("pas le salaire, le prix", "price")],
)
def test_a_correction_may_be_of_the_topic(text: str, topic: str) -> None:
    focus = Focus(certificates=("clerc_gestionnaire",), topics=("blocks",))
    assert ASSISTANT.reply(asks(text, ("correct", 0.9)), focus).focus.topics == (topic,)


def says(
    text: str, intent: str, focus: Focus, *topics: str, certificates: tuple[str, ...] = (), rejected: tuple[str, ...] = ()
) -> Reply:
    """Say something to the assistant; what it tells of the person is read from the text."""
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    questions = tuple(Question(topic, certificates) for topic in topics)
    return ASSISTANT.reply(
        Understood(text, intent, ((intent, 0.95),), questions, certificates or rejected, rejected, situation), focus
    )


def told(reply: Reply) -> list[tuple[str, list[str]]]:
    """Give the response of each saying with the names of the certificates that it tells of."""
    found = []
    for saying in reply.sayings:
        said = (saying.values, *(values for _, values in saying.notes))
        names = dict.fromkeys(values["certificate"].lower() for values in said if "certificate" in values)
        found.append((saying.response, list(names)))
    return found


@pytest.mark.parametrize(
    ("text", "asked", "answered"),
    [
        ("pas le prix, la durée", ["price", "duration"], ["duration"]),
        ("la durée, pas le prix", ["duration", "price"], ["duration"]),
        ("pas le prix ni la durée, l'évaluation", ["price", "duration", "assessment"], ["assessment"]),
        ("le prix et la durée", ["price", "duration"], ["price", "duration"]),
        ("il n'y a pas de stages ?", ["internships"], ["internships"]),
        ("pas le prix, la durée", ["price"], ["duration"]),
        ("il n'y a pas de stages ? et quelle est la durée ?", ["internships", "duration"], ["internships", "duration"]),
    ],
    ids=[
        "first",
        "last",
        "two",
        "none",
        "the only one, asked in the negative",
        "understood as what is ruled out",
        "one of two, asked in the negative",
    ],
)
def test_a_topic_that_is_ruled_out_is_not_told(text: str, asked: list[str], answered: list[str]) -> None:
    reply = says(text, f"ask_{asked[0]}", Focus(("clerc_gestionnaire",), (), ("blocks",)), *asked)
    assert [saying.response for saying in reply.sayings] == answered


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("je ne veux pas le prix mais la durée", "duration"),
        ("ni le prix ni la durée, l'évaluation", "assessment"),
        ("je parle pas du prix, je parle des frais", "fees"),
        ("non, le prix", "price"),
    ],
)
def test_a_correction_tells_the_topic_that_is_not_ruled_out(text: str, topic: str) -> None:
    reply = says(text, "correct", Focus(("clerc_gestionnaire",), (), ("blocks",)))
    assert told(reply) == [(topic, ["clerc gestionnaire"])]


ALL = ["clerc assistant", "clerc aux procédures", "clerc expert", "clerc gestionnaire"]


@pytest.mark.parametrize(
    ("text", "intent", "topics", "rejected", "focus", "names"),
    [
        ("pas l'expert, les autres", "change_certificate", [], ["clerc_expert"], Focus(("clerc_expert",)), [0, 1, 3]),
        (
            "ni l'expert ni le gestionnaire, les deux autres",
            "change_certificate",
            [],
            ["clerc_expert", "clerc_gestionnaire"],
            Focus(("clerc_expert",)),
            [0, 1],
        ),
        (
            "les deux autres, pas l'expert ni l'assistant, ils gagnent combien ?",
            "ask_salary",
            ["salary"],
            ["clerc_expert", "clerc_assistant"],
            Focus(),
            [1, 3],
        ),
        (
            "pas l'expert, les deux autres",
            "change_certificate",
            [],
            ["clerc_expert"],
            Focus(("clerc_assistant", "clerc_aux_procedures", "clerc_expert")),
            [0, 1],
        ),
        ("et les deux autres ?", "change_certificate", [], [], Focus(("clerc_expert", "clerc_gestionnaire")), [0, 1]),
        ("et les autres ?", "change_certificate", [], [], Focus(("clerc_expert",)), [0, 1, 3]),
    ],
    ids=["the others", "the two others", "in a question", "of three talked about", "two others of four", "three others"],
)
def test_the_others_are_those_that_are_not_ruled_out(
    text: str, intent: str, topics: list[str], rejected: list[str], focus: Focus, names: list[int]
) -> None:
    focus = replace(focus, topics=("salary",))
    assert told(says(text, intent, focus, *topics, rejected=tuple(rejected))) == [("topic_of_all", [ALL[n] for n in names])]


@pytest.mark.parametrize(
    ("text", "certificates", "rejected", "meant"),
    [
        ("et l'autre ?", [], [], "clerc assistant"),
        ("pas l'expert, l'autre", [], ["clerc_expert"], "clerc assistant"),
        ("l'autre, le clerc aux procédures", ["clerc_aux_procedures"], [], "clerc aux procédures"),
    ],
)
@pytest.mark.parametrize("intent", ["change_certificate", "correct"])
def test_the_other_one_is_told_on_the_same_topic(
    text: str, certificates: list[str], rejected: list[str], meant: str, intent: str
) -> None:
    focus = Focus(("clerc_expert",), ("clerc_assistant",), ("salary",))
    reply = says(text, intent, focus, certificates=tuple(certificates), rejected=tuple(rejected))
    assert told(reply) == [("salary", [meant])]


# What is said to get a list, the intent, the topic and the certificates; the order in which these are then told of.
LISTS = {
    "all": ("quelles formations ?", "ask_certificates", [], (), ALL),
    "compared": ("compare", "ask_comparison", [], ("clerc_gestionnaire", "clerc_expert"), ["clerc gestionnaire", "clerc expert"]),
    "one topic": ("le salaire", "ask_salary", ["salary"], (), ["clerc assistant", "clerc aux procédures", "clerc expert"]),
    "what is open": ("j'ai un bts", "tell_situation", [], (), ALL),
}


def list_of(name: str) -> tuple[Focus, list[str]]:
    """Have certificates listed; give what is talked about then, and their names in order."""
    text, intent, topics, certificates, names = LISTS[name]
    return says(text, intent, Focus(), *topics, certificates=certificates).focus, names


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize(("text", "place"), [("le premier, il gagne combien ?", 0), ("et la deuxième ?", 1), ("le dernier", -1)])
@pytest.mark.parametrize(("intent", "topics"), [("ask_employers", ["employers"]), ("change_certificate", [])])
def test_a_place_in_what_was_listed_means_its_certificate(
    listed: str, text: str, place: int, intent: str, topics: list[str]
) -> None:
    focus, names = list_of(listed)
    answer = says(text, intent, focus, *topics)
    assert [certificates for _, certificates in told(answer)] == [[names[place]]]


def test_a_place_is_still_meant_after_another_question() -> None:
    focus, _ = list_of("all")
    priced = says("le prix du gestionnaire ?", "ask_price", focus, "price", certificates=("clerc_gestionnaire",))
    answer = says("et le premier, il gagne combien ?", "ask_salary", priced.focus, "salary")
    assert told(answer)[0] == ("salary", ["clerc assistant"])


def test_the_place_that_is_ruled_out_is_not_the_one_meant() -> None:
    focus, _ = list_of("all")
    answer = says("pas le premier, le deuxième", "change_certificate", replace(focus, topics=("salary",)))
    assert told(answer) == [("salary", ["clerc aux procédures"])]


def verdict(reply: Reply) -> list[str]:
    """Give what is said before the conditions of admission."""
    return [name for saying in reply.sayings for name, _ in saying.openings]


@pytest.mark.parametrize(
    ("certificate", "first", "before", "correction", "after"),
    [
        ("clerc_gestionnaire", "j'ai un bts", "verdict_yes_preferred", "pardon, j'ai que le bac", "verdict_no"),
        ("clerc_gestionnaire", "j'ai le bac", "verdict_no", "non, j'ai un bts notariat", "verdict_yes"),
        ("clerc_expert", "j'ai un master 1 en droit", "verdict_yes", "pardon, un master 1 en histoire", "verdict_no"),
        ("clerc_expert", "j'ai un master 1 en histoire", "verdict_no", "en fait c'est un master 1", "verdict_depends_field"),
        (
            "clerc_aux_procedures",
            "j'ai un bac général",
            "verdict_yes_employees",
            "non pardon, un bac pro",
            "verdict_depends_more",
        ),
        ("clerc_aux_procedures", "j'ai un bac pro", "verdict_depends_more", "en fait j'ai le bac", "verdict_depends_general"),
        ("clerc_assistant", "j'ai le bac", "verdict_yes", "je me suis trompé, je n'ai pas le bac", "verdict_depends_more"),
    ],
)
@pytest.mark.parametrize("intent", ["correct", "tell_situation", "change_certificate"])
def test_a_correction_that_tells_another_diploma_changes_the_verdict(
    certificate: str, first: str, before: str, correction: str, after: str, intent: str
) -> None:
    asked = says(f"{first}, je peux ?", "ask_admission", Focus(), "admission", certificates=(certificate,))
    assert verdict(asked)[0] == before
    corrected = says(correction, intent, asked.focus)
    assert verdict(corrected)[0] == after
    assert corrected.sayings[0].response == "admission"
    assert corrected.focus.certificates == (certificate,)


def test_a_correction_of_the_diploma_keeps_what_else_was_told() -> None:
    first = says("j'ai 22 ans, un bts compta et 3 ans d'expérience chez un notaire", "tell_situation", Focus())
    corrected = says("pardon, une licence", "correct", first.focus)
    assert corrected.focus.situation == Situation(age=22, level=6, years_after_bac=3, experience_years=3, workplace="law")


def test_a_corrected_diploma_opens_another_list() -> None:
    first = says("j'ai un bts", "tell_situation", Focus())
    corrected = says("je me suis trompé, j'ai un master 1 en droit", "correct", first.focus)
    words = [dict(zip(ALL, [name for name, _ in reply.sayings[0].notes], strict=False)) for reply in (first, corrected)]
    assert [word["clerc expert"] for word in words] == ["verdict_word_no", "verdict_word_yes"]


@pytest.mark.parametrize("intent", ["other_training", "out_of_scope"])
def test_a_diploma_in_a_message_that_is_not_ours_is_nobodys(intent: str) -> None:
    asked = Understood("vous avez un cap petite enfance ?", intent, situation=Situation(level=3, years_after_bac=-1))
    assert ASSISTANT.reply(asked, Focus()).focus.situation == Situation()


def test_a_certificate_named_in_an_unclear_message_is_talked_about_from_then_on() -> None:
    unclear = asks("faut quoi", ("ask_price", 0.11), ("ask_funding", 0.1), certificates=("clerc_expert",))
    reply = ASSISTANT.reply(unclear, Focus())
    assert [saying.response for saying in reply.sayings] == ["which_topic"]
    assert reply.focus.certificates == ("clerc_expert",)


def test_the_first_is_the_first_spoken_of() -> None:
    focus = Focus()
    for certificate in ("clerc_expert", "clerc_aux_procedures"):
        focus = says("ça dure combien ?", "ask_duration", focus, "duration", certificates=(certificate,)).focus
    reply = says("quel diplôme pour la première que j'ai dite ?", "ask_admission", focus, "admission")
    assert told(reply) == [("admission", ["clerc expert"])]


def test_who_tells_a_diploma_and_asks_what_fits_is_told_what_is_open() -> None:
    reply = says("il a que le bac lui, y a rien pour lui ?", "ask_recommendation", Focus(certificates=("clerc_expert",)))
    assert [saying.response for saying in reply.sayings] == ["open_to"]


def test_a_way_on_begins_at_what_was_spoken_of() -> None:
    before = Focus(certificates=("clerc_aux_procedures",), topics=("salary",))
    reply = says("et après je peux passer expert ?", "ask_career", before, "career", certificates=("clerc_expert",))
    assert [saying.response for saying in reply.sayings] == ["path"]
    assert reply.sayings[0].values["goal"] == "clerc expert"
    assert reply.focus.certificates == ("clerc_expert",)


def test_two_certificates_and_a_topic_of_each_are_compared_on_it() -> None:
    text = "je suis en terminale, entre clerc assistant et clerc gestionnaire, c'est quoi le niveau de chacun ?"
    reply = says(text, "ask_admission", Focus(), "admission", certificates=("clerc_assistant", "clerc_gestionnaire"))
    assert reply.focus.topics == ("level",)
    assert reply.focus.certificates == ("clerc_assistant", "clerc_gestionnaire")


@pytest.mark.parametrize("intent", ["out_of_scope", "ask_activities", "change_certificate"])
@pytest.mark.parametrize(
    ("text", "age"),
    [("et mon pote qui a 17 ?", 17), ("son cousin il a 30 ans et ça l'intéresse aussi, lui ça ferait quoi ?", 30)],
)
def test_after_an_apprentices_pay_another_age_gets_its_own(intent: str, text: str, age: int) -> None:
    before = Focus(certificates=("clerc_gestionnaire",), topics=("apprentice_pay",), situation=Situation(age=20))
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    topic = () if intent == "out_of_scope" else (Question(intent.removeprefix("ask_")),)
    reply = ASSISTANT.reply(Understood(text, intent, ((intent, 0.4),), topic, situation=situation), before)
    assert reply.focus.topics == ("apprentice_pay",)
    assert reply.focus.situation.age == age
    assert str(age) in str(reply.sayings[0].openings)


def test_a_salary_in_apprenticeship_is_an_apprentices_pay_where_the_sheet_holds_it() -> None:
    text = "et s'il signait en apprentissage, il aurait un salaire ?"
    reply = says(text, "ask_salary", Focus(certificates=("clerc_gestionnaire",)), "salary")
    assert reply.focus.topics == ("apprentice_pay",)
    after = says("quel salaire après l'apprentissage ?", "ask_salary", Focus(certificates=("clerc_gestionnaire",)), "salary")
    assert after.focus.topics == ("salary",)
    silent = says(text, "ask_salary", Focus(certificates=("clerc_expert",)), "salary")
    assert silent.focus.topics == ("salary",)


def test_an_age_told_before_is_not_said_again() -> None:
    first = says("j'ai 20 ans, je serais payé combien ?", "ask_apprentice_pay", Focus(), "apprentice_pay")
    assert verdict(first) == ["note_apprentice_pay", "note_apprentice_pay_later"]
    again = says("et donc la paie ?", "ask_apprentice_pay", first.focus, "apprentice_pay")
    assert verdict(again) == ["note_apprentice_pay_again"]


@pytest.mark.parametrize("intent", ["other_training", "ask_employer_costs", "foreign_language"])
def test_another_question_with_a_diploma_or_an_age_in_it_tells_nothing_of_the_visitor(intent: str) -> None:
    before = Focus(certificates=("clerc_gestionnaire",), topics=("price",))
    text = "vous avez aussi un CAP petite enfance ?"
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    topic = (Question(intent.removeprefix("ask_")),) if intent.startswith("ask_") else ()
    reply = ASSISTANT.reply(Understood(text, intent, ((intent, 0.6),), topic, situation=situation), before)
    assert reply.focus.topics != ("price",) or reply.sayings[0].response != "price"


def test_a_way_on_is_found_however_it_is_asked() -> None:
    before = Focus(certificates=("clerc_aux_procedures",), topics=("duration",))
    for text in ("avec ce titre, pourrai-je ensuite viser celui d'expert ?", "et si elle veut un jour devenir expert ?"):
        reply = says(text, "ask_career", before, "career", certificates=("clerc_expert",))
        assert [saying.response for saying in reply.sayings] == ["path"]


def test_the_way_to_a_certificate_from_nowhere_tells_all_that_lets_in() -> None:
    reply = says("il faut quoi pour devenir clerc expert", "ask_path", Focus(), certificates=("clerc_expert",))
    assert [saying.response for saying in reply.sayings] == ["path_in_general", "admission"]
    # One step says no more than the conditions.
    reply = says("comment devenir clerc assistant", "ask_path", Focus(), certificates=("clerc_assistant",))
    assert [saying.response for saying in reply.sayings] == ["admission"]
    assert reply.focus.topics == ("admission",)


def test_the_way_to_another_profession_tells_nothing_of_the_certificate_spoken_of() -> None:
    reply = says("comment devenir huissier ?", "ask_path", Focus(certificates=("clerc_assistant",), topics=("role",)))
    assert [saying.response for saying in reply.sayings] == ["path_in_general"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("avec le clerc gestionnaire, on peut accéder à quels postes ?", "ask_jobs"),
        ("et en clerc gestionnaire on peut devenir quoi ?", "ask_career"),
    ],
)
def test_what_a_certificate_leads_to_is_no_way_from_the_last_one(text: str, intent: str) -> None:
    before = Focus(certificates=("clerc_assistant",), topics=("role",))
    reply = says(text, intent, before, intent.removeprefix("ask_"), certificates=("clerc_gestionnaire",))
    assert [saying.response for saying in reply.sayings] == [intent.removeprefix("ask_")]


def test_what_tells_nothing_of_a_person_goes_on_with_the_topic() -> None:
    focus = Focus(certificates=("clerc_assistant",), topics=("access_paths",))
    fragment = asks("et en tant qu'étudiant normal", ("tell_situation", 0.34), ("ask_access_paths", 0.32))
    assert responses(fragment, focus) == ["access_paths"]
    assert responses(fragment, Focus()) == ["situation_noted"]


def test_the_date_of_what_was_told_is_in_its_source() -> None:
    before = says("le salaire ?", "ask_salary", Focus(), "salary", certificates=("clerc_expert",)).focus
    fragment = asks("date chiffre ?", ("out_of_scope", 0.22), ("ask_source", 0.32))
    assert responses(fragment, before) == ["source"]
    assert responses(fragment, Focus()) == ["out_of_scope"]
