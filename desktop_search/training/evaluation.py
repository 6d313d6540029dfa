"""Says how good a ranking is: reads judged collections and computes the usual measures. Pure but for the reading."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from desktop_search.errors import DesktopSearchError

Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A document of a collection; title may be empty."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries and judgements: relevant[query][document] is a grade. Every query has one above 0."""

    name: str
    documents: Mapping[str, JudgedDocument]
    queries: Mapping[str, str]
    relevant: Mapping[str, Grades]


def read_collection(folder: Path) -> Collection:
    """Reads `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` as laid out by BEIR (Thakur et al., 2021).

    Raises DesktopSearchError, naming file and line, when one is missing or damaged.
    """
    documents = {
        _text(row, "_id", where): JudgedDocument(_text(row, "title", where, ""), _text(row, "text", where))
        for row, where in _json_lines(folder / "corpus.jsonl")
    }
    queries = {
        _text(row, "_id", where): _text(row, "text", where) for row, where in _json_lines(folder / "queries.jsonl")
    }
    judged: dict[str, dict[str, int]] = {}
    for query, document, grade in _judgements(folder / "qrels.tsv"):
        judged.setdefault(query, {})[document] = grade
    relevant = {query: judged[query] for query in queries if any(grade > 0 for grade in judged.get(query, {}).values())}
    return Collection(folder.name, documents, {query: queries[query] for query in relevant}, relevant)


def ndcg(ranked: Sequence[str], grades: Grades, k: int) -> float:
    """Normalised discounted cumulative gain at k, with linear gains and log2 discounts, as trec_eval's ndcg_cut.

    Järvelin and Kekäläinen: Cumulated gain-based evaluation of IR techniques, 2002.
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(document, 0) for document in ranked[:k]]) / ideal if ideal else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades, k: int) -> float:
    """1 / the rank of the first relevant document within k, else 0. Voorhees: The TREC-8 QA track report, 1999."""
    ranks = (rank for rank, document in enumerate(ranked[:k], start=1) if grades.get(document, 0) > 0)
    return 1.0 / next(ranks, float("inf"))


def recall(ranked: Sequence[str], grades: Grades, k: int) -> float:
    """The share of the relevant documents within k, as trec_eval's recall."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def hit(ranked: Sequence[str], grades: Grades, k: int) -> float:
    """1 if there is a relevant document within k, else 0, as trec_eval's success."""
    return float(any(grades.get(document, 0) > 0 for document in ranked[:k]))


def summary(rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, Grades]) -> dict[str, float]:
    """Means over all judged queries; a query without a ranking counts as one that found nothing."""
    pairs = [(rankings.get(query, ()), grades) for query, grades in relevant.items()]
    measures = {
        "ndcg@10": [ndcg(ranked, grades, 10) for ranked, grades in pairs],
        "mrr@10": [reciprocal_rank(ranked, grades, 10) for ranked, grades in pairs],
        "recall@10": [recall(ranked, grades, 10) for ranked, grades in pairs],
        "recall@100": [recall(ranked, grades, 100) for ranked, grades in pairs],
        "hit@1": [hit(ranked, grades, 1) for ranked, grades in pairs],
        "hit@5": [hit(ranked, grades, 5) for ranked, grades in pairs],
    }
    return {name: sum(values) / len(values) if values else 0.0 for name, values in measures.items()}


def _gain(grades: Sequence[int]) -> float:
    # A grade below 0 marks spam in some collections, and gains nothing in trec_eval.
    return sum(max(0, grade) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines that hold something, each with a phrase that says where it stands."""
    try:
        with file.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield line.rstrip("\n"), f"line {number} of {file}"
    except OSError as error:
        raise DesktopSearchError(f"{file} cannot be read.", error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise DesktopSearchError(f"{file} is not UTF-8 text.") from error


def _json_lines(file: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for line, where in _lines(file):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DesktopSearchError(f"There is no valid JSON in {where}.") from error
        if not isinstance(row, dict):
            raise DesktopSearchError(f"There is no JSON object in {where}.")
        yield row, where


def _text(row: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str):
        raise DesktopSearchError(f'There is no text named "{name}" in {where}.')
    return value


def _judgements(file: Path) -> Iterator[tuple[str, str, int]]:
    """Query, document and grade of each line below the header."""
    lines = _lines(file)
    header = next(lines, ("", ""))[0].split("\t")
    if len(header) != 3 or header[0] != "query-id":
        raise DesktopSearchError(f'The first line of {file} must be "query-id", "corpus-id" and "score".')
    for line, where in lines:
        columns = line.split("\t")
        try:
            query, document, grade = columns[0], columns[1], int(columns[2])
        except (IndexError, ValueError) as error:
            raise DesktopSearchError(f"There is no query, document and whole number in {where}.") from error
        yield query, document, grade
