"""The queries that led somewhere, newest last. Kept on this machine, until they are erased or no longer wanted."""

from PySide6.QtCore import QObject, QSettings, Signal

LONGEST = 200
KEPT, QUERIES = "history/kept", "history/queries"


class History(QObject):
    """What was asked before. A copy in the settings' file outlives the run."""

    changed = Signal()

    def __init__(self, state: QSettings | None = None, parent: QObject | None = None) -> None:
        """state is where the queries are kept; without it they last for this run."""
        super().__init__(parent)
        self._state = state
        self._queries = _texts(state.value(QUERIES)) if state is not None and self.is_kept else []

    @property
    def queries(self) -> list[str]:
        """Oldest first, each once."""
        return list(self._queries)

    @property
    def is_kept(self) -> bool:
        """Whether queries are remembered at all."""
        return self._state is None or bool(self._state.value(KEPT, True, type=bool))

    def add(self, query: str) -> None:
        """Remembers a query, if the person does not mind."""
        query = query.strip()
        if query and self.is_kept:
            self._queries = [*(old for old in self._queries if old != query), query][-LONGEST:]
            self._keep()

    def erase(self) -> None:
        """Forgets all queries."""
        self._queries = []
        self._keep()

    def keep(self, *, wanted: bool) -> None:
        """Switches the memory on or off; switched off, it also forgets what it had."""
        if self._state is not None:
            self._state.setValue(KEPT, wanted)
        if not wanted:
            self.erase()
        self.changed.emit()

    def like(self, text: str, limit: int) -> list[str]:
        """Queries that contain a text, newest first, but not the text itself."""
        wanted = text.strip().casefold()
        found = (query for query in reversed(self._queries) if wanted in query.casefold() and query != text.strip())
        return [query for query, _ in zip(found, range(limit), strict=False)]

    def _keep(self) -> None:
        if self._state is not None:
            self._state.setValue(QUERIES, self._queries)
            self._state.sync()
        self.changed.emit()


def _texts(value: object) -> list[str]:
    # QSettings gives a list of one back as a text.
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
