"""The `bot` command: check, train, serve, chat, stories, evaluate. What it says is in French: the staff read it."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path

from bot.version import version

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; gives the exit code."""
    _quiet()
    parser = argparse.ArgumentParser(prog="bot", description="Les commandes du robot.")
    parser.add_argument("--version", action="version", version=version(), help="dire la version du robot")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="vérifier que les fichiers disent ce que disent les fiches")
    check.add_argument("--tables", action="store_true", help="montrer aussi les faits par sujet et la couverture des fiches")
    publish = verbs.add_parser("publish", help="faire répondre le robot qui tourne avec les fichiers tels qu'ils sont")
    publish.add_argument("--finish", type=int, metavar="VERSION", help=argparse.SUPPRESS)
    verbs.add_parser("unpublish", help="revenir à la version publiée avant celle qui répond")
    edition = verbs.add_parser(
        "edition", help="dire ce que change la nouvelle édition d'une fiche, et l'écrire si vous l'acceptez"
    )
    edition.add_argument("sheet", help="le nom de la fiche : celui de son fichier dans knowledge/sheets, sans .txt")
    edition.add_argument("file", type=Path, help="le texte de la nouvelle édition")
    edition.add_argument("--accept", default="", help="les numéros des changements à écrire, ou « tout »")
    edition.add_argument("--title", default="", help="l'édition, telle que la dira knowledge/sheets.yml")
    verbs.add_parser("schemas", help="écrire les schémas JSON dont se servent les éditeurs pour knowledge/")
    verbs.add_parser("draw", help="dessiner les chemins de knowledge/paths.yml dans docs/paths.md")
    train = verbs.add_parser("train", help="entraîner le modèle si quelque chose a changé")
    train.add_argument("--force", action="store_true", help="entraîner même si rien n'a changé")
    serve = verbs.add_parser("serve", help="entraîner si besoin, puis répondre par HTTP jusqu'à l'arrêt")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=5005)
    serve.add_argument("--worker", help=argparse.SUPPRESS)
    serve.add_argument("--supervise", type=int, help=argparse.SUPPRESS)
    stories = verbs.add_parser("stories", help="tenir les conversations de tests/conversations et montrer celles qui échouent")
    stories.add_argument("words", nargs="*", help="seulement celles dont le nom contient l'un de ces mots")
    stories.add_argument("--file", type=Path, metavar="FICHIER", help="seulement celles de ce fichier")
    stories.add_argument("--names", action="store_true", help="montrer les noms des chiffres, et ce qu'ils valent")
    why = verbs.add_parser(
        "why", help="dire pourquoi un message est compris ainsi : ce qu'il pouvait vouloir dire, et ce qui a décidé"
    )
    why.add_argument("message")
    why.add_argument("--after", nargs="*", default=[], help="les messages du visiteur avant celui-ci")
    verbs.add_parser("chat", help="entraîner si besoin, puis parler au robot dans ce terminal")
    report = verbs.add_parser("report", help="dire ce que les gens demandent : une page et des tableaux, dans var/rapport")
    report.add_argument("--days", type=int, default=30, metavar="JOURS", help="les derniers jours, aujourd'hui compris (30)")
    report.add_argument("--out", type=Path, default=Path("var/rapport"), metavar="DOSSIER", help="où les écrire")
    person = verbs.add_parser("person", help="retrouver, remettre ou effacer ce qu'une personne a écrit (docs/registre.md)")
    wanted = person.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--find", metavar="QUOI", help="une référence, un numéro Telegram, ou des mots que la personne a écrits")
    wanted.add_argument("--export", metavar="RÉFÉRENCE", help="écrire tout ce qui est gardé de ses conversations, en JSON")
    wanted.add_argument("--forget", metavar="RÉFÉRENCE", help="tout effacer, puis chercher ce qui en resterait")
    person.add_argument("--in", dest="file", metavar="FICHIER", help="dans cette copie de la base, et non dans BOT_STORE")
    backup = verbs.add_parser("backup", help="copier les conversations pendant que le robot répond (docs/exploitation.md)")
    backup.add_argument("file", type=_file, metavar="FICHIER", help="la copie ; celle qui y est déjà est remplacée")
    restore = verbs.add_parser("restore", help="remettre une copie des conversations, le robot arrêté")
    restore.add_argument("file", type=_file, metavar="FICHIER", help="une copie faite par « backup »")
    verbs.add_parser(
        "purge", help="effacer maintenant les conversations plus vieilles que BOT_KEEP_DAYS (le serveur le fait seul)"
    )
    verbs.add_parser("password", help="faire la ligne de réglage du mot de passe de la page de l'équipe")
    verbs.add_parser("evaluate", help="entraîner si besoin, puis mesurer et écrire docs/evaluation.md")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    if options.verb == "check":
        return _check(options.tables)
    if options.verb in ("publish", "unpublish"):
        return _publish(options.verb, getattr(options, "finish", None))
    if options.verb == "edition":
        return _edition(Path(options.sheet).stem, options.file, options.accept, options.title)
    if options.verb == "schemas":
        from bot.knowledge.schemas import write_schemas

        write_schemas()
        return 0
    if options.verb == "draw":
        return _check() or _draw()
    if options.verb == "serve" and options.supervise:
        return _supervise(options.host, options.port, options.supervise)
    _quiet_rasa()
    if options.verb == "train":
        return _train(options.force)
    if options.verb == "report":
        return _report(max(1, options.days), options.out)
    if options.verb == "person":
        from bot.privacy.command import person as run_person

        return run_person(options.find, options.export, options.forget, options.file)
    if options.verb == "backup":
        from bot.backup import run_backup

        return run_backup(options.file)
    if options.verb == "restore":
        from bot.backup import run_restore
        from bot.publishing.releases import Releases

        return run_restore(options.file, Releases())
    if options.verb == "purge":
        from bot.privacy.command import purge

        return purge()
    if options.verb == "password":
        return _password()
    if options.verb == "serve":
        return _work(options.host, options.port, options.worker) if options.worker else _serve(options.host, options.port)
    if options.verb == "stories":
        return _names() if options.names else _stories(options.file, options.words)
    if code := _make_ready():
        return code
    if options.verb == "chat":
        from bot.chat import chat

        asyncio.run(chat())
        return 0
    if options.verb == "why":
        return _why(options.message, options.after)
    from bot.evaluation.run import evaluate as run_evaluation

    return run_evaluation()


