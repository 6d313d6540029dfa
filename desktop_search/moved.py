"""Where a data directory lies that was moved: a small file stays in its old place and names the new one.

A move ends with the writing of that file, in one step. Until then the old directory is the one in charge, and a note in
the new one keeps anybody from taking it for whole; from then on it is the new one, and the note says what is left to
be removed.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_search import durable
from desktop_search.errors import DesktopSearchError

SIGN, NOTE = "moved.toml", "moved-from.toml"
"""In the old place, where the new one is; and in the new one, where its data comes from, until the old is empty."""
MOST_SIGNS = 16
_SAID = "# The data of Desktop Search was moved from here. Remove this file only to begin anew in this place.\n"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the note in a new place says: the old place, and whether all of it has been copied."""

    old: Path
    is_complete: bool


def located(root: Path) -> Path:
    """The data directory that is meant by a place: itself, or where it was moved to.

    Raises DesktopSearchError when the new place is not there, and for one to which a move did not come to its end.
    """
    place = root
    for _ in range(MOST_SIGNS):
        arrival = arrival_at(place)
        if arrival is not None and has_moved(arrival.old, place):
            return place
        further = sign_in(place)
        if further is None and arrival is not None and (arrival.old.is_dir() or not arrival.is_complete):
            raise DesktopSearchError(
                f"Moving the data to {place} did not come to its end; it is all in {arrival.old}.",
                f"Move it again, or remove {place}.",
            )
        if further is None:
            return place
        if not further.is_dir():
            raise DesktopSearchError(
                f"The data was moved to {further}, which is not there.",
                f"Connect the disk that it is on, or remove {place / SIGN} to begin anew.",
            )
        place = further
    raise DesktopSearchError(f"The files {SIGN} from {root} on lead nowhere.", "Remove them, or name another place.")


def way_from(root: Path) -> Iterator[Path]:
    """A place, and those to which its data was moved, one after the other, as far as the files say."""
    place: Path | None = root
    for _ in range(MOST_SIGNS):
        if place is None:
            return
        yield place
        place = sign_in(place)


def has_moved(old: Path, new: Path) -> bool:
    """Whether the old place says that its data is in the new one."""
    sign = sign_in(old)
    return sign is not None and os.path.realpath(sign) == os.path.realpath(new)


def sign_in(place: Path) -> Path | None:
    """Where the data of a place was moved to; None where it was not."""
    said = _read(place / SIGN).get("moved_to")
    return Path(said) if isinstance(said, str) and said else None


def arrival_at(place: Path) -> Arrival | None:
    """Where the data in a place comes from, as long as that is not done with; None else."""
    plain = _read(place / NOTE)
    old = plain.get("moved_from")
    return Arrival(Path(old), plain.get("complete") is True) if isinstance(old, str) and old else None


def put_sign(place: Path, new: Path) -> None:
    """Says in a place where its data is now, in one step. Raises OSError."""
    _write(place / SIGN, {"moved_to": str(new)})


def note_arrival(place: Path, old: Path, *, complete: bool) -> None:
    """Says in a new place where its data comes from, in one step. Raises OSError."""
    _write(place / NOTE, {"moved_from": str(old), "complete": complete})


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(file: Path, values: dict[str, object]) -> None:
    import tomli_w

    text = tomli_w.dumps(values)
    durable.replace(file, (_SAID + text if file.name == SIGN else text).encode("utf-8"))
