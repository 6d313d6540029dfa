"""The lock that makes an engine the only one of its data directory. Imports little: most who want it are told no."""

from filelock import FileLock

from desktop_search.paths import DataDirectory


def lock_of(data: DataDirectory) -> FileLock:
    """The lock, not yet taken. The system releases it when its holder dies."""
    data.create()
    return FileLock(data.lock_file, mode=0o600, thread_local=False)
