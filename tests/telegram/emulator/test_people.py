"""What people and groups do: core.telegram.org/bots/api#update, #message, #chatmemberupdated."""

import pytest

from tests.telegram.emulator import Emulator
from tests.telegram.emulator.conftest import Bot
from tests.telegram.emulator.people import SPECIMENS, WITH_CAPTION


@pytest.fixture
def alice(telegram):
    """Someone who may write."""
    return telegram.person("Alice", username="alice")


@pytest.fixture
def bob(telegram):
    """Someone else."""
    return telegram.person("Bob", language=None)


def messages(bot):
    updates = bot("getUpdates").result
    return [update["message"] for update in updates if "message" in update]


def test_a_message(bot, alice):
    written = alice.says("Combien ça coûte ?")
    [message] = messages(bot)
    assert message["message_id"] == written.message_id
    assert message["from"] == {"id": alice.id, "is_bot": False, "first_name": "Alice", "username": "alice", "language_code": "fr"}
    assert message["chat"] == {"id": alice.id, "type": "private", "first_name": "Alice", "username": "alice"}
    assert message["text"] == "Combien ça coûte ?"
    assert isinstance(message["date"], int)
    assert "entities" not in message


def test_a_person_without_language_or_name(bot, bob):
    bob.says("Bonjour")
    assert messages(bot)[0]["from"] == {"id": bob.id, "is_bot": False, "first_name": "Bob"}


@pytest.mark.parametrize(
    ("payload", "text"), [(None, "/start"), ("clerc_gestionnaire", "/start clerc_gestionnaire"), ("a" * 64, "/start " + "a" * 64)]
)
def test_starting(bot, alice, payload, text):
    alice.starts(payload)
    [message] = messages(bot)
    assert (message["text"], message["entities"]) == (text, [{"type": "bot_command", "offset": 0, "length": 6}])


@pytest.mark.parametrize("payload", ["", "a" * 65, "été", "a b", "a="])
def test_payloads_that_no_link_has(alice, payload):
    with pytest.raises(ValueError, match="cannot be in a link"):
        alice.starts(payload)


@pytest.mark.parametrize("text", ["", "  ", "a" * 4097])
def test_texts_that_no_client_sends(alice, text):
    with pytest.raises(ValueError, match="4096"):
        alice.says(text)


def test_a_reply(bot, telegram, alice):
    alice.starts()
    sent = bot.says(alice.id, "Que voulez-vous savoir ?")
    alice.says("le prix", reply_to=telegram.shows(alice)[-1])
    alice.says("les dates", reply_to=sent["message_id"])
    answers = messages(bot)[1:]
    assert [answer["reply_to_message"]["text"] for answer in answers] == ["Que voulez-vous savoir ?"] * 2
    assert answers[0]["reply_to_message"]["from"]["is_bot"] is True


def test_a_reply_to_a_reply_tells_one_level(bot, alice):
    first = alice.says("un")
    second = alice.says("deux", reply_to=first)
    alice.says("trois", reply_to=second)
    assert "reply_to_message" not in messages(bot)[-1]["reply_to_message"]


def test_an_edit(bot, telegram, alice, bob):
    written = alice.says("le prxi")
    update_id = alice.edits(written, "le prix /aide")
    update = bot("getUpdates").result[-1]
    message = update["edited_message"]
    assert update["update_id"] == update_id
    assert (message["message_id"], message["text"], message["entities"][0]["type"]) == (
        written.message_id,
        "le prix /aide",
        "bot_command",
    )
    assert message["edit_date"] >= message["date"]
    assert [(shown.text, shown.edited) for shown in telegram.shows(alice)] == [("le prix /aide", True)]
    with pytest.raises(RuntimeError, match="did not write"):
        bob.edits(written, "autre")


def test_a_reaction_edits_nothing(bot, telegram, alice, bob):
    written = alice.says("un")
    bob.reacts(written)
    message, edited = bot("getUpdates").result
    assert edited["edited_message"] == message["message"]
    assert [(shown.text, shown.edited) for shown in telegram.shows(alice)] == [("un", False)]