def _quiet() -> None:
    """Keep away what no user of this project can act on: telemetry, TensorFlow's start-up lines, old libraries' warnings."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("BOT_STORE", "var/conversations.db")
    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.simplefilter("ignore", category)
    # aiohttp does not know that uvloop, which the server runs on, can do it.
    warnings.filterwarnings("ignore", "An HTTPS request is being sent through an HTTPS proxy", RuntimeWarning)


def _quiet_rasa() -> None:
    """The same for what Rasa imports; Sanic asks for all such warnings once it is imported, so it is before ours are in force."""
    import sanic.app  # noqa: F401

    from bot.rasa_imports import without_tensorflow

    without_tensorflow()
    _quiet()


def _check(tables: bool = False) -> int:
    from bot.knowledge.report import print_check

    return 0 if print_check(tables) else 1


def _publish(verb: str, waiting: int | None) -> int:
    from bot.publishing import publish
    from bot.publishing.releases import Releases

    try:
        if verb == "unpublish":
            publish.unpublish(Releases())
        elif waiting:
            publish.finish(Releases(), waiting)
        else:
            publish.publish(Releases())
    except publish.PublishError as error:
        print(f"Publication : {error}.", file=sys.stderr)
        return 1
    return 0


def _edition(sheet: str, file: Path, accepted: str, title: str) -> int:
    from bot.knowledge import KnowledgeError
    from bot.knowledge.edition_report import EditionError, print_edition

    try:
        return 0 if print_edition(sheet, file, accepted, title) else 1
    except (EditionError, KnowledgeError) as error:
        print(f"Édition : {error}", file=sys.stderr)
        return 1


def _draw() -> int:
    from bot.knowledge.drawing import write_page
    from bot.knowledge.loader import load_knowledge

    write_page(load_knowledge())
    print("Dessin : docs/paths.md.", flush=True)
    return 0


def _make_ready() -> int:
    """Have sound knowledge and a current model, or say why not; gives the exit code."""
    from bot.training import damage, is_current

    if code := _check():
        return code
    if not is_current():
        # In a process of its own: what a training takes of memory goes with it.
        return subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False).returncode
    if reason := damage():
        print(f"Modèle : il ne se lit pas ({reason}) : lancez « make train », qui le refait.", file=sys.stderr)
        return 1
    print("Modèle : à jour.", flush=True)
    return 0


def _serve(host: str, port: int) -> int:
    from bot.channels.settings import SettingsError, database, redis_address
    from bot.publishing.publish import release_to_serve
    from bot.publishing.releases import Releases
    from bot.starting import StartError, check_address, check_rasa_files, check_redis, check_settings, check_store, hold, workers

    with ExitStack() as held:
        try:
            check_address(host, port)
            check_store(database())
            check_redis(redis_address())
            check_settings()
            number = workers(database())
            held.enter_context(hold(database(), is_shared=bool(redis_address())))
            # Last: it loads Rasa.
            check_rasa_files(ROOT / "endpoints.yml", ROOT / "credentials.yml", database())
        except (StartError, SettingsError) as error:
            print(f"Démarrage : {error}", file=sys.stderr)
            return 1
        releases = Releases()
        release = release_to_serve(releases, lambda: _make_ready() == 0)
        if release is None:
            return 1
        print("Chargement du modèle…", flush=True)
        if number > 1:
            # Anew: who only watches over others has no use for what was loaded to check all this.
            os.execv(sys.executable, [*_serving(host, port), "--supervise", str(number)])
        from bot.serving import serve

        serve(releases, release, host, port, ROOT / "endpoints.yml", ROOT / "credentials.yml")
        return 0


def _serving(host: str, port: int) -> list[str]:
    return [sys.executable, "-m", "bot.cli", "serve", "--host", host, "--port", str(port)]


def _supervise(host: str, port: int, number: int) -> int:
    """Watch over so many processes that answer, once `_serve` found that they can."""
    from bot.monitoring.workers import share_figures

    share_figures()
    from bot.channels.settings import database
    from bot.starting import StartError, hold, say_ready
    from bot.workers import supervise

    try:
        with hold(database(), is_shared=True):
            return supervise(_serving(host, port), host, port, number, lambda: say_ready(host, port))
    except StartError as error:
        print(f"Démarrage : {error}", file=sys.stderr)
        return 1


def _work(host: str, port: int, place: str) -> int:
    """Be one of the processes that `_supervise` starts."""
    from bot.publishing.releases import Releases
    from bot.serving import serve
    from bot.workers import Place

    releases = Releases()
    release = releases.current()
    assert release is not None, "whoever starts workers publishes before"
    serve(releases, release, host, port, ROOT / "endpoints.yml", ROOT / "credentials.yml", Place.read(place))
    sys.stdout.flush()
    sys.stderr.flush()
    # All is closed; to take a loaded model apart piece by piece would take seconds.
    os._exit(0)


def _report(days: int, folder: Path) -> int:
    from bot.channels.settings import database
    from bot.staff.writing import write_report
    from bot.starting import StartError, check_store

    try:
        check_store(database())
    except StartError as error:
        print(f"Rapport : {error}", file=sys.stderr)
        return 1
    write_report(database(), days, folder)
    return 0


def _password() -> int:
    from getpass import getpass

    from bot.staff.password import LEAST_CHARACTERS, hashed

    password = getpass("Mot de passe de l'équipe : ")
    if len(password) < LEAST_CHARACTERS:
        print(f"Mot de passe : trop court, il en faut au moins {LEAST_CHARACTERS} caractères.", file=sys.stderr)
        return 1
    if getpass("Encore une fois : ") != password:
        print("Mot de passe : les deux ne sont pas les mêmes, recommencez.", file=sys.stderr)
        return 1
    print(f"BOT_STAFF_PASSWORD={hashed(password)}")
    return 0


def _file(text: str) -> Path:
    """A file, from where the command is typed: what runs it changes to the project's folder."""
    return Path(text).absolute()


