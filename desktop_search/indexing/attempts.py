"""Remembers which files are being read, so that one over which the engine itself ends is not tried for ever.

It is written down before files are handed out, many at a time. When the engine was killed, all that were written down
are suspects: each is read alone, after all others, and written down alone. One over which the engine then ends twice
has failed: once may be chance, as people end engines, too.
"""

import dataclasses
import itertools
import json
import logging
from collections.abc import Callable, Iterable

from desktop_search.records import FileStat
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 64
"""So many files are written down together: one small transaction among those that store their texts."""
ENDED_AGAIN = "Indexing ended abruptly while this file was being read, again and again."


class Attempts:
    """Used by the indexing thread only."""

    def __init__(
        self, db: IndexDb, name: str, *, is_to_be_read: Callable[[KnownFile], bool], at_once: int = FILES_AT_ONCE
    ) -> None:
        """name tells the attempts of different readers apart."""
        self._db = db
        self._key = f"attempts {name}"
        self._at_once = at_once
        self._now: dict[str, FileStat] = {}
        self._before: dict[str, FileStat] = {}
        self._alone: FileStat | None = None
        self._suspects: dict[str, FileStat] = {}
        self._ended_alone: dict[str, FileStat] = {}
        self._given_up: dict[str, FileStat] = {}
        self._load(is_to_be_read)

    def is_suspect(self, stat: FileStat) -> bool:
        """Whether the engine has ended while this file, as it is, was being read or about to be."""
        return self._suspects.get(stat.path) == stat

    def gives_up(self, stat: FileStat) -> bool:
        """Whether it has ended so often that it is not to be read. Says so once: asked for again, the file is read."""
        return self._given_up.get(stat.path) == stat and self._given_up.pop(stat.path) is not None

    def begin(self, stat: FileStat, in_hand: Iterable[FileStat], following: Iterable[FileStat]) -> None:
        """Has it written down that a file is about to be read, with those in hand and the first that follow it."""
        if self.is_suspect(stat):
            self._now, self._before, self._alone = {}, {}, self._suspects.pop(stat.path)
            self._write()
        elif self._now.get(stat.path) != stat:
            # Those before are read, but perhaps not yet stored, which the engine may end over, too.
            self._before, self._alone = self._now, None
            next_ones = itertools.islice((one for one in following if not self.is_suspect(one)), self._at_once - 1)
            self._now = {one.path: one for one in (*in_hand, stat, *next_ones)}
            self._write()

    def drop(self, is_gone: Callable[[str], bool]) -> None:
        """Forgets files: their names shall not stay where the person had them forgotten."""
        kinds = (self._now, self._before, self._suspects, self._ended_alone, self._given_up)
        gone = [(kind, path) for kind in kinds for path in kind if is_gone(path)]
        for kind, path in gone:
            del kind[path]
        if self._alone is not None and is_gone(self._alone.path):
            self._alone = None
            self._write()
        elif gone:
            self._write()

    def end(self) -> None:
        """Has it written down that nothing is being read: all of it is stored, or the engine ends as it should."""
        if self._now or self._before or self._alone:
            self._now, self._before, self._alone = {}, {}, None
            self._write()

    def _load(self, is_to_be_read: Callable[[KnownFile], bool]) -> None:
        written = self._db.meta(self._key)
        if written is None:
            return

        def unread(kind: str) -> dict[str, FileStat]:
            stats = [FileStat(*values) for values in lists[kind]]
            known = {stat.path: next(self._db.known_files(stat.path), None) for stat in stats}
            # What was stored in the last moment before the end is not to blame.
            return {stat.path: stat for stat in stats if (file := known[stat.path]) and is_to_be_read(file)}

        lists = json.loads(written)
        alone, ended_alone = unread("alone"), unread("ended alone")
        self._suspects = unread("suspects") | unread("reading") | alone
        self._ended_alone = ended_alone | alone
        self._given_up = unread("given up") | {path: one for path, one in alone.items() if ended_alone.get(path) == one}
        self._suspects = {path: one for path, one in self._suspects.items() if path not in self._given_up}
        if self._suspects or self._given_up:
            logger.info("indexing had ended abruptly; %d files are read one by one", len(self._suspects))
        self._write()

    def _write(self) -> None:
        kinds = {
            "reading": [*self._before.values(), *self._now.values()],
            "alone": [self._alone] if self._alone is not None else [],
            "suspects": [*self._suspects.values()],
            "ended alone": [*self._ended_alone.values()],
            "given up": [*self._given_up.values()],
        }
        lists = {kind: [dataclasses.astuple(stat) for stat in stats] for kind, stats in kinds.items()}
        self._db.set_meta(self._key, json.dumps(lists))
