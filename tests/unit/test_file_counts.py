"""What a status counts, and how often."""

import time

import pytest

from desktop_search.engine import file_counts
from desktop_search.engine.file_counts import Counting
from desktop_search.records import Counts


class LargeDb:
    """Counting takes a while here."""

    asked = 0
    seconds = 0.03

    def count_passages(self) -> int:
        self.asked += 1
        time.sleep(self.seconds)
        return self.asked

    def counts(self, folder: str | None = None) -> Counts:
        return Counts()


@pytest.fixture
def db() -> LargeDb:
    return LargeDb()


def test_while_there_is_work_counting_takes_a_small_share_of_the_time(db: LargeDb) -> None:
    counting = Counting(db)
    for _ in range(50):
        counting.now(["/notes"], is_idle=False)
    assert db.asked <= 2


def test_what_stands_when_all_is_done_is_counted_anew(db: LargeDb) -> None:
    counting = Counting(db)
    assert [counting.now([], is_idle=is_idle).passages for is_idle in (False, False, True, True)] == [1, 1, 2, 3]


def test_a_new_folder_is_counted_at_once(db: LargeDb) -> None:
    counting = Counting(db)
    counting.now([], is_idle=False)
    assert "/notes" in counting.now(["/notes"], is_idle=False).of_folders


def test_what_is_quickly_counted_is_never_old(db: LargeDb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_counts, "LONG_SECONDS", 3600.0)
    counting = Counting(db)
    assert [counting.now([], is_idle=False).passages for _ in range(3)] == [1, 2, 3]
