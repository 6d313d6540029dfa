"""Reads the lines that calendars and address books are made of: a name, parameters, a value, folded and encoded."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_search.extraction.charsets import decoded
from desktop_search.extraction.decoding import decode

_PARAMETER = re.compile(r";([\w-]+)(?:=(\"[^\"]*\"|[^;:\"]*))?")
_NAME = re.compile(r"(?:[\w-]+\.)?([\w-]{1,100})")
_ESCAPE = re.compile(r"\\([nN\\,;:])")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A property. name is in capitals; value has no escapes; line is where it stands."""

    name: str
    value: str
    line: int
    parameters: dict[str, str]


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """The properties in order. A binary value (a picture) is left out."""
    for number, line in _unfolded(decode(data).split("\n")):
        name = _NAME.match(line)
        if name is None:
            continue
        position = name.end()
        parameters: dict[str, str] = {}
        while (parameter := _PARAMETER.match(line, position)) is not None:
            parameters[parameter[1].upper()] = (parameter[2] or "").strip('"')
            position = parameter.end()
        if line[position : position + 1] != ":":
            continue
        encoding = parameters.get("ENCODING", "").upper()
        value = line[position + 1 :]
        if encoding in ("B", "BASE64") or "BASE64" in parameters or value.startswith("data:"):
            continue
        if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in parameters:
            value = decoded(quopri.decodestring(value.encode("utf-8", "replace")), parameters.get("CHARSET", "UTF-8"))
        plain = _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
        yield ContentLine(name[1].upper(), plain.strip(), number, parameters)


def _unfolded(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Whole lines with their numbers: one that begins with white space, or follows a soft break, goes on."""
    whole: list[str] = []
    begin = 0
    is_soft = False
    for number, line in enumerate(lines, 1):
        if whole and (is_soft or line[:1] in (" ", "\t")):
            whole.append(line if is_soft else line[1:])
        else:
            if whole:
                yield begin, "".join(whole)
            whole, begin = [line], number
        is_soft = line.endswith("=") and "QUOTED-PRINTABLE" in whole[0].upper()
        if is_soft:
            whole[-1] = whole[-1][:-1]
    if whole:
        yield begin, "".join(whole)


def readable_date(value: str) -> str:
    """A date of a calendar (20240131T093000Z) as people write it; anything else as it is."""
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?\d\d)?(?:\.\d+)?(Z)?)?", value)
    if match is None:
        return value
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day} {match[4]}:{match[5]}{' UTC' if match[6] else ''}" if match[4] else day
