"""A PostgreSQL that goes away and comes back while visitors write: none of what was answered is lost, and nobody waits long."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator

import pytest
import requests
import sqlalchemy as sa

from bot.channels.errors import ChannelError
from tests.backing import Postgresql, postgresql_server, redis_server
from tests.channels.web.visitor import Visitor, refusal
from tests.server.talkers import Site, heard_out, talking, two_servers

READY = "/webhooks/web/health/ready"


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Postgresql]:
    """A database's server."""
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="module")
def site(postgresql: Postgresql) -> Iterator[Site]:
    """Two servers that share it, and a Redis."""
    with redis_server() as (redis, _), pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.channels.web.readiness._SECONDS_KEPT", 0.0)
        with two_servers(postgresql.address, redis) as servers:
            yield servers


def restarted(server: Postgresql) -> None:
    """Stopped, as for an update, and started again."""
    server.stop()
    time.sleep(1)
    server.start()


def crashed(server: Postgresql) -> None:
    """Ended in the middle of everything."""
    server.stop(signal.SIGQUIT)
    server.start()


def cut(server: Postgresql) -> None:
    """Each connection ended, again and again, as a firewall does."""
    for _ in range(20):
        server.cut()
        time.sleep(0.1)


def gone(server: Postgresql) -> None:
    """Away for longer than it is waited for."""
    server.stop()
    time.sleep(3)
    server.start()


@pytest.mark.long
@pytest.mark.parametrize("goes", [restarted, crashed, cut, gone])
def test_what_was_answered_is_kept_and_what_was_refused_is_not(
    site: Site, postgresql: Postgresql, goes: Callable[[Postgresql], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.SECONDS_TO_RETRY", 1.0 if goes is gone else 10.0)
    talkers = talking(site)
    goes(postgresql)
    refused = heard_out(talkers, (500, "internal_error"))
    # Whoever is waited for is not missed.
    assert refused == 0 or goes is gone


def test_while_it_is_away_all_is_refused_and_then_all_is_well(
    site: Site, postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.SECONDS_TO_RETRY", 0.5)
    visitor = Visitor(site.addresses[0])
    answer = visitor.sends(text="avant")[0]
    postgresql.stop()
    response = visitor.call("POST", "/messages", json={"text": "pendant"})
    assert refusal(response) == (500, "internal_error")
    assert response.json()["error"]["message"] == ChannelError("internal_error").message
    rating = {"answer": answer["id"], "helpful": True}
    for method, path, content in (("GET", "", None), ("DELETE", "", None), ("POST", "/feedback", rating)):
        assert refusal(visitor.call(method, path, json=content)) == (500, "internal_error")
    assert refusal(requests.post(f"{site.addresses[0]}/webhooks/web/conversations", timeout=60)) == (500, "internal_error")
    assert requests.get(site.addresses[0] + READY, timeout=60).status_code == 503
    postgresql.start()
    assert requests.get(site.addresses[0] + READY, timeout=60).status_code == 200
    assert [message["text"] for message in visitor.history()] == ["avant", "avant"]
    assert visitor.sends(text="après")[0]["text"] == "après"


def test_the_first_visitor_after_a_quiet_restart_notices_nothing(site: Site, postgresql: Postgresql) -> None:
    visitor = Visitor(site.addresses[0])
    visitor.sends(text="avant")
    for after in (lambda: visitor.sends(text="après"), lambda: Visitor(site.addresses[0]), visitor.history):
        postgresql.stop()
        postgresql.start()
        after()
    assert [message["text"] for message in visitor.history()] == ["avant", "avant", "après", "après"]


def test_a_message_that_was_kept_when_the_connection_broke_is_answered(
    site: Site, postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database heard « commit », and its answer was lost on the way."""
    visitor = Visitor(site.addresses[0])
    commit = sa.orm.Session.commit

    def broken(session: sa.orm.Session) -> None:
        commit(session)
        raise sa.exc.OperationalError(None, None, Exception("server closed the connection"), connection_invalidated=True)

    monkeypatch.setattr(sa.orm.Session, "commit", broken)
    assert visitor.sends(text="bonjour")[0]["text"] == "bonjour"
    monkeypatch.setattr(sa.orm.Session, "commit", commit)
    assert [message["text"] for message in visitor.history()] == ["bonjour", "bonjour"]


def test_a_message_that_was_not_kept_when_the_connection_broke_is_refused(
    site: Site, postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(site.addresses[0])
    visitor.sends(text="avant")
    commit = sa.orm.Session.commit

    def broken(session: sa.orm.Session) -> None:
        session.rollback()
        raise sa.exc.OperationalError(None, None, Exception("server closed the connection"), connection_invalidated=True)

    monkeypatch.setattr(sa.orm.Session, "commit", broken)
    assert refusal(visitor.call("POST", "/messages", json={"text": "pendant"})) == (500, "internal_error")
    monkeypatch.setattr(sa.orm.Session, "commit", commit)
    assert [message["text"] for message in visitor.history()] == ["avant", "avant"]
