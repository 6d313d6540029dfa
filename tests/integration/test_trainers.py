"""What a trainer is given: texts as they are embedded, batches for which there is memory, and another try."""

import concurrent.futures
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from desktop_search.training import encoder_training, reranker_training, runner
from desktop_search.training import examples as example_files
from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.job import TRAIN, VALIDATION, Job, JobOptions
from tests.fakes import wait_until
from tests.model_samples import PROMPTS, SIZE, SPECIAL, WORDS, fast, save, transformer

pytestmark = pytest.mark.filterwarnings("ignore")

NUMBERS = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
ASK, SAY = (NUMBERS[PROMPTS[name].strip()] for name in ("query", "document"))
LENGTH = 48


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny transformer that wants a word before questions, and another one before passages."""
    from sentence_transformers.sentence_transformer.modules import Pooling

    place = tmp_path_factory.mktemp("prompted")
    return save(place / "model", transformer(place / "plain"), Pooling(SIZE))


@pytest.fixture(scope="module")
def cross(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny cross-encoder that reads texts of up to LENGTH tokens."""
    from transformers import BertConfig, BertForSequenceClassification

    place, tokenizer = tmp_path_factory.mktemp("cross"), fast(SPECIAL)
    sizes: dict[str, Any] = {"hidden_size": SIZE, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(tokenizer), intermediate_size=64, num_labels=1, **sizes)
    BertForSequenceClassification(config).save_pretrained(place)
    tokenizer.model_max_length = LENGTH
    tokenizer.save_pretrained(place)
    return place


@pytest.fixture(autouse=True)
def gradients() -> Iterator[None]:
    """Whoever computes vectors in this process has switched them off."""
    import torch

    with torch.enable_grad():
        yield


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1_000_000))


def examples(shape: Shape, texts: int = 2, count: int = 24) -> Examples:
    score = None if shape in (Shape.PAIRS, Shape.TRIPLETS) else 1.0
    return Examples(
        shape,
        tuple(
            Example(tuple(f"{WORDS[(n + m) % 12]} {WORDS[n % 7]}" for m in range(texts)), score) for n in range(count)
        ),
    )


def begun(place: Path, base: Path, loss: str, shape: Shape, texts: int = 2) -> Any:
    options = JobOptions(str(base), loss, shape, epochs=1)
    kind = reranker_training if loss == "" else encoder_training
    return kind.begin(Job(place), options, examples(shape, texts), examples(shape, texts, 6))


@pytest.mark.parametrize(
    ("loss", "shape", "texts"),
    [
        ("multiple-negatives", Shape.PAIRS, 2),
        ("multiple-negatives", Shape.TRIPLETS, 3),
        ("triplet", Shape.TRIPLETS, 3),
        ("margin-mse", Shape.MARGINS, 3),
    ],
)
def test_questions_and_passages_are_learned_from_with_the_words_a_model_wants_before_them(
    tmp_path: Path, prompted: Path, loss: str, shape: Shape, texts: int
) -> None:
    work = begun(tmp_path, prompted, loss, shape, texts)
    for batch in (next(iter(work.get_train_dataloader())), next(iter(work.get_eval_dataloader()))):
        for number in range(texts):
            # The first token is the one that begins every text.
            assert set(batch[f"text{number}_input_ids"][:, 1].tolist()) == {SAY if number else ASK}


@pytest.mark.parametrize(
    ("loss", "shape"), [("cosine", Shape.SCORES), ("contrastive", Shape.SCORES), ("softmax", Shape.CLASSES)]
)
def test_two_texts_of_one_kind_are_learned_from_as_they_are(
    tmp_path: Path, prompted: Path, loss: str, shape: Shape
) -> None:
    batch = next(iter(begun(tmp_path, prompted, loss, shape).get_train_dataloader()))
    for number in range(2):
        assert not {ASK, SAY} & set(batch[f"text{number}_input_ids"].flatten().tolist())


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("loss", ["cosine", ""], ids=["encoder", "reranker"])
def test_where_memory_is_short_a_step_is_made_of_several_batches(
    tmp_path: Path, prompted: Path, cross: Path, loss: str
) -> None:
    work = begun(tmp_path, prompted if loss else cross, loss, Shape.SCORES)
    assert (work.args.train_batch_size, work.args.gradient_accumulation_steps) == (2, 6)
    work.train()
    assert work.state.max_steps == 2


@pytest.mark.usefixtures("little_memory")
def test_where_memory_is_short_answers_are_told_from_as_many_others_in_parts(tmp_path: Path, prompted: Path) -> None:
    work = begun(tmp_path, prompted, "multiple-negatives", Shape.PAIRS)
    assert type(work.loss).__name__.startswith("Cached")
    assert (work.args.train_batch_size, work.args.gradient_accumulation_steps) == (12, 1)


def test_a_trained_cross_encoder_reads_as_much_of_a_text_as_before(tmp_path: Path, cross: Path) -> None:
    from sentence_transformers import CrossEncoder

    options = JobOptions(str(cross), "", Shape.PAIRS, longest=16)
    work = reranker_training.begin(Job(tmp_path), options, examples(Shape.PAIRS), examples(Shape.PAIRS))
    assert work.model.max_seq_length == 16
    reranker_training.save(work, options, tmp_path / "made")
    assert CrossEncoder(str(tmp_path / "made"), device="cpu").max_seq_length == LENGTH


def test_a_killed_trainer_is_started_again_and_comes_to_its_end(
    tmp_path: Path, prompted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tiny model gains nothing by more threads, and they wait for a core that is taken.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    job = Job(tmp_path)
    for name in (TRAIN, VALIDATION):
        example_files.write(examples(Shape.PAIRS).items, tmp_path / name)
    job.write_options(JobOptions(str(prompted), "multiple-negatives", Shape.PAIRS, epochs=1))
    # So that it waits after its first step.
    job.pause(True)
    given_up = threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        trained = threads.submit(runner.train, job, is_wanted=lambda: not given_up.is_set())
        try:
            wait_until(lambda: bool(job.measurements()) or trained.done(), 120)
            (trainer,) = (one for one in psutil.Process().children() if str(tmp_path) in one.cmdline())
            trainer.kill()
            job.pause(False)
            assert trained.result(timeout=120)
        finally:
            given_up.set()
    assert (job.model / "modules.json").exists()
