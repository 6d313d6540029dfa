"""The middle of the search: the line above the results, the sentence that answers, and the list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.answer_line import AnswerLine
from desktop_search.gui.arranging import Sort, arranged, doubtful_from, one_row_a_passage
from desktop_search.gui.results_bar import ResultsBar
from desktop_search.gui.results_list import ResultsList
from desktop_search.gui.results_model import passage_key
from desktop_search.gui.search_session import SearchSession, key_of
from desktop_search.gui.theme import GRID
from desktop_search.records import Hit


class ResultsPane(QWidget):
    """Shows the session's hits as files or as passages, in the order that was chosen."""

    wants_order = Signal()
    """Another order was chosen: the session's hits are to be arranged anew."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ResultsBar(self)
        self.answer_line = AnswerLine(home, self)
        self.list = ResultsList(home, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.bar)
        layout.addWidget(self.answer_line)
        layout.addWidget(self.list, 1)
        self._session: SearchSession | None = None
        self.bar.sort_changed.connect(self.wants_order)
        self.bar.passages_switched.connect(lambda: self._show(is_new=True))
        self.answer_line.clicked.connect(self._go_to_answer)

    def arrange(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits in the order that was chosen."""
        return arranged(hits, self.bar.sort)

    def show_session(self, session: SearchSession) -> None:
        """Shows what a session has found."""
        self._session = session
        self._show(is_new=session.is_new)

    def show_judgements(self, judged: Callable[[Hit], bool | None]) -> None:
        self.list.show_judgements(judged)

    def _show(self, *, is_new: bool) -> None:
        session = self._session
        if session is None:
            return
        in_passages = self.bar.passages.isChecked()
        hits = one_row_a_passage(session.hits) if in_passages else session.hits
        self.list.show_hits(
            hits,
            session.text,
            is_new=is_new,
            doubtful_from=doubtful_from(hits) if self.bar.sort is Sort.BEST else None,
            key=passage_key if in_passages else key_of,
        )
        answer = session.answer if session.is_answered else None
        self.answer_line.show_answer(answer)
        self.bar.say(self._count(session.hits, hits, in_passages=in_passages))

    def _count(self, hits: Sequence[Hit], rows: Sequence[Hit], *, in_passages: bool) -> str:
        if in_passages:
            said = self.tr("{passages} in {files}")
            return said.format(passages=formatting.passages(len(rows)), files=formatting.files(len(hits)))
        return formatting.results(len(hits))

    def _go_to_answer(self) -> None:
        if self.answer_line.hit is not None and self.list.select(self.answer_line.hit):
            self.list.setFocus()
