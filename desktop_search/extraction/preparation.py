"""Imports all that formats will need: a reader that has locked itself in can open no file, and so import nothing."""

import encodings
import importlib
import logging
import pkgutil
from collections.abc import Iterable

from desktop_search.errors import DesktopSearchError
from desktop_search.extraction import registry
from desktop_search.extraction.format import Format

logger = logging.getLogger(__name__)


def include(modules: Iterable[str]) -> None:
    """Adds formats that are not of the program, by the names of their modules.

    Raises DesktopSearchError for one that cannot be imported or is no format.
    """
    for name in modules:
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            raise DesktopSearchError(f"The format “{name}” cannot be imported: {error}.") from error
        if not isinstance(module, Format):
            raise DesktopSearchError(f"The module “{name}” is no format: it needs SUFFIXES, VERSION and extract().")
        registry.all_formats()[name.rpartition(".")[2]] = module
    registry.suffixes.cache_clear()
    registry.revision.cache_clear()


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
    registry.revision()
