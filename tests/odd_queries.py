"""Queries as nobody should type them, the same ones each time, and documents to search in."""

import random
from collections.abc import Iterator

from desktop_search.chunking.embedded import hash_of
from desktop_search.records import FileStat, FileState, Passage, ReadDocument, ReadOutcome

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


def documents(passages: int, seed: int = 2) -> Iterator[ReadOutcome]:
    """Documents of five passages each, with many different words in texts, names and folders."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnoprstuvwz"
    vocabulary = ["".join(chance.choice(letters) for _ in range(chance.randint(2, 11))) for _ in range(20_000)]
    for number in range(0, passages, 5):
        texts = (" ".join(chance.choices(vocabulary + _WORDS, k=60)) for _ in range(min(5, passages - number)))
        name = f"{number} {chance.choice(_WORDS).replace('/', ' ')}.pdf"
        stat = FileStat(f"/home/{chance.choice(vocabulary)}/{chance.choice(_WORDS)}/{name}", 1, number, 1, 1, number)
        document = ReadDocument(tuple(Passage(text, hash_of(text)) for text in texts))
        yield ReadOutcome(stat, FileState.INDEXED, (document,), format="text", format_version=1)


def _misspelled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice("aeix ") + word[at + chance.randrange(2) :]
