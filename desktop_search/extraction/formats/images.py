"""Reads what is written into pictures: title, description, keywords, who took them, when, where and with what."""

import importlib
import re
import warnings
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.markup import COMMENT, decoded_xml, pieces_of
from desktop_search.records import Document

SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".tif",
        ".tiff",
        ".webp",
        ".gif",
        ".bmp",
        ".dib",
        ".heic",
        ".heif",
        ".avif",
    }
)
VERSION = 2
LIBRARIES = ("PIL",)

_KINDS = ("Jpeg", "Png", "Tiff", "WebP", "Gif", "Bmp", "Avif")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
_BOXES = (b"heic", b"heix", b"mif1", b"msf1", b"heif", b"avif")
# The sizes of the header after the first 14 bytes, from OS/2 to Windows 98.
_BITMAP_HEADS = frozenset({12, 40, 52, 56, 64, 108, 124})
# A hundred megapixels are more than any camera takes; nothing is unpacked here, but others rely on it.
MOST_PIXELS = 100_000_000
# The numbers are those of EXIF 2.32; the last four are what Windows writes, in UTF-16.
_DESCRIPTION, _MAKE, _MODEL, _TAKEN, _ARTIST, _COPYRIGHT = 0x010E, 0x010F, 0x0110, 0x0132, 0x013B, 0x8298
_DETAILS, _PLACE, _ORIGINAL, _COMMENT = 0x8769, 0x8825, 0x9003, 0x9286
_WINDOWS = (0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F)
# The numbers of IPTC-IIM, record 2: title, headline, caption, keywords, city, country.
_CAPTIONS = (5, 105, 120, 25, 90, 101)
_TEXTS = ("Title", "Description", "Comment", "comment", "Subject", "Keywords", "parameters")
_TOLD_BY_XMP = frozenset({"title", "description", "subject", "headline", "caption", "usercomment", "city", "country"})
# What cameras and programs write where nobody wrote anything.
_NOTHING_SAID = re.compile(
    r"(?i)\s*(?:default|untitled|image description|olympus digital camera|created with .{0,40}|screenshot|"
    r"sony dsc|dcim|.{0,3}digital camera.{0,3}|file written by adobe.{0,40}|created by .{0,60}|optimized by .{0,60}|"
    r"lead technologies.{0,30}|compressed by .{0,60}|crEATOR: .{0,200}|ascii|.{0,2})\s*"
)


def prepare() -> None:
    from PIL import Image, IptcImagePlugin  # noqa: F401

    Image.preinit()
    _kinds()


def recognises(source: Source) -> bool:
    """Whether a file begins as one of these pictures does."""
    head = source.head(16)
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    # Two letters alone begin many a text; the four bytes after the size of a bitmap are always 0.
    is_bitmap = head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) == 16 and head[14] in _BITMAP_HEADS
    return head.startswith(_SIGNATURES) or is_webp or is_bitmap or (head[4:8] == b"ftyp" and head[8:12] in _BOXES)


def extract(source: Source) -> Document:
    """What is written in a picture. Raises Unreadable when nothing is: what is drawn in it, this does not read."""
    from PIL import Image, UnidentifiedImageError

    found = Collector(source)
    with warnings.catch_warnings():
        # Its warnings over odd files say nothing that the outcome does not.
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(source.file, formats=_kinds())
        except UnidentifiedImageError as error:
            raise Unreadable("unsupported", "Pictures of this kind cannot be read.") from error
        except Image.DecompressionBombError as error:
            raise Unreadable("too_large", "The picture is larger than any that could be read.") from error
        with picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable("too_large", "The picture has more than a hundred million points.")
            properties = _add_written(found, picture)
    # The words that are drawn in a picture are recognised elsewhere, and join those that are written into it.
    return found.document(None, None, properties, if_empty="Nothing is written in the picture's description.")


def _kinds() -> list[str]:
    """The only kinds that are let near a file: the library knows forty, and the odd ones are where it gets hurt."""
    from PIL import Image

    for kind in _KINDS:
        importlib.import_module(f"PIL.{kind}ImagePlugin")
    return [kind.upper() for kind in _KINDS if kind.upper() in Image.OPEN]


def _add_written(found: Collector, picture: Any) -> dict[str, str]:
    exif = picture.getexif()
    details = exif.get_ifd(_DETAILS)
    told = [_text(exif.get(_DESCRIPTION)), *(_wide(exif.get(number)) for number in _WINDOWS)]
    told += [_comment(details.get(_COMMENT)), *(_text(picture.info.get(name)) for name in _TEXTS)]
    told += _from_xmp(picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp"))
    told += _captions(picture)
    seen: set[str] = set()
    for text in (" ".join(one.split()) for one in told):
        if text and text not in seen and not _NOTHING_SAID.fullmatch(text):
            seen.add(text)
            found.add(text)
    taken = _text(details.get(_ORIGINAL)) or _text(exif.get(_TAKEN))
    make, model = _text(exif.get(_MAKE)), _text(exif.get(_MODEL))
    properties = {
        "author": _text(exif.get(_ARTIST)) or _text(picture.info.get("Author")),
        "date": re.sub(r"^(\d{4}):(\d\d):(\d\d) ", r"\1-\2-\3T", taken) if taken[:4].isdigit() else "",
        "camera": model if model.lower().startswith(make.lower()[:4]) else f"{make} {model}".strip(),
        "copyright": _text(exif.get(_COPYRIGHT)),
        "place": _place(exif.get_ifd(_PLACE)),
    }
    return {name: value for name, value in properties.items() if value}


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = decode(value)
    return value.replace("\0", "").strip()[:20_000] if isinstance(value, str) else ""


def _wide(value: Any) -> str:
    if isinstance(value, tuple):
        value = bytes(byte for byte in value if isinstance(byte, int) and 0 <= byte < 256)
    return _text(value.decode("utf-16-le", "replace")) if isinstance(value, bytes) else _text(value)


def _comment(value: Any) -> str:
    """A comment, whose first eight bytes name its encoding."""
    if not isinstance(value, bytes):
        return _text(value)
    return _text(value[8:].decode("utf-16", "replace") if value.startswith(b"UNICODE") else value[8:])


def _from_xmp(packet: Any) -> list[str]:
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    if not isinstance(packet, bytes):
        return []
    texts: list[str] = []
    inside = ""
    for piece in pieces_of(decoded_xml(packet[: 4 * 1024 * 1024])):
        if piece.name in _TOLD_BY_XMP and not piece.is_alone:
            inside = "" if piece.is_end else piece.name
        elif inside and piece.name != COMMENT and not piece.name and piece.text.strip():
            texts.append(piece.text.strip())
    return texts


def _captions(picture: Any) -> list[str]:
    from PIL import IptcImagePlugin

    try:
        captions = IptcImagePlugin.getiptcinfo(picture) or {}
    except (OSError, ValueError, KeyError, TypeError, IndexError, SyntaxError):
        return []
    values = [captions.get((2, number)) for number in _CAPTIONS]
    return [_text(value) for entry in values for value in (entry if isinstance(entry, list) else [entry])]


def _place(gps: Any) -> str:
    """Degrees north and east, as maps want them."""
    try:
        north, east = (
            sum(float(part) / 60**power for power, part in enumerate(gps[number]))
            * (-1 if _text(gps[number - 1]).upper() in ("S", "W") else 1)
            for number in (2, 4)
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    return f"{north:.5f}, {east:.5f}" if abs(north) <= 90 and abs(east) <= 180 and (north or east) else ""