def test_an_update_keeps_what_was_said_then(bot, alice):
    alice.edits(alice.says("un"), "deux")
    first, second = bot("getUpdates").result
    assert (first["message"]["text"], second["edited_message"]["text"]) == ("un", "deux")


@pytest.mark.parametrize("kind", sorted(SPECIMENS))
def test_what_is_no_text(bot, telegram, alice, kind):
    alice.sends(**{kind: True})
    [message] = messages(bot)
    assert message[kind] == SPECIMENS[kind]
    assert "text" not in message
    assert telegram.shows(alice)[0].content == {kind: SPECIMENS[kind]}


def test_captions(bot, telegram, alice):
    alice.sends(photo=True, caption="voir /aide")
    [message] = messages(bot)
    assert message["caption"] == "voir /aide"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 5, "length": 5}]
    assert "text" not in message
    assert telegram.shows(alice)[0].text == "voir /aide"


def test_an_album(bot, alice):
    alice.sends_album("", "le prix ?")
    alice.sends_album("")
    first, second, other = messages(bot)
    assert first["media_group_id"] == second["media_group_id"] != other["media_group_id"]
    assert ("caption" in first, second["caption"]) == (False, "le prix ?")


@pytest.mark.parametrize("kind", sorted(set(SPECIMENS) - set(WITH_CAPTION)))
def test_some_have_no_caption(alice, kind):
    with pytest.raises(ValueError, match="no caption"):
        alice.sends(**{kind: True}, caption="a")


def test_other_content_is_sent_as_it_is(bot, alice):
    alice.sends(location={"latitude": 1.0, "longitude": 2.0}, venue={"title": "a"})
    assert messages(bot)[0]["venue"] == {"title": "a"}


def test_blocking_and_unblocking(bot, alice):
    alice.starts()
    alice.blocks()
    with pytest.raises(RuntimeError, match="blocked"):
        alice.says("un")
    alice.unblocks()
    alice.says("deux")
    updates = bot("getUpdates").result
    changes = [update["my_chat_member"] for update in updates if "my_chat_member" in update]
    states = [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes]
    assert states == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["chat"]["id"] == changes[0]["from"]["id"] == alice.id
    assert changes[0]["new_chat_member"]["user"]["id"] == 123456


def test_a_group(bot, telegram, alice, bob):
    group = telegram.group("Classe", [alice, bob])
    alice.says("Bonjour", chat=group)
    added, service, written = bot("getUpdates").result
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "test_bot"
    assert written["message"]["chat"] == {"id": group.id, "type": "supergroup", "title": "Classe"}
    assert written["message"]["from"]["id"] == alice.id
    assert [message.sender for message in telegram.shows(group)] == ["Alice", "Alice"]
    assert telegram.shows(alice) == []
    assert str(group.id).startswith("-100")


def test_a_plain_group(telegram, alice):
    group = telegram.group("Classe", [alice], kind="group")
    assert (group.type, group.id < 0, str(group.id).startswith("-100")) == ("group", True, False)


def test_a_group_that_becomes_a_supergroup(bot, telegram, alice):
    group = telegram.group("Classe", [alice], kind="group")
    bot.kinds()
    supergroup = telegram.upgrade(group)
    old, new = messages(bot)
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group.id, supergroup.id)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (supergroup.id, group.id)
    refused = bot("sendMessage", chat_id=group.id, text="un")
    assert (refused.error, refused.body["parameters"]) == (
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": supergroup.id},
    )
    assert alice.says("un", chat=supergroup).update_id
    with pytest.raises(RuntimeError, match="has become a supergroup"):
        alice.says("un", chat=group)


