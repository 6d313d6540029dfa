"""Tells where to look again when something changes on disk. It never says what happened: that is for the scan."""

import logging
import os
import threading
import warnings
from collections.abc import Callable

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

logger = logging.getLogger(__name__)

UNINTERESTING = (events.FileOpenedEvent, events.FileClosedNoWriteEvent)
"""Reading a file is no change. The system is not even asked to tell of it: each file that our own readers read would
wake two threads, twice."""
INTERESTING = [
    event
    for event in vars(events).values()
    if isinstance(event, type) and issubclass(event, FileSystemEvent) and event not in UNINTERESTING
]


class Watcher:
    """Watches folders; hint(path) is called on a thread of its own with every path that may have changed.

    overflowed() is called when the system lost events: then everything has to be looked at again.
    """

    def __init__(
        self, hint: Callable[[str], None], overflowed: Callable[[], None], *, folders_changed: Callable[[], None]
    ) -> None:
        """folders_changed() is called when there may be other folders, or other watches, than there were."""
        # watchdog 7.1 formats a bound method into a warning for every watch it adds again.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._handler = _Hints(hint, folders_changed)
        self._folders_changed = folders_changed
        self._overflow = _OverflowFromLog(overflowed)
        logging.getLogger("watchdog.observers.inotify").addHandler(self._overflow)
        self._observer = Observer()
        self._observer.name = "watching"
        self._observer.start()
        self._watches: dict[str, ObservedWatch] = {}
        self._identities: dict[str, tuple[int, int]] = {}
        self._refused: set[str] = set()
        self._changing = threading.Lock()
        self._closed = False

    def watch(self, folders: list[str]) -> None:
        """Watches exactly these folders from now on, and hints at those that came, went or were replaced.

        One that is not there, or cannot be watched, is tried again with the next call, and is left to the scans.
        """
        with self._changing:
            if not self._closed:
                self._watch(folders)

    def watch_anew(self) -> None:
        """Makes all watches anew, of the folders as they are now, and hints at them: some watches were lost."""
        with self._changing:
            if self._closed:
                return
            folders = list(self._watches)
            for path in folders:
                self._stop(path)
            self._watch(folders)

    def _watch(self, folders: list[str]) -> None:
        for path in set(self._watches) - set(folders):
            self._stop(path)
        for path in folders:
            identity = _identity(path)
            if path in self._watches:
                if self._identities[path] == identity:
                    continue
                # The watch belongs to what was there before.
                self._stop(path)
                self._handler.hint(path)
            if identity is None:
                continue
            try:
                recursive = os.path.isdir(path)
                self._watches[path] = self._observer.schedule(
                    self._handler, path, recursive=recursive, event_filter=INTERESTING
                )
            except OSError as error:
                if path not in self._refused:
                    logger.warning("a folder cannot be watched, it will be scanned now and then: %s", error.strerror)
                self._refused.add(path)
                continue
            self._identities[path] = identity
            self._folders_changed()
            self._handler.hint(path)

    def watched(self) -> frozenset[str]:
        """The folders that are being watched."""
        return frozenset(self._watches)

    def close(self) -> None:
        with self._changing:
            self._closed = True
        logging.getLogger("watchdog.observers.inotify").removeHandler(self._overflow)
        self._observer.stop()
        self._observer.join(timeout=5)

    def _stop(self, path: str) -> None:
        self._observer.unschedule(self._watches.pop(path))
        del self._identities[path]


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


class _Hints(FileSystemEventHandler):
    def __init__(self, hint: Callable[[str], None], folders_changed: Callable[[], None]) -> None:
        self.hint = hint
        self._folders_changed = folders_changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and event.event_type == "modified":
            return
        if event.is_directory and event.event_type in ("created", "moved"):
            self._folders_changed()
        for path in {event.src_path, event.dest_path}:
            if path:
                self.hint(os.fsdecode(path))


class _OverflowFromLog(logging.Handler):
    """watchdog tells of a lost event only in its log."""

    def __init__(self, overflowed: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._overflowed = overflowed

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            self._overflowed()
