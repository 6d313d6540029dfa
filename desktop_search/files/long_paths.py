"""Looks at files whose paths are longer than the system takes: it takes them in pieces, one folder after the other."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST_PATH_BYTES = 16_384
"""What lies deeper is left alone: each level of a tree has its own path in memory while the tree is walked."""
_PIECE_BYTES = 2_048
_CAN_TAKE_PIECES = os.open in os.supports_dir_fd and os.scandir in os.supports_fd and os.stat in os.supports_dir_fd


@dataclass(frozen=True, slots=True)
class FarEntry:
    """An entry of a folder, as far as walking needs os.DirEntry."""

    name: str
    path: str
    status: os.stat_result


def lstat(path: str) -> os.stat_result:
    """As os.lstat, for paths of any length. Raises OSError; of a path that is too long even so, with ENAMETOOLONG."""
    try:
        return os.lstat(path)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG or not _CAN_TAKE_PIECES:
            raise
    folder, name = os.path.split(path)
    with _opened(folder) as descriptor:
        return os.stat(name, dir_fd=descriptor, follow_symlinks=False)


def entries(folder: str) -> list[FarEntry]:
    """What a folder with a path of any length holds. Raises OSError, as lstat."""
    found: list[FarEntry] = []
    with _opened(folder) as descriptor, os.scandir(descriptor) as listing:
        for entry in listing:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:  # It went away.
                continue
            found.append(FarEntry(entry.name, os.path.join(folder, entry.name), status))
    return found


@contextmanager
def _opened(folder: str) -> Iterator[int]:
    """A folder's open descriptor, which is closed again at the end."""
    if not _CAN_TAKE_PIECES or len(os.fsencode(folder)) > LONGEST_PATH_BYTES:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    here = os.open(os.sep, flags)
    try:
        for piece in _pieces(folder):
            deeper = os.open(piece, flags, dir_fd=here)
            os.close(here)
            here = deeper
        yield here
    finally:
        os.close(here)


def _pieces(folder: str) -> Iterator[str]:
    """Relative paths, each of which the system takes, that lead to a folder one after the other."""
    names: list[str] = []
    size = 0
    for name in folder.split(os.sep):
        if not name:
            continue
        names.append(name)
        size += len(os.fsencode(name)) + 1
        if size > _PIECE_BYTES:
            yield os.sep.join(names)
            names, size = [], 0
    if names:
        yield os.sep.join(names)
