"""Remembers which files are being read, so that one over which the engine itself ends is not tried for ever.

It is written down before files are handed out, many at a time, and stays so until what became of them is stored, over
which the engine may end, too. When the engine was killed, all that were written down are suspects: each is read alone,
after all others, and written down alone. One over which the engine then ends three times has failed: less may be luck,
as people end engines, too. So what has ended alone comes last: else the first suspect would meet every such end.
"""

import dataclasses
import itertools
import json
import logging
import operator
from collections.abc import Callable, Iterable
from typing import TypeAlias

from desktop_search.records import FileStat, FileState, ReadOutcome
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 64
"""So many files are written down together: one small transaction among those that store their texts."""
KINDS = ("reading", "alone", "suspects", "ended alone", "ended alone twice", "given up")
ENDED_AGAIN = "Indexing ended abruptly while this file was being read, again and again."

_Lists: TypeAlias = dict[str, dict[str, FileStat]]
_values_of = operator.attrgetter(*(field.name for field in dataclasses.fields(FileStat)))


class Attempts:
    """Used by the indexing thread only. What cannot be written down raises, and counts as not begun."""

    def __init__(
        self, db: IndexDb, name: str, *, is_to_be_read: Callable[[KnownFile], bool], at_once: int = FILES_AT_ONCE
    ) -> None:
        """name tells the attempts of different readers apart."""
        self._db = db
        self._key = f"attempts {name}"
        self._at_once = at_once
        # By kind and path. What is written down may hold more, which is stored by now, but never less.
        self._lists: _Lists = {kind: {} for kind in KINDS}
        self._written = db.meta(self._key) or _as_text(self._lists)
        # By path, each time that it was handed out: one that changes may be read anew before it is stored.
        self._unsettled: dict[str, tuple[FileStat, ...]] = {}
        self._load(is_to_be_read)

    def is_suspect(self, stat: FileStat) -> bool:
        """Whether the engine has ended while this file, as it is, was being read or about to be."""
        return self._lists["suspects"].get(stat.path) == stat

    def suspicion(self, stat: FileStat) -> int:
        """The higher, the later a file is to be read: 0 for no suspect, 3 for one over which the engine ended twice."""
        if not self.is_suspect(stat):
            return 0
        return 1 + sum(self._lists[kind].get(stat.path) == stat for kind in ("ended alone", "ended alone twice"))

    def gives_up(self, stat: FileStat) -> bool:
        """Whether it has ended so often that it is not to be read. Once that is stored, it is read if asked for."""
        return self._lists["given up"].get(stat.path) == stat

    def begin(self, stat: FileStat, following: Iterable[FileStat]) -> None:
        """Has it written down that a file is about to be read, with the first of those that follow it."""
        if self.is_suspect(stat):
            suspects = {path: one for path, one in self._lists["suspects"].items() if path != stat.path}
            alone = {**self._lists["alone"], stat.path: stat}
            self._change(self._lists | {"reading": self._last_unsettled(), "alone": alone, "suspects": suspects})
            return
        if self._lists["reading"].get(stat.path) != stat:
            others = (one for one in following if not (self.is_suspect(one) or self.gives_up(one)))
            reading = {one.path: one for one in (stat, *itertools.islice(others, self._at_once - 1))}
            self._change(self._lists | {"reading": self._last_unsettled() | reading})
        self._unsettled[stat.path] = (*self._unsettled.get(stat.path, ()), stat)

    def settled(self, outcomes: Iterable[ReadOutcome]) -> None:
        """Takes note that outcomes are committed, or are not to be: the engine can no longer end over them."""
        for outcome in outcomes:
            path = outcome.stat.path
            if self._lists["alone"].pop(path, None) is None:
                rest = self._unsettled.pop(path, ())[1:]
                if rest:
                    self._unsettled[path] = rest
            if outcome.state is not FileState.PENDING:
                for kind in ("ended alone", "ended alone twice", "given up"):
                    self._lists[kind].pop(path, None)

    def drop(self, is_gone: Callable[[str], bool]) -> None:
        """Forgets files: their names shall not stay where the person had them forgotten."""
        self._change(
            {
                kind: {path: one for path, one in files.items() if not is_gone(path)}
                for kind, files in self._lists.items()
            }
        )
        self._unsettled = {path: stats for path, stats in self._unsettled.items() if not is_gone(path)}

    def end(self) -> None:
        """Has it written down that nothing is being read: all of it is stored, or the engine ends as it should."""
        self._change(self._lists | {"reading": {}, "alone": {}})
        self._unsettled = {}

    def _load(self, is_to_be_read: Callable[[KnownFile], bool]) -> None:
        lists = json.loads(self._written)

        def unread(kind: str) -> dict[str, FileStat]:
            stats = [FileStat(*values) for values in lists.get(kind, ())]
            known = {stat.path: next(self._db.known_files(stat.path), None) for stat in stats}
            # What was stored in the last moment before the end is not to blame.
            return {stat.path: stat for stat in stats if (file := known[stat.path]) and is_to_be_read(file)}

        alone, once, twice = unread("alone"), unread("ended alone"), unread("ended alone twice")
        given_up = unread("given up") | _in_both(alone, twice)
        suspects = unread("suspects") | unread("reading") | alone
        # Written down with the first file that is read: until then, the same follows from what was.
        self._lists |= {
            "suspects": {path: one for path, one in suspects.items() if path not in given_up},
            "ended alone": once | alone,
            "ended alone twice": twice | _in_both(alone, once),
            "given up": given_up,
        }
        if suspects:
            logger.info("indexing had ended abruptly; %d files are read one by one", len(self._lists["suspects"]))

    def _last_unsettled(self) -> dict[str, FileStat]:
        return {path: stats[-1] for path, stats in self._unsettled.items()}

    def _change(self, lists: _Lists) -> None:
        """Writes lists down, if they are not, and only then holds them for true."""
        text = _as_text(lists)
        if text != self._written:
            self._db.set_meta(self._key, text)
            self._written = text
        self._lists = lists


def _as_text(lists: _Lists) -> str:
    return json.dumps({kind: [_values_of(stat) for stat in files.values()] for kind, files in lists.items()})


def _in_both(some: dict[str, FileStat], others: dict[str, FileStat]) -> dict[str, FileStat]:
    return {path: one for path, one in some.items() if others.get(path) == one}
