"""Every state says what to do next, and a file that is missed is explained."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from desktop_search.errors import DesktopSearchError
from desktop_search.gui import formatting
from desktop_search.gui.eliding_label import ElidingLabel
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.records import Counts, EngineStatus, Explanation, Standing
from tests.gui.asking import filter_in, press, reply, show
from tests.gui.stand_in import StandInEngine, hit, status

FOLDER = "/home/ana/Documents"


def tell(qtbot: QtBot, link: EngineLink, engine: StandInEngine, told: EngineStatus) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(told)


def button(window: MainWindow, text: str) -> QPushButton:
    found = [one for one in window.message.findChildren(QPushButton) if one.text() == text and not one.isHidden()]
    assert found, [one.text() for one in window.message.findChildren(QPushButton)]
    return found[0]


def test_paused_says_so_and_offers_to_resume(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    tell(qtbot, link, engine, status("paused", FOLDER))
    assert ready_window.message.text.startswith("Paused\n10 files ready.")
    qtbot.mouseClick(button(ready_window, "Resume"), Qt.MouseButton.LeftButton)
    assert len(engine.asked("resume")) == 1


def test_while_files_are_read_the_empty_field_says_that_more_will_come(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    tell(qtbot, link, engine, status("reading", FOLDER))
    assert "still being read" in ready_window.message.text


def test_with_nothing_to_search_it_says_why(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    for counts, act, said in (
        (Counts(), "Folders…", "no files in your folders"),
        (Counts(failed=3), "Show the problems", "No file could be read"),
    ):
        tell(qtbot, link, engine, status("idle", FOLDER, counts=counts))
        assert said in ready_window.message.text
        qtbot.mouseClick(button(ready_window, act), Qt.MouseButton.LeftButton)
        assert not ready_window.search.isVisible()
        ready_window.show_page("search")


def test_no_result_with_filters_offers_to_search_without_them(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    query = "zebra type:pdf"
    show(qtbot, ready_window, engine, query, filters=(filter_in(query, "type:pdf", "PDF files"),))
    assert "filters" in ready_window.message.text
    qtbot.mouseClick(button(ready_window, "Search without the filters"), Qt.MouseButton.LeftButton)
    assert ready_window.search_box.text() == "zebra"


def test_a_failed_search_says_so_and_can_be_tried_again(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ready_window.search_box.setText("rent")
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    with qtbot.waitSignal(link.failed):
        engine.asked("search")[-1].fail(DesktopSearchError("The search engine made a mistake."))
    assert "made a mistake" in ready_window.message.text
    qtbot.mouseClick(button(ready_window, "Try again"), Qt.MouseButton.LeftButton)
    assert len(engine.asked("search")) == 2


def explanation(state: Standing, **more: object) -> Explanation:
    return Explanation("rent", "/home/ana/<b>x.txt", state, ("It says <b>nothing</b>.",), **more)


def test_a_file_that_is_missed_is_explained_with_advice(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", hit("/a"))
    why = ready_window.why_dialog
    why.explain("rent", "/home/ana/<b>x.txt")
    assert "Looking…" in why.text
    reply(qtbot, engine, "why", explanation(Standing.NO_MATCH, advice=("Ask for its name.",)))
    assert engine.asked("why")[0].arguments == {"query": "rent", "path": "/home/ana/<b>x.txt"}
    for said in ("<b>x.txt", "no answer to “rent”", "It says <b>nothing</b>.", "• Ask for its name."):
        assert said in why.text
    why.explain("rent", "/home/ana/<b>x.txt")
    reply(qtbot, engine, "why", explanation(Standing.EXCLUDED, rule="*.txt", rule_file="/home/ana/.gitignore"))
    assert "It is not in the index." in why.text
    assert "The rule: *.txt" in why.text
    assert "What you can do" not in why.text
    why.close()


def test_details_of_a_hit_say_why_it_is_there(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    shown = hit("/home/ana/a.txt", relevance=0.8, duplicates=("/home/ana/copy.txt",), size=2000)
    show(qtbot, ready_window, engine, "rent", shown)
    press(ready_window.search_box, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    told = Explanation("rent", shown.path, Standing.FOUND, ("Here.",), 1, 0.5, {"words": 0.4, "meaning": 0.1})
    reply(qtbot, engine, "why", told)
    text = ready_window.why_dialog.text
    for said in ("It is result 1 for “rent”.", "words 80 %, meaning 20 %", "very likely an answer", "~/copy.txt"):
        assert said in text
    ready_window.why_dialog.close()


def test_an_explanation_that_fails_says_so(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    ready_window.why_dialog.explain("rent", "/a")
    with qtbot.waitSignal(link.failed):
        engine.asked("why")[-1].fail(DesktopSearchError("It cannot be told."))
    assert "It cannot be told." in ready_window.why_dialog.text
    ready_window.why_dialog.close()


def test_every_control_of_the_search_has_a_name_for_a_screen_reader(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    QAccessible.setActive(True)
    query = "rent type:pdf"
    ready_window.search.pane.bar.facets.setChecked(True)
    show(qtbot, ready_window, engine, query, hit("/a"), filters=(filter_in(query, "type:pdf", "PDF files"),))
    for kind in (QAbstractButton, QLineEdit, QListView, QTreeWidget):
        for control in ready_window.search.findChildren(kind):
            is_ours = type(control).__name__ not in ("QLineEditIconButton", "QToolButton")
            if is_ours and control.isVisibleTo(ready_window):
                assert control.accessibleName(), control.objectName() or control
    chip = QAccessible.queryAccessibleInterface(ready_window.search.chips.chips[0])
    assert chip.role() == QAccessible.Role.Button
    QAccessible.setActive(False)


def test_tab_goes_from_the_field_to_the_results_and_the_side_bar(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ready_window.activateWindow()
    show(qtbot, ready_window, engine, "rent", hit("/a"))
    ready_window.search_box.setFocus()
    reached = []
    for _ in range(40):
        press(ready_window.focusWidget() or ready_window, Qt.Key.Key_Tab)
        reached.append(ready_window.focusWidget())
        if reached[-1] is ready_window.search_box:
            break
    assert ready_window.results in reached
    assert ready_window.search.pane.bar.order in reached
    assert ready_window.side_bar in reached
    assert reached[-1] is ready_window.search_box


def test_a_line_without_room_ends_in_an_ellipsis_and_its_tooltip_says_all_of_it(qtbot: QtBot) -> None:
    label = ElidingLabel(None, text := "Reading 1,204 of 8,000 files, 6 min left")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert (label.shown, label.toolTip()) == (text, "")
    label.resize(label.sizeHint().width() // 2, label.height())
    assert label.shown.endswith("…")
    assert (label.text(), label.toolTip()) == (text, formatting.tooltip(text))
    label.setText("<b>Bold</b>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.minimumSizeHint().width() < label.sizeHint().width()
