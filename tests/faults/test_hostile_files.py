"""Faults 1 to 28: hostile and broken input. Whatever a stranger put there ends in a state with a reason, and costs
nobody else anything.

Nearly all samples lie in one tree that is indexed once, as a person would do it, with the real readers and limits
(but for a smaller limit of text, so that it takes no minutes).
"""

import ast
import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_search.indexing import limits, opening, turns
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.records import Counts, FileState
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults import hostile_samples as hostile
from tests.faults import measuring
from tests.faults.engine_apart import Indexing, index_apart
from tests.integration.test_readers import give, readers

SETTINGS = Settings(backend="hashing", readers=2, largest_text_characters=1_000_000)
NEIGHBOUR = "neighbour.txt"
MOST_GROWTH_MEGABYTES = 100
PATIENCE_SECONDS = 2.0
ODD_ENDS = "tests/integration/test_odd_ends.py::"
READERS = "tests/integration/test_readers.py::"
HOSTILE_FORMATS = "tests/integration/test_hostile_formats.py::"
CUT_SHORT = "tests/faults/test_cut_short.py::"
ONLINE_ONLY = "tests/faults/test_online_only.py::"
COSTS_ITSELF = "test_a_format_that_fails_costs_its_own_file_only"

WHERE: dict[int, tuple[str, ...]] = {
    1: ("test_bombs_are_refused_before_they_are_unpacked", "test_readers_stay_within_their_memory"),
    2: ("test_archives_that_lie_are_read_as_far_as_the_limits_go",),
    3: ("test_entities_are_never_expanded",),
    4: ("test_no_document_can_name_another_file_or_a_place_on_the_net",),
    5: ("test_pdfs_that_go_round_in_circles_or_swell_end_in_a_state", "test_no_file_takes_longer_than_its_deadline"),
    6: ("test_protected_files_say_so_and_are_found_by_name", "test_nothing_is_tried_again_without_a_reason"),
    7: ("test_mails_without_end_keep_their_subject_and_first_text",),
    8: ("test_endless_files_are_cut_or_left_alone", "test_the_engine_stays_small"),
    9: ("test_long_lines_and_words_are_read",),
    10: ("test_text_in_any_encoding_is_text_and_noise_is_not",),
    11: ("test_the_content_says_what_a_file_is_not_its_name",),
    12: (
        CUT_SHORT + "test_a_file_cut_at_every_percent_is_recorded_and_never_read_without_text",
        CUT_SHORT + "test_a_file_that_is_only_a_header_says_why_there_is_no_text",
        "test_nothing_without_text_counts_as_read",
        "test_whatever_gives_no_text_has_a_reason_and_whatever_counts_as_read_has_text",
    ),
    13: ("test_deep_markup_loses_no_text_and_no_time",),
    14: (
        "test_huge_tables_are_cut_in_time",
        "tests/faults/test_huge_tables.py::test_tables_as_large_as_they_may_be_are_read_in_time",
    ),
    15: ("test_pictures_that_swell_are_refused",),
    16: (HOSTILE_FORMATS + COSTS_ITSELF, HOSTILE_FORMATS + "test_a_flood_is_cut_and_the_engine_stays_small"),
    17: (HOSTILE_FORMATS + COSTS_ITSELF, "test_a_disk_that_does_not_answer_costs_the_file_that_lies_on_it"),
    18: (HOSTILE_FORMATS + COSTS_ITSELF,),
    19: ("tests/faults/test_f13_sandbox.py::test_what_a_taken_over_format_tries_is_denied",),
    20: ("test_what_is_no_file_is_never_opened", READERS + "test_what_is_no_longer_a_file_is_not_opened"),
    21: ("test_links_lead_nowhere_and_copies_are_one_answer",),
    22: ("test_what_may_not_be_read_is_kept_and_read_once_it_may_be",),
    23: ("test_odd_names_stay_what_they_are",),
    24: ("test_names_in_no_encoding_are_found",),
    25: (
        "test_what_changes_while_it_is_read_is_never_taken_for_read",
        ODD_ENDS + "test_a_file_deleted_while_it_is_being_read_does_not_come_back",
    ),
    26: ("test_a_change_is_noticed_whatever_its_time_says",),
    27: (
        ONLINE_ONLY + "test_a_file_that_lies_online_only_is_found_by_name_and_never_opened",
        "test_a_disk_that_does_not_answer_costs_the_file_that_lies_on_it",
        "test_a_disk_that_fails_says_so_and_kills_no_reader",
        "test_a_file_that_never_ends_costs_itself_only",
    ),
    28: ("test_masses_and_depths_do_no_harm",),
}
"""Where each fault is held."""


