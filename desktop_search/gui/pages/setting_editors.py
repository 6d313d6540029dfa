"""The fields in which a setting is changed: which one, its type and bounds say."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QWidget,
)

from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.pages import setting_texts
from desktop_search.gui.pages.fields import ChoiceBox, DecimalBox, WholeBox
from desktop_search.gui.pages.page import button
from desktop_search.gui.pages.setting_texts import Setting
from desktop_search.gui.theme import GRID
from desktop_search.gui.welcome import choose_folder

LARGEST = 2**31 - 1
AUTO, NONE = "auto", "none"


class Editor(QWidget):
    """A field for one value. `changed` says what the person entered."""

    changed = Signal(object)

    def __init__(self, setting: Setting, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        field.setProperty("field", True)
        field.setAccessibleName(setting_texts.title(setting))
        field.setAccessibleDescription(setting_texts.help_text(setting))
        field.installEventFilter(self)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.setMinimumHeight(field.fontMetrics().height() + 2 * GRID)
        self.setFocusProxy(field)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID)
        self.row.addWidget(field, 1)

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def enter(self, value: Any) -> None:
        """Takes what a person has just entered."""
        self.changed.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Whoever scrolls the page with the wheel must not change what lies under the pointer.
        if event.type() == QEvent.Type.Wheel and not self.field.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class SwitchEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self._box = CheckBox()
        super().__init__(setting, self._box)
        self._box.clicked.connect(self.enter)

    def show_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))


class NumberEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        is_whole = isinstance(setting.default, int)
        self._box = WholeBox() if is_whole else DecimalBox()
        least, most = setting.metadata.get("least"), setting.metadata.get("most")
        low = -LARGEST if least is None else least
        high = LARGEST if most is None else min(most, LARGEST)
        if isinstance(self._box, WholeBox):
            self._box.setRange(int(low), int(high))
        else:
            self._box.setRange(low, high)
            self._box.setSingleStep(0.05 if high <= 1 else 1)
            self._box.setDecimals(2 if high <= 1 else 1)
        self._box.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)
        self._box.setKeyboardTracking(False)
        self._box.setGroupSeparatorShown(True)
        self._box.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        if unit := setting_texts.unit(setting):
            self._box.setSuffix(f" {unit}")
        super().__init__(setting, self._box)
        self._box.valueChanged.connect(self.enter)

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(value)
        self._box.blockSignals(False)


class ChoiceEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self._list = ChoiceBox()
        for value in setting.metadata["choices"]:
            self._list.addItem(setting_texts.choice(value), value)
        super().__init__(setting, self._list)
        self._list.setEditable(bool(setting.metadata.get("takes_others")))
        self._list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._list.activated.connect(lambda row: self.changed.emit(self._list.itemData(row)))
        if (line := self._list.lineEdit()) is not None:
            line.setAccessibleName(setting_texts.title(setting))
            line.editingFinished.connect(self._take_typed)

    def show_value(self, value: Any) -> None:
        row = self._list.findData(value)
        if row >= 0:
            self._list.setCurrentIndex(row)
        elif self._list.isEditable():
            self._list.setEditText(str(value))

    def _take_typed(self) -> None:
        typed = self._list.currentText().strip()
        row = self._list.findText(typed, Qt.MatchFlag.MatchFixedString)
        self.changed.emit(self._list.itemData(row) if row >= 0 else typed)


class TextEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._line.editingFinished.connect(lambda: self.changed.emit(self._line.text().strip()))

    def show_value(self, value: Any) -> None:
        if self._line.text() != value:
            self._line.setText(value)


class FolderEditor(TextEditor):
    """A text, and a button beside it that asks for a folder."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line.setPlaceholderText(self.tr("None"))
        choose = button(self, self.tr("Choose…"), self._choose)
        choose.setAccessibleName(self.tr("Choose a folder for “{name}”").format(name=setting_texts.title(setting)))
        self.row.addWidget(choose)

    def _choose(self) -> None:
        choose_folder(self, self._line.text(), self.changed.emit)


class HotkeyEditor(Editor):
    """Keys that the program chooses, none, or those that are pressed here."""

    def __init__(self, setting: Setting) -> None:
        self._list = ChoiceBox()
        super().__init__(setting, self._list)
        for text, value in ((self.tr("Automatic"), AUTO), (self.tr("None"), NONE), (self.tr("These keys:"), "")):
            self._list.addItem(text, value)
        self._keys = QKeySequenceEdit(self)
        self._keys.setMaximumSequenceLength(1)
        for line in self._keys.findChildren(QLineEdit):
            line.setProperty("field", True)
        self._keys.setAccessibleName(self.tr("Keys for “{name}”").format(name=setting_texts.title(setting)))
        self.row.addWidget(self._keys, 1)
        self._list.activated.connect(self._on_chosen)
        self._keys.editingFinished.connect(self._take_keys)

    def show_value(self, value: Any) -> None:
        row = self._list.findData(value)
        is_own = row < 0
        self._list.setCurrentIndex(2 if is_own else row)
        self._keys.setEnabled(is_own)
        if is_own:
            self._keys.setKeySequence(QKeySequence(value, QKeySequence.SequenceFormat.PortableText))

    def _on_chosen(self, row: int) -> None:
        self._keys.setEnabled(row == 2)
        if row == 2:
            self._keys.setFocus()
            self._take_keys()
        else:
            self.changed.emit(self._list.itemData(row))

    def _take_keys(self) -> None:
        keys = self._keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if keys and self._list.currentIndex() == 2:
            self.changed.emit(keys)


def editor_for(setting: Setting) -> Editor:
    """The field that fits a setting: what its metadata says of it, else its type."""
    match setting.metadata.get("kind"):
        case "hotkey":
            return HotkeyEditor(setting)
        case "folder":
            return FolderEditor(setting)
    if setting.metadata.get("choices"):
        return ChoiceEditor(setting)
    match setting.default:
        case bool():
            return SwitchEditor(setting)
        case int() | float():
            return NumberEditor(setting)
    return TextEditor(setting)
