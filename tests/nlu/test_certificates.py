"""Certificates are found however they are written, in order and in place, and never where something else is meant."""

from __future__ import annotations

import pytest

from bot.knowledge import load_knowledge
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.normaliser import Normaliser

ASSISTANT = "clerc_assistant"
PROCEDURES = "clerc_aux_procedures"
EXPERT = "clerc_expert"
GESTIONNAIRE = "clerc_gestionnaire"

CERTIFICATES = load_knowledge().certificates.values()
FULL_NAMES = [
    (name, certificate.id)
    for certificate in CERTIFICATES
    for name in (certificate.name, *certificate.aliases)
    if not name.startswith(("l'", "le ", "la ", "aux "))
]
LOOKALIKES = [expression for certificate in CERTIFICATES for expression in certificate.lookalikes]


def found(recogniser: CertificateRecogniser, text: str) -> list[tuple[str, str]]:
    """Give each mention's certificate and the words it was found in."""
    return [(mention.certificate, text[mention.start : mention.end]) for mention in recogniser.find(text)]


@pytest.mark.parametrize("text", ["aux procédures", "et aux procédures ?", "au procédure"])
def test_the_end_of_a_name_is_one_when_nothing_else_is_said(recogniser: CertificateRecogniser, text: str) -> None:
    assert [certificate for certificate, _ in found(recogniser, text)] == [PROCEDURES]


def test_a_short_name_may_open_any_sentence(recogniser: CertificateRecogniser) -> None:
    assert found(recogniser, "je tourne en rond. expert, ce serait pour moi ?") == [(EXPERT, "expert")]
    assert found(recogniser, "avec gestionnaire en poche, je vais où ?") == [(GESTIONNAIRE, "gestionnaire")]
    assert found(recogniser, "je tourne en rond, un vrai travail d'orfèvre expert") == []


@pytest.mark.parametrize(
    "text", ["les procédures civiles", "il est formé aux procédures d'urgence", "procédures", "c'est long les procédures ?"]
)
def test_procedures_alone_are_no_certificate(recogniser: CertificateRecogniser, text: str) -> None:
    assert found(recogniser, text) == []


@pytest.mark.parametrize("sentence", ["{}", "{} ?", "combien gagne un {} en début de carrière ?", "Bonjour, {}, c'est quoi"])
@pytest.mark.parametrize(("name", "certificate"), FULL_NAMES)
def test_every_name_and_alias_is_found(recogniser: CertificateRecogniser, name: str, certificate: str, sentence: str) -> None:
    assert found(recogniser, sentence.format(name)) == [(certificate, name)]


@pytest.mark.parametrize(
    ("written", "certificate"),
    [
        ("Clerc Assistant", ASSISTANT),
        ("CLERC AUX PROCÉDURES", PROCEDURES),
        ("clercs assistants", ASSISTANT),
        ("clercs aux procédures", PROCEDURES),
        ("clercs experts", EXPERT),
        ("clercs gestionnaires", GESTIONNAIRE),
        ("clerc assistante", ASSISTANT),
        ("clerc-expert", EXPERT),
        ("clercassistant", ASSISTANT),
        ("clerc   expert", EXPERT),
        ("expert clerc", EXPERT),
    ],
)
def test_plurals_capitals_and_joined_words_are_the_same_name(
    recogniser: CertificateRecogniser, written: str, certificate: str
) -> None:
    assert found(recogniser, f"le salaire des {written} svp") == [(certificate, written)]


