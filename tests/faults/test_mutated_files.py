"""Files damaged by dice: none of them kills the engine, hangs, or is left without a state."""

import struct
from pathlib import Path

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.ole import Ole
from desktop_search.records import FileState
from tests.fakes import HASHING, engine_at
from tests.faults import mutated_files as mutated

SEED = 1
SHORT, LONG = 500, 50_000


@pytest.mark.timeout(7200)
def test_damaged_files_end_in_a_state_in_time(is_long: bool) -> None:
    files = LONG if is_long else SHORT
    report = mutated.run(files, SEED)
    assert report.broken_promises() == [], report
    assert (report.files, sum(report.states.values())) == (files, files)
    assert set(report.states) <= {state.value for state in FileState} - {FileState.PENDING.value}


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
