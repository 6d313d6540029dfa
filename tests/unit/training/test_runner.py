"""A trainer that dies without a word is started again; one that says why it gave up is not."""

import dataclasses
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop_search.embedding import child_process
from desktop_search.embedding.child_process import Ended
from desktop_search.training import checkpoints, runner
from desktop_search.training.job import FAILURE, PROGRESS, Job, Measurement
from desktop_search.training.runner import TrainingFailed

KILLED = Ended(-9, ("loading",))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


class Trainer:
    """Does one thing each time it is run, and the last one for ever after."""

    def __init__(self, *turns: Callable[[], Ended]) -> None:
        self.turns = turns
        self.runs = 0

    def __call__(self, *arguments: str, is_wanted: Callable[[], bool]) -> Ended:
        self.runs += 1
        return self.turns[min(self.runs, len(self.turns)) - 1]()


@pytest.fixture
def run(job: Job, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Trainer]:
    """Has the process of a training be what a trainer does instead."""

    def prepare(*turns: Callable[[], Ended]) -> Trainer:
        trainer = Trainer(*turns)
        monkeypatch.setattr(child_process, "run", trainer)
        return trainer

    return prepare


def train(job: Job) -> bool:
    return runner.train(job, is_wanted=lambda: True)


def killed() -> Ended:
    return KILLED


def finishes(job: Job) -> Ended:
    job.model.mkdir()
    return Ended(0, ())


def says(job: Job, step: int) -> Ended:
    with (job.folder / PROGRESS).open("a") as stream:
        stream.write(json.dumps(dataclasses.asdict(Measurement(step, 90, 1.0, None, 1.0))) + "\n")
    return KILLED


def keeps(job: Job, step: int) -> Ended:
    place = job.checkpoints / f"checkpoint-{step}"
    place.mkdir(parents=True)
    checkpoints.finish(place)
    return KILLED


def explains(job: Job) -> Ended:
    (job.folder / FAILURE).write_text("ValueError: the texts are too odd\n")
    return Ended(1, ("Traceback",))


def test_a_trainer_that_is_killed_is_started_again(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(killed, killed, lambda: finishes(job))
    assert train(job)
    assert trainer.runs == 3


def test_one_that_dies_of_itself_without_a_word_is_started_again_too(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(lambda: Ended(1, ()), lambda: finishes(job))
    assert train(job)
    assert trainer.runs == 2


def test_one_that_never_comes_further_is_given_up(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(killed)
    with pytest.raises(TrainingFailed, match="Memory may be short"):
        train(job)
    assert trainer.runs == 3


@pytest.mark.parametrize("comes_further", [says, keeps])
def test_one_that_comes_further_each_time_is_not_given_up(
    job: Job, run: Callable[..., Trainer], comes_further: Callable[[Job, int], Ended]
) -> None:
    trainer = run(
        *(partial(comes_further, job, step) for step in range(1, 6)),
        *(killed, lambda: finishes(job)),
    )
    assert train(job)
    assert trainer.runs == 7


def test_doing_the_same_steps_again_is_not_coming_further(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(lambda: says(job, 1))
    with pytest.raises(TrainingFailed):
        train(job)
    assert trainer.runs == 3


def test_what_it_explains_itself_is_said_at_once(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(lambda: explains(job))
    with pytest.raises(TrainingFailed, match="Training failed: ValueError: the texts are too odd"):
        train(job)
    assert trainer.runs == 1


def test_what_an_earlier_process_said_explains_nothing(job: Job, run: Callable[..., Trainer]) -> None:
    explains(job)
    trainer = run(killed, lambda: finishes(job))
    assert train(job)
    assert trainer.runs == 2


def test_a_model_that_is_whole_counts_however_its_trainer_ended(job: Job, run: Callable[..., Trainer]) -> None:
    def finishes_and_is_killed() -> Ended:
        finishes(job)
        return KILLED

    trainer = run(finishes_and_is_killed)
    assert train(job)
    assert trainer.runs == 1


def test_one_that_is_no_longer_wanted_is_not_started_again(job: Job, run: Callable[..., Trainer]) -> None:
    trainer = run(lambda: Ended(None, ()))
    assert not train(job)
    assert trainer.runs == 1
