"""Damaged databases are noticed and mended, what a person decided comes from its copy, and an error is no damage (F-4).

    python -m tests.faults.test_f04_damaged_databases --full

damages 500 databases, and has the system refuse to read, write or lock another 50.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Folder, Label, Verification
from desktop_search.storage import connection
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults.damage import PAGE, cut, flipped, zeroed
from tests.faults.figure import ROOT, SEED, Figure, Measured, Task, main

FILES, WORDS, LABELS = 24, 40, 20
REFUSED_OF = 10
"""For each so many damaged databases one is refused."""
HEADER_BYTES = 100
BUSY_MILLISECONDS = 200
ATTEMPTS = 2
"""A check that could not mend everything says: start the program again, and repeat it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a data directory holds, whatever is done to it."""

    texts: Mapping[str, str]
    labels: list[Label]
    folders: list[Folder]


def prepared(place: Path, seed: int) -> Kept:
    """Writes documents and a data directory with their index, with judgements and with a copy of these."""
    dice = Random(seed)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(2_000)]
    texts = {f"{number}.txt": " ".join(dice.choices(words, k=WORDS)) + "." for number in range(FILES)}
    documents = write_tree(place / "documents", texts)
    labels = [
        Label(
            " ".join(dice.choices(words, k=3)),
            str(documents / name),
            " ".join(dice.choices(words, k=5)),
            True,
            "person",
            1.0,
        )
        for name in dice.sample(sorted(texts), LABELS)
    ]
    with engine_at(place / "data") as engine:
        engine.index([str(documents)])
        engine.judging.import_labels(labels)
        kept = engine.judging.labels(), engine.folders()
    shutil.copytree(place / "data", place / "spare")
    return Kept({str(documents / name): text for name, text in texts.items()}, *kept)


def verified(engine: Engine, *, repair: bool = False) -> Verification:
    engine.checking.verify(deep=True, repair=repair)
    wait_until(lambda: not engine.checking.verification().is_under_way, 60)
    return engine.checking.verification()


def differences(engine: Engine, kept: Kept) -> list[str]:
    """What an engine that has done all it can has lost, or has too much."""
    found = []
    if engine.judging.labels() != kept.labels:
        found.append("judgements are lost")
    if engine.folders() != kept.folders:
        found.append("folders are lost")
    with engine._db.database.reading() as reading:
        rows = reading.execute(
            sa.text(
                "SELECT f.path, p.text FROM files f LEFT JOIN documents d ON d.file_id = f.id "
                "LEFT JOIN passages p ON p.document_id = d.id"
            )
        ).all()
    if {(path if path is None else os.fsdecode(path), text) for path, text in rows} != set(kept.texts.items()):
        found.append("texts are lost or wrong")
    status = engine.status()
    if status.embedded != status.passages:
        found.append("texts are without a vector")
    path, text = next(iter(kept.texts.items()))
    for mode in ("words", "meaning"):
        hits = engine.search(text[:60], mode=mode).hits
        if not hits or hits[0].path != path:
            found.append(f"not found by {mode}")
    return found


def _stored(root: Path, query: str, dice: Random) -> None:
    """Flips a bit in a text or vector as it stands in the file."""
    file = root / "index.db"
    with closing(sqlite3.connect(file)) as reading:
        value: bytes = dice.choice(reading.execute(query).fetchall())[0]
    content = file.read_bytes()
    at = content.index(value)
    assert content.count(value) == 1
    file.write_bytes(flipped(content, dice, at, at + len(value)))


def _text(root: Path, dice: Random) -> None:
    _stored(root, "SELECT CAST(text AS BLOB) FROM passages", dice)


def _vector(root: Path, dice: Random) -> None:
    _stored(root, "SELECT vector FROM vectors", dice)


def _foreign(content: bytes, dice: Random) -> bytes:
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("CREATE TABLE somebody (else_s)")
        return dice.choice(
            [b"", dice.randbytes(3 * PAGE), b"SQLite format 3\0" + dice.randbytes(PAGE), other.serialize()]
        )


def _in(name: str, *changes: Callable[[bytes, Random], bytes]) -> Callable[[Path, Random], None]:
    def run(root: Path, dice: Random) -> None:
        file = root / name
        file.write_bytes(dice.choice(changes)(file.read_bytes(), dice))

    return run


def _header(content: bytes, dice: Random) -> bytes:
    return flipped(content, dice, end=HEADER_BYTES)


STRUCTURE = (zeroed, zeroed, cut, _header, _foreign)
DAMAGES: dict[str, Callable[[Path, Random], None]] = {
    "a text": _text,
    "a vector": _vector,
    "the structure of user.db": _in("user.db", *STRUCTURE),
    "any bit of user.db": _in("user.db", flipped),
    "another text": _text,
    "another vector": _vector,
    "the structure of index.db": _in("index.db", *STRUCTURE),
    "any bit of index.db": _in("index.db", flipped),
}


def misses_of(root: Path, kept: Kept, damage: str, *, mends: bool) -> list[str]:
    """Opens the engine over a damaged database, and says what it has not noticed, or not mended."""
    is_stored = damage.endswith(("text", "vector"))
    found: list[str] = []
    for _ in range(ATTEMPTS):
        try:
            with engine_at(root) as engine:
                if is_stored and not any(one.where == "index.db" for one in verified(engine).problems):
                    return ["a check has not found it"]
                if not mends:
                    return []
                engine.rescan()
                engine.wait_until_idle(60)
                checked = verified(engine, repair=True)
                found = [] if checked.is_sound else [f"not mended: {checked.problems or checked.reason}"]
                found += differences(engine, kept)
        except (DesktopSearchError, sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
            found = [f"{type(error).__name__}: {error}"]
        if not found:
            return []
        is_stored = False
    return found


# What the system refuses.

HOLDER = """
import sqlite3, sys
holder = sqlite3.connect(sys.argv[1], isolation_level=None)
holder.execute("PRAGMA locking_mode=EXCLUSIVE")
holder.execute("BEGIN EXCLUSIVE")
print(flush=True)
sys.stdin.read()
"""


def refused(root: Path) -> None:
    """Uses the index while the system refuses something. Runs in a process of its own."""
    connection.BUSY_MILLISECONDS = BUSY_MILLISECONDS
    try:
        with engine_at(root) as engine:
            for number in range(5):
                try:
                    engine._db.set_meta("tried", str(number))
                except sa.exc.DatabaseError:
                    continue
            verified(engine, repair=True)
    except (DesktopSearchError, sa.exc.DatabaseError) as error:
        print(error)


REFUSALS = (("pread64,read", "EIO"), ("pwrite64", "ENOSPC"), ("", "a lock"))


def refusal(root: Path, kind: int, which: str) -> list[str]:
    """What it has cost that the system refuses some calls, which is one of them ("7"), or all from one on ("7+")."""
    before = _identity(root)
    program = "import sys, pathlib; from tests.faults import test_f04_damaged_databases as one; "
    line = [sys.executable, "-c", f"{program} one.refused(pathlib.Path(sys.argv[1]))", str(root)]
    call, error = REFUSALS[kind]
    files = [part for name in ("index.db", "index.db-wal") for part in ("-P", str(root / name))]
    if call:
        inject = ["-e", f"trace={call},openat", "-e", f"inject={call}:error={error}:when={which}"]
        line = ["strace", "-f", "-qq", "-o", os.devnull, *files, *inject, *line]
    with nullcontext() if call else _held(root / "index.db"):
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    found = [] if done.returncode == 0 else [f"the process ended with {done.returncode}: {done.stderr[-300:]}"]
    if moved := [file.name for file in root.glob("damaged-*")]:
        found.append(f"moved aside: {moved}")
    if _identity(root) != before:
        found.append("the index was begun anew")
    with engine_at(root) as engine:
        checked = verified(engine)
        if not checked.is_sound or checked.problems:
            found.append(f"not sound afterwards: {checked}")
    return found


def _identity(root: Path) -> str:
    with closing(sqlite3.connect(root / "index.db")) as reading:
        try:
            return str(reading.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Another process has locked the database for itself."""
    line = [sys.executable, "-c", HOLDER, str(database)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        holder.stdout.readline()
        yield
        holder.stdin.close()


def _fresh(place: Path) -> Path:
    shutil.rmtree(place / "data")
    return shutil.copytree(place / "spare", place / "data")


def measure(task: Task) -> Measured:
    kept = prepared(task.place, task.seed)
    misses = []
    for case in range(task.n):
        root, dice = _fresh(task.place), Random(f"{task.seed} {case}")
        damage = list(DAMAGES)[case % len(DAMAGES)]
        DAMAGES[damage](root, dice)
        found = misses_of(root, kept, damage, mends=not damage.startswith("another"))
        misses += [f"seed {task.seed}, case {case}, {damage}: {one}" for one in found]
    refusals = max(2, task.n // REFUSED_OF) if shutil.which("strace") else 0
    for case in range(refusals):
        dice = Random(f"{task.seed} refused {case}")
        which = f"{dice.randint(1, 40)}{dice.choice(['', '+'])}"
        found = refusal(_fresh(task.place), case % len(REFUSALS), which)
        misses += [f"seed {task.seed}, refusal {case}, {REFUSALS[case % 3]} {which}: {one}" for one in found]
    reached = f"{len(misses)} of {task.n} not noticed or not mended; {refusals} refusals cost nothing"
    return Measured(reached if not misses else f"{len(misses)} misses", misses, {"refusals": refusals})


FIGURE = Figure(
    "F-4",
    "damaged databases: all noticed and mended, judgements back from their copy; nothing rebuilt for 50 refusals",
    "databases",
    short=8,
    full=500,
    measure=measure,
)


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("caplog")
def test_damaged_databases_are_mended(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


@pytest.mark.usefixtures("caplog")
def test_the_check_sees_what_is_not_mended(tmp_path: Path) -> None:
    kept = prepared(tmp_path, SEED)
    root = tmp_path / "data"
    # Nothing is damaged, so a check cannot have found it; then the judgements are gone, and a text is another one.
    assert misses_of(root, kept, "a text", mends=True) == ["a check has not found it"]
    for copy in (root / "copies").iterdir():
        copy.unlink()
    with closing(sqlite3.connect(root / "user.db")) as writing, writing:
        writing.execute("DELETE FROM labels")
    path, text = next(iter(kept.texts.items()))
    wrong = Kept({**kept.texts, path: text + " more"}, kept.labels, kept.folders)
    assert misses_of(root, wrong, "", mends=True) == ["judgements are lost", "texts are lost or wrong"]


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="refusals are injected by strace")


@needs_strace
def test_a_disk_that_cannot_be_read_any_more_costs_no_index(tmp_path: Path) -> None:
    prepared(tmp_path, SEED)
    # SQLite calls this damage: the first calls are those that open the database, and the next those that look at it.
    assert refusal(tmp_path / "data", 0, "5+") == []


@needs_strace
def test_the_check_sees_an_index_begun_anew(tmp_path: Path) -> None:
    prepared(tmp_path, SEED)
    (tmp_path / "data" / "damaged-before-index.db").write_bytes(b"")
    assert refusal(tmp_path / "data", 2, "")[0].startswith("moved aside")


if __name__ == "__main__":
    main(FIGURE)
