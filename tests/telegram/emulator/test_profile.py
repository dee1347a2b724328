"""setMyCommands, setChatMenuButton, setMyDescription: core.telegram.org/bots/api#setmycommands and following."""

import pytest

AIDE = {"command": "aide", "description": "Ce que je sais faire"}
CONTACT = {"command": "contact", "description": "Joindre le centre"}


def test_commands_are_kept(bot):
    assert bot("getMyCommands").result == []
    assert bot("setMyCommands", commands=[AIDE, CONTACT]).result is True
    assert bot("getMyCommands").result == [AIDE, CONTACT]
    assert bot("deleteMyCommands").result is True
    assert bot("getMyCommands").result == []


def test_commands_are_kept_for_each_scope_and_language(bot):
    scope = {"type": "all_private_chats"}
    assert bot("setMyCommands", commands=[AIDE], scope=scope, language_code="fr").result is True
    assert bot("setMyCommands", commands=[CONTACT]).result is True
    assert bot("getMyCommands", scope=scope, language_code="fr").result == [AIDE]
    assert bot("getMyCommands", scope=scope).result == []
    assert bot("getMyCommands", scope={"type": "default"}).result == [CONTACT]


@pytest.mark.parametrize(
    "scope",
    [
        {"type": "default"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
        {"type": "chat", "chat_id": 1},
        {"type": "chat_administrators", "chat_id": -1},
        {"type": "chat_member", "chat_id": -1, "user_id": 1},
    ],
    ids=lambda scope: scope["type"],
)
def test_scopes(bot, scope):
    assert bot("setMyCommands", commands=[AIDE], scope=scope).result is True


@pytest.mark.parametrize(
    ("scope", "error"),
    [
        ({"type": "everyone"}, "Unsupported type specified"),
        ({}, None),
        ({"type": "chat"}, 'Can\'t find field "chat_id"'),
        ({"chat_id": 1}, 'Can\'t find field "type"'),
    ],
    ids=str,
)
def test_scopes_are_checked(bot, scope, error):
    answer = bot("setMyCommands", commands=[AIDE], scope=scope)
    if error:
        assert answer.error == f"Bad Request: can't parse BotCommandScope: {error}"
    else:
        assert answer.result is True


@pytest.mark.parametrize("name", ["a", "a" * 32, "aide_2", "0"])
def test_names_of_commands(bot, name):
    assert bot("setMyCommands", commands=[{"command": name, "description": "a"}]).result is True


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ({"command": "", "description": "a"}, "command must be non-empty"),
        ({"command": "a" * 33, "description": "a"}, "command length must not exceed 32"),
        ({"command": "Aide", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "/aide", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "café", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "mon-aide", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "aide", "description": ""}, "command description must be non-empty"),
        ({"command": "aide", "description": "a" * 257}, "command description length must not exceed 256"),
        ({"command": "aide"}, "can't parse BotCommand: Can't find field \"description\""),
        ({"command": 1, "description": "a"}, 'can\'t parse BotCommand: Field "command" must be of type String'),
        ("aide", "can't parse BotCommand: expected an Object"),
        ({"command": "aide", "description": "a", "scope": "b"}, "not as documented: a BotCommand has command and"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_commands_are_checked(bot, command, error):
    answer = bot("setMyCommands", commands=[command])
    assert answer.status == 400
    assert answer.error.startswith(f"Bad Request: {error}")
    assert bot("getMyCommands").result == []


def test_the_longest_description_of_a_command(bot):
    assert bot("setMyCommands", commands=[{"command": "a", "description": "é" * 256}]).result is True


def test_at_most_a_hundred_commands(bot):
    commands = [{"command": f"c{number}", "description": "a"} for number in range(101)]
    assert bot("setMyCommands", commands=commands[:100]).result is True
    assert bot("setMyCommands", commands=commands).error == "Bad Request: BOT_COMMANDS_TOO_MUCH"


def test_commands_must_be_there(bot):
    assert bot("setMyCommands").status == 400


@pytest.mark.parametrize("code", ["fra", "FR", "f", "français"])
def test_language_codes_have_two_letters(bot, code):
    answer = bot("setMyCommands", commands=[AIDE], language_code=code)
    assert answer.error == "Bad Request: invalid language code specified"


def test_the_menu_button(bot, telegram):
    alice = telegram.person("Alice")
    alice.starts()
    assert bot("getChatMenuButton").result == {"type": "default"}
    assert bot("setChatMenuButton", menu_button={"type": "commands"}).result is True
    assert bot("getChatMenuButton").result == {"type": "commands"}
    assert bot("setChatMenuButton", chat_id=alice.id, menu_button={"type": "default"}).result is True
    assert bot("getChatMenuButton", chat_id=alice.id).result == {"type": "default"}
    assert bot("setChatMenuButton").result is True
    assert bot("getChatMenuButton").result == {"type": "default"}


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"menu_button": {"type": "burger"}}, "can't parse menu button: MenuButton has unsupported type"),
        ({"menu_button": {"text": "a"}}, "can't parse menu button: Can't find field \"type\""),
        ({"menu_button": "{"}, "can't parse menu button JSON object"),
        ({"menu_button": {"type": "commands"}, "chat_id": 1}, "chat not found"),
    ],
)
def test_menu_buttons_are_checked(bot, params, error):
    assert bot("setChatMenuButton", **params).error == f"Bad Request: {error}"


@pytest.mark.parametrize(
    ("method", "name", "longest"), [("setMyDescription", "description", 512), ("setMyShortDescription", "short_description", 120)]
)
def test_descriptions(bot, method, name, longest):
    assert bot(method, **{name: "é" * longest}, language_code="fr").result is True
    assert bot(method).result is True
    assert bot(method, **{name: "a" * (longest + 1)}).status == 400
