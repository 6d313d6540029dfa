"""Judgements as lines of JSON, the same as the command line writes and reads. Pure."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from desktop_search.records import Label

ORIGIN = "import"


def line_of(label: Label) -> str:
    """One judgement on one line, without its end."""
    fields = {name: getattr(label, name) for name in ("query", "path", "passage", "relevant", "origin", "at")}
    return json.dumps(fields, ensure_ascii=True)


def read(lines: Iterable[str], absolute: Callable[[str], str], now: float) -> tuple[list[Label], int]:
    """The judgements of a file, and how many lines are none. now is for those without a time."""
    labels: list[Label] = []
    wrong = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            labels.append(_label(json.loads(line), absolute, now))
        except (ValueError, KeyError, TypeError, RecursionError):
            wrong += 1
    return labels, wrong


def _label(fields: dict[str, Any], absolute: Callable[[str], str], now: float) -> Label:
    query, path, relevant = fields["query"], fields["path"], fields["relevant"]
    passage, origin = fields.get("passage") or "", fields.get("origin") or ORIGIN
    at = float(fields.get("at") or now)
    if not all(isinstance(text, str) for text in (query, path, passage, origin)) or not (query.strip() and path):
        raise ValueError("not a judgement")
    if relevant not in (True, False) or not 0 <= at < float("inf"):
        raise ValueError("not a judgement")
    # What is no text for a database is no judgement either; a path may hold any bytes.
    (query + passage + origin).encode()
    return Label(query, absolute(path), passage, bool(relevant), origin, at)
