"""Compares the disk with what is known. Pure: two sorted listings in, the work out."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desktop_search.files.changes import is_below
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


def plan(
    disk: Iterable[FileStat],
    known: Iterable[K],
    *,
    is_outdated: Callable[[K], bool],
    unlisted: Collection[str],
) -> Iterator[Read | Forget]:
    """What has to be done so that the index says what the disk says.

    Both listings come in the order of their paths' bytes. A known file is read again when it changed, was never
    read to the end, or is_outdated says so (a newer format). Below a folder that could not be listed nothing is
    forgotten; `unlisted` may still grow while `disk` is being consumed.
    """
    for stat, file in _merged(disk, known):
        if file is None:
            assert stat is not None
            yield Read(stat)
        elif stat is None:
            if not any(is_below(file.stat.path, folder) for folder in unlisted):
                yield Forget(file.stat.path)
        elif stat != file.stat or file.state is FileState.PENDING or is_outdated(file):
            yield Read(stat)


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
