"""Shows hostile strings in every part of a real window, and prints as JSON what was not shown as text.

    python -m tests.faults.hostile_window PLACE N SEED

A process of its own, so that all it opens can be looked at from outside. Its engine answers every request with them.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QModelIndex, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextEdit, QToolTip, QWidget

from desktop_search.engine.messages import Reply
from desktop_search.errors import DesktopSearchError
from desktop_search.gui import app as application_module
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages import PAGES
from desktop_search.gui.quick.window import QuickWindow
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    AdapterState,
    Answer,
    AnswerLine,
    Counts,
    Facet,
    Facets,
    FacetValue,
    Failure,
    FilePreview,
    FileState,
    FilterKind,
    Folder,
    FolderDetails,
    Label,
    Match,
    Mode,
    ModelUse,
    Progress,
    SavedSearch,
    ShownText,
    ToJudge,
    TrainingState,
)
from tests.gui.stand_in import hit, status

HOME = Path("/home/ana")
PATIENCE_SECONDS = 30.0
LOOK_MS, COLUMNS = 30, 5
SHAPES = (
    "<img src='{file}.png'>",
    '<b>bold</b><img src="{file}.png" width=1>',
    "<html><head><link rel=stylesheet href='{file}.css'></head>x</html>",
    "<style>@import url({file}.css);</style><p>x",
    '<p style="background:url({file}.png)">x</p>',
    "<table background='{file}.png'><tr><td>x</table>",
    "<body background='{file}.png'>x",
    "<a href='{file}.html'>click</a><script src='{file}.js'></script>",
    "<iframe src='{file}.html'></iframe><object data='{file}.html'>",
    "<svg xmlns='http://www.w3.org/2000/svg'><image href='{file}.png'/></svg>",
    "![x]({file}.png) [y]({file}.html)",
    "<img src='//198.51.100.7/share/a.png'><img src='http://198.51.100.7/{number}.png'>",
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM '{file}.html'>]><a>&x;</a>",
    "qrc:/{file} <img src=':/qt-project.org/logos/pysidelogo.png'><img src='{file}.png'>",
    "&lt;img src={file}.png&gt; <img src={file}.png",
)
"""What Qt would take for markup, or a person's system might; {file} is a file that is there."""
AROUND = ("", "\u202e", "\n", "\0", "%1 {0} {name} ", "&", "a\ud83d", "\u2028", "x" * 300, "file.txt: ")


