"""Asks an engine every judged question and says how good its answers are."""

import dataclasses
import os
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import unquote

from desktop_search.records import Answer
from desktop_search.training import comparing
from desktop_search.training import evaluation as judged

DEPTH = 100
MOST_TIMED = 50
Search: TypeAlias = Callable[..., Answer]
"""Engine.search, or what asks a running engine."""

Rankings: TypeAlias = Mapping[str, Sequence[str]]
"""For each query the names of the documents that were found, best first."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked, by the names of the queries, and what would be right to find."""

    texts: Mapping[str, str]
    relevant: Mapping[str, judged.Grades]


def rankings(search: Search, questions: Questions, mode: str, *, name_of: Callable[[str], str]) -> Rankings:
    """What is found for each question, down to rank 100. name_of gives a path's name in the judgements."""
    return {
        query: [name_of(path) for path in _paths(search(text, limit=DEPTH, mode=mode))]
        for query, text in questions.texts.items()
    }


def figures(found: Mapping[str, Rankings], questions: Questions) -> dict[str, dict[str, float]]:
    """The usual measures of each mode."""
    return {mode: judged.summary(ranked, questions.relevant) for mode, ranked in found.items()}


def differences(found: Mapping[str, Rankings], questions: Questions, *, of: str = "both") -> dict[str, Any]:
    """How much nDCG@10 one mode has more than each other, with the interval that chance leaves open."""
    return {
        f"{of}_minus_{mode}": dataclasses.asdict(comparing.difference(found[of], ranked, questions.relevant))
        for mode, ranked in found.items()
        if of in found and mode != of
    }


def times(search: Search, questions: Questions, mode: str) -> dict[str, float]:
    """Milliseconds of a question as a person asks it, for ten results: median and 95th percentile of the first 50."""
    asked = islice(questions.texts.values(), MOST_TIMED)
    spent = sorted(search(text, limit=10, mode=mode).took_ms for text in asked)
    if not spent:
        return {"p50": 0.0, "p95": 0.0}
    late = spent[min(len(spent) - 1, int(0.95 * len(spent)))]
    return {"p50": round(statistics.median(spent), 2), "p95": round(late, 2)}


def document_name(path: str) -> str:
    """The name that a judged collection gives to what was indexed at a path."""
    return unquote(os.path.basename(path))


def _paths(answer: Answer) -> Iterator[str]:
    for hit in answer.hits:
        yield from (hit.path, *hit.duplicates)
