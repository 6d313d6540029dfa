"""Compares the disk with what is known. Pure: two sorted listings in, the work out."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from desktop_search.files.changes import is_below
from desktop_search.files.online_only import lies_online
from desktop_search.records import FileStat, FileState


class Known(Protocol):
    """What the plan needs to know about a file of the index."""

    @property
    def stat(self) -> FileStat: ...
    @property
    def state(self) -> FileState: ...


K = TypeVar("K", bound=Known)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that is new or has changed."""

    stat: FileStat


@dataclass(frozen=True, slots=True)
class Forget:
    """A file that is gone."""

    path: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A file whose content alone has left this computer for its cloud, or has come back: its text is what it was."""

    stat: FileStat


Step: TypeAlias = Read | Forget | Keep
HAS_TEXT = (FileState.INDEXED, FileState.PARTIAL)


def plan(
    disk: Iterable[FileStat],
    known: Iterable[K],
    *,
    is_outdated: Callable[[K], bool],
    unlisted: Collection[str],
) -> Iterator[Step]:
    """What has to be done so that the index says what the disk says.

    Both listings come in the order of their paths' bytes. A known file is read again when it changed, was never
    read to the end, or is_outdated says so (a newer format); but one that lies online only and has not changed there
    keeps its text, as it cannot be read. Below a folder that could not be listed nothing is forgotten; `unlisted` may
    still grow while `disk` is being consumed.
    """
    for stat, file in _merged(disk, known):
        if file is None:
            assert stat is not None
            yield Read(stat)
        elif stat is None:
            if not any(is_below(file.stat.path, folder) for folder in unlisted):
                yield Forget(file.stat.path)
        elif _is_only_elsewhere(stat, file) and (lies_online(stat) or not is_outdated(file)):
            # One that may have changed in the moment it was read (0) keeps that mark until it can be read again.
            if stat != file.stat and file.stat.changed_ns != 0:
                yield Keep(stat)
        elif stat != file.stat or file.state is FileState.PENDING or is_outdated(file):
            yield Read(stat)


def _is_only_elsewhere(stat: FileStat, file: Known) -> bool:
    """Whether a file with text lies online only, or did until now, and is otherwise as it was."""
    is_same = (stat.size, stat.modified_ns) == (file.stat.size, file.stat.modified_ns)
    return is_same and file.state in HAS_TEXT and (lies_online(stat) or lies_online(file.stat))


def _merged(disk: Iterable[FileStat], known: Iterable[K]) -> Iterator[tuple[FileStat | None, K | None]]:
    on_disk, in_index = iter(disk), iter(known)
    stat, file = next(on_disk, None), next(in_index, None)
    while stat is not None or file is not None:
        here = os.fsencode(stat.path) if stat is not None else None
        there = os.fsencode(file.stat.path) if file is not None else None
        if there is None or (here is not None and here < there):
            yield stat, None
            stat = next(on_disk, None)
        elif here is None or there < here:
            yield None, file
            file = next(in_index, None)
        else:
            yield stat, file
            stat, file = next(on_disk, None), next(in_index, None)
