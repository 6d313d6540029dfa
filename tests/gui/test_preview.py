"""The preview follows the selection at once, shows the page itself with the passage boxed, and goes through matches."""

import zlib
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.preview import Preview
from desktop_search.gui.previews.asking import image_of
from desktop_search.gui.previews.text_view import TextView
from desktop_search.gui.theme import DARK, LIGHT, Theme, palette_of, tokens_for
from desktop_search.records import Drawing, FilePreview, Hit, Match, ShownTable, ShownText
from tests.gui.stand_in import Asked, StandInEngine, answer, hit

WORDS = ((40, 100, 50, 10), (40, 300, 50, 10), (40, 500, 50, 10))


class Engine:
    """Keeps what the pane asks."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, dict[str, Any]]] = []

    def ask(self, method: str, then: Any, **arguments: Any) -> None:
        assert method == "preview"
        self.asked.append((then, arguments))


@pytest.fixture
def engine_of_pane() -> Engine:
    return Engine()


@pytest.fixture
def pane(qtbot: QtBot, engine_of_pane: Engine) -> Preview:
    pane = Preview("/home/ana", ask=engine_of_pane.ask)
    qtbot.addWidget(pane)
    pane.resize(500, 600)
    pane.show()
    # Keys are for the active window only.
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    return pane


def drawn(width: int = 400, height: int = 600, **more: Any) -> Drawing:
    return Drawing(width, height, zlib.compress(b"\xff" * (3 * width * height)), **more)


def page(number: int = 1, pages: int = 1, **more: Any) -> FilePreview:
    return FilePreview("page", page=number, pages=pages, drawing=drawn(**more))


def found(name: str, *texts: str, **more: Any) -> Hit:
    return hit(f"/home/ana/{name}", matches=tuple(Match(text, page=more.get("page")) for text in texts), **more)


def select(qtbot: QtBot, pane: Preview, engine: Engine, one: Hit, query: str = "rent") -> Any:
    before = len(engine.asked)
    pane.show_hit(one, query)
    qtbot.waitUntil(lambda: len(engine.asked) > before)
    return engine.asked[-1][0]


def arrive(qtbot: QtBot, pane: Preview, then: Any, preview: FilePreview) -> None:
    """Answers the pane, and waits until it shows the answer."""
    with qtbot.waitSignal(pane.stage._asking.arrived):
        then(preview)


def press(qtbot: QtBot, pane: Preview, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(pane.stage.view, key, modifier or Qt.KeyboardModifier.NoModifier)


def current_match(pane: Preview) -> tuple[int, int]:
    (selection,) = pane.stage.text.extraSelections()
    cursor = selection.cursor
    return cursor.selectionStart(), cursor.selectionEnd()


def test_the_passages_are_there_at_once_and_the_page_follows(
    qtbot: QtBot, pane: Preview, engine_of_pane: Engine
) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "The rent is due.", page=3), "the rent")
    assert pane.stage.view is pane.stage.passages
    assert "The rent is due." in pane.stage.passages.toPlainText()
    asked = engine_of_pane.asked[-1][1]
    assert (asked["path"], asked["page"], asked["query"]) == ("/home/ana/a.pdf", 3, "the rent")
    assert asked["passages"] == ["The rent is due."]
    arrive(qtbot, pane, then, page(3, 20, words=WORDS))
    assert "Page 3 of 20" in pane.stage.bar.text


def test_an_answer_to_an_older_selection_is_dropped(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    older = select(qtbot, pane, engine_of_pane, found("a.txt", "old"))
    newer = select(qtbot, pane, engine_of_pane, found("b.txt", "new"))
    arrive(qtbot, pane, newer, FilePreview("text", text=ShownText("The new text.")))
    older(FilePreview("text", text=ShownText("The old text.")))
    assert pane.stage.text.toPlainText() == "The new text."
    assert "old" not in pane.text


def test_a_key_held_down_asks_for_the_last_file_only(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    for number in range(30):
        pane.show_hit(found(f"{number}.pdf", "x"), "x")
    qtbot.waitUntil(lambda: bool(engine_of_pane.asked))
    assert [arguments["path"] for _, arguments in engine_of_pane.asked] == ["/home/ana/29.pdf"]


def test_what_cannot_be_shown_says_so_under_the_passages(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "The rent is due."))
    arrive(qtbot, pane, then, FilePreview(sentence="The PDF is <b>damaged</b>."))
    assert pane.stage.view is pane.stage.passages
    assert pane.stage._note.text() == "The PDF is <b>damaged</b>."
    assert pane.stage._note.textFormat() == Qt.TextFormat.PlainText


def test_the_passage_is_boxed_and_the_words_are_marked_on_the_page(
    qtbot: QtBot, pane: Preview, engine_of_pane: Engine
) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "x"))
    arrive(qtbot, pane, then, page(passages=((20, 90, 200, 60),), words=((40, 100, 50, 20),)))
    view = pane.stage.picture
    seen = view.viewport().grab().toImage()

    def colour(x: int, y: int) -> str:
        place = view._on_view((x, y, 0, 0)).topLeft().toPoint()
        return QColor(seen.pixel(place)).name()

    assert colour(65, 110) == LIGHT.mark
    assert colour(300, 250) == "#ffffff"
    assert colour(20, 120) != "#ffffff"


def test_f3_goes_through_the_matches_and_says_which(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.txt", "rent"))
    arrive(qtbot, pane, then, FilePreview("text", text=ShownText("rent rent\nrent", words=((0, 4), (5, 9), (10, 14)))))
    assert pane.stage.bar.text.endswith("1 of 3")
    for key, modifier, said in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "2 of 3"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "3 of 3"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "1 of 3"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "3 of 3"),
    ):
        press(qtbot, pane, key, modifier)
        assert pane.stage.bar.text.endswith(said)
    assert current_match(pane) == (10, 14)


def test_f3_behind_the_last_match_of_a_page_turns_to_the_next_page_with_one(
    qtbot: QtBot, pane: Preview, engine_of_pane: Engine
) -> None:
    matches = (Match("one", page=2), Match("two", page=7))
    then = select(qtbot, pane, engine_of_pane, hit("/home/ana/a.pdf", matches=matches, page=2))
    arrive(qtbot, pane, then, page(2, 9, words=WORDS[:1]))
    for asked_page in (7, 2):
        before = len(engine_of_pane.asked)
        press(qtbot, pane, Qt.Key.Key_F3)
        qtbot.waitUntil(lambda before=before: len(engine_of_pane.asked) > before)
        then, arguments = engine_of_pane.asked[-1]
        assert arguments["page"] == asked_page
        assert pane.stage.view is pane.stage.picture, "the page before stays until the next is there"
        arrive(qtbot, pane, then, page(asked_page, 9, words=WORDS[:1]))
        assert f"Page {asked_page} of 9" in pane.stage.bar.text


def test_page_down_at_the_end_of_a_page_turns_it(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "x"))
    arrive(qtbot, pane, then, page(1, 2, height=1600))
    qtbot.waitUntil(lambda: pane.stage.picture.verticalScrollBar().maximum() > 0)
    before = len(engine_of_pane.asked)
    for _ in range(20):
        press(qtbot, pane, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: len(engine_of_pane.asked) > before)
    assert engine_of_pane.asked[-1][1]["page"] == 2
    assert not any(button.isEnabled() for button in (pane.stage.bar._earlier,))


def test_it_can_be_zoomed_with_keys_and_wheel_and_back(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "x"))
    arrive(qtbot, pane, then, page())
    view = pane.stage.picture
    control = Qt.KeyboardModifier.ControlModifier
    usual = view._size().width()
    press(qtbot, pane, Qt.Key.Key_Equal, control)
    assert view._size().width() > usual
    press(qtbot, pane, Qt.Key.Key_Minus, control)
    press(qtbot, pane, Qt.Key.Key_Minus, control)
    assert view._size().width() < usual
    press(qtbot, pane, Qt.Key.Key_0, control)
    assert view._size().width() == usual
    middle = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, control, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view._size().width() > usual


def test_a_page_fits_the_width(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.pdf", "x"))
    arrive(qtbot, pane, then, page(width=800, height=1100))
    view = pane.stage.picture
    assert view.viewport().width() - 4 <= view._size().width() <= view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0


def test_a_table_is_a_table_with_its_words_marked(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.csv", "x"))
    rows = (("Name", "Rent"), ("Ana", "<b>900</b>"))
    arrive(qtbot, pane, then, FilePreview("table", table=ShownTable(rows, 5, passages=((1, 2),), words=((1, 1),))))
    model = pane.stage.table.model()
    assert pane.stage.view is pane.stage.table
    assert model.data(model.index(1, 1)) == "<b>900</b>"
    assert model.data(model.index(1, 1), Qt.ItemDataRole.BackgroundRole) == QColor(tokens_for(pane.palette()).mark)
    assert model.headerData(0, Qt.Orientation.Vertical) == "5"
    assert model.headerData(27, Qt.Orientation.Horizontal) == "AB"
    assert pane.stage.table.currentIndex() == model.index(1, 1)


def test_a_mail_begins_with_its_headers(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.eml", "x"))
    headers = (("Subject", "<img src=x>"), ("From", "Ana\n<ana@example.org>"))
    arrive(
        qtbot, pane, then, FilePreview("mail", text=ShownText("Dear \U0001f600 Bo", words=((7, 9),), headers=headers))
    )
    written = pane.stage.text.toPlainText()
    assert "<img src=x>" in written
    assert "Ana <ana@example.org>" in written
    start, end = current_match(pane)
    assert written.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "Bo"


def test_colours_and_marks_are_where_they_belong(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.py", "x"))
    text = "\U0001f600 = 1\ndef rent():\n    pass\n" + "x = 1\n" * 5_000
    shown = ShownText(text, 1, passages=((6, 17),), words=((10, 14),), colours=((6, 9, "keyword"), (99, 90, "odd")))
    arrive(qtbot, pane, then, FilePreview("code", text=shown))
    block = pane.stage.text.document().findBlockByNumber(1)
    marked = {
        (piece.start, piece.length): piece.format.background().color().name()
        for piece in block.layout().formats()
        if piece.format.background().style() != Qt.BrushStyle.NoBrush
    }
    assert marked[(4, 4)] == tokens_for(pane.palette()).mark
    assert (0, 3) in {(piece.start, piece.length) for piece in block.layout().formats()}
    last = pane.stage.text.document().lastBlock()
    assert last.userState() == -1, "what nobody sees is not coloured"


def test_nothing_in_a_file_is_markup(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    then = select(qtbot, pane, engine_of_pane, found("<b>a</b>.html", "<h1>x</h1>"))
    text = "<h1>Big</h1><img src='http://example.org/x.png'>\u202e<a href='x'>y</a>"
    arrive(qtbot, pane, then, FilePreview("text", text=ShownText(text)))
    assert pane.stage.text.toPlainText() == text.replace("\u202e", "\u200b")


@pytest.mark.parametrize(
    "broken",
    [
        Drawing(400, 600, b"nothing"),
        Drawing(400, 600, zlib.compress(b"short")),
        Drawing(10, 10, zlib.compress(b"x" * 10_000_000)),
        Drawing(-1, 600, zlib.compress(b"")),
        Drawing(100_000, 100_000, zlib.compress(b"")),
    ],
)
def test_a_drawing_that_is_not_what_it_says_is_not_shown(broken: Drawing) -> None:
    assert image_of(broken) is None


def test_a_drawing_is_shown_as_it_is() -> None:
    image = image_of(Drawing(2, 1, zlib.compress(bytes([255, 0, 0, 0, 0, 255]))))
    assert image is not None
    assert [QColor(image.pixel(x, 0)).name() for x in range(2)] == ["#ff0000", "#0000ff"]
    grey = image_of(Drawing(1, 1, zlib.compress(b"\x80"), is_grey=True))
    assert grey is not None
    assert QColor(grey.pixel(0, 0)).name() == "#808080"


def test_every_control_says_what_it_is(pane: Preview) -> None:
    for widget in (*pane.stage.bar.findChildren(type(pane._buttons[0])), *pane._buttons):
        assert len(widget.accessibleName()) > 3
    for view in (pane.stage.passages, pane.stage.text, pane.stage.picture, pane.stage.table):
        assert view.accessibleName()
        assert view.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_colours_are_legible_in_both_looks() -> None:
    from desktop_search.gui.previews.looks import formats_for

    for tokens in (LIGHT, DARK):
        for name, look in formats_for(tokens).items():
            if look.foreground().style() == Qt.BrushStyle.NoBrush:
                continue
            for ground in (tokens.surface, tokens.hover, tokens.selection) if name != "mark" else (tokens.mark,):
                assert contrast(look.foreground().color(), QColor(ground)) >= 4.5, (name, ground)


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.1."""

    def light(colour: QColor) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_a_new_look_colours_the_text_again(
    qtbot: QtBot, pane: Preview, engine_of_pane: Engine, look: Theme, qapp: QApplication
) -> None:
    then = select(qtbot, pane, engine_of_pane, found("a.txt", "x"))
    arrive(qtbot, pane, then, FilePreview("text", text=ShownText("rent is due", words=((0, 4), (8, 11)))))

    def mark_of(view: TextView) -> str:
        formats = view.document().firstBlock().layout().formats()
        look = formats[-1].format
        return str(look.background().color().name())

    assert mark_of(pane.stage.text) == LIGHT.mark
    try:
        look.follow(Qt.ColorScheme.Dark)
        qtbot.waitUntil(lambda: mark_of(pane.stage.text) == DARK.mark)
    finally:
        look.follow(Qt.ColorScheme.Light)
    assert qapp.palette().window().color() == palette_of(LIGHT).window().color()


