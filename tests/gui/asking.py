"""Types a question into a window, and answers it."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from desktop_search.records import Answer, AnswerLine, Filter, FilterKind, Hit
from tests.gui.stand_in import StandInEngine, answer

CONTROL, NOTHING = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def give(qtbot: QtBot, window: MainWindow, engine: StandInEngine, given: Answer) -> None:
    """Types the query of an answer, waits until it is asked, and gives the answer."""
    window.search_box.setText(given.query)
    qtbot.waitUntil(lambda: any(asked.arguments["query"] == given.query for asked in engine.asked("search")))
    asked = [asked for asked in engine.asked("search") if asked.arguments["query"] == given.query][-1]
    with qtbot.waitSignal(window._link.answer_arrived):
        asked.answer(given, final=given.complete)


def show(
    qtbot: QtBot,
    window: MainWindow,
    engine: StandInEngine,
    query: str,
    *hits: Hit,
    filters: tuple[Filter, ...] = (),
    line: AnswerLine | None = None,
    notices: tuple[str, ...] = (),
) -> None:
    """Asks and answers."""
    give(qtbot, window, engine, replace(answer(query, *hits, notices=notices), filters=filters, answer=line))


def filter_in(
    query: str, text: str, understood: str, *, kind: FilterKind = FilterKind.TYPE, is_valid: bool = True
) -> Filter:
    """A filter where it stands in a query."""
    start = query.index(text)
    return Filter(kind, text, start, start + len(text), understood, is_valid=is_valid)


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
    QTest.keyClick(widget, key, held)


def reply(qtbot: QtBot, engine: StandInEngine, method: str, value: object) -> None:
    """Waits until something is asked for, and answers its newest request."""
    qtbot.waitUntil(lambda: bool(engine.asked(method)))
    engine.asked(method)[-1].answer(value)
    qtbot.wait(10)
