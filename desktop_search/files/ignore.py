"""Decides which files and folders are left alone: one answer for walking and for watching."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pathspec

RULE_FILES = (".gitignore", ".desktopsearchignore")
CACHE_TAG, NO_MEDIA = "CACHEDIR.TAG", ".nomedia"
CACHE_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"

NOISE = (
    # Version control, caches, packages and build products: many files, nothing a person wrote.
    ".git/", ".svn/", ".hg/", ".cache/", "node_modules/", "__pycache__/", ".venv/", "venv/", ".tox/", ".mypy_cache/",
    ".ruff_cache/", ".pytest_cache/", ".Trash*/", "Trash/", "$RECYCLE.BIN/", "*.noindex/",
    # What programs write beside a file while it is being edited or downloaded.
    "*~", "*.swp", "*.swx", ".~lock.*#", "~$*", "*.part", "*.crdownload", ".DS_Store", "Thumbs.db", "desktop.ini",
)  # fmt: skip

SECRETS = (
    # Keys and passwords of people and programs.
    ".ssh/", ".gnupg/", ".pki/", ".password-store/", ".aws/", ".azure/", "**/.config/gcloud/", ".kube/",
    "**/.docker/config.json", ".netrc", ".git-credentials", ".env*", "*.pem", "*.p12", "*.pfx", "*.jks", "*.key",
    "*.kdbx", "*.kdb", "*.agilekeychain", "*.agilekeychain/", "*.1pif", "*.ovpn", "*.rdp", "*.mobileprovision",
    # Keys of ssh have no suffix of their own; a scan called id_card.pdf is no key.
    "id_*", "!id_*.*", "id_*.pub", "!id_*/",
    "wallet.dat", ".electrum/", "shadow", "!shadow/",
    # What browsers, mail programs and desktops keep.
    ".mozilla/", "**/.config/chromium/", "**/.config/google-chrome/", "**/.config/BraveSoftware/",
    "**/.config/microsoft-edge/", "**/.thunderbird/**/key4.db", "logins.json", "cookies.sqlite",
    "**/.local/share/keyrings/", "kwalletd/",
    # What was typed, and what was in memory.
    ".bash_history", ".zsh_history", ".python_history", ".psql_history", "core.[0-9]*",
)  # fmt: skip
"""Left alone unless the person says otherwise: a rule such as `!.ssh/` for one folder takes them back in."""

_Decision: TypeAlias = tuple[str, pathspec.GitIgnoreSpec, Any]

DEFAULT_RULES = (*NOISE, *SECRETS)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why a path is left alone: the first thing on the way to it that is, and the rule.

    rule is None where place is one of those never to be indexed. source is the file that the rule stands in, None for
    one of the program's or the person's; is_persons tells those two apart.
    """

    place: str
    rule: str | None = None
    source: str | None = None
    is_persons: bool = False


