"""Turns the bytes of text files into text, whatever encoding they are in, for all formats that are text."""

import codecs
import re
import unicodedata
from itertools import pairwise

# charset-normalizer's time grows with what it is given; a quarter of a megabyte tells it all it can learn.
_DETECTION_BYTES = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that occur in texts: tab, line feed, vertical tab, form feed, return, ^Z of DOS, escape.
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 26, 27})
_OF_ASCII_TEXTS = bytes(range(8, 128))
"""UTF-16 has other bytes, too: a space or a line feed, of which no text is without, has a byte below 8 in it."""
_WESTERN = "cp1252"
# Where charset-normalizer has no opinion, the first of these in which the text looks least odd.
_USUAL = (_WESTERN, "cp1250", "cp1251", "cp1253", "koi8-r", "cp866", "cp1255", "cp1256")
_ODD = re.compile(r"(?<=\w)[^\w\s\x00-\x7f’–—-]+(?=\w)|\ufffd|[²³¹ºª¼½¾]")
_INVALID = "�"


def decode(data: bytes) -> str:
    """The text of a text file with NULs removed and lines ended by "\\n" alone. Never fails: bytes that fit no
    encoding become replacement characters."""
    text = data.decode(encoding_of(data), errors="replace").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a text. An empty file is a text without a character."""
    if _mark_of(head) or _utf16_without_mark(head):
        return True
    nuls, controls = head.count(0), len(head) - len(head.translate(None, _CONTROLS))
    if _utf8_damage(head) == 0:
        # Some programs end every string with a NUL; everything else that is full of NULs is no text.
        return controls - nuls <= len(head) // 100 and nuls <= len(head) // 6
    return controls <= len(head) // 200


def encoding_of(data: bytes) -> str:
    """The name of the encoding: by its mark, else UTF-8 if (nearly) valid, else UTF-16, else the likeliest one."""
    encoding = _mark_of(data) or _utf16_without_mark(data)
    if encoding:
        return encoding
    damage = _utf8_damage(data)
    if damage == 0:
        return "utf-8"
    foreign = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if damage * 20 < foreign:
        return "utf-8"
    return _detected(data[:_DETECTION_BYTES])


def _mark_of(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _utf8_damage(data: bytes) -> int:
    """How many bytes are not UTF-8. A character cut at the end of what was read is no damage."""
    if data.isascii():
        return 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace").count(_INVALID)
    return 0


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: 4096 & ~1]
    if len(sample) < 4 or not sample.translate(None, _OF_ASCII_TEXTS):
        return None
    # Read the wrong way round, or from any other encoding, text turns into characters that do not occur together.
    scores = {name: _utf16_score(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.95 else None


def _utf16_score(sample: bytes, encoding: str) -> float:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample[: len(sample) & ~1])
    except UnicodeDecodeError:
        return 0.0
    if not re.search("[ \n\u3000-\u3002]", text):
        return 0.0
    usual = sum(character in "\r\n\t" or unicodedata.category(character)[0] in "LNPSZM" for character in text)
    scripts = {ord(character) >> 8 for character in text}
    # Real texts keep to a few scripts; misread ones are spread over all of the plane.
    spread = len(scripts) / max(len(text), 64)
    return usual / len(text) if spread < 0.5 else 0.0


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return _by_letters(data)
    is_latin = all(ord(character) < 0x250 for character in str(best)[:4096] if character.isalpha())
    for match in matches if is_latin else ():
        # The encodings of Europe share most letters. Where they tell the same story, it is the one nearly all have.
        is_as_good = match.chaos <= best.chaos + 0.11 and match.coherence >= best.coherence - 0.05
        if is_as_good and _WESTERN in match.could_be_from_charset:
            return _WESTERN
    return best.encoding


def _by_letters(data: bytes) -> str:
    """The usual encoding in which the fewest signs stand inside words and the fewest capitals after small letters."""
    oddities: dict[str, int] = {}
    for encoding in _USUAL:
        text = data.decode(encoding, errors="replace")
        oddities[encoding] = len(_ODD.findall(text)) + sum(
            before.islower() and character.isupper() and not character.isascii() for before, character in pairwise(text)
        )
    return min(_USUAL, key=lambda encoding: oddities[encoding])
