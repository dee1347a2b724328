"""A new topic takes the questions that name it from the topic that had them."""

from __future__ import annotations

import pytest

from bot.knowledge.models import Topic
from bot.knowledge.takeover import taken_over

TOPICS = {
    "housing": Topic(label="le logement", button="Le logement", scope="unanswered"),
    "boarding": Topic(label="l'internat", button="L'internat", scope="centre", from_="housing", words=("internat",)),
}


@pytest.mark.parametrize(
    ("topic", "text", "now"),
    [
        ("housing", "Vous avez un internat ?", "boarding"),
        ("housing", "ya linternat pr les majeurs", "boarding"),
        ("housing", "les internats ?", "boarding"),
        ("housing", "une chambre d'INTERNAT", "boarding"),
        ("housing", "intrenat dispo ?", "boarding"),
        ("housing", "internet dans les chambres ?", "housing"),
        ("housing", "un studio ?", "housing"),
        ("housing", "mobilité internationale", "housing"),
        ("career", "un internat ?", "career"),
    ],
)
def test_only_what_names_it_is_taken_and_only_from_there(topic: str, text: str, now: str) -> None:
    assert taken_over(TOPICS, topic, text) == now
