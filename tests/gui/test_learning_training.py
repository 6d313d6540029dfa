"""Training on the learning page: what it says before, while and after it runs."""

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.errors import DesktopSearchError
from desktop_search.gui.pages.learning.curves import Curves
from desktop_search.gui.pages.learning.training_dialog import LOSSES, TrainingDialog
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.records import ModelUse, SettingsState, TrainingOptions, TrainingState
from desktop_search.training.losses import AUTO, FITTING
from tests.gui.asking import reply
from tests.gui.learning_values import CURVE, LEARNING, RENT, SOUP, USE, report
from tests.gui.stand_in import StandInEngine


def click(qtbot: QtBot, page: LearningPage, text: str) -> None:
    """Presses a button of the question that stands there."""
    box = page.findChild(QMessageBox)
    button = next(button for button in box.buttons() if button.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(qtbot: QtBot, page: LearningPage) -> TrainingDialog:
    qtbot.mouseClick(page.training.train, Qt.MouseButton.LeftButton)
    dialog = page.findChild(TrainingDialog)
    assert dialog is not None
    return dialog


def done(page: LearningPage, *, is_better: bool) -> None:
    page.training.show_state(TrainingState("done", report=report(is_better=is_better)))


def test_every_loss_there_is_can_be_chosen() -> None:
    assert set(LOSSES) == {AUTO, *FITTING}


def test_before_it_begins_it_says_what_will_happen(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "labels", [RENT, SOUP])
    qtbot.waitUntil(lambda: learning_page.training.labels == 2)
    dialog = dialog_of(qtbot, learning_page)
    assert "learns from 2 judgements of yours. That takes about 10 minutes." in dialog.text
    assert "Nothing changes until you accept" in dialog.text
    assert engine.asked("train") == []
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(engine.asked("train")))
    assert engine.asked("train")[0].arguments == {"options": TrainingOptions()}


def test_without_anything_to_learn_from_it_cannot_begin(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "labels", [])
    dialog = dialog_of(qtbot, learning_page)
    assert not dialog.start.isEnabled()
    dialog.pairs.setText("/home/ana/pairs.csv")
    assert dialog.start.isEnabled()


def test_further_options_are_sent(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> None:
    reply(qtbot, engine, "settings", SettingsState({"reranker": "/models/cross"}))
    dialog = dialog_of(qtbot, learning_page)
    dialog.more.click()
    dialog.loss.setCurrentIndex(dialog.loss.findData("cosine"))
    dialog.pairs.setText("/home/ana/pairs.csv")
    for box in (dialog.only_pairs, dialog.lora, dialog.reranker):
        assert box.isVisibleTo(dialog)
        box.click()
    dialog.minutes.setValue(20)
    assert "about 23 minutes" in dialog.text
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    sent = engine.asked("train")[0].arguments["options"]
    assert sent == TrainingOptions("", "cosine", True, "/home/ana/pairs.csv", True, True, False, 20.0)


def test_a_reranker_is_offered_only_where_there_is_one(qtbot: QtBot, learning_page: LearningPage) -> None:
    dialog = dialog_of(qtbot, learning_page)
    dialog.more.click()
    assert not dialog.reranker.isVisibleTo(dialog)


def test_what_the_engine_refuses_is_said_beside_the_button(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    learning_page.training._start(TrainingOptions())
    engine.asked("train")[0].fail(DesktopSearchError("There is too little to learn from.", "Judge more."))
    qtbot.waitUntil(lambda: "There is too little to learn from. Judge more." in learning_page.training.text)


def test_a_training_shows_how_far_it_is_and_how_well_it_learns(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "training", LEARNING)
    card = learning_page.training
    qtbot.waitUntil(card.curves.isVisible)
    assert "Learning: step 80 of 200, 4 min left" in card.text
    assert card._bar.value() == 400
    assert "Loss on what it learns from: from 1.5 to 0.4." in card.curves.accessibleDescription()
    assert "Loss on what is kept apart: from 1.6 to 0.8." in card.curves.accessibleDescription()
    assert not card.train.isVisibleTo(learning_page)


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("preparing", "Gathering examples, 4 min left"),
        ("paused", "Paused at step 80 of 200"),
        ("measuring", "Comparing the new model with the old one, 4 min left"),
        ("cancelled", "The training was cancelled. Nothing has changed."),
        ("failed", "The training failed. Nothing has changed. Out of memory."),
    ],
)
def test_every_phase_is_said_in_words(learning_page: LearningPage, phase: str, said: str) -> None:
    learning_page.training.show_state(dataclasses.replace(LEARNING, phase=phase, reason="Out of memory."))
    assert said in learning_page.training.text


