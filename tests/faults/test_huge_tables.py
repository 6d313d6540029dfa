"""Fault 14: workbooks as large as they come are read up to a limit, and never up to their deadline."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.extraction.sheets import MOST_CELLS
from desktop_search.indexing.limits import reading_limits
from desktop_search.records import FileState
from desktop_search.settings import Settings
from tests.faults import hostile_samples as hostile
from tests.faults import measuring
from tests.integration.test_readers import give, readers

LIMITS = reading_limits(Settings(), tokenizer=None, passage_tokens=200)
CUT = f"Only the first {MOST_CELLS:,} cells were read."
NO_MEMORY_TO_SPEAK_OF_MEGABYTES = 400


@pytest.mark.parametrize(
    ("made", "state", "reason", "words"),
    [
        (lambda: hostile.many_rows(600_000), FileState.PARTIAL, CUT, {"lighthouse"}),
        (hostile.lone_cell, FileState.INDEXED, None, {"lighthouse", "harbour"}),
        (lambda: hostile.many_sheets(10_000), FileState.INDEXED, None, {"lighthouse", "harbour"}),
    ],
    ids=["600,000 rows", "a lone cell in the last row and column", "10,000 sheets"],
)
def test_tables_as_large_as_they_may_be_are_read_in_time(
    tmp_path: Path, made: Callable[[], bytes], state: FileState, reason: str | None, words: set[str]
) -> None:
    # A deadline that is missed leaves no text: what is held here is the reader's own limits, not a clock.
    (tmp_path / "a.xlsx").write_bytes(made())
    with readers(LIMITS) as (pool, outcomes):
        give(pool, tmp_path / "a.xlsx")
        outcome = outcomes.get(timeout=240)
        [reader] = pool._readers
        process = reader._process
        assert process is not None
        assert measuring.peak_megabytes(process.pid or 0) < NO_MEMORY_TO_SPEAK_OF_MEGABYTES
    assert (outcome.state, outcome.reason) == (state, reason)
    text = " ".join(passage.text for passage in outcome.passages)
    assert {word for word in ("lighthouse", "harbour") if word in text} == words
