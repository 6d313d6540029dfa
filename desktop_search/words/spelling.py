"""Finds the words of a vocabulary that a misspelled or unfinished word may stand for. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop_search.records import Spelling

SHORTEST, SHORTEST_FOR_TWO = 5, 8
"""Letters from which one mistake is allowed, and from which two are."""
SHORTEST_BEGINNING = 3
MOST = 3
LONGEST = 24
SIGNS = "'\"?!.,;:()[]{}…"
"""Signs before and behind a typed word that do not belong to it."""
_KNOWN_LETTERS = 2
_MOST_BEGUN = 20_000
"""So many words with the same two first letters are looked at, the most frequent."""
_MOST_COMPLETED = 200
_LETTERS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "αβγδεζηθικλμνξοπρςστυφχψω")

Frequency = Callable[[str], int]
"""In how many texts a word stands."""
Beginning = Callable[[str, int], Sequence[tuple[str, int]]]
"""At most so many words that begin so, with their frequencies, the most frequent first."""


def may_be_misspelled(word: str) -> bool:
    """Whether a word is one of ordinary letters, of a length in which mistakes can be told from other words."""
    return word.isalpha() and SHORTEST <= len(word) <= LONGEST


def corrections(word: str, frequency: Frequency, beginning: Beginning) -> tuple[str, ...]:
    """The words that differ by one letter, else for longer words those that differ by two; the most frequent first.

    A letter that is missing, too many, wrong, or changed places with the next counts one. The first letter is taken
    to be right, or to have changed places; where there are two mistakes, the first two.
    """
    if not may_be_misspelled(word):
        return ()
    near = {other for other in _one_letter_off(word) if other[:1] == word[0] or other[:2] == word[1::-1]}
    found = [(other, count) for other in near if (count := frequency(other))]
    if not found and len(word) >= SHORTEST_FOR_TWO:
        begun = beginning(word[:_KNOWN_LETTERS], _MOST_BEGUN)
        letters = frozenset(word)
        found = [
            (other, count)
            for other, count in begun
            # Two mistakes lose two letters and bring two others at most. That is told much sooner than the distance.
            if abs(len(other) - len(word)) <= 2
            and len(letters.difference(other)) <= 2
            and len(letters.union(other)) <= len(letters) + 2
            and other.isalpha()
            and is_within(word, other, 2)
        ]
    return _most_frequent(found)


def completions(word: str, beginning: Beginning) -> tuple[str, ...]:
    """The most frequent words that begin with a word of at least three letters."""
    if not word.isalnum() or not SHORTEST_BEGINNING <= len(word) <= LONGEST:
        return ()
    return _most_frequent((other, count) for other, count in beginning(word, _MOST_COMPLETED) if other.isalnum())


def corrected(words: Iterable[str], spellings: Iterable[Spelling]) -> list[str]:
    """The words, each that was misspelled in the form it was most likely meant in; unfinished ones as they are."""
    meant = {one.typed: one.words[0] for one in spellings if one.words and not one.is_beginning}
    return [word.replace(word.strip(SIGNS), meant[word]) if word in meant else word for word in words]


def is_within(one: str, two: str, limit: int) -> bool:
    """Whether two words are at most so many single-letter mistakes apart (optimal string alignment)."""
    if abs(len(one) - len(two)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(two, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return False
    return row[-1] <= limit


def _one_letter_off(word: str) -> Iterator[str]:
    alphabet = next((letters for letters in _LETTERS if word[0] in letters), "")
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in alphabet)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet if letter != after[0])
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _most_frequent(found: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    ordered = sorted(found, key=lambda one: (-one[1], one[0]))
    return tuple(word for word, _ in ordered[:MOST])
