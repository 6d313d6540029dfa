"""What a model's README says of its licence and its languages, in the lines at its beginning."""

import re
from pathlib import Path

CARD = "README.md"
MOST_CHARACTERS = 20_000
MOST_LANGUAGES = 200
_FRONT = re.compile(r"---\r?\n(.*?)\r?\n---", re.DOTALL)
_WORD = re.compile(r"[\w .+-]{1,60}")


def licence_and_languages(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Both as the card says them; empty where it does not, and for a card that cannot be read."""
    try:
        text = (folder / CARD).read_text(encoding="utf-8", errors="replace")[:MOST_CHARACTERS]
    except OSError:
        return "", ()
    front = _FRONT.match(text)
    if front is None:
        return "", ()
    licences = _values(front[1], "license")
    return (licences[0] if licences else ""), tuple(_values(front[1], "language")[:MOST_LANGUAGES])


def _values(front: str, name: str) -> list[str]:
    """The value of a key, or its values where they are a list: the little of YAML that model cards use."""
    found = re.search(rf"^{name}:[ \t]*(.*)((?:\r?\n[ \t]*- .*)*)", front, re.MULTILINE)
    if found is None:
        return []
    first, below = found[1].strip(), found[2]
    given = first.strip("[]").split(",") if first else [line.strip()[1:] for line in below.strip().splitlines()]
    values = (value.strip().strip("'\"") for value in given)
    return [value for value in values if _WORD.fullmatch(value)]
