"""Import Rasa without TensorFlow, on which nothing of this project's pipeline rests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

# What Rasa's helpers import for networks that they train: the only way in which a server of ours comes to TensorFlow.
_OF_NETWORKS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def without_tensorflow() -> None:
    """Have `rasa.utils.train_utils` import TensorFlow only when a network is trained; to be called before Rasa is imported.

    TensorFlow costs a server two seconds of its start and 370 MB. Whoever wants it gets it: only the names in this one module of
    Rasa's are replaced, by functions that import what they stand for.
    """
    if "rasa.utils.train_utils" in sys.modules:
        return
    for module, names in _OF_NETWORKS.items():
        stands_in = ModuleType(module)
        vars(stands_in).update({name: _later(module, name) for name in names})
        sys.modules[module] = stands_in
    try:
        import_module("rasa.utils.train_utils")
    finally:
        for module in _OF_NETWORKS:
            del sys.modules[module]


def _later(module: str, name: str) -> Callable[..., Any]:
    def make(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    return make
