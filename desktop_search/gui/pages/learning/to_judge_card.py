"""The judgements that would teach most: a few at a time, and the next where one was given."""

from collections import deque
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.judgements import ORIGIN, words_of
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.learning.judge_row import JudgeRow
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.theme import GRID
from desktop_search.records import ToJudge

MOST = 10
SEEN = 3
"""Rows at once: more would push everything else off the page."""


class ToJudgeCard(AskingCard):
    """Offers results one may judge with two buttons or two keys."""

    judged = Signal()

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Judgements that would teach most"), link, parent)
        self._home = home
        self._opening = Opening(self)
        self._waiting: deque[ToJudge] = deque()
        self._is_known = self._is_asking = False
        self.rows: list[JudgeRow] = []
        self._about = muted(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.again = button(self, self.tr("Look for others"), self.look)
        self.room.addWidget(self._about)
        self.room.addLayout(self._list)
        self.room.addWidget(side_by_side(self, self.again))
        self._say()

    @property
    def text(self) -> str:
        return self._about.text()

    def refresh(self) -> None:
        """Looks for them, unless there are some already: it takes a search for each question."""
        if not self.rows and not self._is_asking:
            self.look()

    def look(self) -> None:
        """Asks for other ones."""
        self._is_asking = True
        self._say()
        self.complain("")
        self.link.request("to_judge", self.show_wanted, self._on_refused, limit=MOST)

    def forget_asking(self) -> None:
        """The engine is gone, and with it the answer."""
        self._is_asking = False

    def show_wanted(self, wanted: Sequence[ToJudge]) -> None:
        """Offers results, the most instructive first."""
        self._is_asking, self._is_known = False, True
        had_focus = any(row.isAncestorOf(focus) for row in self.rows if (focus := self.focusWidget()))
        for row in list(self.rows):
            self._remove(row)
        self._waiting = deque(wanted)
        self._fill()
        if had_focus and self.rows:
            self.rows[0].setFocus()

    def judge(self, *, relevant: bool) -> None:
        """Judges the row that has the focus, or has a button with it; without one the first row gets the focus."""
        row = next((row for row in self.rows if row.hasFocus() or row.isAncestorOf(self.focusWidget())), None)
        if row is not None:
            self._judge(row, relevant)
        elif self.rows:
            self.rows[0].setFocus()

    def _judge(self, row: JudgeRow, relevant: bool) -> None:
        if not row.isEnabled():
            return
        hit = row.wanted.hit
        self.ask(
            "label",
            lambda _: self.judged.emit(),
            query=row.wanted.query,
            path=hit.path,
            passage=words_of(hit),
            relevant=relevant,
            origin=ORIGIN,
        )
        place = self.rows.index(row)
        others = [other for other in self.rows[place + 1 :] + self.rows[:place][::-1] if other.isEnabled()]
        if others and (row.hasFocus() or row.isAncestorOf(self.focusWidget())):
            others[0].setFocus()
        row.fade()

    def _fill(self) -> None:
        while self._waiting and len(self.rows) < SEEN:
            row = JudgeRow(self._waiting.popleft(), self._home, self)
            row.judged.connect(partial(self._judge, row))
            row.gone.connect(partial(self._on_gone, row))
            row.open_asked.connect(self._opening.open)
            row.row_asked.connect(partial(self._go_from, row))
            self.rows.append(row)
            self._list.addWidget(row)
        self._say()

    def _on_gone(self, row: JudgeRow) -> None:
        if row not in self.rows:
            return
        self._remove(row)
        self._fill()
        if not self.rows:
            self.look()

    def _go_from(self, row: JudgeRow, steps: int) -> None:
        place = self.rows.index(row) + steps
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()

    def _remove(self, row: JudgeRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _say(self) -> None:
        follow = len(self._waiting)
        if self._is_asking and not self.rows:
            said = self.tr("Looking for results that are in doubt…")
        elif not self._is_known:
            said = ""
        elif not self.rows:
            said = self.tr("There is nothing to ask now. Search for something first: doubtful results come up here.")
        elif follow:
            said = self.tr("Ctrl+↑ says that a result answers, Ctrl+↓ that it does not. {count} more follow.")
        else:
            said = self.tr("Ctrl+↑ says that a result answers, Ctrl+↓ that it does not.")
        self._about.setText(said.format(count=follow))
        self._about.setVisible(bool(said))
        self.again.setText(self.tr("Look for others") if self.rows else self.tr("Look again"))
        self.again.setAccessibleName(self.again.text())
        self.again.setEnabled(not self._is_asking)

    def _on_refused(self, sentence: str) -> None:
        self._is_asking = False
        self._say()
        self.complain(sentence)
