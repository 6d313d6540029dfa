"""A stranger's folder or archive as a list of plain files: no links, no odd names, no more than it says it holds."""

import bz2
import contextlib
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from desktop_search.embedding.refusing import MEGABYTE, ImportLimits, ModelRefused

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
"""What the libraries raise on archives that are cut short or made up."""
ODD = frozenset('\\:*?"<>|')
LONGEST_NAME = 200
LARGEST_READ = 16 * MEGABYTE
COMPRESSIONS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a source: its name with slashes, and the size that it claims."""

    name: str
    size: int


class Source(Protocol):
    """Where files come from."""

    def entries(self) -> list[Entry]:
        """All files. Raises ModelRefused for what is no plain file, or has a name that leads elsewhere."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes. Raises OSError."""
        ...


@contextlib.contextmanager
def opened(path: Path, limits: ImportLimits) -> Iterator[Source]:
    """A folder, a zip or a tar file. Raises ModelRefused for anything else, and for a damaged one."""
    try:
        if path.is_dir():
            yield _Folder(path, limits)
        elif not path.is_file():
            raise ModelRefused(f"{path} is neither a folder nor an archive")
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield _Zip(archive, path.stat().st_size, limits)
        else:
            with _unpacked(path, limits) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
                yield _Tar(tar, path.stat().st_size, limits)
    except BROKEN as error:
        raise ModelRefused(f"{path.name} is no model folder and no whole zip or tar file ({error})") from error


class _Folder:
    def __init__(self, root: Path, limits: ImportLimits) -> None:
        self._root, self._limits = root, limits

    def entries(self) -> list[Entry]:
        return within(self._walk(self._root, ""), self._limits)

    def open(self, name: str) -> IO[bytes]:
        # It may have been exchanged for a link since it was looked at, or for a pipe that nobody writes to.
        descriptor = os.open(
            self._root / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise ModelRefused(f"{name} is no plain file")
        return os.fdopen(descriptor, "rb")

    def _walk(self, folder: Path, prefix: str) -> Iterator[Entry]:
        with os.scandir(folder) as found:
            for one in sorted(found, key=lambda one: one.name):
                name = prefix + one.name
                if one.is_symlink():
                    raise ModelRefused(
                        f"{name} is a link", "Copy the folder with its links followed, and add the copy."
                    )
                if one.is_dir(follow_symlinks=False):
                    if not one.name.startswith("."):
                        yield from self._walk(Path(one.path), f"{name}/")
                elif not one.is_file(follow_symlinks=False):
                    raise ModelRefused(f"{name} is no plain file")
                else:
                    yield Entry(name, one.stat(follow_symlinks=False).st_size)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, size: int, limits: ImportLimits) -> None:
        self._archive, self._size, self._limits = archive, size, limits

    def entries(self) -> list[Entry]:
        return within(self._members(), self._limits, packed=self._size)

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def _members(self) -> Iterator[Entry]:
        for member in self._archive.infolist():
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise ModelRefused(f"{_shown(member.filename)} is a link or no plain file")
            # zipfile cuts a name at a NUL, and turns backslashes where that is the system's own way.
            if member.filename != member.orig_filename:
                raise ModelRefused(f"{_shown(member.orig_filename)} is an odd name for a file")
            if member.flag_bits & 0x1:
                raise ModelRefused(f"{_shown(member.filename)} is encrypted")
            if member.is_dir():
                _refuse_odd(member.filename.rstrip("/"))
            else:
                yield Entry(member.filename, member.file_size)


class _Tar:
    def __init__(self, archive: tarfile.TarFile, size: int, limits: ImportLimits) -> None:
        self._archive, self._size, self._limits = archive, size, limits
        self._found: dict[str, tarfile.TarInfo] = {}

    def entries(self) -> list[Entry]:
        return within(self._members(), self._limits, packed=self._size)

    def open(self, name: str) -> IO[bytes]:
        stream = self._archive.extractfile(self._found[name])
        if stream is None:
            raise ModelRefused(f"{name} is no plain file")
        return stream

    def _members(self) -> Iterator[Entry]:
        for member in self._archive:
            if not (member.isdir() or member.isreg()) or member.issparse():
                raise ModelRefused(f"{_shown(member.name)} is a link or no plain file")
            # `tar -c .` writes "." and "./name".
            name = "" if member.name == "." else member.name.removeprefix("./")
            if name:
                _refuse_odd(name)
            if not member.isdir():
                self._found[name] = member
                yield Entry(name, member.size)


class _Bounded:
    """A stream that is never asked for much at once: a header of a tar file may claim any length."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._most = stream, most

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LARGEST_READ or self._stream.tell() > self._most:
            raise ModelRefused("it unpacks to more than a model may hold")
        return self._stream.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def _unpacked(path: Path, limits: ImportLimits) -> Iterator[Any]:
    with open(path, "rb") as stream:
        begins = stream.read(2)
    most = max(limits.ratio_from_bytes, path.stat().st_size * limits.ratio)
    unpack: Callable[..., Any] = COMPRESSIONS.get(begins, open)
    with unpack(path, "rb") as unpacked:
        yield _Bounded(unpacked, min(limits.total_bytes, most) + LARGEST_READ)


def within(entries: Iterator[Entry], limits: ImportLimits, packed: int | None = None) -> list[Entry]:
    """All entries. Raises ModelRefused where there are too many, too large ones, odd names, or several of one name."""
    found: dict[str, Entry] = {}
    total = 0
    for entry in entries:
        _refuse_odd(entry.name)
        # Two names that differ by case only are one file on some systems, and which of them was checked would be open.
        if entry.name.casefold() in found:
            raise ModelRefused(f"{_shown(entry.name)} is there twice")
        found[entry.name.casefold()] = entry
        total += entry.size
        if len(found) > limits.files:
            raise ModelRefused(f"it holds more than {limits.files:,} files")
        if total > limits.total_bytes:
            raise ModelRefused(f"it holds more than {limits.total_bytes // MEGABYTE:,} MB")
        if packed is not None and total > max(limits.ratio_from_bytes, packed * limits.ratio):
            raise ModelRefused("it unpacks to so much more than its size that it is no model")
    return list(found.values())


def _refuse_odd(name: str) -> None:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        raise ModelRefused(f"{_shown(name)} leads out of the folder")
    odd = any(not character.isprintable() or character in ODD for character in name)
    if odd or len(name) > LONGEST_NAME or any(part != part.strip() or part in {"", "."} for part in parts):
        raise ModelRefused(f"{_shown(name)} is an odd name for a file")


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:80]
