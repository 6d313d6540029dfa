"""Keeps how fast models are on this machine, as `bench` has measured them, in a file beside what was prepared."""

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_search.records import ModelSpeed

FILE = "speeds.json"
MOST_MODELS = 200


def keep(place: Path, revision: str, speed: ModelSpeed) -> None:
    """Notes the speed of a model in place of an older one. What cannot be written is measured again some day."""
    known = {**_read(place), revision: asdict(speed)}
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        newest = dict(list(known.items())[-MOST_MODELS:])
        (place / FILE).write_text(json.dumps(newest, indent=1), encoding="utf-8")


def of(place: Path, revision: str) -> ModelSpeed | None:
    """The speed of a model; None where it was never measured here."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        plain = _read(place)[revision]
        return ModelSpeed(float(plain["passages_per_second"]), str(plain["backend"]), str(plain["precision"]))
    return None


def _read(place: Path) -> dict[str, Any]:
    try:
        plain = json.loads((place / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return plain if isinstance(plain, dict) else {}
