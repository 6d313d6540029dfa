"""The models page: which models there are, and using, comparing, adding, writing and removing them."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_search.errors import DesktopSearchError
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.gui.pages.models.download_dialog import DownloadDialog
from desktop_search.gui.pages.models.installed_card import InstalledCard
from desktop_search.gui.pages.models_page import ModelsPage
from desktop_search.records import InstalledModel, KnownModel, ModelFigures, ModelUse
from tests.gui.asking import press, reply
from tests.gui.learning_values import BETTER_FIGURES, FIGURES, USE
from tests.gui.scripted import Scripted
from tests.gui.stand_in import StandInEngine

HUB_NAME = "intfloat/e5-small-v2"
MADE_OF = ("Transformer", "Pooling")
SHIPPED = InstalledModel("MiniLM", "", "1", MADE_OF, 90_000_000, 384, ("en",), "apache-2.0", "shipped")
TUNED = InstalledModel("tuned-1", "/m/tuned-1", "2", MADE_OF, 91_000_000, 384, ("en",), "", "tuned")
SOURCE = ("downloaded", HUB_NAME, "0123456789abcdef")
E5 = InstalledModel("e5", "/m/e5", "3", MADE_OF, 134_000_000, 384, ("en", "de"), "mit", *SOURCE)
E5_KNOWN = KnownModel(HUB_NAME, 33.4, 384, "English", "mit")
BGE_KNOWN = KnownModel("BAAI/bge-m3", 568.0, 1024, "100 languages", "mit")


def listed(*models: InstalledModel, used: str = "") -> dict[str, Any]:
    """The fields of `models list`."""
    speed = {"passages_per_second": 181.4, "backend": "openvino", "precision": "bfloat16"}
    shown = [
        {**asdict(one), "in_use": one.folder == used, "speed": speed if one.origin == "shipped" else None}
        for one in models
    ]
    return {"models": shown, "known": [asdict(one) for one in (E5_KNOWN, BGE_KNOWN)]}


@pytest.fixture
def page(qtbot: QtBot, link: EngineLink, engine: StandInEngine, runs: list[Scripted]) -> ModelsPage:
    """The page with three models, of which the shipped one answers."""
    made = ModelsPage(link)
    qtbot.addWidget(made)
    with qtbot.waitSignal(link.connected):
        link.start()
    made.resize(900, 900)
    made.show()
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, TUNED))
    reply(qtbot, engine, "models", USE)
    return made


@pytest.fixture
def card(page: ModelsPage) -> InstalledCard:
    return page.installed


def rows(page: ModelsPage) -> list[list[str]]:
    tree = page.installed.tree
    return [[item.text(column) for column in range(tree.columnCount())] for item in tree.groups]


def test_what_there_is_is_shown_with_origin_size_dimensions_and_speed(page: ModelsPage, card: InstalledCard) -> None:
    assert rows(page) == [
        ["MiniLM", "in use, shipped", "90.0 MB", "384", "181"],
        ["e5", "downloaded", "134.0 MB", "384", "–"],
        ["tuned-1", "trained here", "91.0 MB", "384", "–"],
    ]
    assert "Choose a model" in card.text
    card.tree.choose("/m/e5")
    for fact in ("Languages: en, de", "Licence: mit", "Made of: Transformer", f"{HUB_NAME} at commit 0123456789ab"):
        assert fact in card.text


def test_what_a_model_says_of_itself_is_shown_as_text(page: ModelsPage) -> None:
    strange = InstalledModel("<b>bold", "/m/b", "4", (), 1, 0, ("<i>en",), "my\nlicence", "added")
    page.installed.show_models(listed(strange))
    page.installed.tree.choose("/m/b")
    assert rows(page)[0][0] == "<b>bold"
    assert "\n" not in page.installed.text
    assert page.installed._about.textFormat() is Qt.TextFormat.PlainText


def test_a_model_is_used_and_the_switch_is_followed(
    qtbot: QtBot, page: ModelsPage, card: InstalledCard, engine: StandInEngine
) -> None:
    assert not card.use.isEnabled()
    card.tree.choose("")
    assert not card.use.isEnabled(), "it is in use already"
    card.tree.choose("/m/e5")
    before = len(engine.asked("list_models"))
    card.use.click()
    assert engine.asked("use_model")[-1].arguments == {"name": "/m/e5"}
    reply(qtbot, engine, "use_model", ModelUse("MiniLM", "e5", None, 10, 100))
    assert "Switching to e5: 10 % of 100 passages." in page.model.text
    qtbot.waitUntil(lambda: len(engine.asked("list_models")) > before)
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, TUNED, used="/m/e5"))
    assert rows(page)[1][1] == "to be used, downloaded"
    assert card.tree.chosen == ["/m/e5"]
    asked = len(engine.asked("models"))
    page.refresh()
    assert len(engine.asked("models")) == asked + 1, "as long as it switches"
    before = len(engine.asked("list_models"))
    reply(qtbot, engine, "models", ModelUse("e5", None, "MiniLM", 100, 100))
    qtbot.waitUntil(lambda: len(engine.asked("list_models")) > before)
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, TUNED, used="/m/e5"))
    assert rows(page)[1][1] == "in use, downloaded"


def test_the_shipped_model_is_named_so(card: InstalledCard, engine: StandInEngine) -> None:
    card.show_models(listed(SHIPPED, E5, used="/m/e5"))
    card.tree.choose("")
    card.use.click()
    assert engine.asked("use_model")[-1].arguments == {"name": "shipped"}


def test_one_model_is_compared_with_the_one_in_use_and_the_best_comes_first(
    qtbot: QtBot, page: ModelsPage, card: InstalledCard, engine: StandInEngine
) -> None:
    assert not card.compare.isEnabled()
    card.tree.choose("/m/tuned-1")
    card.compare.click()
    assert page.comparison.isVisible()
    assert "about a minute" in page.comparison.text
    assert engine.asked("compare_models")[-1].arguments == {"names": ["shipped", "/m/tuned-1"]}
    assert not card.compare.isEnabled(), "one at a time"
    figures = [ModelFigures("MiniLM", FIGURES, 40, 1.0), ModelFigures("tuned-1", BETTER_FIGURES, 40, 1.0)]
    reply(qtbot, engine, "compare_models", figures)
    qtbot.waitUntil(lambda: not page.comparison.is_under_way)
    tree = page.comparison.tree
    assert [[item.text(column) for column in range(6)] for item in tree.groups] == [
        ["tuned-1", "0.660", "0.700", "0.600", "0.800", "0.900"],
        ["MiniLM", "0.580", "0.600", "0.500", "0.700", "0.800"],
    ]
    assert tree.groups[0].font(0).bold()
    assert not tree.groups[1].font(0).bold()
    assert "40 questions you judged" in page.comparison.text
    assert card.compare.isEnabled()


def test_several_models_are_compared_with_each_other(
    page: ModelsPage, card: InstalledCard, engine: StandInEngine
) -> None:
    for item in card.tree.groups[1:]:
        item.setSelected(True)
    card.compare.click()
    assert engine.asked("compare_models")[-1].arguments == {"names": ["/m/e5", "/m/tuned-1"]}


def test_why_models_cannot_be_compared_is_said(
    qtbot: QtBot, page: ModelsPage, card: InstalledCard, engine: StandInEngine
) -> None:
    card.tree.choose("/m/e5")
    card.compare.click()
    qtbot.waitUntil(lambda: bool(engine.asked("compare_models")))
    engine.asked("compare_models")[-1].fail(DesktopSearchError("There is nothing to compare models by."))
    qtbot.waitUntil(lambda: "nothing to compare models by" in page.comparison.trouble.text())
    assert not page.comparison.is_under_way


def test_a_model_is_removed_only_when_that_is_agreed_to(
    qtbot: QtBot, card: InstalledCard, engine: StandInEngine, runs: list[Scripted]
) -> None:
    card.tree.choose("/m/tuned-1")
    press(card.tree, Qt.Key.Key_Delete)
    box = card.findChild(QMessageBox)
    assert "tuned-1 is removed with its files; 91.0 MB become free." in box.text()
    before = len(runs)
    box.reject()
    qtbot.waitUntil(lambda: card.findChild(QMessageBox) is None)
    assert len(runs) == before
    card.remove.click()
    next(one for one in card.findChild(QMessageBox).buttons() if one.text() == "Remove").click()
    assert runs[-1].words == ("models", "remove", "--", "tuned-1")
    assert card.files.isVisible()
    assert not card.files.cancel.isVisible()
    assert card.window().focusWidget() is card.tree
    asked, listings = len(engine.asked("models")), len(engine.asked("list_models"))
    runs[-1].answer({"removed": "tuned-1"})
    assert len(engine.asked("list_models")) == listings + 1
    assert len(engine.asked("models")) == asked + 1, "it may have been the way back"


@pytest.mark.parametrize("folder", ["", "/m/e5"])
def test_neither_the_shipped_model_nor_the_one_in_use_can_be_removed(card: InstalledCard, folder: str) -> None:
    card.show_models(listed(SHIPPED, E5, used="/m/e5"))
    card.tree.choose(folder)
    assert not card.remove.isEnabled()
    press(card.tree, Qt.Key.Key_Delete)
    assert card.findChild(QMessageBox) is None


def test_adding_a_model_is_shown_and_the_new_one_is_chosen(
    qtbot: QtBot, page: ModelsPage, card: InstalledCard, runs: list[Scripted], engine: StandInEngine
) -> None:
    card.add.setFocus()
    card.files.add_from("/home/ana/-odd name", "-odd")
    assert runs[-1].words == ("models", "add", "--followed", "--name=-odd", "--", "/home/ana/-odd name")
    assert card.files.isVisible()
    assert "Adding -odd:" in card.files.text
    assert not card.add.isEnabled(), "one thing at a time"
    assert page.focusWidget() is card.files.cancel, "and not whatever comes next on the page"
    runs[-1].answer({"folder": "/m/tuned-1"})
    assert not card.files.isVisible()
    assert page.focusWidget() is card.add
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, TUNED))
    assert card.tree.chosen == ["/m/tuned-1"]


def test_a_path_that_was_typed_is_taken_though_qt_selects_its_folders_too(
    qtbot: QtBot, card: InstalledCard, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    card.add.click()
    menu = card.add.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    dialog = card.files.findChild(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path), str(tmp_path / "mine")])
    asked = card.files.findChild(QInputDialog)
    assert asked.textValue() == "mine"
    for one in (asked, dialog):
        one.close()


def test_why_a_model_was_refused_is_said_and_another_can_be_tried(card: InstalledCard, runs: list[Scripted]) -> None:
    card.files.add_from("/home/ana/pickled", "pickled")
    runs[-1].fail("It holds a pickle.")
    assert (card.trouble.text(), card.trouble.isVisible()) == ("It holds a pickle.", True)
    assert card.add.isEnabled()
    card.files.add_from("/home/ana/other", "other")
    assert not card.trouble.isVisible()


def test_what_takes_long_can_be_cancelled(
    page: ModelsPage, card: InstalledCard, engine: StandInEngine, runs: list[Scripted]
) -> None:
    card.files.add_from("/home/ana/large", "large")
    running = runs[-1]
    card.files.cancel.click()
    assert running.is_stopped
    assert card.files.text == "Stopping…"
    assert page.focusWidget() is card.files.cancel, "and the page stays where it is"
    assert not card.add.isEnabled(), "before it has cleaned up after itself"
    listings = len(engine.asked("list_models"))
    running.ended.emit()
    assert not card.files.isVisible()
    assert card.add.isEnabled()
    assert len(engine.asked("list_models")) == listings + 1, "it may have been there already"


def test_a_name_is_offered_that_no_other_model_has(card: InstalledCard, runs: list[Scripted], tmp_path: Path) -> None:
    (tmp_path / "E5").mkdir()
    dialog = card.files.ask_for_name(str(tmp_path / "E5"), ["MiniLM", "e5"])
    assert dialog.textValue() == "E5-2"
    dialog.setTextValue("mine")
    dialog.accept()
    assert runs[-1].words == ("models", "add", "--followed", "--name=mine", "--", str(tmp_path / "E5"))
    archive = card.files.ask_for_name("/home/ana/glove.6B.zip")
    assert archive.textValue() == "glove"
    archive.reject()


def test_a_model_is_written_for_other_programs(card: InstalledCard, runs: list[Scripted]) -> None:
    assert not card.export.isEnabled()
    card.tree.choose("")
    card.export.click()
    menu = card.export.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["sentence-transformers", "ONNX", "OpenVINO", "TorchScript"]
    menu.close()
    card.files.export_to("onnx", card.tree.models[0], "/home/ana/out")
    assert runs[-1].words == (
        *("models", "export", "--followed", "--format", "onnx", "--model=shipped", "--", "/home/ana/out"),
    )
    runs[-1].answer({"model": "MiniLM", "files": []})
    assert "MiniLM was written to /home/ana/out." in card.text


def test_models_that_are_here_are_not_offered_and_others_can_be_downloaded(
    qtbot: QtBot, page: ModelsPage, engine: StandInEngine
) -> None:
    tree = page.known.tree
    assert [[item.text(column) for column in range(5)] for item in tree.groups] == [
        ["BAAI/bge-m3", "568 million", "1,024", "100 languages", "mit"]
    ]
    tree.choose("BAAI/bge-m3")
    page.known.download.click()
    dialog = page.known.findChild(DownloadDialog)
    assert dialog.name.currentText() == "BAAI/bge-m3"
    assert dialog.go.isEnabled()
    dialog.added.emit("/m/e5")
    dialog.close()
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5))
    assert page.installed.tree.chosen == ["/m/e5"]


def test_a_comparison_is_cancelled_and_ends_with_the_engine(
    qtbot: QtBot, page: ModelsPage, card: InstalledCard, engine: StandInEngine
) -> None:
    card.tree.choose("/m/e5")
    card.compare.setFocus()
    card.compare.click()
    page.comparison.cancel.click()
    assert len(engine.asked("cancel_comparison")) == 1
    assert page.focusWidget() is page.comparison.cancel
    engine.asked("compare_models")[-1].fail(DesktopSearchError("The comparison was cancelled."))
    qtbot.waitUntil(lambda: not page.comparison.is_under_way)
    card.compare.click()
    with qtbot.waitSignal(page._link.lost):
        engine.client.die()
    assert not page.comparison.is_under_way
    assert "has stopped meanwhile" in page.comparison.trouble.text()
    assert page.focusWidget() is card.compare
    asked = len(engine.asked("compare_models"))
    card.compare.click()
    assert "not there yet" in page.comparison.trouble.text()
    assert len(engine.asked("compare_models")) == asked


def test_a_list_that_could_not_be_read_is_said_until_it_can(
    qtbot: QtBot, card: InstalledCard, engine: StandInEngine
) -> None:
    card.refresh()
    engine.asked("list_models")[-1].fail(DesktopSearchError("The folder cannot be read."))
    qtbot.waitUntil(card.trouble.isVisible)
    assert "cannot be read" in card.trouble.text()
    card.refresh()
    reply(qtbot, engine, "list_models", listed(SHIPPED))
    assert not card.trouble.isVisible()


def test_what_is_chosen_stays_chosen(qtbot: QtBot, card: InstalledCard, engine: StandInEngine) -> None:
    for item in card.tree.groups[1:]:
        item.setSelected(True)
    card.refresh()
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, TUNED))
    assert card.tree.chosen == ["/m/e5", "/m/tuned-1"]


def test_a_switch_that_was_under_way_before_is_told_in_the_list(
    qtbot: QtBot, link: EngineLink, engine: StandInEngine, runs: list[Scripted]
) -> None:
    made = ModelsPage(link)
    qtbot.addWidget(made)
    with qtbot.waitSignal(link.connected):
        link.start()
    made.show()
    reply(qtbot, engine, "list_models", listed(SHIPPED, E5, used="/m/e5"))
    assert rows(made)[1][1] == "in use, downloaded"
    reply(qtbot, engine, "models", ModelUse("MiniLM", "e5", None, 1, 100))
    assert rows(made)[1][1] == "to be used, downloaded"


def test_a_page_that_nobody_sees_asks_for_nothing(qtbot: QtBot, page: ModelsPage, engine: StandInEngine) -> None:
    page.hide()
    before = len(engine.asked("list_models")), len(engine.asked("models"))
    page._link.connected.emit()
    qtbot.wait(20)
    assert (len(engine.asked("list_models")), len(engine.asked("models"))) == before


def test_in_a_narrow_window_names_stay_legible(page: ModelsPage, card: InstalledCard) -> None:
    page.resize(420, 700)
    letter = card.tree.fontMetrics().averageCharWidth()
    assert card.tree.columnWidth(0) >= 20 * letter
    assert card.tree.isColumnHidden(4)


def test_the_learning_page_leads_to_all_models(
    qtbot: QtBot, ready_window: MainWindow, learning_page: LearningPage, runs: list[Scripted]
) -> None:
    with qtbot.waitSignal(learning_page.page_asked) as asked:
        learning_page.all_models.click()
    assert asked.args == ["models"]
    ready_window.show_page("learning")
    shown = ready_window._pages["learning"]
    assert isinstance(shown, LearningPage)
    shown.all_models.click()
    assert isinstance(ready_window._stack.currentWidget(), ModelsPage)
