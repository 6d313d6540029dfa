"""The window: wires the field, the list, the preview and the status to the search and the engine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.failures_dialog import FailuresDialog
from desktop_search.gui.folders_dialog import FoldersDialog
from desktop_search.gui.message_page import MessagePage, plain_label
from desktop_search.gui.opening import Opening
from desktop_search.gui.preview import Preview
from desktop_search.gui.results_list import ResultsList
from desktop_search.gui.search_box import SearchBox
from desktop_search.gui.search_session import SearchSession
from desktop_search.gui.status_strip import StatusStrip, ready_files
from desktop_search.gui.theme import GRID
from desktop_search.gui.welcome import Welcome
from desktop_search.records import Answer, EngineStatus

LIMIT = 50
"""Hits asked for. Nobody reads further; another word helps more than another page."""
PATIENCE_MS = 500
"""Results of the last query stay this long while the next is answered; then the window says that it searches."""


class MainWindow(QMainWindow):
    """Everything a person sees, but for the dialogs."""

    def __init__(self, link: EngineLink, home: Path, suggestions: Sequence[str], state: QSettings) -> None:
        """state remembers the size of the window from run to run."""
        super().__init__()
        self.setWindowTitle(self.tr("Desktop Search"))
        self._link = link
        self._state = state
        self._has_folders = True
        self._trouble = ""
        self._content: object = None
        self.session = SearchSession(lambda text: link.search(text, LIMIT), self)
        self.search_box = SearchBox(self)
        self.notice = plain_label(self)
        self.welcome = Welcome(suggestions, str(home), self)
        self.message = MessagePage(self)
        self.results = ResultsList(str(home), self)
        self.preview = Preview(str(home), self)
        self.strip = StatusStrip(self)
        self.opening = Opening(self)
        self.folders_dialog = FoldersDialog(link, str(home), self)
        self.failures_dialog = FailuresDialog(link, str(home), self)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._lay_out()
        self._wire()
        self._restore()
        self._show_page()

    def expect_first_start(self) -> None:
        """Shows the welcome at once: there is no index yet, so the engine need not be asked."""
        self._has_folders = False
        self._show_page()

    def summon(self) -> None:
        """Shows the window in front of the others, ready to type."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.search_box.setFocus()
        self.search_box.selectAll()

    def toggle(self) -> None:
        """Hides the window if it is in use, else summons it."""
        if self.isVisible() and self.isActiveWindow() and not self.isMinimized():
            self.hide()
        else:
            self.summon()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("splitter", self._splitter.saveState())
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self.notice.setProperty("muted", True)
        self.notice.setWordWrap(True)
        self.notice.setVisible(False)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(GRID)
        self.results.setMinimumWidth(260)
        self.preview.setMinimumWidth(240)
        for widget, share in ((self.results, 46), (self.preview, 54)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.indexOf(widget), share)
        self._splitter.setSizes([446, 522])
        self._pages = QStackedWidget(self)
        for page in (self.message, self.welcome, self._splitter):
            self._pages.addWidget(page)
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.search_box)
        layout.addWidget(self.notice)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.strip)
        self.setCentralWidget(inside)
        self.setMinimumSize(560, 400)
        self.search_box.setFocus()

    def _wire(self) -> None:
        link, session, box, results = self._link, self.session, self.search_box, self.results
        link.status_changed.connect(self._take_status)
        link.answer_arrived.connect(session.take)
        link.connected.connect(self._on_connected)
        link.lost.connect(self._on_lost)
        link.failed.connect(lambda _, sentence: self._say_trouble(sentence))
        session.changed.connect(self._show_hits)
        self._patience.timeout.connect(self._show_page)
        box.textChanged.connect(self._on_text)
        box.row_asked.connect(results.move_by)
        box.page_asked.connect(results.page_by)
        box.left.connect(self.showMinimized)
        results.gone_to.connect(lambda key: setattr(session, "held", key))
        results.current_hit_changed.connect(self.preview.show_hit)
        results.typed.connect(self._type)
        for part in (box, results, self.preview):
            part.open_asked.connect(self._open)
            part.folder_asked.connect(self._show_in_folder)
        results.copy_asked.connect(self._copy_path)
        self.preview.copy_asked.connect(self._copy_path)
        self.welcome.folders_chosen.connect(self._add_folders)
        self.strip.pause_asked.connect(lambda: link.request("pause"))
        self.strip.resume_asked.connect(lambda: link.request("resume"))
        self.strip.folders_asked.connect(lambda: _bring(self.folders_dialog))
        self.strip.failures_asked.connect(lambda: _bring(self.failures_dialog))
        shortcuts: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self._focus_box),
            ("Ctrl+L", self._focus_box),
            ("F5", session.run),
            ("Ctrl+R", session.run),
            ("Ctrl+Shift+C", self._copy_path),
            ("Ctrl+Q", self.close),
        ]
        for keys, then in shortcuts:
            QShortcut(QKeySequence(keys), self).activated.connect(then)
        for row in range(9):
            shortcut = QShortcut(QKeySequence(f"Alt+{row + 1}"), self)
            shortcut.activated.connect(lambda row=row: self._open_row(row))

    def _restore(self) -> None:
        geometry, splitter = self._state.value("geometry"), self._state.value("splitter")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1000, 680)
        if splitter is not None:
            self._splitter.restoreState(splitter)

    def _on_text(self, text: str) -> None:
        self._trouble = ""
        self._patience.start()
        self.session.set_text(text)

    def _type(self, letters: str) -> None:
        self.search_box.setFocus()
        self.search_box.insert(letters)

    def _focus_box(self) -> None:
        self.search_box.setFocus()
        self.search_box.selectAll()

    def _on_connected(self) -> None:
        self._trouble = ""
        self.session.run()
        self._show_page()

    def _on_lost(self, sentence: str) -> None:
        self.strip.show_starting()
        self._say_trouble(sentence)

    def _say_trouble(self, sentence: str) -> None:
        self._trouble = sentence
        self._show_page()

    def _take_status(self, status: EngineStatus) -> None:
        self._has_folders = bool(status.folders)
        self.strip.show_status(status)
        if _content(status) != self._content:
            self._content = _content(status)
            self.session.refresh_soon()
        self._show_page()

    def _show_hits(self) -> None:
        session = self.session
        self.results.show_hits(session.hits, session.text, is_new=session.is_new)
        self._show_page()

    def _show_page(self) -> None:
        session = self.session
        notices = self._notices(session.answer)
        self.notice.setText("  ".join(notices))
        self.notice.setVisible(bool(notices))
        if self.notice.property("warning") != bool(self._trouble):
            self.notice.setProperty("warning", bool(self._trouble))
            # A style sheet looks at properties only when a widget is polished.
            self.notice.style().polish(self.notice)
        if not self._has_folders:
            self._pages.setCurrentWidget(self.welcome)
        elif not session.text:
            self._say_ready()
        elif session.is_answered and session.hits:
            self._pages.setCurrentWidget(self._splitter)
        elif session.is_settled:
            self._say_nothing_found()
        elif not self._link.is_connected:
            self._say(self.tr("Starting…"), self.tr("The search runs as soon as the search engine is ready."))
        elif not self._patience.isActive():
            self._say(self.tr("Searching…"), "")

    def _say(self, headline: str, advice: str) -> None:
        self.message.say(headline, advice)
        self._pages.setCurrentWidget(self.message)

    def _say_ready(self) -> None:
        status = self._link.status
        if status is None:
            self._say(self.tr("Starting…"), self.tr("You can type already."))
            return
        ready = self.tr("{files} ready.").format(files=formatting.files(ready_files(status)))
        self._say(
            self.tr("What are you looking for?"),
            ready
            + "\n\n"
            + self.tr("Ask in your own words, or type a part of a name or a phrase in “quotes”.")
            + "\n"
            + self.tr("Enter opens a file, Ctrl+Enter shows it in its folder."),
        )

    def _say_nothing_found(self) -> None:
        status = self._link.status
        advice = self.tr("Try other words, or fewer of them, or describe what the text is about.")
        if status is not None and status.state in ("starting", "scanning", "reading", "embedding"):
            advice += "\n\n" + self.tr("Files are still being read: what is found in them appears here by itself.")
        text = formatting.one_line(self.session.text)
        shown = text if len(text) <= 60 else text[:59] + "…"
        self._say(self.tr("Nothing found for “{query}”").format(query=shown), advice)

    def _notices(self, answer: Answer | None) -> list[str]:
        status = self._link.status
        said = [self._trouble, *(answer.notices if answer else ()), *(status.notices if status else ())]
        return list(dict.fromkeys(formatting.one_line(sentence) for sentence in said if sentence))

    def _add_folders(self, paths: list[str]) -> None:
        self._has_folders = True
        self._link.request("add_folders", paths=paths)
        self.search_box.setFocus()
        self._show_page()

    def _open(self) -> None:
        if not self.session.is_answered:
            # What is shown belongs to an older text: ask first, so that Enter opens what the person means.
            self.session.run()
        elif (hit := self.results.current_hit) is not None:
            self.search_box.remember(self.session.text)
            self.opening.open(hit.path)

    def _open_row(self, row: int) -> None:
        hit = self.results.hit_at(row)
        if hit is not None and self.session.is_answered:
            self.search_box.remember(self.session.text)
            self.opening.open(hit.path)

    def _show_in_folder(self) -> None:
        if self.session.is_answered and (hit := self.results.current_hit) is not None:
            self.search_box.remember(self.session.text)
            self.opening.show_in_folder(hit.path)

    def _copy_path(self) -> None:
        if (hit := self.results.current_hit) is not None:
            QGuiApplication.clipboard().setText(hit.path)


def _content(status: EngineStatus) -> object:
    """What must be the same for the same question to have the same answer."""
    return status.counts, status.passages, status.embedded, tuple(folder.path for folder in status.folders)


def _bring(dialog: QWidget) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
