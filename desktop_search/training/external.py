"""Reads examples that somebody else made: pairs, triplets or scored pairs, as CSV, TSV or lines of JSON."""

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_search.errors import DesktopSearchError
from desktop_search.training.examples import Example, Examples, Shape, cleaned

ANCHORS = ("anchor", "query", "sentence1", "text1", "premise", "question", "one", "texta")
POSITIVES = ("positive", "passage", "sentence2", "text2", "hypothesis", "answer", "other", "textb")
NEGATIVES = ("negative", "wrong", "text3")
SCORES = ("score", "label", "similarity", "relevant", "class", "margin")
SINGLE = ("text", "sentence")
CLASSES = {"entailment": 0, "neutral": 1, "contradiction": 2}
MOST, MOST_CLASSES = 200_000, 100
SEED = 2026


def read(file: Path, *, loss: str = "auto") -> Examples:
    """The examples of a file. Their shape follows from its columns, and where both fit, from the loss.

    Columns are known by their usual names. Scores of any scale become 0 to 1; words as scores are classes; sentences
    with a label alone are paired with others of the same label, and one of another.
    Raises DesktopSearchError, naming the line where there is one, for anything else.
    """
    rows = list(_rows(file))
    if not rows:
        raise DesktopSearchError(f"There are no examples in {file}.")
    columns = _columns(rows[0][1], file)
    if "anchor" not in columns:
        return Examples(Shape.TRIPLETS, tuple(_of_labelled(rows, columns)))
    texts = [name for name in ("anchor", "positive", "negative") if name in columns]
    read_rows = [
        (number, tuple(_text(row, columns[name], file, number) for name in texts), row) for number, row in rows
    ]
    kept = [(number, some, row) for number, some, row in read_rows if all(some)]
    if not kept:
        raise DesktopSearchError(f"All texts of {file} are empty.")
    if "score" not in columns:
        shape = Shape.TRIPLETS if len(texts) > 2 else Shape.PAIRS
        return Examples(shape, tuple(Example(some) for _, some, _ in kept))
    values = [(number, str(row.get(columns["score"], "")).strip()) for number, _, row in kept]
    shape, scores = _scored(values, file, loss, has_negative=len(texts) > 2)
    return Examples(shape, tuple(Example(some, score) for (_, some, _), score in zip(kept, scores, strict=True)))


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            if file.suffix.casefold() in {".jsonl", ".json", ".ndjson"}:
                for number, line in enumerate(stream, start=1):
                    if line.strip() and number <= MOST:
                        yield number, _object(line, file, number)
                return
            is_tab = file.suffix.casefold() in {".tsv", ".tab"}
            reader = csv.DictReader(
                stream, delimiter="\t" if is_tab else ",", quoting=csv.QUOTE_NONE if is_tab else csv.QUOTE_MINIMAL
            )
            for row in reader:
                if reader.line_num <= MOST:
                    yield reader.line_num, {str(name).strip(): value or "" for name, value in row.items() if name}
    except OSError as error:
        raise DesktopSearchError(f"{file} cannot be read.", error.strerror or "") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DesktopSearchError(f"{file} is no UTF-8 text of examples.") from error


def _object(line: str, file: Path, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DesktopSearchError(f"There is no valid JSON in line {number} of {file}.") from error
    if not isinstance(row, dict):
        raise DesktopSearchError(f"There is no JSON object in line {number} of {file}.")
    return row


def _columns(row: Mapping[str, Any], file: Path) -> dict[str, str]:
    """Which of the file's columns is what."""
    there = {name.casefold().replace("_", "").replace(" ", ""): name for name in row}
    roles = {"anchor": ANCHORS, "positive": POSITIVES, "negative": NEGATIVES, "score": SCORES, "single": SINGLE}
    found = {
        role: next(there[name] for name in names if name in there)
        for role, names in roles.items()
        if any(name in there for name in names)
    }
    if {"anchor", "positive"} <= found.keys() or {"single", "score"} <= found.keys():
        return found
    raise DesktopSearchError(
        f"The columns of {file} are not known: {', '.join(row)}.",
        "Call them anchor, positive, negative; or sentence1, sentence2, score; or text, label.",
    )


def _text(row: Mapping[str, Any], column: str, file: Path, number: int) -> str:
    value = row.get(column)
    if not isinstance(value, str):
        raise DesktopSearchError(f'There is no text named "{column}" in line {number} of {file}.')
    return cleaned(value)


def _scored(
    values: Sequence[tuple[int, str]], file: Path, loss: str, *, has_negative: bool
) -> tuple[Shape, list[float]]:
    said = {value.casefold() for _, value in values}
    if said <= CLASSES.keys():
        return Shape.CLASSES, [float(CLASSES[value.casefold()]) for _, value in values]
    numbers = [_number(value, file, number) for number, value in values]
    if has_negative:
        return Shape.MARGINS, numbers
    if loss == "softmax":
        return Shape.CLASSES, _classes(numbers, file)
    most, least = max(numbers), min(0.0, *numbers)
    span = most - least
    return Shape.SCORES, [(number - least) / span if span > 0 else 1.0 for number in numbers]


def _classes(numbers: Sequence[float], file: Path) -> list[float]:
    """Classes as numbers from 0 on, whatever they were called."""
    known = sorted(set(numbers))
    if len(known) > MOST_CLASSES:
        raise DesktopSearchError(f"{file} has {len(known)} classes, which are too many.", "Scores need another loss.")
    place = {number: float(row) for row, number in enumerate(known)}
    return [place[number] for number in numbers]


def _number(value: str, file: Path, number: int) -> float:
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e9:
        raise DesktopSearchError(f"“{value}” in line {number} of {file} is no score.")
    return found


def _of_labelled(rows: Sequence[tuple[int, Mapping[str, Any]]], columns: Mapping[str, str]) -> Iterator[Example]:
    draw = random.Random(SEED)
    by_label: dict[str, list[str]] = {}
    for _, row in rows:
        if text := cleaned(str(row.get(columns["single"], ""))):
            by_label.setdefault(str(row.get(columns["score"], "")), []).append(text)
    labels = list(by_label)
    if len(labels) < 2:
        raise DesktopSearchError("All texts of the file have the same label.", "There is nothing to tell apart.")
    for place, texts in enumerate(by_label.values()):
        different = list(dict.fromkeys(texts))
        if len(different) < 2:
            continue
        for text in texts:
            same = draw.choice(different)
            while same == text:
                same = draw.choice(different)
            # Any label but its own, each as likely as the others.
            other = labels[(place + draw.randrange(1, len(labels))) % len(labels)]
            yield Example((text, same, draw.choice(by_label[other])))
