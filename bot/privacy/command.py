"""`bot person` and `bot purge`: what the staff do about visitors' data; they read what these say, in French."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import closing

from redis import RedisError

from bot.channels.settings import SettingsError, database, redis_address
from bot.locks import ConversationLocks
from bot.privacy.files import private_output
from bot.privacy.forgotten import Forgotten
from bot.privacy.person import Conversation, Proof, conversations_of, conversations_with, exported, forget
from bot.privacy.retention import forget_old, keep_days
from bot.privacy.stores import Stores
from bot.starting import StartError, check_redis, check_store
from bot.typography import french

_AWAY = "BOT_REDIS ne répond plus ({}) : tout n'est pas effacé. Recommencez quand il répond."


def person(find: str | None, export: str | None, forgotten: str | None, file: str | None) -> int:
    """Find, hand over or delete what somebody wrote; gives the exit code.

    Args:
        find: what is looked for.
        export: whose conversations are printed as JSON.
        forgotten: whose are deleted.
        file: a copy of the database; None: the server's own.
    """
    address = database() if file is None else database({"BOT_STORE": file})
    try:
        # Nobody answers in a copy.
        redis = redis_address() if forgotten and file is None else ""
        check_store(address)
        check_redis(redis)
    except (StartError, SettingsError) as error:
        return _fail(str(error))
    stores = Stores(address)
    try:
        shown = (find or export or forgotten or "").strip()
        found = conversations_of(stores, shown)
        if find and not found and shown:
            found = conversations_with(stores, shown)
        if not found:
            by = "" if find else " (donnez sa référence ou son numéro Telegram ; « --find » cherche aussi des mots)"
            return _fail(f"aucune conversation ne correspond à « {shown} »{by}.")
        if find:
            return _list(found)
        if export:
            private_output()
            print(exported(stores, found))
            return 0
        if file is None:
            Forgotten(address).add(*(one.sender for one in found))
        with closing(ConversationLocks(address=redis)) as locks:
            return _tell(asyncio.run(forget(stores, found, locks)))
    except RedisError as error:
        return _fail(_AWAY.format(error))
    finally:
        stores.close()


def purge() -> int:
    """Delete at once what is older than BOT_KEEP_DAYS says; gives the exit code."""
    try:
        days, redis = keep_days(), redis_address()
        check_store(database())
        check_redis(redis)
    except (StartError, SettingsError) as error:
        return _fail(str(error), "Effacement")
    try:
        with closing(Stores(database())) as stores, closing(ConversationLocks(address=redis)) as locks:
            number = asyncio.run(forget_old(locks, stores, days))
    except RedisError as error:
        return _fail(_AWAY.format(error), "Effacement")
    told = f"{number} conversations commencées" if number > 1 else f"{number} conversation commencée"
    print(french(f"Effacement : {told} il y a plus de {days} jours."))
    return 0


def _list(found: Sequence[Conversation]) -> int:
    for one in found:
        print(f"{one.reference}  {one.begun:%d/%m/%Y %H:%M}  {one.sender}")
    return 0


def _tell(proof: Proof) -> int:
    for table, number in proof.deleted.items():
        print(french(f"Effacé dans {table} : {number}"))
    for file in proof.searched:
        state = "en contient encore" if file in proof.left else "plus rien"
        print(french(f"Cherché dans {file} : {state}"))
    if not proof.searched:
        print("La base est celle d'un serveur : ses propres copies et journaux sont à nettoyer là-bas.")
    if proof.left:
        print(
            french(
                "Ce qui reste est une copie, ou le journal d'un programme qui lit la base : recommencez avec « --in FICHIER »."
            )
        )
    print("Cherchez aussi dans les sauvegardes que vous gardez ailleurs : « --in FICHIER ».")
    return 1 if proof.left else 0


def _fail(reason: str, what: str = "Personne") -> int:
    print(french(f"{what} : {reason}"), file=sys.stderr)
    return 1
