"""What follows in domain.yml from the list of topics."""

from __future__ import annotations

from bot.knowledge.domain import completed
from bot.knowledge.models import Topic

PATTERNS = {
    "utter_topic": [{"text": "{opening}{label} :{facts}{notes}"}],
    "utter_topic_of_certificate": [{"text": "{opening}Pour le {certificate}, {label} :{facts}{notes}"}],
}


def test_a_topic_has_its_intent_and_its_words_from_its_entry_alone() -> None:
    topics = {
        "boarding": Topic(label="l'internat", button="L'internat", scope="centre"),
        "badge": Topic(label="le badge", button="Le badge"),
        "parking": Topic(label="le stationnement", button="Le parking", scope="unanswered"),
    }
    domain = completed({"intents": ["greet"], "responses": PATTERNS}, topics)
    assert domain["intents"] == ["ask_boarding", "ask_badge", "ask_parking", "greet"]
    words = {name: variation["text"] for name, (variation,) in domain["responses"].items() if name not in PATTERNS}
    assert words == {
        "utter_boarding": "{opening}L’internat :{facts}{notes}",
        "utter_boarding_of_certificate": "{opening}Pour le {certificate}, l’internat :{facts}{notes}",
        "utter_badge": "{opening}Pour le {certificate}, le badge :{facts}{notes}",
    }


def test_what_somebody_wrote_stands() -> None:
    written = {**PATTERNS, "utter_boarding": [{"text": "Le dortoir :{facts}"}]}
    topics = {"boarding": Topic(label="l'internat", button="L'internat", scope="centre")}
    assert completed({"intents": [], "responses": written}, topics)["responses"]["utter_boarding"] == written["utter_boarding"]
