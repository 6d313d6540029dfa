"""Chooses what computes the vectors: the backend that was asked for, or the fastest one that works here."""

import logging
from types import ModuleType
from typing import cast

from desktop_search import plugins
from desktop_search.embedding import backends, models, processor
from desktop_search.embedding.embedder import Embedder, Options
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.prepared import NotPreparable
from desktop_search.errors import ModelUnavailable

logger = logging.getLogger(__name__)

AUTO = "auto"


def backend(name: str) -> ModuleType:
    """A backend's module. Raises ModelUnavailable for a name that is not in the folder."""
    for module in plugins.modules_in(backends):
        if module.__name__.rpartition(".")[2] == name:
            return module
    raise ModelUnavailable(f"There is no embedding backend called “{name}”.")


def embedder_of(name: str, model_folder: str, device: str, options: Options | None = None) -> Embedder:
    """Loads a backend, or the best one for "auto", with its model, in this thread. Raises ModelUnavailable."""
    options = options or Options()
    if name == AUTO:
        return _best(models.find(model_folder), device, options)
    module = backend(name)
    model: ModelFolder | None = models.find(model_folder) if module.NEEDS_MODEL else None
    return cast(Embedder, module.load(model, device, options))


def _best(model: ModelFolder, device: str, options: Options) -> Embedder:
    """torch where there is a graphics processor, else OpenVINO, else torch with a notice why."""
    if _wants_accelerator(device):
        return _load("torch", model, device, options)
    try:
        return _load("openvino", model, device, options)
    except NotPreparable:
        # Nothing is wrong: such models have modules that only torch computes.
        options.tell(f"The model {model.name} is of a kind for torch, which computes the vectors and starts slowly.")
        return _load("torch", model, device, options)
    except ModelUnavailable as error:
        reason = error.title
    except Exception as error:  # A runtime that does not work here must not take search by meaning away.
        logger.exception("OpenVINO failed")
        reason = f"It failed ({type(error).__name__})."
    options.tell(f"OpenVINO cannot be used, so torch computes the vectors, which takes longer: {reason}")
    return _load("torch", model, device, options)


def _wants_accelerator(device: str) -> bool:
    if device != AUTO:
        return device != "cpu"
    if not processor.may_have_accelerator():
        return False
    return str(backend("torch").best_device()) != "cpu"


def _load(name: str, model: ModelFolder, device: str, options: Options) -> Embedder:
    return cast(Embedder, backend(name).load(model, device, options))
