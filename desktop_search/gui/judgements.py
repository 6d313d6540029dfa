"""What the person found of the hits of the newest question. It is kept by the engine; here it is shown."""

from collections import deque
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.engine_link import EngineLink
from desktop_search.records import Hit, Label

ORIGIN, ASKED = "window", "asked"
WEAK_ORIGINS = frozenset({"opened", "returned"})
"""What nobody has said, but what was taken from openings. It is not shown as a judgement, and gives way to one."""


def words_of(hit: Hit) -> str:
    """The passage that is judged: a judgement quotes it, so that it survives a new index."""
    return hit.matches[0].text if hit.matches else hit.snippet


class Judgements(QObject):
    """The labels of one query. A judgement is taken back by giving it again."""

    changed = Signal()

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._query = ""
        self._labels: dict[tuple[str, str], bool] = {}
        self._weak: set[tuple[str, str]] = set()
        # One after the other: the engine answers several requests at once, and in any order.
        self._unsaid: deque[dict[str, Any]] = deque()
        self._sent: int | None = None
        link.failed.connect(self._on_failed)
        link.connected.connect(self._say_again)

    @property
    def is_saved(self) -> bool:
        """Whether the engine has kept all judgements."""
        return not self._unsaid

    def ask(self, query: str) -> None:
        """Asks for the judgements of a query, once for each new one."""
        query = " ".join(query.split())
        if query != self._query:
            self._query, self._labels, self._weak = query, {}, set()
            self.renew()

    def renew(self) -> None:
        """Asks again: elsewhere in the window judgements can be changed, too."""
        if (query := self._query) and self.is_saved:
            self._link.request("labels", lambda labels: self._take(query, labels), query=query)

    def of(self, hit: Hit) -> bool | None:
        """What was found of a hit: of one of its passages, or else of the file at all."""
        for passage in (words_of(hit), *(match.text for match in hit.matches)):
            if (judged := self._labels.get((hit.path, passage))) is not None:
                return judged
        if len(hit.matches) == 1 and self._has_other_passages(hit):
            return None
        return next((judged for (path, _), judged in self._labels.items() if path == hit.path), None)

    def judge(self, hit: Hit, relevant: bool) -> bool | None:
        """Says whether a hit answers, or takes that back where it was said already. Returns what holds now."""
        if not self._query:
            return None
        holds = None if self.of(hit) is relevant else relevant
        passages = {passage for path, passage in self._labels if path == hit.path}
        quoted = {words_of(hit), *(match.text for match in hit.matches)} & passages or passages
        if holds is None:
            for passage in quoted:
                self._say(hit, passage, None)
        else:
            for passage in quoted - {words_of(hit)}:
                self._say(hit, passage, None)
            self._say(hit, words_of(hit), holds)
        self.changed.emit()
        return holds

    def answer(self, hit: Hit, relevant: bool) -> None:
        """Keeps what the person says of a hit when asked for it."""
        if self._query:
            self._say(hit, words_of(hit), relevant, ASKED)
            self.changed.emit()

    def _say(self, hit: Hit, passage: str, relevant: bool | None, origin: str = ORIGIN) -> None:
        for path, weak in [one for one in self._weak if one[0] == hit.path]:
            self._weak.discard((path, weak))
            if weak != passage:
                self._send(path, weak, None, origin)
        if relevant is None:
            self._labels.pop((hit.path, passage), None)
        else:
            self._labels[hit.path, passage] = relevant
        self._send(hit.path, passage, relevant, origin)

    def _send(self, path: str, passage: str, relevant: bool | None, origin: str) -> None:
        said = {"query": self._query, "path": path, "passage": passage, "relevant": relevant, "origin": origin}
        self._unsaid.append(said)
        self._say_next()

    def _say_next(self) -> None:
        if self._unsaid and self._sent is None:
            said = self._unsaid[0]
            self._sent = self._link.request("label", lambda _: self._on_said(said), **said)

    def _on_said(self, said: dict[str, Any]) -> None:
        if self._unsaid and self._unsaid[0] is said:
            self._unsaid.popleft()
            self._sent = None
            self._say_next()

    def _on_failed(self, number: int) -> None:
        if number == self._sent:
            self._on_said(self._unsaid[0])

    def _say_again(self) -> None:
        # An engine that has died may not have kept the one in hand; to say it twice does no harm.
        self._sent = None
        self._say_next()

    def _take(self, query: str, labels: Sequence[Label]) -> None:
        # What was said since it was asked for is newer than what comes.
        if query == self._query and self.is_saved:
            said = [label for label in labels if label.origin not in WEAK_ORIGINS]
            self._labels = {(label.path, label.passage): label.relevant for label in said}
            self._weak = {(label.path, label.passage) for label in labels if label.origin in WEAK_ORIGINS}
            self.changed.emit()

    def _has_other_passages(self, hit: Hit) -> bool:
        """Whether something else of the same file was judged, as in a list of passages."""
        return any(path == hit.path and passage != words_of(hit) for path, passage in self._labels)
