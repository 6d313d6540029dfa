"""Nothing of a person's files, their names and questions stands in the logs, whatever goes wrong (F-22).

python -m tests.faults.test_f22_logs --full
"""

import os
import random
import shutil
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from desktop_search import logs, wire
from desktop_search import settings as settings_file
from desktop_search.engine.client import Client
from desktop_search.engine.messages import PROTOCOL
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from tests.fakes import HASHING, wait_until, write_tree
from tests.faults.figure import Figure, Measured, Task, main

LETTERS = 14
ENGINE = """
import sys, threading
from desktop_search.cli import main
from desktop_search.embedding.backends.hashing import HashingEmbedder
from desktop_search.engine.engine import Engine
from desktop_search.engine.suggestions import Suggestions
from desktop_search.storage.index_db import IndexDb
from desktop_search.words.index import WordIndex

def failing(kind, name, *, first=10**9, when=lambda *_, **__: True):
    # What a mistake of ours would do: it says what it was working on.
    whole, left = getattr(kind, name), [first]
    def fails(self, *values, **named):
        if left[0] and when(*values, **named):
            left[0] -= 1
            raise ValueError(f"cannot handle {values!r} {named!r}")
        return whole(self, *values, **named)
    setattr(kind, name, fails)

failing(IndexDb, "replace", first=3)
failing(HashingEmbedder, "embed_passages", first=2, when=lambda texts: len(texts) > 1)
failing(WordIndex, "search", when=lambda query, limit: len(query.text) % 3 == 0)
failing(HashingEmbedder, "embed_query", when=lambda text: len(text) % 3 == 1)
failing(Suggestions, "note_opening", when=lambda path, query="": len(query) % 2 == 0)
failing(Engine, "preview", when=lambda path, **_: len(path) % 2 == 0)

def thread_that_ends(path, query=""):
    threading.Thread(target=lambda: {}[path]).start()
    raise OSError(28, "No space left on device", path)
Suggestions.suggestions = lambda self, limit=9: thread_that_ends(self._db.newest_files(1)[0].path)
sys.exit(main.run(sys.argv[1:]))
"""
"""The real engine, in which things go wrong that say what they were about."""
COMMAND = """
import sys
from desktop_search.cli import commands, main
def wrong(data, options):
    try:
        raise ValueError(options.query)
    except ValueError as error:
        raise RuntimeError(f"cannot answer {options.query}") from error
commands.COMMANDS["search"] = wrong
sys.exit(main.run(sys.argv[1:]))
"""


