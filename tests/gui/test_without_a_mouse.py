"""Each alone finds and opens a file: the keyboard, and what Qt tells a screen reader of the window."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from tests.gui.asking import show
from tests.gui.stand_in import StandInEngine, hit

PATIENT = 60_000
MOST_TABS = 40
BUTTONS = {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.ButtonMenu}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the engine is reached by a socket in XDG_RUNTIME_DIR")


@pytest.fixture
def opened(real_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    monkeypatch.setattr(real_window.opening, "open", paths.append)
    return paths


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tab_to(name: str) -> None:
    """Presses Tab until the control with this accessible name or text has the focus."""
    for _ in range(MOST_TABS):
        told = QAccessible.queryAccessibleInterface(focused()).text(QAccessible.Text.Name)
        if told.startswith(name):
            return
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name!r}")


def test_the_keyboard_alone_finds_and_opens_a_file(
    qtbot: QtBot, real_window: MainWindow, notes: Path, opened: list[str]
) -> None:
    real_window.activateWindow()
    qtbot.waitUntil(real_window.welcome.isVisible, timeout=PATIENT)
    # The dialog that asks for a folder is the desktop's own; what it returns is put into the list.
    real_window.welcome.add_folder(str(notes))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=PATIENT)
    tab_to("Start")
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "soup")
    qtbot.waitUntil(
        lambda: [Path(hit.path).name for hit in real_window.results.hits][:1] == ["soup.txt"], timeout=PATIENT
    )
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert opened == [str(notes / "soup.txt")]


def below(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that a screen reader can go to from here, and nothing that is not shown."""
    for number in range(root.childCount()):
        child = root.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from below(child)


def find(window: QWidget, role: QAccessible.Role, name: str) -> QAccessibleInterface | None:
    root = QAccessible.queryAccessibleInterface(window)
    for one in below(root):
        if one.role() == role and one.text(QAccessible.Text.Name).startswith(name):
            return one
    return None


def press(window: QWidget, name: str) -> None:
    button = find(window, QAccessible.Role.Button, name)
    assert button is not None, name
    action = button.actionInterface()
    action.doAction(action.pressAction())


def test_the_accessibility_tree_alone_finds_and_opens_a_file(
    qtbot: QtBot, real_window: MainWindow, notes: Path, opened: list[str]
) -> None:
    qtbot.waitUntil(real_window.welcome.isVisible, timeout=PATIENT)
    real_window.welcome.add_folder(str(notes))
    press(real_window, "Start")
    field = find(real_window, QAccessible.Role.EditableText, "Search")
    assert field is not None
    field.setText(QAccessible.Text.Value, "soup")
    row = None

    def is_found() -> bool:
        nonlocal row
        row = find(real_window, QAccessible.Role.ListItem, "soup.txt")
        return row is not None

    qtbot.waitUntil(is_found, timeout=PATIENT)
    assert row is not None
    results = row.parent()
    assert results.text(QAccessible.Text.Name) == "Results"
    results.selectionInterface().select(row)
    qtbot.waitUntil(lambda: find(real_window, QAccessible.Role.Button, "Open") is not None, timeout=PATIENT)
    press(real_window, "Open")
    # A button that is pressed so is seen to go down, and does what it is for a moment later.
    qtbot.waitUntil(lambda: opened == [str(notes / "soup.txt")], timeout=PATIENT)


def test_every_button_tells_a_screen_reader_what_it_does(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "lighthouse", hit("/home/ana/a.txt"))
    buttons = [one for one in below(QAccessible.queryAccessibleInterface(ready_window)) if one.role() in BUTTONS]
    assert len(buttons) > 8
    assert [str(one.object()) for one in buttons if not one.text(QAccessible.Text.Name)] == []
