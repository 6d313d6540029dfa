"""A training as a folder: what was said in it is read again, whatever ended it."""

import dataclasses
import json
from pathlib import Path

import pytest

from desktop_search.training.job import OPTIONS, PROGRESS, Job, JobOptions, Measurement


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def say(job: Job, *said: Measurement | str) -> None:
    with (job.folder / PROGRESS).open("a", encoding="utf-8") as stream:
        for one in said:
            stream.write(one if isinstance(one, str) else json.dumps(dataclasses.asdict(one)) + "\n")


FIRST = Measurement(0, 10, None, 1.5, 0.5)
SECOND = Measurement(1, 10, 1.2, None, 1.0)
THIRD = Measurement(2, 10, 0.9, None, 1.5)


def test_nothing_was_said_before_it_began(job: Job) -> None:
    assert (job.measurements(), job.seconds, job.failure()) == ([], 0.0, None)
    assert not (job.is_prepared or job.is_paused)


def test_a_line_that_a_crash_cut_off_is_left_out(job: Job) -> None:
    say(job, FIRST, SECOND, '{"step": 2, "ste')
    assert job.measurements() == [FIRST, SECOND]
    assert job.seconds == 1.0
    say(job, "\n", "[1]\n", "{}\n", "\x00\n", THIRD)
    assert job.measurements() == [FIRST, SECOND, THIRD]


def test_what_was_said_of_steps_that_are_done_again_is_replaced(job: Job) -> None:
    say(job, FIRST, SECOND, THIRD)
    again = Measurement(1, 8, 1.1, None, 2.5)
    say(job, again, dataclasses.replace(THIRD, steps=8, seconds=3.0))
    assert [(one.step, one.loss, one.steps) for one in job.measurements()] == [(0, None, 10), (1, 1.1, 8), (2, 0.9, 8)]
    assert job.seconds == 3.0


def test_both_losses_of_a_step_are_kept(job: Job) -> None:
    say(job, SECOND, Measurement(1, 10, None, 1.3, 1.2))
    assert [(one.loss, one.validation_loss) for one in job.measurements()] == [(None, 1.3), (1.2, None)]


def test_options_are_there_whole_or_not_at_all(job: Job) -> None:
    options = JobOptions("/a/model", "triplet", "triplets", lora=True, minutes=0.5)
    job.write_options(options)
    assert job.is_prepared
    assert job.options() == options
    assert [file.name for file in job.folder.iterdir()] == [OPTIONS]


def test_a_pause_stays_until_it_is_taken_back(job: Job) -> None:
    job.pause(True)
    assert Job(job.folder).is_paused
    job.pause(False)
    job.pause(False)
    assert not job.is_paused
