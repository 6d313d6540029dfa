"""One window for one index."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.single_instance import SingleInstance, Summons
from desktop_search.paths import DataDirectory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stale sockets are a matter of Unix")

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_search.gui.single_instance import SingleInstance, Summons
from desktop_search.paths import DataDirectory
application = QCoreApplication([])
instance = SingleInstance(DataDirectory(Path(sys.argv[1])))
print("first" if instance.claim(Summons(sys.argv[2])) else "second", flush=True)
import os
os._exit(0)
"""


@pytest.fixture(autouse=True)
def runtime_directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A socket's path may have some 100 bytes only, and pytest's folders have long names.
    with tempfile.TemporaryDirectory(prefix="ds") as short:
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        yield


def start_again(data: DataDirectory, summons: Summons) -> QProcess:
    process = QProcess()
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("XDG_RUNTIME_DIR", os.environ["XDG_RUNTIME_DIR"])
    process.setProcessEnvironment(environment)
    process.start(sys.executable, ["-c", SECOND_START, str(data.root), summons.value])
    return process


def test_a_second_start_raises_the_first_window(qtbot: QtBot, window: MainWindow, data: DataDirectory) -> None:
    instance = SingleInstance(data)
    assert instance.claim(Summons.RAISE)
    instance.summoned.connect(lambda summons: window.summon())
    window.showMinimized()
    process = start_again(data, Summons.RAISE)
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert process.readAllStandardOutput().data().strip() == b"second"
    qtbot.waitUntil(lambda: window.isVisible() and not window.isMinimized())
    instance.release()


def test_toggle_shows_and_hides(qtbot: QtBot, window: MainWindow, data: DataDirectory) -> None:
    instance = SingleInstance(data)
    assert instance.claim(Summons.TOGGLE)
    with qtbot.waitSignal(instance.summoned, timeout=20_000) as summoned:
        process = start_again(data, Summons.TOGGLE)
    assert summoned.args == [Summons.TOGGLE]
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.toggle()
    assert not window.isVisible()
    window.toggle()
    assert window.isVisible()
    instance.release()


def test_a_socket_left_by_a_crash_is_no_window(data: DataDirectory) -> None:
    command = [sys.executable, "-c", SECOND_START, str(data.root), "raise"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.strip() == b"first"
    assert Path(data.window_socket).exists()
    instance = SingleInstance(data)
    assert instance.claim(Summons.RAISE)
    instance.release()


def test_two_indexes_have_two_windows(tmp_path: Path) -> None:
    first, second = (SingleInstance(DataDirectory(tmp_path / name)) for name in ("one", "two"))
    assert first.claim(Summons.RAISE)
    assert second.claim(Summons.RAISE)
    first.release()
    second.release()
