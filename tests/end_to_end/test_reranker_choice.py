"""Which cross-encoders a trained one is compared with, which stay, and how one goes back."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.engine import reranker_steps
from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, ModelReport, TrainingOptions
from desktop_search.reranking.reranker import Reranker
from desktop_search.settings import Settings
from desktop_search.training import runner
from desktop_search.training.job import Job
from tests.end_to_end.test_reranker_training import cross_encoder
from tests.fakes import engine_at, wait_until, write_tree

QUESTIONS = 14


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("base") / "reranker")


@pytest.fixture(autouse=True)
def nothing_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trainer is at once done: its model is the one it began with."""

    def train(job: Job, *, is_wanted: Callable[[], bool]) -> bool:
        shutil.copytree(job.options().base, job.model)
        return True

    monkeypatch.setattr(runner, "train", train)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders of all cross-encoders that were measured."""
    folders: list[str] = []
    load = reranker_steps.reranker_of

    def noted(folder: str, device: str) -> Reranker:
        folders.append(folder)
        return load(folder, device)

    monkeypatch.setattr(reranker_steps, "reranker_of", noted)
    return folders


def judge(engine: Engine, folder: Path) -> None:
    texts = {f"{n}.txt": f"The lighthouse number {n} stands by the sea and is {n} metres high." for n in range(40)}
    write_tree(folder, texts)
    engine.index([str(folder)])
    engine.judging.import_labels(
        [
            Label(f"how high is number {n}", str(folder / f"{n}.txt"), texts[f"{n}.txt"], True, "window", 1.0 + n)
            for n in range(QUESTIONS)
        ]
    )


def trained(engine: Engine, base: str = "") -> ModelReport:
    begun = time.time()
    engine.learning.train(TrainingOptions(base=base, reranker=True))
    wait_until(lambda: engine.learning.training().phase in ("done", "failed"), seconds=60)
    report = engine.learning.training().report
    assert report is not None, engine.learning.training().reason
    # Their names have the second in which they were made.
    time.sleep(max(0.0, begun + 1.1 - time.time()))
    return report


def in_use(engine: Engine) -> str:
    return str(engine.settings().values["reranker"])


def test_where_nothing_ranks_anew_so_far_that_is_what_it_is_compared_with(
    tmp_path: Path, base: Path, loaded: list[str]
) -> None:
    with engine_at(tmp_path / "data", settings=Settings(backend="hashing", readers=1)) as engine:
        judge(engine, tmp_path / "files")
        report = trained(engine, str(base))
        assert loaded == [str(engine.data.learning / "run" / "job" / "model")]
        assert report.held_out >= 3
        assert report.speed == 0.0, "no time at all is none that others could be compared with"

        engine.learning.accept_model()
        assert in_use(engine) == report.model
        engine.learning.undo_model(reranker=True)
        assert in_use(engine) == ""


def test_it_is_compared_with_the_one_in_use_and_not_with_its_base(
    tmp_path: Path, base: Path, loaded: list[str]
) -> None:
    used = shutil.copytree(base, tmp_path / "used")
    with engine_at(tmp_path / "data", settings=Settings(backend="hashing", readers=1, reranker=str(used))) as engine:
        judge(engine, tmp_path / "files")
        assert trained(engine, str(base)).speed > 0
        assert loaded == [str(used), str(engine.data.learning / "run" / "job" / "model")]


def test_the_one_before_the_present_one_stays_and_is_gone_back_to(tmp_path: Path, base: Path) -> None:
    with engine_at(tmp_path / "data", settings=Settings(backend="hashing", readers=1, reranker=str(base))) as engine:
        judge(engine, tmp_path / "files")
        first = trained(engine).model
        engine.learning.accept_model()
        engine.learning.accept_model()
        engine.learning.undo_model(reranker=True)
        assert in_use(engine) == str(base)

        engine.learning.accept_model()
        second = trained(engine).model
        engine.learning.accept_model()
        third = trained(engine).model
        assert {str(one) for one in Path(third).parent.iterdir()} == {first, second, third}
        engine.learning.undo_model(reranker=True)
        assert in_use(engine) == first
        fourth = trained(engine).model
        assert {str(one) for one in Path(fourth).parent.iterdir()} == {first, fourth}

        shutil.rmtree(fourth)
        with pytest.raises(DesktopSearchError, match="no longer there"):
            engine.learning.accept_model()
        assert in_use(engine) == first


def test_the_one_before_is_found_also_where_all_was_moved(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for name in ("first", "second"):
        (old / name).mkdir(parents=True)
    reranker_steps.note_before(str(old / "second"), str(old / "first"))
    old.rename(new)
    assert reranker_steps.before(str(new / "second")) == str(new / "first")


def test_a_cross_encoder_is_not_trained_in_part(tmp_path: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        with pytest.raises(DesktopSearchError, match="without LoRA"):
            engine.learning.train(TrainingOptions(reranker=True, lora=True))
        assert engine.learning.training().phase == "none"
