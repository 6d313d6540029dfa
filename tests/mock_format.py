"""A format that does what its file says: for seeing that a hostile or broken format harms nothing but its own file.

The first line of a .mock file is a command; see COMMANDS.
"""

import contextlib
import ctypes
import os
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop_search import wire
from desktop_search.extraction.format import Source
from desktop_search.records import (
    Block,
    Document,
    FileStat,
    FileState,
    Location,
    Passage,
    ReadDocument,
    ReadOutcome,
)

with contextlib.suppress(ImportError):  # Windows has none of them, and in a reader nothing can be imported any more.
    import fcntl
    import resource
    import termios
    from multiprocessing import resource_tracker

SUFFIXES = frozenset({".mock"})
VERSION = 1


class _Made(Exception):
    """A command that makes more than a text."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document


def extract(source: Source) -> Document:
    command, _, argument = source.data().decode("utf-8").strip().partition(" ")
    try:
        return Document((Block(COMMANDS[command](argument)),))
    except _Made as made:
        return made.document


def _lack(_: str) -> str:
    """A library that is not installed."""
    raise ImportError("it is missing", name="desktop_search_lacks_this.part")


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


def _shout(_: str) -> str:
    """Prints past Python, as libraries in C do, on all three descriptors a terminal may be at."""
    for descriptor in range(3):
        try:
            os.write(descriptor, b"nonsense of a parser\n")
        except OSError:
            continue
    return "shouted"


def _long_names(_: str) -> str:
    raise _Made(
        Document(
            (
                Block("Heading " * 1000, "heading", 1),
                *(Block(f"Passage {n} of a lighthouse. " * 40, location=Location(page=n)) for n in range(1, 1001)),
                Block("cells", location=Location(sheet="Sheet " * 10_000)),
            ),
            title="Title " * 500_000,
            language="l" * 10_000,
            properties={"author": "a" * 3_000_000} | {str(n): "x" for n in range(500)},
            truncated="cut " * 10_000,
            members=(Document((Block("inside"),), title="T" * 10_000, member="m" * 100_000),),
        )
    )


def _sends(answer: Callable[[], bytes]) -> str:
    """Answers in the place of the reader, which then ends."""
    data = answer()
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                frame = memoryview(struct.pack("!i", len(data)) + data)
                while frame:
                    frame = frame[os.write(descriptor, frame) :]
        except OSError:
            continue
    os._exit(0)


def _answer(flaw: str) -> str:
    """An outcome as a reader would never send it."""
    document, passage = ReadDocument((Passage("lighthouse", b"\0" * 16),)), Passage("lighthouse", b"\0" * 16)
    fine = ReadOutcome(FileStat("/x", 1, 1, 1, 1, 1), FileState.INDEXED, (document,), None, "mock", 1)

    def flawed(**values: Any) -> ReadOutcome:
        return replace(fine, documents=(replace(document, **values),))

    answers: dict[str, object] = {
        "none": fine,
        "surrogate": flawed(language="\ud800"),
        "surrogate-text": flawed(passages=(replace(passage, text="\ud800"),)),
        "surrogate-reason": replace(fine, state=FileState.FAILED, reason="\ud800"),
        "large-number": flawed(passages=(replace(passage, location=Location(page=2**70)),)),
        "large-version": replace(fine, format_version=2**70),
        "property": flawed(properties={"author": 1}),
        "surrogate-property": flawed(properties={"\ud800": "x"}),
        "long-title": flawed(title="t" * 1_000_000),
        "short-hash": flawed(passages=(replace(passage, text_hash=b"1"),)),
        "pending": replace(fine, state=FileState.PENDING),
        "other-record": fine.stat,
    }
    return _sends(lambda: wire.dumps(answers[flaw]))


def _giant(megabytes: str) -> str:
    """Valid JSON that becomes fifty times as large when it is parsed."""
    count = int(megabytes) * 1_000_000 // 3
    return _sends(lambda: b"[" + b"[]," * count + b"[]]")


def _is_denied(action: Callable[[], object]) -> str:
    try:
        action()
    except (PermissionError, BlockingIOError) as error:
        return f"denied ({type(error).__name__})"
    except OSError as error:
        return f"failed ({error})"
    return "ALLOWED"


def _malice(target: str) -> str:
    """What a taken-over parser would try with its engine and another file; a line each says how it went."""
    libc = ctypes.CDLL(None, use_errno=True)
    engine = os.getppid()

    def checked(result: int) -> None:
        if result < 0:
            raise OSError(ctypes.get_errno(), "refused")

    def trace_the_engine() -> None:
        checked(libc.ptrace(16, engine, 0, 0))
        # Where it is allowed, it is stopped until it is let go.
        os.waitpid(engine, 0x40000000)
        checked(libc.ptrace(17, engine, 0, 0))

    def connect(family: int, address: Any) -> None:
        with socket.socket(family) as one:
            one.connect(address)

    def type_into_the_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSTI, b"x")

    def limit_the_engine() -> None:
        # To what they are: the probe must not break the engine where it is allowed.
        resource.prlimit(engine, resource.RLIMIT_CORE, resource.prlimit(engine, resource.RLIMIT_CORE))

    def change_an_open_file() -> None:
        for descriptor in range(3, 10):
            os.fchmod(descriptor, 0o777)

    def tell_the_tracker() -> None:
        if not stat.S_ISFIFO(os.fstat(resource_tracker.getfd()).st_mode):
            raise PermissionError

    def have_it_signalled() -> None:
        fcntl.fcntl(0, fcntl.F_SETOWN, engine)

    probes: dict[str, Callable[[], object]] = {
        "read-ssh": lambda: open(os.path.expanduser("~/.ssh/id_rsa"), "rb").close(),
        "read-other": lambda: open(target, "rb").close(),
        "write": lambda: open(target + ".new", "wb").close(),
        "truncate": lambda: os.truncate(target, 0),
        "exec": lambda: subprocess.run(["/bin/true"], check=False),
        "tcp": lambda: connect(socket.AF_INET, ("127.0.0.1", 9)),
        "unix": lambda: connect(socket.AF_UNIX, "/run/dbus/system_bus_socket"),
        "ptrace": trace_the_engine,
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
        "limits": limit_the_engine,
        "chmod": lambda: os.chmod(target, 0o777),
        "fchmod": change_an_open_file,
        "utime": lambda: os.utime(target, (0, 0)),
        "chown": lambda: os.lchown(target, os.getuid(), os.getgid()),
        "setxattr": lambda: os.setxattr(target, "user.mock", b"x"),
        "getxattr": lambda: os.listxattr(target),
        "terminal": type_into_the_terminal,
        "owner": have_it_signalled,
        "tracker": tell_the_tracker,
        "tgkill": lambda: checked(libc.tgkill(engine, engine, 0)),
        "queued-signal": lambda: checked(libc.sigqueue(engine, 0, 0)),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, engine, 19),
        "affinity": lambda: os.sched_setaffinity(engine, os.sched_getaffinity(engine)),
        "shared-memory": lambda: checked(libc.shmget(0, 4096, 0o1600)),
        "messages": lambda: checked(libc.msgget(0, 0o1600)),
        "outlive": lambda: checked(libc.prctl(1, 0, 0, 0, 0)),
    }
    return "\n".join(f"{name}: {_is_denied(probe)}" for name, probe in probes.items())


COMMANDS: dict[str, Callable[[str], str]] = {
    "text": lambda text: text,
    "lacks": _lack,
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
    "shout": _shout,
    "long-names": _long_names,
    "answer": _answer,
    "giant": _giant,
    "malice": _malice,
}
