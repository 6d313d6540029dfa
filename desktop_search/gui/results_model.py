"""The hits as Qt's views want them. A new answer changes only the rows that are different, so nothing flickers."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, QUrl

from desktop_search.gui import formatting
from desktop_search.gui.search_session import Key, key_of
from desktop_search.records import Hit

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Role(IntEnum):
    """What a view may ask of a row, beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole
    QUERY = Qt.ItemDataRole.UserRole + 1


class ResultsModel(QAbstractListModel):
    """A list of hits, and the query they answer."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self._home = home
        self._hits: list[Hit] = []
        self._query = ""

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    def row_of(self, key: Key | None) -> int | None:
        """Where a hit is, or None."""
        return next((row for row, hit in enumerate(self._hits) if key_of(hit) == key), None)

    def show(self, hits: Sequence[Hit], query: str) -> None:
        """Makes the list equal to hits, moving the rows that stay: views keep their selection and place."""
        self._query = query
        wanted = {key_of(hit) for hit in hits}
        for row in reversed(range(len(self._hits))):
            if key_of(self._hits[row]) not in wanted:
                self.beginRemoveRows(NOWHERE, row, row)
                del self._hits[row]
                self.endRemoveRows()
        for row, hit in enumerate(hits):
            before = self.row_of(key_of(hit))
            if before is None:
                self.beginInsertRows(NOWHERE, row, row)
                self._hits.insert(row, hit)
                self.endInsertRows()
            elif before != row:
                self.beginMoveRows(NOWHERE, before, before, NOWHERE, row)
                self._hits.insert(row, self._hits.pop(before))
                self.endMoveRows()
            self._hits[row] = hit
        if hits:
            self.dataChanged.emit(self.index(0), self.index(len(hits) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        value: Any = None
        match role:
            case Role.HIT:
                value = hit
            case Role.QUERY:
                value = self._query
            case Qt.ItemDataRole.DisplayRole:
                value = shown_name(hit, self._home)[1]
            case Qt.ItemDataRole.ToolTipRole:
                value = formatting.tooltip(formatting.visible_name(hit.path))
            case Qt.ItemDataRole.AccessibleTextRole:
                folder, name = shown_name(hit, self._home)
                parts = (name, formatting.place_of(hit), folder, formatting.one_line(hit.snippet))
                value = ", ".join(part for part in parts if part)
        return value

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(self._hits[index.row()].path) for index in indexes])
        return dragged

    def supportedDragActions(self) -> Qt.DropAction:
        # Copy only: a file dropped somewhere must not be moved away from where it belongs.
        return Qt.DropAction.CopyAction


def shown_name(hit: Hit, home: str) -> tuple[str, str]:
    """Folder and name for the screen. A member of an archive or mailbox is named, and stands in its file."""
    folder, name = formatting.folder_and_name(hit.path, home)
    if hit.member:
        return f"{folder}/{name}", formatting.visible_name(hit.member)
    return folder, name
