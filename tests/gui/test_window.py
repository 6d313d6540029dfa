"""What the window promises to a person, one test for each promise."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.records import Answer, Counts, Match, Progress
from tests.gui.stand_in import StandInEngine, answer, hit, status

FOLDER = "/home/ana/Documents"


def ask(qtbot: QtBot, window: MainWindow, engine: StandInEngine, text: str) -> Callable[[Answer], None]:
    """Types a text, waits until it is asked, and returns what answers it."""
    window.search_box.setText(text)
    qtbot.waitUntil(lambda: any(asked.arguments["query"] == text for asked in engine.asked("search")))
    asked = [asked for asked in engine.asked("search") if asked.arguments["query"] == text][-1]

    def reply(answered: Answer) -> None:
        with qtbot.waitSignal(window._link.answer_arrived):
            asked.answer(answered, final=answered.complete)

    return reply


def shown_paths(window: MainWindow) -> list[str]:
    return [hit.path for hit in window.results.hits]


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.search_box, key, modifier)


def test_the_first_start_asks_for_folders(
    qtbot: QtBot, window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    link.start()
    qtbot.waitUntil(lambda: bool(engine.asked("watch_status")))
    engine.tell(status("idle"))
    qtbot.waitUntil(window.welcome.isVisible)

    box, _ = window.welcome._boxes[0]
    box.click()
    assert window.welcome.chosen == ["/home/ana/Notes"]
    qtbot.mouseClick(window.welcome._start, Qt.MouseButton.LeftButton)

    assert engine.asked("add_folders")[0].arguments == {"paths": ["/home/ana/Notes"]}
    assert not window.welcome.isVisible()


def test_without_a_chosen_folder_there_is_nothing_to_start(window: MainWindow) -> None:
    for box, _ in window.welcome._boxes:
        box.setChecked(False)
    assert not window.welcome._start.isEnabled()
    window.welcome.add_folder("/home/ana/a & b")
    assert window.welcome._start.isEnabled()
    assert window.welcome._boxes[-1][0].text() == "~/a && b"


def test_text_typed_before_the_engine_is_there_is_searched_when_it_is(
    qtbot: QtBot, window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    QTest.keyClicks(window.search_box, "rent")
    assert window.message.text.startswith("Starting…")
    link.start()
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    assert engine.asked("search")[0].arguments["query"] == "rent"
    assert window.search_box.text() == "rent"


def test_folders_chosen_before_the_engine_is_there_are_not_forgotten(
    qtbot: QtBot, window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    window.welcome.folders_chosen.emit([FOLDER])
    link.start()
    qtbot.waitUntil(lambda: bool(engine.asked("add_folders")))


def test_fast_typing_asks_once(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    QTest.keyClicks(ready_window.search_box, "landlord")
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    assert [asked.arguments["query"] for asked in engine.asked("search")] == ["landlord"]


def test_the_newest_answer_wins(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    answer_old = ask(qtbot, ready_window, engine, "old")
    answer_new = ask(qtbot, ready_window, engine, "new")
    answer_new(answer("new", hit("/new.txt")))
    answer_old(answer("old", hit("/old.txt")))
    assert shown_paths(ready_window) == ["/new.txt"]


def test_the_row_one_has_gone_to_does_not_move_when_meaning_arrives(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    reply = ask(qtbot, ready_window, engine, "rent")
    reply(answer("rent", hit("/a"), hit("/b"), hit("/c"), complete=False))
    press(ready_window, Qt.Key.Key_Down)
    before = ready_window.results.visualRect(ready_window.results.currentIndex())

    reply(answer("rent", hit("/x"), hit("/y"), hit("/c"), hit("/a"), hit("/b")))

    assert shown_paths(ready_window) == ["/x", "/b", "/y", "/c", "/a"]
    assert ready_window.results.current_hit.path == "/b"
    assert ready_window.results.visualRect(ready_window.results.currentIndex()) == before
    assert "b" in ready_window.preview.text


def test_without_a_chosen_row_the_best_hit_is_current(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    reply = ask(qtbot, ready_window, engine, "rent")
    reply(answer("rent", hit("/words"), complete=False))
    reply(answer("rent", hit("/meaning"), hit("/words")))
    assert ready_window.results.current_hit.path == "/meaning"
    assert ready_window.results.currentIndex().row() == 0


def test_a_new_text_starts_at_the_first_row(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    hits = [hit(f"/{number}") for number in range(30)]
    ask(qtbot, ready_window, engine, "one")(answer("one", *hits))
    press(ready_window, Qt.Key.Key_PageDown)
    press(ready_window, Qt.Key.Key_PageDown)
    assert ready_window.results.currentIndex().row() > 2

    ask(qtbot, ready_window, engine, "two")(answer("two", *reversed(hits)))
    assert ready_window.results.currentIndex().row() == 0
    assert ready_window.results.verticalScrollBar().value() == 0


def test_up_and_down_do_not_wrap_and_leave_the_cursor_in_the_field(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a"), hit("/b")))
    press(ready_window, Qt.Key.Key_Up)
    assert ready_window.results.currentIndex().row() == 0
    for _ in range(5):
        press(ready_window, Qt.Key.Key_Down)
    assert ready_window.results.currentIndex().row() == 1
    QTest.keyClicks(ready_window.search_box, "al")
    assert ready_window.search_box.text() == "rental"


def test_enter_opens_the_file_and_control_enter_shows_it_in_its_folder(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    monkeypatch.setattr(ready_window.opening, "open", lambda path: done.append(("open", path)))
    monkeypatch.setattr(ready_window.opening, "show_in_folder", lambda path: done.append(("show", path)))
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a"), hit("/b")))
    press(ready_window, Qt.Key.Key_Down)
    press(ready_window, Qt.Key.Key_Return)
    press(ready_window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(ready_window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert done[:2] == [("open", "/b"), ("show", "/b")]


def test_enter_never_opens_a_result_of_an_older_text(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(ready_window.opening, "open", opened.append)
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a")))
    QTest.keyClicks(ready_window.search_box, " receipt")
    press(ready_window, Qt.Key.Key_Return)
    assert opened == []
    assert engine.asked("search")[-1].arguments["query"] == "rent receipt"


def test_escape_clears_then_leaves_and_never_quits(
    qtbot: QtBot, ready_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[QCloseEvent] = []
    monkeypatch.setattr(ready_window, "closeEvent", closed.append)
    ready_window.search_box.setText("rent")
    press(ready_window, Qt.Key.Key_Escape)
    assert ready_window.search_box.text() == ""
    assert not ready_window.isMinimized()
    for _ in range(3):
        press(ready_window, Qt.Key.Key_Escape)
    assert ready_window.isMinimized()
    assert closed == []


def test_up_in_an_empty_field_brings_earlier_queries_back(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready_window.opening, "open", lambda path: None)
    for text in ("first", "second"):
        ask(qtbot, ready_window, engine, text)(answer(text, hit("/a")))
        press(ready_window, Qt.Key.Key_Return)
    ready_window.search_box.clear()
    press(ready_window, Qt.Key.Key_Up)
    assert ready_window.search_box.text() == "second"
    press(ready_window, Qt.Key.Key_Up)
    assert ready_window.search_box.text() == "first"


def test_hostile_names_and_snippets_are_shown_as_text(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    markup = "<img src='file:///etc/passwd'><b>bold</b>"
    hostile = hit(
        "/home/ana/\u202egpj.exe\nnext & <b>x.txt",
        snippet=f"{markup}\u202e end \U0001f4c8 mark",
        snippet_marks=((0, 4), (60, 4000)),
        title=markup,
        matches=(Match(markup, heading=markup, marks=((0, 4),)),),
    )
    ask(qtbot, ready_window, engine, "<b>x</b>")(answer("<b>x</b>", hostile, notices=(markup,)))
    ready_window.grab()
    assert markup in ready_window.preview.text
    assert "\u202e" not in ready_window.preview.text
    assert "next & <b>x." in ready_window.preview.text
    assert markup in ready_window.notice.text()
    for label in ready_window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    tooltip = ready_window.results.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tooltip
    assert "&lt;b&gt;" in tooltip


def test_progress_shows_counts_and_time_left(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("reading", FOLDER, progress=Progress(1204, 8000, "files", 355.0)))
    assert ready_window.strip.text == "Reading 1,204 of 8,000 files, 6 min left"
    assert ready_window.findChild(QProgressBar).isVisible()
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("embedding", FOLDER, progress=Progress(3400, 12000, "passages", 20.0)))
    assert ready_window.strip.text == "Understanding 3,400 of 12,000 passages, less than a minute left"
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle", FOLDER, counts=Counts(indexed=12340, failed=1)))
    assert ready_window.strip.text == "12,340 files, up to date"
    assert ready_window.strip._failures.text() == "1 file with problems"


def test_pause_and_resume_are_asked_of_the_engine(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("reading", FOLDER))
    qtbot.mouseClick(ready_window.strip._pause, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("paused", FOLDER))
    qtbot.mouseClick(ready_window.strip._pause, Qt.MouseButton.LeftButton)
    assert len(engine.asked("pause")) == len(engine.asked("resume")) == 1


def test_no_result_says_what_to_do(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("reading", FOLDER))
    ask(qtbot, ready_window, engine, "zebra")(answer("zebra"))
    assert ready_window.message.isVisible()
    assert "Nothing found for “zebra”" in ready_window.message.text
    assert "Try other words" in ready_window.message.text
    assert "still being read" in ready_window.message.text


def test_an_empty_field_says_how_many_files_are_ready(ready_window: MainWindow) -> None:
    assert "10 files ready." in ready_window.message.text


def test_a_missing_model_is_one_quiet_line(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle", FOLDER, notices=("The model is missing.",)))
    assert ready_window.notice.text() == "The model is missing."
    assert ready_window.notice.isVisible()


def test_when_the_engine_dies_a_line_says_so_and_the_text_is_searched_again(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a")))
    with qtbot.waitSignal(link.lost):
        engine.client.die()
    assert "has stopped" in ready_window.notice.text()
    assert ready_window.search_box.text() == "rent"
    assert shown_paths(ready_window) == ["/a"]

    qtbot.waitUntil(lambda: len(engine.clients) == 2)
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    again = engine.asked("search")[0]
    assert again.arguments["query"] == "rent"
    assert not ready_window.notice.isVisible()
    with qtbot.waitSignal(link.answer_arrived):
        again.answer(answer("rent", complete=False), final=False)
    assert shown_paths(ready_window) == ["/a"]
    with qtbot.waitSignal(link.answer_arrived):
        again.answer(answer("rent", hit("/b")))
    assert shown_paths(ready_window) == ["/b"]


def test_an_engine_that_cannot_start_is_tried_again(
    qtbot: QtBot, window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    engine.away = True
    with qtbot.waitSignal(link.lost):
        link.start()
    assert "could not be started" in window.notice.text()
    engine.away = False
    qtbot.waitUntil(lambda: link.is_connected)


def test_a_refused_request_is_said(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    from desktop_search.errors import DesktopSearchError

    window = ready_window
    window.welcome.folders_chosen.emit(["/nowhere"])
    with qtbot.waitSignal(link.failed):
        engine.asked("add_folders")[0].fail(DesktopSearchError("There is no folder /nowhere."))
    assert window.notice.text() == "There is no folder /nowhere."


def test_results_follow_the_disk_without_moving_the_chosen_row(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a"), hit("/b"), hit("/gone")))
    press(ready_window, Qt.Key.Key_Down)
    engine.tell(status("idle", FOLDER, counts=Counts(indexed=11)))
    qtbot.waitUntil(lambda: len(engine.asked("search")) == 2)
    again = engine.asked("search")[-1]

    with qtbot.waitSignal(link.answer_arrived):
        again.answer(answer("rent", hit("/words only"), complete=False), final=False)
    assert shown_paths(ready_window) == ["/a", "/b", "/gone"]
    with qtbot.waitSignal(link.answer_arrived):
        again.answer(answer("rent", hit("/new"), hit("/a"), hit("/b")))
    assert shown_paths(ready_window) == ["/new", "/b", "/a"]
    assert ready_window.results.current_hit.path == "/b"


def test_another_model_is_asked_again(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a"), hit("/b")))
    engine.tell(replace(status("idle", FOLDER), model="tuned"))
    qtbot.waitUntil(lambda: len(engine.asked("search")) == 2)
    with qtbot.waitSignal(link.answer_arrived):
        engine.asked("search")[-1].answer(answer("rent", hit("/b"), hit("/a")))
    assert shown_paths(ready_window) == ["/b", "/a"]


def test_an_equal_status_asks_nothing_again(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a")))
    for _ in range(3):
        with qtbot.waitSignal(link.status_changed):
            engine.tell(status("idle", FOLDER))
    assert not ready_window.session._settle.isActive()


def test_every_control_has_an_accessible_name(window: MainWindow) -> None:
    for kind in (QAbstractButton, QLineEdit, QProgressBar):
        for control in window.findChildren(kind):
            is_ours = type(control).__name__ not in ("QLineEditIconButton", "QToolButton")
            if is_ours and control.isVisibleTo(window):
                assert control.accessibleName(), control.objectName() or control


def test_a_click_in_the_preview_opens_and_copies(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QGuiApplication

    opened: list[str] = []
    monkeypatch.setattr(ready_window.opening, "open", opened.append)
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a")))
    open_file, _, copy = ready_window.preview._buttons
    qtbot.mouseClick(open_file, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert opened == ["/a"]
    assert QGuiApplication.clipboard().text() == "/a"


def test_letters_typed_on_the_list_go_to_the_field(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a")))
    QTest.keyClicks(ready_window.results, "al")
    assert ready_window.search_box.text() == "rental"


def test_a_new_look_repaints_everything(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    ask(qtbot, ready_window, engine, "rent")(answer("rent", hit("/a", snippet="rent", snippet_marks=((0, 4),))))
    for widget in (ready_window.search_box, ready_window.preview):
        widget.changeEvent(QEvent(QEvent.Type.PaletteChange))
    assert "rent" in ready_window.preview.text


def test_widgets_are_never_collected_on_another_thread(qtbot: QtBot) -> None:
    import gc
    import threading
    import weakref

    from PySide6.QtWidgets import QWidget

    from desktop_search.gui import collector

    owner = QWidget()
    qtbot.addWidget(owner)
    threads: list[bool] = []
    here = threading.get_ident()
    frozen = gc.get_freeze_count()
    timer = collector.collect_only_here(owner)

    class Cycle:
        def __init__(self) -> None:
            self.itself = self

    one = Cycle()
    weakref.finalize(one, lambda: threads.append(threading.get_ident() == here))
    del one
    busy = threading.Thread(target=lambda: [Cycle() for _ in range(50_000)])
    busy.start()
    busy.join()
    assert threads == []
    timer.setInterval(1)
    qtbot.waitUntil(lambda: threads == [True])
    # What came up with the window is not looked through again, and what comes later is.
    assert gc.get_freeze_count() > frozen
    later = Cycle()
    weakref.finalize(later, lambda: threads.append(threading.get_ident() == here))
    del later
    qtbot.waitUntil(lambda: threads == [True, True])
    gc.disable()
