"""The settings: every one of them, by itself, from what settings.py says about it."""

import dataclasses
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_search import settings as settings_file
from desktop_search.errors import DesktopSearchError
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages import setting_texts
from desktop_search.gui.pages.data_card import DataCard
from desktop_search.gui.pages.page import Card, Page, button, in_a_row, muted
from desktop_search.gui.pages.setting_row import SettingRow
from desktop_search.gui.search_box import offer_to_clear
from desktop_search.gui.sentences import problem
from desktop_search.gui.theme import GRID
from desktop_search.records import SettingsState


class SettingsPage(Page):
    """A change is kept at once; what does not fit is refused beside its field."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._asked: dict[int, str] = {}
        self._kept: dict[str, Any] = {}
        self.rows: dict[str, SettingRow] = {}
        self._groups: dict[str, Card] = {}
        self.title_page(self.tr("Settings"), self.tr("Every change is kept at once."))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search the settings"))
        self.search.setAccessibleName(self.search.placeholderText())
        offer_to_clear(self.search)
        self.search.setProperty("field", True)
        self.search.textChanged.connect(self._filter)
        self.body.addWidget(self.search)
        self._lay_out_restart()
        self._nothing = muted(self, self.tr("No setting is about that. Try another word."))
        self._nothing.setVisible(False)
        self.body.addWidget(self._nothing)
        for setting in dataclasses.fields(settings_file.Settings):
            self._add(setting)
        for card in self._groups.values():
            # Until the engine has told what is kept, the defaults that stand here may not be true.
            card.setEnabled(False)
        self.data = DataCard(link.data, self)
        self.body.addWidget(self.data)
        self.body.addStretch(1)
        link.settings_changed.connect(self.show_state)
        link.failed.connect(self._on_failed)
        link.connected.connect(self._on_connected)

    def refresh(self) -> None:
        if not self._kept:
            self._link.request("settings")

    def show_state(self, state: SettingsState) -> None:
        """Shows what is kept."""
        self._kept = dict(state.values)
        for card in self._groups.values():
            card.setEnabled(True)
        for name, row in self.rows.items():
            if name in state.values:
                row.show_value(state.values[name], is_waiting=name in state.waiting)
        waiting = [setting_texts.title(self.rows[name].setting) for name in state.waiting if name in self.rows]
        self._restart_card.setVisible(bool(waiting))
        said = self.tr("Changed, but used only when the search engine starts again: {settings}.")
        self._restart_line.setText(said.format(settings=", ".join(waiting)))

    def change(self, name: str, value: Any) -> None:
        """Keeps a value, or says beside its field why not."""
        try:
            settings_file.checked({**self._kept, name: value})
        except DesktopSearchError as error:
            self.rows[name].refuse(problem(error))
            return
        self._asked[self._link.request("change_settings", values={name: value})] = name

    def _lay_out_restart(self) -> None:
        self._restart_card = self.add_card()
        inside = self._restart_card.room
        self._restart_line = plain_label(self)
        self._restart_line.setWordWrap(True)
        inside.addWidget(self._restart_line)
        self.restart = button(self, self.tr("Restart the engine now"), self._link.restart)
        self.restart.setProperty("primary", True)
        inside.addLayout(in_a_row(self.restart))
        self._restart_card.setVisible(False)

    def _add(self, setting: setting_texts.Setting) -> None:
        name = setting_texts.group(setting)
        if name not in self._groups:
            self._groups[name] = self.add_card(name)
            self._groups[name].room.setSpacing(GRID // 2)
        row = SettingRow(setting, self)
        row.changed.connect(self.change)
        self.rows[setting.name] = row
        self._groups[name].room.addWidget(row)

    def _filter(self, query: str) -> None:
        found: set[str] = set()
        for row in self.rows.values():
            is_found = setting_texts.is_about(row.setting, query)
            row.setVisible(is_found)
            if is_found:
                found.add(setting_texts.group(row.setting))
        for name, card in self._groups.items():
            card.setVisible(name in found)
        is_data = self.data.is_about(query)
        self.data.setVisible(is_data)
        self._nothing.setVisible(not found and not is_data)

    def _on_failed(self, number: int, sentence: str) -> None:
        if (name := self._asked.pop(number, None)) is not None:
            self.rows[name].refuse(sentence)

    def _on_connected(self) -> None:
        # The engine that has just started may have read other settings than the one before.
        if self.isVisible():
            self._link.request("settings")
        else:
            self._kept = {}