def _port(text: str) -> int:
    """A port, as it is written on the command line."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un port : choisissez-en un de 1 à 65535")
    return int(text)


def _train(force: bool) -> int:
    from bot.training import damage, is_current, train

    if is_current() and not force and not damage():
        print("Modèle : à jour.", flush=True)
        return 0
    print("Modèle : entraînement, de dix à vingt minutes…", flush=True)
    try:
        train(force=True)
    except OSError as error:
        reason = f"{error.filename} ne peut pas être écrit ({error.strerror})"
        print(f"Modèle : {reason} : donnez à ce compte le droit d'écrire dans models/.", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(f"Modèle : {error}", file=sys.stderr)
        return 1
    print("Modèle : entraîné.", flush=True)
    return 0


def _why(message: str, before: list[str]) -> int:
    from bot.conversations import explain
    from bot.serving import load_agent

    print(asyncio.run(explain(load_agent(), message, before)))
    return 0


def _names() -> int:
    from bot.figure_names import figures
    from bot.knowledge.loader import load_knowledge

    for name, figure in figures(load_knowledge()).items():
        print(f"<{name}>".ljust(60), figure)
    return 0


def _stories(file: Path | None, words: list[str]) -> int:
    from bot.conversations import CONVERSATIONS_DIR, load_conversations, run_all
    from bot.knowledge.errors import KnowledgeError

    try:
        # Before minutes of training.
        conversations = load_conversations(file or CONVERSATIONS_DIR)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    if code := _make_ready():
        return code
    from bot.serving import load_agent

    chosen = {name: c for name, c in conversations.items() if not words or any(part in name for part in words)}
    return 1 if asyncio.run(run_all(load_agent(), chosen)) else 0


if __name__ == "__main__":
    sys.exit(main())
