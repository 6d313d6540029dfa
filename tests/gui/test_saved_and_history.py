"""Saved searches, history and export: what they promise."""

import csv
import io
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from desktop_search.gui.exporting import as_csv, as_json
from desktop_search.gui.history import History
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.side_bar import SEARCH
from desktop_search.records import SavedSearch
from tests.gui.asking import CONTROL, press, reply, show
from tests.gui.stand_in import StandInEngine, answer, hit, status

RENT, SOUP = SavedSearch(1, "Rent & flat", "rent flat", 3), SavedSearch(2, "Soup", "leek soup")


def rows(window: MainWindow) -> dict[str, int]:
    bar = window.side_bar
    return {bar.item(row).text(): row for row in range(bar.count()) if bar.item(row).text()}


def test_saved_searches_stand_in_the_side_bar_with_what_is_new(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "saved_searches", [RENT, SOUP])
    bar = ready_window.side_bar
    item = bar.item(rows(ready_window)["Rent & flat"])
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Rent & flat, 3 new"
    ready_window.grab()

    bar.setCurrentItem(item)
    press(bar, Qt.Key.Key_Return)
    assert ready_window.search_box.text() == "rent flat"
    assert engine.asked("note_search_seen")[0].arguments == {"id": 1}
    asked = len(engine.asked("saved_searches"))
    engine.asked("note_search_seen")[0].answer(None)
    qtbot.waitUntil(lambda: len(engine.asked("saved_searches")) > asked)


