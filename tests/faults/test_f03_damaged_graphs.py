"""A graph that was damaged on the disk never reaches hnswlib: exact search answers, and the graph is built anew (F-3).

    python -m tests.faults.test_f03_damaged_graphs --full

opens the engine over 1,000 damaged graphs, each in one of seven ways, in a process that would show a crash.
"""

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from desktop_search.engine.engine import Engine
from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.records import Array
from desktop_search.settings import Settings
from desktop_search.vectors import snapshots
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.vectors.stores.hnsw import HnswStore
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults.damage import cut, flipped, lengthened, zeroed
from tests.faults.figure import SEED, Figure, Measured, Task, main

pytest.importorskip("hnswlib", reason="could not be built here: exact search does its work")

GRAPHS = Settings(backend="hashing", readers=1, vector_store="hnsw")
FILES, WORDS, QUERIES, NEAREST = 100, 60, 5, 10
HEADER_BYTES = 96
SAVED, SPARE, OTHER = "saved", "spare", "other"


def prepared(place: Path, seed: int) -> tuple[Array, list[list[int]]]:
    """A data directory with a saved graph, and one of fewer files. Questions, and the ids that answer them exactly."""
    dice = Random(seed)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(500)]
    texts = {f"{number}.txt": " ".join(dice.choices(words, k=WORDS)) + "." for number in range(FILES)}
    documents = write_tree(place / "documents", texts)
    for name, folder in (
        (SAVED, documents),
        (OTHER, write_tree(place / "few", dict(list(texts.items())[: FILES // 2]))),
    ):
        with engine_at(place / name, settings=GRAPHS) as engine:
            engine.index([str(folder)])
            cache = cache_of(engine)
            wait_until(lambda cache=cache: isinstance(cache.store, HnswStore))  # type: ignore[misc]
    shutil.copytree(place / SAVED / "vectors", place / SPARE)
    with engine_at(place / SAVED) as engine:
        exact = cache_of(engine).store
        assert isinstance(exact, ExactStore) and len(exact) == FILES
        questions = exact.vectors(dice.sample(sorted(exact.ids()), QUERIES)) + 0.01
        return questions, [[one.passage_id for one in exact.search(question, NEAREST)] for question in questions]


def cache_of(engine: Engine) -> VectorCache:
    """The vectors in memory, once the model is loaded."""
    engine.warm_up()
    wait_until(lambda: engine._embedding.now.cache is not None)
    assert engine._embedding.now.cache is not None
    return engine._embedding.now.cache


def _graph(vectors: Path) -> Path:
    return next(vectors.glob("generation-*/graph.bin"))


def _in_graph(change: Callable[[bytes, Random], bytes]) -> Callable[[Path, Path, Random], None]:
    def run(vectors: Path, other: Path, dice: Random) -> None:
        _graph(vectors).write_bytes(change(_graph(vectors).read_bytes(), dice))

    return run


def _of_another(vectors: Path, other: Path, dice: Random) -> None:
    """All or some of it belongs to another index."""
    its = _graph(other).parent
    names = dice.choice([["graph.bin"], ["ids.npy"], ["graph.bin", "ids.npy"], ["graph.bin", "ids.npy", "manifest"]])
    for name in names:
        if name != "manifest":
            shutil.copy(its / name, _graph(vectors).parent / name)
            continue
        shutil.copy(other / "manifest.json", vectors / "manifest.json")
        _graph(vectors).parent.rename(vectors / its.name)


def _ids(vectors: Path, other: Path, dice: Random) -> None:
    file = _graph(vectors).parent / "ids.npy"
    file.write_bytes(dice.choice([flipped, cut, lengthened])(file.read_bytes(), dice))


def _manifest(vectors: Path, other: Path, dice: Random) -> None:
    file = vectors / "manifest.json"
    file.write_bytes(dice.choice([flipped, flipped, cut, lengthened])(file.read_bytes(), dice))


DAMAGES: dict[str, Callable[[Path, Path, Random], None]] = {
    "a flipped bit": _in_graph(flipped),
    "a flipped bit in the header": _in_graph(lambda content, dice: flipped(content, dice, end=HEADER_BYTES)),
    "an empty page": _in_graph(zeroed),
    "another length": _in_graph(lambda content, dice: dice.choice([cut, lengthened])(content, dice)),
    "of another index": _of_another,
    "damaged ids": _ids,
    "a damaged manifest": _manifest,
}


@contextmanager
def seen_by_hnswlib() -> Iterator[list[Path]]:
    """The graph files that are handed to hnswlib meanwhile."""
    files: list[Path] = []
    loaded = HnswStore.__dict__["loaded"]

    def noted(kind: type[HnswStore], file: Path, *rest: Any) -> HnswStore:
        files.append(file)
        return loaded.__func__(kind, file, *rest)  # type: ignore[no-any-return]

    HnswStore.loaded = classmethod(noted)  # type: ignore[assignment, method-assign]
    try:
        yield files
    finally:
        HnswStore.loaded = loaded  # type: ignore[method-assign]


def misses_of(root: Path, questions: Array, answers: list[list[int]]) -> list[str]:
    """Opens the engine over a graph that is not to be used, and says what went wrong with it."""
    found = []

    def ask(cache: VectorCache, when: str) -> None:
        for question, answer in zip(questions, answers, strict=True):
            if [one.passage_id for one in cache.store.search(question, NEAREST)] != answer:
                found.append(f"a wrong answer {when}")
                return

    with engine_at(root, settings=GRAPHS) as engine:
        with seen_by_hnswlib() as files:
            cache = cache_of(engine)
        if files:
            found.append("it was handed to hnswlib")
        ask(cache, "before it was built anew")
        try:
            wait_until(lambda: isinstance(cache.store, HnswStore), 20)
        except AssertionError:
            found.append("it was not built anew")
        ask(cache, "after it was built anew")
    manifest = root / "vectors" / snapshots.MANIFEST
    if snapshots.is_damaged(root / "vectors") or not manifest.exists():
        found.append("what was saved after it is damaged, too")
    elif json.loads(manifest.read_text())["count"] != FILES:
        found.append("what was saved after it is not all")
    return found


@dataclass(frozen=True, slots=True)
class Cases:
    """Those from first to end, each with dice of its own, and the questions with the ids that answer them."""

    place: Path
    seed: int
    first: int
    end: int
    questions: Array
    answers: list[list[int]]


def run(cases: Cases, to: Connection) -> None:
    """Runs cases one by one, and sends (case, misses) for each."""
    root = cases.place / SAVED
    for case in range(cases.first, cases.end):
        shutil.rmtree(root / "vectors")
        shutil.copytree(cases.place / SPARE, root / "vectors")
        dice = Random(f"{cases.seed} {case}")
        DAMAGES[damage_of(case)](root / "vectors", cases.place / OTHER / "vectors", dice)
        to.send((case, misses_of(root, cases.questions, cases.answers)))
    to.close()


def damage_of(case: int) -> str:
    return list(DAMAGES)[case % len(DAMAGES)]


def measure(task: Task) -> Measured:
    questions, answers = prepared(task.place, task.seed)
    misses, done, crashes = [], 0, 0
    while done < task.n:
        listen, to = multiprocessing.Pipe(duplex=False)
        cases = Cases(task.place, task.seed, done, task.n, questions, answers)
        child = multiprocessing.get_context("spawn").Process(target=run, args=(cases, to), name="damaged graphs")
        child.start()
        to.close()
        try:
            while True:
                case, found = listen.recv()
                done = case + 1
                misses += [f"seed {task.seed}, case {case}, {damage_of(case)}: {one}" for one in found]
        except EOFError:
            child.join()
        if done < task.n:
            crashes += 1
            misses.append(f"seed {task.seed}, case {done}, {damage_of(done)}: the process ended ({child.exitcode})")
            done += 1
    reached = (
        f"{len(misses)} of {task.n:,} used or not built anew, {crashes} crashes, all answers those of exact search"
    )
    return Measured(reached if not misses else f"{len(misses)} misses, {crashes} crashes", misses)


FIGURE = Figure(
    "F-3",
    "damaged graphs: all noticed before hnswlib sees them, 0 crashes, 0 wrong answers, built anew",
    "graphs",
    short=7,
    full=1_000,
    measure=measure,
)


@pytest.mark.timeout(120)
def test_no_damaged_graph_is_used(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_graph_that_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions, answers = prepared(tmp_path, SEED)
    # Nothing is damaged, so it is handed to hnswlib; and of these answers one is wrong.
    answers[0] = answers[0][::-1]
    found = misses_of(tmp_path / SAVED, questions, answers)
    assert found[:2] == ["it was handed to hnswlib", "a wrong answer before it was built anew"]


def test_damage_is_what_it_says() -> None:
    content, dice = np.random.default_rng(0).bytes(10_000), Random(0)
    for change in (flipped, zeroed, cut, lengthened):
        assert all(change(content, dice) != content for _ in range(200))
    differing = [sum(a != b for a, b in zip(content, flipped(content, dice, 5, 9), strict=True)) for _ in range(50)]
    assert set(differing) == {1}


if __name__ == "__main__":
    main(FIGURE)
