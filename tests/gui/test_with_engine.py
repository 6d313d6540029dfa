"""The window with the real engine, in its own process and with vectors that need no model."""

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages.models_page import ModelsPage
from desktop_search.paths import DataDirectory
from tests.model_samples import bare_static

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a signal"),
]

PATIENT = 60_000
"""Milliseconds. Starting a process takes long on a busy machine; nothing waits longer than it must."""


def names(window: MainWindow) -> list[str]:
    return [Path(hit.path).name for hit in window.results.hits]


def test_from_the_first_start_to_an_opened_file(
    qtbot: QtBot, real_window: MainWindow, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(real_window.opening, "open", opened.append)
    qtbot.waitUntil(real_window.welcome.isVisible, timeout=PATIENT)
    real_window.welcome.add_folder(str(notes))
    qtbot.mouseClick(real_window.welcome._start, Qt.MouseButton.LeftButton)
    QTest.keyClicks(real_window.search_box, "landlord")
    # Typed before the folder was read: the result appears by itself.
    qtbot.waitUntil(lambda: "rent.txt" in names(real_window)[:1], timeout=PATIENT)
    qtbot.waitUntil(lambda: real_window.strip.text == "2 files, up to date", timeout=PATIENT)
    QTest.keyClick(real_window.search_box, Qt.Key.Key_Return)
    assert opened == [str(notes / "rent.txt")]


def test_results_follow_the_disk_and_survive_the_engine(
    qtbot: QtBot, real_window: MainWindow, notes: Path, data: DataDirectory
) -> None:
    real_window.welcome.folders_chosen.emit([str(notes)])
    real_window.search_box.setText("landlord")
    qtbot.waitUntil(lambda: "rent.txt" in names(real_window), timeout=PATIENT)

    (notes / "letter.txt").write_text("Dear landlord, the heating is broken.")
    qtbot.waitUntil(lambda: "letter.txt" in names(real_window), timeout=PATIENT)

    status = real_window._link.status
    with qtbot.waitSignal(real_window._link.lost, timeout=PATIENT):
        os.kill(int(status.engine.split()[-1]), signal.SIGKILL)
    assert "has stopped" in real_window.notice.text()
    assert real_window.search_box.text() == "landlord"
    with qtbot.waitSignal(real_window._link.answer_arrived, timeout=PATIENT):
        pass
    assert set(names(real_window)[:2]) == {"rent.txt", "letter.txt"}


def test_filters_counts_judgements_and_saved_searches_through_a_real_engine(
    qtbot: QtBot, real_window: MainWindow, notes: Path
) -> None:
    real_window.welcome.folders_chosen.emit([str(notes)])
    search = real_window.search
    search.pane.bar.facets.setChecked(True)
    real_window.search_box.setText("landlord type:txt size:wide")
    qtbot.waitUntil(lambda: "rent.txt" in names(real_window), timeout=PATIENT)
    qtbot.waitUntil(lambda: "✓ TXT files" in search.facets.text, timeout=PATIENT)
    good, odd = search.chips.chips
    assert (good.shown, odd.filter.is_valid) == ("TXT files", False)

    QTest.keyClick(real_window.search_box, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: search.judgements.is_saved, timeout=PATIENT)
    labels: list[object] = []
    real_window._link.request("labels", labels.append)
    qtbot.waitUntil(lambda: bool(labels), timeout=PATIENT)
    (label,) = labels[0]
    assert (label.path, label.relevant) == (real_window.results.current_hit.path, True)
    assert label.passage in Path(label.path).read_text()

    real_window.saving.save("landlord", "My flat")
    qtbot.waitUntil(lambda: [one.name for one in real_window.side_bar.saved] == ["My flat"], timeout=PATIENT)
    real_window.why_dialog.explain("landlord", str(notes / "soup.txt"))
    qtbot.waitUntil(lambda: "Looking…" not in real_window.why_dialog.text, timeout=PATIENT)
    real_window.why_dialog.close()


def test_a_model_is_added_used_left_and_removed(qtbot: QtBot, real_window: MainWindow, tmp_path: Path) -> None:
    source = bare_static(tmp_path / "static words")
    qtbot.waitUntil(lambda: real_window._link.is_connected, timeout=PATIENT)
    real_window.show_page("models")
    page = real_window._pages["models"]
    assert isinstance(page, ModelsPage)
    tree = page.installed.tree
    qtbot.waitUntil(lambda: len(tree.groups) == 1, timeout=PATIENT)
    page.installed.files.add_from(str(source), "words")
    qtbot.waitUntil(lambda: len(tree.groups) == 2 and len(tree.chosen) == 1, timeout=PATIENT)
    assert (tree.chosen_model or {})["origin"] == "added"
    page.installed.use.click()
    qtbot.waitUntil(lambda: tree.groups[1].text(1) == "in use, added", timeout=PATIENT)
    assert not page.installed.remove.isEnabled()
    qtbot.waitUntil(lambda: page.model.back.isVisible() and not page.model.is_switching, timeout=PATIENT)
    page.model.back.click()
    qtbot.waitUntil(lambda: tree.groups[1].text(1) == "added", timeout=PATIENT)
    qtbot.waitUntil(lambda: page.installed.remove.isEnabled() and not page.model.is_switching, timeout=PATIENT)
    box = page.installed.ask_to_remove()
    assert box is not None
    next(one for one in box.buttons() if one.text() == "Remove").click()
    qtbot.waitUntil(lambda: len(tree.groups) == 1, timeout=PATIENT)
    assert source.exists(), "only the copy goes"
