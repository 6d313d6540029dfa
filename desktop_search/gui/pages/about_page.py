"""What the program is made of, where its data is, and that it talks to nobody: with the way to see for oneself."""

import sys
from functools import partial

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.asking import ask_whether
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages.page import Page, button, muted, side_by_side
from desktop_search.gui.theme import GRID
from desktop_search.records import About, EngineStatus

ROWS = 10


class AboutPage(Page):
    """Facts, each asked for when the page is shown."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._opening = Opening(self)
        self.title_page(self.tr("About"), self.tr("Desktop Search finds your own files by what they mean."))
        self.facts: dict[str, str] = {}
        self._lay_out_privacy()
        self._lay_out_facts()
        self._lay_out_libraries()
        self.body.addStretch(1)
        link.status_changed.connect(self.show_status)
        if link.status is not None:
            self.show_status(link.status)

    def refresh(self) -> None:
        if self._link.is_connected:
            self._link.request("about", self.show_about)

    def show_status(self, status: EngineStatus) -> None:
        """Shows what is known of the model and of the data."""
        self._tell("model", f"{formatting.one_line(status.model)}, {status.backend}, {status.device}")
        self._tell("size", formatting.size(status.bytes_on_disk))
        self._tell("readers", self._sandbox(status.sandbox))

    def show_about(self, about: About) -> None:
        """Shows versions, libraries and what was counted."""
        self._tell("version", about.version)
        self._tell("parts", f"Qt {qVersion()}, Python {about.python}")
        self._tell("data", formatting.visible_name(about.data))
        said = self.tr("0 connections made")
        if about.connections:
            said = formatting.connections(about.connections)
        self._connections.setText(said)
        if self._libraries.topLevelItemCount() != len(about.libraries):
            self._libraries.clear()
            for library in about.libraries:
                named = [formatting.one_line(one) for one in (library.name, library.version, library.licence)]
                named[2] = named[2] or self.tr("not told")
                item = QTreeWidgetItem(self._libraries, named)
                item.setToolTip(2, formatting.tooltip(named[2]))
            row = max(self._libraries.sizeHintForRow(0), 1)
            self._libraries.setFixedHeight(self._libraries.header().sizeHint().height() + ROWS * row + GRID)

    def _lay_out_privacy(self) -> None:
        inside = self.add_card().room
        self._connections = plain_label(self, text=self.tr("0 connections made"), factor=1.25, bold=True)
        self._connections.setWordWrap(True)
        inside.addWidget(self._connections)
        inside.addWidget(
            muted(
                self,
                self.tr(
                    "Nothing leaves this computer. No part of the program opens a network connection: the model is"
                    " installed with it, there are no updates, no statistics and no accounts. The number above was"
                    " counted just now, over the search engine and every process it started."
                ),
            )
        )
        inside.addWidget(muted(self, self.tr("To see for yourself: {way}").format(way=self._way_to_check())))

    def _lay_out_facts(self) -> None:
        inside = self.add_card(self.tr("This installation")).room
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        names = {
            "version": self.tr("Desktop Search"),
            "parts": self.tr("Made with"),
            "model": self.tr("Model"),
            "readers": self.tr("Readers"),
            "data": self.tr("Data"),
            "size": self.tr("Size of the index"),
        }
        for row, (key, name) in enumerate(names.items()):
            told, value = muted(self, name), plain_label(self, text="…")
            told.setWordWrap(False)
            value.setWordWrap(True)
            value.setAccessibleName(name)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(told, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._values[key] = value
        inside.addLayout(self._grid)
        self.open_data = button(self, self.tr("Show the data"), self._show_data)
        self.erase = button(self, self.tr("Erase what was opened…"), self._ask_to_erase)
        inside.addWidget(side_by_side(self, self.open_data, self.erase))

    def _lay_out_libraries(self) -> None:
        inside = self.add_card(self.tr("Libraries and their licences")).room
        self._libraries = QTreeWidget(self)
        self._libraries.setAccessibleName(self.tr("Libraries and their licences"))
        self._libraries.setHeaderLabels([self.tr("Library"), self.tr("Version"), self.tr("Licence")])
        self._libraries.setRootIsDecorated(False)
        self._libraries.setUniformRowHeights(True)
        self._libraries.setTabKeyNavigation(False)
        self._libraries.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._libraries.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        inside.addWidget(self._libraries)
        inside.addWidget(muted(self, self.tr("Desktop Search itself is licensed under Apache-2.0.")))

    def _tell(self, key: str, said: str) -> None:
        self.facts[key] = said
        self._values[key].setText(said)

    def _sandbox(self, level: str) -> str:
        match level:
            case "full":
                return self.tr("Locked in: they can open no file and no connection")
            case "partial":
                return self.tr("Partly locked in: this system cannot do more")
            case "none":
                return self.tr("Processes of their own, but not locked in: this system cannot do that")
        return self.tr("None has run yet")

    def _way_to_check(self) -> str:
        match sys.platform:
            case "win32":
                return self.tr("open Resource Monitor, Network, and look for “desktop-search”.")
            case "darwin":
                return self.tr("run “lsof -i -c desktop-search” in a terminal: it lists nothing.")
        return self.tr("run “ss -tunp” in a terminal, and look for “desktop-search” or “python”.")

    def _show_data(self) -> None:
        self._opening.show_in_folder(str(self._link.data.root))

    def _ask_to_erase(self) -> None:
        said = self.tr("The program forgets which files you opened from a search, and for which words. The files stay.")
        title, then = self.tr("Erase what was opened"), partial(self._link.request, "forget_openings")
        ask_whether(self, title, said, self.tr("Erase"), then)