def test_curves_are_drawn(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.resize(400, 200)
    empty = curves.grab().toImage()
    assert curves.description == "Nothing has been measured yet."
    curves.show_curve(CURVE, 200)
    assert curves.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) != empty


def test_a_training_can_be_paused_and_goes_on(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> None:
    card = learning_page.training
    card.show_state(LEARNING)
    qtbot.mouseClick(card.pause, Qt.MouseButton.LeftButton)
    assert engine.asked("pause_training")[0].arguments == {"paused": True}
    reply(qtbot, engine, "pause_training", dataclasses.replace(LEARNING, phase="paused"))
    qtbot.waitUntil(lambda: card.pause.text() == "Go on")
    qtbot.mouseClick(card.pause, Qt.MouseButton.LeftButton)
    assert engine.asked("pause_training")[1].arguments == {"paused": False}


def test_a_short_training_is_cancelled_at_once(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    learning_page.training.show_state(LEARNING)
    qtbot.mouseClick(learning_page.training.cancel, Qt.MouseButton.LeftButton)
    assert len(engine.asked("cancel_training")) == 1


@pytest.mark.parametrize(("choice", "cancelled"), [("Go on training", 0), ("Cancel training", 1)])
def test_a_long_training_is_cancelled_after_a_question(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine, choice: str, cancelled: int
) -> None:
    learning_page.training.show_state(dataclasses.replace(LEARNING, seconds=200.0))
    qtbot.mouseClick(learning_page.training.cancel, Qt.MouseButton.LeftButton)
    assert engine.asked("cancel_training") == []
    click(qtbot, learning_page, choice)
    assert len(engine.asked("cancel_training")) == cancelled


def test_a_report_says_what_was_gained_and_by_which_questions(qtbot: QtBot, learning_page: LearningPage) -> None:
    done(learning_page, is_better=True)
    card = learning_page.report
    assert card.isVisibleTo(learning_page)
    # Plain text: what the verdict quotes may come from anywhere.
    assert "The new model is better.\nIt gained <b>8</b> points." in card.text
    assert "Change in nDCG@10: +0.08, 95 % between +0.02 and +0.14, on 12 questions" in card.text
    assert "Learned from 40 questions · 120 judgements in all" in card.text
    better, worse = card.questions.groups
    assert (better.text(0), worse.text(0)) == ("Better: 1 question", "Worse: 1 question")
    height = card.questions.height()
    better.setExpanded(True)
    assert card.questions.height() > height
    assert [better.child(0).text(column) for column in range(3)] == ["when is the rent due", "0.40", "0.90"]


def test_a_better_model_is_taken(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> None:
    done(learning_page, is_better=True)
    card = learning_page.report
    assert card.take.text() == "Use this model"
    qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)
    reply(qtbot, engine, "accept_model", ModelUse("MiniLM", next="tuned", passages=10))
    qtbot.waitUntil(lambda: "You have taken this model." in card.text)
    assert not card.take.isVisibleTo(learning_page)
    assert "Switching to tuned" in learning_page.model.text


@pytest.mark.parametrize(("choice", "taken"), [("Leave it", 0), ("Use it anyway", 1)])
def test_a_model_that_is_not_better_is_not_offered_as_if_it_were(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine, choice: str, taken: int
) -> None:
    done(learning_page, is_better=False)
    card = learning_page.report
    assert "The new model is not better." in card.text
    assert card.take.text() == "Use it anyway…"
    assert not card.take.property("primary")
    qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)
    assert engine.asked("accept_model") == []
    click(qtbot, learning_page, choice)
    assert len(engine.asked("accept_model")) == taken


def test_the_last_report_is_hidden_while_the_next_training_runs(
    qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine
) -> None:
    reply(qtbot, engine, "models", USE)
    done(learning_page, is_better=True)
    learning_page.training.show_state(dataclasses.replace(LEARNING, report=report()))
    assert not learning_page.report.isVisibleTo(learning_page)


def test_a_report_is_written_for_a_program_and_for_a_person(
    qtbot: QtBot, learning_page: LearningPage, tmp_path: Path
) -> None:
    done(learning_page, is_better=True)
    learning_page.report.write(str(tmp_path / "report.json"))
    assert json.loads((tmp_path / "report.json").read_text())["after"]["ndcg@10"] == 0.66
    learning_page.report.write(str(tmp_path / "report.txt"))
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "0.58 → 0.66  Order of the first ten (nDCG@10)" in text
    assert "0.40 → 0.90  when is the rent due" in text
    learning_page.report.write(str(tmp_path / "missing" / "report.txt"))
    assert "could not be written" in learning_page.report.trouble.text()
