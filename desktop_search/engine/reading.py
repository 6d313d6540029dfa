"""Reads one file as the indexer would, for a person who wants to see what the program reads in it."""

import os
import queue
from collections.abc import Callable

from desktop_search.engine.parts import limits_of, recognisers
from desktop_search.errors import DesktopSearchError
from desktop_search.extraction import recognition
from desktop_search.files.walk import file_stat
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, ReadOutcome
from desktop_search.settings import Settings


def read_one(path: str, settings: Settings) -> ReadOutcome:
    """What becomes of a file, read in a reader process of its own.

    Raises DesktopSearchError when there is no such file, or it is not a regular one.
    """
    try:
        status = os.stat(path)
    except OSError as error:
        raise DesktopSearchError(f"{path} cannot be read: {error.strerror}.") from error
    if os.path.isdir(path):
        raise DesktopSearchError(f"{path} is a folder.", "Name a file, or use desktop-search index.")
    stat = file_stat(os.path.realpath(path), status)
    outcome = _read_by(stat, lambda deliver: Readers(1, limits_of(settings), deliver))
    assert outcome is not None
    if not (outcome.format or "").startswith(recognition.TO_DO):
        return outcome
    recognised = _read_by(stat, lambda deliver: recognisers(settings, deliver))
    return recognised if recognised is not None and recognised.documents else outcome


def _read_by(stat: FileStat, made: Callable[[Callable[[ReadOutcome], None]], Readers | None]) -> ReadOutcome | None:
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    readers = made(outcomes.put)
    if readers is None:
        return None
    try:
        readers.give(stat)
        return outcomes.get()
    finally:
        readers.close()
