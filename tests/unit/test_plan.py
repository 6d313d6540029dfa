"""The plan says what has to be done so that the index says what the disk says."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.indexing.plan import Forget, Read, Step, plan
from desktop_search.records import FileStat, FileState


@dataclass(frozen=True)
class Known:
    stat: FileStat
    state: FileState = FileState.INDEXED


def stat(path: str, size: int = 1) -> FileStat:
    return FileStat(path, size, 0, 0, 0, 0)


def steps(disk: list[FileStat], known: list[Known], unlisted: list[str] | None = None) -> list[Step]:
    by_bytes = sorted(disk, key=lambda one: one.path.encode())
    by_bytes_known = sorted(known, key=lambda one: one.stat.path.encode())
    return list(plan(by_bytes, by_bytes_known, is_outdated=lambda _: False, unlisted=unlisted or []))


def test_new_and_changed_files_are_read_and_gone_ones_forgotten() -> None:
    done = steps([stat("/a"), stat("/b", 2), stat("/c")], [Known(stat("/b")), Known(stat("/c")), Known(stat("/d"))])
    assert done == [Read(stat("/a")), Read(stat("/b", 2)), Forget("/d")]


def test_a_file_that_was_never_read_to_the_end_is_read() -> None:
    assert steps([stat("/a")], [Known(stat("/a"), FileState.PENDING)]) == [Read(stat("/a"))]


def test_nothing_is_forgotten_below_a_folder_that_could_not_be_listed() -> None:
    assert steps([], [Known(stat("/x/a")), Known(stat("/xy"))], unlisted=["/x"]) == [Forget("/xy")]


def test_what_a_newer_format_reads_better_is_read_again() -> None:
    [step] = plan([stat("/a")], [Known(stat("/a"))], is_outdated=lambda _: True, unlisted=[])
    assert step == Read(stat("/a"))


@given(st.sets(st.text(min_size=1)), st.sets(st.text(min_size=1)))
def test_the_plan_is_the_difference_of_the_two_sets(disk: set[str], known: set[str]) -> None:
    def encodable(names: set[str]) -> set[str]:
        return {name for name in names if name.encode("utf-8", "ignore").decode() == name}

    disk, known = encodable(disk), encodable(known)
    done = steps([stat(path) for path in disk], [Known(stat(path)) for path in known])
    assert {step.stat.path for step in done if isinstance(step, Read)} == disk - known
    assert {step.path for step in done if isinstance(step, Forget)} == known - disk
