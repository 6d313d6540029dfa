"""A file that could not be read for want of a library is read again once the library is there."""

import ast
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from desktop_search import plugins
from desktop_search.extraction import formats, registry


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Libraries that are not installed, whatever is; the test says which."""
    names: set[str] = set()
    real = importlib.util.find_spec

    def find_spec(name: str, *arguments: Any) -> Any:
        return None if name in names else real(name, *arguments)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    registry.revision.cache_clear()
    yield names
    registry.revision.cache_clear()


def test_the_revision_changes_with_the_libraries_that_are_installed(not_installed: set[str]) -> None:
    with_all = registry.revision()
    not_installed.add("pypdfium2")
    registry.revision.cache_clear()
    without_one = registry.revision()
    not_installed.add("striprtf")
    registry.revision.cache_clear()
    assert len({with_all, without_one, registry.revision()}) == 3
    not_installed.clear()
    registry.revision.cache_clear()
    assert registry.revision() == with_all


def imported_by(function: Any) -> set[str]:
    """The packages that a function imports which are neither ours nor Python's."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"desktop_search"}


@pytest.mark.parametrize(
    "module", list(plugins.modules_in(formats)), ids=lambda module: module.__name__.rpartition(".")[2]
)
def test_every_format_names_the_libraries_it_prepares(module: ModuleType) -> None:
    prepared = imported_by(module.prepare) if hasattr(module, "prepare") else set()
    assert set(getattr(module, "LIBRARIES", ())) == prepared
