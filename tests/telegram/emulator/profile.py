"""Methods about the bot itself: who it is, its commands, its menu button, its descriptions."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.telegram.emulator.errors import bad_request, explained, undocumented
from tests.telegram.emulator.methods import method
from tests.telegram.emulator.parameters import Parameters, field
from tests.telegram.emulator.world import World

MAX_COMMANDS, MAX_COMMAND, MAX_DESCRIPTION = 100, 32, 256
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


@method("getMe")
def get_me(world: World, parameters: Parameters) -> dict[str, Any]:
    """The bot (core.telegram.org/bots/api#getme)."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands", "commands scope language_code")
def set_my_commands(world: World, parameters: Parameters) -> bool:
    """The list of commands that clients show: names of 1 to 32 of a-z, 0-9 and _, descriptions of 1 to 256 characters.

    Source: core.telegram.org/bots/api#setmycommands and #botcommand.
    """
    if "commands" not in parameters:
        raise undocumented("setMyCommands without commands")
    commands = parameters.json("commands", list, "commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.settings[_commands_key(parameters)] = [_command(command) for command in commands]
    return True


@method("getMyCommands", "scope language_code")
def get_my_commands(world: World, parameters: Parameters) -> Any:
    """The commands of this scope and language (core.telegram.org/bots/api#getmycommands)."""
    return world.settings.get(_commands_key(parameters), [])


@method("deleteMyCommands", "scope language_code")
def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Forget them (core.telegram.org/bots/api#deletemycommands)."""
    world.settings.pop(_commands_key(parameters), None)
    return True


@method("setChatMenuButton", "chat_id menu_button")
def set_chat_menu_button(world: World, parameters: Parameters) -> bool:
    """What the button beside the text field opens (core.telegram.org/bots/api#setchatmenubutton and #menubutton)."""
    button = parameters.json("menu_button", dict, "menu button JSON object") or {"type": "default"}
    with explained("Can't parse menu button"):
        type_ = field(button, "type", str, required=True)
        if type_ not in ("commands", "default"):
            # Telegram also has "web_app": not emulated.
            raise bad_request("MenuButton has unsupported type")
    world.settings[_menu_key(world, parameters)] = button
    return True


@method("getChatMenuButton", "chat_id")
def get_chat_menu_button(world: World, parameters: Parameters) -> Any:
    """What it opens now (core.telegram.org/bots/api#getchatmenubutton)."""
    return world.settings.get(_menu_key(world, parameters), {"type": "default"})


@method("setMyDescription", "description language_code")
def set_my_description(world: World, parameters: Parameters) -> bool:
    """What an empty chat shows, 0 to 512 characters (core.telegram.org/bots/api#setmydescription)."""
    return _set_text(world, parameters, "description", 512)


@method("setMyShortDescription", "short_description language_code")
def set_my_short_description(world: World, parameters: Parameters) -> bool:
    """What the profile shows, 0 to 120 characters (core.telegram.org/bots/api#setmyshortdescription)."""
    return _set_text(world, parameters, "short_description", 120)


def _set_text(world: World, parameters: Parameters, name: str, longest: int) -> bool:
    text = parameters.text(name)
    if len(text) > longest:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.settings[name, _language(parameters)] = text
    return True


def _command(command: Any) -> dict[str, str]:
    """One command (wording of errors: get_bot_command in Client.cpp, BotCommand.cpp in td)."""
    with explained("Can't parse BotCommand"):
        if not isinstance(command, dict):
            raise bad_request("expected an Object")
        name = field(command, "command", str, required=True)
        description = field(command, "description", str, required=True)
    if set(command) - {"command", "description"}:
        raise undocumented(f"a BotCommand has command and description, not {sorted(command)}")
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > MAX_COMMAND:
        raise bad_request(f"Command length must not exceed {MAX_COMMAND}")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request(f"Command description length must not exceed {MAX_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _commands_key(parameters: Parameters) -> tuple[str, str, str]:
    """What a list of commands is kept under: its scope and language (core.telegram.org/bots/api#botcommandscope)."""
    scope = parameters.json("scope", dict, "BotCommandScope JSON object") or {"type": "default"}
    with explained("Can't parse BotCommandScope"):
        type_ = field(scope, "type", str, required=True)
        if type_ not in SCOPES:
            raise bad_request("Unsupported type specified")
        for name in SCOPES[type_]:
            field(scope, name, int, required=True)
    return "commands", json.dumps(scope, sort_keys=True), _language(parameters)


def _language(parameters: Parameters) -> str:
    """A two-letter ISO 639-1 code, or nothing for all others."""
    code = parameters.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def _menu_key(world: World, parameters: Parameters) -> tuple[str, int]:
    if "chat_id" not in parameters:
        return "menu", 0
    return "menu", world.writable(parameters.chat()).id