def canaries(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    # Of three lengths, so that each kind of mistake meets some.
    return ["".join(dice.choices(string.ascii_lowercase, k=LETTERS + number % 3)) for number in range(count)]


@contextmanager
def engine(data: DataDirectory, said: Path) -> Iterator[Client]:
    """A client of the engine in which things go wrong; what it prints goes to a file."""
    with said.open("wb") as stream:
        line = [sys.executable, "-c", ENGINE, "engine", "--data-dir", str(data.root)]
        process = subprocess.Popen(line, stdout=stream, stderr=stream)
        try:
            found: list[Client] = []

            def is_there() -> bool:
                with suppress(DesktopSearchError):
                    found.append(Client.connect(data))
                return bool(found)

            wait_until(is_there, 60)
            yield found[0]
            found[0].close()
        finally:
            process.terminate()
            process.wait(30)


def lived(data: DataDirectory, documents: Path, said: Path, names: list[str], queries: list[str]) -> int:
    """Everything that may say a canary; returns how many requests failed in the engine."""
    failed = 0
    with engine(data, said) as client:

        def ask(method: str, **arguments: object) -> None:
            nonlocal failed
            try:
                client.call(method, timeout_seconds=60, **arguments)
            except DesktopSearchError as error:
                failed += "mistake" in error.title

        ask("index", paths=[str(documents)])
        ask("index", paths=[str(documents / names[0] / "nowhere")])
        for number, query in enumerate(queries):
            ask("search", query=query, plain=True)
            match number % 8:
                case 0:
                    ask("note_opening", path=str(documents / f"{names[number % len(names)]}.txt"), query=query)
                case 1:
                    ask("preview", path=str(documents / f"{names[number % len(names)]}.txt"), query=query)
                case 2:
                    ask("label", query=query, path=str(documents / names[0]), passage=query, relevant=True)
                case 3:
                    ask("search", query=query, mode=query)
                case 4:
                    ask(query, **{query: query})
                case 5:
                    ask("why", query=query, path=str(documents / f"{names[0]}.txt"))
                case 6:
                    ask("suggestions")
                case _:
                    ask("save_search", query=query)
        _send_nonsense(data, queries[:5])
    for query in queries[:2]:
        line = [sys.executable, "-c", COMMAND, "search", "--data-dir", str(data.root), query]
        done = subprocess.run(line, capture_output=True, check=False)
        failed += b"went wrong" in done.stderr
    return failed


def _send_nonsense(data: DataDirectory, queries: list[str]) -> None:
    """Requests that name records and protocols there are not: a client of another version, say."""
    for query in queries:
        for request in ({"record": query}, {"protocol": query}, {"record": "Hit", "path": [query]}):
            broken = Client.connect(data)
            wired = wire.dumps({"protocol": PROTOCOL, "id": 1, "method": "status", "arguments": {"a": request}})
            with suppress(OSError):  # It hangs up on the first.
                broken._connection.send_bytes(wired)
                broken._connection.send_bytes(wire.dumps(query))
            time.sleep(0.05)
            broken.close()


def told(places: Collection[Path], words: Collection[str]) -> list[str]:
    """The canaries in files, and the lines they stand in."""
    found = []
    for path in places:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            found += [f"{path.name}: {line[:300]}" for word in words if word in line]
    return found


def measure(task: Task) -> Measured:
    made = canaries(task.n, task.seed)
    third = max(1, task.n // 3)
    texts, names, queries = made[:third], made[third : 2 * third], made[2 * third :]
    # A socket's path must be short.
    place = Path(tempfile.mkdtemp(prefix="ds"))
    before, os.environ["XDG_RUNTIME_DIR"] = os.environ.get("XDG_RUNTIME_DIR"), str(place)
    try:
        files = {f"{name}.txt": f"The {text} of the house." for text, name in zip(texts, names, strict=True)}
        documents = write_tree(place / "documents", files)
        for name in names[:5]:
            # Files that cannot be read, each in its own way.
            (documents / f"{name}.docx").write_bytes(b"PK\3\4" + name.encode())
            (documents / f"{name}.pdf").write_bytes(b"%PDF-1.7\n" + name.encode())
            (documents / f"{name}.html").symlink_to(documents / name)
        data = DataDirectory(place / "data")
        data.create()
        settings_file.save(HASHING, data.settings_file)
        failed = lived(data, documents, place / "said", names, queries)
        places = [*data.log_file.parent.iterdir(), place / "said"]
        misses = told(places, made)
        whole = "".join(path.read_text(encoding="utf-8", errors="replace") for path in places)
        tracebacks = whole.count("Traceback")
        for needed in ("indexing was interrupted", "could not be embedded", "failed to answer", "error in thread"):
            if needed not in whole:
                misses.append(f"nothing went wrong that says “{needed}”")
        if not (data.log_file.parent / "commands.log").exists():
            misses.append("no command went wrong")
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(place, ignore_errors=True)
    reached = f"{len(misses)} of {task.n:,} canaries in logs with {tracebacks:,} tracebacks"
    return Measured(reached, misses[:50], {"requests that failed": failed})


FIGURE = Figure(
    "F-22",
    "0 of 1,000 pieces of contents, names and questions in logs and tracebacks",
    "canaries",
    short=90,
    full=1000,
    measure=measure,
)


@pytest.mark.timeout(120)
def test_the_logs_tell_nothing_of_a_persons(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "engine.log").write_text("a ValueError: lighthousekeeper\nnothing\n")
    assert told([tmp_path / "engine.log"], ["lighthousekeeper", "absent"]) == [
        "engine.log: a ValueError: lighthousekeeper"
    ]


def test_a_traceback_says_where_and_what_kind_but_not_what_it_was_about() -> None:
    def wrong() -> None:
        try:
            os.stat("/nowhere/lighthousekeeper")
        except OSError as error:
            raise ValueError("lighthousekeeper") from error

    with pytest.raises(ValueError, match="lighthousekeeper") as caught:
        wrong()
    said = logs.without_messages(caught.value)
    assert "in wrong" in said and "FileNotFoundError ENOENT" in said and said.endswith("ValueError")
    assert said.count("lighthousekeeper") == said.count('os.stat("/nowhere/lighthousekeeper")') + said.count(
        'raise ValueError("lighthousekeeper")'
    )


if __name__ == "__main__":
    main(FIGURE)
