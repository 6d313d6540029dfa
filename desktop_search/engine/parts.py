"""Puts parts together for the engine: databases, readers, and the rules that keep a forgotten file away."""

import contextlib
import dataclasses
import logging
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from desktop_search.chunking.passages import embedded_text
from desktop_search.embedding import models
from desktop_search.errors import ModelUnavailable
from desktop_search.files.changes import is_below
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.indexing.workers import Readers
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, Folder, ReadOutcome
from desktop_search.settings import Settings
from desktop_search.storage.connection import DatabaseDamaged
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb

__all__ = ["Asked", "embedded_text"]

logger = logging.getLogger(__name__)

Asked = Future[Array]
MEGABYTE = 1_000_000
SPECIAL_TOKENS = 2


def open_databases(data: DataDirectory) -> tuple[UserDb, IndexDb, list[str]]:
    """Opens both databases. A damaged index is moved aside and built again, with a notice for the person."""
    user_db = UserDb(data.user_database)
    try:
        return user_db, IndexDb(data.index_database), []
    except DatabaseDamaged as error:
        logger.warning("the index is damaged and will be built again: %s", error)
        _move_aside(data)
        return user_db, IndexDb(data.index_database), ["The index was damaged and is being built again."]


def readers(settings: Settings, deliver: Callable[[ReadOutcome], None]) -> Readers:
    """The pool of reader processes the settings ask for."""
    return Readers(settings.readers or os.cpu_count() or 1, limits_of(settings), deliver)


def limits_of(settings: Settings) -> ReadingLimits:
    """What a reader needs to know of the settings. Passages are never longer than the model reads."""
    tokenizer, longest = None, settings.passage_tokens
    if settings.backend != "hashing":
        try:
            model = models.find(settings.model)
            tokenizer = str(model.tokenizer) if model.tokenizer else None
            longest = min(longest, model.longest_input - SPECIAL_TOKENS)
        except ModelUnavailable:
            logger.info("no model: tokens are estimated")
    return ReadingLimits(
        tokenizer,
        longest,
        settings.largest_file_megabytes * MEGABYTE,
        settings.largest_text_characters,
        settings.reader_memory_megabytes * MEGABYTE,
        settings.read_deadline_seconds,
        extra_formats(settings),
    )


def extra_formats(settings: Settings) -> tuple[str, ...]:
    """The modules the person named as further formats."""
    return tuple(name.strip() for name in settings.extra_formats.split(",") if name.strip())


def folder_around(path: str, folders: Sequence[Folder]) -> Folder | None:
    """The folder that a path lies in, or is; the deepest of several."""
    around = [folder for folder in folders if is_below(path, folder.path)]
    return max(around, key=lambda folder: len(folder.path), default=None)


def with_exclusion(folder: Folder, path: str) -> Folder:
    """The folder with a rule that leaves a path inside it alone."""
    rule = _rule_for(folder, path)
    rules = folder.ignore_rules if rule in folder.ignore_rules else (*folder.ignore_rules, rule)
    return dataclasses.replace(folder, ignore_rules=rules)


def without_exclusion(folder: Folder, path: str) -> Folder:
    """The folder without the rule that with_exclusion() made."""
    rule = _rule_for(folder, path)
    return dataclasses.replace(folder, ignore_rules=tuple(known for known in folder.ignore_rules if known != rule))


def _rule_for(folder: Folder, path: str) -> str:
    relative = os.path.relpath(path, folder.path).replace(os.sep, "/")
    escaped = "".join("\\" + letter if letter in "\\*?[!# " else letter for letter in relative)
    return "/" + escaped


def _move_aside(data: DataDirectory) -> None:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        damaged = data.index_database.with_name(data.index_database.name + suffix)
        with contextlib.suppress(FileNotFoundError):
            damaged.rename(damaged.with_name(f"damaged-{stamp}-{damaged.name}"))