@dataclass(frozen=True)
class Row:
    state: str
    reason: str
    passages: int


@dataclass(frozen=True)
class Indexed:
    """A tree that was indexed, and what became of every file in it, by fault and by the name of the file."""

    top: Path
    data: Path
    engine: Any
    indexing: Indexing
    rows: dict[int, dict[str, Row]]
    calls: int

    def states(self, fault: int) -> dict[str, str]:
        return {name: row.state for name, row in self.rows[fault].items() if name != NEIGHBOUR}

    def reasons(self, fault: int) -> set[str]:
        return {row.reason for name, row in self.rows[fault].items() if name != NEIGHBOUR}

    def found(self, question: str, fault: int) -> set[str]:
        """The names of the files of a fault that an answer by words holds."""
        folder = self.top / f"{fault:02}"
        hits = self.engine.search(question, mode="words", folder=str(folder), limit=200).hits
        paths = [path for hit in hits for path in (hit.path, *hit.duplicates)]
        return {os.path.relpath(path, folder) for path in paths} - {NEIGHBOUR}


def rows_of(database: Path, top: Path) -> dict[int, dict[str, Row]]:
    query = (
        "select path, state, coalesce(reason, ''), (select count(*) from passages join documents"
        " on documents.id = passages.document_id where documents.file_id = files.id) from files"
    )
    rows: dict[int, dict[str, Row]] = {}
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for path, *values in connection.execute(query):
        fault, _, name = os.path.relpath(os.fsdecode(path), top).partition(os.sep)
        if fault.isdigit():
            rows.setdefault(int(fault), {})[name] = Row(*values)
    connection.close()
    return rows


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexed]:
    top, data = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("data")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        _make_tree(top, "{}:{}".format(*listener.getsockname()))
        # So many that the caches which may grow to some size, and no further, have come near it.
        words = [" ".join(f"w{number}x{word}" for word in range(2_000)) for number in range(300)]
        warm = write_tree(tmp_path_factory.mktemp("warm"), {f"{n}.txt": text for n, text in enumerate(words)})
        indexing = index_apart(data, top, warm=warm, settings=SETTINGS)
        rows, calls = rows_of(data / "index.db", top), _calls_on(listener)
    with engine_at(data, settings=SETTINGS) as engine:
        yield Indexed(top, data, engine, indexing, rows, calls)
    # Python's own removal of folders recurses, and would fail below the deep ones.
    subprocess.run(["rm", "-rf", str(top)], check=True)


def _make_tree(top: Path, address: str) -> None:
    (top / "secret.txt").write_text(f"The word is {hostile.SECRET}.")
    (top / ".desktopsearchignore").write_text("secret.txt\n.desktopsearchignore\n")
    for fault, writer in {**hostile.SAMPLES, 4: lambda folder: hostile.outside(folder, address)}.items():
        folder = top / f"{fault:02}"
        folder.mkdir()
        writer(folder)
        (folder / NEIGHBOUR).write_text(f"A harmless neighbour, of fault{fault}.")


def _calls_on(listener: socket.socket) -> int:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return 0
    return 1


def test_every_fault_is_held_by_a_test() -> None:
    assert sorted(WHERE) == list(range(1, 29))
    here, root = Path(__file__), Path(__file__).parents[2]
    for place in (place for places in WHERE.values() for place in places):
        module, _, name = place.rpartition("::")
        source = (root / module if module else here).read_text(encoding="utf-8")
        names = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
        assert name in names, place


