"""A person judges results in the window, has a model trained, takes it, and goes back: all of it by clicks and keys."""

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_search import settings
from desktop_search.engine.client import Client
from desktop_search.errors import EngineUnavailable
from desktop_search.gui import results_delegate
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages.learning.training_dialog import TrainingDialog
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.gui.results_model import Role
from desktop_search.paths import DataDirectory
from tests.fakes import write_tree
from tests.learnable_samples import FILES, QUESTIONS, model

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the engine is reached by a socket in XDG_RUNTIME_DIR")

PATIENT = 120_000
"""Milliseconds. Processes with torch take long to start on a busy machine; nothing waits longer than it must."""
JUDGED, NOT_JUDGED = list(QUESTIONS)[:-4], list(QUESTIONS)[-4:]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the real engine, in its own process and with a tiny model."""
    # A tiny model gains nothing by more threads, and they wait for a core that is taken.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    data = DataDirectory(tmp_path / "data")
    data.create()
    chosen = settings.Settings(backend="torch", model=str(model(tmp_path / "tiny")), readers=1)
    settings.save(chosen, data.settings_file)
    # As in the program: nothing is collected on the threads that hear the engine, which would delete widgets.
    gc.disable()
    link = EngineLink(data)
    made = MainWindow(link, tmp_path, [], QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.show()
    link.start()
    yield made
    link.close()
    gc.enable()
    with contextlib.suppress(EngineUnavailable):
        Client.connect(data).call("shutdown", timeout_seconds=10)


def click(qtbot: QtBot, widget: QWidget, place: QPoint | None = None) -> None:
    assert widget.isVisible() and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


def go_to(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Clicks on a place in the side bar."""
    bar = window.side_bar
    (item,) = bar.findItems(name, Qt.MatchFlag.MatchExactly)
    click(qtbot, bar.viewport(), bar.visualItemRect(item).center())


def has_all_vectors(window: MainWindow) -> bool:
    status = window._link.status
    return status is not None and status.state == "idle" and status.embedded == status.passages == len(FILES)


def ask(qtbot: QtBot, window: MainWindow, question: str) -> list[str]:
    """Types a question in the place of the one before; the names of what is found, as they stand in the list."""
    box = window.search_box
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClicks(box, question)
    qtbot.waitUntil(lambda: window.session.text == question and window.session.is_settled, timeout=PATIENT)
    hits = window.results.hits
    assert any("meaning" in hit.reasons for hit in hits), window.notice.text()
    return [Path(hit.path).name for hit in hits]


def judge_relevant(qtbot: QtBot, window: MainWindow, row: int) -> None:
    """Clicks on the tick of a row."""
    results = window.results
    index = results.model().index(row, 0)
    results.scrollTo(index)
    option = QStyleOptionViewItem()
    option.rect, option.font = results.visualRect(index), results.font()
    box = option.rect
    ticks = [
        QPoint(x, y)
        for x in range(box.center().x(), box.right(), 4)
        for y in range(box.top(), box.bottom(), 4)
        if results_delegate.judgement_at(option, index, QPointF(x, y))
    ]
    click(qtbot, results.viewport(), ticks[len(ticks) // 2])
    qtbot.waitUntil(lambda: window.search.judgements.is_saved, timeout=PATIENT)
    assert index.data(Role.JUDGED) is True


def orders(qtbot: QtBot, window: MainWindow) -> list[list[str]]:
    """What is found for questions that nobody judged, by all that was learned so far."""
    learned: list[object] = []
    window._link.request("adapter_state", learned.append, wait=True)
    qtbot.waitUntil(lambda: bool(learned), timeout=PATIENT)
    go_to(qtbot, window, "Search")
    return [ask(qtbot, window, question) for question in NOT_JUDGED]


def train(qtbot: QtBot, page: LearningPage) -> None:
    """Agrees to what the dialog says, for a minute at most, and waits for the end."""
    click(qtbot, page.training.train)
    dialog = page.findChild(TrainingDialog)
    click(qtbot, dialog.more)
    QTest.keyClick(dialog.minutes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.minutes, "1")
    assert dialog.options.minutes == 1
    click(qtbot, dialog.start)
    qtbot.waitUntil(lambda: page.training.is_under_way, timeout=PATIENT)
    qtbot.waitUntil(lambda: not page.training.is_under_way, timeout=PATIENT)
    assert page.training.state.phase == "done", page.training.text


def wait_until_it_answers(qtbot: QtBot, page: LearningPage, name: str) -> None:
    qtbot.waitUntil(
        lambda: page.model.use is not None and (page.model.use.now, page.model.use.next) == (name, None),
        timeout=PATIENT,
    )


def test_judgements_by_clicks_make_a_better_model_that_is_read_about_taken_and_undone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = write_tree(tmp_path / "documents", FILES)
    qtbot.waitUntil(window.welcome.isVisible, timeout=PATIENT)
    window.welcome.add_folder(str(folder))
    click(qtbot, window.welcome._start)
    qtbot.waitUntil(lambda: has_all_vectors(window), timeout=PATIENT)

    judged = 0
    for question in JUDGED:
        found = ask(qtbot, window, question)
        if QUESTIONS[question] in found:
            judge_relevant(qtbot, window, found.index(QUESTIONS[question]))
            judged += 1
    before = orders(qtbot, window)

    go_to(qtbot, window, "Learning")
    page = window._stack.currentWidget()
    assert isinstance(page, LearningPage)
    qtbot.waitUntil(lambda: page.training.labels == judged, timeout=PATIENT)
    train(qtbot, page)
    report = page.report.report
    assert report is not None and report.is_better and report.labels == judged
    assert "The new model is better." in page.report.text
    assert [one.query for one in report.improved]
    assert orders(qtbot, window) == before, "nothing changes before it is accepted"

    go_to(qtbot, window, "Learning")
    click(qtbot, page.report.take)
    wait_until_it_answers(qtbot, page, report.model)
    assert "You have taken this model." in page.report.text
    assert orders(qtbot, window) != before

    go_to(qtbot, window, "Learning")
    click(qtbot, page.model.back)
    wait_until_it_answers(qtbot, page, "tiny")
    assert orders(qtbot, window) == before
