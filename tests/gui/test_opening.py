"""Files are opened as what they are now, and programs only when the person says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_search.gui import opening
from desktop_search.gui.opening import Kind, Opening, kind_of, url_of


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    monkeypatch.setattr(opening, "_open_url", lambda path: paths.append(path) or True)
    return paths


@pytest.mark.parametrize(
    "name",
    ["a.sh", "a.EXE", "a.desktop", "a.lnk", "a.url", "a.bat", "a.jar", "a.py", "a.exe. ", "a.library-ms", "a.iso"],
)
def test_what_may_run_is_a_program(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert kind_of(str(tmp_path / name)) is Kind.PROGRAM


def test_the_executable_bit_makes_a_program_and_a_link_counts_as_its_target(tmp_path: Path) -> None:
    document, script = tmp_path / "a.txt", tmp_path / "b.sh"
    document.write_text("x")
    script.write_text("x")
    (tmp_path / "innocent.txt").symlink_to(script)
    assert kind_of(str(document)) is Kind.DOCUMENT
    assert kind_of(str(tmp_path / "innocent.txt")) is Kind.PROGRAM
    document.chmod(0o755)
    assert kind_of(str(document)) is Kind.PROGRAM
    assert kind_of(str(tmp_path / "missing")) is Kind.GONE
    assert kind_of("/nul\0") is Kind.GONE


def test_a_document_is_opened(qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path) -> None:
    document = tmp_path / "a #1 100%.txt"
    document.write_text("x")
    Opening(parent).open(str(document))
    qtbot.waitUntil(lambda: opened == [str(document)])


@pytest.mark.parametrize("choice", ["Show in folder", "Open anyway", "Cancel"])
def test_a_program_is_asked_about_first(
    qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path, choice: str
) -> None:
    script = tmp_path / "<b>a.sh"
    script.write_text("x")
    shown: list[str] = []
    opener = Opening(parent)
    opener.show_in_folder = shown.append
    opener.open(str(script))
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is not None)
    box = parent.findChild(QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert "<b>a.sh" in box.text()
    assert box.defaultButton().text().replace("&", "") == "Show in folder"
    button = next(button for button in box.buttons() if button.text().replace("&", "") == choice)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == ([str(script)] if choice == "Open anyway" else []))
    assert shown == ([str(script)] if choice == "Show in folder" else [])


def test_what_has_taken_the_place_of_a_program_while_it_was_asked_about_is_not_opened(
    qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path
) -> None:
    script, other = tmp_path / "a.sh", tmp_path / "other.sh"
    script.write_text("x")
    other.write_text("something else")
    Opening(parent).open(str(script))
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is not None)
    box = parent.findChild(QMessageBox)
    script.unlink()
    script.symlink_to(other)
    button = next(button for button in box.buttons() if "anyway" in button.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("just changed" in one.text() for one in parent.findChildren(QMessageBox)))
    assert opened == []


def test_a_link_is_opened_as_what_it_led_to_when_it_was_looked_at(
    qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path
) -> None:
    document = tmp_path / "letter.txt"
    document.write_text("x")
    (tmp_path / "link.txt").symlink_to(document)
    Opening(parent).open(str(tmp_path / "link.txt"))
    qtbot.waitUntil(lambda: opened == [str(document)])


def test_a_file_that_has_gone_is_said_to_be_gone(
    qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path
) -> None:
    Opening(parent).open(str(tmp_path / "gone.txt"))
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is not None)
    assert "no longer there" in parent.findChild(QMessageBox).text()
    assert opened == []


def test_without_a_file_manager_to_ask_the_folder_is_opened(
    qtbot: QtBot, parent: QWidget, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_command_that_selects", lambda path: ("no such program", []))
    Opening(parent).show_in_folder(str(tmp_path / "a.txt"))
    qtbot.waitUntil(lambda: opened == [str(tmp_path)])


def test_addresses_keep_odd_names() -> None:
    assert url_of("/a #1 100%.txt") == QUrl.fromLocalFile("/a #1 100%.txt")
    assert url_of("/a\udcff.txt").toEncoded().data() == b"file:///a%FF.txt"
    quote = opening._command_that_selects("/it's [1].txt")
    assert all("'" not in part.strip("[]").strip("'") for part in quote[1])
