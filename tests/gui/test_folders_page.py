"""The folders page: what is in each, what is left alone, adding and removing."""

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages import folder_texts
from desktop_search.gui.pages.folders_page import FoldersPage
from desktop_search.records import Counts, Folder, FolderDetails, RuledPath, RulesPreview
from tests.gui.stand_in import StandInEngine, status

HOME = "/home/ana"
NOW = 1_000_000.0
DOCUMENTS = FolderDetails(
    Folder(f"{HOME}/Documents", ("drafts/",)),
    Counts(indexed=10, failed=2),
    200,
    150,
    watched=True,
    scanned_at=NOW - 300,
)
AWAY = FolderDetails(Folder("/media/<b>disk</b>"), Counts(indexed=3), 0, 0, available=False)


@pytest.fixture
def page(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> FoldersPage:
    page = FoldersPage(link, HOME, clock=lambda: NOW)
    qtbot.addWidget(page)
    with qtbot.waitSignal(link.connected):
        link.start()
    page.show()
    engine.asked("folder_details")[0].answer((DOCUMENTS, AWAY))
    qtbot.waitUntil(lambda: len(page.cards) == 2)
    return page


def arguments(engine: StandInEngine, method: str) -> list[dict[str, Any]]:
    return [asked.arguments for asked in engine.asked(method)]


def click(qtbot: QtBot, page: FoldersPage, text: str) -> None:
    box = page.findChild(QMessageBox)
    button = next(button for button in box.buttons() if button.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_folder_says_what_is_in_it_and_how_far_it_is(page: FoldersPage) -> None:
    said = page.cards[f"{HOME}/Documents"].text
    assert "~/Documents" in said
    assert "12 files: 10 ready, 2 with problems" in said
    assert "75 % of 200 passages found by meaning, all by words" in said
    assert "Watched: changes are noticed at once. Last compared 5 min ago." in said


def test_a_disk_that_is_away_is_shown_as_such_and_as_plain_text(page: FoldersPage) -> None:
    card = page.cards["/media/<b>disk</b>"]
    assert "/media/<b>disk</b>" in card.text
    assert "Not connected. What is known of it is kept" in card.text
    assert card._looked_at.property("warning")
    assert not card.again.isEnabled()


def test_a_place_that_cannot_be_watched_is_compared_from_time_to_time() -> None:
    polled = dataclasses.replace(DOCUMENTS, watched=False)
    assert folder_texts.looked_at(polled, NOW).startswith("Compared with the disk from time to time")


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "just now"), (600, "10 min ago"), (7200, "2 h ago"), (400_000, "5 days ago")]
)
def test_the_last_look_is_told_roughly(seconds: float, said: str) -> None:
    assert folder_texts.ago(seconds) == said


@pytest.mark.parametrize(("choice", "forgotten"), [("Cancel", []), ("Remove", [{"paths": [f"{HOME}/Documents"]}])])
def test_a_folder_is_removed_only_after_asking(
    qtbot: QtBot, page: FoldersPage, engine: StandInEngine, choice: str, forgotten: list[object]
) -> None:
    qtbot.mouseClick(page.cards[f"{HOME}/Documents"].remove, Qt.MouseButton.LeftButton)
    assert "“~/Documents” will no longer be searched" in page.findChild(QMessageBox).text()
    assert arguments(engine, "forget") == []
    click(qtbot, page, choice)
    assert arguments(engine, "forget") == forgotten
    assert page.undo_line.isVisible() == bool(forgotten)


def test_a_removed_folder_comes_back_with_its_rules(qtbot: QtBot, page: FoldersPage, engine: StandInEngine) -> None:
    qtbot.mouseClick(page.cards[f"{HOME}/Documents"].remove, Qt.MouseButton.LeftButton)
    click(qtbot, page, "Remove")
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    assert arguments(engine, "add_folders") == [{"paths": [f"{HOME}/Documents"]}]
    assert arguments(engine, "change_rules") == [{"path": f"{HOME}/Documents", "rules": ["drafts/"]}]
    assert not page.undo_line.isVisible()


