"""What a hub of models has of one model: the files that would be downloaded, with all by which they are checked."""

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file as the hub declares it. name is where it belongs in the model's folder, path where it lies in the hub.

    sha256 is empty where the hub tells only the file's id in git (blob_id), as it does for small ones.
    """

    name: str
    path: str
    size: int
    sha256: str
    blob_id: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A model at one commit, which never changes. name is "owner/name"; licence is empty where none is told."""

    name: str
    commit: str
    host: str
    licence: str
    files: tuple[OfferedFile, ...]

    @property
    def size(self) -> int:
        """Of all files together, in bytes."""
        return sum(file.size for file in self.files)


def to_plain(offer: Offer) -> dict[str, Any]:
    """The offer in values that JSON knows."""
    return dataclasses.asdict(offer)


def from_plain(plain: dict[str, Any]) -> Offer:
    """The offer that was made plain."""
    return Offer(**{**plain, "files": tuple(OfferedFile(**file) for file in plain["files"])})
