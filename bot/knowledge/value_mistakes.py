"""Values that do not fit their field, told in French with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from bot.knowledge.errors import Mistake, instead
from bot.knowledge.texts import MONTHS
from bot.knowledge.yaml_mistakes import unpaired_quote
from bot.typography import listing

_QUOTE_IT = 'Mettez tout le texte entre guillemets droits : "…"'
_EXPECTED = {
    "str": "un texte",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "true ou false",
    "date": "une date",
    "array": "une liste",
    "object": "des champs (« clé: valeur »)",
}


def explain(message: str, value: Any, line: str, model: Any) -> Mistake:
    """What somebody got wrong.

    Args:
        message: what msgspec says of it.
        value: what stands at its place; of a field too many or too few, what holds it.
        line: the line of the file.
        model: what the whole file is read as.
    """
    if unknown := re.match(r"Object contains unknown field `(.+)`", message):
        return _unknown(unknown[1], value, line, model)
    if missing := re.match(r"Object missing required field `(.+)`", message):
        extra = ", avec les mots exacts de la fiche" if missing[1] == "quote" else ""
        if choices := _choices(model, missing[1]):
            extra = f", avec {listing([f'« {one} »' for one in choices], 'ou')}"
        return Mistake(f"il manque le champ « {missing[1]} »", f"Ajoutez « {missing[1]}: … »{extra}")
    if choice := re.match(r"Invalid enum value '(.+)'", message):
        field = re.search(rf"(\w+): *[\[\"']*[^\]:]*{re.escape(choice[1])}", line)
        return Mistake(
            f"« {choice[1]} » n'est pas un choix possible", instead(choice[1], _choices(model, field[1] if field else ""))
        )
    if "date" in message and not isinstance(value, date):
        return _no_date(value)
    return _wrong_type(message, value, line)


def _unknown(name: str, holder: Any, line: str, model: Any) -> Mistake:
    """A field that no model knows; without a value, in braces, it is the rest of a text that a comma has cut."""
    if isinstance(holder, dict) and holder.get(name, "") is None and re.search(r",\s*" + re.escape(name), line):
        return Mistake(f"une virgule coupe le texte devant « {name} »", _QUOTE_IT)
    return Mistake(f"le champ « {name} » n'existe pas", instead(name, _fields(model)))


def _no_date(value: Any) -> Mistake:
    text = str(value)
    remedy = "Écrivez l'année, le mois et le jour : AAAA-MM-JJ, par exemple 2026-11-01"
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        remedy = f"Écrivez-la ainsi : {found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif (found := re.fullmatch(r"(\d{1,2})(?:er)? (\w+) (\d{4})", text)) and found[2] in MONTHS:
        remedy = f"Écrivez-la ainsi : {found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return Mistake(f"« {text} » n'est pas une date que le robot sait lire", remedy)


def _wrong_type(message: str, value: Any, line: str) -> Mistake:
    if unpaired := unpaired_quote(line):
        return unpaired
    kinds = re.findall(r"\w+", (re.match(r"Expected `([^`]+)`", message) or ["", "object"])[1])
    if re.search(r": *#", line) and value is None:
        return Mistake("« # » coupe la ligne : la suite n'est pas lue", _QUOTE_IT)
    if {"int", "float"} & set(kinds) and isinstance(value, (str, float)):
        return _no_number(str(value), whole="float" not in kinds)
    if "str" in kinds and isinstance(value, dict):
        return Mistake("un texte contient un deux-points", _QUOTE_IT)
    if value is None:
        return Mistake("il n'y a rien après le deux-points", f"Écrivez {_EXPECTED[kinds[0]]}, ou retirez la ligne")
    if "str" in kinds:
        return Mistake(
            f"« {_raw(value)} » est lu comme un nombre, une date ou oui/non", 'Mettez-le entre guillemets droits : "…"'
        )
    if "object" in kinds and isinstance(value, str) and " " in value:
        word = value.split()[0].rstrip(":")
        return Mistake(f"il manque un deux-points et une espace après « {word} »", f"Écrivez « {word}: »")
    if "array" in kinds:
        return _no_list(message)
    return Mistake(f"« {_raw(value)} » ne convient pas : il faut {_EXPECTED.get(kinds[0], 'autre chose')}", "Corrigez la valeur")


def _no_list(message: str) -> Mistake:
    if length := re.search(r"of length (\d+), got (\d+)", message):
        what = f"la liste a {length[2]} éléments au lieu de {length[1]} : une virgule sépare les éléments"
        return Mistake(what, 'Mettez entre guillemets droits un texte qui contient une virgule : "…, …"')
    return Mistake("il faut ici une liste", "Mettez des crochets : [premier, deuxième], ou une ligne par élément, avec « - »")


def _no_number(text: str, whole: bool) -> Mistake:
    number = re.sub(r"[^\d,.]", "", text).strip(",.").replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", number):
        what = "la virgule n'est pas permise" if "," in text else "ni espace ni unité ne sont permis"
        remedy = f"Écrivez {number.partition('.')[0] if whole else number}, sans espace ni unité" + (
            ", avec un point" * ("." in number)
        )
        return Mistake(f"« {text} » n'est pas un nombre que le robot sait lire : {what}", remedy)
    return Mistake(f"« {text} » n'est pas un nombre", "Écrivez un nombre, en chiffres")


def wrong_key(holder: Any) -> Mistake:
    """A key that is no text: after « 1890,60 » in braces it is what follows the comma.

    Args:
        holder: the fields, of which one has a key that is no text.
    """
    keys = list(holder) if isinstance(holder, dict) else []
    key = next((key for key in keys if not isinstance(key, str)), "")
    before = keys[keys.index(key) - 1] if key in keys[1:] else ""
    if before and isinstance(holder[before], int) and holder[key] is None:
        message = f"« {holder[before]},{key} » n'est pas un nombre que le robot sait lire : la virgule n'est pas permise"
        return Mistake(message, f"Écrivez {holder[before]}.{key}, avec un point")
    return Mistake(f"la clé « {key} » est lue comme un nombre ou une date", f'Mettez-la entre guillemets droits : "{key}"')


def _raw(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fields(model: Any) -> list[str]:
    return [field.encode_name for kind in _kinds(model) if isinstance(kind, msgspec.inspect.StructType) for field in kind.fields]


def _choices(model: Any, name: str) -> list[str]:
    """What may stand under a name, where only some words may."""
    structs = (kind for kind in _kinds(model) if isinstance(kind, msgspec.inspect.StructType))
    types = [kind for struct in structs for field in struct.fields if field.encode_name == name for kind in _within(field.type)]
    return list(dict.fromkeys(str(v) for kind in types if isinstance(kind, msgspec.inspect.LiteralType) for v in kind.values))


def _kinds(model: Any) -> Iterator[msgspec.inspect.Type]:
    """All types that a model is made of, each once."""
    waiting, seen = [msgspec.inspect.type_info(model)], []
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.append(kind)
        yield kind
        if isinstance(kind, msgspec.inspect.StructType):
            waiting += [field.type for field in kind.fields]
        elif isinstance(kind, msgspec.inspect.DictType):
            waiting += [kind.value_type]
        else:
            waiting += _within(kind)[1:]


def _within(kind: msgspec.inspect.Type) -> list[msgspec.inspect.Type]:
    """A type, and the types of its items or choices."""
    if isinstance(kind, msgspec.inspect.UnionType):
        return [kind, *kind.types]
    if isinstance(kind, msgspec.inspect.TupleType):
        return [kind, *kind.item_types]
    if isinstance(kind, msgspec.inspect.VarTupleType | msgspec.inspect.ListType):
        return [kind, kind.item_type]
    return [kind]
