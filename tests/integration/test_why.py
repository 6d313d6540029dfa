"""Every reason why a file is not in an answer, each made to happen, and explained."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.engine import explaining
from desktop_search.engine.engine import Engine
from desktop_search.paths import DataDirectory
from desktop_search.records import Answer, Explanation, FileStat, Folder, Standing
from tests.fakes import HASHING, engine_at, write_tree

FLAT = "The deposit of the flat is returned within four weeks after the keys were handed over."
SEA = "Octopuses open jars of any kind."
FILES = {
    "flat.txt": f"{FLAT}",
    "sea.txt": SEA,
    "z/sea copy.txt": SEA,
    "empty.txt": "",
    "node_modules/package.txt": FLAT,
    "notes/.gitignore": "*.log\n",
    "notes/today.log": FLAT,
    "private/diary.txt": FLAT,
    "secret.txt": FLAT,
    "music/.nomedia": "",
    "music/lyrics.txt": FLAT,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home").resolve()
    docs = write_tree(home / "docs", FILES)
    write_tree(home, {"elsewhere.txt": FLAT})
    (docs / "binary.bin").write_bytes(bytes(range(256)) * 8)
    (docs / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows is a PDF\n%%EOF")
    (docs / "link.txt").symlink_to(docs / "flat.txt")
    os.mkfifo(docs / "pipe")
    return home


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with engine_at(home / "data") as engine:
        engine._user_db.add_folders([Folder(str(home / "docs"), ignore_rules=("secret*",))])
        engine.index([str(home / "docs")])
        engine.forget([str(home / "docs" / "private")])
        yield engine


def why(engine: Engine, query: str, path: Path, **how: str) -> Explanation:
    return engine.why(query, str(path), **how)


CASES = [
    ("deposit", "flat.txt", Standing.FOUND),
    ("binary", "binary.bin", Standing.FOUND),
    ("deposit", "binary.bin", Standing.SKIPPED),
    ("deposit", "broken.pdf", Standing.FAILED),
    ("deposit", "empty.txt", Standing.EMPTY),
    ("deposit", "node_modules/package.txt", Standing.EXCLUDED),
    ("deposit", "notes/today.log", Standing.EXCLUDED),
    ("deposit", "music/lyrics.txt", Standing.EXCLUDED),
    ("deposit", "secret.txt", Standing.EXCLUDED),
    ("deposit", "private/diary.txt", Standing.FORGOTTEN),
    ("deposit", "link.txt", Standing.LINK),
    ("deposit", "pipe", Standing.SPECIAL),
    ("deposit", "notes", Standing.FOLDER),
    ("deposit", "nowhere.txt", Standing.MISSING),
    ("deposit", "../elsewhere.txt", Standing.NOT_WATCHED),
    ("deposit", "../data/index.db", Standing.OURS),
    ("", "flat.txt", Standing.NO_QUESTION),
    ("deposit -keys", "flat.txt", Standing.FILTERED),
    ('"octopuses open"', "flat.txt", Standing.FILTERED),
    ("octopuses", "flat.txt", Standing.NO_MATCH),
]


@pytest.mark.parametrize(("query", "name", "state"), CASES, ids=str)
def test_each_case_is_explained(engine: Engine, home: Path, query: str, name: str, state: Standing) -> None:
    told = why(engine, query, home / "docs" / name)

    assert told.state is state
    assert told.reasons
    assert all(sentence.endswith((".", "?")) for sentence in told.reasons)
    assert (told.rank is not None) == (state in (Standing.FOUND, Standing.DUPLICATE))


def test_a_rank_comes_with_the_parts_of_its_score(engine: Engine, home: Path) -> None:
    told = why(engine, "deposit flat", home / "docs" / "flat.txt")

    assert (told.rank, told.score) == (1, pytest.approx(sum(told.scores.values())))
    assert set(told.scores) >= {"words", "meaning"}


def test_a_copy_names_the_file_that_is_shown(engine: Engine, home: Path) -> None:
    both = [why(engine, "octopuses jars", home / "docs" / name) for name in ("sea.txt", "z/sea copy.txt")]

    shown, copy = sorted(both, key=lambda told: told.state is Standing.DUPLICATE)
    assert (shown.state, copy.state) == (Standing.FOUND, Standing.DUPLICATE)
    assert copy.rank == shown.rank == 1
    assert shown.path in copy.reasons[0]


@pytest.mark.parametrize(
    ("name", "rule", "rule_file"),
    [
        ("node_modules/package.txt", "node_modules/", None),
        ("notes/today.log", "*.log", "notes/.gitignore"),
        ("music/lyrics.txt", ".nomedia", "music/.nomedia"),
        ("secret.txt", "secret*", None),
    ],
)
def test_the_rule_and_its_file_are_named(
    engine: Engine, home: Path, name: str, rule: str, rule_file: str | None
) -> None:
    told = why(engine, "deposit", home / "docs" / name)

    assert told.rule == rule
    assert told.rule_file == (str(home / "docs" / rule_file) if rule_file else None)
    assert rule in told.reasons[0]


def test_the_words_that_are_missing_are_named(engine: Engine, home: Path) -> None:
    told = why(engine, "deposit zebra giraffe", home / "docs" / "flat.txt")

    assert "The words “zebra”, “giraffe” do not stand in it." in told.reasons


def test_each_restriction_that_leaves_a_file_out_is_named(engine: Engine, home: Path) -> None:
    told = why(engine, "returned -deposit", home / "docs" / "flat.txt", folder=str(home / "docs" / "z"))

    assert told.state is Standing.FILTERED
    assert len(told.reasons) == 2
    assert "“deposit”" in told.reasons[0]
    assert str(home / "docs" / "z") in told.reasons[1]


def test_too_many_better_files(engine: Engine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "DEEPEST", 1)

    # The file's copy, or what speaks of the deposit more often, is the one that is still looked at.
    told = why(engine, "returned deposit, octopuses", home / "docs" / "sea.txt")

    assert told.state is Standing.TOO_LOW
    assert told.advice


def test_a_file_that_is_to_be_read(tmp_path: Path) -> None:
    docs = write_tree(tmp_path.resolve() / "docs", {"flat.txt": FLAT})
    engine = Engine(DataDirectory(tmp_path / "data"), HASHING, paused=True)
    try:
        engine._user_db.add_folders([Folder(str(docs))])
        assert why(engine, "deposit", docs / "flat.txt").state is Standing.UNSEEN
        status = os.stat(docs / "flat.txt")
        stat = FileStat(str(docs / "flat.txt"), status.st_size, 1, 1, 1, 1)
        engine._db.mark_pending([stat])
        assert why(engine, "deposit", docs / "flat.txt").state is Standing.PENDING
    finally:
        engine.close()


def test_a_file_without_vectors(tmp_path: Path) -> None:
    docs = write_tree(tmp_path.resolve() / "docs", {"flat.txt": FLAT, "sea.txt": SEA})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(docs)])
        engine.pause()
        with engine._db.database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM vectors")
        told = why(engine, "xylophone", docs / "flat.txt")
        assert told.state is Standing.NOT_EMBEDDED, told


def test_a_folder_that_is_away(tmp_path: Path) -> None:
    disk = tmp_path.resolve() / "disk"
    with engine_at(tmp_path / "data") as engine:
        engine._user_db.add_folders([Folder(str(disk))])
        assert why(engine, "deposit", disk / "flat.txt").state is Standing.AWAY


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    docs = write_tree(tmp_path.resolve() / "docs", {"closed/flat.txt": FLAT})
    (docs / "closed").chmod(0)
    try:
        with engine_at(tmp_path / "data") as engine:
            engine.index([str(docs)])
            assert why(engine, "deposit", docs / "closed" / "flat.txt").state is Standing.UNREADABLE
    finally:
        (docs / "closed").chmod(0o700)


def test_a_folder_that_the_system_says_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the test above, for root as well."""
    docs = write_tree(tmp_path.resolve() / "docs", {"closed/flat.txt": FLAT})
    with engine_at(tmp_path / "data") as engine:
        engine._user_db.add_folders([Folder(str(docs))])
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: access(path, mode) and not str(path).endswith("closed"))
        told = why(engine, "deposit", docs / "closed" / "flat.txt")
        assert told.state is Standing.UNREADABLE
        assert str(docs / "closed") in told.reasons[0]


