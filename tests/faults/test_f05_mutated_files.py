"""Files damaged by dice: none of them kills the engine, hangs, or is left without a state (F-5).

python -m tests.faults.test_f05_mutated_files --full
"""

import dataclasses
import struct
from pathlib import Path

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.ole import Ole
from tests.fakes import HASHING, engine_at
from tests.faults import mutated_files as mutated
from tests.faults.figure import SEED, Figure, Measured, Task, main


def measure(task: Task) -> Measured:
    report = mutated.run(task.n, task.seed)
    misses = report.broken_promises()
    if report.files != task.n:
        misses.append(f"of {task.n} files {report.files} came back")
    reached = (
        f"{report.formats} formats, slowest {report.slowest_seconds} s, {report.reader_deaths} readers died,"
        f" the engine grew by {report.rss_growth_mb} MB"
    )
    return Measured(reached, misses, {"states": report.states, "crashed": report.crashed})


FIGURE = Figure(
    "F-5",
    "each ends in a state, within its deadline + 2 s; the engine lives and grows by 20 MB at most",
    "damaged files",
    short=500,
    full=50_000,
    measure=measure,
)


def test_damaged_files_end_in_a_state_in_time(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_late_lost_and_swollen() -> None:
    fine = mutated.Report(
        SEED, files=2, states={"indexed": 1, "failed": 1}, rss_growth_mb=mutated.MOST_GROWTH_MEGABYTES
    )
    assert fine.broken_promises() == []
    for flaw in ({"over_deadline": [7]}, {"without_state": [7]}, {"states": {"indexed": 1}}, {"rss_growth_mb": 21.0}):
        assert len(dataclasses.replace(fine, **flaw).broken_promises()) == 1, flaw


def test_damaged_files_are_accounted_for_by_the_engine(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(120):
        mutated.mutant_file(folder, SEED + 1, number)
    with engine_at(tmp_path / "data", settings=HASHING) as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.seen, counts.pending) == (120, 0)
        assert counts.indexed > 0


def test_the_files_before_the_damage_are_read_whole(tmp_path: Path) -> None:
    for suffix, data in mutated.seeds().items():
        (tmp_path / f"good.{suffix}").write_bytes(data)
    with engine_at(tmp_path / "data", settings=HASHING) as engine:
        assert engine.index([str(tmp_path)]).counts.indexed == len(mutated.seeds()) >= 10


def test_a_seed_and_a_number_make_the_same_file_again() -> None:
    before = [mutated.mutant(SEED, number) for number in range(40)]
    mutated.seeds.cache_clear()
    assert [mutated.mutant(SEED, number) for number in range(40)] == before
    assert len({data for _, data in before}) > 30


@pytest.mark.parametrize("of", ["directory", "workbook"])
def test_old_office_files_whose_parts_lead_in_a_circle_are_damaged(of: str) -> None:
    # calamine follows a circle until there is no memory left, which ends its process.
    data = bytearray(mutated.seeds()["xls"])
    whole = Ole(Source.from_bytes(bytes(data), "a.xls"))
    whole.check_chains()
    [table] = struct.unpack_from("<I", data, 76)
    [directory] = struct.unpack_from("<I", data, 48)
    sector = (
        directory
        if of == "directory"
        else next(
            struct.unpack_from("<I", data, at + 116)[0]
            for at in range((directory + 1) * 512, len(data), 128)
            if data[at : at + 16] == "Workbook".encode("utf-16-le")
        )
    )
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * sector, sector)
    with pytest.raises(Unreadable, match="damaged"):
        Ole(Source.from_bytes(bytes(data), "a.xls")).check_chains()


if __name__ == "__main__":
    main(FIGURE)
