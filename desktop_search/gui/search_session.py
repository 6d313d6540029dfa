"""Decides what is asked and which answer is shown while a person types: the newest question wins."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_search.records import Answer, Hit

QUIET_MS = 100
"""A pause in the typing. Shorter asks for every key, longer is felt."""
REFRESH_MS = 1000
"""Results follow the disk within two seconds; asking more often would only heat the processor."""

Key = tuple[str, str | None]


def key_of(hit: Hit) -> Key:
    """What makes a hit the same hit in another answer."""
    return hit.path, hit.member


def merged(shown: Sequence[Hit], fresh: Sequence[Hit], held: Key | None) -> tuple[Hit, ...]:
    """The fresh hits in their order, but the held one stays in the row where it is shown.

    A held hit that is missing from the fresh ones stays too, and rows above it are filled from those shown before.
    """
    rows = [key_of(hit) for hit in shown]
    if held is None or held not in rows:
        return tuple(fresh)
    row = rows.index(held)
    kept = next((hit for hit in fresh if key_of(hit) == held), shown[row])
    others = [hit for hit in fresh if key_of(hit) != held]
    found = {key_of(hit) for hit in others}
    others += [hit for hit in shown[:row] if key_of(hit) not in found][: max(row - len(others), 0)]
    return (*others[:row], kept, *others[row:])


def refreshed(shown: Sequence[Hit], fresh: Sequence[Hit], held: Key | None) -> tuple[Hit, ...]:
    """Like merged, for an answer from a changed disk: a hit that is gone is gone, also when it was held."""
    found = [key_of(hit) for hit in fresh]
    if held not in found:
        return tuple(fresh)
    return merged([hit for hit in shown if key_of(hit) in found], fresh, held) if len(fresh) > 1 else tuple(fresh)


class SearchSession(QObject):
    """What was typed, what was asked for it, and what is shown. `changed` says that something else is to be shown."""

    changed = Signal()

    def __init__(
        self, ask: Callable[[str], int | None], parent: QObject | None = None, *, quiet_ms: int = QUIET_MS
    ) -> None:
        """ask sends a question and returns its number, or None while there is nobody to ask."""
        super().__init__(parent)
        self.text = ""
        self.answer: Answer | None = None
        self.hits: tuple[Hit, ...] = ()
        self.held: Key | None = None
        """The hit the person has gone to; no answer moves it."""
        self.is_new = True
        """Whether the hits shown are the first for this text."""
        self.failure: str | None = None
        """Why the newest question could not be answered, if so."""
        self.arrange: Callable[[Sequence[Hit]], Sequence[Hit]] = tuple
        """Puts the hits of an answer into the order that the person wants."""
        self._ask = ask
        self._answered = ""
        self._newest: int | None = None
        self._refresh: int | None = None
        self._quiet = QTimer(self, singleShot=True, interval=quiet_ms)
        self._quiet.timeout.connect(self.run)
        self._settle = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._settle.timeout.connect(self._ask_to_refresh)

    @property
    def is_answered(self) -> bool:
        """Whether what is shown belongs to what is typed."""
        return self._answered == self.text

    @property
    def is_settled(self) -> bool:
        """Whether the text has its complete answer."""
        return self.is_answered and (self.answer is None or self.answer.complete)

    def set_text(self, text: str) -> None:
        """Takes what is in the field now; asks when the typing pauses."""
        text = text.strip()
        if text == self.text:
            return
        self.text, self.held, self.failure = text, None, None
        self._newest = self._refresh = None
        if text:
            self._quiet.start()
        else:
            self._quiet.stop()
            self._settle.stop()
            self._answered, self.answer, self.hits, self.is_new = "", None, (), True
            self.changed.emit()

    def run(self) -> None:
        """Asks now: after the pause, on F5, and again when a new engine is there."""
        self._quiet.stop()
        if self.text:
            self._refresh, self.failure = None, None
            self._newest = self._ask(self.text)

    def arrange_again(self) -> None:
        """Another order is wanted: shows the same answer in it."""
        if self.answer is not None and self.is_answered:
            self.held, self.is_new = None, True
            self.hits = tuple(self.arrange(self.answer.hits))
            self.changed.emit()

    def fail(self, request: int, sentence: str) -> None:
        """The engine could not answer a question; that matters for the newest only."""
        if request == self._newest and not self.is_answered:
            self.failure = sentence
            self.changed.emit()

    def refresh_soon(self) -> None:
        """The disk has changed: asks the same question again, without hurry."""
        if self.text and not self._settle.isActive():
            self._settle.start()

    def take(self, request: int, answer: Answer) -> None:
        """Shows an answer, unless a newer question was asked meanwhile."""
        if request == self._newest:
            if not answer.complete and self.hits and (self.is_settled or not answer.hits):
                # Meaning comes in a moment. A shorter list until then would be a flash, not an answer.
                return
            self.is_new = not self.is_answered
            fresh = tuple(self.arrange(answer.hits))
            self.hits = fresh if self.is_new else merged(self.hits, fresh, self.held)
        elif request == self._refresh and answer.complete:
            # An incomplete one would take the hits by meaning away for a moment.
            self.is_new = False
            self.hits = refreshed(self.hits, tuple(self.arrange(answer.hits)), self.held)
        else:
            return
        self._answered, self.answer = self.text, answer
        self.changed.emit()

    def _ask_to_refresh(self) -> None:
        if self.is_settled:
            self._refresh = self._ask(self.text)
        elif self.text:
            self._settle.start()
