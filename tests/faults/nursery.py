"""Processes that begin with the engine's modules loaded and nothing else, so that some hundred may be killed."""

import multiprocessing
import sys
import threading
import traceback
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any
from unittest.mock import patch

Start = Callable[..., tuple[ForkServerProcess, Connection]]
LOADED = ["desktop_search.engine.engine", "desktop_search.engine.session", "desktop_search.embedding.backends.hashing"]


class Teller:
    """What a process says of itself; whole values only, from any thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def tell(self, *value: Any) -> None:
        with self._lock:
            self._connection.send(value)

    def hear(self) -> Any:
        """Waits for a word from the other side."""
        return self._connection.recv()


def begin(life: Callable[..., None], connection: Connection, *arguments: Any) -> None:
    """The first thing in a new process."""
    teller = Teller(connection)
    try:
        life(teller, *arguments)
    except BaseException:
        teller.tell("failed", traceback.format_exc())
        raise


@contextmanager
def nursery(*modules: str) -> Iterator[Start]:
    """Gives a function that starts life(teller, …) in a process of its own, and returns it with its connection.

    modules are loaded once for all of them.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*LOADED, *modules])

    def start(life: Callable[..., None], *arguments: Any) -> tuple[ForkServerProcess, Connection]:
        ours, theirs = context.Pipe()
        process = context.Process(target=begin, args=(life, theirs, *arguments))
        # It would import what is run here under another name, each time anew.
        with patch.dict(sys.modules, {"__main__": types.ModuleType("__main__")}):
            process.start()
        theirs.close()
        return process, ours

    try:
        yield start
    finally:
        # It would stay, with everything it has loaded, for as long as this process.
        forkserver._forkserver._stop()  # type: ignore[attr-defined]
