"""Finds the modules of a plug-in folder by name, without knowing what they are for."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def modules_in(package: ModuleType) -> Iterator[ModuleType]:
    """Yields every module directly in a package, imported, in the order of their names."""
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        yield importlib.import_module(f"{package.__name__}.{info.name}")
