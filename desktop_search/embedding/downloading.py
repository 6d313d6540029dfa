"""Gets a model from a hub by a process that does only that: first what there is of it, then, if wanted, the files.

This module itself never uses the network.
"""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_search.embedding import child_process, known_models, offers
from desktop_search.embedding.offers import Offer
from desktop_search.errors import DesktopSearchError

HUB = "https://huggingface.co"
PROCESS = "desktop_search.embedding.hub"
MARK = "hub: "
ASKING_SECONDS = 120.0
NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
REVISION = re.compile(r"|[A-Za-z0-9][\w./-]{0,99}")
TIMES_ON_DISK, SPARE_BYTES = 2, 100_000_000
"""What was downloaded is copied when it is added, and only then removed."""
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "0",
    "TRANSFORMERS_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_DEBUG": "",
    "DO_NOT_TRACK": "1",
}

Tell = Callable[[int], None]


def full_name(name: str) -> str:
    """The name on the hub: a known model's may be given without its owner. Raises DesktopSearchError."""
    known = known_models.find(name)
    if known is not None:
        return known.name
    if not NAME.fullmatch(name) or ".." in name or "--" in name:
        raise DesktopSearchError(
            f"“{name}” is no name of a model on {host_of(HUB)}.",
            "Such a name is owner/name; desktop-search models list shows some.",
        )
    return name


def host_of(endpoint: str) -> str:
    """The host that is asked."""
    return endpoint.partition("://")[2].partition(":")[0]


def ask(name: str, revision: str = "", *, endpoint: str = HUB) -> Offer:
    """What the hub has of a model, at a commit or at its newest one.

    Raises DesktopSearchError, also for a model that would be refused.
    """
    if not REVISION.fullmatch(revision) or ".." in revision:
        raise DesktopSearchError(
            f"“{revision}” is no revision of a model.", "A commit is 40 digits and letters a to f."
        )
    answer = _run("offer", full_name(name), revision, endpoint, seconds=ASKING_SECONDS)
    return offers.from_plain(answer["offer"])


def refuse_without_room(offer: Offer, place: Path) -> None:
    """Raises DesktopSearchError where the disk has not room enough for what is downloaded, and for its copy."""
    while not place.exists():
        place = place.parent
    wanted, free = TIMES_ON_DISK * offer.size + SPARE_BYTES, shutil.disk_usage(place).free
    needed, there = f"{wanted / 1e6:,.0f} MB", f"{free / 1e6:,.0f} MB"
    if free < wanted:
        raise DesktopSearchError(
            f"There is not enough room on the disk: {needed} are needed, {there} are free.",
            "The model is copied once when it is added.",
        )


def fetch(offer: Offer, folder: Path, tell: Tell, *, endpoint: str = HUB, is_wanted: Callable[[], bool]) -> Path:
    """Downloads what was offered below an empty folder, and gives the folder with the files, all of them checked.

    tell hears now and then how many bytes are there. Raises DesktopSearchError; what is left then is for the caller to
    remove.
    """
    (folder / "offer.json").write_text(json.dumps(offers.to_plain(offer)), encoding="utf-8")
    files = folder / "files"

    def look() -> bool:
        tell(_bytes_in(files))
        # One that nobody has touched for an hour is taken for a forgotten one, and removed.
        os.utime(folder)
        return is_wanted()

    _run("fetch", str(folder), endpoint, is_wanted=look)
    look()
    return files


def _run(
    *arguments: str, seconds: float = float("inf"), is_wanted: Callable[[], bool] = lambda: True
) -> dict[str, Any]:
    ended = child_process.run(PROCESS, *arguments, seconds=seconds, is_wanted=is_wanted, environment=ENVIRONMENT)
    if ended.status is None:
        if seconds < float("inf"):
            raise DesktopSearchError(f"{host_of(arguments[-1])} takes too long to answer.", "Nothing was added.")
        raise DesktopSearchError("The download was stopped.", "Nothing was added.")
    last = ended.lines[-1] if ended.lines else ""
    if not last.startswith(MARK):
        raise DesktopSearchError(
            f"The download ended without an answer ({last[:200] or f'status {ended.status}'}).", "Nothing was added."
        )
    answer: dict[str, Any] = json.loads(last.removeprefix(MARK))
    if "error" in answer:
        raise DesktopSearchError(*answer["error"])
    return answer


def _bytes_in(folder: Path) -> int:
    found = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(OSError):
            found += file.stat().st_size if file.is_file() else 0
    return found
