"""The list of hits: it keeps the row the person has gone to, and says what is to be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.results_delegate import ResultsDelegate
from desktop_search.gui.results_model import Index, ResultsModel, Role
from desktop_search.gui.search_session import key_of
from desktop_search.records import Hit


class ResultsList(QListView):
    """A view of the hits. Row 1 is current until the person goes to another."""

    current_hit_changed = Signal(object)
    gone_to = Signal(object)
    """The key of the hit that the person has chosen, or points at: it must not move."""
    open_asked = Signal()
    folder_asked = Signal()
    copy_asked = Signal()
    typed = Signal(str)

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Results"))
        self._was_chosen = False
        self._is_changing = False
        self._shown: Hit | None = None
        self._model = ResultsModel(home)
        self.setModel(self._model)
        self.setItemDelegate(ResultsDelegate(home, self))
        self.setUniformItemSizes(True)
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

    def show_hits(self, hits: Sequence[Hit], query: str, *, is_new: bool) -> None:
        """Shows an answer. For a new query the first row is current; else the chosen row stays, and the view too."""
        place = 0 if is_new else self.verticalScrollBar().value()
        self._was_chosen = self._was_chosen and not is_new
        self._is_changing = True
        self._model.show(hits, query)
        if hits and not (self._was_chosen and self.currentIndex().isValid()):
            self.setCurrentIndex(self._model.index(0))
        self.verticalScrollBar().setValue(place)
        self._is_changing = False
        self._tell_current()
        if is_new and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, formatting.results(len(hits)))
            QAccessible.updateAccessibility(event)

    def move_by(self, rows: int) -> None:
        """Goes some rows down or up, as far as there are any."""
        self._go_to(self.currentIndex().row() + rows)

    def page_by(self, pages: int) -> None:
        """Goes as many rows as are seen at once."""
        height = max(self.sizeHintForRow(0), 1)
        self.move_by(pages * max(self.viewport().height() // height - 1, 1))

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
        actions: list[tuple[str, Callable[[], None]]] = [
            (self.tr("Open"), self.open_asked.emit),
            (self.tr("Show in folder"), self.folder_asked.emit),
            (self.tr("Copy path"), self.copy_asked.emit),
        ]
        for text, then in actions:
            menu.addAction(text).triggered.connect(then)
        menu.popup(self.viewport().mapToGlobal(place))