def test_forum_topics(bot, telegram, alice):
    forum = telegram.group("Forum", [alice])
    prices = forum.opens_topic("Les prix")
    bot.kinds()
    alice.says("un", chat=forum)
    two = alice.says("deux", chat=forum, topic=prices)
    alice.says("trois", chat=forum, reply_to=alice.says("zéro", chat=forum))
    general, written, _, answer = messages(bot)
    assert general["chat"]["is_forum"]
    assert "message_thread_id" not in general
    assert (written["message_thread_id"], written["is_topic_message"]) == (prices, True)
    assert "is_topic_message" not in answer
    for more in ({"message_thread_id": prices}, {"reply_parameters": {"message_id": two.message_id}}):
        assert bot("sendMessage", chat_id=forum.id, text="quatre", **more).result["message_thread_id"] == prices
        assert telegram.shows(forum)[-1].topic == prices
    for method, more in (("sendMessage", {"text": "cinq"}), ("sendChatAction", {"action": "typing"})):
        refused = bot(method, chat_id=forum.id, message_thread_id=prices + 1, **more)
        assert refused.error == "Bad Request: message thread not found"


def test_supergroups_count_their_own_messages(telegram, alice):
    alice.says("un")
    one, two = (telegram.group(name, [alice]) for name in ("A", "B"))
    assert alice.says("deux", chat=one).message_id == alice.says("trois", chat=two).message_id == 2
    assert alice.says("quatre").message_id == 2


def test_only_members_write(telegram, alice, bob):
    group = telegram.group("Classe", [alice])
    with pytest.raises(RuntimeError, match="no member"):
        bob.says("un", chat=group)
    with pytest.raises(RuntimeError, match="no access"):
        bob.says("un", chat=alice.chat)
    group.adds(bob)
    assert bob.says("un", chat=group).update_id


def test_a_post_of_the_groups_channel(bot, telegram, alice):
    group = telegram.group("Classe", [alice])
    bot.kinds()
    group.discusses("Venez à /aide")
    [message] = messages(bot)
    assert (message["from"]["id"], message["is_automatic_forward"]) == (777000, True)
    assert message["sender_chat"]["type"] == message["forward_origin"]["chat"]["type"] == "channel"
    assert [entity["type"] for entity in message["entities"]] == ["bot_command"]


def test_an_anonymous_admin(bot, telegram, alice):
    group = telegram.group("Classe", [alice])
    bot.kinds()
    alice.says("/aide", chat=group, anonymous=True)
    [message] = messages(bot)
    assert message["sender_chat"] == message["chat"] == group.api()
    assert (message["from"]["username"], message["from"]["is_bot"]) == ("GroupAnonymousBot", True)


def test_leaving_a_group(bot, telegram, alice):
    group = telegram.group("Classe", [alice])
    bot.kinds()
    group.removes_bot()
    assert alice.says("un", chat=group).update_id is None
    group.adds_bot()
    assert bot.kinds() == ["my_chat_member", "my_chat_member", "message"]


def test_privacy_mode():
    with Emulator(username="clerc_bot").running() as telegram:
        bot = Bot(telegram)
        alice = telegram.person("Alice")
        group = telegram.group("Classe", [alice])
        sent = bot.says(group.id, "Bonjour")
        bot.kinds()

        def hears(text, **more):
            return alice.says(text, chat=group, **more).update_id is not None

        assert not hears("combien ?")
        assert not hears("combien, @autre_bot ?")
        assert not hears("/aide@autre_bot")
        assert not hears("combien, @clerc_bot ?")
        assert hears("/aide")
        assert hears("/aide@Clerc_Bot")
        assert hears("combien ?", reply_to=sent["message_id"])
        assert not alice.sends(photo=True, chat=group).update_id
        quiet = alice.says("rien", chat=group)
        assert alice.edits(quiet, "toujours rien") is None
        assert alice.says("combien ?").update_id
        assert bot.kinds() == ["message"] * 4


def test_without_privacy_mode_everything_is_heard():
    with Emulator(privacy=False).running() as telegram:
        alice = telegram.person("Alice")
        assert alice.says("combien ?", chat=telegram.group("Classe", [alice])).update_id


def test_messages_that_are_deleted_are_not_shown(telegram, alice):
    alice.deletes(alice.says("un"))
    alice.says("deux")
    assert [message.text for message in telegram.shows(alice.chat)] == ["deux"]
