"""What the scripts beside this file print in full, at sizes that take a minute each: a line or two of ratios."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop_search.settings import Settings
from tests.benchmarks import (
    against_default,
    cost_curve,
    first_indexing,
    nearest_pair,
    start,
    texts,
    under_load,
    walking,
)
from tests.benchmarks.children import private_environment

Say = Callable[[str], None]
pytestmark = [pytest.mark.model, pytest.mark.timeout(3600)]


@pytest.fixture
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose sockets and models belong to one test; what a script changes in the environment is undone."""
    for name, value in private_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_first_indexing_of_a_few_files(own_place: Path, say: Say) -> None:
    folder = own_place / "files"
    texts.write_folder(folder, texts.passages(300))
    recoll = shutil.which("recollindex") is not None
    found = first_indexing.measure(folder, own_place, rounds=1, recoll=recoll, meaning=False, changes=[])
    first = found["first"]
    against = f", {found['times_recoll']:.2f} × Recoll's speed" if recoll else ""
    say(f"{first['files']} files: first found after {first['first_result_s']} s, all by words after")
    say(f"  {found['by_words_s']} s{against}; index {first['sqlite_and_words_times_text']} × the text")


def test_the_program_against_the_default(own_place: Path, say: Say) -> None:
    found = against_default.compare(100, 3, own_place)
    program, default = found[against_default.PROGRAM], found[against_default.DEFAULT]
    say(f"{found['precision']}: embedding {found['embedding_times_default']} × default, cosine")
    say(f"  {found['cosine_to_fp32']}, end to end {found['end_to_end_times_default']} ×; cold start")
    say(f"  {program['cold_start_s']} s against {default['cold_start_s']} s")


def test_the_nearest_of_some_sentences(own_place: Path, say: Say) -> None:
    found = nearest_pair.measure(500, 1, own_place)
    say(f"nearest pair of 500: {found['total_s']} s from a cold start, comparing {found['comparing_s']} s")


def test_queries_while_files_are_indexed(own_place: Path, say: Say) -> None:
    found = under_load.measure(100, own_place, Settings())
    for name, times in found["times_idle"].items():
        phase, kind = name.split()
        say(f"while {phase}, {kind}: p95 {found[phase][kind]['p95_ms']} ms, {times} × that of an idle engine")


def test_how_cost_grows(own_place: Path, say: Say) -> None:
    found = cost_curve.exponents(list(cost_curve.grow([500, 2000], own_place)))
    say("exponents: " + ", ".join(f"{name} {value}" for name, value in found.items()))


def test_the_start(own_place: Path, say: Say) -> None:
    found = start.measure(20, 1, own_place)
    say(f"window painted after {found['window_painted_s']} s, {found['window_times_bare']} × a bare window")
    say(f"  engine by words after {found['by_words_s']} s, by meaning {found['by_meaning_s']} s")


def test_walking(own_place: Path, say: Say) -> None:
    found = walking.measure(2_000, 1_000, 3, own_place)
    assert found["read_again"] == 0
    say(f"{found['entries']} entries walked in {found['walk_s']} s, {found['times_scandir']} × os.walk with lstat")
    say(f"  {found['known_files']} files compared with the index in {found['compare_s']} s")


def test_the_pair_is_the_one_that_all_comparisons_give() -> None:
    vectors = np.random.default_rng(1).normal(size=(2_345, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -1.0)
    row, column = divmod(int(scores.argmax()), len(scores))
    assert nearest_pair.most_similar_pair(vectors)[:2] == (min(row, column), max(row, column))