@pytest.mark.parametrize(
    ("written", "certificate"),
    [
        ("clerc assitant", ASSISTANT),
        ("clerc asistant", ASSISTANT),
        ("clerk assistant", ASSISTANT),
        ("clrec assistant", ASSISTANT),
        ("clerc assistent", ASSISTANT),
        ("cler assistant", ASSISTANT),
        ("clerc procédure", PROCEDURES),
        ("clerc aux procedure", PROCEDURES),
        ("clerc o procedures", PROCEDURES),
        ("clerc au proceudres", PROCEDURES),
        ("clerc aux procédrues", PROCEDURES),
        ("clerc en procédures", PROCEDURES),
        ("clerc expret", EXPERT),
        ("clerc exper", EXPERT),
        ("clerk expert", EXPERT),
        ("clerc exspert", EXPERT),
        ("clerc d'expert", EXPERT),
        ("clerc gestionaire", GESTIONNAIRE),
        ("clerc gestionnair", GESTIONNAIRE),
        ("clerc gestonaire", GESTIONNAIRE),
        ("cler gestionaire", GESTIONNAIRE),
        ("clerc gestionnère", GESTIONNAIRE),
    ],
)
def test_misspelt_names_are_found(recogniser: CertificateRecogniser, written: str, certificate: str) -> None:
    assert found(recogniser, f"bonjour je veux devenir {written} quel diplome faut il") == [(certificate, written)]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("le CP CG dure combien de temps", (GESTIONNAIRE, "CP CG")),
        ("la formation CPCG est-elle reconnue ?", (GESTIONNAIRE, "CPCG")),
        ("cpcg", (GESTIONNAIRE, "cpcg")),
        ("cp-cg ou rien", (GESTIONNAIRE, "cp-cg")),
        ("prix clerc assist", (ASSISTANT, "clerc assist")),
        ("un clerc ass. débutant", (ASSISTANT, "clerc ass")),
        ("durée du clerc aux proc", (PROCEDURES, "clerc aux proc")),
        ("je prépare le CAP procédures en alternance", (PROCEDURES, "CAP procédures")),
        ("clerc exp c koi", (EXPERT, "clerc exp")),
        ("et clerc gest alors", (GESTIONNAIRE, "clerc gest")),
    ],
)
def test_abbreviations_are_found(recogniser: CertificateRecogniser, text: str, mention: tuple[str, str]) -> None:
    assert found(recogniser, text) == [mention]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("l'expert gagne combien ?", (EXPERT, "expert")),
        ("l’expert", (EXPERT, "expert")),
        ("et pour l'expert, c'est combien ?", (EXPERT, "expert")),
        ("je parle de l'expert pas de l'autre", (EXPERT, "expert")),
        ("je voudrais devenir expert plus tard", (EXPERT, "expert")),
        ("la formation expert est-elle chère cette année ?", (EXPERT, "expert")),
        ("prix expert", (EXPERT, "expert")),
        ("expert ?", (EXPERT, "expert")),
        ("le gestionnaire fait quoi de ses journées", (GESTIONNAIRE, "gestionnaire")),
        ("la gestionnaire travaille où", (GESTIONNAIRE, "gestionnaire")),
        ("les gestionnaires sont-ils bien payés chez vous ?", (GESTIONNAIRE, "gestionnaires")),
        ("quel salaire pour un gestionnaire débutant", (GESTIONNAIRE, "gestionnaire")),
        ("nombre d'heures gestionnaire", (GESTIONNAIRE, "gestionnaire")),
    ],
)
def test_short_forms_are_found_where_a_name_can_stand(
    recogniser: CertificateRecogniser, text: str, mention: tuple[str, str]
) -> None:
    assert found(recogniser, text) == [mention]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("clerc expert ou clerc assistant ?", [(EXPERT, "clerc expert"), (ASSISTANT, "clerc assistant")]),
        ("différence entre clerc assistant et clerc expert", [(ASSISTANT, "clerc assistant"), (EXPERT, "clerc expert")]),
        ("CP CG ou clerc expert", [(GESTIONNAIRE, "CP CG"), (EXPERT, "clerc expert")]),
        ("clerc aux procédures/clerc expert", [(PROCEDURES, "clerc aux procédures"), (EXPERT, "clerc expert")]),
        ("clerc assistant ou gestionnaire", [(ASSISTANT, "clerc assistant"), (GESTIONNAIRE, "gestionnaire")]),
        ("entre l'expert et le gestionnaire", [(EXPERT, "expert"), (GESTIONNAIRE, "gestionnaire")]),
        (
            "faut-il être clerc aux procédures pour devenir clerc expert ?",
            [(PROCEDURES, "clerc aux procédures"), (EXPERT, "clerc expert")],
        ),
        (
            "d'abord clerc assistant, ensuite clerc aux procédures, enfin clerc gestionnaire",
            [(ASSISTANT, "clerc assistant"), (PROCEDURES, "clerc aux procédures"), (GESTIONNAIRE, "clerc gestionnaire")],
        ),
    ],
)
def test_several_certificates_are_found_in_order(
    recogniser: CertificateRecogniser, text: str, mentions: list[tuple[str, str]]
) -> None:
    assert found(recogniser, text) == mentions


