"""How long the window's event loop is ever held up while a model is trained, measured, and takes the other's place.

    python -m tests.benchmarks.heartbeat_learning --files 400 --minutes 1

As `heartbeat`, with its control beside it: the real engine holds some files and judgements of 60 questions, a training
is started, letters are typed and rows gone to, and every three seconds the page that draws its curves comes or goes.
What was trained is taken into use, whatever it is worth, and undone. Prints one JSON object.
"""

import argparse
import itertools
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from desktop_search.engine.client import Client
from desktop_search.engine.launch import connect_or_launch
from desktop_search.gui.main_window import SEARCH
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from tests.benchmarks import texts
from tests.benchmarks.children import Figures, private_environment, settings_of
from tests.benchmarks.heartbeat import LOOKING_MS, Heartbeat, Person, control, told, window_at
from tests.fakes import wait_until

QUESTIONS, WORDS_ASKED, SEED = 60, 8, 2026
TURNING_MS = 3000
LEARNING = "learning"
PATIENCE_SECONDS = 1800.0


class Learning(Thread):
    """Trains a model, takes it into use and undoes that, and keeps how many seconds each took."""

    def __init__(self, client: Client, minutes: float) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._minutes = minutes
        self.seconds = Figures()

    def run(self) -> None:
        self._client.call("train", options=TrainingOptions(minutes=self._minutes))
        self._until("trained", lambda: self._client.call("training").phase in ("done", "failed"))
        report = self._client.call("training").report
        if report is not None:
            self._client.call("use_model", name=report.model)
            self._until("used", lambda: self._client.call("models").next is None)
            self._client.call("undo_model")
            self._until("undone", lambda: self._client.call("models").next is None)

    def _until(self, step: str, is_done: Callable[[], bool]) -> None:
        began = time.monotonic()
        wait_until(is_done, PATIENCE_SECONDS)
        self.seconds[step] = round(time.monotonic() - began, 1)


def measure(files: int, minutes: float, place: Path, changes: Settings) -> Figures:
    """The window's beats from the beginning of a training until its model was taken into use and that was undone."""
    folder = place / "files"
    texts.write_folder(folder, texts.passages(2 * files), in_file=2, plain=True)
    with window_at(place, changes) as (application, link, window):
        client = _filled(link.data, folder)
        link.start()
        while not link.is_connected:
            application.processEvents()
        with control() as beside:
            learning = Learning(client, minutes)
            heart, person = Heartbeat(), Person(window, texts.telling_words(folder).split() * 2)
            looking, turning = QTimer(), QTimer()
            looking.timeout.connect(lambda: None if learning.is_alive() else application.quit())
            pages = itertools.cycle((LEARNING, SEARCH))
            turning.timeout.connect(lambda: window.show_page(next(pages)))
            learning.start()
            looking.start(LOOKING_MS)
            turning.start(TURNING_MS)
            application.exec()
            found = told(heart.gaps)
            person.deleteLater()
            looking.stop()
            turning.stop()
        client.close()
        return {"files": files, "seconds": learning.seconds, "window": found, "control": beside}


def _filled(data: DataDirectory, folder: Path) -> Client:
    """An engine that has all files with their vectors, and judgements of questions made of the files' own words."""
    client = connect_or_launch(data)
    client.call("index", paths=[str(folder)])
    draw, labels = random.Random(SEED), []
    files = sorted(folder.rglob("*.txt"))
    for file in draw.sample(files, min(QUESTIONS, len(files))):
        passage = file.read_text(encoding="utf-8").split("\n\n")[0]
        question = " ".join(draw.sample(passage.split(), WORDS_ASKED))
        labels.append(Label(question, str(file), passage, True, "window", time.time()))
    client.call("import_labels", labels=labels)
    client.call("adapter_state", wait=True)
    return client


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=1.0, help="for the training's steps")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heartbeat-learning-") as place:
        os.environ.update(private_environment(Path(place)))
        found = measure(options.files, options.minutes, Path(place), settings_of(options.set))
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
