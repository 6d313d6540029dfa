"""The settings page: every setting by itself, kept at once, refused beside its field."""

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QKeySequenceEdit, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from desktop_search import settings
from desktop_search.errors import DesktopSearchError
from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.settings_page import SettingsPage
from desktop_search.gui.theme import DARK, Theme, tokens_for
from desktop_search.records import SettingsState
from tests.gui.stand_in import StandInEngine

DEFAULTS = {field.name: field.default for field in dataclasses.fields(settings.Settings)}


def state(*waiting: str, **values: Any) -> SettingsState:
    return SettingsState(DEFAULTS | values, waiting)


@pytest.fixture
def page(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> SettingsPage:
    """The page, shown, with an engine that has told the defaults."""
    return shown(qtbot, link, engine)


def shown(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> SettingsPage:
    page = SettingsPage(link)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(link.connected):
        link.start()
    with qtbot.waitSignal(link.settings_changed):
        engine.asked("settings")[-1].answer(state())
    return page


def changes(engine: StandInEngine) -> list[Any]:
    return [asked.arguments["values"] for asked in engine.asked("change_settings")]


def test_every_setting_is_on_the_page(page: SettingsPage) -> None:
    assert list(page.rows) == [field.name for field in dataclasses.fields(settings.Settings)]
    for row in page.rows.values():
        assert row.editor.field.accessibleName()
        assert row.reset.accessibleName()


def test_a_new_setting_appears_by_itself(
    qtbot: QtBot, link: EngineLink, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = settings._setting(3, "How loud it is.", 0, 11)
    more = dataclasses.make_dataclass(
        "Settings", [("volume_percent", int, volume)], bases=(settings.Settings,), frozen=True
    )
    monkeypatch.setattr(settings, "Settings", more)
    page = shown(qtbot, link, engine)
    row = page.rows["volume_percent"]
    box = row.editor.field
    assert row.isVisible()
    assert isinstance(box, QSpinBox)
    assert (box.accessibleName(), box.suffix(), box.minimum(), box.maximum()) == ("Volume", " %", 0, 11)


def test_the_field_fits_the_value(page: SettingsPage) -> None:
    kinds = {name: type(row.editor.field) for name, row in page.rows.items()}
    assert issubclass(kinds["recognise_text"], CheckBox)
    assert issubclass(kinds["readers"], QSpinBox)
    assert issubclass(kinds["theme"], QComboBox)
    assert issubclass(kinds["model"], QLineEdit)
    assert page.rows["hotkey"].editor.findChild(QKeySequenceEdit) is not None


def test_a_change_is_kept_at_once(qtbot: QtBot, page: SettingsPage, engine: StandInEngine) -> None:
    box = page.rows["recognise_text"].editor.field
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert changes(engine) == [{"recognise_text": False}]


def test_a_number_is_kept_when_it_is_complete(page: SettingsPage, engine: StandInEngine) -> None:
    box = page.rows["readers"].editor.field
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "12")
    assert changes(engine) == []
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert changes(engine) == [{"readers": 12}]


def test_a_value_that_does_not_fit_is_refused_beside_its_field(
    page: SettingsPage, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.change("vector_store", "tree")
    assert page.rows["vector_store"].notice == "The setting “vector_store” must be one of auto, exact, hnsw."
    assert page.rows["vector_store"].isVisible()
    assert changes(engine) == []


def test_what_the_engine_refuses_is_said_beside_the_field(
    qtbot: QtBot, page: SettingsPage, link: EngineLink, engine: StandInEngine
) -> None:
    page.change("readers", 3)
    with qtbot.waitSignal(link.failed):
        engine.asked("change_settings")[0].fail(DesktopSearchError("The settings cannot be kept: disk full."))
    assert page.rows["readers"].notice == "The settings cannot be kept: disk full."


def test_a_setting_goes_back_to_its_default(qtbot: QtBot, page: SettingsPage, engine: StandInEngine) -> None:
    row = page.rows["readers"]
    assert not row.reset.isVisible()
    page.show_state(state(readers=3))
    assert row.reset.isVisible()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert changes(engine) == [{"readers": 0}]


def test_what_needs_a_restart_says_so_and_offers_it(qtbot: QtBot, page: SettingsPage, engine: StandInEngine) -> None:
    assert not page.restart.isVisible()
    page.show_state(state("readers", readers=3))
    assert page.restart.isVisible()
    assert page.rows["readers"].notice == "Used when the search engine starts again."
    qtbot.mouseClick(page.restart, Qt.MouseButton.LeftButton)
    assert len(engine.asked("shutdown")) == 1


def test_after_a_restart_the_window_finds_the_new_engine(
    qtbot: QtBot, page: SettingsPage, link: EngineLink, engine: StandInEngine
) -> None:
    link.restart()
    with qtbot.waitSignals([link.lost, link.connected]):
        engine.client.die()
    assert len(engine.clients) == 2
    assert len(engine.asked("settings")) == 1


def test_settings_are_searched_by_all_that_is_said_of_them(page: SettingsPage) -> None:
    page.search.setText("pictures")
    visible = [name for name, row in page.rows.items() if row.isVisible()]
    assert visible == ["recognise_text", "recognise_minutes", "recognition_memory_megabytes"]
    page.search.setText("no such thing")
    assert page._nothing.isVisible()
    page.search.setText("")
    assert all(row.isVisible() for row in page.rows.values())


def test_tab_goes_from_the_search_to_the_field_and_then_to_its_default(page: SettingsPage) -> None:
    page.show_state(state(readers=3))
    page.search.setFocus()
    page.search.setText("readers")
    visited = []
    for _ in range(2):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        visited.append(page.focusWidget())
    assert visited == [page.rows["readers"].editor.field, page.rows["readers"].reset]


def test_a_size_of_the_text_reaches_every_label_at_once(page: SettingsPage, look: Theme) -> None:
    before = page._heading.font().pointSizeF(), page.rows["readers"]._title.font().pointSizeF()
    try:
        look.use("system", 200)
        after = page._heading.font().pointSizeF(), page.rows["readers"]._title.font().pointSizeF()
        assert after == pytest.approx((2 * before[0], 2 * before[1]))
    finally:
        look.use("system", 100)


def test_a_chosen_look_stays_whatever_the_desktop_does(page: SettingsPage, look: Theme) -> None:
    try:
        look.use("dark")
        look.follow(Qt.ColorScheme.Light)
        assert tokens_for(QApplication.palette()) is DARK
    finally:
        look.use("system")


def test_a_hotkey_is_pressed_and_not_spelled(page: SettingsPage, engine: StandInEngine) -> None:
    editor = page.rows["hotkey"].editor
    editor.show_value("Ctrl+Alt+K")
    assert editor._keys.keySequence() == QKeySequence("Ctrl+Alt+K")
    editor._keys.setKeySequence(QKeySequence("Ctrl+Alt+J"))
    editor._keys.editingFinished.emit()
    editor._list.setCurrentIndex(1)
    editor._list.activated.emit(1)
    assert changes(engine) == [{"hotkey": "Ctrl+Alt+J"}, {"hotkey": "none"}]


def test_a_value_that_is_not_in_the_list_can_be_typed_where_others_are_taken(
    page: SettingsPage, engine: StandInEngine
) -> None:
    box = page.rows["device"].editor.field
    box.lineEdit().setText("cuda:1")
    box.lineEdit().editingFinished.emit()
    assert changes(engine) == [{"device": "cuda:1"}]
    assert not page.rows["theme"].editor.field.isEditable()


def test_the_wheel_changes_nothing_that_only_lies_under_the_pointer(qtbot: QtBot, page: SettingsPage) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    page.search.setFocus()
    box = page.rows["readers"].editor.field
    place = QPointF(box.rect().center())
    wheel = QWheelEvent(
        place,
        box.mapToGlobal(place),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert box.value() == 0
