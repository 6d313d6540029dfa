"""Opens the documents of the old Office programs, which are small file systems (OLE), and reads their streams."""

import io
from datetime import datetime
from typing import Any

from desktop_search.extraction.format import Source, Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text is a small part of such a file; what is larger is pictures or a trick.
_MOST_BYTES = 200 * 1024 * 1024
_UTF8 = 65001


def holds(source: Source, *streams: str, suffixes: frozenset[str]) -> bool:
    """Whether a file has one of these streams at its top; one too damaged to tell is believed its suffix."""
    import olefile

    if not source.head(8).startswith(SIGNATURE):
        return False
    try:
        names = {name.lower() for name, *below in _opened(source, olefile).listdir() if not below}
    except Unreadable:
        return source.name.lower().endswith(tuple(suffixes))
    return any(stream.lower() in names for stream in streams)


class Ole:
    """An opened file. Raises Unreadable when it is damaged."""

    def __init__(self, source: Source) -> None:
        import olefile

        self._size = source.size
        self._file = _opened(source, olefile)

    def __contains__(self, stream: str) -> bool:
        return bool(self._file.exists(stream))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises Unreadable when it is missing or claims more than the file has."""
        if name not in self:
            raise Unreadable("damaged", "The file is damaged: a part of it is missing.")
        # A chain of sectors that leads into itself would be followed for as long as the stream claims to be.
        if self._file.get_size(name) > min(self._size, _MOST_BYTES):
            raise Unreadable("damaged", "The file is damaged: a part of it claims to be larger than the whole.")
        try:
            return bytes(self._file.openstream(name).read())
        except OSError as error:
            raise Unreadable("damaged", "The file is damaged: a part of it cannot be read.") from error

    def properties(self) -> dict[str, str]:
        """Title, author and date, as far as the file has them."""
        try:
            told = self._file.get_metadata()
        except Exception:
            # olefile raises whatever its reading of damaged properties happens to; they are not worth the text.
            return {}
        code_page = told.codepage if isinstance(told.codepage, int) else 1252
        properties = {"title": _text(told.title, code_page), "author": _text(told.author, code_page)}
        if isinstance(told.create_time, datetime) and told.create_time.year > 1980:
            properties["date"] = told.create_time.isoformat(timespec="seconds")
        return {name: value for name, value in properties.items() if value}


def _opened(source: Source, olefile: Any) -> Any:
    try:
        if source.size > _MOST_BYTES:
            raise Unreadable("too_large", "The file has more than 200 MB.")
        return olefile.OleFileIO(io.BytesIO(source.data()))
    except Unreadable:
        raise
    except Exception as error:
        # olefile raises its own errors, but also IndexError, struct.error and others over damaged directories.
        raise Unreadable("damaged", "The file is damaged: its list of parts cannot be read.") from error


def _text(value: object, code_page: int) -> str:
    if not isinstance(value, bytes):
        return value.strip() if isinstance(value, str) else ""
    try:
        text = value.decode("utf-8" if code_page % 65536 == _UTF8 else f"cp{code_page % 65536}", "replace")
    except LookupError:
        text = value.decode("cp1252", "replace")
    return text.replace("\0", "").strip()
