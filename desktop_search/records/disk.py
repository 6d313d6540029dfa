"""What is on the disk, and what became of it. Frozen and pure."""

from dataclasses import dataclass
from enum import StrEnum


class FileState(StrEnum):
    """What became of a file. Every file known to the index is in exactly one of these."""

    INDEXED = "indexed"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Folder:
    """A place the person asked us to index, with rules of theirs and the paths inside it that they had forgotten."""

    path: str
    ignore_rules: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileStat:
    """What the disk says about a file; equal means unchanged. Times are nanoseconds since 1970."""

    path: str
    size: int
    modified_ns: int
    changed_ns: int
    device: int
    inode: int
