"""Reads real files of many kinds, where they lie beside the checkout, and looks for phrases known to be in them."""

import csv
import unicodedata
from pathlib import Path

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract

FILES = Path(__file__).parents[4] / "shared" / "data" / "files-dev"
ENOUGH = 0.97
MUST_HOLD = {"text", "archive"}
# Of the PDF files some take longer; the reader's deadline is for them.
SLOWEST_SECONDS = 5.0


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold().split())


def listed() -> list[dict[str, str]]:
    with (FILES / "files.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(path: Path) -> str:
    with path.open("rb") as file:
        document, _, _ = extract(Source(file, path.name, path.stat().st_size))
    texts = [block.text for part in (document, *document.members) for block in part.blocks]
    return normal(" ".join((document.title or "", *texts)))


def code_of(path: Path) -> str:
    try:
        read(path)
    except Unreadable as error:
        return error.code
    return "read"


@pytest.mark.shared
@pytest.mark.skipif(not FILES.is_dir(), reason="the real files are not beside the checkout")
def test_known_phrases_are_found_in_real_files() -> None:
    rows = [row for row in listed() if row["category"] in MUST_HOLD]
    missed = []
    for row in rows:
        phrases = [normal(phrase) for phrase in row["expect"].split(" || ")]
        try:
            text = read(FILES / row["path"])
        except Unreadable as error:
            missed.append(f"{row['path']}: {error.code}")
            continue
        if not all(phrase in text for phrase in phrases):
            missed.append(row["path"])
    assert len(missed) <= (1 - ENOUGH) * len(rows), missed


@pytest.mark.shared
@pytest.mark.skipif(not FILES.is_dir(), reason="the real files are not beside the checkout")
def test_real_files_with_a_password_are_reported_as_encrypted() -> None:
    rows = [row for row in listed() if row["category"].startswith("password:")]
    assert {row["path"]: code_of(FILES / row["path"]) for row in rows} == {row["path"]: "encrypted" for row in rows}


@pytest.mark.shared
@pytest.mark.skipif(not FILES.is_dir(), reason="the real files are not beside the checkout")
def test_hostile_real_files_fail_with_a_reason_or_are_read() -> None:
    for row in listed():
        if row["category"] not in MUST_HOLD:
            code_of(FILES / row["path"])
