"""How long the window's event loop is ever held up while files are indexed, a person types, and previews are drawn.

    python -m tests.benchmarks.heartbeat --files 5000

A precise timer of 5 ms beats in the window's process, which has the real engine in a process of its own; a gap is what
a beat comes late. "control" is the same timer in an idle process with an event loop and nothing else, at the same time
on the same machine: what it misses, the machine has taken, not the window. The target is a gap of 50 ms at most for
999 of 1,000 beats. Letters are typed every 60 ms, a row is gone to every 150 ms, and its preview is asked for as ever.
When a first answer could be given a disk with some of the files goes away. In the end the engine is stopped, as one
that hangs, while more is asked than its socket takes.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread, Timer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_search import settings
from desktop_search.engine.client import Client
from desktop_search.engine.lock import lock_of
from desktop_search.errors import EngineUnavailable
from desktop_search.gui import collector
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.theme import Theme
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from tests.benchmarks import texts
from tests.benchmarks.children import Figures, private_environment, settings_of

MODULE = "tests.benchmarks.heartbeat"
BEAT_SECONDS = 0.005
TYPING_MS, GOING_MS, LOOKING_MS = 60, 150, 200
TARGET_MS = 50.0
DISK_FILES = 50
HUNG_MS, ASKING_MS = 3000, 5
LONGEST_HANG_SECONDS = 20.0
PATIENCE_SECONDS = 1800.0


class Heartbeat(QObject):
    """Beats every 5 ms in the event loop it lives in, and keeps by how much each beat was late, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(round(1000 * BEAT_SECONDS))

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, now - self._last - BEAT_SECONDS))
        self._last = now


class Person(QObject):
    """Types questions letter by letter, and goes from row to row, for as long as it lives."""

    def __init__(self, window: MainWindow, questions: Sequence[str]) -> None:
        super().__init__()
        self._window = window
        self._letters = "".join(f"{question}\n" for question in questions)
        self._at = 0
        for interval, act in ((TYPING_MS, self._type), (GOING_MS, self._go_on)):
            timer = QTimer(self)
            timer.timeout.connect(act)
            timer.start(interval)

    def _type(self) -> None:
        letter = self._letters[self._at % len(self._letters)]
        self._at += 1
        if letter == "\n":
            self._window.search_box.clear()
        else:
            QTest.keyClicks(self._window.search_box, letter)

    def _go_on(self) -> None:
        QTest.keyClick(self._window.search_box, Qt.Key.Key_Down)


def told(gaps: Sequence[float]) -> Figures:
    """How late the beats were, in milliseconds."""
    ordered = sorted(gaps)

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    return {
        "beats": len(gaps),
        "median_ms": at(0.5),
        "p99_ms": at(0.99),
        "p99_9_ms": at(0.999),
        "worst_ms": at(1.0),
        "over_16_ms": sum(gap > 0.016 for gap in gaps),
    }


@contextlib.contextmanager
def window_at(place: Path, changes: Settings) -> Iterator[tuple[QApplication, EngineLink, MainWindow]]:
    """A window that is shown, with a link to an engine that is not started yet; the engine is ended in the end."""
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    Theme(application)
    collector.collect_only_here(application)
    data = DataDirectory(place / "data")
    data.create()
    settings.save(changes, data.settings_file)
    link = EngineLink(data)
    window = MainWindow(link, place, [], QSettings(str(place / "window.ini"), QSettings.Format.IniFormat))
    window.show()
    application.processEvents()
    yield application, link, window
    link.close()
    with contextlib.suppress(EngineUnavailable):
        Client.connect(data).call("shutdown", timeout_seconds=30)
    # It writes what it has in hand before it lets the index go.
    with lock_of(data).acquire(timeout=60):
        pass


@contextlib.contextmanager
def control() -> Iterator[Figures]:
    """An idle event loop in a process of its own; in the end its figures are in what this gives."""
    found = Figures()
    process = subprocess.Popen([sys.executable, "-m", MODULE, "--control"], stdin=-1, stdout=-1, text=True)
    yield found
    found.update(json.loads(process.communicate("stop\n", timeout=30)[0]))


def measure(files: int, place: Path, changes: Settings) -> Figures:
    """The window's beats from its first paint until all files are found by words, with the control's beside them."""
    folder = place / "files"
    texts.write_folder(folder, texts.passages(2 * files), in_file=2)
    disk = place / "disk"
    texts.write_folder(disk, texts.passages(DISK_FILES), in_file=1)
    with window_at(place, changes) as (application, link, window):
        with control() as beside:
            heart = Heartbeat()
            link.start()
            window.welcome.folders_chosen.emit([str(disk), str(folder)])
            person = Person(window, texts.telling_words(folder).split() * 2)
            deadline = time.monotonic() + PATIENCE_SECONDS

            def look() -> None:
                status = link.status
                if status is not None and status.counts.indexed > DISK_FILES and disk.exists():
                    disk.rename(place / "unplugged")
                is_done = status is not None and status.counts.seen >= files and not status.counts.pending
                if is_done or time.monotonic() > deadline:
                    application.quit()

            looking = QTimer()
            looking.timeout.connect(look)
            looking.start(LOOKING_MS)
            application.exec()
            found = told(heart.gaps)
            person.deleteLater()
            looking.stop()
            hung = _while_hung(application, link)
        return {"files": files, "target_p99_9_ms": TARGET_MS, "window": found, "hung": hung, "control": beside}


def _while_hung(application: QApplication, link: EngineLink) -> Figures:
    """The window's beats while its engine takes nothing in."""
    status = link.status
    assert status is not None
    engine = int(status.engine.split()[-1])
    # A window that waits for it would wait for ever.
    waking = Timer(LONGEST_HANG_SECONDS, os.kill, (engine, signal.SIGCONT))
    waking.start()
    os.kill(engine, signal.SIGSTOP)
    try:
        heart, asking = Heartbeat(), QTimer()
        asking.timeout.connect(lambda: link.search("the engine does not answer", 20))
        asking.start(ASKING_MS)
        QTimer.singleShot(HUNG_MS, application.quit)
        application.exec()
        asking.stop()
        return told(heart.gaps)
    finally:
        waking.cancel()
        os.kill(engine, signal.SIGCONT)


def _control() -> None:
    """An idle event loop, until a line comes."""
    application = QCoreApplication(sys.argv[:1])
    heart = Heartbeat()
    Thread(target=lambda: (sys.stdin.readline(), application.quit()), daemon=True).start()
    application.exec()
    print(json.dumps(told(heart.gaps)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the program")
    parser.add_argument("--control", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.control:
        _control()
        return
    with tempfile.TemporaryDirectory(prefix="heartbeat-") as place:
        os.environ.update(private_environment(Path(place)))
        print(json.dumps(measure(options.files, Path(place), settings_of(options.set)), indent=2))


if __name__ == "__main__":
    main()
