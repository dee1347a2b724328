"""The staff's page: who gets in, what nobody else can have it do, and what its forms do."""

from __future__ import annotations

from html import unescape

import jwt
import pytest
import requests

from bot.dialogue.query import Query
from bot.staff.channel import StaffChannel
from bot.staff.marks import Marks, fingerprint
from bot.staff.settings import Settings
from tests.channels.small_server import serving
from tests.staff.member import PASSWORD, Staff

CANTEEN = "une cantine sur place ?"
FORMS = ["sortie", "exemple", "fait", "brouillon"]


@pytest.fixture
def asked(told) -> str:
    """Someone asked what no sheet tells; gives the question's fingerprint."""
    told.say(CANTEEN, Query("yesno", "campus_life"), response="utter_unknown", silences=[("campus_life", "la restauration")])
    return fingerprint(CANTEEN)


def test_without_a_password_there_is_no_page(told):
    assert Settings.from_environment({"BOT_STAFF_PASSWORD": "", "BOT_SECRET": "x" * 40}) is None
    with serving(StaffChannel(None), None) as server:
        assert requests.get(f"{server}/equipe", timeout=10).status_code == 404


def test_who_is_not_logged_in_sees_the_login_and_nothing_else(serve, asked):
    stranger = Staff(serve())
    page = stranger.reads()
    assert "Mot de passe" in page
    assert CANTEEN not in page
    for table in ("messages", "avis", "sans_reponse"):
        assert stranger.gets(f"/tableaux/{table}.csv").status_code == 303
    for form in FORMS:
        assert stranger.sends(form, csrf="").status_code == 403


def test_a_wrong_password_lets_nobody_in_and_is_not_tried_for_long(serve, asked):
    stranger = Staff(serve(tries_per_hour=3))
    answers = [stranger.sends("connexion", password=f"wrong {n}") for n in range(4)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Réessayez" in answers[-1].text
    assert stranger.sends("connexion", password=PASSWORD).status_code == 429
    assert CANTEEN not in stranger.reads()


def test_requests_are_limited(serve):
    stranger = Staff(serve(requests_per_minute=5))
    assert [stranger.gets().status_code for _ in range(6)][-1] == 429


def test_who_knows_the_password_sees_what_was_asked(staff, asked):
    page = staff.reads()
    assert CANTEEN in page.replace("\u202f", " ")
    assert "la restauration : 1" in page.replace("\u00a0", " ")
    table = staff.gets("/tableaux/sans_reponse.csv")
    assert CANTEEN in table.content.decode("utf-8-sig")
    assert table.headers["Content-Disposition"] == 'attachment; filename="sans_reponse.csv"'
    assert staff.gets("/tableaux/nothing.csv").status_code == 404


def test_the_cookie_is_for_the_page_alone(serve):
    staff = Staff(serve())
    cookie = staff.sends("connexion", password=PASSWORD).headers["Set-Cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/equipe", "max-age=28800"):
        assert part in cookie
    assert "secure" not in cookie, "the server has no https of its own"


def test_a_forged_or_foreign_cookie_opens_nothing(serve, asked):
    stranger = Staff(serve())
    for cookie in (
        "x",
        jwt.encode({"sub": "a", "aud": "staff", "exp": 9e9}, "guessed" * 8),
        jwt.encode({"sub": "a"}, "", "none"),
    ):
        stranger.browser.cookies.set("equipe", cookie, path="/equipe")
        assert CANTEEN not in stranger.reads()


def test_logging_out_ends_it(staff, asked):
    assert staff.sends("sortie", csrf=staff.token()).status_code == 303
    assert "Mot de passe" in staff.reads()


def test_every_answer_is_strict(staff, asked):
    for response in (staff.gets(), staff.gets("/staff.css"), staff.gets("/tableaux/avis.csv"), staff.sends("fait", csrf="")):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form", FORMS)
def test_no_other_site_can_send_a_form(staff, asked, form):
    content = {"questions": asked, "text": "y a-t-il un self le midi", "topic": "campus_life", "note": "x", "do": "accept"}
    assert staff.sends(form, **content).status_code == 403
    assert staff.sends(form, csrf="0" * 64, **content).status_code == 403
    stolen = staff.sends(form, headers={"Origin": "https://ailleurs.exemple"}, csrf=staff.token(), **content)
    assert stolen.status_code == 403
    assert "self le midi" not in staff.reads()
    assert CANTEEN in staff.reads().replace("\u202f", " ")


def test_a_question_becomes_an_example_when_it_is_accepted(staff, asked, examples):
    form = {"csrf": staff.token(), "questions": asked, "topic": "campus_life", "text": "y a-t-il un self le midi", "days": "30"}
    sent = staff.sends("exemple", **form)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/equipe?jours=30&fait=exemple")
    page = staff.reads("?jours=30&fait=exemple").replace("\u202f", " ")
    assert "L’exemple est dans les brouillons." in page
    assert "Rien qui attende." in page
    assert "self le midi" not in (examples / "campus_life.yml").read_text(encoding="utf-8")
    accepted = staff.sends(
        "brouillon", csrf=staff.token(), topic="campus_life", text="y a-t-il un self le midi", do="accept", days="30"
    )
    assert accepted.status_code == 303
    assert "    - y a-t-il un self le midi\n" in (examples / "campus_life.yml").read_text(encoding="utf-8")
    assert "Brouillons" not in staff.reads()


def test_a_new_fact_answers_a_question(staff, asked, told):
    sent = staff.sends("fait", csrf=staff.token(), questions=asked, note="Ajouté : la cantine du lycée voisin", days="7")
    assert sent.headers["Location"] == "/equipe?jours=7&fait=fait"
    page = staff.reads()
    assert "Rien qui attende." in page
    assert "Nouveau fait : Ajouté : la cantine du lycée voisin" in page.replace("\u00a0", " ")
    assert Marks(told.address).all()[asked].kind == "fact"


@pytest.mark.parametrize(
    ("path", "form", "status", "told_so"),
    [
        ("exemple", {"topic": "campus_life", "text": "j'ai [nombre] ans"}, 422, "[nombre]"),
        ("exemple", {"topic": "../../etc", "text": "une phrase"}, 422, "sujet"),
        ("fait", {"note": " "}, 422, "note"),
        ("fait", {"note": "x", "questions": "'; drop table"}, 422, "rechargez"),
        ("brouillon", {"topic": "price", "text": "absent", "do": "accept"}, 422, "n’y est plus"),
        ("fait", {"note": "x" * 300_000}, 413, "trop gros"),
    ],
)
def test_a_form_that_cannot_be_used_is_told_with_what_to_do(staff, asked, path, form, status, told_so):
    answer = staff.sends(path, csrf=staff.token(), **{"questions": asked, **form})
    assert answer.status_code == status
    assert told_so in unescape(answer.text)
