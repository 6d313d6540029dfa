"""Starts an engine process when none is running, and connects to it."""

import logging
import subprocess
import sys
import threading
import time

from desktop_search.engine.client import Client
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory

logger = logging.getLogger(__name__)

HELLO_SECONDS = 2.0


def connect_or_launch(
    data: DataDirectory,
    *,
    timeout_seconds: float = 30,
    until_done: bool = False,
    sending_seconds: float | None = None,
) -> Client:
    """A client of the running engine, or of a new one that ends with its last client (see start, Client.connect).

    Waits, so never call it in the window's thread. Raises EngineUnavailable when no engine answers in time.
    """
    try:
        return heard(Client.connect(data, sending_seconds=sending_seconds))
    except EngineUnavailable:
        process = start(data, until_done=until_done)
    # A new engine opens its databases before it listens; another process may also have won the lock meanwhile.
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        try:
            return heard(Client.connect(data, sending_seconds=sending_seconds))
        except EngineUnavailable:
            time.sleep(0.05)
        if process.poll() not in (None, 0):
            break
        if process.poll() == 0:
            # It left the place to another one, which was perhaps about to end.
            process = start(data, until_done=until_done)
    raise EngineUnavailable(
        "The search engine could not be started.", f"Run `desktop-search engine --data-dir {data.root}` to see why."
    )


def heard(client: Client) -> Client:
    """The client, if somebody is at the other end: an engine that ends still takes connections for a moment.

    Raises EngineUnavailable. One that says nothing for long may have much to do.
    """
    try:
        client.call("hello", timeout_seconds=HELLO_SECONDS)
    except EngineUnavailable:
        if client.has_ended:
            client.close()
            raise
    except DesktopSearchError:
        logger.info("an engine of an older version, which knows no such word, is there all the same")
    return client


def start(data: DataDirectory, *, until_done: bool = False) -> "subprocess.Popen[bytes]":
    """Starts an engine that ends when nobody uses it any more; with until_done not before all is read and embedded."""
    # -P and the directory: a module that lies in the folder where the person happens to be must not be run.
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "desktop_search"]
    data.create()
    process = subprocess.Popen(
        [*command, "engine", "--until-done" if until_done else "--with-window", "--data-dir", str(data.root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=data.root,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it stays in the process table for as long as we run.
    threading.Thread(target=process.wait, name="engine process", daemon=True).start()
    return process
