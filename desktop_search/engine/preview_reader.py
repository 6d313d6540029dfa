"""Draws one file after the other for the person. Runs in a process of its own, locked in like a reader."""

from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from desktop_search import wire
from desktop_search.extraction import preparation
from desktop_search.extraction.format import Source
from desktop_search.extraction.previews import preview
from desktop_search.indexing import sandbox
from desktop_search.indexing.reading import ReadingLimits, become_harmless, received_file
from desktop_search.records import FilePreview, FileStat, PreviewRequest, Range
from desktop_search.searching import snippets


def serve(connection: Connection, limits: dict[str, Any]) -> None:
    """The life of the process: says how far it is locked in, then gets requests, each with the file's stat and the
    open file, and returns a FilePreview for each, until the pipe closes.
    """
    bounds = ReadingLimits(**limits)
    # A person is waiting: this is no work for the background.
    become_harmless(bounds.memory_bytes)
    preparation.include(bounds.extra_formats)
    preparation.prepare()
    preview.prepare()
    connection.send_bytes(wire.dumps({"sandbox": sandbox.lock_in().value}))
    while True:
        try:
            request, stat = wire.loads(connection.recv_bytes())
            file = received_file(connection, stat)
        except EOFError:
            return
        with file:
            made = draw(file, stat, request, bounds)
        connection.send_bytes(wire.dumps(made))


def draw(file: BinaryIO, stat: FileStat, request: PreviewRequest, limits: ReadingLimits) -> FilePreview:
    """What a person sees of an open file."""

    def mark(text: str) -> Iterable[Range]:
        return snippets.marks(text, request.terms)

    if stat.size > limits.largest_file_bytes:
        return FilePreview(sentence="The file is too large to be shown.")
    source = Source(file, Path(stat.path).name, stat.size, text_limit=limits.largest_text_characters)
    try:
        return preview.make(source, request, mark)
    except MemoryError:
        return FilePreview(sentence="Showing the file would take more memory than is allowed.")
