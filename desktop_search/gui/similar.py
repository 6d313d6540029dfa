"""What to ask to find files like one that was found."""

import re
from pathlib import PurePath

from desktop_search.records import Hit

MOST_WORDS = 40
"""Some two sentences: the model reads no more of a question than of a passage, and a person can still see all of it."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MEAN_MORE = frozenset({"OR", "AND", "NOT"})


def question_like(hit: Hit) -> str:
    """The first words of the passage that was found, without anything that a query would understand otherwise."""
    name = PurePath(hit.member or hit.path).stem
    text = hit.matches[0].text if hit.matches else hit.snippet or hit.title or name
    words = _WORD.findall(text) or _WORD.findall(name)
    return " ".join(word.lower() if word in _MEAN_MORE else word for word in words[:MOST_WORDS])
