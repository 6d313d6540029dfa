"""Where things live: index, labels, models, logs and socket in the data directory; icons and samples in resources."""

import errno
import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desktop_search.errors import DesktopSearchError

LONGEST_SOCKET_DIRECTORY = 80
"""Bytes: a socket's whole path may have some 100."""


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """All state of one person's index. Nothing of ours is kept anywhere else, but for the socket."""

    root: Path

    @property
    def index_database(self) -> Path:
        return self.root / "index.db"

    @property
    def user_database(self) -> Path:
        return self.root / "user.db"

    @property
    def user_copies(self) -> Path:
        """Copies of user.db, made now and then."""
        return self.root / "copies"

    @property
    def words(self) -> Path:
        return self.root / "words"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors"

    @property
    def models(self) -> Path:
        """What was prepared of models, and how fast they are here."""
        return self.root / "models"

    @property
    def installed_models(self) -> Path:
        """The person's own models, each in a folder with its name."""
        return self.models / "installed"

    @property
    def learning(self) -> Path:
        return self.root / "learning"

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.toml"

    @property
    def backups(self) -> Path:
        """What was put aside before something else took its place."""
        return self.root / "backups"

    @property
    def lock_file(self) -> Path:
        return self.root / "engine.lock"

    @property
    def log_file(self) -> Path:
        return self.root / "logs" / "engine.log"

    @property
    def command_log(self) -> Path:
        return self.root / "logs" / "commands.log"

    @property
    def socket(self) -> str:
        """The engine's address: a socket in a private folder, or a named pipe on Windows.

        A socket's path must be short, so its name is a digest of the data directory's.
        """
        if sys.platform == "win32":
            return rf"\\.\pipe\desktop-search-{self._digest}"
        return str(private_runtime_directory() / f"{self._digest}.sock")

    @property
    def window_socket(self) -> str:
        """Where the window listens for further starts of the program, named as QLocalServer wants it."""
        if sys.platform == "win32":
            return f"desktop-search-window-{self._digest}"
        return str(private_runtime_directory() / f"{self._digest}-window.sock")

    @property
    def _digest(self) -> str:
        return hashlib.blake2b(os.fsencode(self.root.absolute()), digest_size=8).hexdigest()

    def create(self) -> None:
        """Makes the directory, for this person only.

        Raises DesktopSearchError when it cannot be made or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            tag = self.root / "CACHEDIR.TAG"
            # Written once: on a full disk it could not be written again, and nothing could be forgotten either.
            if not tag.exists() or not tag.stat().st_size:
                tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n", encoding="ascii")
            if not os.access(self.root, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            raise DesktopSearchError(
                f"The data directory {self.root} cannot be used: {error.strerror}.", "Choose another with --data-dir."
            ) from error


def default_data_directory() -> Path:
    """The platform's own place for a program's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("desktop-search", appauthor=False))


def private_runtime_directory() -> Path:
    """A directory that only this person can enter: under XDG_RUNTIME_DIR, or a private one beside temporary files.

    Raises DesktopSearchError when somebody else owns it or may enter it.
    """
    base = os.environ.get("XDG_RUNTIME_DIR")
    own = f"desktop-search-{os.getuid()}"
    directory = (
        Path(base) / "desktop-search" if base and os.access(base, os.W_OK) else Path(tempfile.gettempdir()) / own
    )
    if len(os.fsencode(directory)) > LONGEST_SOCKET_DIRECTORY:
        directory = Path("/tmp") / own
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DesktopSearchError(f"{directory} cannot be made: {error.strerror}.", "Set XDG_RUNTIME_DIR.") from error
    status = directory.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise DesktopSearchError(
            f"{directory} belongs to somebody else or is open to others.", "Remove it and try again."
        )
    return directory


def resource(name: str) -> Path:
    """A file or folder of `resources/`, in the installed package or in the source tree.

    Raises FileNotFoundError for a name that does not ship.
    """
    package = Path(__file__).parent
    for base in (package / "_resources", package.parent / "resources"):
        if (base / name).exists():
            return base / name
    raise FileNotFoundError(f"resources/{name}")
