"""Reads Jupyter notebooks: their prose as Markdown, their code, and what it printed; pictures are left out."""

import json
from collections.abc import Iterator
from typing import Any

from desktop_search.extraction.collecting import Collector, storable
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import markdown
from desktop_search.records import Document

SUFFIXES = frozenset({".ipynb"})
VERSION = 1

_LONGEST_OUTPUT = 2_000


def recognises(source: Source) -> bool:
    """Whether a file named so is written as notebooks are; a damaged one is read as any other text."""
    return source.name.lower().endswith(".ipynb") and source.head(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def extract(source: Source) -> Document:
    """The cells in order. Raises Unreadable when the notebook is damaged or there is nothing to see."""
    try:
        content = json.loads(decode(source.data()))
    except (ValueError, RecursionError) as error:
        raise Unreadable("damaged", "The notebook is damaged and could not be read.") from error
    found = Collector(source)
    for cell in _cells(content):
        _add_cell(found, cell)
        if found.is_full:
            break
    metadata = content.get("metadata") if isinstance(content, dict) else None
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return found.document(title if isinstance(title, str) else None)


def _cells(content: Any) -> Iterator[dict[str, Any]]:
    # Before version 4, cells lay in worksheets.
    sheets = [content, *_listed(content, "worksheets")]
    for sheet in sheets:
        yield from (cell for cell in _listed(sheet, "cells") if isinstance(cell, dict))


def _add_cell(found: Collector, cell: dict[str, Any]) -> None:
    kind, text = cell.get("cell_type"), _text(cell.get("source", cell.get("input")))
    if kind == "heading":
        level = cell.get("level")
        found.add(text, "heading", min(max(level, 1), 6) if isinstance(level, int) else 1)
    elif kind == "code":
        found.add(text, "code")
        for output in _listed(cell, "outputs"):
            found.add(_printed(output), "code")
    elif text.strip():
        source = Source.from_bytes(storable(text).encode(), "", text_limit=max(found.left, 1))
        try:
            prose = markdown.extract(source)
        except Unreadable:
            return
        for block in prose.blocks:
            found.add(block.text, block.kind, block.level)
        if prose.truncated:
            found.cut()


def _printed(output: Any) -> str:
    """What a person sees of an output as text; the beginning of it, if it is long."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    shown = data if isinstance(data, dict) else output
    text = _text(output.get("text")) or _text(shown.get("text/markdown")) or _text(shown.get("text/plain"))
    if not text and output.get("output_type") in ("error", "pyerr"):
        text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    return text[:_LONGEST_OUTPUT]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _listed(container: Any, name: str) -> list[Any]:
    value = container.get(name) if isinstance(container, dict) else None
    return value if isinstance(value, list) else []
