"""Makes this process the only one that uses a data directory: an engine and a window that run are ended first."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import Timeout

from desktop_search.engine.client import Client
from desktop_search.engine.lock import lock_of
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory

ENGINE_SECONDS, WINDOW_SECONDS = 30.0, 10.0
QUIT = b"quit\n"
"""What a window that runs understands; gui/single_instance.py hears it."""


@contextmanager
def alone(data: DataDirectory, *, window: bool) -> Iterator[None]:
    """Holds the engine's lock, so that no engine starts meanwhile; with window, the window is ended, too.

    A window that stays starts another engine afterwards. Raises DesktopSearchError when something does not end.
    """
    if window:
        _end_window(data)
    lock = lock_of(data)
    deadline = time.monotonic() + ENGINE_SECONDS
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            if time.monotonic() > deadline:
                raise DesktopSearchError(
                    "Another command is at work with this index.", "Wait until it is done, or end it, and try again."
                ) from None
        _end_engine(data)
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()


def _end_engine(data: DataDirectory) -> None:
    try:
        client = Client.connect(data)
    except EngineUnavailable:
        return
    try:
        client.call("shutdown", timeout_seconds=5)
    except EngineUnavailable:
        # It ended before it could answer, or is busy ending.
        return
    finally:
        client.close()


def _end_window(data: DataDirectory) -> None:
    deadline = time.monotonic() + WINDOW_SECONDS
    while _tell_window(data.window_socket):
        if time.monotonic() > deadline:
            raise DesktopSearchError("The window of Desktop Search is open.", "Quit it with Ctrl+Q, and try again.")
        time.sleep(0.2)


def _tell_window(address: str) -> bool:
    """Asks a window to end. False when there is none."""
    if sys.platform == "win32":
        try:
            with open(rf"\\.\pipe\{address}", "r+b", buffering=0) as pipe:
                pipe.write(QUIT)
        except OSError:
            return False
        return True
    with socket.socket(socket.AF_UNIX) as unix:
        unix.settimeout(2)
        try:
            unix.connect(address)
            unix.sendall(QUIT)
            unix.recv(16)
        except TimeoutError:
            return True
        except OSError:
            return False
    return True
