"""Talk to the bot in a terminal."""

from __future__ import annotations

import uuid

from bot.serving import load_agent


async def chat() -> None:
    """Read messages until an empty line or the end of the input; buttons are numbered and can be typed as numbers."""
    print("Chargement du modèle…")
    agent = load_agent()
    sender, payloads = uuid.uuid4().hex, list[str]()
    print("Posez votre question (ligne vide pour finir).")
    while message := _read():
        if message.isdigit() and 0 < int(message) <= len(payloads):
            message = payloads[int(message) - 1]
        payloads = []
        for answer in await agent.handle_text(message, sender_id=sender) or []:
            print(f"\n{answer.get('text', '')}")
            for button in answer.get("buttons") or []:
                payloads.append(button["payload"])
                print(f"  {len(payloads)}. {button['title']}")


def _read() -> str:
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""
