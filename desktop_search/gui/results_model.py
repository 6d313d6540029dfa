"""The hits as Qt's views want them. A new answer changes only the rows that are different, so nothing flickers."""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QUrl,
)

from desktop_search.gui import formatting
from desktop_search.gui.search_session import key_of
from desktop_search.records import Hit

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
KeyOf = Callable[[Hit], object]


class Role(IntEnum):
    """What a view may ask of a row, beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole
    QUERY = Qt.ItemDataRole.UserRole + 1
    HEADING = Qt.ItemDataRole.UserRole + 2
    """What stands above the row, or nothing."""
    JUDGED = Qt.ItemDataRole.UserRole + 3
    """True where the person found it relevant, False where not, else None."""


class ResultsModel(QAbstractListModel):
    """A list of hits, and the query they answer."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self._home = home
        self._hits: list[Hit] = []
        self._query = ""
        self._key: KeyOf = key_of
        self._doubtful_from: int | None = None
        self._judged: Callable[[Hit], bool | None] = lambda hit: None

    @property
    def doubtful_from(self) -> int | None:
        """The row with the heading over the doubtful hits, or None."""
        return self._doubtful_from

    @doubtful_from.setter
    def doubtful_from(self, row: int | None) -> None:
        if row != self._doubtful_from:
            self._doubtful_from = row
            # The row with the heading is higher than the others.
            self.layoutChanged.emit()

    def show_judgements(self, judged: Callable[[Hit], bool | None]) -> None:
        """judged says what the person found of a hit."""
        self._judged = judged
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    def row_of(self, key: object) -> int | None:
        """Where a hit is, or None."""
        return next((row for row, hit in enumerate(self._hits) if self._key(hit) == key), None)

    def show(self, hits: Sequence[Hit], query: str, *, key: KeyOf = key_of) -> None:
        """Makes the list equal to hits, moving the rows that stay: views keep their selection and place.

        key says which rows are the same in both.
        """
        if key is not self._key and self._hits:
            self.beginRemoveRows(NOWHERE, 0, len(self._hits) - 1)
            self._hits.clear()
            self.endRemoveRows()
        self._query, self._key = query, key
        wanted = {key(hit) for hit in hits}
        for row in reversed(range(len(self._hits))):
            if key(self._hits[row]) not in wanted:
                self.beginRemoveRows(NOWHERE, row, row)
                del self._hits[row]
                self.endRemoveRows()
        for row, hit in enumerate(hits):
            before = self.row_of(key(hit))
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
            case Role.HEADING if index.row() == self._doubtful_from:
                value = _heading(index.row())
            case Role.JUDGED:
                value = self._judged(hit)
            case Qt.ItemDataRole.ToolTipRole:
                value = formatting.tooltip("\n".join(_told(hit)))
            case Qt.ItemDataRole.AccessibleTextRole:
                value = self._spoken(hit)
        return value

    def _spoken(self, hit: Hit) -> str:
        folder, name = shown_name(hit, self._home)
        likely = "" if hit.relevance is None else formatting.likelihood(hit.relevance)
        judged = {None: "", True: self.tr("judged relevant"), False: self.tr("judged not relevant")}[self._judged(hit)]
        parts = (name, formatting.place_of(hit), likely, judged, folder, formatting.one_line(hit.snippet))
        return ", ".join(part for part in parts if part)

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


def passage_key(hit: Hit) -> tuple[object, ...]:
    """What makes a row the same row where each passage has its own."""
    return *key_of(hit), hit.page, hit.line, hit.sheet, hit.slide, hit.snippet


def _heading(row: int) -> str:
    if row == 0:
        return QCoreApplication.translate("results", "Nothing fits for certain: try other words")
    return QCoreApplication.translate("results", "Perhaps also")


def _told(hit: Hit) -> Iterator[str]:
    yield formatting.visible_name(hit.path)
    if reasons := formatting.reasons(hit.reasons):
        said = QCoreApplication.translate("results", "Found by {reasons}")
        yield said.format(reasons=", ".join(reasons)) + (
            f" · {formatting.likelihood(hit.relevance)}" if hit.relevance is not None else ""
        )
    if hit.duplicates:
        said = QCoreApplication.translate("results", "The same stands in {path}")
        yield from (said.format(path=formatting.visible_name(path)) for path in hit.duplicates[:5])


def shown_name(hit: Hit, home: str) -> tuple[str, str]:
    """Folder and name for the screen. A member of an archive or mailbox is named, and stands in its file."""
    folder, name = formatting.folder_and_name(hit.path, home)
    if hit.member:
        return f"{folder}/{name}", formatting.visible_name(hit.member)
    return folder, name
