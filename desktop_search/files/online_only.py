"""Tells files that a cloud keeps elsewhere until somebody opens them: reading one would fetch it from the network."""

import os
import sys
from functools import lru_cache
from pathlib import Path

from desktop_search.records import FileStat

ONLINE_ONLY_NS = -1
"""Stands for the time of change of such a file: systems do not tell of a change when its content arrives."""

# FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN and _RECALL_ON_DATA_ACCESS, of Windows' winnt.h.
_WINDOWS_ATTRIBUTES = 0x1000 | 0x40000 | 0x400000
# SF_DATALESS, of macOS' sys/stat.h.
_MACOS_FLAG = 0x40000000
# The kinds of file systems in user space that clouds are mounted as. Others, too, say that their files take no room
# on any disk, but have them at hand.
_CLOUDS = frozenset(
    "rclone onedriver onedrive google-drive-ocamlfuse gcsf insync dropbox pcloud seadrive odrive megafs s3fs gcsfuse "
    "goofys blobfuse2 blobfuse mountpoint-s3 icloud nextcloud owncloud expandrive cloudmounter mountainduck".split()
)


def is_online_only(status: os.stat_result) -> bool:
    """Whether a file's content has yet to be fetched, as far as the system says so."""
    if getattr(status, "st_file_attributes", 0) & _WINDOWS_ATTRIBUTES or getattr(status, "st_flags", 0) & _MACOS_FLAG:
        return True
    # No block on any disk have files of zeros alone, those so small that they lie beside their names, and these.
    return getattr(status, "st_blocks", None) == 0 and status.st_size > 0 and is_of_a_cloud(mounted_as(status.st_dev))


def lies_online(stat: FileStat) -> bool:
    """Whether a file's content was yet to be fetched when its stat was taken."""
    return stat.changed_ns == ONLINE_ONLY_NS


def is_of_a_cloud(kind: str) -> bool:
    """Whether a kind of file system, "fuse.rclone", is that of a cloud."""
    return kind.startswith("fuse.") and kind.removeprefix("fuse.").lower() in _CLOUDS


@lru_cache(256)
def mounted_as(device: int) -> str:
    """The kind of the file system that a device is mounted as; "" where the system does not say."""
    if sys.platform != "linux":
        return ""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return kind_of(f"{os.major(device)}:{os.minor(device)}", mounts)


def kind_of(device: str, mounts: str) -> str:
    """The kind of the file system of a device ("0:52"), by the lines of Linux' mountinfo (see man 5 proc)."""
    for line in mounts.splitlines():
        place, _, system = line.partition(" - ")
        if place.split(" ")[2:3] == [device]:
            return system.partition(" ")[0]
    return ""
