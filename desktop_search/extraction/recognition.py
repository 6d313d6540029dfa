"""Recognises the text in pictures and scanned pages, where the optional library for it is installed.

A file's format says how far it is: "unrecognised:pdf" has pictures nobody has looked at, "recognised:pdf" none left.
"""

import dataclasses
import importlib.util
import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from desktop_search.extraction import registry
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.picture_pages import KINDS, has_pictures, picture_pages
from desktop_search.extraction.reading_order import Line, text_of
from desktop_search.extraction.reflow import paragraphs
from desktop_search.records import Block, Document, Location

logger = logging.getLogger(__name__)

VERSION = 1
TO_DO, DONE = "unrecognised:", "recognised:"
ADVICE = "Pictures and scanned pages are found by name only. Install desktop-search[ocr] to have their text read."
# Finding the lines at 1,280 points took a third of the time it takes at full size, and lost none.
_LONGEST_SIDE = 1280
_MOST_THREADS = 4
_LEAST_LETTERS = 2


def is_available() -> bool:
    """Whether the libraries are installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def prepare() -> None:
    """Loads the libraries and the models, which takes seconds. Raises ImportError where something is missing."""
    _recogniser()


def to_do(source: Source, kind: str | None = None, document: Document | None = None) -> str | None:
    """The format to note for a file with pictures nobody has looked at; None for any other.

    kind is the format that has read the document in it; None where there was no text to be had.
    """
    kind = kind or _kind_of(source)
    return TO_DO + kind if kind in KINDS and has_pictures(source, kind, document) else None


def version_of(name: str) -> int:
    """The version of a format by its name, as registry.version_of, also for what is or is to be recognised."""
    if name.startswith(DONE):
        return registry.version_of(name.removeprefix(DONE)) * 1000 + VERSION
    return registry.version_of(name.removeprefix(TO_DO))


def recognised(name: str) -> str:
    """The format of a file once its pictures have been looked at, with whatever success."""
    return DONE + name.removeprefix(TO_DO)


def recognise(source: Source, begin_page: Callable[[], bool]) -> tuple[Document, str, int]:
    """The document in a file with the text in its pictures, the name of its format and its version.

    begin_page is called before each picture and says whether there is still time for it. Raises Unreadable.
    """
    kind = _kind_of(source)
    if kind not in KINDS:
        raise Unreadable("unsupported", "The file is no picture.")
    written = _written(source)
    found = Collector(source)
    try:
        _collect(source, kind, written, found, begin_page)
    except (Unreadable, MemoryError):
        raise
    except ImportError as error:
        raise Unreadable("missing_library", "The library that recognises text cannot be loaded.") from error
    except Exception as error:
        logger.debug("a picture could not be recognised", exc_info=True)
        if not found.blocks:
            raise Unreadable("damaged", "The picture is damaged and could not be read.") from error
        found.cut("The rest of the pictures is damaged and could not be read.")
    if not found.blocks:
        raise Unreadable("empty_text", "No text was recognised in the pictures of the file.")
    document = _joined(written, found.document())
    return document, DONE + kind, version_of(DONE + kind)


def _kind_of(source: Source) -> str:
    module = registry.format_for(source.name, source.head())
    return module.__name__.rpartition(".")[2] if module is not None else ""


def _written(source: Source) -> Document | None:
    """What the file says without its pictures: for most that is no text, but who made it, when and with what."""
    try:
        return registry.extract(source)[0]
    except Unreadable as error:
        if error.code != "empty_text":
            raise
        return error.about


def _collect(
    source: Source, kind: str, written: Document | None, found: Collector, begin_page: Callable[[], bool]
) -> None:
    recogniser = _recogniser()
    for looked_at, page in enumerate(picture_pages(source, kind, written)):
        if not begin_page():
            found.cut(f"Only the first {looked_at:,} scanned pages were recognised: it took too long.")
        if found.is_full:
            return
        result = recogniser(page.picture)
        lines = [
            Line(text, min(x), min(y), max(x), max(y))
            for text, box in zip(result.txts or (), result.boxes if result.txts else (), strict=True)
            for x, y in [tuple(zip(*box.tolist(), strict=True))]
        ]
        if sum(character.isalnum() for line in lines for character in line.text) < _LEAST_LETTERS:
            continue
        for paragraph in paragraphs(text_of(lines)):
            found.add(paragraph, location=Location(page=page.number))


def _joined(written: Document | None, seen: Document) -> Document:
    """One document of what a file says and what its pictures show, page by page."""
    if written is None:
        return seen

    def page(block: Block) -> int:
        return block.location.page or 0

    blocks = tuple(sorted((*written.blocks, *seen.blocks), key=page))
    return dataclasses.replace(written, blocks=blocks, truncated=written.truncated or seen.truncated)


@cache
def _recogniser() -> Any:
    """The recogniser with its models loaded: once locked in, a reader can neither open a file nor start a library."""
    import numpy
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    parts = {part: sorted(models.glob(f"*_{part}_*.onnx")) for part in ("det", "cls", "rec")}
    if not all(parts.values()):
        # Left to itself, the library would fetch them from the network.
        raise ImportError("the models are missing", name="rapidocr")
    recogniser = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": max(1, min((os.cpu_count() or 1) // 2, _MOST_THREADS)),
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE,
            **{f"{part.capitalize()}.model_path": str(files[-1]) for part, files in parts.items()},
        }
    )
    # Each model is loaded when it is first used: two with a line that need not be found, then the one that finds it.
    blank = numpy.full((48, 320, 3), 255, numpy.uint8)
    recogniser(blank, use_det=False)
    recogniser(blank, use_det=True)
    return recogniser
