"""What is deleted is gone, and nothing else is."""

from __future__ import annotations

import sqlite3

from tests.channels.web.visitor import Visitor, refusal
from tests.figures import TUITION, typed


def test_a_deleted_conversation_is_forgotten_by_the_server(visitor, server_database):
    answer = visitor.sends(text="j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")[0]
    visitor.call("POST", "/feedback", json={"answer": answer["id"], "helpful": False, "comment": "je m'appelle Jeanne"})
    deleted = visitor.call("DELETE")
    assert (deleted.status_code, deleted.content) == (204, b"")
    with sqlite3.connect(server_database) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = [str(row) for table in tables for row in connection.execute(f"select * from {table}")]
    assert {"events", "web_conversations", "web_feedback"} <= set(tables)
    assert [row for row in rows if visitor.conversation in row] == []
    for method, path, body in (("GET", "", None), ("DELETE", "", None), ("POST", "/messages", {"text": "et là ?"})):
        assert refusal(visitor.call(method, path, json=body)) == (404, "unknown_conversation")
    rating = {"answer": answer["id"], "helpful": True}
    assert refusal(visitor.call("POST", "/feedback", json=rating)) == (404, "unknown_conversation")


def test_deleting_one_conversation_leaves_the_others(server):
    kept, deleted = Visitor(server), Visitor(server)
    for visitor in (kept, deleted):
        visitor.says("bonjour")
    assert deleted.call("DELETE").status_code == 204
    assert kept.history()[0]["text"] == "bonjour"


def test_who_asks_the_bot_itself_to_be_forgotten_is(visitor, server_database):
    answer = visitor.sends(text="j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")[0]
    visitor.call("POST", "/feedback", json={"answer": answer["id"], "helpful": True, "comment": "merci"})
    assert "j'ai oublie" in visitor.says("efface mes données s'il te plaît")
    assert visitor.history() == []
    with sqlite3.connect(server_database) as connection:
        query = "select count(*) from web_feedback where conversation = ?"
        assert connection.execute(query, (visitor.conversation,)).fetchone() == (0,)
    assert typed(TUITION) in visitor.says("c'est combien le clerc gestionnaire ?")