def test_every_file_that_is_seen_is_in_one_state_and_the_sum_is_exact(indexed: Indexed) -> None:
    states = [row.state for rows in indexed.rows.values() for row in rows.values()]
    counts = indexed.indexing.summary.counts
    assert counts == Counts(**{state: states.count(state) for state in set(states)})
    assert (counts.seen, counts.pending) == (len(states), 0)


def test_nothing_is_tried_again_without_a_reason(indexed: Indexed) -> None:
    assert indexed.engine.index([str(indexed.top)]).read_now == 0


def test_neighbours_of_hostile_files_are_indexed(indexed: Indexed) -> None:
    assert {fault: rows[NEIGHBOUR].state for fault, rows in indexed.rows.items()} == dict.fromkeys(
        indexed.rows, "indexed"
    )


def test_whatever_gives_no_text_has_a_reason_and_whatever_counts_as_read_has_text(indexed: Indexed) -> None:
    for rows in indexed.rows.values():
        for name, row in rows.items():
            assert (row.passages > 0) == (row.state in ("indexed", "partial")), (name, row)
            assert bool(row.reason) == (row.state != "indexed"), (name, row)
            assert "Traceback" not in row.reason


def test_no_file_takes_longer_than_its_deadline(indexed: Indexed) -> None:
    longest = SETTINGS.read_deadline_seconds + PATIENCE_SECONDS
    late = {
        path: seconds
        for path, seconds in indexed.indexing.seconds.items()
        # On a busy machine it is the time a reader computes that counts.
        if seconds > longest * turns.LONGEST_WAIT
        and (os.path.getsize(path) <= limits.LARGE_FILE_BYTES or seconds > longest * limits.LARGE_FILE_PATIENCE)
    }
    assert late == {}


def test_readers_stay_within_their_memory(indexed: Indexed) -> None:
    assert indexed.indexing.largest_reader_megabytes < SETTINGS.reader_memory_megabytes


def test_bombs_are_refused_before_they_are_unpacked(indexed: Indexed) -> None:
    states = indexed.states(1)
    bombs = [f"bomb.{kind}" for kind in hostile.PACKAGES]
    assert {states[name] for name in bombs} == {"skipped"}
    assert {indexed.rows[1][name].reason for name in bombs} == {
        "A part of the file unpacks to more than a hundred times its size."
    }
    assert all(
        indexed.indexing.seconds[str(indexed.top / "01" / name)] < SETTINGS.read_deadline_seconds for name in states
    )


def test_archives_that_lie_are_read_as_far_as_the_limits_go(indexed: Indexed) -> None:
    rows = indexed.rows[2]
    assert rows["nested.zip"].reason == "What lies deeper than 3 archives or 20 messages was not read."
    assert rows["many.zip"].state == "partial"
    for name in ("says-less.zip", "says-more.zip", "overlapping.zip"):
        assert rows[name].passages < 1_000


def test_entities_are_never_expanded(indexed: Indexed) -> None:
    for name, state in indexed.states(3).items():
        if name.endswith((".svg", ".xml", ".jpg")):
            assert indexed.rows[3][name].passages <= 1
        else:
            assert (state, indexed.rows[3][name].reason) == (
                "failed",
                "The file declares entities, which no office program does.",
            ), name
    assert indexed.found("lollol", 3) == indexed.found("haha", 3) == set()


def test_no_document_can_name_another_file_or_a_place_on_the_net(indexed: Indexed) -> None:
    assert indexed.calls == 0
    canary = hostile.SECRET.encode()
    assert (indexed.top / "secret.txt").read_bytes().count(canary) == 1
    holders = [path for path in indexed.data.rglob("*") if path.is_file() and canary in path.read_bytes()]
    assert holders == []
    plain = {"html", "rtf", "tex", "rst", "adoc", "org", "xml", "svg"}
    assert indexed.found("lighthouse", 4) >= {f"{place}.{kind}" for place in ("file", "net") for kind in plain}


