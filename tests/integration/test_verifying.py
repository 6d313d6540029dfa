"""A check finds what is not as it was written, mends it from the files or from a copy, and throws nothing away."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, Problem, Verification
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until, write_tree

TEXTS = {
    f"{name}.txt": f"A text about {name} and nothing else." for name in ("apples", "bridges", "castles", "dragons")
}
GRAPHS = Settings(backend="hashing", readers=1, vector_store="hnsw")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data directory with four indexed files and a judgement."""
    folder = write_tree(tmp_path / "documents", TEXTS)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        engine.judging.import_labels([Label("fruit", "/a", "a passage", True, "person", 1.0)])
    return tmp_path / "data"


@pytest.fixture
def change(root: Path) -> Callable[[str], None]:
    """Changes index.db behind the engine's back."""

    def run(statement: str) -> None:
        with closing(sqlite3.connect(root / "index.db")) as connection, connection:
            assert connection.execute(statement).rowcount > 0

    return run


def verified(engine: Engine, *, deep: bool = False, repair: bool = False) -> Verification:
    engine.checking.verify(deep=deep, repair=repair)
    wait_until(lambda: not engine.checking.verification().is_under_way)
    return engine.checking.verification()


def mends(root: Path, problem: Problem, *, deep: bool, settings: Settings | None = None) -> None:
    """A check finds exactly this, repairing mends it, and then everything is found again."""
    with engine_at(root, **({} if settings is None else {"settings": settings})) as engine:
        found = verified(engine, deep=deep)
        assert (found.phase, found.problems, found.is_sound) == ("done", (problem,), False)
        mended = verified(engine, deep=deep, repair=True)
        assert [one.what for one in mended.problems if one.repaired] == [problem.what]
        assert mended.is_sound
        assert verified(engine, deep=True).problems == ()
        for name in TEXTS:
            assert engine.search(name[:-4]).hits[0].path.endswith(name)
        assert engine.status().embedded == engine.status().passages == len(TEXTS)


def test_what_is_sound_is_said_to_be(root: Path) -> None:
    with engine_at(root) as engine:
        for deep in (False, True):
            found = verified(engine, deep=deep)
            assert found.is_sound and found.problems == ()
            assert found.checked == {"passages": 4, "vectors": 4, "words": 8, "files": 4, "labels": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passages SET text = replace(text, 'apples', 'appleS')",
        "UPDATE passages SET text = CAST(X'ff' || text AS TEXT) WHERE id = 1",
        "UPDATE passages SET text_hash = randomblob(16) WHERE id = 2",
        "UPDATE passages SET text = CAST('' AS BLOB) WHERE id = 3",
    ],
)
def test_a_damaged_text_is_read_again(root: Path, change: Callable[[str], None], statement: str) -> None:
    with closing(sqlite3.connect(root / "index.db")) as connection:
        texts = connection.execute("SELECT id, CAST(text AS BLOB), text_hash FROM passages ORDER BY id").fetchall()
    change(statement)
    with closing(sqlite3.connect(root / "index.db")) as connection:
        after = connection.execute("SELECT id, CAST(text AS BLOB), text_hash FROM passages ORDER BY id").fetchall()
    count = sum(before != now for before, now in zip(texts, after, strict=True))
    mends(root, Problem("index.db", "damaged texts", count), deep=True)


def test_a_passage_of_no_file_is_removed(root: Path, change: Callable[[str], None]) -> None:
    change("INSERT INTO passages VALUES (999, 12345, 0, 'stray', X'00', NULL, NULL, NULL, NULL, NULL)")
    with engine_at(root) as engine:
        assert verified(engine, deep=True, repair=True).is_sound
        assert engine.search("stray", mode="words").hits == ()
        assert verified(engine, deep=True).problems == ()


@pytest.mark.parametrize(
    "vector", ["zeroblob(length(vector))", "vector || X'00'", "X'00'", "substr(vector, 1, length(vector) - 1) || X'40'"]
)
def test_a_damaged_vector_is_computed_again(root: Path, change: Callable[[str], None], vector: str) -> None:
    change(f"UPDATE vectors SET vector = {vector} WHERE text_hash IN (SELECT text_hash FROM passages WHERE id <= 2)")
    mends(root, Problem("index.db", "damaged vectors", 2), deep=True)


