"""Judgements that other programs wrote teach too, and so do those of files that were moved since."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.engine import adapting, judged_evidence
from desktop_search.engine.engine import Engine
from desktop_search.engine.judged_passages import as_they_stand
from desktop_search.engine.training_data import TrainingData
from desktop_search.records import Label
from desktop_search.searching.learning import adapter_fitting
from desktop_search.searching.learning.adapter_fitting import Fitted
from desktop_search.searching.learning.trial import JudgedQuestion
from tests.fakes import engine_at, write_tree

HOUSE = "Owners of the house: minutes of the annual meeting, about roof, heating and the votes of all."
CLUB = "Minutes of the annual meeting of the rowing club, with the votes of all members."
FILES = {
    "club.txt": CLUB,
    "house.txt": HOUSE,
    "school.txt": "The school invites parents to a meeting about the annual summer fair.",
    "soup.txt": "Simmer lentils with onions, carrots and a leaf of laurel.",
}
QUESTION = "annual meeting minutes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "files", FILES)


@pytest.fixture
def engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """It has read the files, and learns at once."""
    monkeypatch.setattr(adapting, "QUIET_SECONDS", 0.02)
    with engine_at(folder.parent / "data") as opened:
        opened.index([str(folder)])
        yield opened


def taught(engine: Engine, *labels: Label) -> list[tuple[str, float]]:
    engine.judging.import_labels(labels)
    engine.learning.adapter_state(wait=True)
    hits = engine.search(QUESTION, plain=True).hits
    return [(os.path.basename(hit.path), round(hit.score, 6)) for hit in hits]


def judged(path: Path, passage: str, *, relevant: bool) -> Label:
    return Label(QUESTION, str(path), passage, relevant, "import", 1.0)


def stands(engine: Engine, *labels: Label) -> list[Label]:
    found = engine._asking.evidence(QUESTION, 10)
    assert found is not None
    return as_they_stand(engine._db, labels, *found)


def test_a_judgement_that_quotes_nothing_teaches_as_one_that_does(engine: Engine, folder: Path, tmp_path: Path) -> None:
    before = taught(engine)
    assert before[0][0] == "club.txt"
    here = taught(
        engine, judged(folder / "house.txt", "", relevant=True), judged(folder / "club.txt", "", relevant=False)
    )
    assert here[0][0] == "house.txt"
    with engine_at(tmp_path / "quoting") as other:
        other.index([str(folder)])
        there = taught(
            other,
            judged(folder / "house.txt", HOUSE, relevant=True),
            judged(folder / "club.txt", CLUB, relevant=False),
        )
    assert here == there


def test_it_is_about_the_passage_of_its_file_that_comes_nearest_to_the_question(engine: Engine, tmp_path: Path) -> None:
    pages = [f"# Page {number}\n\n" + "lentils onions carrots laurel " * 40 for number in range(4)]
    pages.insert(2, "# Page of the house\n\n" + f"{QUESTION} of the owners " * 20)
    long = tmp_path / "long.md"
    long.write_text("\n\n".join(pages), encoding="utf-8")
    engine.index([str(long)])
    (found,) = stands(engine, judged(long, "", relevant=True))
    assert QUESTION in found.passage


def test_a_file_that_was_moved_keeps_what_was_judged_of_it(engine: Engine, folder: Path) -> None:
    labels = judged(folder / "house.txt", HOUSE, relevant=True), judged(folder / "club.txt", CLUB, relevant=False)
    taught(engine, *labels)
    (folder / "papers").mkdir()
    moved = (folder / "house.txt").rename(folder / "papers" / "owners.txt")
    engine.index([str(folder)])
    assert [one.path for one in stands(engine, *labels)] == [str(moved), str(folder / "club.txt")]
    data = TrainingData(engine._db, engine._asking.evidence)
    (made,) = data.of_labels(labels, is_wanted=lambda: True)
    assert HOUSE in made.examples[0].texts[1]
    assert taught(engine)[0][0] == "owners.txt"


def test_what_was_judged_of_a_file_that_is_gone_stays_as_it_is(engine: Engine, folder: Path) -> None:
    label = judged(folder / "house.txt", HOUSE, relevant=True)
    (folder / "house.txt").unlink()
    engine.index([str(folder)])
    assert stands(engine, label) == [label]


def test_a_path_through_a_link_is_that_of_the_file(engine: Engine, folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    engine.judging.import_labels([judged(link / "house.txt", "", relevant=True)])
    assert [one.path for one in engine.judging.labels()] == [str(folder / "house.txt")]


def test_of_a_long_list_of_judgements_the_newest_teach(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, real = [], adapter_fitting.fit

    def noted(questions: Sequence[JudgedQuestion], *arguments: Any, **more: Any) -> Fitted:
        wanted.append(questions[0].lesson.wanted)
        return real(questions, *arguments, **more)

    monkeypatch.setattr(adapter_fitting, "fit", noted)
    old, new = judged(folder / "club.txt", CLUB, relevant=True), judged(folder / "house.txt", HOUSE, relevant=True)
    taught(engine, new)
    monkeypatch.setattr(judged_evidence, "MOST_QUOTED", 1)
    taught(engine, replace(old, at=0.5), replace(judged(folder / "soup.txt", "soup", relevant=True), at=0.7))
    np.testing.assert_array_equal(wanted[0], wanted[-1])
    assert len(wanted[-1]) == 1
    assert len(wanted) == 2
