"""One setting on the page: its name, what it means, the field, and the way back to the default."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages import setting_texts
from desktop_search.gui.pages.page import button, muted
from desktop_search.gui.pages.setting_editors import editor_for
from desktop_search.gui.pages.setting_texts import Setting
from desktop_search.gui.theme import GRID


class SettingRow(QWidget):
    """Says by `changed` what is wanted; shows what is kept, and why something is not."""

    changed = Signal(str, object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value: Any = setting.default
        title = setting_texts.title(setting)
        self._title = plain_label(self, text=title)
        self._title.setWordWrap(True)
        self._help = muted(self, setting_texts.help_text(setting))
        self._notice = muted(self)
        self._notice.setVisible(False)
        self.editor = editor_for(setting)
        # Tab goes to the widgets in the order in which they come to their parent.
        self.editor.setParent(self)
        self.editor.changed.connect(self._on_changed)
        self._title.setBuddy(self.editor.field)
        self.reset = button(self, self.tr("Reset"), lambda: self._on_changed(setting.default), quiet=True)
        self.reset.setAccessibleName(self.tr("Reset “{name}” to its default").format(name=title))
        room = self.reset.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(room)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._help, 1, 0)
        grid.addWidget(self._notice, 2, 0, 1, 3)
        grid.addWidget(self.editor, 0, 1, 2, 1)
        grid.addWidget(self.reset, 0, 2, 2, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.show_value(setting.default)

    @property
    def value(self) -> Any:
        """What is kept, as far as this row was told."""
        return self._value

    @property
    def notice(self) -> str:
        return self._notice.text()

    def show_value(self, value: Any, *, is_waiting: bool = False) -> None:
        """Shows what is kept; is_waiting says that the engine does not use it yet."""
        self._value = value
        self.editor.show_value(value)
        self.reset.setVisible(value != self.setting.default)
        self._say(self.tr("Used when the search engine starts again.") if is_waiting else "", is_problem=False)

    def refuse(self, sentence: str) -> None:
        """Says why what was entered is not kept. It stays in the field, to be mended."""
        self._say(sentence, is_problem=True)

    def _say(self, sentence: str, *, is_problem: bool) -> None:
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._notice.setProperty("muted", not is_problem)
        self._notice.setProperty("warning", is_problem)
        self._notice.style().polish(self._notice)

    def _on_changed(self, value: Any) -> None:
        if value != self._value or self._notice.property("warning"):
            self.changed.emit(self.setting.name, value)
