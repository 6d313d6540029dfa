"""Queries as nobody should type them, the same ones each time, and a small index to search in."""

import random
import time
from collections.abc import Iterator
from datetime import date

from desktop_search.searching import query as queries
from desktop_search.words.index import WordEntry, WordIndex

_WORDS = [
    *("tax", "report", "harvest", "receive", "Häuser", "日本語", "ภาษา", "ភាសា", "한국어", "مرحبا"),
    *("C++", "node.js", "v1.2.3", "parse_args", "café", "ﬁne", "ß", "İ"),
]
_PIECES = [
    *(
        '"',
        "'",
        "-",
        "--",
        "+",
        "*",
        "?",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "^",
        "~",
        "~2",
        "\\",
        "/",
        "|",
        "||",
        "&&",
        "OR",
        "AND",
        "NOT",
    ),
    *(
        "type:",
        "type:pdf",
        "-type:",
        "ext:*.p[df",
        "kind:picture,",
        "in:",
        "in:/",
        "in:~root",
        'in:"a',
        "in:..",
        "name:*",
        "name:???",
    ),
    *(
        "name:(a+)+$",
        "name:[",
        "name:\\",
        "author:",
        "author:*",
        "from:@",
        "lang:",
        "lang:zz",
        "before:",
        "before:last",
        "after:99999",
    ),
    *(
        "modified:>",
        "modified:<=31.2.2023",
        "date:..",
        "date:0000",
        "size:>",
        "size:9e99",
        "size:..",
        "year:-1",
        "TYPE:PDF",
        "tpye:pdf",
    ),
    *(
        "http://a.b/c?d=e#f",
        "10:30",
        "C:\\a b",
        "std::vector<T>",
        "a@b.c",
        "\x00",
        "\ud800",
        "\u202e",
        "\ufeff",
        "e\u0301\u0301",
        "👩‍👩‍👧",
    ),
    *(
        "last spring",
        "3 days ago",
        "May 2023",
        "20230501",
        "𝕏",
        "\u0e01\u0e33",
        "\n",
        "\t",
        "%s",
        "${x}",
        "; drop",
        "<b>",
        "=1+1",
    ),
]


def generated(number: int, seed: int = 1) -> Iterator[str]:
    """So many odd queries."""
    chance = random.Random(seed)
    for _ in range(number):
        parts = []
        for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 40))):
            kind = chance.random()
            if kind < 0.4:
                part = chance.choice(_PIECES)
            elif kind < 0.7:
                part = _misspelled(chance.choice(_WORDS), chance)
            elif kind < 0.9:
                part = "".join(chr(chance.choice((chance.randrange(256), chance.randrange(0x30000)))) for _ in range(6))
            else:
                part = chance.choice(_WORDS + _PIECES) * chance.choice((1, 3, 50, 400))
            parts.append(part)
        yield chance.choice((" ", " ", "", "\n", ":", '"', "-")).join(parts)


def index() -> WordIndex:
    """Two thousand passages and files with many different words."""
    chance = random.Random(2)
    letters = "abcdefghijklmnoprstuvwz"
    vocabulary = ["".join(chance.choice(letters) for _ in range(chance.randint(2, 11))) for _ in range(20_000)]
    made = WordIndex(None)
    for id in range(1, 2001):
        text = " ".join(chance.choices(vocabulary + _WORDS, k=60))
        folder = f"/home/{chance.choice(vocabulary)}/{chance.choice(_WORDS)}"
        made.add(
            WordEntry(sign * id, text if sign > 0 else "", "", f"{id} {chance.choice(_WORDS)}.pdf", folder, ".pdf", id)
            for sign in (1, -1)
        )
    made.commit()
    return made


def seconds_for(typed: str, words: WordIndex) -> float:
    """How long it takes to understand a query and to search for it by words, as the engine does."""
    # Of this thread's own work: what else a machine does at the moment is not the query's fault.
    started = time.thread_time()
    query = words.spelled(queries.parse(typed, today=date(2026, 11, 21)))
    words.search(query, 200)
    words.names(query, 50)
    words.allowed(query)
    words.newest(query, 50)
    return time.thread_time() - started


def _misspelled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice("aeix ") + word[at + chance.randrange(2) :]
