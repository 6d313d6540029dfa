"""The dialogs for folders and for files with problems."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.records import Failure, FileState
from tests.gui.stand_in import StandInEngine, status


def click(qtbot: QtBot, box: QMessageBox, text: str) -> None:
    button = next(button for button in box.buttons() if button.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("choice", "forgotten"), [("Cancel", []), ("Remove", [{"paths": ["/home/ana/Documents"]}])])
def test_a_folder_is_removed_only_after_asking(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, choice: str, forgotten: list[object]
) -> None:
    ready_window.strip.folders_asked.emit()
    dialog = ready_window.folders_dialog
    dialog._list.topLevelItem(0).setSelected(True)
    qtbot.mouseClick(dialog._remove, Qt.MouseButton.LeftButton)
    box = dialog.findChild(QMessageBox)
    assert "“~/Documents” will no longer be searched" in box.text()
    assert engine.asked("forget") == []
    click(qtbot, box, choice)
    assert [asked.arguments for asked in engine.asked("forget")] == forgotten


def test_the_folders_follow_the_engine_and_keep_the_selection(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    dialog = ready_window.folders_dialog
    dialog._list.topLevelItem(0).setSelected(True)
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle", "/home/ana/<b>new</b>", "/home/ana/Documents"))
    assert dialog._list.topLevelItem(0).text(0) == "~/<b>new</b>"
    assert dialog._chosen() == "/home/ana/Documents"
    qtbot.mouseClick(dialog._rescan, Qt.MouseButton.LeftButton)
    assert len(engine.asked("rescan")) == 1


def test_problems_are_listed_with_their_reasons_and_can_be_tried_again(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ready_window.strip.failures_asked.emit()
    dialog = ready_window.failures_dialog
    damaged = Failure("/home/ana/a.pdf", FileState.FAILED, "The file is damaged.", 1.0)
    partial = Failure("/home/ana/0.csv", FileState.PARTIAL, "Too long.", 1.0)
    engine.asked("failures")[0].answer((partial, damaged))
    qtbot.waitUntil(lambda: dialog._list.topLevelItemCount() == 2)
    assert dialog._list.topLevelItem(0).text(0) == "a.pdf"
    assert dialog._list.topLevelItem(0).text(1) == "The file is damaged."
    qtbot.mouseClick(dialog._again, Qt.MouseButton.LeftButton)
    assert engine.asked("failures")[-1].arguments == {"retry": True}
