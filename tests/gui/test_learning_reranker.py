"""A trained model that ranks results anew: it stands in the settings, and is used from the engine's next start on."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.gui.pages.learning import report_texts
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.records import RERANKER_LOSS, ModelReport, SettingsState, TrainingState
from tests.gui.asking import reply
from tests.gui.learning_values import USE, report
from tests.gui.stand_in import StandInEngine

FOLDER = "/data/models/rerankers/reranker-1"
WAITING = ("reranker",)
LATER = "Your choice is used when the search engine starts again."


def of_reranker(*, is_better: bool = True) -> ModelReport:
    made = report(is_better=is_better)
    return dataclasses.replace(made, model=FOLDER, loss=RERANKER_LOSS, general_before=0.0, general_after=0.0)


@pytest.fixture
def page(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> LearningPage:
    """With the report on one that is better, which nobody has taken yet."""
    reply(qtbot, engine, "settings", SettingsState({"reranker": "/models/cross"}))
    learning_page.training.show_state(TrainingState("done", report=of_reranker()))
    return learning_page


def test_once_it_is_taken_it_is_not_offered_again_and_when_it_is_used_is_said(
    qtbot: QtBot, page: LearningPage, engine: StandInEngine
) -> None:
    card = page.report
    assert card.take.isVisibleTo(page) and not card.back.isVisibleTo(page)
    qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)
    asked = len(engine.asked("settings"))
    reply(qtbot, engine, "accept_model", USE)
    qtbot.waitUntil(lambda: len(engine.asked("settings")) > asked)
    reply(qtbot, engine, "settings", SettingsState({"reranker": FOLDER}, WAITING))
    qtbot.waitUntil(lambda: f"You have taken this model. {LATER}" in card.text)
    assert not card.take.isVisibleTo(page)


def test_after_the_next_start_it_is_simply_in_use(qtbot: QtBot, page: LearningPage, engine: StandInEngine) -> None:
    reply(qtbot, engine, "settings", SettingsState({"reranker": FOLDER}))
    qtbot.waitUntil(lambda: "You have taken this model." in page.report.text)
    assert LATER not in page.report.text


def test_one_goes_back_to_the_one_before(qtbot: QtBot, page: LearningPage, engine: StandInEngine) -> None:
    card = page.report
    reply(qtbot, engine, "settings", SettingsState({"reranker": FOLDER}))
    qtbot.waitUntil(lambda: card.back.isVisibleTo(page))
    qtbot.mouseClick(card.back, Qt.MouseButton.LeftButton)
    assert engine.asked("undo_model")[0].arguments == {"reranker": True}
    reply(qtbot, engine, "undo_model", USE)
    reply(qtbot, engine, "settings", SettingsState({"reranker": "/models/cross"}, WAITING))
    qtbot.waitUntil(lambda: card.take.isVisibleTo(page))
    assert not card.back.isVisibleTo(page)
    assert LATER in card.text and "You have taken" not in card.text


def test_a_model_has_its_way_back_on_its_own_card(qtbot: QtBot, page: LearningPage, engine: StandInEngine) -> None:
    reply(qtbot, engine, "settings", SettingsState({"reranker": "tuned"}, WAITING))
    page.training.show_state(TrainingState("done", report=report()))
    assert page.report.take.isVisibleTo(page), "what ranks anew is no model that embeds"
    reply(qtbot, engine, "models", dataclasses.replace(USE, now="tuned"))
    qtbot.waitUntil(lambda: "You have taken this model." in page.report.text)
    assert not page.report.back.isVisibleTo(page)
    assert LATER not in page.report.text


def test_what_it_does_not_change_is_not_threatened_with(qtbot: QtBot, page: LearningPage) -> None:
    page.training.show_state(TrainingState("done", report=of_reranker(is_better=False)))
    qtbot.mouseClick(page.report.take, Qt.MouseButton.LeftButton)
    box = page.findChild(QMessageBox)
    assert "likely to get worse" in box.text() and "understood anew" not in box.text()
    box.reject()


def test_only_what_was_measured_is_shown() -> None:
    names = [name for name, _, _ in report_texts.rows(of_reranker())]
    assert len(names) == 5 and not any("General knowledge" in name for name in names)
    assert "General knowledge" in report_texts.rows(report())[-1][0]
    unmeasured = dataclasses.replace(of_reranker(), held_out=0)
    assert report_texts.certainty(unmeasured) == ""
    assert "general" not in report_texts.as_text(unmeasured).decode().lower()


def test_where_there_was_none_before_nothing_is_said_of_its_speed() -> None:
    first = dataclasses.replace(of_reranker(), speed=0.0)
    assert report_texts.speed(first) == ""
    assert not report_texts.circumstances(first).endswith(" · ")
    assert report_texts.circumstances(of_reranker()).endswith(" · as fast as before")
