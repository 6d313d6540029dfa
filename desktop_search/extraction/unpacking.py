"""Reads gzip, bzip2 and xz streams piece by piece, so that nobody unpacks more than was asked for."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

_PIECE = 64 * 1024
# The packer may demand this much memory and no more, whatever the stream says; `xz -9` needs 65 MB.
_MOST_MEMORY = 80 * 1024 * 1024
DAMAGE = (OSError, EOFError, lzma.LZMAError, zlib.error)
"""What damaged streams raise."""


class Stream(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


def opened(file: BinaryIO) -> Stream | None:
    """The unpacked stream of a file, or None where it begins like none of the three."""
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b\x08"):
        return gzip.GzipFile(fileobj=file)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if head.startswith(b"\xfd7zXZ\0"):
        return _Xz(file)
    return None


def beginning(file: BinaryIO, length: int) -> bytes | None:
    """The first unpacked bytes, as far as they are whole, or None where the file is not packed."""
    stream = opened(file)
    if stream is None:
        return None
    try:
        return stream.read(length)
    except DAMAGE:
        return b""


class _Xz(io.RawIOBase):
    """An xz file; unlike the library's own class with a limit of memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpack = lzma.LZMADecompressor(memlimit=_MOST_MEMORY)

    def read(self, size: int | None = -1) -> bytes:
        most = _PIECE if size is None or size < 0 else size
        while most and not self._unpack.eof:
            packed = self._file.read(_PIECE) if self._unpack.needs_input else b""
            if self._unpack.needs_input and not packed:
                raise EOFError("the stream ends too early")
            piece = self._unpack.decompress(packed, most)
            if piece:
                return piece
        return b""


class Counted(io.RawIOBase):
    """A stream for a reader of archives that ends as soon as account, told of each piece, says False."""

    def __init__(self, stream: Stream, account: Callable[[int], bool]) -> None:
        self._stream = stream
        self._account = account
        self._may_go_on = True

    def read(self, size: int | None = -1) -> bytes:
        pieces: list[bytes] = []
        missing = _PIECE if size is None or size < 0 else size
        while missing > 0 and self._may_go_on and (piece := self._stream.read(min(missing, _PIECE))):
            pieces.append(piece)
            missing -= len(piece)
            self._may_go_on = self._account(len(piece))
        return b"".join(pieces)
