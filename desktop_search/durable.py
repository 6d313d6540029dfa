"""Writes files whole and onto the disk, for this person only: after a crash there is the old file or the new one."""

import os
from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Makes a file, or makes it anew, that only its owner can read; it is on the disk afterwards. Raises OSError."""
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def replace(file: Path, content: bytes) -> None:
    """Gives a file other content in one step, by way of one beside it that ends in .new. Raises OSError."""
    temporary = file.with_name(f"{file.name}.new")
    write(temporary, content)
    os.replace(temporary, file)
    flush_folder(file.parent)


def flush_folder(folder: Path) -> None:
    """Has the disk know which files a folder holds. Raises OSError."""
    # Windows has no way to ask for this.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
