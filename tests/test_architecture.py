"""Holds the floors: imports only go down, without circles, and the heavy libraries stay where they belong."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "desktop_search"

# From the bottom to the top. Rooms of one floor do not know each other, but for the basics and where it is said.
FLOORS = (
    (
        *("records", "errors", "settings", "paths", "logs", "plugins", "wire", "left_alone", "label_lines"),
        *("moved", "durable", "desktop_entry", "autostart"),
    ),
    ("files", "extraction", "chunking", "words", "embedding", "reranking", "vectors", "storage"),
    ("indexing", "searching", "training", "exploring"),
    ("engine",),
    ("gui", "cli"),
)
SOCIABLE = {0}
# The faces know the engine by its client alone, except where a command is the engine.
OPENS = ("desktop_search.cli.commands", "desktop_search.gui.app")  # `desktop-search gui` opens the window.
CLIENT_SIDE = {"desktop_search.engine.client", "desktop_search.engine.launch", "desktop_search.engine.messages"}


def modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(("desktop_search", *file.relative_to(PACKAGE).with_suffix("").parts))
        yield name.removesuffix(".__init__"), file


def imports(name: str, file: Path, *, at_start_only: bool = False) -> set[str]:
    known = {other for other, _ in modules()}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if at_start_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} uses a relative import"
            assert node.module is not None
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found.update(one if one in known else node.module for one in whole)
    return {one for one in found if one in known and one != name}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def floor(module: str) -> int:
    return next((number for number, rooms in enumerate(FLOORS) if room(module) in rooms), len(FLOORS))


def test_every_module_stands_on_a_floor() -> None:
    strays = [name for name, _ in modules() if room(name) not in {"", "__main__"} and floor(name) == len(FLOORS)]
    assert strays == []


@pytest.mark.parametrize(("name", "file"), [pytest.param(*found, id=found[0]) for found in modules()])
def test_imports_only_go_down(name: str, file: Path) -> None:
    for other in imports(name, file):
        if room(other) in {"", room(name)} or (name, other) == OPENS:
            continue
        here, there = floor(name), floor(other)
        assert there < here or (there == here and here in SOCIABLE), f"{name} must not know {other}"
        if room(name) == "gui" and room(other) == "engine":
            assert other in CLIENT_SIDE, f"{name} must know the engine by its client alone, not {other}"


def test_there_is_no_import_circle() -> None:
    graph = {name: imports(name, file, at_start_only=True) for name, file in modules()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            for other in graph[name]:
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


NETWORK = {"huggingface_hub", "httpx", "httpx2", "requests", "aiohttp", "urllib3", "http.client", "urllib.request"}
HUB = "desktop_search.embedding.hub"


def test_one_module_alone_talks_to_the_network_and_nobody_imports_it() -> None:
    users = set()
    for name, file in modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            asked = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            asked += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            if any(one in NETWORK or one.partition(".")[0] in NETWORK for one in asked):
                users.add(name)
        assert HUB not in imports(name, file), f"{name} must not import what talks to the network"
    assert users == {HUB}


@pytest.mark.parametrize("module", ["gui.app", "engine.engine", "engine.models", "cli.main", "embedding.library"])
def test_importing_it_brings_in_nothing_that_talks_to_the_network(module: str) -> None:
    wanted = NETWORK - {"http.client", "urllib.request"} | {HUB}
    code = f"import desktop_search.{module}, sys; print(*(set(sys.modules) & {wanted!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_names_say_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "core", "misc"}
    assert [name for name, _ in modules() if set(name.split(".")) & empty] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("desktop_search.engine.engine", {"torch", "sentence_transformers", "PySide6", "transformers"}),
        ("desktop_search.gui.app", {"torch", "hnswlib", "sqlalchemy", "tantivy", "sentence_transformers", "numpy"}),
        # Strangers' files are never parsed in the window's process.
        ("desktop_search.gui.app", {"pypdfium2", "PIL", "pygments", "lxml", "python_calamine", "email.parser"}),
        ("desktop_search.engine.engine", {"pypdfium2", "PIL", "pygments"}),
        ("desktop_search.cli.main", {"torch", "sqlalchemy", "tantivy", "PySide6", "numpy", "desktop_search.records"}),
        # Whoever finds the lock taken has nothing more to do.
        ("desktop_search.engine.lock", {"desktop_search.records", "multiprocessing"}),
        ("desktop_search.indexing.reading", {"torch", "sqlalchemy", "tantivy", "PySide6", "hnswlib"}),
    ],
)
def test_importing_it_brings_in_nothing_heavy(module: str, heavy: set[str]) -> None:
    code = f"import {module}, sys; print(*(set(sys.modules) & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_no_pattern_holds_on_to_a_group() -> None:
    """Before Python 3.11.5, as Debian 12 has it, a group of alternatives that is repeated without a way back matches
    too much; characters alone are safe."""
    held = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    found = []
    for name, file in modules():
        values = [node.value for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Constant)]
        texts = [
            one if isinstance(one, str) else one.decode("latin-1") for one in values if isinstance(one, str | bytes)
        ]
        found += [name for one in texts if held.search(one)]
    assert not found
