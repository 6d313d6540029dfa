"""How a process of ours is run that ends with whoever started it; one that loads a model has no network, either."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

LOOK_SECONDS = 0.1
NETWORK = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
PROGRAMS = frozenset({"subprocess.Popen", "os.exec", "os.fork", "os.system"})


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its status, None where it was ended by us, and the lines it said."""

    status: int | None
    lines: tuple[str, ...]


def run(
    module: str,
    *arguments: str,
    is_wanted: Callable[[], bool] = lambda: True,
    seconds: float = float("inf"),
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Runs a module in a process of its own, which is ended when it takes too long or is no longer wanted."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    with tempfile.TemporaryFile() as said:
        # The process ends when this pipe does, so it never outlives its engine.
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=said, stderr=said, env={**os.environ, **(environment or {})}
        ) as process:
            try:
                status = _status(process, is_wanted, time.monotonic() + seconds)
            finally:
                process.kill()
        said.seek(0)
        return Ended(status, tuple(said.read().decode("utf-8", "replace").strip().splitlines()))


def enter(why: str) -> None:
    """What such a process does first. From now on it has no network: whatever asks for it is told why."""
    refuse(NETWORK, why)
    follow_parent()


def follow_parent() -> None:
    """From now on this process ends with the one that started it."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def refuse(events: frozenset[str], why: str) -> None:
    """Takes abilities away for good: these audit events raise PermissionError from now on, which says why."""

    def hook(event: str, _arguments: Any) -> None:
        if event in events:
            raise PermissionError(why)

    sys.addaudithook(hook)


def _status(process: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool], until: float) -> int | None:
    while (status := process.poll()) is None:
        if not is_wanted() or time.monotonic() > until:
            return None
        time.sleep(LOOK_SECONDS)
    return status


def _end_with_parent() -> NoReturn:
    # Not by sys.stdin: a thread inside its buffer makes the interpreter abort when it ends.
    os.read(0, 1)
    os._exit(1)
