"""A real engine in a process of its own, that may be stopped, killed and started again; and what its index holds."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop_search.engine.client import Client
from desktop_search.engine.history import SHORTEST_SECONDS
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory

SETTINGS = 'backend = "hashing"\nreaders = 1\neffort = "full"\n'
PROGRAM = ("-m", "desktop_search")
START_SECONDS, LOOK_SECONDS = 60.0, 0.25
FEW = 5
"""So many differences are told by name."""


@contextmanager
def short_folder() -> Iterator[Path]:
    """An empty folder with a short name: a socket's path must be short, and pytest's folders are not."""
    place = Path(tempfile.mkdtemp(prefix="ds")).resolve()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


class LivingEngine:
    """`desktop-search engine` over a data directory. It watches, as it does for a person."""

    def __init__(self, place: Path, *, before: tuple[str, ...] = (), program: tuple[str, ...] = PROGRAM) -> None:
        """place holds its data and its socket. before is put in front of the command, as of unshare."""
        self.data = DataDirectory(place / "data")
        self._run = place / "run"
        self._before = before
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._run.mkdir(mode=0o700, exist_ok=True)
        self.data.create()
        if not self.data.settings_file.exists():
            self.data.settings_file.write_text(SETTINGS)
            self.data.settings_file.chmod(0o600)

    def __enter__(self) -> "LivingEngine":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        line = [*self._before, sys.executable, *self._program, "--data-dir", str(self.data.root), "engine"]
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(self._run)}
        self._process = subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self._process.poll() is None, f"the engine ended with {self._process.returncode}"
            assert time.monotonic() < deadline, "the engine did not start"
            try:
                self.call("folders")
                return
            except EngineUnavailable:
                time.sleep(0.05)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it was not started"
        return self._process

    def call(self, method: str, **arguments: Any) -> Any:
        """What a method of the engine gives."""
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(self._run)
        try:
            client = Client.connect(self.data)
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        try:
            return client.call(method, **arguments)
        finally:
            client.close()

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """Ends it as a power cut would. Its readers end with it."""
        self.process.kill()
        self.process.wait(30)

    def vectors_made(self) -> int:
        """How many since it was started. Asking for the status notes the newest number, unless one was just noted."""
        time.sleep(SHORTEST_SECONDS + 0.1)
        self.call("status")
        return int(self.call("work_history")[-1].made)

    def held(self) -> dict[str, "Held"]:
        """What its index holds."""
        return held(self.data.index_database)


@dataclass(frozen=True, slots=True)
class Held:
    """What an index holds of a file."""

    state: str
    size: int
    modified_ns: int
    reason: str | None
    texts: tuple[str, ...]


def held(database: Path) -> dict[str, Held]:
    """What an index holds of each file, as of one moment; also while an engine writes it."""
    files = "select id, path, state, size, modified_ns, reason from files"
    texts = "select file_id, text from passages join documents on documents.id = document_id order by passages.id"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30, isolation_level=None)) as connection:
        connection.execute("begin")
        found: dict[int, list[str]] = {}
        for file, text in connection.execute(texts):
            found.setdefault(file, []).append(text)
        return {
            os.fsdecode(path): Held(state, size, modified, reason, tuple(found.get(id, ())))
            for id, path, state, size, modified, reason in connection.execute(files)
        }


def differences(index: Mapping[str, Held], right: Mapping[str, Held]) -> list[str]:
    """A sentence for each file of which one index says something else than the other: missing, stale or other."""
    return [
        *(f"missing: {path}" for path in right.keys() - index.keys()),
        *(f"left over: {path}" for path in index.keys() - right.keys()),
        *(f"{path}: {index[path]}, not {right[path]}" for path in right.keys() & index if index[path] != right[path]),
    ]


def wait_until_same(engine: LivingEngine, right: Callable[[], Mapping[str, Held]], seconds: float) -> list[str]:
    """Waits until an engine's index is as it should be; what still differs after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        found = differences(engine.held(), right())
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(LOOK_SECONDS)


def as_written(folder: Path) -> dict[str, Held]:
    """What an index should hold of a folder of short text files, each a passage: what the disk says."""
    found = {}
    for path in folder.rglob("*.txt"):
        status = path.stat()
        found[str(path)] = Held("indexed", status.st_size, status.st_mtime_ns, None, (path.read_text().strip(),))
    return found


def few(sentences: list[str]) -> list[str]:
    """The first of many sentences, and how many there are."""
    return [*sentences[:FEW], f"… {len(sentences)} in all"] if len(sentences) > FEW else sentences
