"""Collects what the engine can say to a person from its source, with {1}, {2} … where values stand.

Every argument of an error that a person may see counts, and every other text that looks like a sentence: notices and
reasons are made in many places, and one that is collected in vain costs a line.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_search.searching.filter_keys import EXAMPLES

PACKAGE = Path(__file__).resolve().parent.parent / "desktop_search"
NOT_SAID = (
    *("gui/", "cli/", "training/evaluation.py", "training/pairs.py", "training/trainer.py"),
    *("embedding/check_texts.py", "chunking/tokens.py", "extraction/formats/plain_text.py"),
    *(
        "engine/belongings/moving.py",
        "engine/belongings/erasing.py",
        "engine/doctor.py",
        "engine/abilities.py",
        "engine/watching.py",
        "engine/verifying.py",
    ),
)
"""The window's own words go through tr(); what only a terminal shows stays English."""
ERRORS = {"DesktopSearchError", "EngineUnavailable", "ModelUnavailable", "Unreadable"}
TOLD_NOBODY = {
    *("debug", "info", "warning", "error", "exception", "critical", "log", "_setting", "text", "compile"),
    *("RuntimeError", "ValueError", "TypeError", "WireError", "AssertionError", "NotImplementedError", "_NotStarted"),
    "DatabaseDamaged",
}
PARTS = (
    *("It", "it", "Its folder {1}", "the newest stand first", "it is too long.", "it has no text."),
    *("{1} archives or {2} messages", "the missing library", "the models are missing"),
    "it is no longer a regular file",
    *("Permission denied", "No such file or directory", "No space left on device", "Input/output error"),
    *("Is a directory", "Not a directory", "Read-only file system", "File name too long"),
)
"""What stands as a value in a sentence and is no value, also the operating system's words."""
_SENTENCE = re.compile(
    r"(?:[A-Z“](?!ELECT |ELETE |PDATE |HERE )|\{1\}(?!\(| \w+ = \?| digest|rowid))"
    r".*[a-z]{2,} .*(?:[.?!…}]|: desktop-search .*)",
    re.DOTALL,
)
_HINT = re.compile(r"(?:[A-Z“{]|pip ).* .*[a-z]{2}")


def collected() -> list[str]:
    """All sentences, each once, in the order of the alphabet."""
    found = {*PARTS, *EXAMPLES.values()}
    for module in sorted(PACKAGE.rglob("*.py")):
        if not module.relative_to(PACKAGE).as_posix().startswith(NOT_SAID):
            found.update(_of(ast.parse(module.read_text(encoding="utf-8"))))
    return sorted(text for text in found if "\n" not in text)


def _of(module: ast.Module) -> Iterator[str]:
    passed_over = set(_not_for_people(module))
    told = {id(text) for call in _calls(module, ERRORS) for argument in call.args for text in ast.walk(argument)}
    for node in ast.walk(module):
        text = _template(node)
        if text is None or id(node) in passed_over:
            continue
        if _SENTENCE.fullmatch(text) or (id(node) in told and _HINT.match(text)):
            yield text


def _template(node: ast.AST) -> str | None:
    """The text of a literal, with numbers in braces for the values of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    text, number = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        else:
            number += 1
            text += f"{{{number}}}"
    return text


def _not_for_people(module: ast.Module) -> Iterator[int]:
    """Docstrings, what goes into the log, and the parts of f-strings."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in node.values if isinstance(part, ast.Constant))
    for call in _calls(module, TOLD_NOBODY):
        yield from (id(inside) for inside in ast.walk(call) if inside is not call)


def _calls(module: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node
