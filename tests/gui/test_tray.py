"""What stays when the window is closed: the tray icon, the pause, and a way back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.autostart import XdgAutostart
from desktop_search.gui import tray_icon
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pausing import HOUR_SECONDS, Pausing
from desktop_search.gui.resident import Resident
from desktop_search.gui.single_instance import Summons
from desktop_search.gui.tray import Tray, sign_of, state_line
from desktop_search.paths import DataDirectory, resource
from desktop_search.records import Progress
from desktop_search.settings import Settings
from tests.gui.conftest import HOME
from tests.gui.stand_in import StandInEngine, status
from tests.gui.test_hotkeys import FakeKeys

FOLDER = "/home/ana/Documents"


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def has_tray(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    def decide(there: bool) -> None:
        monkeypatch.setattr(Tray, "is_available", property(lambda self: there))

    return decide


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(Tray, "say", lambda self, headline, text: said.append(text))
    monkeypatch.setattr(QMessageBox, "show", lambda self: said.append(self.text()))
    return said


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys(set())


@pytest.fixture
def resident(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, data: DataDirectory, keys: FakeKeys
) -> Iterator[Resident]:
    state = QSettings(str(data.root / "told.ini"), QSettings.Format.IniFormat)
    icon = QIcon(str(resource("icons/desktop-search.svg")))
    resident = Resident(link, ready_window, Path(HOME), state, make_keys=lambda: keys, icon=icon)
    qtbot.addWidget(resident.quick)
    resident.start(Settings())
    yield resident
    resident.close()


def menu_of(resident: Resident) -> list[str]:
    actions = resident.tray.menu.actions()
    return [action.text() for action in actions if action.isVisible() and not action.isSeparator()]


def choose(resident: Resident, text: str) -> None:
    next(action for action in resident.tray.menu.actions() if action.text() == text).trigger()


def test_the_menu_says_what_is_done_and_leads_everywhere(
    qtbot: QtBot, resident: Resident, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("reading", FOLDER, progress=Progress(1204, 8000, "files", 355.0)))
    assert menu_of(resident) == [
        f"Quick search ({resident.hotkey.name})",
        "Reading 1,204 of 8,000 files, 6 min left",
        "Pause for 1 hour",
        "Pause until restart",
        "Open Desktop Search",
        "Settings…",
        "Quit",
    ]
    assert not resident.tray.state.isEnabled()
    resident._window.hide()
    choose(resident, "Open Desktop Search")
    assert resident._window.isVisible()
    with qtbot.waitSignal(resident.settings_asked):
        choose(resident, "Settings…")
    with qtbot.waitSignal(resident.quit_asked):
        choose(resident, "Quit")


def test_the_hotkey_shows_and_hides_the_quick_search(resident: Resident, keys: FakeKeys) -> None:
    keys.pressed.emit()
    assert resident.quick.isVisible()
    keys.pressed.emit()
    assert not resident.quick.isVisible()


def test_a_further_start_does_what_it_asks_for(resident: Resident) -> None:
    resident._window.hide()
    resident.summon(Summons.TOGGLE)
    assert (resident.quick.isVisible(), resident._window.isVisible()) == (True, False)
    resident.summon(Summons.NOTHING)
    assert not resident._window.isVisible()
    resident.summon(Summons.RAISE)
    assert resident._window.isVisible()


def test_a_query_goes_on_in_the_window(resident: Resident) -> None:
    resident.quick.main_window_asked.emit("rent")
    assert resident._window.search_box.text() == "rent"


def test_the_first_close_says_that_the_program_stays(
    resident: Resident, has_tray: Callable[[bool], None], said: list[str]
) -> None:
    has_tray(True)
    resident._window.close()
    assert not resident._window.isVisible()
    assert len(said) == 1
    assert "stays in the tray" in said[0]
    assert resident.hotkey.name in said[0]
    resident.open_window()
    resident._window.close()
    assert len(said) == 1


def test_without_a_tray_the_hotkey_and_a_second_start_lead_back_and_that_is_said(
    resident: Resident, has_tray: Callable[[bool], None], said: list[str]
) -> None:
    has_tray(False)
    resident._window.close()
    assert not resident._window.isVisible()
    assert f"{resident.hotkey.name} opens the quick search." in said[0]
    assert "Start it again to see this window." in said[0]


def test_with_neither_tray_nor_hotkey_the_window_is_minimised(
    resident: Resident, has_tray: Callable[[bool], None], said: list[str]
) -> None:
    has_tray(False)
    resident.hotkey.use("none")
    resident._window.close()
    assert resident._window.isVisible()
    assert resident._window.isMinimized()
    assert "minimised" in said[0]


def test_closing_ends_the_program_for_those_who_want_that(qtbot: QtBot, resident: Resident) -> None:
    resident.apply(Settings(close_to_tray=False))
    with qtbot.waitSignal(resident.quit_asked):
        resident._window.close()


def test_a_taken_hotkey_is_told_once(
    resident: Resident, keys: FakeKeys, has_tray: Callable[[bool], None], said: list[str]
) -> None:
    has_tray(True)
    keys.taken = {"Ctrl+Shift+F"}
    resident.apply(Settings(hotkey="Ctrl+Shift+F"))
    assert len(said) == 1
    assert "Ctrl+Shift+F cannot be used" in said[0]
    resident.hotkey.use("Ctrl+Shift+F")
    assert len(said) == 1


def test_what_is_opened_is_remembered_unless_the_person_does_not_want_that(
    resident: Resident, engine: StandInEngine
) -> None:
    resident.quick.opened.emit("/a", "rent")
    assert engine.asked("note_opening")[0].arguments == {"path": "/a", "query": "rent"}
    resident.apply(Settings(remember_openings=False))
    resident.quick.opened.emit("/b", "rent")
    assert len(engine.asked("note_opening")) == 1


def test_starting_at_login_is_switched_when_the_setting_changes_and_not_fought_for(
    resident: Resident, tmp_path: Path
) -> None:
    way = XdgAutostart(tmp_path)
    resident.apply(Settings(start_at_login=True))
    resident.switch_starting_at_login(way, ["desktop-search", "gui", "--background"])
    assert way.is_on()
    way.switch_off()
    resident.switch_starting_at_login(way, ["desktop-search", "gui", "--background"])
    assert not way.is_on()


def test_a_pause_of_an_hour_ends_by_itself_also_after_sleep(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    clock = Clock()
    pausing = Pausing(link, clock=clock)
    pausing.pause_for(HOUR_SECONDS)
    assert len(engine.asked("pause")) == 1
    assert state_line(status("paused", FOLDER), pausing.until).startswith("Paused until ")
    clock.now += HOUR_SECONDS - 1
    pausing.look_at_the_clock()
    assert pausing.is_paused
    clock.now += 10 * HOUR_SECONDS
    pausing.look_at_the_clock()
    assert len(engine.asked("resume")) == 1
    assert not pausing.is_paused


def test_a_pause_until_restart_outlives_the_engine(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    pausing = Pausing(link)
    pausing.pause_until_restart()
    with qtbot.waitSignal(link.lost):
        engine.client.die()
    qtbot.waitUntil(lambda: len(engine.clients) == 2 and bool(engine.asked("pause")))
    assert pausing.is_paused


def test_who_resumes_elsewhere_ends_the_pause(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    pausing = Pausing(link)
    pausing.pause_until_restart()
    for state in ("paused", "reading"):
        with qtbot.waitSignal(link.status_changed):
            engine.tell(status(state, FOLDER))
    assert not pausing.is_paused


def test_the_menu_offers_to_resume_a_pause_and_not_to_pause_again(
    qtbot: QtBot, resident: Resident, link: EngineLink, engine: StandInEngine
) -> None:
    choose(resident, "Pause until restart")
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("paused", FOLDER))
    assert "Resume" in menu_of(resident)
    assert not any(text.startswith("Pause ") for text in menu_of(resident))
    choose(resident, "Resume")
    assert len(engine.asked("resume")) == 1


def test_an_engine_that_is_gone_is_said(
    qtbot: QtBot, resident: Resident, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.lost):
        engine.client.die()
    assert "has stopped" in resident.tray.state.text()


def test_the_icon_shows_each_state_differently(resident: Resident) -> None:
    icon = QIcon(str(resource("icons/desktop-search.svg")))
    images = [tray_icon.with_sign(icon, sign).pixmap(32, 32).toImage() for sign in ("busy", "paused", "trouble")]
    assert images[0] != images[1] != images[2] != images[0]
    assert sign_of(status("paused", FOLDER), is_paused=True) == "paused"
    assert sign_of(status("idle", FOLDER), is_paused=False) == ""
    assert sign_of(status("reading", FOLDER, progress=Progress(1, 2, "files")), is_paused=False) == "busy"
