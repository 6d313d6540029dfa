"""The folders that are searched: what is in each, how far it is, what is left alone, and adding or removing one."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_search.gui.asking import ask_whether
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.formatting import home_relative, visible_name
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages.folder_card import FolderCard
from desktop_search.gui.pages.page import Page, button, in_a_row, muted, side_by_side
from desktop_search.gui.theme import GRID
from desktop_search.gui.welcome import choose_folder
from desktop_search.records import EngineStatus, FolderDetails


class FoldersPage(Page):
    """A card for each folder, which follows the engine while the page is seen."""

    def __init__(
        self, link: EngineLink, home: str, parent: QWidget | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._home = home
        self._clock = clock
        self._opening = Opening(self)
        self._is_asking = False
        self._removed: FolderDetails | None = None
        self.cards: dict[str, FolderCard] = {}
        self.title_page(
            self.tr("Folders"),
            self.tr("New and changed files in these folders, and in the folders inside them, are found by themselves."),
        )
        self.add = button(self, self.tr("Add folder…"), self._choose)
        self.add.setProperty("primary", True)
        self.again = button(self, self.tr("Compare all now"), lambda: self._link.request("rescan"))
        self.pause = button(self, self.tr("Pause reading"), self._toggle_pause)
        self.body.addWidget(side_by_side(self, self.add, self.again, self.pause))
        self._lay_out_undo()
        self._none = muted(self, self.tr("Asking…"))
        self.body.addWidget(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(2 * GRID)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        link.status_changed.connect(self._on_status)
        link.lost.connect(self._on_lost)
        if link.status is not None:
            self._on_status(link.status)

    def refresh(self) -> None:
        # One question at a time: counting may take longer than two seconds.
        if self._link.is_connected and not self._is_asking:
            self._is_asking = True
            self._link.request("folder_details", self.show_folders)

    def show_folders(self, folders: Sequence[FolderDetails]) -> None:
        """Shows what is known of each folder; cards that stay keep what is being typed in them."""
        self._is_asking = False
        paths = [details.folder.path for details in folders]
        for path in [path for path in self.cards if path not in paths]:
            card = self.cards.pop(path)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for row, details in enumerate(folders):
            path = details.folder.path
            if path not in self.cards:
                self.cards[path] = self._card(details)
                self._list.insertWidget(row, self.cards[path])
            self.cards[path].show_details(details, self._clock())
        self._none.setText(self.tr("There are no folders yet. Add one: reading begins at once."))
        self._none.setVisible(not folders)
        self.again.setEnabled(bool(folders))

    def _card(self, details: FolderDetails) -> FolderCard:
        card = FolderCard(self._link, details, self._home, self)
        card.again_asked.connect(self._search)
        card.back_asked.connect(self._search)
        card.first_asked.connect(self._read_first)
        card.show_asked.connect(self._opening.show_in_folder)
        card.removal_asked.connect(self._ask_to_remove)
        card.gone_asked.connect(self._forget_gone)
        return card

    def _lay_out_undo(self) -> None:
        self.undo_line = QFrame(self)
        self.undo_line.setObjectName("card")
        self._undo_said = muted(self.undo_line)
        self.undo = button(self.undo_line, self.tr("Undo"), self._put_back)
        row = in_a_row(self._undo_said, self.undo)
        row.setStretch(0, 1)
        row.setStretch(2, 0)
        self.undo_line.setLayout(row)
        self.undo_line.setVisible(False)
        self.body.addWidget(self.undo_line)

    def _on_status(self, status: EngineStatus) -> None:
        is_paused = status.state == "paused"
        self.pause.setText(self.tr("Resume reading") if is_paused else self.tr("Pause reading"))
        self.pause.setAccessibleName(self.pause.text())
        if self.isVisible() and {folder.path for folder in status.folders} != set(self.cards):
            self.refresh()

    def _on_lost(self) -> None:
        self._is_asking = False

    def _toggle_pause(self) -> None:
        status = self._link.status
        self._link.request("resume" if status is not None and status.state == "paused" else "pause")

    def _choose(self) -> None:
        choose_folder(self, self._home, self._search)

    def _search(self, path: str) -> None:
        self._link.request("add_folders", lambda _: self.refresh(), paths=[path])

    def _read_first(self, path: str) -> None:
        self._link.request("change_settings", lambda _: self.refresh(), values={"read_first": path})

    def _forget_gone(self, path: str) -> None:
        self._link.request("forget_gone", lambda _: self.refresh(), paths=[path])

    def _ask_to_remove(self, details: FolderDetails) -> None:
        path = details.folder.path
        name = visible_name(home_relative(path, self._home))
        said = self.tr(
            "“{folder}” will no longer be searched. The files themselves stay as they are; what was read from"
            " them is deleted from the index."
        ).format(folder=name)
        ask_whether(self, self.tr("Remove folder"), said, self.tr("Remove"), partial(self._remove, details))

    def _remove(self, details: FolderDetails) -> None:
        self._removed = details
        name = visible_name(home_relative(details.folder.path, self._home))
        self._undo_said.setText(self.tr("“{folder}” was removed.").format(folder=name))
        self.undo.setAccessibleName(self.tr("Undo: search {folder} again").format(folder=name))
        self.undo_line.setVisible(True)
        self._link.request("forget", lambda _: self.refresh(), paths=[details.folder.path])

    def _put_back(self) -> None:
        assert self._removed is not None
        folder, self._removed = self._removed.folder, None
        self.undo_line.setVisible(False)
        self._link.request("add_folders", paths=[folder.path])
        if folder.ignore_rules:
            self._link.request("change_rules", path=folder.path, rules=list(folder.ignore_rules))
        if folder.excluded:
            self._link.request("forget", paths=list(folder.excluded))
        self.refresh()
