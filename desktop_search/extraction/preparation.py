"""Imports all that formats will need: a reader that has locked itself in can open no file, and so import nothing."""

import encodings
import importlib
import logging
import pkgutil

from desktop_search.extraction import registry

logger = logging.getLogger(__name__)


def prepare() -> None:
    """Has every format import its libraries, and imports Python's codecs. A missing library fails its format only."""
    for name, module in registry.all_formats().items():
        if hasattr(module, "prepare"):
            try:
                module.prepare()
            except ImportError as error:
                logger.info("%s files cannot be read: %s", name, error)
    for info in pkgutil.iter_modules(encodings.__path__):
        try:
            importlib.import_module(f"encodings.{info.name}")
        except ImportError:  # Two of them are for Windows only.
            continue
