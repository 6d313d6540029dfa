"""Reads the names in a zip archive, whose encoding nobody wrote down before 2006 and many do not today."""

import re
import struct
import unicodedata
from collections.abc import Sequence
from zipfile import ZipInfo

_IS_UTF8 = 0x800
_UNICODE_NAME = 0x7075
_KANA = re.compile("[\u3041-\u30ff]")
# In the order of trust: DOS, Windows and then what is written elsewhere in the world.
_USUAL = ("cp437", "cp1252", "cp866", "cp932", "gb18030", "cp949", "cp1251")


def names_of(entries: Sequence[ZipInfo]) -> list[str]:
    """The names as people wrote them: one guess for all that do not say what they are."""
    unknown = [entry.orig_filename.encode("cp437", "replace") for entry in entries if not _is_told(entry)]
    encoding = _guessed([name for name in unknown if not name.isascii()])
    names: list[str] = []
    for entry in entries:
        raw = entry.orig_filename.encode("cp437", "replace")
        name = entry.filename if _is_told(entry) else raw.decode(encoding, "replace")
        names.append(_from_extra(entry) or name)
    return names


def _is_told(entry: ZipInfo) -> bool:
    return bool(entry.flag_bits & _IS_UTF8)


def _from_extra(entry: ZipInfo) -> str:
    """The name in UTF-8 that some programs write beside the other one."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_NAME and 5 < size <= len(extra) - 4:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def _guessed(names: Sequence[bytes]) -> str:
    if not names:
        return "cp437"
    together = b"\n".join(names)[:65536]
    try:
        together.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    japanese = _strictly(together, "cp932")
    # Kana are made of bytes that are letters in the others; nothing else happens to give them in such numbers.
    if japanese is not None and len(_KANA.findall(japanese)) * 4 >= sum(not one.isascii() for one in japanese):
        return "cp932"
    return min(_USUAL, key=lambda encoding: _oddity(together, encoding))


def _oddity(data: bytes, encoding: str) -> float:
    text = _strictly(data, encoding)
    if text is None:
        return float("inf")
    foreign = [character for character in text if not character.isascii()]
    scripts = {unicodedata.name(character, "?").split()[0] for character in foreign if character.isalpha()}
    odd = sum(not character.isalpha() for character in foreign)
    # Small and capital letters mixed inside words are the sign of the wrong code page of the right alphabet.
    odd += len(re.findall(r"(?<=[^\W\d_])(?<![A-Z\u0410-\u042f])[A-Z\u00c0-\u00de\u0410-\u042f]", text))
    return odd + 3 * max(0, len(scripts) - 1)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
