"""Reads one file as the indexer would, for a person who wants to see what the program reads in it."""

import os
import queue

from desktop_search.engine.parts import limits_of
from desktop_search.errors import DesktopSearchError
from desktop_search.files.walk import file_stat
from desktop_search.indexing.workers import Readers
from desktop_search.records import ReadOutcome
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
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    readers = Readers(1, limits_of(settings), outcomes.put)
    try:
        readers.give(file_stat(os.path.realpath(path), status))
        return outcomes.get()
    finally:
        readers.close()
