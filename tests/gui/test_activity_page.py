"""The activity page: what is being read, how fast, and what could not be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages import rates
from desktop_search.gui.pages.activity_page import ActivityPage
from desktop_search.gui.pages.failures_list import FailuresList
from desktop_search.gui.pages.plot import Plot, rounded_up
from desktop_search.records import Failure, FileState, Progress, WorkSample
from tests.gui.stand_in import StandInEngine, status

SAMPLES = [WorkSample(100.0, 0, 0, 0, 0), WorkSample(102.0, 10, 40, 80, 40), WorkSample(104.0, 40, 80, 80, 80)]
DAMAGED = Failure("/home/ana/a.pdf", FileState.FAILED, "The <b>file</b> is damaged.", 1.0)
PARTIAL = Failure("/home/ana/0.csv", FileState.PARTIAL, "Too long.", 1.0)


@pytest.fixture
def page(qtbot: QtBot, link: EngineLink, engine: StandInEngine) -> ActivityPage:
    page = ActivityPage(link, "/home/ana")
    qtbot.addWidget(page)
    with qtbot.waitSignal(link.connected):
        link.start()
    page.show()
    return page


def test_it_says_what_is_being_read_and_how_long_it_takes(
    qtbot: QtBot, page: ActivityPage, link: EngineLink, engine: StandInEngine
) -> None:
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("reading", "/home/ana", progress=Progress(50, 200, "files", 300)))
    assert page._state.text() == "Reading 50 of 200 files, 5 min left"
    assert page._bar.value() == 250
    page.show_history(SAMPLES)
    assert page._rate.text() == "10.0 files and 20.0 passages a second"


def test_speeds_and_coverage_are_worked_out_from_moments() -> None:
    assert rates.speeds(SAMPLES, lambda one: one.read) == [(102.0, 5.0), (104.0, 15.0)]
    assert rates.speed_now(SAMPLES, lambda one: one.made) == 20.0
    assert rates.speed_now([], lambda one: one.made) == 0.0
    assert rates.coverage(SAMPLES) == [(102.0, 50.0), (104.0, 100.0)]


def test_a_plot_is_drawn_and_said_in_words(qtbot: QtBot) -> None:
    plot = Plot("Files read a second")
    qtbot.addWidget(plot)
    plot.resize(300, 160)
    empty = plot.grab().toImage()
    assert plot.description == "Nothing has been measured yet."
    plot.show_points([(0.0, 1.0), (60.0, 48.0), (120.0, 12.0)])
    assert plot.accessibleDescription() == "Now 12, at most 48."
    assert plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) != empty


@pytest.mark.parametrize(("value", "end"), [(0, 1), (0.7, 1), (3, 5), (48, 50), (100, 100), (101, 200)])
def test_scales_end_at_numbers_that_people_like(value: float, end: float) -> None:
    assert rounded_up(value) == end


def test_problems_are_listed_with_their_reasons_as_plain_text(
    qtbot: QtBot, page: ActivityPage, engine: StandInEngine
) -> None:
    engine.asked("failures")[0].answer((PARTIAL, DAMAGED))
    qtbot.waitUntil(lambda: page.failures.list.topLevelItemCount() == 2)
    first = page.failures.list.topLevelItem(0)
    assert (first.text(0), first.text(2)) == ("a.pdf", "The <b>file</b> is damaged.")
    assert "<b>" not in first.toolTip(2)


def test_one_problem_or_all_are_tried_again(qtbot: QtBot, page: ActivityPage, engine: StandInEngine) -> None:
    page.failures.show_failures((PARTIAL, DAMAGED))
    assert not page.failures.again_chosen.isEnabled()
    page.failures.list.topLevelItem(0).setSelected(True)
    qtbot.mouseClick(page.failures.again_chosen, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.failures.again, Qt.MouseButton.LeftButton)
    assert [asked.arguments for asked in engine.asked("retry")] == [{"paths": ["/home/ana/a.pdf"]}, {"paths": []}]


def test_a_problem_is_shown_in_its_folder(qtbot: QtBot) -> None:
    failures = FailuresList("/home/ana")
    qtbot.addWidget(failures)
    failures.show()
    failures.show_failures((DAMAGED,))
    failures.list.topLevelItem(0).setSelected(True)
    with qtbot.waitSignal(failures.folder_asked) as asked:
        qtbot.mouseClick(failures.show_folder, Qt.MouseButton.LeftButton)
    assert asked.args == ["/home/ana/a.pdf"]


def test_without_problems_it_says_so(page: ActivityPage) -> None:
    page.failures.show_failures(())
    assert page.failures.text == "All files could be read."
    assert not page.failures.list.isVisible()


def test_new_problems_are_asked_for(qtbot: QtBot, page: ActivityPage, link: EngineLink, engine: StandInEngine) -> None:
    from desktop_search.records import Counts

    before = len(engine.asked("failures"))
    with qtbot.waitSignal(link.status_changed):
        engine.tell(status("idle", "/home/ana", counts=Counts(indexed=1, failed=3)))
    assert len(engine.asked("failures")) == before + 1


def test_reading_is_paused_and_goes_on(
    qtbot: QtBot, page: ActivityPage, link: EngineLink, engine: StandInEngine
) -> None:
    for state, method in (("reading", "pause"), ("paused", "resume")):
        with qtbot.waitSignal(link.status_changed):
            engine.tell(status(state, "/home/ana"))
        qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
        assert len(engine.asked(method)) == 1
