"""The quick search: one field and the best results, over whatever the person is doing. Everything by keyboard."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import copying, formatting
from desktop_search.gui.chips import Chips
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import MessagePage, plain_label
from desktop_search.gui.opening import Opening
from desktop_search.gui.quick.actions import Action, ActionsPanel
from desktop_search.gui.quick.field import QuickField
from desktop_search.gui.quick.offers import Offers
from desktop_search.gui.quick.popup import Popup
from desktop_search.gui.quick.rows import QuickRows
from desktop_search.gui.search_session import SearchSession
from desktop_search.gui.theme import GRID
from desktop_search.records import Hit

LIMIT = 20
"""Hits asked for: twice what is seen at once. Whoever wants more takes the query to the main window."""
QUIET_MS = 25
"""Long enough to ask once for keys that come together, too short to be felt."""
MOST_ROWS, FEWEST_ROWS = 8, 3
ENTER_MS = 1500
"""Enter pressed before the answer opens the first result of it, if it comes while the person still expects that."""


class QuickWindow(Popup):
    """Asks the engine while one types, and opens what is found."""

    opened = Signal(str, str)
    """A path that is being opened, and the query that found it."""
    hit_opened = Signal(object, str)
    """A Hit that is about to be opened, and the query that found it."""
    main_window_asked = Signal(str)
    settings_asked = Signal()

    def __init__(self, link: EngineLink, home: Path, opening: Opening) -> None:
        super().__init__()
        self.keeps_query = False
        self._link = link
        self._opening = opening
        self.setWindowTitle(self.tr("Quick search"))
        self.setAccessibleName(self.tr("Quick search"))
        self.session = SearchSession(lambda text: link.search(text, LIMIT), self, quiet_ms=QUIET_MS)
        self.offers = Offers(link, self)
        self.rows = QuickRows(str(home), self)
        self.field = QuickField(lambda: self.rows.is_on_first_row, self)
        self.chips = Chips(self.field, self)
        self.panel = ActionsPanel(str(home), self)
        self.message = MessagePage(self)
        self.state = plain_label(self, factor=0.9)
        self._hints = plain_label(self, factor=0.9)
        self._awaits_enter = QTimer(self, singleShot=True, interval=ENTER_MS)
        self._lay_out()
        self._wire()
        self._show_hits()

    def about_to_appear(self) -> None:
        self._leave_panel()
        if not self.keeps_query:
            self.field.clear()
        else:
            self.field.selectAll()
            self.session.run()
        self.field.setFocus()
        self.offers.renew()

    def stays_open(self) -> bool:
        return super().stays_open() or self.rows.is_dragging

    def wanted_size(self, available: QRect) -> QPoint:
        metrics = self.fontMetrics()
        width = min(max(720, metrics.averageCharWidth() * 96), round(0.94 * available.width()))
        around = self.field.sizeHint().height() + self.state.sizeHint().height() + 6 * GRID
        row = self.rows.row_height
        count = max(FEWEST_ROWS, min(MOST_ROWS, (round(0.8 * available.height()) - around) // row))
        return QPoint(width, min(around + count * row, available.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave_panel()
            self.field.setFocus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.rows.setFrameShape(QuickRows.Shape.NoFrame)
        self.panel.setVisible(False)
        self._body = QStackedWidget(self)
        found = QWidget(self._body)
        beside = QHBoxLayout(found)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.rows, 58)
        beside.addWidget(self.panel, 42)
        self._body.addWidget(found)
        self._body.addWidget(self.message)
        below = QHBoxLayout()
        below.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        below.addWidget(self.state, 1)
        below.addWidget(self._hints)
        for label in (self.state, self._hints):
            label.setProperty("muted", True)
            label.setMinimumWidth(0)
        self.state.setAccessibleName(self.tr("State"))
        self._hints.setText(_hints())
        line = QLabel(self)
        line.setObjectName("quickLine")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.field)
        layout.addWidget(self._in_margins(self.chips))
        layout.addWidget(line)
        layout.addSpacing(GRID // 2)
        layout.addWidget(self._body, 1)
        layout.addSpacing(GRID // 2)
        layout.addLayout(below)

    def _in_margins(self, chips: Chips) -> QWidget:
        around = QWidget(self)
        inside = QVBoxLayout(around)
        inside.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        inside.addWidget(chips)
        return around

    def _wire(self) -> None:
        link, session, field, rows = self._link, self.session, self.field, self.rows
        link.answer_arrived.connect(session.take)
        link.connected.connect(session.run)
        link.connected.connect(self._show_hits)
        link.lost.connect(lambda _: self._show_hits())
        session.changed.connect(self._show_hits)
        self.offers.changed.connect(self._show_hits)
        field.textChanged.connect(self._on_text)
        field.row_asked.connect(rows.move_by)
        field.page_asked.connect(rows.page_by)
        field.left.connect(self.hide)
        field.actions_asked.connect(self._show_actions)
        field.details_asked.connect(self._show_details)
        rows.gone_to.connect(lambda key: setattr(session, "held", key))
        rows.typed.connect(self._type)
        rows.clicked.connect(lambda: self.do(Action.OPEN))
        rows.dragged_out.connect(self.hide)
        for asked, action in (
            (field.open_asked, Action.OPEN),
            (field.folder_asked, Action.SHOW_IN_FOLDER),
            (field.copy_asked, Action.COPY_FILE),
            (field.main_window_asked, Action.MAIN_WINDOW),
            (rows.open_asked, Action.OPEN),
            (rows.folder_asked, Action.SHOW_IN_FOLDER),
            (rows.copy_asked, Action.COPY_PATH),
        ):
            asked.connect(lambda action=action: self.do(action))
        field.has_chips = lambda: bool(self.chips.chips)
        field.chips_asked.connect(self.chips.focus_last)
        self.panel.chosen.connect(self.do)
        self.panel.left.connect(self._leave_panel)
        self.panel.typed.connect(self._type)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self).activated.connect(lambda: self.do(Action.COPY_PATH))
        QShortcut(QKeySequence("Ctrl+,"), self).activated.connect(self._ask_for_settings)
        for row in range(9):
            shortcut = QShortcut(QKeySequence(f"Alt+{row + 1}"), self)
            shortcut.activated.connect(lambda row=row: self._open_row(row))

    def do(self, action: Action) -> None:
        """Does something with the current row."""
        if action is Action.MAIN_WINDOW:
            self.field.remember(self.session.text)
            text = self.session.text
            self.hide()
            self.main_window_asked.emit(text)
        elif not self.session.is_answered:
            # What is shown belongs to an older text: ask first, so that Enter opens what the person means.
            if action is Action.OPEN:
                self._awaits_enter.start()
            self.session.run()
        elif (hit := self.rows.current_hit) is not None:
            self._do_with(hit, action)

    def _do_with(self, hit: Hit, action: Action) -> None:
        query = self.session.text
        self.field.remember(query)
        if action is not Action.COPY_FILE and action is not Action.COPY_PATH:
            self.hide()
        match action:
            case Action.OPEN:
                self.hit_opened.emit(hit, query)
                self._opening.open(hit.path)
                self.opened.emit(hit.path, query)
            case Action.SHOW_IN_FOLDER:
                self._opening.show_in_folder(hit.path)
                self.opened.emit(hit.path, query)
            case Action.COPY_FILE:
                copying.copy_file(hit.path)
                self.state.setText(self.tr("The file is copied: paste it where you want it."))
            case Action.COPY_PATH:
                copying.copy_path(hit.path)
                self.state.setText(self.tr("The path is copied."))

    def _open_row(self, row: int) -> None:
        hit = self.rows.hit_at(row)
        if hit is not None and self.session.is_answered:
            self._do_with(hit, Action.OPEN)

    def _show_actions(self) -> None:
        if (hit := self._current_hit()) is not None:
            self.panel.setVisible(True)
            self.panel.show_actions(hit)

    def _show_details(self) -> None:
        if (hit := self._current_hit()) is not None:
            self.panel.setVisible(True)
            self.panel.show_details(hit)

    def _current_hit(self) -> Hit | None:
        return self.rows.current_hit if self.session.is_answered else None

    def _leave_panel(self) -> None:
        if self.panel.isVisibleTo(self):
            self.field.setFocus()
            self.panel.setVisible(False)

    def _type(self, letters: str) -> None:
        self._leave_panel()
        self.field.setFocus()
        self.field.insert(letters)

    def _ask_for_settings(self) -> None:
        self.hide()
        self.settings_asked.emit()

    def _on_text(self, text: str) -> None:
        self._awaits_enter.stop()
        self._leave_panel()
        self.session.set_text(text)
        self._say_state()

    def _show_hits(self) -> None:
        session = self.session
        answer = session.answer if session.text and session.is_answered else None
        self.chips.show_filters(answer.filters if answer is not None else ())
        if not session.text:
            self.rows.show_hits(self.offers.hits, "", is_new=True)
        elif session.is_answered:
            self.rows.show_hits(session.hits, session.text, is_new=session.is_new)
        self._say_state()
        if session.text and session.is_answered and session.hits and self._awaits_enter.isActive():
            self._awaits_enter.stop()
            self.do(Action.OPEN)

    def _say_state(self) -> None:
        session = self.session
        headline, advice = "", ""
        if not session.text:
            said = self.tr("Opened or changed lately") if self.offers.hits else ""
            headline = "" if self.offers.hits else self.tr("What are you looking for?")
        elif not session.is_answered:
            said = self.tr("Searching…") if self._link.is_connected else self.tr("Starting… You can type already.")
        elif session.hits:
            said = formatting.results(len(session.hits))
        else:
            said = "" if session.is_settled else self.tr("Searching…")
            headline = self.tr("Nothing found") if session.is_settled else self.tr("Searching…")
            advice = self.tr("Try other words, or fewer of them.") if session.is_settled else ""
        self.state.setText(said)
        self.message.say(headline, advice)
        self._body.setCurrentIndex(1 if headline else 0)


def _hints() -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("quick", "Enter opens · → actions · Shift+Enter main window")