def test_pdfs_that_go_round_in_circles_or_swell_end_in_a_state(indexed: Indexed) -> None:
    states = indexed.states(5)
    # Its only page is the list of pages itself: there is nothing to read.
    assert states.pop("pages.pdf") == "failed"
    assert {name for name, state in states.items() if state == "skipped"} <= {"length.pdf"}
    assert indexed.found("lighthouse", 5) >= {"outline.pdf", "previous.pdf", "form.pdf"}


def test_protected_files_say_so_and_are_found_by_name(indexed: Indexed) -> None:
    assert set(indexed.states(6).values()) == {"failed"}
    assert all("protected by a password" in reason for reason in indexed.reasons(6))
    assert indexed.found("locked", 6) == set(indexed.states(6))


def test_mails_without_end_keep_their_subject_and_first_text(indexed: Indexed) -> None:
    assert set(indexed.states(7).values()) <= {"indexed", "partial"}
    assert indexed.found("accounts", 7) == set(indexed.states(7))
    assert indexed.found("body", 7) == {"headers.eml", "header.eml", "address.eml", "addresses.eml"}
    assert indexed.found('"first part"', 7) == {"parts.eml"}


def test_endless_files_are_cut_or_left_alone(indexed: Indexed) -> None:
    rows = indexed.rows[8]
    for name in ("sparse.txt", "sparse.mbox", "sparse.pdf"):
        assert (rows[name].state, rows[name].reason) == ("skipped", "The file is larger than 200,000,000 bytes.")
    assert rows["log.txt"] == Row("partial", "Only the first 1,000,000 characters were read.", rows["log.txt"].passages)
    assert rows["below-the-limit.txt"].state == "skipped"


def test_long_lines_and_words_are_read(indexed: Indexed) -> None:
    assert set(indexed.states(9).values()) == {"indexed"}
    assert indexed.found("word99999", 9) == {"line.txt"}
    assert indexed.found("keeper", 9) == {"word.txt"}


def test_text_in_any_encoding_is_text_and_noise_is_not(indexed: Indexed) -> None:
    states = indexed.states(10)
    assert (states["noise.txt"], states["all-bytes.txt"]) == ("skipped", "skipped")
    assert indexed.found("Leuchtturm", 10) >= {name for name in hostile.ENCODED if name.startswith(("utf", "latin"))}
    assert indexed.found("日本語", 10) == {"shift-jis.txt"}
    assert indexed.found("ships", 10) == {"nul.txt"}
    assert indexed.found("keeper", 10) >= {"surrogate.json"}


def test_the_content_says_what_a_file_is_not_its_name(indexed: Indexed) -> None:
    programs = {"picture.txt", "program.pdf", "program.txt"}
    assert {name: state for name, state in indexed.states(11).items() if name in programs} == dict.fromkeys(
        programs, "skipped"
    )
    assert indexed.found("lighthouse", 11) == set(indexed.states(11)) - programs


def test_nothing_without_text_counts_as_read(indexed: Indexed) -> None:
    states = indexed.states(12)
    assert len(states) == 11 * 14
    assert {states[name] for name in states if name.startswith(("empty", "blank"))} == {"skipped"}


def test_deep_markup_loses_no_text_and_no_time(indexed: Indexed) -> None:
    assert set(indexed.states(13).values()) <= {"indexed", "partial"}
    assert indexed.found("lighthouse", 13) == set(indexed.states(13))
    assert indexed.found("far", 13) >= {"divs.html", "unclosed.html", "quotes.md", "brackets.md", "groups.rtf"}


def test_huge_tables_are_cut_in_time(indexed: Indexed) -> None:
    rows = indexed.rows[14]
    # Which of the limits comes first depends on how long the cells are; it is never the deadline, which leaves nothing.
    assert rows["rows.xlsx"].state == "partial"
    assert rows["rows.xlsx"].reason.startswith("Only the first ")
    assert set(indexed.states(14).values()) <= {"indexed", "partial"}
    assert indexed.found("lighthouse", 14) == set(indexed.states(14))
    assert indexed.found("harbour", 14) == {"lone.xlsx", "sheets.xlsx"}


