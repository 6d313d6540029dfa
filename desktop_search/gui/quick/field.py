"""The field of the quick search: what is typed stays in it, and every other key means the list or its actions."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_search.gui.search_box import SearchBox
from desktop_search.gui.theme import GRID

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_SHIFT, _NOTHING = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


class QuickField(SearchBox):
    """A search box with the further keys of the quick search."""

    actions_asked = Signal()
    details_asked = Signal()
    main_window_asked = Signal()
    copy_asked = Signal()
    offers_history = False
    """Up does, and a list over the list would hide it."""

    room = 4 * GRID
    factor = 1.5

    def __init__(self, is_on_first_row: Callable[[], bool], parent: QWidget | None = None) -> None:
        """is_on_first_row says whether there is nothing above the current row to go up to."""
        super().__init__(parent)
        self._is_on_first_row = is_on_first_row
        self.setObjectName("quickField")
        self.setAccessibleName(self.tr("Quick search"))
        self.setAccessibleDescription(
            self.tr("Up and Down choose a result, Enter opens it, Control and K lists what can be done with it.")
        )
        self.setFrame(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & _HELD
        then = self._keys().get((key, held))
        if key in _ENTER:
            then = self._keys().get((Qt.Key.Key_Return, held))
        if key == Qt.Key.Key_Right and held == _NOTHING and self._is_at_end():
            then = self.actions_asked.emit
        elif key == Qt.Key.Key_Up and held == _NOTHING and self.history.queries and self._is_on_first_row():
            then = self._recall
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText():
            then = self.copy_asked.emit
        if then is None:
            super().keyPressEvent(event)
        else:
            then()

    def _keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]]:
        return {
            (Qt.Key.Key_Return, _SHIFT): self.main_window_asked.emit,
            (Qt.Key.Key_Return, _ALT): self.details_asked.emit,
            (Qt.Key.Key_F1, _NOTHING): self.details_asked.emit,
            (Qt.Key.Key_Space, _CONTROL): self.details_asked.emit,
            (Qt.Key.Key_K, _CONTROL): self.actions_asked.emit,
        }

    def _is_at_end(self) -> bool:
        return self.cursorPosition() == len(self.text()) and not self.hasSelectedText()
