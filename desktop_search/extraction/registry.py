"""Finds the format that can read a file and reads it, so that every failure has a reason a person understands."""

import hashlib
import importlib.util
import logging
from functools import cache
from pathlib import PurePath
from types import ModuleType

from desktop_search.extraction import formats
from desktop_search.extraction.collecting import has_text
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.plugins import modules_in
from desktop_search.records import Document

logger = logging.getLogger(__name__)

_PLAIN_TEXT = "plain_text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@cache
def all_formats() -> dict[str, ModuleType]:
    """Every format by its name, which is that of its module."""
    return {module.__name__.rpartition(".")[2]: module for module in modules_in(formats)}


@cache
def suffixes() -> dict[str, ModuleType]:
    """Which format claims a suffix (".pdf")."""
    return {suffix: module for module in all_formats().values() for suffix in module.SUFFIXES}


def format_for(name: str, head: bytes) -> ModuleType | None:
    """The format for a file of this name that begins with these bytes, or None where no format can read it.

    The suffix proposes and the content decides: a format that knows its files (by a function recognises) is asked
    whether this is one; a format without it reads text. Any other text is plain text, whatever its suffix.
    """
    return _format_of(Source.from_bytes(head, name), head)


def name_for(source: Source) -> str | None:
    """The name of the format that would read a file, or None where no format can."""
    module = _format_of(source, source.head())
    return module.__name__.rpartition(".")[2] if module is not None else None


def reads_beginnings(source: Source) -> bool:
    """Whether the format of a file reads no more of it than its beginning, however large it is."""
    try:
        module = _format_of(source, source.head())
    except ImportError:
        return False
    return bool(getattr(module, "STREAMS", False))


def extract(source: Source) -> tuple[Document, str, int]:
    """The document in a file, the name of the format that read it and its version. Raises Unreadable."""
    head = source.head()
    try:
        module = _format_of(source, head)
    except ImportError as error:
        raise _missing(error) from error
    if module is None:
        if head.startswith(_OLE) and _ENCRYPTED_PACKAGE in source.data():
            raise Unreadable("encrypted", "The file is protected by a password.")
        raise Unreadable("unsupported", "Files of this kind cannot be read.")
    return extract_with(module, source), module.__name__.rpartition(".")[2], module.VERSION


def extract_with(module: ModuleType, source: Source) -> Document:
    """What one format makes of a file. Raises Unreadable, whatever the format's library raises (but MemoryError)."""
    source.file.seek(0)
    try:
        document: Document = module.extract(source)
    except (Unreadable, MemoryError):
        raise
    except ImportError as error:
        raise _missing(error) from error
    except Exception as error:
        # Libraries raise whatever they like over damaged files; which is their business, not the person's.
        logger.debug("%s could not be read", module.__name__, exc_info=True)
        raise Unreadable("damaged", "The file is damaged and could not be read.") from error
    if not _is_readable(document):
        raise Unreadable("empty_text", "The file holds no text.")
    return document


def _missing(error: ImportError) -> Unreadable:
    library = (error.name or "the missing library").partition(".")[0]
    return Unreadable("missing_library", f"Install {library} to read files of this kind.")


def _is_readable(document: Document) -> bool:
    return any(has_text(block.text) for block in document.blocks) or any(map(_is_readable, document.members))


def _format_of(source: Source, head: bytes) -> ModuleType | None:
    claimed = suffixes().get(PurePath(source.name).suffix.lower())
    is_text = looks_like_text(head)
    if claimed is not None and claimed is not all_formats().get(_PLAIN_TEXT) and _is_one(claimed, source, is_text):
        return claimed
    for module in all_formats().values():
        if hasattr(module, "recognises") and _is_one(module, source, is_text):
            return module
    return all_formats().get(_PLAIN_TEXT) if is_text else None


def _is_one(module: ModuleType, source: Source, is_text: bool) -> bool:
    if not hasattr(module, "recognises"):
        return is_text
    try:
        return bool(module.recognises(source))
    except (ImportError, MemoryError):
        raise
    except Exception:
        # A file so damaged that even its kind cannot be told is no file of this kind.
        logger.debug("%s could not tell what a file is", module.__name__, exc_info=True)
        return False
    finally:
        source.file.seek(0)


def version_of(name: str) -> int:
    """The version of a format by its name; 0 for one that is no longer there."""
    module = all_formats().get(name)
    return int(module.VERSION) if module is not None else 0


@cache
def revision() -> int:
    """One number for all formats, their versions and the libraries of theirs that are installed: what no format could
    read is tried again when it changes.

    It has to be asked for once before a process locks itself in, as libraries are looked for on the disk.
    """
    listing = ",".join(
        f"{name}:{module.VERSION}:{getattr(module, 'STREAMS', False)}" for name, module in sorted(all_formats().items())
    )
    listing += "".join(sorted(library for library in _libraries() if _is_installed(library)))
    return int.from_bytes(hashlib.blake2b(listing.encode(), digest_size=4).digest(), "big") or 1


def _libraries() -> set[str]:
    return {library for module in all_formats().values() for library in getattr(module, "LIBRARIES", ())}


def _is_installed(library: str) -> bool:
    try:
        # Of "a.b" only "a" is looked for: more would import it here.
        return importlib.util.find_spec(library.partition(".")[0]) is not None
    except ValueError:  # It has been imported, and does not say from where.
        return True
