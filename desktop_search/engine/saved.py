"""Saved searches: which hits are new since the person last looked. A hit is known by its path, never by its row."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable

from desktop_search.errors import DesktopSearchError
from desktop_search.records import Answer, Hit, SavedSearch
from desktop_search.searching import calibration
from desktop_search.storage.saved_searches import StoredSearch, StoredSearches

LIMIT = 200
LONGEST_NAME, LONGEST_QUERY = 100, 1000


def digests(hits: Iterable[Hit]) -> set[str]:
    """What is remembered of the hits that belong to a search: the sure ones, or all where nothing was asked."""
    kept = [hit for hit in hits if hit.relevance is None or calibration.is_sure(hit)]
    return {hashlib.sha256(os.fsencode(f"{hit.path}\0{hit.member or ''}")).hexdigest()[:24] for hit in kept}


class SavedSearches:
    """Keeps searches, and looks what they find now."""

    def __init__(
        self,
        stored: StoredSearches,
        search: Callable[[str], Answer],
        clock: Callable[[], float] = time.time,
        *,
        removed: Callable[[], None] = lambda: None,
    ) -> None:
        """search gives the complete answer to a query, at most LIMIT hits; removed is told when one is gone."""
        self._stored = stored
        self._search = search
        self._clock = clock
        self._removed = removed

    def saved_searches(self) -> list[SavedSearch]:
        """All saved searches with the number of new hits; each of them is searched for."""
        return [self._looked_at(one) for one in self._stored.all()]

    def save_search(self, query: str, name: str = "") -> SavedSearch:
        """Keeps a query; what it finds now is not new. Raises DesktopSearchError for an empty one."""
        query = " ".join(query.split())[:LONGEST_QUERY]
        if not query:
            raise DesktopSearchError("There is nothing to save.", "Type a question or some words.")
        name = " ".join(name.split())[:LONGEST_NAME] or query[:LONGEST_NAME]
        number = self._stored.add(name, query, sorted(digests(self._search(query).hits)), self._clock())
        return SavedSearch(number, name, query)

    def note_search_seen(self, id: int) -> None:
        """Notes that the person looks at what a search finds now. A search that is gone is no mistake."""
        for one in self._stored.all():
            if one.id == id:
                # What is not found for a moment (a disk that is away) was seen all the same.
                seen = digests(self._search(one.query).hits)
                self._stored.note_seen(id, sorted(seen | set(list(one.seen)[: 5 * LIMIT])), self._clock())

    def remove_search(self, id: int) -> None:
        """Removes a saved search; one that is gone already is no mistake."""
        self._stored.remove(id)
        self._removed()

    def _looked_at(self, one: StoredSearch) -> SavedSearch:
        new = digests(self._search(one.query).hits) - one.seen
        return SavedSearch(one.id, one.name, one.query, len(new))
