"""Filters as chips and as facets: what they promise to a person."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_search.gui import filter_text
from desktop_search.gui.main_window import MainWindow
from desktop_search.records import Facet, Facets, FacetValue, FilterKind
from tests.gui.asking import filter_in, press, reply, show
from tests.gui.stand_in import StandInEngine, answer, hit

QUERY = "rent type:pdf before:someday"
FILTERS = (
    filter_in(QUERY, "type:pdf", "PDF files"),
    filter_in(QUERY, "before:someday", "“someday” is no date.", kind=FilterKind.DATE, is_valid=False),
)


def with_chips(qtbot: QtBot, window: MainWindow, engine: StandInEngine) -> None:
    show(qtbot, window, engine, QUERY, hit("/a.pdf"), filters=FILTERS)


def test_each_filter_is_a_chip_that_says_how_it_was_understood(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    with_chips(qtbot, ready_window, engine)
    understood, odd = ready_window.search.chips.chips
    assert understood.shown == "PDF files"
    assert understood.accessibleName() == "Filter: PDF files"
    assert odd.shown == "⚠ “someday” is no date."
    assert "not understood" in odd.accessibleName()
    assert "restricts nothing" in odd.toolTip()


def test_tab_reaches_the_chips_and_delete_removes_them(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ready_window.activateWindow()
    with_chips(qtbot, ready_window, engine)
    box, (first, second) = ready_window.search_box, ready_window.search.chips.chips
    box.setFocus()
    press(box, Qt.Key.Key_Tab)
    assert first.hasFocus()
    press(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    press(second, Qt.Key.Key_Escape)
    assert box.hasFocus()
    press(box, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert second.hasFocus()
    press(second, Qt.Key.Key_Delete)
    assert box.text() == "rent type:pdf"
    show(qtbot, ready_window, engine, "rent type:pdf", filters=(filter_in("rent type:pdf", "type:pdf", "PDF files"),))
    (left,) = ready_window.search.chips.chips
    press(left, Qt.Key.Key_Backspace)
    assert box.text() == "rent"
    assert box.hasFocus()


def test_a_click_on_the_cross_removes_and_a_click_on_the_chip_selects(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    with_chips(qtbot, ready_window, engine)
    chip = ready_window.search.chips.chips[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    assert ready_window.search_box.selectedText() == "type:pdf"
    cross = chip.rect().center()
    cross.setX(chip.width() - 8)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    assert ready_window.search_box.text() == "rent before:someday"


def test_a_filter_that_has_moved_is_still_the_one_that_is_removed() -> None:
    moved = f"the {QUERY}"
    assert filter_text.without(moved, FILTERS[0]) == "the rent before:someday"
    assert filter_text.without("something else", FILTERS[0]) == "something else"
    assert filter_text.without_all(QUERY, FILTERS) == "rent"


def test_a_facet_takes_the_place_of_another_of_its_kind() -> None:
    assert filter_text.toggled("rent", (), FilterKind.TYPE, "type:pdf") == "rent type:pdf"
    assert filter_text.toggled("", (), FilterKind.TYPE, "type:pdf") == "type:pdf"
    assert filter_text.toggled(QUERY, FILTERS, FilterKind.TYPE, "type:docx") == "rent before:someday type:docx"
    assert filter_text.toggled(QUERY, FILTERS, FilterKind.TYPE, "type:pdf") == "rent before:someday"
    assert filter_text.toggled('say "hel', (), FilterKind.TYPE, "type:pdf") == 'type:pdf say "hel'


def facets(query: str, *, is_all: bool = True) -> Facets:
    values = (FacetValue("PDF files", "type:pdf", 12), FacetValue("<b>text</b> files", "type:txt", 3))
    times = (FacetValue("this week", 'modified:"this week"', 2),)
    found = (Facet(FilterKind.TYPE, values), Facet(FilterKind.CHANGED, times), Facet(FilterKind.AUTHOR, ()))
    return Facets(query, 1000, is_all, found)


def test_the_facet_panel_counts_and_narrows_down(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    panel, bar = ready_window.search.facets, ready_window.search.pane.bar
    show(qtbot, ready_window, engine, "rent", hit("/a.pdf"))
    assert not panel.isVisible()
    assert engine.asked("facets") == []
    bar.facets.click()
    assert panel.isVisible()
    reply(qtbot, engine, "facets", facets("rent", is_all=False))
    assert panel.text.splitlines()[0] == "1,000+ documents"
    assert "PDF files 12" in panel.text
    assert "This week 2" in panel.text
    assert "Author" not in panel.text

    value = panel.tree.topLevelItem(0).child(0)
    assert value.data(0, Qt.ItemDataRole.AccessibleTextRole) == "PDF files, 12 documents"
    panel.tree.setCurrentItem(value)
    press(panel.tree, Qt.Key.Key_Return)
    assert ready_window.search_box.text() == "rent type:pdf"


def test_a_chosen_facet_is_ticked_and_taken_out_again(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    query = "rent type:pdf"
    ready_window.search.pane.bar.facets.setChecked(True)
    show(qtbot, ready_window, engine, query, hit("/a.pdf"), filters=(filter_in(query, "type:pdf", "PDF files"),))
    reply(qtbot, engine, "facets", facets(query))
    tree = ready_window.search.facets.tree
    chosen = tree.topLevelItem(0).child(0)
    assert chosen.text(0) == "✓ PDF files"
    tree.itemClicked.emit(chosen, 0)
    assert ready_window.search_box.text() == "rent"


def test_counts_of_an_older_question_are_not_shown(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    ready_window.search.pane.bar.facets.setChecked(True)
    show(qtbot, ready_window, engine, "old", hit("/a.pdf"))
    qtbot.waitUntil(lambda: bool(engine.asked("facets")))
    old = engine.asked("facets")[-1]
    show(qtbot, ready_window, engine, "new", hit("/a.pdf"))
    old.answer(facets("old"))
    qtbot.wait(10)
    assert "PDF files" not in ready_window.search.facets.text


def test_the_facet_panel_is_remembered_and_gives_way_in_a_narrow_window(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", hit("/a.pdf"))
    ready_window.search.pane.bar.facets.setChecked(True)
    ready_window.resize(600, 500)
    assert not ready_window.search.facets.isVisible()
    assert not ready_window.side_bar.isVisible()
    ready_window.resize(1300, 700)
    assert ready_window.search.facets.isVisible()
    ready_window.search.save_state()
    assert ready_window._state.value("facets", type=bool) is True


def test_the_quick_search_has_chips_too(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    from pathlib import Path

    from desktop_search.gui.quick.window import QuickWindow

    quick = QuickWindow(ready_window._link, Path("/home/ana"), ready_window.opening)
    qtbot.addWidget(quick)
    QTest.keyClicks(quick.field, "rent type:pdf")
    qtbot.waitUntil(lambda: any(a.arguments["query"] == "rent type:pdf" for a in engine.asked("search")))
    found = replace(answer("rent type:pdf"), filters=(filter_in("rent type:pdf", "type:pdf", "PDF files"),))
    engine.asked("search")[-1].answer(found)
    qtbot.waitUntil(lambda: [chip.shown for chip in quick.chips.chips] == ["PDF files"])
    quick.chips.chips[0].removed.emit()
    assert quick.field.text() == "rent"
