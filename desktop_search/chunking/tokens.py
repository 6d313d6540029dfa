"""Counts the tokens a model will see, so that a passage is never cut off by it."""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

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
    special = [re.escape(token.content) for token in tokenizer.get_added_tokens_decoder().values()]
    return _Words(
        lambda text: len(ids(text)),
        _words_in_vocabulary(tokenizer) if cuts_at_signs else {},
        signs=string.punctuation if cuts_at_signs else "",
        ignores_capitals=ignores_capitals,
        special=re.compile("|".join(special)) if special else None,
    ).tokens_in


def _words_in_vocabulary(tokenizer: "Tokenizer") -> dict[str, int]:
    """Words of letters alone that are one token each: word pieces look for the longest first, and so for the whole."""
    from tokenizers.models import WordPiece

    found = [word for word in tokenizer.get_vocab() if word.isascii() and word.isalpha()]
    # Unless the text is changed before it is cut.
    probes = sorted(found)[::100] if isinstance(tokenizer.model, WordPiece) else []
    is_right = probes and all(tokenizer.encode(word, add_special_tokens=False).tokens == [word] for word in probes)
    return dict.fromkeys(found, 1) if is_right else {}


class _Words(dict[str, int]):
    """How many tokens a word has. Each is counted when it is met for the first time: cutting all text into tokens only
    to count them took most of reading it. For tokenizers that cut at white space first, as nearly all do.
    """

    def __init__(
        self,
        count: Callable[[str], int],
        known: Mapping[str, int],
        *,
        signs: str,
        ignores_capitals: bool,
        special: re.Pattern[str] | None,
    ) -> None:
        """signs never join what stands beside them, and are a token each: words are known without them. A text with
        one of the special tokens in it ("[MASK]") is counted as a whole.
        """
        super().__init__(known)
        self._count = count
        self._known = known
        self._special = special
        self._signs = signs.encode()
        capitals, small = (string.ascii_uppercase, string.ascii_lowercase) if ignores_capitals else ("", "")
        # Of UTF-8 this changes signs and ASCII letters only.
        self._to_bare_words = bytes.maketrans((signs + capitals).encode(), (" " * len(signs) + small).encode())

    def tokens_in(self, texts: Sequence[str]) -> list[int]:
        if len(self) > len(self._known) + _WORDS_KEPT:
            self.clear()
            self.update(self._known)
        return [self._tokens_in(text) for text in texts]

    def _tokens_in(self, text: str) -> int:
        encoded = text.encode("utf-8", "replace")
        if self._special is not None and self._special.search(text):
            return self._count(encoded.decode())
        words = encoded.translate(self._to_bare_words).decode().split()
        return sum(map(self.__getitem__, words)) + len(encoded) - len(encoded.translate(None, self._signs))

    def __missing__(self, word: str) -> int:
        tokens = self[word] = self._count(word)
        return tokens


def estimate(texts: Sequence[str]) -> list[int]:
    """Tokens by rule of thumb, rather too many than too few: three ASCII characters or one other make a token."""
    return [_estimated(text) for text in texts]


def _estimated(text: str) -> int:
    plain = len(text.encode("ascii", "ignore"))
    return -(-plain // 3) + len(text) - plain
