"""Lists what is on the disk: every regular file below a path, in the order of the paths' bytes."""

import errno
import logging
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_search.files import long_paths, online_only
from desktop_search.files.ignore import IgnoreRules
from desktop_search.files.online_only import ONLINE_ONLY_NS, is_online_only
from desktop_search.records import FileStat

logger = logging.getLogger(__name__)

_Entry: TypeAlias = "os.DirEntry[str] | long_paths.FarEntry"


@dataclass(slots=True)
class Unlisted:
    """Folders that could not be listed. What the index knows below them must be kept."""

    paths: list[str] = field(default_factory=list)


def walk(path: str, rules: IgnoreRules | None, unlisted: Unlisted, *, is_root: bool = False) -> Iterator[FileStat]:
    """Yields the regular files at and below a path. Links are not followed; folders that fail go to `unlisted`.

    is_root says that the person named this very path: then a mark that hides a folder does not hide it.
    rules are those that the path lies under (see ignore.rules_for); None means that it is hidden.
    """
    if rules is None:
        return
    online_only.mounted_as.cache_clear()
    try:
        status = long_paths.lstat(path)
    except FileNotFoundError:
        return
    except OSError:
        unlisted.paths.append(path)
        return
    if stat.S_ISREG(status.st_mode):
        yield file_stat(path, status)
    elif stat.S_ISDIR(status.st_mode):
        yield from _walk_folder(path, rules, unlisted, is_root)


def folders(root: str, rules: IgnoreRules) -> Iterator[tuple[str, int]]:
    """A folder and all those below it that are not hidden, each with its number on its disk, in no order."""
    stack = [(root, rules, True)]
    while stack:
        path, above, is_root = stack.pop()
        try:
            yield path, os.lstat(path).st_ino
        except OSError:  # It went away.
            continue
        stack += [
            (entry.path, below, False)
            for entry, below, is_folder in _entries(path, above, Unlisted(), is_root)
            if is_folder
        ]


def _walk_folder(root: str, above: IgnoreRules, unlisted: Unlisted, is_root: bool) -> Iterator[FileStat]:
    # A stack of iterators instead of recursion: folders may be nested deeper than Python recurses.
    stack = [_entries(root, above, unlisted, is_root)]
    while stack:
        for entry, rules, is_folder in stack[-1]:
            if is_folder:
                stack.append(_entries(entry.path, rules, unlisted))
                break
            try:
                status = _status_of(entry)
            except OSError:  # It went away, or its metadata cannot be read: either way there is nothing to index.
                continue
            if stat.S_ISREG(status.st_mode):
                yield file_stat(entry.path, status)
        else:
            stack.pop()


def _entries(
    folder: str, above: IgnoreRules, unlisted: Unlisted, is_root: bool = False
) -> Iterator[tuple[_Entry, IgnoreRules, bool]]:
    try:
        entries = _listed(folder)
    except OSError as error:
        logger.info("a folder cannot be listed: %s", error.strerror)
        unlisted.paths.append(folder)
        return
    rules = above.below(folder, {entry.name for entry, _ in entries}, is_root=is_root)
    # A folder sorts as if its name ended in the separator: then whole paths come in the order of their bytes.
    entries.sort(key=lambda found: os.fsencode(found[0].name) + (os.fsencode(os.sep) if found[1] else b""))
    for entry, is_folder in entries:
        if not rules.hides(entry.path, is_folder=is_folder):
            yield entry, rules, is_folder


def _listed(folder: str) -> list[tuple[_Entry, bool]]:
    try:
        with os.scandir(folder) as listing:
            return [(entry, entry.is_dir(follow_symlinks=False)) for entry in listing]
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
    far: Sequence[long_paths.FarEntry] = long_paths.entries(folder)
    return [(entry, stat.S_ISDIR(entry.status.st_mode)) for entry in far]


def _status_of(entry: _Entry) -> os.stat_result:
    if isinstance(entry, long_paths.FarEntry):
        return entry.status
    try:
        return entry.stat(follow_symlinks=False)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
    return long_paths.lstat(entry.path)


def file_stat(path: str, status: os.stat_result) -> FileStat:
    """A stat result as our record. One that lies online only counts as changed once it is here."""
    return FileStat(
        path,
        status.st_size,
        status.st_mtime_ns,
        ONLINE_ONLY_NS if is_online_only(status) else status.st_ctime_ns,
        status.st_dev & (2**63 - 1),
        status.st_ino & (2**63 - 1),
    )
