"""Decides which files and folders are left alone: one answer for walking and for watching."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pathspec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from desktop_search.left_alone import NOISE, SECRETS

RULE_FILES = (".gitignore", ".desktopsearchignore")
CACHE_TAG, NO_MEDIA = "CACHEDIR.TAG", ".nomedia"
CACHE_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"

# A rule becomes a regular expression that tries every way to share a name among its stars, and holds up every thread
# while it does: ten stars never come to an end on a name of sixty letters, three take a hundredth of a second on the
# longest name there may be. No rule that anybody wrote to be read needs more.
_MOST_STARS, _MOST_FOLDER_STARS, _LONGEST_RULE = 3, 2, 200
# A rule of the most stars is costly. Rule files are the work of strangers, and one of 20,000 rules takes 7 s to read.
_MOST_COSTLY, _MOST_RULES, _LARGEST_RULE_FILE = 20, 1_000, 64 * 1024
_ESCAPED = re.compile(r"\\.")
_FOLDER_STARS = re.compile(r"(?:^|(?<=/))\*\*(?=/|$)")

_PROGRAM, _FILE, _PERSON = "program", "file", "person"


class _Layer(NamedTuple):
    """Rules of one origin, for what lies below base."""

    base: str
    spec: pathspec.GitIgnoreSpec
    origin: str


_Decision: TypeAlias = tuple[_Layer, Any]


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
    """The rules that hold in one folder of a tree: what is noise, rule files above it, secrets, the person's rules.

    Later ones win: as in Git those of a deeper folder. No rule file, which may be a stranger's, takes a secret back in;
    what the person said does.
    """

    def __init__(self, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> None:
        persons = tuple(rules)
        self._first: tuple[_Layer, ...] = (_Layer(root, _compiled(NOISE), _PROGRAM),)
        self._last: tuple[_Layer, ...] = (_Layer(root, _compiled(SECRETS), _PROGRAM),)
        if persons:
            self._last = (*self._last, _Layer(root, _compiled(persons), _PERSON))
        self._never = frozenset(never)
        self._hides_all = False

    def below(self, folder: str, names: Collection[str] | None = None, *, is_root: bool = False) -> "IgnoreRules":
        """The rules inside a folder, with those that its own files add; names are its entries, where they are known.

        A folder that is marked as a cache or as not to be shown is hidden, unless it is the one the person named.
        """
        lines: list[str] = []
        for name in RULE_FILES:
            if names is None or name in names:
                lines.extend(_rules_in(folder, name))
        marked = not is_root and _is_marked(folder, names)
        if not lines and not marked:
            return self
        deeper = IgnoreRules.__new__(IgnoreRules)
        deeper._never = self._never
        deeper._first = (*self._first, _Layer(folder, _compiled(tuple(lines)), _FILE)) if lines else self._first
        deeper._last = self._last
        deeper._hides_all = marked
        return deeper

    def hides(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path directly in this folder is left alone."""
        if self._hides_all or path in self._never:
            return True
        decision = self._decision(path, is_folder)
        return decision is not None and bool(decision[1].include)

    def reason(self, path: str, *, is_folder: bool) -> Hidden | None:
        """Why a path directly in this folder is left alone; None when it is not."""
        if path in self._never:
            return Hidden(path)
        if self._hides_all:
            return Hidden(os.path.dirname(path), *_mark_of(os.path.dirname(path)))
        decision = self._decision(path, is_folder)
        if decision is None or not decision[1].include:
            return None
        layer, rule = decision[0], _rule_of(decision)
        source = _rule_file(layer.base, rule) if layer.origin == _FILE else None
        return Hidden(path, rule, source, layer.origin == _PERSON)

    def rule_for(self, path: str, *, is_folder: bool) -> str | None:
        """The rule of the person's that decides about a path directly in this folder; None where none does."""
        decision = self._decision(path, is_folder)
        return _rule_of(decision) if decision is not None and decision[0].origin == _PERSON else None

    def _decision(self, path: str, is_folder: bool) -> _Decision | None:
        """The last rule that speaks of a path, with the rules it is among."""
        decision: _Decision | None = None
        for layer in (*self._first, *self._last):
            result = layer.spec.check_file(_relative(path, layer.base) + ("/" if is_folder else ""))
            # What the program does not count as a secret may well be hidden by a rule file.
            if result.include or (result.include is not None and layer.origin != _PROGRAM):
                decision = layer, result
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
    """The lines that are no rules, or too costly to follow; they are passed over wherever rules are used."""
    return [line for line in lines if line and _pattern(line) is None]


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


def _relative(path: str, base: str) -> str:
    # Asked for every file under every layer of rules; the library's own splits both paths to find out the same.
    below = path[len(base) + 1 :] if path.startswith(base + os.sep) else os.path.relpath(path, base)
    # A dot of a rule's regular expression stands for no line end: below a name with one, nothing would be hidden.
    return below.replace(os.sep, "/").replace("\n", "\0")


def _rule_of(decision: _Decision) -> str:
    layer, result = decision
    return str(layer.spec.patterns[result.index or 0].pattern)


def _rule_file(folder: str, rule: str) -> str:
    """The file of a folder that a rule stands in; the later one where both have it."""
    having = [name for name in RULE_FILES if rule in _rules_in(folder, name)]
    return os.path.join(folder, having[-1] if having else RULE_FILES[0])


def _rules_in(folder: str, name: str) -> list[str]:
    """The rules of a rule file, without what would cost too much of a very long one."""
    data = _beginning(folder, name, _LARGEST_RULE_FILE + 1)
    if len(data) > _LARGEST_RULE_FILE:
        # Half a rule may say something else than the whole.
        data = data[:_LARGEST_RULE_FILE].rpartition(b"\n")[0]
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip() and line[0] != "#"]
    rules: list[str] = []
    costly = 0
    for line in lines[:_MOST_RULES]:
        costly += _stars(line) == _MOST_STARS
        if _stars(line) < _MOST_STARS or costly <= _MOST_COSTLY:
            rules.append(line)
    return rules


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


@lru_cache(256)
def _compiled(lines: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    """The rules that can be understood and followed; one broken line must not switch off the others."""
    # Many folders hold the same rule file, and every look at a tree reads all of them again.
    return pathspec.GitIgnoreSpec([pattern for line in lines if line and (pattern := _pattern(line)) is not None])


def _pattern(line: str) -> GitIgnoreSpecPattern | None:
    """A rule, or None where the line is none, or one that would take too long."""
    folder_stars = len(_FOLDER_STARS.findall(line.strip().lstrip("!")))
    if len(line) > _LONGEST_RULE or folder_stars > _MOST_FOLDER_STARS or _stars(line) > _MOST_STARS:
        return None
    try:
        return GitIgnoreSpecPattern(line)
    except ValueError:
        return None


def _stars(line: str) -> int:
    """How many stars share a name between them, in all parts of a rule together: what one part may try, every other
    part tries again. The only star of a part has no choice, as it is followed by the end of a name."""
    parts = (part for part in _ESCAPED.sub("", line.strip().lstrip("!")).split("/") if part != "**")
    return sum(stars for part in parts if (stars := part.count("*")) > 1)
