"""Logging for one process. What people wrote (contents of files, queries) never goes above DEBUG."""

import logging
import logging.handlers
import sys
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