def strings(place: Path, count: int, seed: int) -> list[str]:
    """So many of them; each names files of its own."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        file = (place / f"named-{number}").as_uri() if number % 3 else str(place / f"named-{number}")
        text = SHAPES[number % len(SHAPES)].replace("{file}", file).replace("{number}", str(number))
        made.append(dice.choice(AROUND) + text + dice.choice(AROUND))
    return made


class HostileClient:
    """Answers whatever is asked with one string in every place that holds text."""

    def __init__(self, engine: "HostileEngine") -> None:
        self._engine = engine
        self.on_disconnected: Callable[[], None] | None = None

    def request(self, method: str, on_reply: Callable[[Reply], None] | None = None, **arguments: Any) -> int:
        if on_reply is not None:
            if method == "watch_status":
                self._engine.watchers.append(on_reply)
            QTimer.singleShot(0, lambda: on_reply(self._engine.reply(method, arguments)))
        return 1

    def close(self) -> None:
        """There is nothing to close."""


class HostileEngine:
    """What its clients answer; text is the string that is shown now."""

    def __init__(self) -> None:
        self.text = ""
        self.watchers: list[Callable[[Reply], None]] = []

    def reach(self, _: DataDirectory) -> Any:
        return HostileClient(self)

    def tell_status(self) -> None:
        for watcher in self.watchers:
            watcher(self.reply("watch_status", {}))

    def reply(self, method: str, arguments: dict[str, Any]) -> Reply:
        text, path = self.text, f"/home/ana/{self.text}/{self.text}"
        one = hit(path, snippet=text, snippet_marks=((0, 4),), title=text, heading=text, member=text, sheet=text,
                  matches=(Match(text, heading=text, marks=((0, 4),)), Match(f"{text} again")))  # fmt: skip
        query = str(arguments.get("query", ""))
        line = AnswerLine(text, path, 0, 0.9, title=text, heading=text)
        values: dict[str, Any] = {
            "search": Answer(query, Mode.BOTH, (one, hit(path + ".txt", snippet=text)), True, (text,), answer=line),
            "facets": Facets(query, 2, True, tuple(Facet(kind, (FacetValue(text, text, 2),)) for kind in FilterKind)),
            "preview": FilePreview("mail", sentence=text, text=ShownText(text, headers=((text, text),))),
            "suggestions": [one],
            "saved_searches": [SavedSearch(1, text, text, 2)],
            "folder_details": [FolderDetails(Folder(path, (text,), (path,)), Counts(indexed=1, failed=1), 2, 1)],
            "failures": [Failure(path, FileState.FAILED, text, 1.0), Failure(path, FileState.PARTIAL, text, 1.0)],
            "work_history": [],
            "labels": [Label(text, path, text, True, "window", 1.0), Label(text, path, text, False, "opened", 2.0)],
            "models": ModelUse(text, text, text, 1, 2),
            "training": TrainingState("failed", reason=text),
            "adapter_state": AdapterState(True, 3, 0.5, 0.1, 0.2, 0.0, 0.1, 1.0),
            "to_judge": [ToJudge(text, one, text)],
            "watch_status": status("reading", path, progress=Progress(1, 2, "files", 3.0), notices=(text,)),
        }
        if method in values:
            return Reply(1, values[method], None, method != "watch_status")
        return Reply(1, None, DesktopSearchError(text, text), True)


class Look:
    """The window and all beside it, each shown with one string after the other; misses are what was markup."""

    def __init__(self, place: Path) -> None:
        self.misses: set[str] = set()
        self.seen: set[str] = set()
        self.engine = HostileEngine()
        data = DataDirectory(place / "data")
        data.create()
        self.link = EngineLink(data, self.engine.reach)
        self.window = MainWindow(self.link, HOME, [], QSettings(str(place / "window.ini"), QSettings.Format.IniFormat))
        self.window.show()
        self.owner = QWidget()
        self.quick = QuickWindow(self.link, HOME, Opening(self.owner))
        self.link.start()
        wait(lambda: bool(self.engine.watchers))

    def show(self, text: str, number: int) -> None:
        self.engine.text = text
        self.engine.tell_status()
        self.window.show_page("search")
        self.window.search_box.setText(f"{number} {text}"[:200])
        wait(lambda: any(text in one.snippet for one in self.window.results.hits))
        self.window.results.setCurrentIndex(self.window.results.model().index(0, 0))
        settle()
        self.check("window")
        for name in PAGES:
            self.window.show_page(name)
            settle()
            self.check(name)
        self.quick.appear()
        self.quick.field.setText(f"{number} {text}"[:200])
        settle()
        self.check("quick search")
        self.quick.hide()
        self.boxes(text)

    def boxes(self, text: str) -> None:
        """What is said in boxes: a question about opening, an error of a file, and a mistake of ours."""
        opening = Opening(self.owner)
        box = opening._box(text)
        box.open()
        try:
            raise ValueError(text)
        except ValueError as error:
            application_module._show_error(type(error), error, error.__traceback__)
        settle()
        self.check("boxes")
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QMessageBox):
                widget.close()

    def check(self, where: str) -> None:
        """Looks at everything that is there, and has each tooltip appear."""
        marks = self.engine.text.strip()[:20]
        for widget in QApplication.allWidgets():
            # A tooltip that appears takes the place of the last one.
            if not shiboken6.isValid(widget):
                continue
            name = f"{where}: {type(widget).__name__} {widget.objectName()}".strip()
            # Qt's own label of a tooltip shows our frame; what is in it is looked at below.
            if isinstance(widget, QLabel) and "<" in widget.text() and widget.objectName() != "qtooltip_label":
                is_text = widget.textFormat() == Qt.TextFormat.PlainText
                self._note(name, is_text)
            if isinstance(widget, QMessageBox):
                is_text = widget.textFormat() == Qt.TextFormat.PlainText
                self._note(name, is_text or "<" not in widget.text() + widget.informativeText())
            if isinstance(widget, QTextEdit):
                self._note(name, "<" not in marks or "<" in widget.toPlainText() or not widget.toPlainText())
            self._tip(f"{name}, tooltip", widget.toolTip(), widget)
            if isinstance(widget, QAbstractItemView) and widget.model() is not None and widget.isVisible():
                self._rows(name, widget, QModelIndex())

    def _rows(self, name: str, view: QAbstractItemView, parent: QModelIndex) -> None:
        model = view.model()
        for row in range(min(5, model.rowCount(parent))):
            for column in range(COLUMNS):
                index = model.index(row, column, parent)
                if not index.isValid():
                    break
                self._tip(f"{name}, tooltip of a row", index.data(Qt.ItemDataRole.ToolTipRole), view)
            if (first := model.index(row, 0, parent)).isValid():
                self._rows(name, view, first)

    def _tip(self, name: str, tip: object, widget: QWidget) -> None:
        if isinstance(tip, str) and tip:
            # Our own frame around what is shown is the only markup there may be.
            inside = tip.removeprefix("<p style='white-space: pre-wrap'>").removesuffix("</p>")
            self._note(name, not GuiQt.mightBeRichText(tip) or "<" not in inside)
            QToolTip.showText(QPoint(1, 1), tip, widget)

    def _note(self, name: str, is_text: bool) -> None:
        self.seen.add(name)
        if not is_text:
            self.misses.add(f"{name}: {self.engine.text[:100]!r}")


def settle() -> None:
    """Lets what was asked for arrive, and what is shown be painted."""
    until = time.monotonic() + LOOK_MS / 1000
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.002)


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the window does not answer"
        settle()


def main() -> None:
    place, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    application = application_module.application_for(["desktop-search"])
    look = Look(place)
    for number, text in enumerate(strings(place, count, seed)):
        look.show(text, number)
    print(json.dumps({"misses": sorted(look.misses)[:50], "seen": sorted(look.seen), "strings": count}))
    sys.stdout.flush()
    look.link.close()
    look.window.close()
    application.quit()


if __name__ == "__main__":
    main()
