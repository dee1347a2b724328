"""What a message says by itself: certificates and other subjects with how they are named, people, and who told what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import NamedFact, NamedSilence, PersonName, Piece, Reading
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Topic
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.reading import MessageReader, likeliest
from bot.nlu.titles import held

ASSISTANT, EXPERT, PROCEDURES, COMMISSAIRE = "clerc_assistant", "clerc_expert", "clerc_aux_procedures", "commissaire_de_justice"
Read = Callable[[str], Reading]


@pytest.fixture(scope="session")
def read(knowledge: Knowledge, recogniser: CertificateRecogniser) -> Read:
    """Reads normalised text with the certificates that are found in it."""
    reader = MessageReader(knowledge)

    def read_one(text: str) -> Reading:
        entities: list[dict[str, Any]] = []
        for mention in recogniser.find(text):
            how = held(text, mention.start, mention.end)
            entity = {"value": mention.certificate, "start": mention.start, "end": mention.end}
            entities.append({**entity, **({"held": how} if how else {})})
        return reader.read(text, entities, {}, (), ())

    return read_one


def told(reading: Reading) -> dict[str | None, dict[str, Any]]:
    """What is told, by person."""
    return {
        telling.person: {
            key: value for key in Situation.__struct_fields__ if (value := getattr(telling.situation, key)) not in (None, ())
        }
        for telling in reading.told
    }


CAP = {"level": 3, "years_after_bac": -1}
BTS = {"level": 5, "years_after_bac": 2}
# What is said, and what is told of whom (None: the words do not say of whom).
TOLD: list[tuple[str, dict[str | None, dict[str, Any]]]] = [
    ("j'ai 22 ans", {"self": {"age": 22}}),
    ("et moi j'ai un cap?", {"self": CAP}),
    ("un bts compta", {None: {**BTS, "field": "other"}}),
    (
        "mon frère a le bac général et 5 ans en étude d'huissier",
        {
            "brother": {
                "level": 4, "years_after_bac": 0, "bac": "general", "experience_years": 5, "workplace": "office",
            }
        },
    ),
    ("ma fille a un bts, moi un cap", {"daughter": BTS, "self": CAP}),
    ("j'ai un cap et ma fille a un bts", {"self": CAP, "daughter": BTS}),
    ("mon fils a 17 ans. il a un bts", {"son": {"age": 17, **BTS}}),
    ("ma fille a 17 ans, elle peut entrer?", {"daughter": {"age": 17}}),
    ("elle a un bts", {None: BTS}),
    ("mon apprenti a 19 ans", {"apprentice": {"age": 19}}),
    ("ma fille aura son bts en juin", {"daughter": {**BTS, "expected": True}}),
    ("j'ai un bts obtenu au maroc", {"self": {**BTS, "abroad": True}}),
    ("ma soeur travaille chez vous, j'ai un bts", {"self": BTS}),
    ("ma fille a 17 ans, moi je suis clerc expert", {"daughter": {"age": 17}, "self": {"job": EXPERT}}),
    ("mon fils a 17 ans et je suis clerc aux procédures", {"son": {"age": 17}, "self": {"job": PROCEDURES}}),
    ("je suis secrétaire chez un notaire depuis 4 ans", {"self": {"experience_years": 4, "workplace": "law"}}),
    ("je suis une étudiante de 20 ans", {"self": {"age": 20}}),
    ("ma secrétaire a un bts", {"employee": BTS}),
    ("je ne suis pas secrétaire, j'ai un bts", {"self": BTS}),
    # Whoever is somebody's employee works where they do, unless another place is named.
    ("notre secrétaire travaille avec moi depuis six ans", {"employee": {"experience_years": 6}}),
    ("j'ai un collaborateur depuis quatre ans, il a un bts", {"employee": {"experience_years": 4, **BTS}}),
    ("ma secrétaire, chez un notaire depuis six ans", {"employee": {"experience_years": 6, "workplace": "law"}}),
    ("c'est combien?", {}),
    ("il faut le bac?", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[text for text, _ in TOLD])
def test_what_is_told_is_told_of_the_right_person(read: Read, text: str, wanted: dict[str | None, dict[str, Any]]) -> None:
    assert told(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        ("léa a un bts et théo un cap", {"léa": None, "théo": None}, {"léa": BTS, "théo": CAP}),
        # For whom a name stands, the conversation tells (bot/dialogue/people.py).
        ("ma fille léa a un bts", {"léa": "daughter"}, {"léa": BTS}),
        ("ma fille léa a un bts, ma fille zoé un cap", {"léa": "daughter", "zoé": "daughter"}, {"léa": BTS, "zoé": CAP}),
        ("moi c'est jules, j'ai un cap", {"jules": "self"}, {"self": CAP}),
        ("théo a 17 ans, il a un cap", {"théo": None}, {"théo": {"age": 17, **CAP}}),
    ],
)
def test_what_is_told_of_somebody_by_their_name_is_theirs(
    knowledge: Knowledge, text: str, names: dict[str, str | None], wanted: dict[str, Any]
) -> None:
    named = [PersonName(name, stands_for) for name, stands_for in names.items()]
    reading = MessageReader(knowledge).read(text, [], {}, (), (), named)
    assert told(reading) == wanted
    assert reading.names == tuple(named)


def test_a_name_of_which_nothing_says_who_it_is_is_a_person_in_its_place(knowledge: Knowledge) -> None:
    names = [PersonName("léa"), PersonName("rose", "daughter")]
    assert MessageReader(knowledge).read("léa et ma fille rose", [], {}, (), (), names).people == ("léa", "rose")


def test_several_who_are_named_are_spoken_of_by_their_names(knowledge: Knowledge) -> None:
    names = [PersonName("léa"), PersonName("tom", "nephew")]
    text = "mes élèves: léa, clerc assistant, et tom, mon neveu, clerc expert"
    assert MessageReader(knowledge).read(text, [], {}, (), (), names).people == ("léa", "tom")


def test_somebody_named_to_say_that_they_are_not_meant_is_not(knowledge: Knowledge) -> None:
    names = [PersonName("léa"), PersonName("tom")]
    assert MessageReader(knowledge).read("je parlais de léa, pas de tom", [], {}, (), (), names).people == ("léa",)
    assert MessageReader(knowledge).read("pas mon fils, ma fille", [], {}, (), ()).people == ("daughter",)
    assert MessageReader(knowledge).read("pas mon fils", [], {}, (), ()).people == ("son",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("léa, clerc assistant; tom, rien", {"léa": (ASSISTANT,), "tom": ()}),
        ("léa et tom peuvent faire clerc expert?", {"léa": (EXPERT,), "tom": (EXPERT,)}),
        ("clerc expert pour léa?", {}),
    ],
)
def test_what_is_said_beside_each_of_several_people_is_theirs(
    knowledge: Knowledge, recogniser: CertificateRecogniser, text: str, wanted: dict[str, tuple[str, ...]]
) -> None:
    found = [{"entity": "certificate", "value": m.certificate, "start": m.start, "end": m.end} for m in recogniser.find(text)]
    names = [PersonName(name) for name in ("léa", "tom") if name in text]
    reading = MessageReader(knowledge).read(text, found, {}, (), (), names)
    assert {claim.person: claim.certificates for claim in reading.claims} == wanted


def test_facts_and_silences_named_by_a_word_of_their_own_are_read(read: Read) -> None:
    reading = read("c'est sédentaire? et il faut le permis?")
    assert NamedFact(PROCEDURES, "working_conditions", 0, "yes", "sédentaire") in reading.named_facts
    assert reading.silences == (NamedSilence("other_unanswered", "le permis de conduire"),)
    assert {"working_conditions", "other_unanswered"} <= set(reading.topics_of_words)
    assert read("bonjour").topics_of_words == ()


def test_a_title_is_what_somebody_holds_and_a_name_is_where_they_want_to_go(read: Read) -> None:
    assert told(read("j'ai le titre de clerc aux procédures")) == {"self": {"title": PROCEDURES}}
    assert told(read("je suis clerc aux procédures")) == {"self": {"job": PROCEDURES}}
    assert told(read("je veux devenir clerc expert")) == {}
    assert told(read("mon fils est clerc expert")).keys() <= {"son"}


@pytest.mark.parametrize(
    ("text", "what", "how"),
    [
        ("le salaire du clerc expert", EXPERT, "named"),
        ("je suis clerc aux procédures", PROCEDURES, "job"),
        ("j'ai le titre de clerc aux procédures", PROCEDURES, "title"),
        ("un poste de cadre", EXPERT, "aim"),
        ("devenir huissier", COMMISSAIRE, "named"),
        ("je travaille chez un huissier", COMMISSAIRE, "workplace"),
        ("5 ans en étude d'huissier", COMMISSAIRE, "workplace"),
        ("clerc d'huissier", COMMISSAIRE, "workplace"),
        ("madame, monsieur, commissaire de justice, je cherche une formation", COMMISSAIRE, "job"),
        ("je suis moi-même déjà commissaire de justice", COMMISSAIRE, "job"),
        ("pas devenir huissier", COMMISSAIRE, "ruled_out"),
        ("je ne veux pas être huissier", COMMISSAIRE, "ruled_out"),
        # What somebody is already is no goal.
        ("je suis commissaire de justice", COMMISSAIRE, "job"),
        ("commissaire de justice associée", COMMISSAIRE, "job"),
        ("bonjour, maître simon, commissaire de justice à niort. mon salarié a le bac", COMMISSAIRE, "job"),
        ("c'est quoi l'enp?", "enp", "named"),
        ("un clerc significateur", "clerc_significateur", "named"),
    ],
)
def test_a_subject_has_the_way_in_which_it_is_named(read: Read, text: str, what: str, how: str) -> None:
    assert [(span.what, span.how) for span in read(text).spans] == [(what, how)]


def test_only_what_is_named_counts_as_named(read: Read) -> None:
    reading = read("je travaille chez un huissier et je veux devenir clerc expert")
    assert reading.named() == (EXPERT,)
    assert reading.of("workplace") == (COMMISSAIRE,)


def test_a_rejected_certificate_is_ruled_out(knowledge: Knowledge) -> None:
    text = "pas le clerc expert"
    entity = {"value": EXPERT, "start": 7, "end": 19, "rejected": True}
    reading = MessageReader(knowledge).read(text, [entity], {}, (), ())
    assert reading.of("ruled_out") == (EXPERT,)
    assert reading.named() == ()


def test_what_is_named_in_a_stretch_of_the_text(read: Read) -> None:
    text = "le salaire du clerc expert et le prix du clerc gestionnaire"
    reading = read(text)
    assert reading.named() == (EXPERT, "clerc_gestionnaire")
    assert reading.named(0, text.index(" et ")) == (EXPERT,)
    assert reading.named(text.index(" et ")) == ("clerc_gestionnaire",)


def test_people_topics_numbers_and_words_are_read(read: Read) -> None:
    reading = read("la durée pour ma fille, pas le salaire")
    assert reading.people == ("daughter",)
    assert "duration" in reading.named_topics
    assert "salary" in reading.ruled_out_topics
    assert reading.words == 8
    assert read("oui 5 ans").number == 5
    assert read("le prix").number is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ma secrétaire peut entrer?", ["employee"]),
        ("mon salarié a un bts", ["employee"]),
        ("l'élève a 17 ans", ["pupil"]),
        ("notre apprenti a 19 ans", ["apprentice"]),
        # Without an article the word says what somebody is or has to be, and names nobody.
        ("je suis secrétaire", []),
        ("je ne suis pas secrétaire", []),
        ("il faut être salarié?", []),
        ("élève ou salarié, c'est pareil?", []),
        ("secrétaire depuis 4 ans", []),
        # A relation names somebody with or without.
        ("fille de 17 ans", ["daughter"]),
    ],
)
def test_people_named_by_their_work_are_meant_with_an_article_alone(read: Read, text: str, people: list[str]) -> None:
    assert [*read(text).people] == people


def test_words_of_the_glossary_are_read_in_order_each_once(read: Read) -> None:
    assert read("le cpf et l'opco, et le cpf?").terms == ("cpf", "opco")
    assert read("c'est quoi l'école nationale de procédure?").terms == ("enp",)
    assert read("le prix").terms == ()


def test_figures_are_read_as_the_sheets_write_them(read: Read) -> None:
    assert read("c'est bien 1 890 €, pas 1990,90?").figures == {"1890", "1990.9"}
    assert read("le prix").figures == frozenset()


def test_the_share_of_words_that_are_not_our_subject(knowledge: Knowledge) -> None:
    reader = MessageReader(knowledge, frozenset(["salair", "debuta"]))

    def unknown(text: str) -> float:
        return reader.read(text, [], {}, (), ()).unknown

    assert unknown("le salaire d'un débutant") == 0.0
    assert unknown("le salaire d'un plombier") == 0.5
    assert unknown("une pizza margherita") == 1.0
    assert unknown("et ?") == 0.0


def test_how_likely_it_is_not_ours_is_summed_up(knowledge: Knowledge) -> None:
    intents = {"ask_price": 0.4, "out_of_scope": 0.3, "other_training": 0.2, "greet": 0.1}
    reading = MessageReader(knowledge).read("le prix", [], intents, (), ())
    assert reading.foreign == pytest.approx(0.5)
    assert reading.whole == Piece(0, 7, {"price": 0.4, "out_of_scope": 0.3, "other_training": 0.2, "greet": 0.1})


def test_the_likeliest_intents_are_passed_on_by_their_topics_names() -> None:
    many = {f"ask_{number}": 1 / (number + 1) for number in range(40)}
    assert list(likeliest({"ask_price": 0.3, "greet": 0.7, "thank": 0.0001})) == ["greet", "price"]
    assert 1 < len(likeliest(many)) <= 10


def test_who_names_a_new_topic_does_not_ask_of_the_one_that_it_was_part_of(knowledge: Knowledge) -> None:
    new = Topic(label="l'internat", button="L'internat", scope="centre", from_="housing", words=("internat",))
    reader = MessageReader(replace(knowledge, topics={**knowledge.topics, "boarding": new}))
    assert reader.read("vous logez en internat, ou il faut loger ailleurs ?", [], {}, (), ()).silences == ()
    assert [one.topic for one in reader.read("où loger ?", [], {}, (), ()).silences] == ["housing"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mes deux enfants: mon fils a un bts, ma fille le bac", ("son", "daughter")),
        ("ma fille a le bac, une voisine qui travaille en mairie m'a dit que ça recrute", ("daughter",)),
        ("un copain m'a parlé de vous", ()),
        # Of whom something is asked is somebody, and so is a child of whom nothing else is said.
        ("mon copain m'a dit qu'il voulait être clerc", ("partner",)),
        ("c'est pour une amie, elle a un bts", ("friend",)),
        ("mes enfants ont le bac", ("child",)),
    ],
)
def test_who_only_tells_of_something_and_all_children_together_are_nobody(
    knowledge: Knowledge, text: str, wanted: tuple[str, ...]
) -> None:
    assert MessageReader(knowledge).read(text, [], {}, (), ()).people == wanted


def test_what_somebody_else_is_is_no_goal(read: Read) -> None:
    for text in ("un copain huissier me dit que je ferais un bon clerc", "mon oncle est huissier, je peux devenir clerc ?"):
        assert read(text).named() == ()
    assert read("je veux devenir huissier comme mon oncle").named() == (COMMISSAIRE,)


def test_each_piece_has_its_own_words(knowledge: Knowledge) -> None:
    text = "c'est obligatoire d'être mobile ? et on peut le faire en alternance ?"
    cut = text.index("et on")
    pieces = (Piece(0, cut - 1, {"working_conditions": 0.9}), Piece(cut, len(text), {"access_paths": 0.9}))
    reading = MessageReader(knowledge).read(text, [], {}, pieces, ())
    one = reading.of_pieces(["working_conditions", "access_paths"], "access_paths")
    assert "obliged" in reading.cues
    assert "obliged" not in one.cues
    assert {named.topic for named in one.named_facts} == {"access_paths"}
    assert one.words < reading.words
    # Where one thing is asked, the whole message is about it.
    assert reading.of_pieces(["access_paths"], "access_paths") == reading


@pytest.mark.parametrize(("closes", "pieces"), [("oui ou non", 0), ("merci d'avance", 0), ("et les horaires", 2)])
def test_what_only_closes_a_question_is_no_piece(knowledge: Knowledge, closes: str, pieces: int) -> None:
    text = f"on reste au bureau ? {closes} ?"
    cut = text.index(closes)
    found = (Piece(0, cut - 2, {}), Piece(cut, cut + len(closes), {}))
    assert len(MessageReader(knowledge).read(text, [], {}, found, ()).pieces) == pieces


def test_a_fact_may_be_named_to_say_that_it_is_not_wanted(read: Read) -> None:
    denied = {fact.word: fact.denied for fact in read("sur la route, pas derrière un bureau").named_facts}
    assert denied == {"sur la route": False, "derrière un bureau": True}


@pytest.mark.parametrize(
    ("text", "untitled"),
    [
        ("j'ai le titre de l'enp", False),
        ("le titre je l'ai déjà", False),
        ("avec mon titre je peux continuer ?", False),
        ("j'ai juste le bac et mon titre", False),
        ("j'ai pas de titre", True),
    ],
)
def test_the_title_of_the_job_somebody_has(read: Read, text: str, untitled: bool) -> None:
    assert [telling.situation.untitled for telling in read(text).told] == [untitled]


def test_what_others_have_is_told_of_nobody(read: Read) -> None:
    assert told(read("toutes les jeunes ont le bac maintenant, moi j'ai un cap")) == {"self": CAP}
    assert told(read("les autres ont un bts")) == {}


@pytest.mark.parametrize("text", ["je suis encore dans l'étude", "mais j'y travaille, dans l'étude"])
def test_who_says_that_they_are_still_there_works_there(read: Read, text: str) -> None:
    (telling,) = read(text).told
    assert (telling.situation.workplace, telling.situation.past) == ("office", False)
    assert Situation(experience_years=1, workplace="office", past=True).update(telling.situation).works