class IgnoreRules:
    """The rules that hold in one folder of a tree: the defaults, those of rule files above it, and the person's.

    Later ones win: as in Git those of a deeper folder, and in the end what the person said.
    """

    def __init__(self, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> None:
        self._layers: tuple[tuple[str, pathspec.GitIgnoreSpec], ...] = ((root, _spec(DEFAULT_RULES)),)
        persons = tuple(rules)
        self._persons = ((root, _spec(persons)),) if persons else ()
        self._never = frozenset(never)
        self._hides_all = False

    def below(self, folder: str, names: Collection[str] | None = None, *, is_root: bool = False) -> "IgnoreRules":
        """The rules inside a folder, with those that its own files add; names are its entries, where they are known.

        A folder that is marked as a cache or as not to be shown is hidden, unless it is the one the person named.
        """
        lines: list[str] = []
        for name in RULE_FILES:
            if names is None or name in names:
                lines.extend(_beginning(folder, name, 1_000_000).decode("utf-8", "replace").splitlines())
        marked = not is_root and _is_marked(folder, names)
        if not lines and not marked:
            return self
        deeper = IgnoreRules.__new__(IgnoreRules)
        deeper._never = self._never
        deeper._persons = self._persons
        deeper._layers = (*self._layers, (folder, _spec(lines))) if lines else self._layers
        deeper._hides_all = marked
        return deeper

    def hides(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path directly in this folder is left alone."""
        if self._hides_all or path in self._never:
            return True
        decision = self._decision(path, is_folder)
        return decision is not None and bool(decision[2].include)

    def reason(self, path: str, *, is_folder: bool) -> Hidden | None:
        """Why a path directly in this folder is left alone; None when it is not."""
        if path in self._never:
            return Hidden(path)
        if self._hides_all:
            return Hidden(os.path.dirname(path), *_mark_of(os.path.dirname(path)))
        decision = self._decision(path, is_folder)
        if decision is None or not decision[2].include:
            return None
        base, spec, result = decision
        rule = str(spec.patterns[result.index or 0].pattern)
        is_persons = any(spec is persons for _, persons in self._persons)
        is_programs = spec is self._layers[0][1]
        return Hidden(path, rule, None if is_persons or is_programs else _rule_file(base, rule), is_persons)

    def rule_for(self, path: str, *, is_folder: bool) -> str | None:
        """The rule of the person's that decides about a path directly in this folder; None where none does."""
        decision = self._decision(path, is_folder)
        if decision is None or not any(decision[1] is persons for _, persons in self._persons):
            return None
        _, spec, result = decision
        return str(spec.patterns[result.index or 0].pattern)

    def _decision(self, path: str, is_folder: bool) -> _Decision | None:
        """The last rule that speaks of a path, with the folder and the rules it is among."""
        decision: _Decision | None = None
        for base, spec in (*self._layers, *self._persons):
            relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_folder else "")
            result = spec.check_file(relative)
            if result.include is not None:
                decision = base, spec, result
        return decision


def rules_for(path: str, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> IgnoreRules | None:
    """The rules that hold at a path somewhere below root, or None when it or a folder above it is hidden.

    For a folder they are those it lies under, for walk() to go on from; for a file those of its folder.
    """
    current = above = IgnoreRules(root, rules, never=never)
    for current, place in _on_the_way(path, above, root):
        if current.hides(place, is_folder=_is_folder(place)):
            return None
    return current


def hidden(path: str, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> Hidden | None:
    """Why a path somewhere below root is left alone; None when it is not."""
    for current, place in _on_the_way(path, IgnoreRules(root, rules, never=never), root):
        if (reason := current.reason(place, is_folder=_is_folder(place))) is not None:
            return reason
    return None


def broken_rules(lines: Iterable[str]) -> list[str]:
    """The lines that are no rules; they are passed over wherever rules are used."""
    broken = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            broken.append(line)
    return broken


def _on_the_way(path: str, rules: IgnoreRules, root: str) -> Iterator[tuple[IgnoreRules, str]]:
    """Each folder below root that the path lies in, and the path, with the rules that decide about it."""
    place = root
    for number, part in enumerate(part for part in Path(os.path.relpath(path, root)).parts if part != "."):
        rules = rules.below(place, is_root=number == 0)
        place = os.path.join(place, part)
        yield rules, place


def _is_folder(place: str) -> bool:
    return os.path.isdir(place) and not os.path.islink(place)


def _mark_of(folder: str) -> tuple[str, str]:
    """The name of the file that marks a folder to be left alone, as a rule, and its path."""
    name = NO_MEDIA if os.path.lexists(os.path.join(folder, NO_MEDIA)) else CACHE_TAG
    return name, os.path.join(folder, name)


def _rule_file(folder: str, rule: str) -> str:
    """The file of a folder that a rule stands in; the later one where both have it."""
    having = [
        name
        for name in RULE_FILES
        if rule in _beginning(folder, name, 1_000_000).decode("utf-8", "replace").splitlines()
    ]
    return os.path.join(folder, having[-1] if having else RULE_FILES[0])


def _is_marked(folder: str, names: Collection[str] | None) -> bool:
    if names is not None and CACHE_TAG not in names and NO_MEDIA not in names:
        return False
    tag = _beginning(folder, CACHE_TAG, len(CACHE_SIGNATURE))
    return tag == CACHE_SIGNATURE or os.path.lexists(os.path.join(folder, NO_MEDIA))


def _beginning(folder: str, name: str, length: int) -> bytes:
    """What a rule file begins with; nothing when it cannot be read, or is a pipe that would never end."""
    path = os.path.join(folder, name)
    try:
        if not os.path.isfile(path):
            return b""
        with open(path, "rb") as file:
            return file.read(length)
    except OSError:
        return b""


def _spec(lines: Iterable[str]) -> pathspec.GitIgnoreSpec:
    """The rules that can be understood; one broken line must not switch off the others."""
    good = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return pathspec.GitIgnoreSpec.from_lines(good)
