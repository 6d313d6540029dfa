"""The search: the field with its filters on top, facets, results and preview below, or a sentence in their place."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import filter_text, formatting, search_states
from desktop_search.gui.chips import Chips
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.facet_panel import FacetPanel
from desktop_search.gui.history import History
from desktop_search.gui.judgements import Judgements
from desktop_search.gui.looked_for import LookedFor
from desktop_search.gui.message_page import MessagePage, plain_label
from desktop_search.gui.preview import Preview
from desktop_search.gui.results_pane import ResultsPane
from desktop_search.gui.search_box import SearchBox
from desktop_search.gui.search_session import SearchSession, key_of
from desktop_search.gui.search_states import Act, State
from desktop_search.gui.sentences import translated
from desktop_search.gui.theme import GRID
from desktop_search.gui.welcome import Welcome
from desktop_search.records import Answer, EngineStatus, Filter, FilterKind, Hit

LIMIT = 50
"""Hits asked for. Nobody reads further; another word helps more than another page."""
PATIENCE_MS = 500
"""Results of the last query stay this long while the next is answered; then the window says that it searches."""
RESULTS, PREVIEW, FACETS = 280, 240, 168
"""The least widths of the three columns, in pixels for a text of usual size."""
ROOM = 80
"""What the results must have more before the facets take any."""
USUAL_TEXT = 17


class SearchPage(QWidget):
    """Everything that belongs to one question."""

    acted = Signal(object)
    """An Act that is not the search's own."""

    def __init__(
        self, link: EngineLink, home: str, suggestions: Sequence[str], state: QSettings, parent: QWidget | None = None
    ) -> None:
        """state remembers from run to run what is seen, and what was asked."""
        super().__init__(parent)
        self._link = link
        self._state = state
        self._has_folders = True
        self._trouble = self._told = ""
        self._wants_preview = True
        self.session = SearchSession(lambda text: link.search(text, LIMIT), self)
        self.search_box = SearchBox(self)
        self.search_box.use_history(History(state, self))
        self.chips = Chips(self.search_box, self)
        self.notice = plain_label(self)
        self.looked_for = LookedFor(home, self)
        self.welcome = Welcome(suggestions, home, self)
        self.message = MessagePage(self)
        self.facets = FacetPanel(link, self)
        self.pane = ResultsPane(home, self)
        self.preview = Preview(home, self, ask=link.request)
        self.judgements = Judgements(link, self)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._lay_out()
        self._wire()
        self.pane.bar.facets.setChecked(bool(state.value("facets", False, type=bool)))
        self.show_state()

    @property
    def has_folders(self) -> bool:
        return self._has_folders

    @has_folders.setter
    def has_folders(self, has_folders: bool) -> None:
        self._has_folders = has_folders
        self.show_state()

    def tell(self, sentence: str) -> None:
        """Says something that has just been done, until another text is typed."""
        self._told = sentence
        self.show_state()

    def say_trouble(self, sentence: str) -> None:
        """Says what is wrong with the engine; "" when it is well again."""
        self._trouble = sentence
        self.show_state()

    def focus_field(self) -> None:
        self.search_box.setFocus()
        self.search_box.selectAll()

    def save_state(self) -> None:
        self._state.setValue("columns", self._splitter.saveState())
        self._state.setValue("facets", self.pane.bar.facets.isChecked())

    def restore_state(self) -> None:
        if (columns := self._state.value("columns")) is not None:
            self._splitter.restoreState(columns)
        self._make_room()

    def toggle_preview(self) -> None:
        if self.preview.isVisible() and self.preview.isAncestorOf(self.window().focusWidget() or self):
            self.pane.list.setFocus()
        self._wants_preview = not self.preview.isVisible()
        self.preview.setVisible(self._wants_preview)
        self._make_room()

    def judge(self, hit: Hit | None, *, relevant: bool) -> None:
        """Says of a hit whether it answers; the same again takes that back."""
        if hit is None or not self.session.is_answered:
            return
        holds = self.judgements.judge(hit, relevant)
        said = {
            True: self.tr("Noted: this answers."),
            False: self.tr("Noted: this does not answer."),
            None: self.tr("Taken back."),
        }
        self.looked_for.put_away()
        self.tell(said[holds])

    def ask_about(self, hit: Hit, query: str) -> None:
        """Asks whether a hit that was opened was looked for, if its question still stands there unanswered."""
        is_there = self.session.is_answered and key_of(hit) in map(key_of, self.session.hits)
        if is_there and query == " ".join(self.session.text.split()) and self.judgements.of(hit) is None:
            self.looked_for.ask(hit)

    def act(self, act: Act) -> None:
        """Does what a button of a state says."""
        match act:
            case Act.AGAIN:
                self.session.run()
                self.show_state()
            case Act.WITHOUT_FILTERS:
                self.search_box.setText(filter_text.without_all(self.search_box.text(), self._filters()))
                self.search_box.setFocus()
            case _:
                self.acted.emit(act)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.judgements.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self.notice.setProperty("muted", True)
        self.notice.setWordWrap(True)
        self.notice.setVisible(False)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(GRID)
        for widget, share, least in (
            (self.facets, 0, FACETS),
            (self.pane, 52, RESULTS),
            (self.preview, 48, PREVIEW),
        ):
            widget.setMinimumWidth(self._pixels(least))
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.indexOf(widget), share)
        self._splitter.setSizes([self._pixels(190), 520, 480])
        self._pages = QStackedWidget(self)
        for page in (self.message, self.welcome, self._splitter):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.search_box)
        layout.addWidget(self.chips)
        layout.addWidget(self.notice)
        layout.addWidget(self.looked_for)
        layout.addWidget(self._pages, 1)

    def _wire(self) -> None:
        link, session, box, pane = self._link, self.session, self.search_box, self.pane
        session.arrange = pane.arrange
        link.answer_arrived.connect(session.take)
        link.failed.connect(session.fail)
        session.changed.connect(self._show_hits)
        self._patience.timeout.connect(self.show_state)
        box.textChanged.connect(self._on_text)
        box.row_asked.connect(pane.list.move_by)
        box.page_asked.connect(pane.list.page_by)
        box.has_chips = lambda: bool(self.chips.chips)
        box.chips_asked.connect(self.chips.focus_last)
        pane.list.gone_to.connect(lambda key: setattr(session, "held", key))
        pane.list.current_hit_changed.connect(lambda hit: self.preview.show_hit(hit, self._asked()))
        pane.list.typed.connect(self.type)
        pane.list.judged.connect(lambda hit, relevant: self.judge(hit, relevant=relevant))
        pane.wants_order.connect(session.arrange_again)
        pane.bar.facets_switched.connect(self._make_room)
        self.looked_for.answered.connect(self._take_answer)
        self.judgements.changed.connect(lambda: pane.show_judgements(self.judgements.of))
        self.facets.chosen.connect(self._toggle_filter)
        self.facets.left.connect(box.setFocus)
        self.preview.left.connect(pane.list.setFocus)
        self.message.acted.connect(self.act)

    def type(self, letters: str) -> None:
        """Letters typed elsewhere belong to the field."""
        self.search_box.setFocus()
        self.search_box.insert(letters)

    def _take_answer(self, hit: Hit, was_it: bool) -> None:
        self.judgements.answer(hit, was_it)
        self.tell(self.tr("Noted: this answers.") if was_it else self.tr("Noted: this does not answer."))

    def _on_text(self, text: str) -> None:
        self.looked_for.put_away()
        self._trouble = self._told = ""
        self._patience.start()
        self.session.set_text(text)

    def _asked(self) -> str:
        answer = self.session.answer
        return answer.query if answer is not None else ""

    def _filters(self) -> Sequence[Filter]:
        answer = self.session.answer
        return answer.filters if answer is not None and self.session.is_answered else ()

    def _toggle_filter(self, kind: FilterKind, text: str) -> None:
        if self.session.is_answered:
            self.search_box.setText(filter_text.toggled(self.search_box.text(), self._filters(), kind, text))

    def _show_hits(self) -> None:
        session = self.session
        self.pane.show_session(session)
        answer = session.answer if session.is_answered else None
        self.chips.show_filters(answer.filters if answer is not None else ())
        self.facets.follow(answer)
        if answer is not None:
            self.judgements.ask(answer.query)
        self.show_state()

    def show_state(self) -> None:
        """Shows the results, or says why there are none and what to do."""
        session = self.session
        self._show_notices(session.answer)
        if not self._has_folders:
            self._pages.setCurrentWidget(self.welcome)
        elif session.text and session.is_answered and session.hits:
            self._pages.setCurrentWidget(self._splitter)
        elif (state := self._state_now()) is not None:
            self.message.say(state.headline, state.advice, state.actions)
            self._pages.setCurrentWidget(self.message)

    def _state_now(self) -> State | None:
        """What is to be said; None leaves for a moment what is shown."""
        session, status = self.session, self._link.status
        if not session.text:
            return search_states.starting() if status is None else search_states.ready(status)
        if session.failure is not None:
            return search_states.failed(session.failure)
        if session.is_settled:
            return search_states.nothing_found(session.text, status, has_filters=bool(self._filters()))
        if not self._link.is_connected:
            return search_states.starting()
        return None if self._patience.isActive() else search_states.searching()

    def _show_notices(self, answer: Answer | None) -> None:
        status: EngineStatus | None = self._link.status
        answered = answer.notices if answer is not None and self.session.is_answered else ()
        noticed = [translated(notice) for notice in (*answered, *(status.notices if status else ()))]
        said = [self._trouble, self._told, *noticed]
        notices = list(dict.fromkeys(formatting.one_line(sentence) for sentence in said if sentence))
        self.notice.setText("  ".join(notices))
        self.notice.setVisible(bool(notices))
        if self.notice.property("warning") != bool(self._trouble):
            self.notice.setProperty("warning", bool(self._trouble))
            # A style sheet looks at properties only when a widget is polished.
            self.notice.style().polish(self.notice)

    def _make_room(self, _: object = None) -> None:
        """Shows the columns that are wanted, as far as there is room: results first, then the preview."""
        width = self.width()
        needed = self._pixels(RESULTS)
        has_preview = self._wants_preview and width >= needed + self._pixels(PREVIEW) + GRID
        self.preview.setVisible(has_preview)
        needed += self._pixels(PREVIEW) + GRID if has_preview else 0
        has_room = width >= needed + self._pixels(FACETS + ROOM) + GRID
        self.pane.bar.facets.setVisible(has_room)
        self.facets.setVisible(has_room and self.pane.bar.facets.isChecked())

    def _pixels(self, usual: int) -> int:
        return round(usual * max(1.0, self.fontMetrics().height() / USUAL_TEXT))
