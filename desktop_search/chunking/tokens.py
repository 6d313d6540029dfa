"""Counts the tokens a model will see, so that a passage is never cut off by it."""

import itertools
import string
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TokenCounter = Callable[[Sequence[str]], list[int]]

# Encodings are large objects: so many at a time keep the memory flat however many texts are handed in.
_BATCH = 512
_WORDS_KEPT = 100_000
_PROBES = (
    "Where words end, tokens end: naïve Cafés don't (e-mail a_b@example.org) 3,141.59 % – «Straße» 東京 x².",
    "def main():\n    if True:\n\t\treturn  1\n\n\n        # the end\r\n  ",
    "  two  spaces   and\u00a0others\u3000here  ",
)
_WORDS_BESIDE_SIGNS = ("word", "Unbelievably", "naïve", "東京", "3", "x-ray")


def counter_for(tokenizer_json: Path | None) -> TokenCounter:
    """A counter using the tokenizer in a file, without special tokens; an estimate by characters if there is none.

    Raises ValueError when the file is not a tokenizer, ImportError when the tokenizers library is missing.
    """
    if tokenizer_json is None:
        return estimate
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(tokenizer_json))
    except Exception as error:  # The library raises bare Exception for anything wrong with the file.
        raise ValueError(f"{tokenizer_json} is not a tokenizer: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count(texts: Sequence[str]) -> list[int]:
        counts: list[int] = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            counts.extend(len(encoding.ids) for encoding in tokenizer.encode_batch(batch, add_special_tokens=False))
        return counts

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    if any([id for word in probe.split() for id in ids(word)] != ids(probe) for probe in _PROBES):
        return count
    signs = {sign: ids(sign) for sign in string.punctuation}
    cuts_at_signs = all(len(of_sign) == 1 for of_sign in signs.values()) and all(
        ids(" ".join(f"{sign}{word}{sign}{sign}" for sign in signs))
        == [id for of_sign in signs.values() for id in (*of_sign, *ids(word), *of_sign, *of_sign)]
        for word in _WORDS_BESIDE_SIGNS
    )
    ignores_capitals = all(ids(probe) == ids(probe.lower()) for probe in (*_PROBES, *_WORDS_BESIDE_SIGNS))
    # A token of letters alone is one as a word, too, if every hundredth is.
    single = {word: id for word, id in tokenizer.get_vocab().items() if word.isascii() and word.isalpha()}
    if not cuts_at_signs or any(ids(word) != [id] for word, id in itertools.islice(single.items(), 0, None, 100)):
        single = {}
    return _Words(
        lambda word: len(ids(word)),
        dict.fromkeys(single, 1),
        signs=string.punctuation if cuts_at_signs else "",
        ignores_capitals=ignores_capitals,
    ).tokens_in


class _Words(dict[str, int]):
    """How many tokens a word has. Each is counted when it is met for the first time: cutting all text into tokens only
    to count them took most of reading it. For tokenizers that cut at white space first, as nearly all do.
    """

    def __init__(
        self, count: Callable[[str], int], known: Mapping[str, int], *, signs: str, ignores_capitals: bool
    ) -> None:
        """signs always are a token each, whatever they stand beside, so that words are known without them."""
        super().__init__(known)
        self._count = count
        self._known = known
        self._signs = signs.encode()
        capitals, small = (string.ascii_uppercase, string.ascii_lowercase) if ignores_capitals else ("", "")
        # Of UTF-8 this changes signs and ASCII letters only.
        self._reduced = bytes.maketrans((signs + capitals).encode(), (" " * len(signs) + small).encode())

    def tokens_in(self, texts: Sequence[str]) -> list[int]:
        if len(self) > len(self._known) + _WORDS_KEPT:
            self.clear()
            self.update(self._known)
        return [self._tokens_in(text.encode("utf-8", "replace")) for text in texts]

    def _tokens_in(self, text: bytes) -> int:
        words = text.translate(self._reduced).decode().split()
        return sum(map(self.__getitem__, words)) + len(text) - len(text.translate(None, self._signs))

    def __missing__(self, word: str) -> int:
        tokens = self[word] = self._count(word)
        return tokens


def estimate(texts: Sequence[str]) -> list[int]:
    """Tokens by rule of thumb, rather too many than too few: three ASCII characters or one other make a token."""
    return [_estimated(text) for text in texts]


def _estimated(text: str) -> int:
    plain = len(text.encode("ascii", "ignore"))
    return -(-plain // 3) + len(text) - plain