def test_rules_show_what_they_hide_before_they_are_used(qtbot: QtBot, page: FoldersPage, engine: StandInEngine) -> None:
    card = page.cards[f"{HOME}/Documents"]
    qtbot.mouseClick(card.rules_shown, Qt.MouseButton.LeftButton)
    assert card.rules is not None
    card.rules.text.setPlainText("*.iso\n!.ssh/\n")
    qtbot.waitUntil(lambda: bool(engine.asked("preview_rules")))
    assert arguments(engine, "preview_rules")[-1] == {"path": f"{HOME}/Documents", "rules": ["*.iso", "!.ssh/"]}
    preview = RulesPreview(
        (RuledPath(f"{HOME}/Documents/a.iso", "*.iso", False, 1),),
        (RuledPath(f"{HOME}/Documents/.ssh", "!.ssh/", True, 0),),
        hidden_count=1,
        hidden_files=1,
        looked_at=7,
        is_complete=False,
    )
    engine.asked("preview_rules")[-1].answer(preview)
    qtbot.waitUntil(lambda: card.rules.list.topLevelItemCount() == 2)
    assert card.rules.list.topLevelItem(0).text(0) == "a.iso"
    assert card.rules.list.topLevelItem(1).text(2) == "!.ssh/ (taken back)"
    assert "Hides 1 file or folder, with 1 file that can be found now." in card.rules.said
    assert "only its first 7 entries" in card.rules.said
    assert arguments(engine, "change_rules") == []
    qtbot.mouseClick(card.rules.save, Qt.MouseButton.LeftButton)
    assert arguments(engine, "change_rules") == [{"path": f"{HOME}/Documents", "rules": ["*.iso", "!.ssh/"]}]


def test_rules_that_are_being_typed_stay_when_news_come(qtbot: QtBot, page: FoldersPage) -> None:
    card = page.cards[f"{HOME}/Documents"]
    qtbot.mouseClick(card.rules_shown, Qt.MouseButton.LeftButton)
    card.rules.text.setPlainText("half a ru")
    page.show_folders((DOCUMENTS, AWAY))
    assert card.rules.rules == ["half a ru"]
    qtbot.mouseClick(card.rules.revert, Qt.MouseButton.LeftButton)
    assert card.rules.rules == ["drafts/"]


def test_rules_that_do_nothing_or_are_none_are_named(qtbot: QtBot, page: FoldersPage) -> None:
    card = page.cards[f"{HOME}/Documents"]
    qtbot.mouseClick(card.rules_shown, Qt.MouseButton.LeftButton)
    card.rules.show_preview(RulesPreview(idle=("*.iso",), broken=("!",)))
    assert "Hides nothing." in card.rules.said
    assert "Speaks of nothing here: “*.iso”" in card.rules.said
    assert "This is no rule: “!”" in card.rules.said


def test_one_folder_is_read_first(qtbot: QtBot, page: FoldersPage, engine: StandInEngine) -> None:
    first = page.cards[f"{HOME}/Documents"].first
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    asked = [one["values"] for one in arguments(engine, "change_settings")]
    assert asked == [{"read_first": f"{HOME}/Documents"}, {"read_first": ""}]


def test_what_was_left_alone_can_be_searched_again(qtbot: QtBot, page: FoldersPage, engine: StandInEngine) -> None:
    from PySide6.QtWidgets import QPushButton

    folder = dataclasses.replace(DOCUMENTS.folder, excluded=(f"{HOME}/Documents/diary",))
    page.show_folders((dataclasses.replace(DOCUMENTS, folder=folder),))
    back = next(one for one in page.findChildren(QPushButton) if one.accessibleName() == "Search diary again")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert arguments(engine, "add_folders") == [{"paths": [f"{HOME}/Documents/diary"]}]


def test_reading_is_paused_and_goes_on(
    qtbot: QtBot, page: FoldersPage, link: EngineLink, engine: StandInEngine
) -> None:
    qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
    assert len(engine.asked("pause")) == 1
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("paused", f"{HOME}/Documents"))
    assert page.pause.text() == "Resume reading"
    qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
    assert len(engine.asked("resume")) == 1


def test_a_page_that_is_not_seen_asks_for_nothing(qtbot: QtBot, page: FoldersPage, engine: StandInEngine) -> None:
    page.hide()
    assert not page._again.isActive()
    page.show()
    assert page._again.isActive()


def test_where_much_is_gone_the_person_decides_on_the_card(page: FoldersPage, engine: StandInEngine) -> None:
    card = page.cards[f"{HOME}/Documents"]
    assert not card.forget_gone.isVisible()
    card.show_details(dataclasses.replace(DOCUMENTS, vanished=131), NOW)
    assert card.forget_gone.isVisible() and "131 files are gone from here at once" in card.text
    card.forget_gone.click()
    assert arguments(engine, "forget_gone") == [{"paths": [f"{HOME}/Documents"]}]
    card.show_details(DOCUMENTS, NOW)
    assert not card.forget_gone.isVisible() and "gone" not in card.text
