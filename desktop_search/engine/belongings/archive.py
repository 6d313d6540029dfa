"""One file that holds a backup: a plain zip file, not packed, with the SHA-256 of every member in its manifest.

What is read may be a stranger's: only members with names that a backup has are taken, only as many and as long as the
manifest says, and nothing that leads anywhere else.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from desktop_search import durable
from desktop_search.errors import DesktopSearchError

MANIFEST, FORMAT, PROGRAM = "manifest.json", 1, "desktop-search"
USER_DATABASE, SETTINGS, MODELS = "user.db", "settings.toml", "models/"
_PART = r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}"
_NAME = re.compile(rf"user\.db|settings\.toml|models/{_PART}(/{_PART}){{1,4}}")
MOST_MEMBERS, LARGEST_MANIFEST, AT_ONCE = 20_000, 16_000_000, 1 << 20
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error, ValueError, RuntimeError, KeyError)


class BackupRefused(DesktopSearchError):
    """A file that is no backup, or not a whole one. Takes the reason, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This backup is not restored: {reason}.", "Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself. root is the data directory that it was made of."""

    made_at: str
    version: str
    root: str
    files: Mapping[str, tuple[int, str]]
    """Size in bytes and SHA-256 of each member."""


@dataclass(frozen=True, slots=True)
class _Member:
    size: int
    sha256: str


def write(target: Path, members: Mapping[str, bytes | Path], about: Mapping[str, str], *, force: bool) -> int:
    """Writes a backup under its name when all of it is on the disk and was read back. Returns its size in bytes.

    about holds made_at, version and root. Raises DesktopSearchError where the name is taken (unless force), OSError.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
                known = {name: _put(packed, name, source) for name, source in members.items()}
                plain = {
                    "format": FORMAT,
                    "program": PROGRAM,
                    **about,
                    "files": {n: asdict(m) for n, m in known.items()},
                }
                packed.writestr(_entry(MANIFEST), json.dumps(plain, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        with opened(temporary) as archive:
            for name in archive.contents.files:
                archive.read_through(name)
        _publish(temporary, target, force=force)
    finally:
        temporary.unlink(missing_ok=True)
    return target.stat().st_size


@contextlib.contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """A backup whose members' names and sizes are sound. Raises BackupRefused, also while it is read, and OSError."""
    try:
        if not path.is_file():
            raise BackupRefused(f"{path} is no file" if path.exists() else f"{path} does not exist")
        with zipfile.ZipFile(path) as packed:
            yield Archive(packed, path.stat().st_size)
    except _BROKEN as error:
        raise BackupRefused(f"{path.name} is damaged, or no backup of this program") from error


class Archive:
    """A backup that is open for reading."""

    def __init__(self, packed: zipfile.ZipFile, size: int) -> None:
        self._packed = packed
        _refuse_odd(packed.infolist(), size)
        self.contents = self._contents()

    def extract(self, name: str, target: Path) -> None:
        """Writes a member to a new file that only the person can read. Raises BackupRefused where it is damaged."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            self.read_through(name, stream)

    def read_through(self, name: str, into: IO[bytes] | None = None) -> None:
        """Reads a whole member and compares it with the manifest. Raises BackupRefused where it differs."""
        size, expected = self.contents.files[name]
        digest, left = hashlib.sha256(), size
        with self._packed.open(name) as member:
            while some := member.read(min(AT_ONCE, left + 1)):
                left -= len(some)
                if left < 0:
                    break
                digest.update(some)
                if into is not None:
                    into.write(some)
        if left or digest.hexdigest() != expected:
            raise BackupRefused(f"{name} in it is damaged")

    def _contents(self) -> Contents:
        if MANIFEST not in self._packed.namelist() or self._packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise BackupRefused("it has no list of what it holds")
        plain: dict[str, Any] = json.loads(self._packed.read(MANIFEST))
        try:
            if plain["program"] != PROGRAM or not isinstance(plain["format"], int):
                raise BackupRefused("it was made by another program")
            if plain["format"] > FORMAT:
                raise BackupRefused("it was made by a newer version of this program")
            files = {str(name): (int(one["size"]), str(one["sha256"])) for name, one in plain["files"].items()}
            contents = Contents(str(plain["made_at"]), str(plain["version"]), str(plain["root"]), files)
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise BackupRefused("its list of what it holds cannot be read") from error
        sizes = {member.filename: member.file_size for member in self._packed.infolist() if member.filename != MANIFEST}
        if sizes != {name: size for name, (size, _) in files.items()}:
            raise BackupRefused("it does not hold what it says")
        return contents


def _refuse_odd(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise BackupRefused(f"it holds more than {MOST_MEMBERS:,} files")
    seen: set[str] = set()
    for member in members:
        shown = ascii(member.orig_filename)[1:-1][:80]
        if member.filename != MANIFEST and not _NAME.fullmatch(member.orig_filename):
            raise BackupRefused(f"“{shown}” in it is no name that a backup has")
        if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BackupRefused(f"“{shown}” in it is a link or no plain file")
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 0x1:
            raise BackupRefused(f"“{shown}” in it is packed or encrypted, which nothing in a backup is")
        # Two names that differ by case only are one file on some systems.
        if member.filename.casefold() in seen:
            raise BackupRefused(f"“{shown}” is in it twice")
        seen.add(member.filename.casefold())
    # Nothing is packed, so members that are longer than the file claim each other's bytes.
    if sum(member.file_size for member in members) > size:
        raise BackupRefused("it claims to hold more than it can")


def _put(packed: zipfile.ZipFile, name: str, source: bytes | Path) -> _Member:
    digest, size = hashlib.sha256(), 0
    with contextlib.ExitStack() as stack:
        into = stack.enter_context(packed.open(_entry(name), "w", force_zip64=True))
        if isinstance(source, bytes):
            pieces: Iterator[bytes] = iter([source])
        else:
            stream = stack.enter_context(source.open("rb"))
            pieces = iter(lambda: stream.read(AT_ONCE), b"")
        for some in pieces:
            digest.update(some)
            size += len(some)
            into.write(some)
    return _Member(size, digest.hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


def _publish(temporary: Path, target: Path, *, force: bool) -> None:
    if force:
        os.replace(temporary, target)
    else:
        try:
            # A link is refused where the name is taken, also by somebody who was faster.
            os.link(temporary, target)
        except FileExistsError:
            raise DesktopSearchError(
                f"{target} exists already.", "Choose another name, or replace it with --force."
            ) from None
        except OSError:
            # Some file systems, such as those of USB sticks, know no links.
            if target.exists():
                raise DesktopSearchError(
                    f"{target} exists already.", "Choose another name, or replace it with --force."
                ) from None
            os.rename(temporary, target)
    durable.flush_folder(target.parent)