def test_pictures_that_swell_are_refused(indexed: Indexed) -> None:
    states = indexed.states(15)
    for name in ("bomb.png", "larger.png"):
        assert (states[name], indexed.rows[15][name].reason) == (
            "skipped",
            "The picture is larger than any that could be read.",
        )
    assert set(states.values()) <= {"indexed", "skipped", "failed"}


def test_what_is_no_file_is_never_opened(indexed: Indexed) -> None:
    assert (indexed.top / "20/pipe.txt").is_fifo()
    assert indexed.states(20) == {}


def test_a_file_that_never_ends_costs_itself_only(tmp_path: Path) -> None:
    endless = Path("/proc/self/pagemap")
    if not os.access(endless, os.R_OK):
        pytest.skip("there is no endless file here")
    (tmp_path / "letter.txt").write_text("Dear aunt.")
    small = ReadingLimits(None, 200, 50_000_000, 10_000_000, 700_000_000, 5.0)
    with readers(small) as (pool, outcomes):
        give(pool, endless)
        give(pool, tmp_path / "letter.txt")
        states = [outcomes.get(timeout=60).state for _ in range(2)]
    assert states[0] in (FileState.FAILED, FileState.SKIPPED)
    assert states[1] is FileState.INDEXED


def test_links_lead_nowhere_and_copies_are_one_answer(indexed: Indexed) -> None:
    assert set(indexed.states(21)) == {"inside/letter.txt", "copy.txt"}
    [hit] = indexed.engine.search("lighthouses", mode="words", folder=str(indexed.top / "21")).hits
    assert len(hit.duplicates) == 1


def test_what_may_not_be_read_is_kept_and_read_once_it_may_be(
    tmp_path: Path, like_a_person: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = write_tree(tmp_path / "files", {"a.txt": "alpha", "closed/b.txt": "beta", "c.txt": "gamma"})

    def found(question: str) -> list[str]:
        return [os.path.basename(hit.path) for hit in engine.search(question, mode="words").hits]

    with like_a_person(), engine_at(tmp_path / "data") as engine:
        (folder / "a.txt").chmod(0)
        counts = engine.index([str(folder)]).counts
        assert (counts.seen, counts.indexed, counts.failed) == (3, 2, 1)
        assert engine.keeping.failures()[0].reason == "The file cannot be opened: Permission denied."
        (folder / "closed").chmod(0)
        assert engine.index([str(folder)]).counts == counts
        assert found("beta") == ["b.txt"]
        (folder / "closed").chmod(0o700)
        (folder / "a.txt").chmod(0o600)
        assert engine.index([str(folder)]).counts.indexed == 3
        assert found("alpha") == ["a.txt"]


def test_odd_names_stay_what_they_are(indexed: Indexed) -> None:
    assert set(indexed.states(23)) == set(hostile.NAMES)
    for number, name in enumerate(hostile.NAMES):
        [hit] = indexed.engine.search(f"number{number}", mode="words", folder=str(indexed.top / "23")).hits
        assert hit.path == str(indexed.top / "23" / name)
        assert os.path.exists(hit.path)


def test_names_in_no_encoding_are_found(indexed: Indexed) -> None:
    for number, name in enumerate(hostile.NOT_UTF_8):
        [hit] = indexed.engine.search(f"bytes{number}", mode="words", folder=str(indexed.top / "24")).hits
        assert os.fsencode(hit.path) == os.path.join(os.fsencode(indexed.top / "24"), name)
        assert os.path.exists(hit.path)


def overwritten(path: Path) -> None:
    path.write_text("text an octopus")


def cut_to_nothing(path: Path) -> None:
    os.truncate(path, 0)


def replaced(path: Path) -> None:
    path.with_name("new").write_text("text an octopus")
    path.with_name("new").replace(path)


@pytest.mark.parametrize("change", [overwritten, cut_to_nothing, replaced])
def test_what_changes_while_it_is_read_is_never_taken_for_read(tmp_path: Path, change: Callable[[Path], None]) -> None:
    folder = write_tree(tmp_path / "files", {"slow.mock": "sleep 1.5"})
    # A file that was made in the very moment of reading is looked at twice anyway.
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    settings = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().current is not None)
        wait_until(lambda: bool(psutil.Process().children()))
        time.sleep(0.5)
        change(folder / "slow.mock")
        engine.index([str(folder)])
        engine.index([str(folder)])
        assert engine.search("slept", mode="words").hits == ()
        assert len(engine.search("octopus", mode="words").hits) == (change is not cut_to_nothing)
        assert engine.index([str(folder)]).read_now == 0


