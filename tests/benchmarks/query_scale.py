"""How the time of a query grows with the index: words alone, and words with meaning, over made passages.

    python -m tests.benchmarks.query_scale --passages 10000,100000,1000000

prints one JSON object, for plain questions and, in the mode "both", for some with a filter, with an excluded word, with
a misspelled word, and with a word that is like none: for these the time includes the search for what was meant. Texts
are drawn word by word with the frequencies of natural language (Zipf, 1949); vectors lie around 300 subjects, moved at
random by as much as different texts on one subject differ. Meaning is searched exactly; the model's own time, which
does not depend on the index, is not in the figures.
"""

import argparse
import itertools
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.records import Array, Mode, SearchQuery
from desktop_search.searching import query as queries
from desktop_search.searching.candidates import Candidates
from desktop_search.searching.meaning import Meaning
from desktop_search.searching.searcher import Searcher
from desktop_search.storage.index_db import IndexDb
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.words.index import WordEntry, WordIndex

VOCABULARY = 100_000
WORDS_IN_PASSAGE = 40
PASSAGES_IN_FILE = 20
DIMENSIONS = 384
SUBJECTS = 300
AWAY = 0.8
"""How far a vector is moved from its subject's: two of one subject then have a cosine of some 0.6."""
AT_ONCE = 20_000
QUERIES = 200
SEED = 7


class Made:
    """Makes the same texts and vectors in every run."""

    def __init__(self) -> None:
        self.dice = np.random.default_rng(SEED)
        letters = np.array(list("etaoinshrdlcumwfgypbvk"))
        sizes = self.dice.integers(3, 11, VOCABULARY)
        self.words = ["".join(self.dice.choice(letters, size)) for size in sizes]
        shares = 1.0 / np.arange(1, VOCABULARY + 1)
        self._thresholds = np.cumsum(shares / shares.sum())
        self.subjects = _normalised(self.dice.standard_normal((SUBJECTS, DIMENSIONS)))

    def texts(self, count: int) -> list[str]:
        drawn = np.searchsorted(self._thresholds, self.dice.random((count, WORDS_IN_PASSAGE)))
        return [" ".join(self.words[min(word, VOCABULARY - 1)] for word in row) for row in drawn]

    def vectors(self, count: int) -> Array:
        moved = self.subjects[self.dice.integers(0, SUBJECTS, count)]
        away = self.dice.standard_normal((count, DIMENSIONS)) / np.sqrt(DIMENSIONS)
        return _normalised(moved + AWAY * away).astype(np.float32)


def _normalised(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def measure(sizes: Sequence[int], place: Path) -> Iterator[dict[str, float]]:
    """Grows one index from size to size, and measures at each."""
    made, store = Made(), ExactStore(DIMENSIONS)
    db, words = IndexDb(place / "index.db"), WordIndex(place / "words")
    searcher = Searcher(db, words, Candidates(words, meaning_weight=0.45))
    there, asked = 0, list[str]()
    try:
        for size in sizes:
            started = time.monotonic()
            while there < size:
                count = min(AT_ONCE, size - there)
                texts = made.texts(count)
                _add(place / "index.db", words, there, texts)
                store.add(range(there + 1, there + count + 1), made.vectors(count))
                asked = (asked + [_question(made, text) for text in texts[:: max(1, count // 20)]])[-QUERIES:]
                there += count
            words.commit()
            grown = time.monotonic() - started
            yield {"passages": size, "growing_s": round(grown, 1), **_times(searcher, words, store, made, asked)}
    finally:
        words.close()
        db.close()


def _question(made: Made, text: str) -> str:
    """Six words of a passage, of which none is one of the hundred most frequent."""
    frequent = set(made.words[:100])
    return " ".join([word for word in text.split() if word not in frequent][:6])


def _times(
    searcher: Searcher, words: WordIndex, store: ExactStore, made: Made, asked: Sequence[str]
) -> dict[str, float]:
    found: dict[str, float] = {}
    for mode in (Mode.WORDS, Mode.BOTH):
        found |= _spent(mode.value, (searcher, words, store), made, asked, mode=mode)
    kinds = {
        "filter": [f"{text} type:text in:{at % 50}" for at, text in enumerate(asked)],
        "excluded": [f"{text} -{made.words[1000 + at]}" for at, text in enumerate(asked)],
        "misspelled": [f"{text} {_misspelled(text)}" for text in asked],
        # Each is another word, as what was found for a word is kept.
        "unknown": [f"{text} co{_misspelled(text)[2:]}zq{chr(97 + at % 26)}x " for at, text in enumerate(asked)],
    }
    for kind, typed in kinds.items():
        found |= _spent(kind, (searcher, words, store), made, typed)
    return found


def _spent(
    name: str,
    parts: tuple[Searcher, WordIndex, ExactStore],
    made: Made,
    asked: Sequence[str],
    *,
    mode: Mode = Mode.BOTH,
) -> dict[str, float]:
    searcher, words, store = parts
    spent = []
    for text, vector in zip(itertools.islice(itertools.cycle(asked), QUERIES), made.vectors(QUERIES), strict=True):
        query: SearchQuery = queries.parse(text, mode=mode)
        started = time.perf_counter()
        found = searcher.search(words.spelled(query), Meaning(vector, store) if mode is Mode.BOTH else None)
        spent.append((time.perf_counter() - started) * 1000)
        assert found or query.restrictions
    middle, late = np.percentile(spent, [50, 95]).round(1).tolist()
    return {f"{name}_p50_ms": middle, f"{name}_p95_ms": late}


def _misspelled(text: str) -> str:
    """The longest of some words with two letters changed, so that no simple mistake explains it."""
    word = max(text.split(), key=len)
    return f"{word[:2]}x{word[3:-1]}z"


def _add(database: Path, words: WordIndex, after: int, texts: Sequence[str]) -> None:
    """Rows as the indexer writes them; there is nobody to read so many files from a disk."""
    connection = sqlite3.connect(database)
    files = range(after // PASSAGES_IN_FILE + 1, (after + len(texts)) // PASSAGES_IN_FILE + 1)
    paths = {id: f"/made/{id // 500}/document {id}.txt" for id in files}
    file_row = (
        "insert into files (id, path, size, modified_ns, changed_ns, device, inode, state, format_version, read_at)"
    )
    with connection:
        connection.executemany(
            f"{file_row} values (?, ?, 1, 1, 1, 1, ?, 'indexed', 1, 0)",
            [(id, path.encode(), id) for id, path in paths.items()],
        )
        connection.executemany(
            "insert into documents (id, file_id, properties) values (?, ?, '{}')", [(id, id) for id in files]
        )
        connection.executemany(
            "insert into passages (id, document_id, ordinal, text, text_hash) values (?, ?, ?, ?, ?)",
            [
                (id, (id - 1) // PASSAGES_IN_FILE + 1, id % PASSAGES_IN_FILE, text, _hash(text))
                for id, text in enumerate(texts, start=after + 1)
            ],
        )
    connection.close()
    words.add(
        _entry(id, text, paths[(id - 1) // PASSAGES_IN_FILE + 1]) for id, text in enumerate(texts, start=after + 1)
    )
    words.add(_entry(-id, "", path) for id, path in paths.items())
    words.commit()


def _entry(id: int, text: str, path: str) -> WordEntry:
    return WordEntry(id, text, "", Path(path).name, str(Path(path).parent), ".txt", 1, "en")


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passages", default="10000,100000", help="sizes, separated by commas, growing")
    sizes = [int(size) for size in parser.parse_args().passages.split(",")]
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps({"sizes": list(measure(sizes, Path(place)))}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
