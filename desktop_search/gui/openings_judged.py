"""Takes what is opened for a weak judgement: what was opened answers, what was left again at once does not."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.judgements import WEAK_ORIGINS, words_of
from desktop_search.gui.not_again import NotAgain
from desktop_search.gui.opening import Opening
from desktop_search.gui.search_session import key_of
from desktop_search.records import Hit, Label

AT_ONCE_SECONDS = 10.0
"""Whoever is back so soon, and opens another hit of the same question, has not read what was opened."""
OPENED, RETURNED = "opened", "returned"


@dataclass(frozen=True, slots=True)
class Guess:
    """What an opening, or a quick return, says of a hit."""

    query: str
    hit: Hit
    relevant: bool
    origin: str


@dataclass(frozen=True, slots=True)
class _Opened:
    query: str
    hit: Hit
    at: float


class Trail:
    """What one person opens, one after the other. Pure: moments are handed in, in seconds."""

    def __init__(self) -> None:
        self.last: _Opened | None = None
        self._is_back = self._was_left_at_once = False

    def open(self, query: str, hit: Hit, at: float) -> list[Guess]:
        """A hit of a question was opened. Says what that means for it, and for the one before."""
        before, guesses = self.last, []
        if before is not None and self._was_left_at_once and before.query == query and not _is_same(before.hit, hit):
            guesses.append(Guess(query, before.hit, False, RETURNED))
        self.last, self._is_back, self._was_left_at_once = _Opened(query, hit, at), False, False
        return [*guesses, Guess(query, hit, True, OPENED)]

    def come_back(self, at: float) -> bool:
        """The program is in use again. Says whether that is the first time since something was opened."""
        if self.last is None or self._is_back:
            return False
        self._is_back = True
        self._was_left_at_once = at - self.last.at <= AT_ONCE_SECONDS
        return True


class OpeningsJudged(QObject):
    """Follows what the window and the quick search open. Only what the desktop really has opened counts."""

    came_back = Signal(object, str)
    """A Hit that was opened, and its question: the person is back, and may be asked about it."""

    def __init__(
        self,
        link: EngineLink,
        opening: Opening,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.is_wanted = True
        """Whether the person wants to be judged for by what is opened."""
        self._link = link
        self._clock = clock
        self._trail = Trail()
        self._not_again = NotAgain(link.data)
        self._asked_for: tuple[str, Hit] | None = None
        opening.opened.connect(self._on_opened)

    def about_to_open(self, query: str, hit: Hit) -> None:
        """A hit of a question is being opened; without a question it says nothing."""
        query = " ".join(query.split())
        self._asked_for = (query, hit) if query else None

    def come_back(self) -> None:
        """One of the program's windows is in use again."""
        if self._trail.come_back(self._clock()) and self._trail.last is not None:
            self.came_back.emit(self._trail.last.hit, self._trail.last.query)

    def _on_opened(self, path: str) -> None:
        wanted, self._asked_for = self._asked_for, None
        if wanted is None or wanted[1].path != path:
            return
        guesses = self._trail.open(*wanted, self._clock())
        for guess in guesses if self.is_wanted else ():
            if not self._not_again.holds(guess.query, guess.hit.path):
                self._link.request("labels", partial(self._keep, guess), query=guess.query)

    def _keep(self, guess: Guess, labels: Sequence[Label]) -> None:
        """Keeps a guess, unless the person has said by themselves what they think of the file."""
        path = guess.hit.path
        known = [label for label in labels if label.path == path]
        if any(label.origin not in WEAK_ORIGINS for label in known):
            return
        passage = words_of(guess.hit)
        for other in known:
            if other.passage != passage:
                self._label(guess, other.passage, None)
        self._label(guess, passage, guess.relevant)

    def _label(self, guess: Guess, passage: str, relevant: bool | None) -> None:
        said = {"query": guess.query, "path": guess.hit.path, "passage": passage}
        self._link.request("label", None, None, **said, relevant=relevant, origin=guess.origin)


def _is_same(one: Hit, other: Hit) -> bool:
    return key_of(one) == key_of(other)
