"""Backing up and restoring from the settings page, by the real commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.data_card import DataCard
from desktop_search.gui.pages.settings_page import SettingsPage
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from desktop_search.storage.user_db import UserDb

PATIENCE_MS = 60_000


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    made = DataDirectory(tmp_path / "data")
    made.create()
    keep(made, "the rent")
    return made


@pytest.fixture
def card(qtbot: QtBot, link: EngineLink) -> Iterator[DataCard]:
    page = SettingsPage(link)
    qtbot.addWidget(page)
    page.show()
    yield page.data


def keep(data: DataDirectory, *queries: str) -> None:
    user_db = UserDb(data.user_database)
    for query in queries:
        user_db.add_label(Label(query, "/a.txt", "what it says", True, "window", 1.0))
    user_db.close()


def kept(data: DataDirectory) -> list[str]:
    user_db = UserDb(data.user_database)
    try:
        return sorted(one.query for one in user_db.labels())
    finally:
        user_db.close()


def wait(qtbot: QtBot, card: DataCard) -> None:
    qtbot.waitUntil(card.back_up.isEnabled, timeout=PATIENCE_MS)


def test_a_backup_from_the_window_brings_back_what_was_judged(
    qtbot: QtBot, card: DataCard, data: DataDirectory, tmp_path: Path
) -> None:
    file = tmp_path / "mine.zip"
    card.back_up_to(str(file))
    assert not card.back_up.isEnabled() and not card.restore.isEnabled()
    wait(qtbot, card)
    assert file.exists() and str(file) in card.said
    keep(data, "the deposit")
    box = card.ask_whether(str(file))
    assert "mine.zip" in box.text() and box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    pressed(box, "Restore")
    wait(qtbot, card)
    assert kept(data) == ["the rent"]
    assert "1 judgement" in card.said and "backups" in card.said


def test_nothing_is_restored_unless_it_is_agreed_to(card: DataCard, data: DataDirectory, tmp_path: Path) -> None:
    pressed(card.ask_whether(str(tmp_path / "mine.zip")), "Cancel")
    assert card.said == ""


def test_what_is_no_backup_is_refused_in_a_sentence(
    qtbot: QtBot, card: DataCard, data: DataDirectory, tmp_path: Path
) -> None:
    (tmp_path / "holiday.zip").write_bytes(b"no zip at all")
    card.restore_from(str(tmp_path / "holiday.zip"))
    wait(qtbot, card)
    assert "not restored" in card.said and kept(data) == ["the rent"]


def test_the_card_is_found_among_the_settings(qtbot: QtBot, link: EngineLink) -> None:
    page = SettingsPage(link)
    qtbot.addWidget(page)
    page.show()
    page.search.setText("backup")
    assert page.data.isVisible()
    page.search.setText("hotkey")
    assert not page.data.isVisible()


def pressed(box: QMessageBox, text: str) -> None:
    [button] = [one for one in box.findChildren(QAbstractButton) if one.text().replace("&", "") == text]
    button.click()
