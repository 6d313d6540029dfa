"""Runs what is measured in fresh processes, for the benchmarks: their figures, their memory, their settings."""

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_search import settings as settings_file
from desktop_search.embedding import prepared
from desktop_search.settings import Settings

ROOT = Path(__file__).parents[2]
Figures = dict[str, Any]


class Child:
    """A process that runs a benchmark's module and says a line of JSON for every line it is told, and one at first.

    seconds_to_first is how long it took from the command to the first of them.
    """

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._module = module
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments, "--started", repr(started)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**_as_installed(), **(environment or {})},
        )
        self.first = self._line()
        self.seconds_to_first = time.monotonic() - started

    def ask(self, command: str) -> Figures:
        """What it says to a command. Raises RuntimeError when it has ended; its traceback stands in standard error."""
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self._line()

    def close(self) -> None:
        """Ends it: it has nothing to lose."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _line(self) -> Figures:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                said: Figures = json.loads(line)
                return said
        raise RuntimeError(f"{self._module} ended with status {self.process.wait()}")


def _as_installed() -> dict[str, str]:
    """The environment, but that Python keeps what it compiled: an installed program is not compiled at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def figures(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Figures:
    """All that a process says which needs to be told nothing."""
    child = Child(module, *arguments, environment=environment)
    child.close()
    return child.first


def say(found: Figures) -> None:
    """Prints one line for the process that started this one."""
    print(json.dumps(found), flush=True)


def private_environment(place: Path) -> dict[str, str]:
    """Sockets and prepared models in folders of our own, and no screen."""
    runtime = place / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        prepared.PLACE: str(place / "prepared models"),
    }


def prepare_model(environment: Mapping[str, str]) -> float:
    """Seconds to prepare and check the shipped model, once for all that is measured later in this environment."""
    code = "from desktop_search.embedding.choice import embedder_of; embedder_of('auto', '', 'auto')"
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**_as_installed(), **environment}, check=True)
    return round(time.monotonic() - started, 2)


def memory_megabytes(process: int | str = "self", *, field: str = "VmRSS") -> float:
    """What a process holds (VmRSS), or the most it ever held (VmHWM); 0.0 where Linux does not say.

    Not ru_maxrss: a new process inherits that from the one that started it.
    """
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((round(int(line.split()[1]) / 1000, 1) for line in lines if line.startswith(field + ":")), 0.0)


def settings_of(changes: Sequence[str]) -> Settings:
    """The program's settings with changes such as readers=1 or backend="hashing"."""
    return settings_file.checked(tomllib.loads("\n".join(changes)))


def size_megabytes(*places: Path) -> float:
    """What files and folders take on disk; what is not there takes nothing."""
    files = (file for place in places for file in (place, *place.rglob("*")) if file.is_file())
    return sum(file.stat().st_size for file in files) / 1e6


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def percentiles(seconds: Sequence[float]) -> Figures:
    """Median and 95th percentile in milliseconds, and of how many."""
    spent = sorted(seconds)
    if not spent:
        return {"count": 0}
    late = spent[min(len(spent) - 1, int(0.95 * len(spent)))]
    return {"p50_ms": round(1000 * median(spent), 1), "p95_ms": round(1000 * late, 1), "count": len(spent)}