@pytest.mark.parametrize("vector", ["X'00'", "vector || X'00'", "X'007e' || substr(vector, 3)"])
def test_what_is_no_vector_any_more_keeps_nobody_from_searching(
    root: Path, change: Callable[[str], None], vector: str
) -> None:
    change(f"UPDATE vectors SET vector = {vector} WHERE text_hash IN (SELECT text_hash FROM passages WHERE id <= 2)")
    write_tree(root.parent / "documents", {"eagles.txt": "Now something about eagles."})
    with engine_at(root) as engine:
        engine.rescan()
        assert engine.wait_until_idle(60)
        assert engine.status().embedded == engine.status().passages == 5
        assert not engine.status().notices
        assert verified(engine, deep=True).is_sound


@pytest.mark.parametrize("text", ["CAST(X'41ff20' || CAST(text AS BLOB) AS TEXT)", "CAST(text AS BLOB)"])
def test_a_letter_that_is_none_keeps_nothing_from_being_found(
    root: Path, change: Callable[[str], None], text: str
) -> None:
    change(f"UPDATE passages SET text = {text}")
    with engine_at(root) as engine:
        assert engine.search("apples").hits[0].path.endswith("apples.txt")


def test_vectors_of_an_older_version_get_their_digests_when_there_is_nothing_else_to_do(
    root: Path, change: Callable[[str], None]
) -> None:
    change("UPDATE vectors SET digest = NULL")
    change("UPDATE vectors SET vector = X'00' WHERE text_hash = (SELECT text_hash FROM passages WHERE id = 1)")
    with engine_at(root) as engine:

        def digests() -> list[int | None]:
            with engine._db.database.reading() as connection:
                return list(connection.scalars(sa.text("SELECT length(digest) FROM vectors")))

        # What is no vector of its model goes, and is computed again.
        wait_until(lambda: digests() == [8] * 4)
        assert verified(engine, deep=True, repair=True).is_sound


def test_damaged_words_are_built_anew(root: Path) -> None:
    file = max((root / "words" / "passages").glob("*.store"), key=lambda file: file.stat().st_size)
    with engine_at(root) as engine:
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 1
        file.write_bytes(content)
        found = verified(engine)
        assert found.problems == (Problem("words", "damaged files of the word index", 1),)
        assert verified(engine, repair=True).is_sound
        assert verified(engine).problems == ()
        assert engine.search("apples", mode="words").hits[0].path.endswith("apples.txt")


def test_words_that_differ_from_the_text_are_built_anew(root: Path) -> None:
    with engine_at(root) as engine:
        engine._indexer.inbox.perform(lambda: (engine._words.index.remove([1]), engine._words.index.commit()))
        found = verified(engine)
        assert found.problems == (Problem("words", "entries missing in the word index", 1),)
        assert verified(engine, repair=True).is_sound
        assert engine.search("apples", mode="words").hits[0].path.endswith("apples.txt")


def test_vectors_in_memory_are_compared_with_the_database(root: Path) -> None:
    with engine_at(root) as engine:
        engine.search("apples")
        engine.warm_up()
        wait_until(lambda: engine._embedding.now.cache is not None)
        cache = engine._embedding.now.cache
        assert cache is not None
        cache.store.remove([1])
        assert verified(engine).problems == (Problem("vectors", "vectors missing in memory", 1),)
        assert verified(engine, repair=True).is_sound
        assert cache.store.ids() == {1, 2, 3, 4}


def test_a_damaged_graph_is_dropped_and_built_again(tmp_path: Path) -> None:
    pytest.importorskip("hnswlib")
    folder = write_tree(tmp_path / "documents", TEXTS)
    root = tmp_path / "data"
    with engine_at(root, settings=GRAPHS) as engine:
        engine.index([str(folder)])
        wait_until(lambda: type(engine._embedding.now.cache.store).__name__ == "HnswStore")  # type: ignore[union-attr]
    graph = next((root / "vectors").glob("generation-*/graph.bin"))
    graph.write_bytes(graph.read_bytes()[:-1])
    mends(root, Problem("vectors", "damaged graph", 1), deep=False, settings=GRAPHS)


