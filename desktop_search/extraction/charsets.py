"""Reads texts in the encodings that mail programs name, and the encoded words in their headers."""

import codecs
import re
from email.header import decode_header

from desktop_search.extraction.decoding import decode

_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")
# What mail programs say and what they mean: the larger set of which the named one is a part.
_MEANT = {
    "us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "unknown-8bit": "", "x-unknown": "", "default": "",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "cp-850": "cp850", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
}  # fmt: skip
# Python knows these as encodings too, but no mail is written in them, and some take quadratic time.
_WESTERN = "cp1252"
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "palmos"})


def decoded_words(value: str) -> str:
    """A header's text with its encoded words decoded and white space folded."""
    if "\x1b$" in value:
        value = value.encode("ascii", "ignore").decode("iso2022_jp_ext", "replace")
    if _ENCODED_WORD.search(value):
        try:
            pieces = decode_header(value)
        except (ValueError, LookupError, AssertionError):
            pieces = []
        # Where nothing is left of a damaged header, it is shown as it is written.
        value = "".join(one if isinstance(one, str) else _word(one, charset) for one, charset in pieces) or value
    return " ".join(value.split())


def _word(piece: bytes, charset: str | None) -> str:
    # The library gives unencoded text between encoded words back as bytes that stand for themselves.
    if not charset:
        return piece.decode("raw_unicode_escape", "replace")
    text = _in_charset(piece, charset)
    # A few words are too little to guess by.
    return piece.decode(_WESTERN, "replace") if text is None else text


def decoded(data: bytes, charset: str) -> str:
    """Text in the named encoding, or in the likeliest one where the name is unknown or cannot be true."""
    text = _in_charset(data, charset)
    return decode(data) if text is None else text


def _in_charset(data: bytes, charset: str) -> str | None:
    name = _MEANT.get(charset.strip().lower(), charset.strip().lower().split("*")[0])
    try:
        if name and name.replace("-", "_") not in _NO_CHARSETS and codecs.lookup(name):
            return data.decode(name).replace("\r\n", "\n").replace("\0", "")
    except (LookupError, ValueError):
        # ValueError is also what names with NULs in them raise.
        return None
    return None
