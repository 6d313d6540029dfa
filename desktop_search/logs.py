"""Logging for one process. What people wrote (contents of files, queries) never goes above DEBUG."""

import contextlib
import logging
import logging.handlers
import sys
import time
import traceback
from pathlib import Path


def log_to_file(path: Path, *, level: int = logging.INFO) -> None:
    """Sends this process's log to a rotating file (3 × 1 MB) that only the person can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
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


def keep_traceback(path: Path) -> None:
    """Writes the exception being handled to a file. Does what it can: the disk may be what is wrong."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {traceback.format_exc()}\n")
