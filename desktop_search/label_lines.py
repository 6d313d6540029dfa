"""Judgements as lines of JSON: query, path, passage, relevant, origin, at. The last two and passage may be missing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_search.records import Label

ORIGIN = "import"


def line_of(label: Label) -> str:
    """One judgement on one line, without its end."""
    return json.dumps(fields_of(label), ensure_ascii=True)


def fields_of(label: Label) -> dict[str, Any]:
    """A judgement as it stands in a file."""
    return {
        "query": label.query,
        "path": label.path,
        "passage": label.passage,
        "relevant": label.relevant,
        "origin": label.origin,
        "at": label.at,
    }


def read(lines: Iterable[str], absolute: Callable[[str], str] = os.path.abspath) -> tuple[list[Label], int]:
    """The judgements of a file, and how many lines are none. Empty lines do not count."""
    labels: list[Label] = []
    wrong = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            labels.append(_label(json.loads(line), absolute))
        except (ValueError, KeyError, TypeError, RecursionError):
            wrong += 1
    return labels, wrong


def _label(fields: dict[str, Any], absolute: Callable[[str], str]) -> Label:
    from desktop_search.records import Label

    query, path, relevant = fields["query"], fields["path"], fields["relevant"]
    passage, origin = fields.get("passage") or "", fields.get("origin") or ORIGIN
    at = float(fields.get("at") or time.time())
    if not all(isinstance(text, str) for text in (query, path, passage, origin)) or not (query.strip() and path):
        raise ValueError("not a judgement")
    if relevant not in (True, False) or not 0 <= at < float("inf"):
        raise ValueError("not a judgement")
    # What is no text for a database is no judgement either; a path may hold any bytes.
    (query + passage + origin).encode()
    return Label(query, absolute(path), passage, bool(relevant), origin, at)
