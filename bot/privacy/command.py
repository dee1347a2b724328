"""`bot person` and `bot purge`: what the staff do about visitors' data; they read what these say, in French."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.channels.settings import SettingsError, database
from bot.privacy.files import private_output
from bot.privacy.forgotten import Forgotten
from bot.privacy.person import Conversation, Proof, conversations_of, conversations_with, exported, forget
from bot.privacy.retention import keep_days
from bot.privacy.retention import purge as delete_old
from bot.privacy.stores import Stores
from bot.starting import StartError, check_store
from bot.typography import french


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
        check_store(address)
    except StartError as error:
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
        return _tell(forget(stores, found))
    finally:
        stores.close()


def purge() -> int:
    """Delete at once what is older than BOT_KEEP_DAYS says; gives the exit code."""
    try:
        days = keep_days()
        check_store(database())
    except (StartError, SettingsError) as error:
        return _fail(str(error), "Effacement")
    stores = Stores(database())
    number = delete_old(stores, days)
    stores.close()
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
