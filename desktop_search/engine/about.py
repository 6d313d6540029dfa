"""Says what the program is made of, and whether it talks to anybody: by looking, not by promising."""

import importlib.metadata
import logging
import platform
import re
from collections.abc import Iterator
from pathlib import Path

import psutil

from desktop_search import __version__
from desktop_search.records import About, Library

logger = logging.getLogger(__name__)

PROGRAM = "desktop-search"
MORE = ("openvino", "torch", "rapidocr", "onnxruntime", "tokenizers", "hnswlib")
"""Looked for beside what the program's own metadata names."""
LONGEST_LICENCE = 60


def about(data: Path) -> About:
    """What runs here. Reads the metadata of what is installed, and imports none of it."""
    libraries = sorted(_libraries(), key=lambda library: library.name.lower())
    return About(__version__, platform.python_version(), str(data), tuple(libraries), open_connections())


def open_connections() -> int:
    """How many connections to other machines this process and those it started hold at this moment."""
    own = psutil.Process()
    found = 0
    for process in (own, *own.children(recursive=True)):
        try:
            found += len(process.net_connections(kind="inet"))
        except psutil.Error:
            # A reader that has just ended, or one that is locked in so well that nobody may look.
            logger.debug("the connections of a process cannot be seen")
    return found


def _libraries() -> Iterator[Library]:
    for name in dict.fromkeys((*_required(), *MORE)):
        try:
            told = importlib.metadata.distribution(name).metadata
        except importlib.metadata.PackageNotFoundError:
            continue
        yield Library(told["Name"] or name, told["Version"] or "", _licence(told))


def _required() -> list[str]:
    try:
        lines = importlib.metadata.requires(PROGRAM) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [match.group() for line in lines if (match := re.match(r"[A-Za-z0-9._-]+", line))]


def _licence(told: "importlib.metadata.PackageMetadata") -> str:
    """The licence's name: as an expression, else by the classifiers, else the first line of what is said of it."""
    if expression := _value(told, "License-Expression"):
        return expression
    prefix = "License :: "
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith(prefix)]
    if named := [line for line in classified if line != "OSI Approved"]:
        return ", ".join(named)
    said = _value(told, "License").strip().splitlines()
    return said[0][:LONGEST_LICENCE] if said else ""


def _value(told: "importlib.metadata.PackageMetadata", key: str) -> str:
    return told[key] or "" if key in told else ""