@pytest.mark.parametrize("year", [1901, 1970, 2106])
def test_a_change_is_noticed_whatever_its_time_says(tmp_path: Path, year: int) -> None:
    file = write_tree(tmp_path / "files", {"a.txt": "alpha"}) / "a.txt"
    moment = (year - 1970) * 31_556_952
    os.utime(file, (moment, moment))
    # A file that was made in the very moment of reading is looked at twice.
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(file.parent)])
        assert engine.index([str(file.parent)]).read_now == 0
        file.write_text("gamma")
        os.utime(file, (moment, moment))
        assert file.stat().st_size == len("alpha")
        assert engine.index([str(file.parent)]).read_now == 1
        assert engine.search("gamma", mode="words").hits[0].path == str(file)
        assert engine.search("alpha", mode="words").hits == ()


def test_a_disk_that_does_not_answer_costs_the_file_that_lies_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A reader that is stopped is like one that waits for a network disk: it answers to nothing but its end.
    folder = write_tree(tmp_path / "files", {"near.txt": "A lighthouse."})
    real = opening.opened

    def opened(stat: Any) -> Any:
        if stat.path.endswith("stalled.txt"):
            for child in psutil.Process().children():
                child.suspend()
        return real(stat)

    monkeypatch.setattr(opening, "opened", opened)
    settings = Settings(backend="hashing", readers=1, read_deadline_seconds=2.0)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)])
        write_tree(folder, {"stalled.txt": "never to be read", "far.txt": "A lighthouse, too."})
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.failed, counts.pending) == (2, 1, 0)
        assert engine.keeping.failures()[0].reason == "Reading took longer than 2 seconds and was given up."


def test_a_disk_that_fails_says_so_and_kills_no_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of a pipe nothing can be read as of a file: the system refuses, as it does for a broken sector.
    folder = write_tree(tmp_path / "files", {"broken.txt": "never to be read"})
    real, pipe = opening.opened, os.pipe()

    def opened(stat: Any) -> Any:
        descriptor, now = real(stat)
        os.dup2(pipe[0], descriptor)
        return descriptor, now

    monkeypatch.setattr(opening, "opened", opened)
    with measuring.watched_readers() as seen, engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).counts.failed == 1
        assert engine.keeping.failures()[0].reason.startswith("The file cannot be read: ")
    assert seen.deaths == 0
    for end in pipe:
        os.close(end)


def test_masses_and_depths_do_no_harm(indexed: Indexed) -> None:
    states = indexed.states(28)
    far = [name for name in states if name.endswith("bottom.txt")]
    assert set(states) - set(far) == {f"tiny/{number}.txt" for number in range(400)}
    assert indexed.found("tiny399", 28) == {"tiny/399.txt"}
    # Both are empty; one of them cannot even be opened.
    reasons = {name.count(os.sep): indexed.rows[28][name].reason for name in far}
    assert reasons == {1_000: "The file holds no text.", 60: opening.PATH_TOO_LONG}
    assert {states[name] for name in far} == {"skipped"}
    assert indexed.found("bottom", 28) == set(far)


def test_the_engine_stays_small(indexed: Indexed) -> None:
    # Its vectors lie in memory; the rest is what it holds on to.
    vectors = measuring.vector_megabytes(sum(row.passages for rows in indexed.rows.values() for row in rows.values()))
    assert indexed.indexing.grown_megabytes - vectors < MOST_GROWTH_MEGABYTES
