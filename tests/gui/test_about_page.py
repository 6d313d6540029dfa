"""The about page, and what holds for all pages."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_search.gui import translation
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages import PAGES
from desktop_search.gui.pages.about_page import AboutPage
from desktop_search.gui.theme import Theme
from desktop_search.records import About, Library
from tests.gui.stand_in import StandInEngine, status

ABOUT = About("1.2.3", "3.11.7", "/home/ana/.local/share/desktop-search", (Library("lxml", "6.1", "BSD"),), 0)


@pytest.fixture
def page(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> AboutPage:
    page = AboutPage(link)
    qtbot.addWidget(page)
    with qtbot.waitSignal(link.connected):
        link.start()
    page.show()
    engine.asked("about")[0].answer(ABOUT)
    qtbot.waitUntil(lambda: "version" in page.facts)
    return page


def test_it_says_versions_licences_and_where_the_data_is(
    qtbot: QtBot, page: AboutPage, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle"))
    assert page.facts["version"] == "1.2.3"
    assert page.facts["parts"].startswith("Qt 6.")
    assert page.facts["data"] == "/home/ana/.local/share/desktop-search"
    assert page.facts["model"] == "model, torch, cpu"
    assert [page._libraries.topLevelItem(0).text(column) for column in range(3)] == ["lxml", "6.1", "BSD"]


def test_it_says_that_no_connection_was_made_and_how_to_see_that(page: AboutPage) -> None:
    assert page._connections.text() == "0 connections made"
    assert any(label.text().startswith("To see for yourself:") for label in page.findChildren(QLabel))


@pytest.mark.parametrize(("choice", "times"), [("Cancel", 0), ("Erase", 1)])
def test_what_was_opened_is_erased_after_asking(
    qtbot: QtBot, page: AboutPage, engine: StandInEngine, choice: str, times: int
) -> None:
    qtbot.mouseClick(page.erase, Qt.MouseButton.LeftButton)
    box = page.findChild(QMessageBox)
    button = next(button for button in box.buttons() if button.text().replace("&", "") == choice)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(engine.asked("forget_openings")) == times


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title_and_names_on_its_controls(qtbot: QtBot, link: EngineLink, name: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    page = PAGES[name](link, host)
    host.show()
    assert page.windowTitle()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QProgressBar, QTreeWidget, QPlainTextEdit)
    for kind in kinds:
        for control in page.findChildren(kind):
            is_ours = not control.objectName().startswith("qt_") and type(control).__name__ != "QToolButton"
            if is_ours and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert control.accessibleName(), (kind, control.parent())


@pytest.mark.parametrize("name", PAGES)
def test_no_page_reads_markup(qtbot: QtBot, link: EngineLink, name: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    page = PAGES[name](link, host)
    assert {label.textFormat() for label in page.findChildren(QLabel)} <= {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("language", sorted(translation.LANGUAGES))
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_twice_the_size(
    qtbot: QtBot, link: EngineLink, look: Theme, name: str, language: str
) -> None:
    before, locale = QApplication.font(), QLocale()
    try:
        translation.speak(QApplication.instance(), language)
        look.use("system", 200)
        host = QWidget()
        qtbot.addWidget(host)
        page = PAGES[name](link, host)
        page.resize(760, 600)
        host.resize(760, 600)
        host.show()
        QApplication.processEvents()
        scroll = page.findChild(QScrollArea)
        assert scroll.horizontalScrollBar().maximum() == 0
        for button in page.findChildren(QAbstractButton):
            # Qt's own button that clears a field is an icon; its text is for those who hear it.
            if button.isVisible() and not isinstance(button, QToolButton):
                assert button.width() >= button.minimumSizeHint().width(), button.text()
    finally:
        look.use("system", 100)
        translation.speak(QApplication.instance(), "en")
        QLocale.setDefault(locale)
        assert QApplication.font() == QFont(before)
