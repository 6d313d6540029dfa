"""How much a trainer computes at once: as much as there is memory for, and a step of the same size all the same."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_search.embedding import processor
from desktop_search.training.arguments import MOST_BYTES, arguments, batch_that_fits, kept_bytes
from desktop_search.training.job import Job, JobOptions

MEGABYTE, PLENTY = 1_000_000, 64_000_000_000


@pytest.mark.parametrize(
    ("available", "fitting"),
    [
        (PLENTY, 12),
        (3 * 1200 * MEGABYTE, 12),
        (3 * 1199 * MEGABYTE, 6),
        (3 * 599 * MEGABYTE, 3),
        (3 * 299 * MEGABYTE, 2),
        (0, 2),
    ],
)
def test_a_batch_is_halved_until_a_third_of_the_memory_is_enough(available: int, fitting: int) -> None:
    assert batch_that_fits(12, 100 * MEGABYTE, available) == fitting


def test_however_much_memory_there_is_not_all_of_it_is_used() -> None:
    assert batch_that_fits(16, MOST_BYTES // 4, PLENTY) == 4


def test_what_needs_nothing_or_is_small_already_stays_as_it_is() -> None:
    assert batch_that_fits(12, 0, 0) == 12
    assert batch_that_fits(1, MOST_BYTES, 0) == 1


def test_larger_models_and_longer_texts_need_more() -> None:
    small, large = (SimpleNamespace(num_hidden_layers=layers, hidden_size=384) for layers in (6, 12))
    assert kept_bytes(large, 100) == 2 * kept_bytes(small, 100) == kept_bytes(small, 200) > 0
    assert kept_bytes(None, 100) == 0


@pytest.mark.parametrize(("at_once", "times"), [(12, 1), (6, 2), (3, 4), (2, 6)])
def test_a_step_learns_from_as_many_examples_as_without(tmp_path: Path, at_once: int, times: int) -> None:
    job = Job(tmp_path)
    usual, given = (arguments(job, JobOptions("", "cosine", "scores"), 100, at_once=number) for number in (12, at_once))
    assert (given["per_device_train_batch_size"], given["gradient_accumulation_steps"]) == (at_once, times)
    assert given["per_device_eval_batch_size"] == at_once
    assert {name for name in usual if usual[name] != given[name]} <= {
        "per_device_train_batch_size",
        "per_device_eval_batch_size",
        "gradient_accumulation_steps",
    }


@pytest.mark.parametrize(
    ("extensions", "is_used"),
    [({"avx2"}, False), ({"avx512_vnni"}, False), ({"avx512_bf16"}, True), ({"amx_bf16"}, True)],
)
def test_bfloat16_is_for_processors_that_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extensions: set[str], is_used: bool
) -> None:
    monkeypatch.setattr(processor, "flags", lambda: frozenset(extensions))
    told = arguments(Job(tmp_path), JobOptions("", "triplet", "triplets"), 30, at_once=12)
    assert (told["use_cpu"], told["bf16"]) == (True, is_used)
