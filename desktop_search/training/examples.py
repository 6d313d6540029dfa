"""What a model learns from: texts that belong together, or two of them with a score. Pure but for the files."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_search.errors import DesktopSearchError

LONGEST = 20_000
"""Characters of a text; no model reads more than a part of it."""
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")


class Shape(StrEnum):
    """What the lines of a set of examples have in common, and so which losses fit."""

    PAIRS = "pairs"
    TRIPLETS = "triplets"
    SCORES = "scores"
    CLASSES = "classes"
    MARGINS = "margins"


@dataclass(frozen=True, slots=True)
class Example:
    """An anchor, what belongs to it and, with more than two texts, what does not.

    score is how much two texts mean the same, from 0 to 1; the number of a class; or by how much a teacher prefers the
    second text to the third. None where the texts alone say all.
    """

    texts: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of one shape."""

    shape: Shape
    items: tuple[Example, ...]

    def __len__(self) -> int:
        return len(self.items)


def cleaned(text: str) -> str:
    """A text as a model should read it: no markup, no characters that nobody sees, single spaces."""
    plain = _MARKUP.sub(" ", unicodedata.normalize("NFC", text[:LONGEST]))
    return " ".join("".join(mark if mark.isprintable() else " " for mark in plain).split())


def folded(text: str) -> str:
    """The form in which questions and texts are compared: case and white space make no difference."""
    return " ".join(text.casefold().split())


def together(parts: Iterable[Examples]) -> Examples:
    """Sets of one shape as one set. Raises DesktopSearchError for sets that no loss takes together."""
    sets = [part for part in parts if part.items]
    shapes = {part.shape for part in sets}
    if len(shapes) > 1:
        raise DesktopSearchError(f"{' and '.join(sorted(shapes))} cannot be learned together.", "Train on one of them.")
    return Examples(shapes.pop() if shapes else Shape.PAIRS, tuple(item for part in sets for item in part.items))


def write(examples: Sequence[Example], file: Path) -> None:
    """A line of JSON for each."""
    with file.open("w", encoding="utf-8") as stream:
        for one in examples:
            stream.write(json.dumps({"texts": one.texts, "score": one.score}, ensure_ascii=False) + "\n")


def read(file: Path) -> list[Example]:
    """What write() wrote."""
    with file.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [Example(tuple(row["texts"]), row["score"]) for row in rows]
