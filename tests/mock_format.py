"""A format that does what its file says: for seeing that a hostile or broken format harms nothing but its own file.

The first line of a .mock file is a command; see COMMANDS.
"""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from desktop_search.extraction.format import Source
from desktop_search.records import Block, Document

SUFFIXES = frozenset({".mock"})
VERSION = 1


def extract(source: Source) -> Document:
    command, _, argument = source.data().decode("utf-8").strip().partition(" ")
    return Document((Block(COMMANDS[command](argument)),))


def _forever(_: str) -> str:
    while True:
        pass


def _sleep(seconds: str) -> str:
    time.sleep(float(seconds or 3600))
    return "slept"


def _eat(_: str) -> str:
    eaten = [bytearray(10_000_000) for _ in range(1_000_000)]
    return str(len(eaten))


def _flood(_: str) -> str:
    return "flood " * 100_000_000


def _print(_: str) -> str:
    for _number in range(20_000):
        sys.stdout.write("x" * 1000)
    sys.stdout.flush()
    return "printed"


def _recurse(_: str) -> str:
    return _recurse(_) + "x"


def _die(_: str) -> str:
    """A segmentation fault, as libraries in C have them."""
    ctypes.string_at(0)
    return "alive"


def _garbage(_: str) -> str:
    """Writes nonsense to every descriptor it has, the pipe to the engine among them."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\xff\x00garbage" * 100)
        except OSError:
            continue
    return "written"


def _is_denied(action: Callable[[], object]) -> str:
    try:
        action()
    except (PermissionError, BlockingIOError) as error:
        return f"denied ({type(error).__name__})"
    except OSError as error:
        return f"failed ({error})"
    return "ALLOWED"


def _malice(target: str) -> str:
    """Eight things that a taken-over parser would try; one line each says how it went."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ptrace() -> None:
        if libc.ptrace(16, os.getppid(), 0, 0) < 0:
            raise PermissionError(ctypes.get_errno(), "ptrace")

    def connect(family: int, address: object) -> None:
        with socket.socket(family) as one:
            one.connect(address)

    probes: dict[str, Callable[[], object]] = {
        "read-ssh": lambda: open(os.path.expanduser("~/.ssh/id_rsa"), "rb").close(),
        "read-other": lambda: open(target, "rb").close(),
        "write": lambda: open(target + ".new", "wb").close(),
        "truncate": lambda: os.truncate(target, 0),
        "exec": lambda: subprocess.run(["/bin/true"], check=False),
        "tcp": lambda: connect(socket.AF_INET, ("127.0.0.1", 9)),
        "unix": lambda: connect(socket.AF_UNIX, "/run/dbus/system_bus_socket"),
        "ptrace": ptrace,
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
    }
    return "\n".join(f"{name}: {_is_denied(probe)}" for name, probe in probes.items())


COMMANDS: dict[str, Callable[[str], str]] = {
    "text": lambda text: text,
    "forever": _forever,
    "sleep": _sleep,
    "eat": _eat,
    "flood": _flood,
    "print": _print,
    "recurse": _recurse,
    "die": _die,
    "exit": lambda _: os._exit(3),
    "sysexit": lambda _: sys.exit(3),
    "abort": lambda _: os.abort(),
    "garbage": _garbage,
    "malice": _malice,
}
