"""The list of hits: it keeps the row the person has gone to, and says what is to be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.results_delegate import ResultsDelegate
from desktop_search.gui.results_model import Index, KeyOf, ResultsModel, Role
from desktop_search.gui.search_session import Key, key_of
from desktop_search.records import Hit

_Action = tuple[str, Callable[[], None]]


class ResultsList(QListView):
    """A view of the hits. Row 1 is current until the person goes to another."""

    can_judge = True
    """Whether one can say of a row that it answers, and ask why it is there."""

    current_hit_changed = Signal(object)
    gone_to = Signal(object)
    """The key of the hit that the person has chosen, or points at: it must not move."""
    open_asked = Signal()
    folder_asked = Signal()
    copy_asked = Signal()
    typed = Signal(str)
    judged = Signal(object, bool)
    """A Hit, and whether the person found it relevant."""
    why_asked = Signal()
    similar_asked = Signal(object)
    """A Hit: files like it are wanted."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Results"))
        self._was_chosen = False
        self._is_changing = False
        self._shown: Hit | None = None
        self._model = ResultsModel(home)
        self.setModel(self._model)
        delegate = ResultsDelegate(home, self)
        delegate.judged.connect(self.judged)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(self.open_asked)
        self.pressed.connect(lambda index: self._go_to(index.row()))
        self.entered.connect(lambda index: self.gone_to.emit(key_of(index.data(Role.HIT))))

    @property
    def current_hit(self) -> Hit | None:
        index = self.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    @property
    def hits(self) -> Sequence[Hit]:
        return self._model.hits

    def show_hits(
        self,
        hits: Sequence[Hit],
        query: str,
        *,
        is_new: bool,
        doubtful_from: int | None = None,
        key: KeyOf = key_of,
    ) -> None:
        """Shows an answer. For a new query the first row is current; else the chosen row stays, and the view too.

        Above the row doubtful_from stands a heading, unless that would move the chosen row. key says which rows of
        two answers are the same.
        """
        place = 0 if is_new else self.verticalScrollBar().value()
        self._was_chosen = self._was_chosen and not is_new
        self._is_changing = True
        self._model.show(hits, query, key=key)
        self._model.doubtful_from = self._heading_row(doubtful_from)
        if hits and not (self._was_chosen and self.currentIndex().isValid()):
            self.setCurrentIndex(self._model.index(0))
        self.verticalScrollBar().setValue(place)
        self._is_changing = False
        self._tell_current()
        if is_new and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, formatting.results(len(hits)))
            QAccessible.updateAccessibility(event)

    def show_judgements(self, judged: Callable[[Hit], bool | None]) -> None:
        """judged says what the person found of a hit."""
        self._model.show_judgements(judged)

    def select(self, key: Key) -> bool:
        """Goes to the first row of a hit; False where there is none."""
        row = next((row for row, hit in enumerate(self._model.hits) if key_of(hit) == key), None)
        if row is not None:
            self._go_to(row)
        return row is not None

    def move_by(self, rows: int) -> None:
        """Goes some rows down or up, as far as there are any."""
        self._go_to(self.currentIndex().row() + rows)

    def page_by(self, pages: int) -> None:
        """Goes as many rows as are seen at once."""
        height = max(self.sizeHintForRow(0), 1)
        self.move_by(pages * max(self.viewport().height() // height - 1, 1))

    def judge(self, *, relevant: bool) -> None:
        """Says of the current hit whether it answers."""
        if (hit := self.current_hit) is not None:
            self.judged.emit(hit, relevant)

    def hit_at(self, row: int) -> Hit | None:
        return self._model.hits[row] if 0 <= row < len(self._model.hits) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._is_changing:
            self._was_chosen = True
            self._tell_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.folder_asked if control else self.open_asked).emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Letters belong to the field, wherever the focus is.
        self.typed.emit(search)

    def _heading_row(self, wanted: int | None) -> int | None:
        chosen = self.currentIndex().row()
        if not self._was_chosen or chosen < 0:
            return wanted
        before = self._model.doubtful_from
        was_above = before is not None and before <= chosen
        is_above = wanted is not None and wanted <= chosen
        if was_above == is_above:
            return wanted
        return before if was_above else None

    def _go_to(self, row: int) -> None:
        if not self._model.hits:
            return
        self._was_chosen = True
        self.setCurrentIndex(self._model.index(max(0, min(row, len(self._model.hits) - 1))))
        hit = self.current_hit
        if hit is not None:
            self.gone_to.emit(key_of(hit))
            if QAccessible.isActive():
                spoken = str(self.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _tell_current(self) -> None:
        hit = self.current_hit
        if hit != self._shown:
            self._shown = hit
            self.current_hit_changed.emit(hit)

    def _show_menu(self, place: QPoint) -> None:
        if not self.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for_all: list[_Action] = [
            (self.tr("Open"), self.open_asked.emit),
            (self.tr("Show in folder"), self.folder_asked.emit),
            (self.tr("Copy path"), self.copy_asked.emit),
        ]
        judging: list[_Action] = [
            (self.tr("This answers"), lambda: self.judge(relevant=True)),
            (self.tr("This does not answer"), lambda: self.judge(relevant=False)),
        ]
        more: list[_Action] = [
            (self.tr("Find similar"), lambda: self.similar_asked.emit(self.current_hit)),
            (self.tr("Details, and why it is here"), self.why_asked.emit),
        ]
        for group in (for_all, judging, more) if self.can_judge else (for_all,):
            if group is not for_all:
                menu.addSeparator()
            for text, then in group:
                menu.addAction(text).triggered.connect(then)
        menu.popup(self.viewport().mapToGlobal(place))