@pytest.mark.parametrize(
    ("typed", "certificates"),
    [
        ("c koi le clerc gestionaire ?", [GESTIONNAIRE]),
        ("cb gagne lexpert", [EXPERT]),
        ("slt jveu fer clrec asistant", [ASSISTANT]),
        ("le clerc o procedures c bien payé 🤔", [PROCEDURES]),
        ("CLERC EXPERTTTT", [EXPERT]),
        ("l’expert ou le cpcg", [EXPERT, GESTIONNAIRE]),
        ("c koi la diff entre clerc asistant et cler au proceudres", [ASSISTANT, PROCEDURES]),
        ("chui assistante juridik, jpeu fer koi", []),
        ("g un expert-comptable ds la famille", []),
        ("cest koi la procedure pr sinscrire", []),
    ],
)
def test_certificates_are_found_as_people_type_them(
    recogniser: CertificateRecogniser, normaliser: Normaliser, typed: str, certificates: list[str]
) -> None:
    assert [mention.certificate for mention in recogniser.find(normaliser.normalise(typed))] == certificates


def test_positions_count_characters_of_the_text_as_it_is(recogniser: CertificateRecogniser) -> None:
    mentions = recogniser.find("Œuvrer comme clerc expert… ou clerc  gestionnaire ? Le clerc expert !")
    assert [(mention.start, mention.end) for mention in mentions] == [(13, 25), (30, 49), (55, 67)]


@pytest.mark.parametrize("sentence", ["{}", "je suis {}", "l'{} m'a dit d'appeler", "un {} et un clerc, c'est pareil ?"])
@pytest.mark.parametrize("expression", LOOKALIKES)
def test_no_listed_lookalike_is_taken_for_a_certificate(
    recogniser: CertificateRecogniser, expression: str, sentence: str
) -> None:
    assert found(recogniser, sentence.format(expression)) == []


@pytest.mark.parametrize(
    "text",
    [
        "clerc",
        "c'est quoi un clerc ?",
        "les clercs gagnent combien",
        "combien gagne un clerc d'huissier",
        "clerc de commissaire de justice",
        "clerc de notaire, c'est pareil ?",
        "clerc principal",
        "clerc significateur",
        "clerc habilité aux constats",
        "je suis expert-comptable et je veux me reconvertir",
        "l'expert-comptable de l'étude",
        "des experts-comptables",
        "expert en informatique",
        "je suis experte en informatique",
        "l'expert judiciaire a rendu son rapport",
        "je suis assistante juridique depuis 10 ans",
        "deux assistantes juridiques",
        "un poste d'assistant juridique chez vous",
        "tu es un assistant virtuel ?",
        "gestionnaires de paie",
        "je suis gestionnaire de paie depuis dix ans",
        "quelle est la procédure pour s'inscrire ?",
        "les procédures civiles d'exécution",
        "la gestion des dossiers",
        "j'ai besoin d'assistance",
        "une expertise immobilière",
        "avez-vous des experts parmi vos formateurs",
        "j'ai un CAP cuisine et le permis",
        "au CP comme au CE1",
        "",
    ],
)
def test_other_words_are_no_certificate(recogniser: CertificateRecogniser, text: str) -> None:
    assert found(recogniser, text) == []


def test_a_certificate_beside_a_lookalike_is_found(recogniser: CertificateRecogniser) -> None:
    text = "je suis gestionnaire de paie, puis-je devenir clerc gestionnaire ou expert ?"
    assert found(recogniser, text) == [(GESTIONNAIRE, "clerc gestionnaire"), (EXPERT, "expert")]
