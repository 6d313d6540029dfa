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
# A stream may be empty, and a file of nothing but such would keep the reader busy for hours.
_MOST_STREAMS = 10_000
_XZ = b"\xfd7zXZ\0"
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
    if head.startswith(_XZ):
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
        self._next = b""
        self._is_over = False
        self._streams = 1

    def read(self, size: int | None = -1) -> bytes:
        most = _PIECE if size is None or size < 0 else size
        while most and not self._is_over and (not self._unpack.eof or self._goes_on()):
            packed = self._next
            self._next = b""
            if self._unpack.needs_input and not packed:
                packed = self._file.read(_PIECE)
                if not packed:
                    raise EOFError("the stream ends too early")
            piece = self._unpack.decompress(packed, most)
            if piece:
                return piece
        return b""

    def _goes_on(self) -> bool:
        """Whether another stream follows the one that has ended, after zeros to fill up; what else follows is none."""
        rest = self._unpack.unused_data.lstrip(b"\0")
        while len(rest) < len(_XZ) and (more := self._file.read(_PIECE)):
            rest = (rest + more).lstrip(b"\0")
        self._is_over = not rest.startswith(_XZ) or self._streams >= _MOST_STREAMS
        if self._is_over:
            return False
        self._streams += 1
        self._unpack, self._next = lzma.LZMADecompressor(memlimit=_MOST_MEMORY), rest
        return True


class Mended:
    """A stream that ends where it is damaged, and then says so."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        # Reading as much as is asked for loses what was unpacked of it before the damage.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self.is_damaged = False

    def read(self, size: int = -1, /) -> bytes:
        if self.is_damaged:
            return b""
        try:
            return self._read(_PIECE if size < 0 else size)
        except DAMAGE:
            self.is_damaged = True
            return b""

    def close(self) -> None:
        self._stream.close()


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
