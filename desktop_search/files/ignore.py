"""Decides which files and folders are left alone: one answer for walking and for watching."""

import os
from collections.abc import Iterable
from pathlib import Path

import pathspec

RULE_FILES = (".gitignore", ".desktopsearchignore")

DEFAULT_RULES = (
    # Version control, caches, packages and build products: many files, nothing a person wrote.
    ".git/",
    ".svn/",
    ".hg/",
    ".cache/",
    "node_modules/",
    "__pycache__/",
    ".venv/",
    "venv/",
    ".tox/",
    ".mypy_cache/",
    ".ruff_cache/",
    ".pytest_cache/",
    ".Trash*/",
    "Trash/",
    "$RECYCLE.BIN/",
    # What programs write beside a file while it is being edited or downloaded.
    "*~",
    "*.swp",
    "*.swx",
    ".~lock.*#",
    "~$*",
    "*.part",
    "*.crdownload",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
)


class IgnoreRules:
    """The rules that hold in one folder of a tree: the defaults, the person's, and those of rule files above it.

    The rules of a deeper folder come later and win, as in Git.
    """

    def __init__(self, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> None:
        spec = pathspec.GitIgnoreSpec.from_lines((*DEFAULT_RULES, *rules))
        self._layers: tuple[tuple[str, pathspec.GitIgnoreSpec], ...] = ((root, spec),)
        self._never = frozenset(never)

    def below(self, folder: str) -> "IgnoreRules":
        """The rules inside a folder, with those that its own rule files add."""
        lines: list[str] = []
        for name in RULE_FILES:
            try:
                text = Path(folder, name).read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            lines.extend(text.splitlines())
        if not lines:
            return self
        deeper = IgnoreRules.__new__(IgnoreRules)
        deeper._never = self._never
        deeper._layers = (*self._layers, (folder, _spec(lines)))
        return deeper

    def hides(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path directly in this folder is left alone."""
        if path in self._never:
            return True
        verdict = False
        for base, spec in self._layers:
            relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_folder else "")
            include = spec.check_file(relative).include
            if include is not None:
                verdict = include
        return verdict


def _spec(lines: list[str]) -> pathspec.GitIgnoreSpec:
    """The rules that can be understood; one broken line must not switch off the others."""
    good = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return pathspec.GitIgnoreSpec.from_lines(good)


def rules_for(path: str, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> IgnoreRules | None:
    """The rules that hold at a path somewhere below root, or None when it or a folder above it is hidden.

    For a folder they are those inside it, for a file those of its folder.
    """
    current = IgnoreRules(root, rules, never=never)
    place = root
    for part in (None, *Path(os.path.relpath(path, root)).parts):
        if part == ".":
            continue
        place = place if part is None else os.path.join(place, part)
        is_folder = os.path.isdir(place) and not os.path.islink(place)
        if part is not None and current.hides(place, is_folder=is_folder):
            return None
        if is_folder:
            current = current.below(place)
    return current
