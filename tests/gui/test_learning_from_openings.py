"""What is opened counts a little as a judgement, if that is wanted; one key says whether it was looked for."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.not_again import NotAgain
from desktop_search.gui.opening import Opening
from desktop_search.gui.openings_judged import OpeningsJudged, Trail
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from tests.gui.asking import reply, show
from tests.gui.stand_in import StandInEngine, hit

A, B = hit("/a", snippet="Words of a."), hit("/b", snippet="Words of b.")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def openings(ready_window: MainWindow, link: EngineLink, clock: Clock) -> OpeningsJudged:
    return OpeningsJudged(link, Opening(ready_window), ready_window, clock)


def open_hit(openings: OpeningsJudged, query: str, one: Any) -> None:
    openings.about_to_open(query, one)
    openings._on_opened(one.path)


def said(engine: StandInEngine) -> list[tuple[str, bool | None, str]]:
    return [
        (asked.arguments["path"], asked.arguments["relevant"], asked.arguments["origin"])
        for asked in engine.asked("label")
    ]


def test_what_is_opened_answers_and_what_is_left_at_once_for_another_does_not() -> None:
    trail = Trail()
    assert [(one.hit.path, one.relevant, one.origin) for one in trail.open("q", A, 0)] == [("/a", True, "opened")]
    assert trail.come_back(5)
    assert not trail.come_back(6)
    then = trail.open("q", B, 20)
    assert [(one.hit.path, one.relevant, one.origin) for one in then] == [
        ("/a", False, "returned"),
        ("/b", True, "opened"),
    ]


@pytest.mark.parametrize(
    ("query", "other", "back"), [("q", B, 11.0), ("another", B, 5.0), ("q", A, 5.0), ("q", B, None)]
)
def test_who_stays_or_asks_something_else_or_opens_it_again_has_not_left_it(
    query: str, other: Any, back: float | None
) -> None:
    trail = Trail()
    trail.open("q", A, 0)
    if back is not None:
        trail.come_back(back)
    assert [one.origin for one in trail.open(query, other, 20)] == ["opened"]


def test_opening_keeps_a_weak_judgement_with_the_passage(
    qtbot: QtBot, openings: OpeningsJudged, engine: StandInEngine
) -> None:
    open_hit(openings, "  rent   due ", A)
    assert engine.asked("labels")[-1].arguments == {"query": "rent due"}
    reply(qtbot, engine, "labels", [])
    qtbot.waitUntil(lambda: said(engine) == [("/a", True, "opened")])
    assert engine.asked("label")[0].arguments["passage"] == "Words of a."


def test_a_quick_return_changes_it(qtbot: QtBot, openings: OpeningsJudged, engine: StandInEngine, clock: Clock) -> None:
    open_hit(openings, "rent", A)
    reply(qtbot, engine, "labels", [])
    clock.now += 4
    openings.come_back()
    open_hit(openings, "rent", B)
    for asked in engine.asked("labels")[1:]:
        asked.answer([Label("rent", "/a", "Words of a.", True, "opened", 1.0)])
    qtbot.waitUntil(lambda: len(said(engine)) == 3)
    assert said(engine)[1:] == [("/a", False, "returned"), ("/b", True, "opened")]


def test_what_the_person_has_said_by_themselves_stays(
    qtbot: QtBot, openings: OpeningsJudged, engine: StandInEngine
) -> None:
    open_hit(openings, "rent", A)
    reply(qtbot, engine, "labels", [Label("rent", "/a", "Others.", False, "window", 1.0)])
    assert said(engine) == []


def test_without_the_setting_nothing_is_kept(openings: OpeningsJudged, engine: StandInEngine) -> None:
    openings.is_wanted = False
    before = len(engine.asked("labels"))
    open_hit(openings, "rent", A)
    assert len(engine.asked("labels")) == before


def test_what_was_removed_is_not_kept_again(
    openings: OpeningsJudged, engine: StandInEngine, data: DataDirectory
) -> None:
    NotAgain(data).add([Label("rent", "/a", "Words of a.", True, "opened", 1.0)])
    before = len(engine.asked("labels"))
    open_hit(openings, "rent", A)
    assert len(engine.asked("labels")) == before


def test_what_could_not_be_opened_says_nothing(openings: OpeningsJudged, engine: StandInEngine) -> None:
    openings.about_to_open("rent", A)
    before = len(engine.asked("labels"))
    openings._on_opened("/something else")
    openings.about_to_open("", B)
    openings._on_opened("/b")
    assert len(engine.asked("labels")) == before


def opened_and_back(qtbot: QtBot, window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks, opens the first hit, and comes back to the window."""
    monkeypatch.setattr(window.opening, "open", window.opening.opened.emit)
    window.openings.is_wanted = False
    show(qtbot, window, engine, "rent", A, B)
    reply(qtbot, engine, "labels", [])
    window.activateWindow()
    QTest.keyClick(window.search_box, Qt.Key.Key_Return)
    window.openings.come_back()
    qtbot.waitUntil(window.search.looked_for.isVisible)