def test_a_damaged_judgement_comes_from_the_copy(root: Path) -> None:
    with engine_at(root) as engine:
        with engine._user_db.database.writing() as connection:
            connection.exec_driver_sql("UPDATE labels SET passage = 'a Passage'")
        found = verified(engine)
        assert found.problems == (Problem("user.db", "damaged judgements", 1),)
        assert verified(engine, repair=True).is_sound
        assert [one.passage for one in engine.judging.labels()] == ["a passage"]


def test_an_index_begun_anew_is_reported_and_filled(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    (root / "index.db").write_bytes(b"nonsense" * 1000)
    with engine_at(root) as engine:
        found = verified(engine)
        assert found.problems == (Problem("index.db", "damage found when it was opened", 1),)
        mended = verified(engine, repair=True)
        assert mended.is_sound and mended.problems[0].repaired
        assert engine.search("apples").hits[0].path.endswith("apples.txt")


def test_damage_to_the_structure_is_reported_and_mended_at_the_next_start(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = bytearray((root / "index.db").read_bytes())
    with engine_at(root) as engine:
        at = content.index(b"A text about")
        page = at // 4096 * 4096
        (root / "index.db").write_bytes(content[:page] + bytes(4096) + content[page + 4096 :])
        engine._db.database.engine.dispose()
        found = verified(engine, deep=True)
        assert Problem("index.db", "faults in its structure", 1).where in {one.where for one in found.problems}
        assert (found.phase, found.is_sound) == ("done", False)
    with engine_at(root) as engine:
        assert "being built again" in engine.status().notices[0]
        engine.rescan()
        assert engine.wait_until_idle(60)
        assert engine.search("apples").hits[0].path.endswith("apples.txt")


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL])
def test_a_disk_that_refuses_says_nothing_about_the_index(
    root: Path, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    with engine_at(root) as engine:

        def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if "FROM passages AS p" in statement:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = code
                raise error

        sa.event.listen(engine._db.database.engine, "before_cursor_execute", refuse)
        found = verified(engine, deep=True, repair=True)
        assert (found.phase, found.reason) == ("failed", "Not everything could be looked at: disk I/O error.")
        sa.event.remove(engine._db.database.engine, "before_cursor_execute", refuse)
        assert verified(engine, deep=True).is_sound
        assert not list(root.glob("damaged-*")) and not list(root.glob("*doubtful"))


def test_a_check_can_be_stopped_and_there_is_one_at_a_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[tuple[int, list[object]]]:
        while True:
            yield 1, []

    monkeypatch.setattr("desktop_search.storage.soundness.passages", endless)
    with engine_at(root) as engine:
        engine.checking.verify(deep=True)
        wait_until(lambda: engine.checking.verification().done > 100)
        with pytest.raises(DesktopSearchError, match="under way"):
            engine.checking.verify()
        engine.checking.stop_verifying()
        wait_until(lambda: engine.checking.verification().phase == "stopped")
        assert verified(engine).is_sound


def test_a_file_of_which_nothing_is_known_any_more_is_read_again(root: Path, change: Callable[[str], None]) -> None:
    damage = "UPDATE files SET state = 'iNdexed' WHERE id = (SELECT min(id) FROM files)"
    doubtful = "files of which it is not known what became of them"
    change(damage)
    with engine_at(root) as engine:
        assert Problem("index.db", doubtful, 1, repaired=True) in verified(engine).problems
        engine.rescan()
        engine.wait_until_idle()
        assert engine.status().counts.indexed == len(TEXTS)

        with engine._db.database.writing() as connection:
            connection.execute(sa.text(damage))
        assert (engine.status().counts.indexed, engine.status().counts.pending) == (len(TEXTS) - 1, 1)
        assert Problem("index.db", doubtful, 1) in verified(engine).problems
        assert verified(engine, repair=True).is_sound
        assert engine.status().counts.indexed == len(TEXTS)
