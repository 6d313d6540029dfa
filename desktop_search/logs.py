"""Logging for one process. What people wrote (contents of files, queries) never goes above DEBUG."""

import contextlib
import errno
import logging
import logging.handlers
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def log_to_file(path: Path, *, level: int = logging.INFO) -> None:
    """Sends this process's log to a rotating file (3 × 1 MB) that only the person can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    kind = _WithoutMessages if level > logging.DEBUG else logging.Formatter
    handler.setFormatter(kind("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)


def log_to_terminal(*, level: int = logging.WARNING) -> None:
    """Sends warnings to standard error, one line each: standard output belongs to the answer."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("desktop-search: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)


def log_ends_of_threads() -> None:
    """Has the log say that a thread ended in an exception: Python would print all of it, messages included."""
    threading.excepthook = lambda failed: logging.getLogger(__name__).error(
        "error in thread %s",
        failed.thread.name if failed.thread else "?",
        exc_info=(failed.exc_type, failed.exc_value or failed.exc_type(), failed.exc_traceback),
    )


def without_messages(error: BaseException) -> str:
    """A traceback that says where and what kind, but not what the exceptions say: that may be a query, a passage or the
    name of a file. An error of the system keeps its name, such as ENOSPC."""
    return "".join(_lines(error, set())).rstrip("\n")


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "\nwhich led to:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    number = error.errno if isinstance(error, OSError) else None
    yield type(error).__qualname__ + ("" if number is None else f" {errno.errorcode.get(number, number)}") + "\n"


class _WithoutMessages(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        return without_messages(ei[1]) if ei[1] is not None else ""


def keep_traceback(path: Path, error: BaseException) -> None:
    """Writes where an exception came from to a file. Does what it can: the disk may be what is wrong."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {without_messages(error)}\n\n")
