"""The word index's place on the disk: says whether what lies there can be trusted, and makes it empty.

A word index is only a cache, so anything doubtful is thrown away rather than mended.
"""

import json
import logging
import shutil
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

logger = logging.getLogger(__name__)

_VERSION_FILE = "desktop-search-version"
_META_FILE = "meta.json"
# tantivy ends each of its files with a line of JSON, that line's length, and this number (tantivy's footer.rs).
_FOOTER_MAGIC = 1337
_SEGMENT_PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_CHUNK_BYTES = 1 << 20


def is_sound(directory: Path, version: int, shelves: Sequence[str]) -> bool:
    """Whether an index of this version lies there with all its shelves, every file of them as it was written.

    tantivy itself looks at its checksums only when asked to, and a damaged file panics in the middle of a search.
    """
    try:
        if (directory / _VERSION_FILE).read_text("utf-8") != str(version):
            return False
        return all(_is_as_written(file) for shelf in shelves for file in _segment_files(directory / shelf))
    except (OSError, ValueError, LookupError, TypeError) as error:
        logger.info("The word index cannot be read: %s", error)
        return False


def make_empty(directory: Path, version: int, shelves: Sequence[str]) -> None:
    """Leaves empty shelves in a directory that belongs to this version. Raises OSError when it cannot be written."""
    if directory.is_dir() and not directory.is_symlink():
        for inside in directory.iterdir():
            if inside.is_dir() and not inside.is_symlink():
                shutil.rmtree(inside)
            else:
                inside.unlink()
    elif directory.is_symlink() or directory.exists():
        directory.unlink()
    for shelf in shelves:
        (directory / shelf).mkdir(parents=True)
    (directory / _VERSION_FILE).write_text(str(version), "utf-8")


def _segment_files(shelf: Path) -> list[Path]:
    """Every file that the segments in use must have; files left over from a crash do not count."""
    meta = json.loads((shelf / _META_FILE).read_bytes())
    files = []
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        files += [shelf / f"{name}.{part}" for part in _SEGMENT_PARTS]
        if segment.get("deletes"):
            files.append(shelf / f"{name}.{segment['deletes']['opstamp']}.del")
    return files


def _is_as_written(file: Path) -> bool:
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        if size < 8:
            return False
        stream.seek(size - 8)
        length, magic = struct.unpack("<II", stream.read(8))
        if magic != _FOOTER_MAGIC or length + 8 > size:
            return False
        stream.seek(size - 8 - length)
        expected = json.loads(stream.read(length))["crc"]
        stream.seek(0)
        crc, remaining = 0, size - 8 - length
        while remaining and (chunk := stream.read(min(remaining, _CHUNK_BYTES))):
            crc = zlib.crc32(chunk, crc)
            remaining -= len(chunk)
    return bool(crc == expected)
