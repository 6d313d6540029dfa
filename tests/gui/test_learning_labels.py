"""All judgements on the learning page: looked through, changed, removed, put back, written and read."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.gui.not_again import NotAgain
from desktop_search.gui.pages.learning.labels_card import LabelsCard
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, LabelsImported
from tests.gui.asking import press, reply
from tests.gui.learning_values import GUESSED, HOME, RENT, SOUP
from tests.gui.stand_in import StandInEngine

ALL = [GUESSED, SOUP, RENT]


@pytest.fixture
def card(qtbot: QtBot, learning_page: LearningPage, engine: StandInEngine) -> LabelsCard:
    reply(qtbot, engine, "labels", ALL)
    qtbot.waitUntil(lambda: len(learning_page.judgements.labels) == 3)
    return learning_page.judgements


def choose(card: LabelsCard, label: Label) -> None:
    for group in card.tree.groups:
        for row in range(group.childCount()):
            if Path(label.path).name in group.child(row).text(0):
                card.tree.setCurrentItem(group.child(row))


def test_they_stand_below_their_questions_the_newest_first_as_plain_text(card: LabelsCard) -> None:
    rent, soup = card.tree.groups
    assert [rent.text(0), soup.text(0)] == ["rent", "soup"]
    assert [rent.child(0).text(0), rent.child(1).text(0)] == ["✓  rent.txt", "✓  letter.txt"]
    assert [soup.child(0).text(column) for column in range(3)] == ["✗  <b>soup.txt", "Leek soup.", "imported"]
    assert "&lt;b&gt;" in soup.child(0).toolTip(0)
    assert card.text == "3 judgements, 1 of them only guessed from what was opened"


def test_they_can_be_searched(card: LabelsCard) -> None:
    card.search.setText("leek")
    rent, soup = card.tree.groups
    assert rent.isHidden()
    assert not soup.isHidden()
    card.search.setText("nothing like it")
    assert "Try another word" in card.text


def test_a_judgement_is_turned_round(qtbot: QtBot, card: LabelsCard, engine: StandInEngine) -> None:
    choose(card, RENT)
    qtbot.mouseClick(card.change, Qt.MouseButton.LeftButton)
    said = {"query": "rent", "path": RENT.path, "passage": RENT.passage, "relevant": False, "origin": "window"}
    assert engine.asked("label")[-1].arguments == said


def test_the_keys_of_the_results_judge_what_is_chosen(
    qtbot: QtBot, learning_page: LearningPage, card: LabelsCard, engine: StandInEngine
) -> None:
    choose(card, SOUP)
    card.judge(relevant=False)
    assert engine.asked("label") == []
    card.judge(relevant=True)
    assert engine.asked("label")[-1].arguments["relevant"] is True


def test_a_removed_judgement_can_be_put_back_as_it_was(qtbot: QtBot, card: LabelsCard, engine: StandInEngine) -> None:
    choose(card, SOUP)
    press(card.tree, Qt.Key.Key_Delete)
    assert engine.asked("label")[-1].arguments["relevant"] is None
    assert [group.text(0) for group in card.tree.groups] == ["rent"]
    assert card.undo_line.isVisible()
    qtbot.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert engine.asked("import_labels")[-1].arguments == {"labels": [SOUP]}
    assert not card.undo_line.isVisible()
    reply(qtbot, engine, "import_labels", LabelsImported(1, 0))
    reply(qtbot, engine, "labels", ALL)
    qtbot.waitUntil(lambda: len(card.tree.groups) == 2)


def test_a_question_is_removed_with_all_its_judgements(card: LabelsCard, engine: StandInEngine) -> None:
    card.tree.setCurrentItem(card.tree.groups[0])
    press(card.tree, Qt.Key.Key_Delete)
    assert {asked.arguments["path"] for asked in engine.asked("label")} == {RENT.path, GUESSED.path}


def test_what_was_guessed_stays_removed_until_it_is_put_back(
    qtbot: QtBot, card: LabelsCard, data: DataDirectory
) -> None:
    choose(card, GUESSED)
    press(card.tree, Qt.Key.Key_Delete)
    assert NotAgain(data).holds(GUESSED.query, GUESSED.path)
    assert not NotAgain(data).holds(RENT.query, RENT.path)
    qtbot.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert not NotAgain(data).holds(GUESSED.query, GUESSED.path)


@pytest.mark.parametrize(("choice", "removed"), [("Cancel", 0), ("Delete all", 1)])
def test_all_are_removed_after_a_question(
    qtbot: QtBot, card: LabelsCard, engine: StandInEngine, choice: str, removed: int
) -> None:
    qtbot.mouseClick(card.remove_all, Qt.MouseButton.LeftButton)
    box = card.findChild(QMessageBox)
    assert "3 judgements will be deleted" in box.text()
    button = next(button for button in box.buttons() if button.text().replace("&", "") == choice)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(engine.asked("remove_labels")) == removed
    assert bool(card.labels) == (not removed)


def test_they_are_written_and_read(qtbot: QtBot, card: LabelsCard, engine: StandInEngine, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    card.files.save(str(file), ALL)
    qtbot.waitUntil(lambda: card._told.text().startswith("3 judgements written to"))
    with file.open("a") as more:
        more.write('{"query": "tea", "path": "tea.txt", "relevant": true}\nno judgement\n')
    card.files.load(str(file))
    qtbot.waitUntil(lambda: bool(engine.asked("import_labels")))
    sent = engine.asked("import_labels")[0].arguments["labels"]
    assert sent[:3] == ALL
    assert (sent[3].path, sent[3].origin) == (str(tmp_path / "tea.txt"), "import")
    reply(qtbot, engine, "import_labels", LabelsImported(1, 3))
    qtbot.waitUntil(lambda: card._told.text().startswith("1 judgement imported, 4 left out"))


def test_a_file_that_cannot_be_read_is_told(qtbot: QtBot, card: LabelsCard, tmp_path: Path) -> None:
    card.files.load(str(tmp_path / "missing.jsonl"))
    qtbot.waitUntil(lambda: "could not be read" in card._told.text())


def test_the_keys_reach_the_list_through_the_page(
    qtbot: QtBot, learning_page: LearningPage, card: LabelsCard, engine: StandInEngine
) -> None:
    learning_page.activateWindow()
    choose(card, RENT)
    card.tree.setFocus()
    qtbot.waitUntil(card.tree.hasFocus)
    learning_page.judge(relevant=False)
    assert engine.asked("label")[-1].arguments["path"] == f"{HOME}/rent.txt"
