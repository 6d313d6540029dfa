"""Counts the tokens a model will see, so that a passage is never cut off by it."""

from collections.abc import Callable, Sequence
from pathlib import Path

TokenCounter = Callable[[Sequence[str]], list[int]]

# Encodings are large objects: so many at a time keep the memory flat however many texts are handed in. (Where words are
# counted, the new ones of all texts are one encoding: whoever has very many texts hands them in bit by bit.)
_BATCH = 512
_WORDS_KEPT = 100_000
_PROBES = (
    "Where words end, tokens end: naïve Cafés don't (e-mail a_b@example.org) 3,141.59 % – «Straße» 東京 x².",
    "def main():\n    if True:\n\t\treturn  1\n\n\n        # the end\r\n  ",
    "  two  spaces   and\u00a0others\u3000here  ",
)


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

    def count_words(words: Sequence[str]) -> list[int]:
        encoding = tokenizer.encode(" ".join(words), add_special_tokens=False)
        return _tokens_in([len(word) for word in words], [end for _, end in encoding.offsets])

    cuts_at_spaces = all([id for word in probe.split() for id in ids(word)] == ids(probe) for probe in _PROBES)
    if not cuts_at_spaces:
        return count
    tells_where = all(count_words(probe.split()) == count(probe.split()) for probe in _PROBES)
    return _by_words(count_words if tells_where else count)


def _tokens_in(lengths: Sequence[int], ends: Sequence[int]) -> list[int]:
    """How many of the tokens, which end there, each of the words has: they follow one another, a space between them."""
    counts: list[int] = []
    token = begins = 0
    for length in lengths:
        begins += length + 1
        before = token
        while token < len(ends) and ends[token] < begins:
            token += 1
        counts.append(token - before)
    return counts


def _by_words(count: TokenCounter) -> TokenCounter:
    """Counts the tokens of each word once: cutting all text into tokens only to count them took most of reading it.

    For tokenizers that cut at white space first, as nearly all do.
    """
    known: dict[str, int] = {}

    def added(texts: Sequence[str]) -> list[int]:
        split = [text.split() for text in texts]
        if len(known) > _WORDS_KEPT:
            known.clear()
        new = list(set().union(*split).difference(known))
        if new:
            known.update(zip(new, count(new), strict=True))
        return [sum(map(known.__getitem__, some)) for some in split]

    return added


def estimate(texts: Sequence[str]) -> list[int]:
    """Tokens by rule of thumb, rather too many than too few: three ASCII characters or one other make a token."""
    return [_estimated(text) for text in texts]


def _estimated(text: str) -> int:
    plain = len(text.encode("ascii", "ignore"))
    return -(-plain // 3) + len(text) - plain
