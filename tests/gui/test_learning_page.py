"""The learning page: what was learned at once, what would teach most, and which model answers."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_search.errors import DesktopSearchError
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.gui.status_strip import sentence
from desktop_search.records import AdapterState, Explanation, ModelUse, Progress, Standing
from tests.gui.asking import CONTROL, press, reply, show
from tests.gui.learning_values import HELPS, HOME, LEARNING, RENT, USE, wanted
from tests.gui.stand_in import StandInEngine, hit, status


def test_without_judgements_it_says_how_to_judge_and_what_comes_of_it(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "adapter_state", AdapterState(True))
    said = learning_page.at_once.text
    assert said.startswith("Nothing has been learned yet")
    assert "Ctrl+↑" in said
    assert "answered better" in said


def test_judgements_that_were_not_learned_from_yet_are_not_denied(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "adapter_state", AdapterState(True))
    reply(qtbot, engine, "labels", [RENT])
    qtbot.waitUntil(lambda: "Nothing has been learned from 1 judgement yet" in learning_page.at_once.text)
    assert "by itself" in learning_page.at_once.text


def test_what_was_learned_is_said_with_how_sure_it_is(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "adapter_state", HELPS)
    assert "Learned from 34 questions you judged: results are better for it" in learning_page.at_once.text
    assert "at 0.61 before and at 0.66 now" in learning_page.at_once.text
    assert "+0.05, 95 % between +0.01 and +0.09" in learning_page.at_once.text


@pytest.mark.parametrize(
    "state",
    [
        AdapterState(True, 4, 0.5, 0.1, 0.9, 0.5, 0.9),
        AdapterState(True, 30, 0.5, 0.6, 0.61, -0.02, 0.04),
        AdapterState(True, 30, 0.0),
    ],
)
def test_a_gain_that_may_be_chance_is_not_called_one(state: AdapterState) -> None:
    assert "better" not in texts.learned(state)
    assert texts.is_too_early(state)


def test_what_makes_results_worse_is_called_so() -> None:
    state = AdapterState(True, 30, 0.5, 0.6, 0.5, -0.15, -0.05)
    assert "results are worse" in texts.learned(state)
    assert "switched off" in texts.worth(state)


def test_what_was_learned_can_be_switched_off(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> None:
    reply(qtbot, engine, "adapter_state", HELPS)
    switch = learning_page.at_once.switch
    qtbot.waitUntil(switch.isEnabled)
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert engine.asked("switch_adapter")[-1].arguments == {"on": False}
    reply(qtbot, engine, "switch_adapter", dataclasses.replace(HELPS, is_on=False))
    assert not switch.isChecked()


def test_a_switch_that_was_refused_shows_what_holds_and_why(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "adapter_state", HELPS)
    switch = learning_page.at_once.switch
    qtbot.waitUntil(switch.isEnabled)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    engine.asked("switch_adapter")[-1].fail(DesktopSearchError("The disk is full."))
    qtbot.waitUntil(lambda: learning_page.at_once.trouble.text() == "The disk is full.")
    reply(qtbot, engine, "adapter_state", HELPS)
    qtbot.waitUntil(switch.isChecked)


def test_it_asks_again_only_for_what_is_under_way(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    learning_page._again.setInterval(10)
    reply(qtbot, engine, "models", USE)
    before = len(engine.client.asked)
    qtbot.wait(60)
    assert len(engine.client.asked) == before
    learning_page.training.show_state(LEARNING)
    qtbot.waitUntil(lambda: len(engine.asked("training")) > 2)
    learning_page.hide()
    before = len(engine.client.asked)
    qtbot.wait(60)
    assert len(engine.client.asked) == before


def test_judging_one_of_those_that_teach_most_keeps_a_judgement_and_offers_the_next(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "to_judge", wanted(5))
    card = learning_page.to_judge
    qtbot.waitUntil(lambda: len(card.rows) == 3)
    assert "2 more follow" in card.text
    qtbot.mouseClick(card.rows[1].no, Qt.MouseButton.LeftButton)
    assert engine.asked("label")[-1].arguments == {
        "query": "question 1",
        "path": f"{HOME}/1.txt",
        "passage": "Words 1.",
        "relevant": False,
        "origin": "window",
    }
    qtbot.waitUntil(lambda: [row.wanted.query[-1] for row in card.rows] == ["0", "2", "3"])
    before = len(engine.asked("labels"))
    reply(qtbot, engine, "label", None)
    qtbot.waitUntil(lambda: len(engine.asked("labels")) > before)


def test_when_all_are_judged_it_looks_for_more(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "to_judge", wanted(1))
    qtbot.waitUntil(lambda: len(learning_page.to_judge.rows) == 1)
    qtbot.mouseClick(learning_page.to_judge.rows[0].yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.asked("to_judge")) == 2)
    reply(qtbot, engine, "to_judge", [])
    qtbot.waitUntil(lambda: "nothing to ask now" in learning_page.to_judge.text)


def test_the_keys_of_the_results_judge_on_this_page_and_leave_the_results_alone(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", hit(f"{HOME}/a.txt"))
    ready_window.show_page("learning")
    page = ready_window.findChild(LearningPage)
    assert page is not None
    reply(qtbot, engine, "to_judge", wanted(4))
    qtbot.waitUntil(lambda: len(page.to_judge.rows) == 3)
    ready_window.activateWindow()
    page.at_once.switch.setEnabled(True)
    page.at_once.switch.setFocus()
    # The first press only shows what would be judged.
    press(page.at_once.switch, Qt.Key.Key_Up, CONTROL)
    qtbot.waitUntil(page.to_judge.rows[0].hasFocus)
    assert engine.asked("label") == []
    press(page.to_judge.rows[0], Qt.Key.Key_Up, CONTROL)
    assert [asked.arguments["query"] for asked in engine.asked("label")] == ["question 0"]
    # The next one has the focus already.
    qtbot.waitUntil(lambda: page.to_judge.rows[0].wanted.query == "question 1" and page.to_judge.rows[0].hasFocus())
    press(page.to_judge.rows[0], Qt.Key.Key_Down, CONTROL)
    assert engine.asked("label")[-1].arguments["relevant"] is False


def test_the_page_can_be_used_by_keyboard_alone(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    ready_window.activateWindow()
    ready_window.show_page("learning")
    page = ready_window.findChild(LearningPage)
    assert page is not None
    for method, value in (
        ("adapter_state", HELPS),
        ("to_judge", wanted(1)),
        ("labels", [RENT]),
        ("models", ModelUse("tuned", before="MiniLM")),
    ):
        reply(qtbot, engine, method, value)
    qtbot.waitUntil(lambda: bool(page.judgements.tree.groups))
    page.at_once.switch.setFocus()
    reached: set[str] = set()
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for name in (
        *("Use what I judged", "question 0: 0.txt", "This answers: 0.txt, question 0", "Look for others", "Train…"),
        *("Back to MiniLM", "Search the judgements", "All judgements", "Import judgements", "Delete all judgements"),
    ):
        assert name in reached


def test_every_button_of_the_page_tells_a_screen_reader_what_it_does(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "to_judge", wanted(3))
    qtbot.waitUntil(lambda: len(learning_page.to_judge.rows) == 3)
    buttons: list[QWidget] = list(learning_page.findChildren(QAbstractButton))
    ours = [one for one in buttons if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(ours) > 15
    assert [one for one in ours if not one.accessibleName()] == []


def test_a_switch_to_another_model_is_followed_and_taken_back(
    qtbot: QtBot, learning_page: LearningPage, link: EngineLink, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "models", USE)
    qtbot.waitUntil(lambda: learning_page.model.text.startswith("In use: MiniLM"))
    asked = len(engine.asked("models"))
    switching = dataclasses.replace(status("idle", HOME), next_model=Progress(5043, 12300, "passages"))
    with qtbot.waitSignal(link.status_changed):
        engine.tell(switching)
    assert sentence(switching) == "Switching to another model: 41 %"
    qtbot.waitUntil(lambda: len(engine.asked("models")) > asked)
    reply(qtbot, engine, "models", ModelUse("MiniLM", "tuned", "small", 5043, 12300))
    qtbot.waitUntil(lambda: "Switching to tuned: 41 % of 12,300 passages." in learning_page.model.text)
    qtbot.mouseClick(learning_page.model.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.asked("undo_model")) == 1)


def test_other_work_is_told_before_a_switch() -> None:
    both = dataclasses.replace(
        status("reading", HOME, progress=Progress(1, 2, "files")), next_model=Progress(1, 2, "passages")
    )
    assert sentence(both) == "Reading 1 of 2 files"


def test_what_was_learned_may_speak_against_a_file(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    found = hit(f"{HOME}/a.txt", score=0.5, reasons={"words": 0.6, "learned": -0.1})
    show(qtbot, ready_window, engine, "rent", found)
    ready_window.grab()
    row = ready_window.results.currentIndex()
    assert "your judgements" not in str(row.data(Qt.ItemDataRole.ToolTipRole))
    ready_window._show_details()
    scores = {"words": 0.6, "learned": -0.1}
    engine.asked("why")[-1].answer(Explanation("rent", found.path, Standing.FOUND, (), 1, 0.5, scores))
    qtbot.waitUntil(lambda: "What speaks for it: words 100 %" in ready_window.why_dialog.text)
    assert "What speaks against it: your judgements" in ready_window.why_dialog.text
