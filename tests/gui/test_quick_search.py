"""What the quick search promises to a person, one test for each promise."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.opening import Opening
from desktop_search.gui.quick import one_line, popup
from desktop_search.gui.quick.actions import why
from desktop_search.gui.quick.window import QuickWindow
from desktop_search.records import Answer, Match
from tests.gui.conftest import HOME
from tests.gui.stand_in import StandInEngine, answer, hit

NONE, CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was opened or shown, instead of doing it."""
    done: list[tuple[str, str]] = []
    monkeypatch.setattr(Opening, "open", lambda self, path: done.append(("open", path)))
    monkeypatch.setattr(Opening, "show_in_folder", lambda self, path: done.append(("show", path)))
    return done


@pytest.fixture
def quick(qtbot: QtBot, link: EngineLink, done: list[tuple[str, str]]) -> Iterator[QuickWindow]:
    """A quick search that is shown, but whose engine is not started yet."""
    owner = QWidget()
    qtbot.addWidget(owner)
    quick = QuickWindow(link, Path(HOME), Opening(owner))
    qtbot.addWidget(quick)
    quick.appear()
    qtbot.waitUntil(quick.isActiveWindow)
    return quick


@pytest.fixture
def ready(qtbot: QtBot, quick: QuickWindow, link: EngineLink, engine: StandInEngine) -> QuickWindow:
    with qtbot.waitSignal(link.connected):
        link.start()
    return quick


def ask(qtbot: QtBot, quick: QuickWindow, engine: StandInEngine, text: str) -> Callable[[Answer], None]:
    """Types a text, waits until it is asked, and returns what answers it."""
    quick.field.setText(text)
    qtbot.waitUntil(lambda: any(asked.arguments["query"] == text for asked in engine.asked("search")))
    asked = [asked for asked in engine.asked("search") if asked.arguments["query"] == text][-1]

    def reply(answered: Answer) -> None:
        with qtbot.waitSignal(quick._link.answer_arrived):
            asked.answer(answered, final=answered.complete)

    return reply


