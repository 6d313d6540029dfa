"""A window on a scripted engine, and two watchmen: Qt's own warnings, and references that PySide loses."""

import contextlib
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_search import settings
from desktop_search.engine.client import Client
from desktop_search.errors import EngineUnavailable
from desktop_search.gui import translation
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.gui.pages.models import download_dialog, work_line
from desktop_search.gui.theme import Theme
from desktop_search.paths import DataDirectory
from tests.gui.scripted import Scripted
from tests.gui.stand_in import StandInEngine

HOME = "/home/ana"
WINDOW_SYSTEM_IS_MISSING = ("This plugin does not support", "QObject::connect: No such signal QPlatformNativeInterface")
"""What the offscreen platform says about raising and moving windows, and about a tray."""


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> Theme:
    translation.speak(qapp, "en")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return Theme(qapp)


@pytest.fixture(autouse=True)
def no_warning_of_qt(qtlog: object) -> Iterator[None]:
    """Fails a test in which Qt complained: it does so about mistakes of ours."""
    yield
    serious = [record for record in qtlog.records if record.type_name not in ("QtDebugMsg", "QtInfoMsg")]
    assert [r.message for r in serious if not r.message.startswith(WINDOW_SYSTEM_IS_MISSING)] == []


@pytest.fixture(autouse=True)
def no_lost_references() -> Iterator[None]:
    """PySide 6.12.0 took a reference to None with every call on Python 3.11; after some thousand, Python aborts."""
    # What earlier tests left to the collector must not count as lost here; and as in the window itself, nothing is
    # collected on other threads, which would delete widgets under Qt's hands.
    gc.collect()
    gc.disable()
    before = sys.getrefcount(None)
    yield
    after = sys.getrefcount(None)
    gc.collect()
    gc.enable()
    if sys.version_info < (3, 12):
        # Threads that end meanwhile let some dozen go; what is lost with every call soon is more than that.
        assert after > before - 500


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    directory = DataDirectory(tmp_path / "data")
    directory.create()
    return directory


@pytest.fixture
def engine() -> StandInEngine:
    return StandInEngine()


@pytest.fixture
def link(qtbot: QtBot, data: DataDirectory, engine: StandInEngine) -> Iterator[EngineLink]:
    link = EngineLink(data, engine.reach)
    yield link
    link.close()


@pytest.fixture
def window(qtbot: QtBot, data: DataDirectory, link: EngineLink) -> MainWindow:
    """A window that is shown, but whose engine is not started yet."""
    state = QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(link, Path(HOME), [f"{HOME}/Documents", f"{HOME}/Notes"], state)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def ready_window(qtbot: QtBot, window: MainWindow, link: EngineLink, engine: StandInEngine) -> MainWindow:
    """A window with an engine that has read a folder."""
    from tests.gui.stand_in import status

    with qtbot.waitSignal(link.connected):
        link.start()
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle", f"{HOME}/Documents"))
    return window


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of two files."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "rent.txt").write_text("The landlord may raise the rent once a year.")
    (folder / "soup.txt").write_text("Leek and potato soup with a little cream.")
    return folder


@pytest.fixture
def real_window(qtbot: QtBot, data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the real engine, in its own process and with vectors that need no model."""
    with tempfile.TemporaryDirectory(prefix="ds") as short:
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        settings.save(settings.Settings(backend="hashing", readers=1), data.settings_file)
        link = EngineLink(data)
        state = QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(link, Path("/home/ana"), [], state)
        qtbot.addWidget(window)
        window.show()
        link.start()
        yield window
        link.close()
        with contextlib.suppress(EngineUnavailable):
            Client.connect(data).call("shutdown", timeout_seconds=10)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Scripted]]:
    """The commands that models need beside the window, from the first to the last."""
    for module in (download_dialog, work_line):
        monkeypatch.setattr(module, "SideCommand", Scripted)
    yield Scripted.runs
    Scripted.runs.clear()


@pytest.fixture
def learning_page(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> LearningPage:
    """The learning page, shown, with an engine that has not answered yet."""
    page = LearningPage(link, HOME)
    qtbot.addWidget(page)
    with qtbot.waitSignal(link.connected):
        link.start()
    page.show()
    qtbot.waitUntil(lambda: bool(engine.asked("models")))
    return page
