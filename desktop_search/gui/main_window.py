"""The window: the side bar, the search and the other pages, the line of state, and the keys that work everywhere."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import copying
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.exporting import Exporting
from desktop_search.gui.opening import Opening
from desktop_search.gui.openings_judged import OpeningsJudged
from desktop_search.gui.pages import PAGES
from desktop_search.gui.pages.page import Page
from desktop_search.gui.saving import Saving
from desktop_search.gui.search_page import USUAL_TEXT, SearchPage
from desktop_search.gui.search_states import Act
from desktop_search.gui.side_bar import SEARCH, SideBar
from desktop_search.gui.similar import question_like
from desktop_search.gui.status_strip import StatusStrip
from desktop_search.gui.theme import GRID
from desktop_search.gui.why_dialog import WhyDialog
from desktop_search.records import EngineStatus, Hit

WIDTH, HEIGHT = 1160, 740
WIDE = 860
"""Pixels for a text of usual size. A narrower window has no side bar until it is asked for."""


class MainWindow(QMainWindow):
    """Everything a person sees, but for the dialogs."""

    opened = Signal(str, str)
    """A path that is being opened, and the query that found it."""
    quit_asked = Signal()

    def __init__(self, link: EngineLink, home: Path, suggestions: Sequence[str], state: QSettings) -> None:
        """state remembers the size of the window from run to run."""
        super().__init__()
        self.setWindowTitle(self.tr("Desktop Search"))
        self._link = link
        self._state = state
        self._content: object = None
        self._shows_side_bar: bool | None = None
        self.search = SearchPage(link, str(home), suggestions, state, self)
        self.session = self.search.session
        self.search_box = self.search.search_box
        self.results = self.search.pane.list
        self.preview, self.message = self.search.preview, self.search.message
        self.welcome, self.notice = self.search.welcome, self.search.notice
        self.side_bar = SideBar(PAGES, self)
        self.strip = StatusStrip(self)
        self.opening = Opening(self)
        self.openings = OpeningsJudged(link, self.opening, self)
        self.saving = Saving(link, self.side_bar, self)
        self.exporting = Exporting(link, self)
        self.why_dialog = WhyDialog(link, str(home), self)
        self._pages: dict[str, QWidget] = {SEARCH: self.search}
        self._lay_out()
        self._wire()
        self._wire_keys()
        self._restore()

    def expect_first_start(self) -> None:
        """Shows the welcome at once: there is no index yet, so the engine need not be asked."""
        self.search.has_folders = False

    def show_page(self, name: str) -> None:
        """Shows the search or one of the PAGES, which is made when it is wanted for the first time."""
        if name != SEARCH and name not in PAGES:
            return
        if name not in self._pages:
            page = self._pages[name] = PAGES[name](self._link, self)
            self._stack.addWidget(page)
            if isinstance(page, Page):
                page.page_asked.connect(self.show_page)
        self._stack.setCurrentWidget(self._pages[name])
        self.side_bar.show_current(name)
        if name == SEARCH:
            self.search_box.setFocus()

    def summon(self) -> None:
        """Shows the window in front of the others, ready to type."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._go_to_field()

    def toggle(self) -> None:
        """Hides the window if it is in use, else summons it."""
        if self.isVisible() and self.isActiveWindow() and not self.isMinimized():
            self.hide()
        else:
            self.summon()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.setValue("geometry", self.saveGeometry())
        self.search.save_state()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.openings.come_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.search)
        self.side_bar.setFixedWidth(self.side_bar.sizeHint().width())
        inside = QWidget(self)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.side_bar)
        across.addWidget(self._stack, 1)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(across, 1)
        layout.addWidget(self.strip)
        self.setCentralWidget(inside)
        self.setMinimumSize(560, 400)
        # The field first, and the side bar, which is left of it, last.
        self.setTabOrder(self.strip, self.side_bar)
        self.search_box.setFocus()

    def _wire(self) -> None:
        link, search, bar = self._link, self.search, self.search.pane.bar
        link.status_changed.connect(self._take_status)
        link.connected.connect(self._on_connected)
        link.lost.connect(self._on_lost)
        link.failed.connect(lambda _, sentence: search.say_trouble(sentence))
        self.search_box.left.connect(self.showMinimized)
        self.openings.came_back.connect(search.ask_about)
        for part in (self.search_box, self.results, self.preview):
            part.open_asked.connect(self._open)
            part.folder_asked.connect(self._show_in_folder)
        for part in (self.results, self.preview):
            part.copy_asked.connect(self._copy_path)
        self.results.why_asked.connect(self._show_details)
        self.results.similar_asked.connect(lambda hit: self._search_for(question_like(hit)))
        self.welcome.folders_chosen.connect(self._add_folders)
        search.acted.connect(self._act)
        bar.save_asked.connect(self._save_search)
        bar.export_asked.connect(self._export)
        bar.why_asked.connect(lambda: self._act(Act.WHY))
        self.side_bar.page_asked.connect(self.show_page)
        self.saving.asked.connect(self._search_for)
        for teller in (self.saving, self.exporting):
            teller.told.connect(search.tell)
        self.strip.pause_asked.connect(lambda: link.request("pause"))
        self.strip.resume_asked.connect(lambda: link.request("resume"))
        self.strip.folders_asked.connect(lambda: self._act(Act.FOLDERS))
        self.strip.failures_asked.connect(lambda: self._act(Act.PROBLEMS))

    def _wire_keys(self) -> None:
        search, bar = self.search, self.search.pane.bar
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": self._go_to_field,
            "Ctrl+L": self._go_to_field,
            "F5": self.session.run,
            "Ctrl+R": self.session.run,
            "Ctrl+Shift+C": self._copy_path,
            "Ctrl+Space": search.toggle_preview,
            "F1": search.toggle_preview,
            "Ctrl+Up": lambda: self._judge(relevant=True),
            "Ctrl+Down": lambda: self._judge(relevant=False),
            "Alt+Return": self._show_details,
            "Ctrl+I": lambda: self._act(Act.WHY),
            "Ctrl+B": bar.facets.toggle,
            "Ctrl+P": bar.passages.toggle,
            "Ctrl+D": self._save_search,
            "Ctrl+E": self._export,
            "Ctrl+H": self.search_box.show_history,
            "Ctrl+,": lambda: self.show_page("settings"),
            "F9": self._toggle_side_bar,
            "Ctrl+Q": self.quit_asked.emit,
        }
        keys |= {f"Alt+{row + 1}": partial(self._open_row, row) for row in range(9)}
        for name, then in keys.items():
            QShortcut(QKeySequence(name), self).activated.connect(then)
        # Space is a letter in the field, so only the list's own Space shows and hides the preview.
        space = QShortcut(QKeySequence("Space"), self.results, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(search.toggle_preview)

    def _restore(self) -> None:
        geometry = self._state.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(WIDTH, HEIGHT)
        self.search.restore_state()

    def _make_room(self) -> None:
        wide = WIDE * max(1.0, self.fontMetrics().height() / USUAL_TEXT)
        wanted = self.width() >= wide if self._shows_side_bar is None else self._shows_side_bar
        self.side_bar.setVisible(wanted)

    def _toggle_side_bar(self) -> None:
        self._shows_side_bar = not self.side_bar.isVisible()
        self._make_room()
        if self.side_bar.isVisible():
            self.side_bar.setFocus()

    def _go_to_field(self) -> None:
        self.show_page(SEARCH)
        self.search.focus_field()

    def _on_connected(self) -> None:
        self.search.say_trouble("")
        self.session.run()

    def _on_lost(self, sentence: str) -> None:
        self.strip.show_starting()
        self.search.say_trouble(sentence)

    def _take_status(self, status: EngineStatus) -> None:
        self.strip.show_status(status)
        if _content(status) != self._content:
            self._content = _content(status)
            self.session.refresh_soon()
            self.saving.refresh_soon()
        self.search.has_folders = bool(status.folders)

    def _act(self, act: Act) -> None:
        match act:
            case Act.RESUME:
                self._link.request("resume")
            case Act.FOLDERS:
                self.show_page("folders")
            case Act.PROBLEMS:
                self.show_page("activity")
            case Act.WHY:
                self.why_dialog.choose(self.session.text)

    def _search_for(self, query: str) -> None:
        self.show_page(SEARCH)
        self.search_box.setText(query)

    def _save_search(self) -> None:
        self.saving.ask_name(self.session.text)

    def _export(self) -> None:
        if self.session.is_answered and self.session.hits:
            self.exporting.ask(self.session.text)
        else:
            self.search.tell(self.tr("There are no results to export yet."))

    def _add_folders(self, paths: list[str]) -> None:
        self._link.request("add_folders", paths=paths)
        self.search.has_folders = True
        self.search_box.setFocus()

    def _open(self) -> None:
        if not self.session.is_answered:
            # What is shown belongs to an older text: ask first, so that Enter opens what the person means.
            self.session.run()
        else:
            self._open_hit(self.results.current_hit)

    def _open_hit(self, hit: Hit | None) -> None:
        if hit is not None and self.session.is_answered:
            self.search_box.remember(self.session.text)
            self.search.looked_for.put_away()
            self.openings.about_to_open(self.session.text, hit)
            self.opening.open(hit.path)
            self.opened.emit(hit.path, self.session.text)

    def _judge(self, *, relevant: bool) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, Page):
            shown.judge(relevant=relevant)
        else:
            self.search.judge(self.results.current_hit, relevant=relevant)

    def _open_row(self, row: int) -> None:
        self._open_hit(self.results.hit_at(row))

    def _show_in_folder(self) -> None:
        if self.session.is_answered and (hit := self.results.current_hit) is not None:
            self.search_box.remember(self.session.text)
            self.opening.show_in_folder(hit.path)

    def _show_details(self) -> None:
        if self.session.is_answered and (hit := self.results.current_hit) is not None:
            self.why_dialog.explain(self.session.text, hit.path, hit)

    def _copy_path(self) -> None:
        if (hit := self.results.current_hit) is not None:
            copying.copy_path(hit.path)


def _content(status: EngineStatus) -> object:
    """What must be the same for the same question to have the same answer."""
    return status.counts, status.passages, status.embedded, status.model, tuple(one.path for one in status.folders)
