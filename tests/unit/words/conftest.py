"""Small word indexes to search in."""

from collections.abc import Callable, Iterator

import pytest

from desktop_search.words.index import WordEntry, WordIndex


@pytest.fixture
def filled() -> Iterator[Callable[..., WordIndex]]:
    """Makes a committed index in memory out of entries."""
    made: list[WordIndex] = []

    def fill(*entries: WordEntry) -> WordIndex:
        index = WordIndex(None)
        made.append(index)
        index.add(entries)
        index.commit()
        return index

    yield fill
    for index in made:
        index.close()