@pytest.mark.parametrize("relevant", [True, False])
def test_one_key_says_whether_it_was_looked_for(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch, relevant: bool
) -> None:
    opened_and_back(qtbot, ready_window, engine, monkeypatch)
    line = ready_window.search.looked_for
    assert line.text == "Was “a” what you were looking for?"
    key = Qt.Key.Key_Y if relevant else Qt.Key.Key_N
    QTest.keyClick(ready_window.search_box, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: said(engine) == [("/a", relevant, "asked")])
    assert not line.isVisible()
    assert "Noted" in ready_window.notice.text()


def test_the_question_goes_with_the_text_and_does_not_come_twice(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_and_back(qtbot, ready_window, engine, monkeypatch)
    ready_window.search.looked_for.away.click()
    ready_window.openings.come_back()
    assert not ready_window.search.looked_for.isVisible()
    QTest.keyClick(ready_window.search_box, Qt.Key.Key_Return)
    ready_window.openings.come_back()
    assert ready_window.search.looked_for.isVisible()
    QTest.keyClicks(ready_window.search_box, "s")
    assert not ready_window.search.looked_for.isVisible()


def test_a_weak_judgement_is_not_shown_as_one_and_gives_way(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", A)
    reply(qtbot, engine, "labels", [Label("rent", "/a", "Other words.", True, "opened", 1.0)])
    judgements = ready_window.search.judgements
    qtbot.waitUntil(lambda: bool(judgements._weak))
    assert judgements.of(A) is None
    ready_window.search.judge(A, relevant=True)
    assert judgements.of(A) is True
    reply(qtbot, engine, "label", None)
    reply(qtbot, engine, "label", None)
    assert {(asked.arguments["passage"], asked.arguments["relevant"]) for asked in engine.asked("label")} == {
        ("Other words.", None),
        ("Words of a.", True),
    }


def test_the_setting_comes_to_the_window(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, tmp_path: Any
) -> None:
    from PySide6.QtCore import QSettings

    from desktop_search.gui.resident import Resident
    from desktop_search.settings import Settings

    state = QSettings(str(tmp_path / "resident.ini"), QSettings.Format.IniFormat)
    resident = Resident(link, ready_window, tmp_path, state, make_keys=lambda: None, icon=QIcon())
    resident.apply(Settings(learn_from_openings=False))
    assert not ready_window.openings.is_wanted
    resident.apply(Settings())
    assert ready_window.openings.is_wanted
    opened: list[Any] = []
    resident.quick.hit_opened.connect(lambda one, query: opened.append((one, query)))
    resident.quick.hit_opened.emit(A, "rent")
    assert ready_window.openings._asked_for == ("rent", A)
    resident.close()