def test_a_socket_is_no_file(tmp_path: Path) -> None:
    docs = write_tree(tmp_path.resolve() / "docs", {"flat.txt": FLAT})
    with engine_at(tmp_path / "data") as engine, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(docs / "s"))
        engine.index([str(docs)])
        assert why(engine, "deposit", docs / "s").state is Standing.SPECIAL


def test_no_state_is_without_a_case() -> None:
    elsewhere = {
        Standing.DUPLICATE,
        Standing.TOO_LOW,
        Standing.UNSEEN,
        Standing.PENDING,
        Standing.NOT_EMBEDDED,
        Standing.AWAY,
        Standing.UNREADABLE,
    }
    assert {state for _, _, state in CASES} | elsewhere == set(Standing)
    assert not {state for _, _, state in CASES} & elsewhere


@pytest.mark.parametrize("query", ["type:txt", "in:docs", "type:txt -zebra"])
def test_a_rank_among_what_filters_let_pass(engine: Engine, home: Path, query: str) -> None:
    told = [why(engine, query, home / "docs" / name) for name in ("flat.txt", "sea.txt", "empty.txt")]

    assert {one.state for one in told if one.rank} == {Standing.FOUND}
    assert len([one for one in told if one.rank]) >= 2
    assert all("newest" in one.reasons[0] for one in told if one.rank)


def test_the_rank_is_the_one_that_is_seen(engine: Engine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    search = engine._asking.search

    def asked(query: str, *, limit: int, **how: str) -> Answer:
        limits.append(limit)
        return search(query, limit=limit, mode=how["mode"], folder=None)

    monkeypatch.setattr(engine._asking, "search", asked)

    assert why(engine, "deposit", home / "docs" / "flat.txt").rank == 1
    assert limits == [explaining.SEEN]


def test_what_is_wanted_may_stand_in_different_passages(tmp_path: Path) -> None:
    lines = [
        f"The {number}th line of this long text speaks of pears, plums and of the weather." for number in range(400)
    ]
    text = "\n\n".join(["Octopuses open jars.", *lines, "The keys were handed over."])
    both = "Octopuses open jars. The keys were handed over."
    docs = write_tree(tmp_path.resolve() / "docs", {"long.txt": text, "short.txt": both})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(docs)])
        told = why(engine, '"octopuses open" "keys were"', docs / "long.txt")

    assert (told.state, told.reasons) == (Standing.FILTERED, ("No one passage of it has all of that at once.",))
