"""What can be done with a result: a short list beside it, and behind it the details that say why it is there."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.quick.action_rows import KEYS_ROLE, ActionDelegate
from desktop_search.gui.results_model import shown_name
from desktop_search.gui.theme import GRID
from desktop_search.records import Hit

PASSAGES = 3


class Action(Enum):
    """The values are the keys that do the same from the field."""

    OPEN = "Enter"
    SHOW_IN_FOLDER = "Ctrl+Enter"
    COPY_FILE = "Ctrl+C"
    COPY_PATH = "Ctrl+Shift+C"
    MAIN_WINDOW = "Shift+Enter"
    WHY = "Alt+Enter"


class ActionsPanel(QWidget):
    """Actions for one hit. Left or Esc goes back, from the details to the actions and from there to the field."""

    chosen = Signal(Action)
    left = Signal()
    typed = Signal(str)

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._hit: Hit | None = None
        self._came_by_actions = True
        self.setObjectName("quickPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = plain_label(self, bold=True)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for action, text in self._texts().items():
            item = QListWidgetItem(text, self._list)
            item.setData(Qt.ItemDataRole.UserRole, action.value)
            item.setData(KEYS_ROLE, _shown(action))
        self._list.setItemDelegate(ActionDelegate(self._list))
        self._list.itemClicked.connect(self._choose)
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.document().setDocumentMargin(GRID)
        self._details.setAccessibleName(self.tr("Why it is there"))
        self._pages = QStackedWidget(self)
        for page in (self._list, self._details):
            page.setFrameShape(QListWidget.Shape.NoFrame)
            page.installEventFilter(self)
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        self._name.setContentsMargins(GRID, 0, GRID, 0)
        layout.addWidget(self._name)
        layout.addWidget(self._pages, 1)

    @property
    def details(self) -> str:
        """What the details say."""
        return self._details.toPlainText()

    def show_actions(self, hit: Hit) -> None:
        """Lists what can be done with a hit, the first chosen and in focus."""
        self._take(hit)
        self._came_by_actions = True
        self._list.setCurrentRow(0)
        self._go_to(self._list)

    def show_details(self, hit: Hit) -> None:
        """Says why a hit is there."""
        self._take(hit)
        self._came_by_actions = False
        self._go_to(self._details)

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, on_list = event.key(), self._pages.currentWidget() is self._list
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Escape):
            if on_list or not self._came_by_actions:
                self.left.emit()
            else:
                self._go_to(self._list)
        elif on_list and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._choose(self._list.currentItem())
        elif on_list and event.text().isprintable() and event.text() and not event.modifiers():
            self.typed.emit(event.text())
        else:
            return False
        return True

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or self._hit is None:
            return
        action = Action(item.data(Qt.ItemDataRole.UserRole))
        if action is Action.WHY:
            self._go_to(self._details)
        else:
            self.chosen.emit(action)

    def _take(self, hit: Hit) -> None:
        self._hit = hit
        name = shown_name(hit, self._home)[1]
        width = max(self.width(), 24 * GRID) - 5 * GRID
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width))
        self._name.setAccessibleName(name)
        self._details.setPlainText("\n\n".join(details_of(hit, self._home)))

    def _go_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        page.setFocus()

    def _texts(self) -> dict[Action, str]:
        return {
            Action.OPEN: self.tr("Open"),
            Action.SHOW_IN_FOLDER: self.tr("Show in folder"),
            Action.COPY_FILE: self.tr("Copy file"),
            Action.COPY_PATH: self.tr("Copy path"),
            Action.MAIN_WINDOW: self.tr("In main window"),
            Action.WHY: self.tr("Why is it here?"),
        }


def details_of(hit: Hit, home: str) -> list[str]:
    """Why a hit is there and what it is, in paragraphs of plain text."""
    translate = QCoreApplication.translate
    said = [why(hit)]
    folder, _ = shown_name(hit, home)
    about = [folder, formatting.place_of(hit), formatting.full_date(hit.modified_ns), formatting.size(hit.size)]
    said.append("\n".join(part for part in about if part))
    for number, match in enumerate(hit.matches[:PASSAGES], start=1):
        place = formatting.place_of(match) or translate("quick", "passage {number}").format(number=number)
        said.append(f"{place}:\n{formatting.flowing(formatting.several_lines(match.text)).strip()}")
    return said


def why(hit: Hit) -> str:
    """One sentence on what a hit was found by, with the share of each reason."""
    translate = QCoreApplication.translate
    whole = sum(value for value in hit.reasons.values() if value > 0)
    if whole <= 0:
        return translate("quick", "You opened it before, or it changed lately.")
    strongest_first = sorted(hit.reasons.items(), key=lambda reason: -reason[1])
    named = [(name, value) for reason, value in strongest_first for name in formatting.reasons({reason: value})]
    shares = [f"{name} {round(100 * value / whole)} %" for name, value in named]
    return translate("quick", "Found by {reasons}.").format(reasons=", ".join(shares))


def _shown(action: Action) -> str:
    """The keys as this platform writes them."""
    keys = action.value.replace("Enter", "Return")
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
