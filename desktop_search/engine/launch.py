"""Starts an engine process when none is running, and connects to it."""

import subprocess
import sys
import threading
import time

from desktop_search.engine.client import Client
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory


def connect_or_launch(data: DataDirectory, *, timeout_seconds: float = 30, until_done: bool = False) -> Client:
    """A client of the running engine, or of a new one that ends with its last client (see start).

    Waits, so never call it in the window's thread. Raises EngineUnavailable when no engine answers in time.
    """
    try:
        return Client.connect(data)
    except EngineUnavailable:
        process = start(data, until_done=until_done)
    # A new engine opens its databases before it listens; another process may also have won the lock meanwhile.
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        try:
            return Client.connect(data)
        except EngineUnavailable:
            time.sleep(0.05)
        if process.poll() not in (None, 0):
            break
    raise EngineUnavailable(
        "The search engine could not be started.", f"Run `desktop-search engine --data-dir {data.root}` to see why."
    )


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
