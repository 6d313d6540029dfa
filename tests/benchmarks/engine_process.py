"""Is the engine in a process of its own, for the other benchmarks, and says when what was there.

Does what `desktop-search engine` does, but for its socket: folders are watched, the model is loaded beside the reading.
All seconds count from the command that started the process (--started, on the clock that all processes share).
"""

import argparse
import contextlib
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from desktop_search.paths import DataDirectory
from tests.benchmarks.children import Figures, memory_megabytes, say, settings_of, size_megabytes

if TYPE_CHECKING:
    from desktop_search.engine.engine import Engine

LOOK_SECONDS = 0.1
"""Readers have low priority, so that looking more often would keep them from working."""
PATIENCE_SECONDS = 4 * 3600.0


def first_start(engine: "Engine", folder: str, query: str, *, started: float, meaning: bool) -> Figures:
    """When the first file was found by words, when all were, and (meaning) when all passages had their vectors."""
    found: Figures = {"engine_open_s": _since(started)}
    engine.add_folders([folder])
    engine.warm_up()
    readers_most = 0.0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if "first_result_s" not in found and engine._words.index.passages and _finds(engine, query):
            found["first_result_s"] = _since(started)
        status = engine.status()
        if "by_words_s" not in found and status.counts.seen and not status.counts.pending:
            # What is committed to SQLite is found only when the word index has committed it, too.
            if engine._words.index.passages == status.passages:
                found["by_words_s"] = _since(started)
        elif "by_words_s" in found and (not meaning or status.embedded == status.passages):
            break
        readers_most = max(readers_most, _memory_of_readers())
        time.sleep(LOOK_SECONDS)
    if meaning:
        engine.wait_until_idle()
        found |= {"by_meaning_s": _since(started), "backend": engine.status().backend}
    counts = engine.status().counts
    return {
        **found,
        "files": counts.seen,
        "failed": counts.failed,
        "skipped": counts.skipped,
        "passages": engine.status().passages,
        "peak_rss_mb": memory_megabytes(field="VmHWM"),
        "readers_peak_rss_mb": round(readers_most, 1),
        "notices": engine.status().notices,
    }


def second_start(engine: "Engine", *, started: float, meaning: bool) -> Figures:
    """When everything has been compared with the disk, and (meaning) when the engine says that it is idle."""
    found: Figures = {"engine_open_s": _since(started)}
    began = time.time() - 0.001
    engine.rescan()
    engine.warm_up()
    while any((one.scanned_at or 0.0) < began for one in engine.folder_details()) or _is_reading(engine):
        time.sleep(LOOK_SECONDS)
    found["compared_s"] = _since(started)
    if meaning:
        engine.wait_until_idle()
        found["idle_s"] = _since(started)
    history = engine.work_history()
    return {**found, "read_again": history[-1].read if history else 0, "rss_mb": memory_megabytes()}


def sizes(data: DataDirectory) -> Figures:
    """Megabytes of text, and what a closed index takes on disk as multiples of it. Equal vectors are stored once."""
    with contextlib.closing(sqlite3.connect(f"file:{data.index_database}?mode=ro", uri=True)) as database:
        (characters,) = database.execute("select coalesce(sum(length(cast(text as blob))), 0) from passages").fetchone()
        (vectors,) = database.execute("select coalesce(sum(length(vector)), 0) from vectors").fetchone()
    wal = data.index_database.with_name(data.index_database.name + "-wal")
    text, sqlite = characters / 1e6, size_megabytes(data.index_database, wal)
    words, graph = size_megabytes(data.words), size_megabytes(data.vectors)
    return {
        "text_mb": round(text, 3),
        "sqlite_mb": round(sqlite, 2),
        "words_mb": round(words, 2),
        "vectors_in_sqlite_mb": round(vectors / 1e6, 2),
        "graph_mb": round(graph, 2),
        "sqlite_and_words_times_text": round((sqlite + words) / text, 2) if text else None,
        "without_vectors_times_text": round((sqlite + words - vectors / 1e6) / text, 2) if text else None,
    }


def _finds(engine: "Engine", query: str) -> bool:
    """Whether some file is found by what it says, and not by its name alone."""
    return any(hit.snippet for hit in engine.search(query, mode="words", plain=True).hits)


def _is_reading(engine: "Engine") -> bool:
    return engine.status().state in {"starting", "scanning", "reading"}


def _memory_of_readers() -> float:
    return sum(memory_megabytes(child.pid) for child in psutil.Process().children(recursive=True))


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("first", "second"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", default="")
    parser.add_argument("--query", default="")
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--started", type=float, required=True)
    options = parser.parse_args()
    # Readers import this module once more, as they do the main module of any program, but not what stands in here.
    from desktop_search.engine.engine import Engine

    data, started = DataDirectory(options.data), options.started
    engine = Engine(data, settings_of(options.set), watch=True)
    try:
        if options.what == "first":
            found = first_start(engine, options.folder, options.query, started=started, meaning=options.meaning)
        else:
            found = second_start(engine, started=started, meaning=options.meaning)
    finally:
        engine.close()
    say({**found, **sizes(data)})


if __name__ == "__main__":
    main()
