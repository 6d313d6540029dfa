"""The first start page: what the program does, that nothing leaves the machine, and which folders."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.welcome import Welcome, suggested_folders
from tests.gui.stand_in import StandInEngine

HOME = "/home/ana"


@pytest.fixture
def welcome(qtbot: QtBot) -> Welcome:
    page = Welcome([f"{HOME}/Documents", f"{HOME}/Notes"], HOME)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    return page


def test_it_says_what_the_program_does_and_that_nothing_leaves_the_machine(welcome: Welcome) -> None:
    said = " ".join(label.text() for label in welcome.findChildren(QLabel))
    assert "finds them again by their words and by their meaning" in said
    assert "nothing is sent anywhere" in said


def test_it_says_what_is_left_alone_and_why(welcome: Welcome) -> None:
    said = " ".join(label.text() for label in welcome.findChildren(QLabel))
    assert "keys and passwords, because" in said
    assert "caches, program folders and the trash, because" in said


def test_it_says_that_searching_works_while_files_are_read(welcome: Welcome) -> None:
    said = " ".join(label.text() for label in welcome.findChildren(QLabel))
    assert "You can search while it runs" in said


def test_documents_desktop_and_notes_are_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Dokumente", "Schreibtisch", "Notes"):
        (tmp_path / name).mkdir()
    kind = QStandardPaths.StandardLocation
    places = {kind.DocumentsLocation: "Dokumente", kind.DesktopLocation: "Schreibtisch"}
    monkeypatch.setattr(QStandardPaths, "standardLocations", lambda asked: [str(tmp_path / places[asked])])
    assert [Path(found).name for found in suggested_folders(tmp_path)] == ["Dokumente", "Schreibtisch", "Notes"]


def test_another_folder_is_spoken_of_only_beside_others(qtbot: QtBot) -> None:
    page = Welcome([], HOME)
    qtbot.addWidget(page)
    assert page._add.text() == page._add.accessibleName() == "Choose a folder…"
    page.add_folder(f"{HOME}/Letters")
    assert page._add.text() == page._add.accessibleName() == "Add another folder…"


def test_tab_goes_from_the_folders_to_start_and_enter_begins(qtbot: QtBot, welcome: Welcome) -> None:
    welcome._boxes[0][0].setFocus()
    for expected in (welcome._boxes[1][0], welcome._add, welcome._start):
        QTest.keyClick(QApplication.focusWidget() or welcome, Qt.Key.Key_Tab)
        assert welcome.focusWidget() is expected
    with qtbot.waitSignal(welcome.folders_chosen) as chosen:
        QTest.keyClick(welcome._start, Qt.Key.Key_Space)
    assert chosen.args == [[f"{HOME}/Documents", f"{HOME}/Notes"]]


def test_reading_starts_at_once_and_a_search_can_be_typed(
    qtbot: QtBot, window: MainWindow, engine: StandInEngine
) -> None:
    window.expect_first_start()
    qtbot.mouseClick(window.welcome._start, Qt.MouseButton.LeftButton)
    window._link.start()
    qtbot.waitUntil(lambda: bool(engine.asked("add_folders")))
    assert not window.welcome.isVisible()
    assert window.focusWidget() is window.search_box


def test_a_folder_whose_path_was_typed_is_taken(welcome: Welcome, tmp_path: Path) -> None:
    """Qt may have selected the folders that a typed path leads through, too."""
    (tmp_path / "notes").mkdir()
    welcome._choose()
    dialog = welcome.findChild(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path), str(tmp_path / "notes")])
    dialog.close()
    assert str(tmp_path / "notes") in welcome.chosen
    assert str(tmp_path) not in welcome.chosen