def searched(qtbot: QtBot, window: MainWindow, engine: StandInEngine, *hits: Hit) -> Asked:
    window.search_box.setText("rent")
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    engine.asked("search")[-1].answer(answer("rent", *hits))
    qtbot.waitUntil(lambda: bool(engine.asked("preview")))
    return engine.asked("preview")[-1]


def test_the_first_result_is_asked_for_with_the_words_that_were_typed(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    asked = searched(qtbot, ready_window, engine, found("a.pdf", "The rent.", page=2), found("b.pdf", "x"))
    assert (asked.arguments["path"], asked.arguments["query"]) == ("/home/ana/a.pdf", "rent")
    asked.answer(page(2, 3))
    qtbot.waitUntil(lambda: ready_window.preview.stage.view is ready_window.preview.stage.picture)
    ready_window.results.move_by(1)
    assert ready_window.preview.stage.view is ready_window.preview.stage.passages
    qtbot.waitUntil(lambda: engine.asked("preview")[-1].arguments["path"] == "/home/ana/b.pdf")


def test_space_in_the_list_shows_and_hides_the_preview_and_escape_leaves_it(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    searched(qtbot, ready_window, engine, found("a.pdf", "The rent."))
    results, preview = ready_window.results, ready_window.preview
    results.setFocus()
    for is_seen in (False, True):
        qtbot.keyClick(results, Qt.Key.Key_Space)
        assert preview.isVisible() is is_seen
        assert ready_window.search_box.text() == "rent"
    preview.stage.passages.setFocus()
    qtbot.keyClick(preview.stage.passages, Qt.Key.Key_Escape)
    assert results.hasFocus()
    assert ready_window.isVisible()
    preview.stage.passages.setFocus()
    qtbot.keyClick(ready_window.search_box, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert not preview.isVisible()
    assert results.hasFocus()


def test_nothing_is_drawn_for_a_pane_that_is_hidden(qtbot: QtBot, pane: Preview, engine_of_pane: Engine) -> None:
    pane.hide()
    pane.show_hit(found("a.pdf", "x"), "x")
    QApplication.sendEvent(pane, QEvent(QEvent.Type.User))
    qtbot.wait(100)
    assert engine_of_pane.asked == []
    pane.show()
    qtbot.waitUntil(lambda: bool(engine_of_pane.asked))