def press(quick: QuickWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(quick.focusWidget() or quick.field, key, modifier)


def appear_again(qtbot: QtBot, quick: QuickWindow) -> None:
    """Shows it again. The offscreen platform gives the focus back only to a window that it has seen lose it."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    quick.toggle()
    qtbot.waitUntil(quick.isActiveWindow)


def paths(quick: QuickWindow) -> list[str]:
    return [hit.path for hit in quick.rows.hits]


def test_toggling_shows_it_ready_to_type_and_hides_it(qtbot: QtBot, quick: QuickWindow) -> None:
    assert quick.field.hasFocus()
    quick.toggle()
    assert not quick.isVisible()
    appear_again(qtbot, quick)
    assert quick.isVisible()
    assert quick.field.hasFocus()


def test_it_hides_when_something_else_gets_the_focus(qtbot: QtBot, quick: QuickWindow) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not quick.isVisible())


def test_it_stays_when_the_focus_is_only_away_for_a_moment(qtbot: QtBot, quick: QuickWindow) -> None:
    quick._leaving.start()
    quick.activateWindow()
    qtbot.wait(2 * popup.GRACE_MS)
    assert quick.isVisible()


@pytest.mark.parametrize("room", [QRect(0, 0, 1280, 800), QRect(1920, -200, 1024, 600), QRect(0, 30, 640, 400)])
def test_it_stands_centre_top_and_inside_the_screen(quick: QuickWindow, room: QRect) -> None:
    place = popup.place_on(room, quick.wanted_size(room))
    assert room.contains(place)
    assert abs(place.center().x() - room.center().x()) <= 1
    assert place.top() - room.top() <= room.bottom() - place.bottom() + 0.3 * room.height()


def test_the_previous_query_is_cleared_or_kept_selected_as_the_person_likes(quick: QuickWindow) -> None:
    quick.field.setText("rent")
    quick.toggle()
    quick.toggle()
    assert quick.field.text() == ""
    quick.keeps_query = True
    quick.field.setText("rent")
    quick.toggle()
    quick.toggle()
    assert quick.field.selectedText() == "rent"


def test_text_typed_before_the_engine_is_there_is_searched_when_it_is(
    qtbot: QtBot, quick: QuickWindow, link: EngineLink, engine: StandInEngine
) -> None:
    QTest.keyClicks(quick.field, "rent")
    assert "type already" in quick.state.text()
    link.start()
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    assert engine.asked("search")[0].arguments["query"] == "rent"


def test_an_empty_field_offers_recent_files_and_enter_opens_the_first(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine, done: list[tuple[str, str]]
) -> None:
    with qtbot.waitSignal(ready.offers.changed):
        engine.asked("suggestions")[0].answer([hit("/often", snippet="", reasons={}), hit("/lately", snippet="")])
    assert paths(ready) == ["/often", "/lately"]
    press(ready, Qt.Key.Key_Return)
    assert done == [("open", "/often")]
    assert not ready.isVisible()


def test_meaning_joins_without_moving_the_row_under_the_cursor(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine
) -> None:
    reply = ask(qtbot, ready, engine, "rent")
    reply(answer("rent", hit("/a"), hit("/b"), hit("/c"), complete=False))
    press(ready, Qt.Key.Key_Down)
    before = ready.rows.visualRect(ready.rows.currentIndex())
    reply(answer("rent", hit("/x"), hit("/y"), hit("/c"), hit("/a"), hit("/b")))
    assert paths(ready) == ["/x", "/b", "/y", "/c", "/a"]
    assert ready.rows.current_hit.path == "/b"
    assert ready.rows.visualRect(ready.rows.currentIndex()) == before


def test_new_text_starts_at_row_one_and_answers_to_old_text_are_dropped(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine
) -> None:
    answer_old = ask(qtbot, ready, engine, "old")
    answer_old(answer("old", hit("/a"), hit("/b"), complete=False))
    press(ready, Qt.Key.Key_Down)
    answer_new = ask(qtbot, ready, engine, "new")
    answer_new(answer("new", hit("/c"), hit("/d")))
    answer_old(answer("old", hit("/e")))
    assert paths(ready) == ["/c", "/d"]
    assert ready.rows.currentIndex().row() == 0


def test_enter_before_the_answer_opens_the_first_of_it_and_never_an_older_result(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine, done: list[tuple[str, str]]
) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/old")))
    QTest.keyClicks(ready.field, " receipt")
    press(ready, Qt.Key.Key_Return)
    assert done == []
    asked = engine.asked("search")[-1]
    assert asked.arguments["query"] == "rent receipt"
    asked.answer(answer("rent receipt", hit("/new")))
    qtbot.waitUntil(lambda: done == [("open", "/new")])


def test_every_key_of_the_table_does_what_it_says(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine, done: list[tuple[str, str]]
) -> None:
    hits = [hit(f"/{letter}") for letter in "abcdefghijkl"]
    opened: list[tuple[str, str]] = []
    ready.opened.connect(lambda path, query: opened.append((path, query)))
    for key, modifier, wanted in (
        (Qt.Key.Key_Return, NONE, ("open", "/a")),
        (Qt.Key.Key_Enter, CONTROL, ("show", "/a")),
        (Qt.Key.Key_1, ALT, ("open", "/a")),
        (Qt.Key.Key_9, ALT, ("open", "/i")),
    ):
        query = f"rent {key.name}"
        ask(qtbot, ready, engine, query)(answer(query, *hits))
        press(ready, key, modifier)
        assert done.pop() == wanted
        assert opened.pop() == (wanted[1], query)
        assert not ready.isVisible()
        appear_again(qtbot, ready)


def test_copying_leaves_it_open_and_says_so(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a b.txt")))
    press(ready, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in copied.urls()] == ["/a b.txt"]
    assert "copied" in ready.state.text()
    press(ready, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "/a b.txt"
    assert ready.isVisible()


def test_copying_selected_text_copies_the_text(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a")))
    ready.field.selectAll()
    press(ready, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "rent"


def test_shift_enter_takes_the_query_to_the_main_window(qtbot: QtBot, ready: QuickWindow) -> None:
    QTest.keyClicks(ready.field, "rent")
    with qtbot.waitSignal(ready.main_window_asked) as asked:
        press(ready, Qt.Key.Key_Return, SHIFT)
    assert asked.args == ["rent"]
    assert not ready.isVisible()


def test_control_comma_asks_for_the_settings(qtbot: QtBot, ready: QuickWindow) -> None:
    with qtbot.waitSignal(ready.settings_asked):
        press(ready, Qt.Key.Key_Comma, CONTROL)


def test_right_at_the_end_of_the_text_leads_to_the_actions_and_left_back(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine, done: list[tuple[str, str]]
) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a")))
    ready.field.setCursorPosition(0)
    press(ready, Qt.Key.Key_Right)
    assert not ready.panel.isVisible()
    ready.field.end(False)
    press(ready, Qt.Key.Key_Right)
    assert ready.panel.isVisible()
    press(ready, Qt.Key.Key_Left)
    assert not ready.panel.isVisible()
    assert ready.field.hasFocus()
    press(ready, Qt.Key.Key_K, CONTROL)
    assert ready.field.text() == "rent"
    press(ready, Qt.Key.Key_Down)
    press(ready, Qt.Key.Key_Return)
    assert done == [("show", "/a")]


def test_letters_typed_among_the_actions_go_to_the_field(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine
) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a")))
    press(ready, Qt.Key.Key_K, CONTROL)
    QTest.keyClick(ready.focusWidget(), Qt.Key.Key_A)
    QTest.keyClick(ready.focusWidget(), Qt.Key.Key_L)
    assert ready.field.text() == "rental"
    assert not ready.panel.isVisible()


def test_why_is_told_in_words(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    found = hit("/a", reasons={"words": 0.25, "meaning": 0.75}, matches=(Match("The <b>rent</b> is due.", page=3),))
    ask(qtbot, ready, engine, "rent")(answer("rent", found))
    press(ready, Qt.Key.Key_Return, ALT)
    assert why(found) == "Found by meaning 75 %, words 25 %."
    assert why(found) in ready.panel.details
    assert "page 3:\nThe <b>rent</b> is due." in ready.panel.details
    press(ready, Qt.Key.Key_Escape)
    assert ready.field.hasFocus()


def test_escape_leaves_the_panel_then_clears_then_hides(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine
) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a")))
    press(ready, Qt.Key.Key_K, CONTROL)
    press(ready, Qt.Key.Key_Escape)
    assert (ready.panel.isVisible(), ready.field.text()) == (False, "rent")
    press(ready, Qt.Key.Key_Escape)
    assert (ready.isVisible(), ready.field.text()) == (True, "")
    press(ready, Qt.Key.Key_Escape)
    assert not ready.isVisible()


def test_up_on_the_first_row_brings_earlier_queries_back(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine
) -> None:
    for text in ("first", "second"):
        ready.appear()
        ask(qtbot, ready, engine, text)(answer(text, hit("/a"), hit("/b")))
        press(ready, Qt.Key.Key_Return)
    ready.appear()
    ask(qtbot, ready, engine, "third")(answer("third", hit("/a"), hit("/b")))
    press(ready, Qt.Key.Key_Down)
    press(ready, Qt.Key.Key_Up)
    assert ready.field.text() == "third"
    press(ready, Qt.Key.Key_Up)
    assert ready.field.text() == "second"
    press(ready, Qt.Key.Key_Up)
    assert ready.field.text() == "first"


def test_rows_can_be_dragged_out_as_files(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a b.txt")))
    dragged = ready.rows.model().mimeData([ready.rows.currentIndex()])
    assert [url.toLocalFile() for url in dragged.urls()] == ["/a b.txt"]
    assert ready.rows.dragEnabled()
    ready.rows.is_dragging = True
    assert ready.stays_open()


def test_nothing_found_says_what_to_do(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    ask(qtbot, ready, engine, "zebra")(answer("zebra"))
    assert ready.message.isVisible()
    assert "Try other words" in ready.message.text


def test_a_screen_reader_hears_the_popup_and_the_number_of_results(
    qtbot: QtBot, ready: QuickWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    ask(qtbot, ready, engine, "rent")(answer("rent", hit("/a.txt"), hit("/b.txt")))
    assert said == ["2 results"]
    press(ready, Qt.Key.Key_Down)
    assert "b.txt" in said[-1]
    for widget in (ready, ready.field, ready.rows, *ready.findChildren(QListWidget)):
        assert widget.accessibleName()
    assert QAccessible.queryAccessibleInterface(ready.field).role() == QAccessible.Role.EditableText


def test_hostile_names_are_shown_as_text(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    markup = "<img src='file:///etc/passwd'><b>bold</b>"
    hostile = hit(
        f"/home/ana/\u202egpj.exe\n{markup}", snippet=f"{markup}\u202e \U0001f4c8", snippet_marks=((0, 4000),)
    )
    ask(qtbot, ready, engine, "<b>bold")(answer("<b>bold", hostile))
    press(ready, Qt.Key.Key_K, CONTROL)
    ready.grab()
    assert "\u202e" not in ready.panel._name.text()
    for label in ready.findChildren(QLabel):
        assert label.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.AutoText)
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_the_match_in_a_name_is_bold(qtbot: QtBot, ready: QuickWindow, engine: StandInEngine) -> None:
    def painted(query: str) -> QImage:
        ready.rows.show_hits([hit("/rent receipt.txt")], query, is_new=True)
        option = QStyleOptionViewItem()
        ready.rows.initViewItemOption(option)
        option.rect = QRect(QPoint(0, 0), ready.rows.sizeHintForIndex(ready.rows.model().index(0, 0)))
        option.rect.setWidth(600)
        option.state = QStyle.StateFlag.State_None
        image = QImage(option.rect.size(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        ready.rows.itemDelegate().paint(painter, option, ready.rows.model().index(0, 0))
        painter.end()
        return image

    def ink(image: QImage) -> int:
        return sum(image.pixelColor(x, y).lightness() < 100 for x in range(50, 300) for y in range(image.height() // 2))

    assert ink(painted("rent")) > ink(painted("other"))


def test_a_line_begins_near_its_first_mark() -> None:
    text = "word " * 40 + "needle" + " word" * 20
    shown, marked = one_line.from_first_mark(text, [(200, 206)])
    assert [shown[start:end] for start, end in marked] == ["needle"]
    assert marked[0][0] <= one_line.LEAD + 1
    assert one_line.from_first_mark("short needle", [(6, 12)]) == ("short needle", [(6, 12)])
