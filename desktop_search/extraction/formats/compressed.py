"""Reads single files packed by gzip, bzip2 or xz: what is in them is their one member."""

import os
import re
from contextlib import closing

from desktop_search.extraction import unpacking
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import tar_archive
from desktop_search.extraction.nesting import Nest, readable_name
from desktop_search.records import Document

SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".svgz", ".emlz"})
VERSION = 2
STREAMS = True

_HEAD = 8192
_SHORTENED = {".svgz": ".svg", ".emlz": ".eml"}
_ORIGINAL_NAME = re.compile(rb"\x1f\x8b\x08[\x08-\x0f].{6}([^\0]{1,255})\0", re.DOTALL)


def recognises(source: Source) -> bool:
    """Whether a file is packed, and no archive of many files."""
    start = unpacking.beginning(source.file, 512)
    return start is not None and not tar_archive.is_tar(start)


def extract(source: Source) -> Document:
    """The packed file as a member. Raises Unreadable when it is damaged or cannot be read."""
    nest, found = Nest(source, archives=1), Collector(source)
    packed = unpacking.opened(source.file)
    if packed is None:
        raise Unreadable("damaged", "The file is damaged: it does not begin as packed files do.")
    name = readable_name(_name(source))
    if nest.leaves_alone(name):
        raise Unreadable("unsupported", "What is packed in it is left alone.")
    stream = unpacking.Mended(packed)
    with closing(stream):
        data = nest.unpacked(stream, name, source.file.tell)
    if data is None:
        raise Unreadable("unsupported", "The packed file is of a kind that cannot be read.")
    if stream.is_damaged:
        # The beginning of a text is worth reading; that of most other files is none of their kind.
        if not looks_like_text(data[:_HEAD]) or not data.strip():
            raise Unreadable("damaged", "The file is damaged and could not be unpacked.")
        source.budget.leave_out("The file is damaged: only its beginning was read.")
    nest.read(name, data)
    return nest.document(found)


def _name(source: Source) -> str:
    stem, suffix = os.path.splitext(source.name)
    if suffix.lower() in SUFFIXES:
        return stem + _SHORTENED.get(suffix.lower(), "")
    # The name it had before it was packed is in the first header, after the time and the flags.
    original = _ORIGINAL_NAME.match(source.head())
    return original[1].decode("latin-1") if original is not None else "content"