def test_a_saved_search_is_removed_with_delete(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    reply(qtbot, engine, "saved_searches", [RENT])
    ready_window.side_bar.setCurrentRow(rows(ready_window)["Rent & flat"])
    press(ready_window.side_bar, Qt.Key.Key_Delete)
    assert engine.asked("remove_search")[0].arguments == {"id": 1}


def test_a_search_is_saved_under_a_name(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    assert ready_window.saving.ask_name("  ") is None
    assert "Type what you want to save" in ready_window.notice.text()
    dialog = ready_window.saving.ask_name("rent flat")
    assert dialog is not None
    assert dialog.textValue() == "rent flat"
    dialog.setTextValue("My flat")
    dialog.accept()
    assert engine.asked("save_search")[0].arguments == {"query": "rent flat", "name": "My flat"}
    assert "saved in the side bar" in ready_window.notice.text()


def test_saved_searches_are_looked_at_again_when_files_have_changed(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    from desktop_search.records import Counts

    reply(qtbot, engine, "saved_searches", [SOUP])
    ready_window.saving._settle.setInterval(1)
    before = len(engine.asked("saved_searches"))
    engine.tell(status("idle", "/home/ana/Documents", counts=Counts(indexed=11)))
    qtbot.waitUntil(lambda: len(engine.asked("saved_searches")) > before)


def test_pages_are_made_when_they_are_shown_and_the_search_is_one_key_away(
    qtbot: QtBot, ready_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QLabel

    from desktop_search.gui.pages import PAGES

    made: list[str] = []

    def page(link: object, parent: object) -> QLabel:
        made.append("about")
        label = QLabel(ready_window)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    monkeypatch.setitem(PAGES, "about", page)
    for _ in range(2):
        ready_window.side_bar.page_asked.emit("about")
        press(ready_window.side_bar, Qt.Key.Key_Escape)
    assert made == ["about"]
    assert ready_window.search.isVisible()
    ready_window.show_page("about")
    assert not ready_window.search.isVisible()
    ready_window._go_to_field()
    assert ready_window.search.isVisible()
    ready_window.show_page("nothing of that name")
    assert ready_window.side_bar.currentItem().text() == "Search"
    assert SEARCH == "search"


def state_in(folder: Path) -> QSettings:
    return QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat)


def test_history_outlives_the_run_and_can_be_erased(qtbot: QtBot, tmp_path: Path) -> None:
    history = History(state_in(tmp_path))
    for query in ("rent", "soup", " rent "):
        history.add(query)
    assert History(state_in(tmp_path)).queries == ["soup", "rent"]
    assert history.like("SOU", 5) == ["soup"]
    assert history.like("rent", 5) == []
    history.erase()
    assert History(state_in(tmp_path)).queries == []
    history.add("one")
    assert History(state_in(tmp_path)).queries == ["one"]


def test_history_can_be_switched_off_and_forgets_then(qtbot: QtBot, tmp_path: Path) -> None:
    history = History(state_in(tmp_path))
    history.add("secret")
    history.keep(wanted=False)
    history.add("more")
    assert history.queries == []
    assert "secret" not in (tmp_path / "w.ini").read_text()
    again = History(state_in(tmp_path))
    assert not again.is_kept
    again.keep(wanted=True)
    again.add("rent")
    assert again.queries == ["rent"]


def test_earlier_queries_are_offered_when_asked_for(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    box = ready_window.search_box
    for query in ("rent of the flat", "soup & bread", "rental car"):
        box.remember(query)
    past = box._past
    assert past is not None
    box.setText("rent")
    press(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert past._model.stringList() == ["rental car", "rent of the flat"]
    past.completer.activated.emit("rental car")
    assert box.text() == "rental car"
    past.completer.popup().hide()

    menu = past.menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:3] == ["rental car", "soup && bread", "rent of the flat"]
    assert texts[3:] == ["Keep a history on this computer", "Erase the history"]
    menu.actions()[1].trigger()
    assert box.text() == "soup & bread"
    menu.actions()[-1].trigger()
    assert box.history.queries == []
    menu.actions()[-2].trigger()
    assert not box.history.is_kept


def test_opening_a_file_keeps_the_query_and_typing_alone_does_not(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready_window.opening, "open", lambda path: None)
    show(qtbot, ready_window, engine, "ren", hit("/a"))
    show(qtbot, ready_window, engine, "rent", hit("/a"))
    press(ready_window.search_box, Qt.Key.Key_Return)
    assert ready_window.search_box.history.queries == ["rent"]


def test_results_are_exported_as_a_table_and_as_json(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, tmp_path: Path
) -> None:
    show(qtbot, ready_window, engine, "rent", hit("/a"))
    hits = (hit("/a é.txt", snippet="=1+1", page=3, relevance=0.912), hit("/b\udcff.txt", snippet='say "x"\nand y'))
    for name in ("out.csv", "out.json"):
        ready_window.exporting.export("rent", str(tmp_path / name))
        asked = engine.asked("search")[-1]
        assert asked.arguments == {"query": "rent", "limit": 1000}
        with qtbot.waitSignal(ready_window.exporting.told):
            asked.answer(answer("rent", *hits))
    assert "2 results written to" in ready_window.notice.text()
    assert [one.path for one in ready_window.results.hits] == ["/a"]
    table = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert [(row["path"], row["page"], row["relevance"], row["passage"]) for row in table] == [
        ("/a é.txt", "3", "0.91", "'=1+1"),
        ("/b?.txt", "", "", 'say "x"\nand y'),
    ]
    written = json.loads((tmp_path / "out.json").read_text())
    assert written["query"] == "rent"
    assert [row["path"] for row in written["hits"]] == ["/a é.txt", "/b\udcff.txt"]


def test_an_export_that_cannot_be_written_says_so(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, tmp_path: Path
) -> None:
    ready_window.exporting.export("rent", str(tmp_path / "nowhere" / "out.csv"))
    with qtbot.waitSignal(ready_window.exporting.told):
        engine.asked("search")[-1].answer(answer("rent"))
    assert "could not be written" in ready_window.notice.text()


def test_without_results_there_is_nothing_to_export(qtbot: QtBot, ready_window: MainWindow) -> None:
    press(ready_window.search_box, Qt.Key.Key_E, CONTROL)
    assert "no results to export" in ready_window.notice.text()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " ="])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    table = as_csv([hit(f"{start}cmd|x", title=f"{start}y")]).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(table)))
    assert row["path"].startswith("'")
    assert row["title"].startswith("'")
    assert json.loads(as_json("q", [hit(f"{start}x")]))["hits"][0]["path"] == f"{start}x"
