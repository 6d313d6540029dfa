"""The folders that are searched: what is in each, adding and removing one, and looking at all of them again."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.formatting import home_relative, tooltip, visible_name
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID
from desktop_search.gui.welcome import choose_folder
from desktop_search.records import EngineStatus, FolderStatus

_PATH = Qt.ItemDataRole.UserRole


class FoldersDialog(QDialog):
    """A list that follows the engine while it is open."""

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Folders"))
        self.resize(620, 400)
        self._link = link
        self._home = home
        self._paths: list[str] = []
        self._list = QTreeWidget(self)
        self._list.setAccessibleName(self.tr("Folders that are searched"))
        self._list.setHeaderLabels(
            [self.tr("Folder"), self.tr("Files found"), self.tr("Ready"), self.tr("With problems")]
        )
        self._list.setRootIsDecorated(False)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            self._list.headerItem().setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        self._list.itemSelectionChanged.connect(self._update)
        self._add = self._button(self.tr("Add folder…"), self._choose)
        self._remove = self._button(self.tr("Remove"), self._ask_to_remove)
        self._rescan = self._button(self.tr("Look again"), self._look_again)
        self._close = self._button(self.tr("Close"), self.close)
        self._lay_out()
        link.status_changed.connect(self.show_status)
        if link.status is not None:
            self.show_status(link.status)
        self._update()

    def show_status(self, status: EngineStatus) -> None:
        """Shows the folders of a snapshot; the selection stays."""
        paths = [folder.path for folder in status.folders]
        if paths != self._paths:
            self._paths = paths
            chosen = self._chosen()
            self._list.clear()
            for folder in status.folders:
                item = QTreeWidgetItem(self._list)
                item.setData(0, _PATH, folder.path)
                item.setToolTip(0, tooltip(visible_name(folder.path)))
                item.setSelected(folder.path == chosen)
        for row, folder in enumerate(status.folders):
            self._fill(self._list.topLevelItem(row), folder)
        self._update()

    def _fill(self, item: QTreeWidgetItem | None, folder: FolderStatus) -> None:
        assert item is not None
        name = visible_name(home_relative(folder.path, self._home))
        if not folder.available:
            name = self.tr("{folder} (not connected)").format(folder=name)
        item.setText(0, name)
        ready = folder.counts.indexed + folder.counts.partial
        for column, count in enumerate((folder.counts.seen, ready, folder.counts.failed), start=1):
            item.setText(column, QLocale().toString(count))
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _lay_out(self) -> None:
        about = plain_label(
            self, text=self.tr("New and changed files in these folders, and in the folders inside them, are found.")
        )
        about.setProperty("muted", True)
        about.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self._add, self._remove, self._rescan):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(1 * GRID)
        layout.addWidget(about)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def _button(self, text: str, then: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

    def _chosen(self) -> str | None:
        items = self._list.selectedItems()
        return str(items[0].data(0, _PATH)) if items else None

    def _update(self) -> None:
        self._remove.setEnabled(self._chosen() is not None)
        self._rescan.setEnabled(self._list.topLevelItemCount() > 0)

    def _choose(self) -> None:
        choose_folder(self, self._home, lambda path: self._link.request("add_folders", paths=[path]))

    def _look_again(self) -> None:
        self._link.request("rescan")

    def _ask_to_remove(self) -> None:
        path = self._chosen()
        if path is None:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Remove folder"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            self.tr(
                "“{folder}” will no longer be searched. The files themselves stay as they are; what was read from"
                " them is deleted from the index."
            ).format(folder=visible_name(home_relative(path, self._home)))
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))

        def answer() -> None:
            if box.clickedButton() is remove:
                self._link.request("forget", paths=[path])

        box.finished.connect(answer)
        box.open()
