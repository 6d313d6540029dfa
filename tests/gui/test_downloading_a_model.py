"""A model is downloaded from the window only after what would come was shown and agreed to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_search.gui import side_command
from desktop_search.gui.pages.models.download_dialog import DownloadDialog
from desktop_search.gui.side_command import SideCommand
from desktop_search.paths import DataDirectory
from tests.gui.scripted import Scripted

NAME = "intfloat/e5-small-v2"
OFFER = {
    "name": NAME,
    "commit": "0123456789abcdef" * 2 + "01234567",
    "host": "huggingface.co",
    "licence": "mit",
    "files": [{}, {}],
    "size": 134_000_000,
}


@pytest.fixture
def added() -> list[str]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, data: DataDirectory, runs: list[Scripted], added: list[str]) -> Iterator[DownloadDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    made = DownloadDialog(data, [NAME], parent=window)
    made.added.connect(added.append)
    made.open()
    yield made


def test_nothing_is_asked_before_a_name_is_chosen_and_the_button_pressed(
    dialog: DownloadDialog, runs: list[Scripted]
) -> None:
    assert runs == []
    assert "First huggingface.co is asked" in dialog.text
    assert not dialog.go.isEnabled()
    dialog.name.setEditText(NAME)
    assert (dialog.go.isEnabled(), dialog.go.text(), len(runs)) == (True, "Ask huggingface.co", 0)


def test_what_is_shown_is_downloaded_at_its_commit(
    dialog: DownloadDialog, runs: list[Scripted], added: list[str]
) -> None:
    dialog.name.setEditText(NAME)
    dialog.go.click()
    assert runs[-1].words == ("models", "download", "--show", "--", NAME)
    runs[-1].answer(OFFER)
    assert f"{NAME} at commit 0123456789ab, from huggingface.co: 134.0 MB, licence: mit." in dialog.text
    assert (dialog.go.text(), len(runs)) == ("Download", 1)
    dialog.go.click()
    assert runs[-1].words == (
        *("models", "download", "--yes", "--followed", "--revision", str(OFFER["commit"]), "--", NAME),
    )
    runs[-1].went_on.emit(67_000_000)
    assert dialog.text == "67.0 MB of 134.0 MB are there."
    runs[-1].went_on.emit(134_000_000)
    assert "tried out" in dialog.text
    runs[-1].answer({"folder": "/models/e5-small-v2"})
    assert not dialog.isVisible()
    assert added == ["/models/e5-small-v2"]


def test_another_name_has_to_be_asked_for_anew(dialog: DownloadDialog, runs: list[Scripted]) -> None:
    dialog.name.setEditText(NAME)
    dialog.go.click()
    runs[-1].answer(OFFER)
    dialog.name.setEditText("somebody/else")
    assert dialog.go.text() == "Ask huggingface.co"
    dialog.go.click()
    assert runs[-1].words == ("models", "download", "--show", "--", "somebody/else")


def test_what_goes_wrong_is_told_and_can_be_tried_again(dialog: DownloadDialog, runs: list[Scripted]) -> None:
    dialog.name.setEditText(NAME)
    dialog.go.click()
    runs[-1].fail("huggingface.co cannot be reached.")
    assert dialog.text == "huggingface.co cannot be reached."
    assert (dialog.go.isEnabled(), dialog.go.text()) == (True, "Ask huggingface.co")


def test_closing_it_stops_the_download(dialog: DownloadDialog, runs: list[Scripted]) -> None:
    dialog.name.setEditText(NAME)
    dialog.go.click()
    runs[-1].answer(OFFER)
    dialog.go.click()
    running = runs[-1]
    dialog.cancel.click()
    assert running.is_stopped


def test_a_command_beside_the_window_answers(qtbot: QtBot, tmp_path: Path) -> None:
    run = SideCommand(DataDirectory(tmp_path), "models", "download", "--show", "--", "--no-name")
    with qtbot.waitSignal(run.failed, timeout=20_000) as refused:
        pass
    assert "“--no-name” is no name of a model on huggingface.co." in refused.args[0]


FOLLOWED = """
import json, sys, time
from desktop_search.cli import progress
try:
    with progress.followed() as tell:
        tell(5)
        time.sleep(30)
except KeyboardInterrupt:
    open(sys.argv[-1], "w").write("cleaned up")
print(json.dumps({}))
"""


def test_a_command_that_is_stopped_cleans_up(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.py").write_text(FOLLOWED)
    monkeypatch.setattr(side_command, "OWN", (str(tmp_path / "slow.py"),))
    run = SideCommand(DataDirectory(tmp_path), str(tmp_path / "left"))
    with qtbot.waitSignal(run.went_on, timeout=20_000) as said:
        pass
    assert said.args == [5]
    run.stop()
    run.wait(10_000)
    assert (tmp_path / "left").read_text() == "cleaned up"


def test_a_command_cleans_up_when_the_program_ends(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow.py").write_text(FOLLOWED)
    monkeypatch.setattr(side_command, "OWN", (str(tmp_path / "slow.py"),))
    run = SideCommand(DataDirectory(tmp_path), str(tmp_path / "left"))
    with qtbot.waitSignal(run.went_on, timeout=20_000):
        pass
    # What exec() does when the last window was closed.
    qapp.aboutToQuit.emit()
    assert (tmp_path / "left").read_text() == "cleaned up"
