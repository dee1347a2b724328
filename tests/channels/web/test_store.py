"""The channel's tables."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.store import Opinion, Store


@pytest.fixture
def store(database):
    return Store(f"sqlite:///{database}")


def opinion(answer="a.1", **changes):
    return Opinion(
        **{"answer": answer, "helpful": True, "comment": "", "question": "prix ?", "text": "16 €", "at": 1.0, **changes}
    )


def test_a_conversation_is_known_from_its_opening_until_it_is_forgotten(store, database):
    assert not store.knows("a")
    store.open("a")
    assert store.knows("a")
    assert Store(f"sqlite:///{database}").knows("a"), "also after a restart"
    store.forget("a")
    assert not store.knows("a")


def test_the_last_opinion_on_an_answer_counts_and_the_latest_comes_first(store):
    store.keep_opinion("a", opinion())
    store.keep_opinion("b", opinion(at=2.0, comment='merci ; "oui" 😬'))
    store.keep_opinion("a", opinion(helpful=False, at=3.0))
    store.keep_opinion("a", opinion("a.2", at=4.0))
    assert [(o.answer, o.helpful, o.comment) for o in store.opinions()] == [
        ("a.2", True, ""),
        ("a.1", False, ""),
        ("a.1", True, 'merci ; "oui" 😬'),
    ]
    assert [o.answer for o in store.opinions("b")] == ["a.1"]


def test_what_is_forgotten_of_one_conversation_is_left_of_the_others(store):
    for conversation in ("a", "b", "c"):
        store.open(conversation)
        store.keep_opinion(conversation, opinion())
    store.forget("a")
    store.forget_opinions("b")
    assert [store.knows(conversation) for conversation in "abc"] == [False, True, True]
    assert [len(store.opinions(conversation)) for conversation in "abc"] == [0, 0, 1]


def test_a_database_that_is_gone_is_noticed(store, database):
    store.probe()
    database.unlink()
    database.mkdir()
    with pytest.raises(SQLAlchemyError):
        store.probe()
