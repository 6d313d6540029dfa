"""Takes apart what mail programs write (headers, parts, encodings) in one pass, however broken or deep it is."""

import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from functools import cached_property

from desktop_search.extraction.charsets import decoded, decoded_words
from desktop_search.extraction.decoding import decode

_MOST_HEADER_BYTES = 256 * 1024
_MOST_PART_HEADER_BYTES = 32 * 1024
_LONGEST_HEADER = 10_000
_MOST_MULTIPARTS = 10_000
_HEADER_LINES = re.compile(rb"(?:(?:[!-,.-9;-~][!-9;-~]{0,200}[ \t]*:|[ \t]+[^\s])[^\n]*+(?:\n|\Z))*")
_BLANK_LINE = re.compile(rb"[ \t]*\r?\n")
_DELIMITER = re.compile(rb"^--([^\r\n]{1,300}?)[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(r"([!-9;-~]{1,200}?)[ \t]*:[ \t]*(.*)")


class Part:
    """A part that is not made of parts: its headers by their lower-case names, as written, and its bytes."""

    def __init__(self, headers: Mapping[str, str], raw: bytes) -> None:
        self.headers = headers
        self.raw = raw
        self._type = _parameters(headers.get("content-type", ""))
        self._disposition = _parameters(headers.get("content-disposition", "attachment"))

    @property
    def kind(self) -> str:
        """The media type in lower case; text/plain where none is given."""
        return self._type.get_content_type()

    @cached_property
    def name(self) -> str:
        """The file's name, or "" where it has none."""
        for header, parameter in ((self._disposition, "filename"), (self._type, "name")):
            value = _parameter(header, parameter)
            if value:
                return decoded_words(value)
        return ""

    @property
    def charset(self) -> str:
        """The name of the encoding as the part tells it."""
        return _parameter(self._type, "charset").lower()

    @property
    def is_attached(self) -> bool:
        """Whether it is a file rather than what the message says."""
        says_so = self.headers.get("content-disposition", "").lower().lstrip().startswith("attachment")
        return says_so or bool(self.name) or self.kind not in ("text/plain", "text/html")

    def content(self) -> bytes:
        """The bytes without their transfer encoding; what is damaged in it is left out."""
        encoding = self.headers.get("content-transfer-encoding", "").strip().lower()
        if encoding == "base64":
            return _from_base64(self.raw)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.raw)
        if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return b"".join(_from_uuencode(self.raw))
        return self.raw

    def text(self) -> str:
        """The text in the encoding that is told, if it can be true, else in the likeliest."""
        return decoded(self.content(), self.charset)


def parts_of(data: bytes, most: int = 1_000) -> tuple[dict[str, str], Iterator[Part]]:
    """The headers of a message and its parts in order, at most so many. Takes linear time and no recursion."""
    headers, begin = _head_of(data, 0, _MOST_HEADER_BYTES)
    return headers, _parts(data, headers, begin, most)


def _parts(data: bytes, headers: dict[str, str], begin: int, most: int) -> Iterator[Part]:
    boundary = _boundary(headers)
    if boundary is None:
        yield Part(headers, data[begin:])
        return
    open_boundaries, levels = [boundary], {boundary: 0}
    current: dict[str, str] | None = None
    count, multiparts, seen_any = 0, 1, False
    for match in _DELIMITER.finditer(data, begin):
        mark = match[1].rstrip()
        level, closes = levels.get(mark), False
        if level is None and mark.endswith(b"--"):
            level, closes = levels.get(mark[:-2].rstrip()), True
        if level is None:
            continue
        seen_any = True
        if current is not None:
            yield Part(current, data[begin : max(begin, match.start() - 1)])
            current, count = None, count + 1
        for inner in open_boundaries[level + (0 if closes else 1) :]:
            levels.pop(inner, None)
        del open_boundaries[level + (0 if closes else 1) :]
        if closes:
            continue
        if count >= most or multiparts >= _MOST_MULTIPARTS:
            return
        current, begin = _head_of(data, match.end() + 1, _MOST_PART_HEADER_BYTES)
        inner_boundary = _boundary(current)
        if inner_boundary is not None:
            multiparts += 1
            if inner_boundary not in levels:
                levels[inner_boundary] = len(open_boundaries)
                open_boundaries.append(inner_boundary)
            current = None
    if current is not None:
        yield Part(current, data[begin:])
    elif not seen_any:
        # It says that it has parts, but nothing divides them: what there is, is text.
        yield Part({}, data[begin:])


def _head_of(data: bytes, begin: int, limit: int) -> tuple[dict[str, str], int]:
    """The headers that begin somewhere, and where what they describe begins."""
    lines = _HEADER_LINES.match(data, begin)
    end = lines.end() if lines is not None else begin
    blank = _BLANK_LINE.match(data, end)
    return headers_in(data[begin : min(end, begin + limit)]), blank.end() if blank is not None else end


def headers_in(block: bytes) -> dict[str, str]:
    """Headers by their lower-case names, unfolded; the first of each name, and of a very long one the beginning."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in decode(block).split("\n"):
        match = _FIELD.match(line)
        if line[:1] in (" ", "\t"):
            if name and len(fields[name]) < 200:
                fields[name].append(line.strip())
        elif match is not None:
            name = match[1].lower()
            if name in fields:
                name = ""
            else:
                fields[name] = [match[2].rstrip()]
    return {name: " ".join(lines)[:_LONGEST_HEADER] for name, lines in fields.items()}


def _parameters(value: str) -> Message:
    header = Message()
    header["Content-Type"] = value
    return header


def _parameter(header: Message, name: str) -> str:
    try:
        value = header.get_param(name)
        if isinstance(value, tuple):
            return decoded((value[2] or "").encode("latin-1", "replace"), value[0] or "utf-8")
    except (ValueError, LookupError, TypeError, AttributeError):
        # Parameters in several numbered pieces are put together without a check of the numbers.
        return ""
    return value.strip() if isinstance(value, str) else ""


def _boundary(headers: Mapping[str, str]) -> bytes | None:
    if not headers.get("content-type", "").lower().lstrip().startswith("multipart/"):
        return None
    boundary = _parameter(_parameters(headers["content-type"]), "boundary").rstrip()
    return boundary.encode("utf-8", "replace") or None


def _from_base64(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        return binascii.a2b_base64(letters[: len(letters) & ~3])


def _from_uuencode(raw: bytes) -> Iterator[bytes]:
    is_inside = False
    for line in raw.split(b"\n"):
        if line.startswith(b"begin "):
            is_inside = True
        elif line.strip() == b"end":
            return
        elif is_inside:
            try:
                yield binascii.a2b_uu(line)
            except binascii.Error:
                continue
