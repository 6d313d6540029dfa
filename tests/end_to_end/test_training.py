"""Models learn from judgements or from files of pairs, in a process of their own, and are judged before they answer."""

import dataclasses
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_search.embedding import canary, models, speeds
from desktop_search.embedding.library import Library
from desktop_search.engine.engine import Engine
from desktop_search.engine.service import Service
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.training import runner, trainer
from desktop_search.training.budget import LOOKED_AT
from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.job import Job, JobOptions
from tests.fakes import engine_at, wait_until, write_tree
from tests.model_samples import SIZE, WORDS, save, transformer

pytestmark = pytest.mark.filterwarnings("ignore")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LEAST_SECONDS = 120
PAIRS = "anchor,positive\n" + "".join(
    f"{one} of the {other},the {one} is in {other} and {third}\n"
    for one, other, third in zip(WORDS[1:], WORDS[3:], WORDS[2:], strict=False)
    if one != other
)
SCORED = "sentence1,sentence2,score\n" + "".join(
    f"{one} of {other},{one} in the {other if number % 2 else 'vote'},{number % 2}\n"
    for number, (one, other) in enumerate(zip(WORDS[1:], WORDS[5:], strict=False))
)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Of torch, here and in trainers: a tiny model gains nothing by more, and they wait for a core that is taken."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        yield
    torch.set_num_threads(threads)


@pytest.fixture
def tried_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trained model is tried out in this process, which has torch; that a child does so is tested elsewhere."""
    monkeypatch.setattr(Library, "add", partialmethod(Library.add, try_out=canary.try_out))


@pytest.fixture
def trained_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the trainer does is done in this process."""
    for name, value in trainer.OFFLINE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HF_DATASETS_CACHE", "")

    def train(job: Job, *, is_wanted: Callable[[], bool]) -> bool:
        trainer.main(job.folder)
        return True

    monkeypatch.setattr(runner, "train", train)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two small layers that knows some twenty words."""
    from sentence_transformers.sentence_transformer.modules import Pooling

    place = tmp_path_factory.mktemp("tiny")
    return save(place / "tiny", transformer(place / "plain"), Pooling(SIZE), prompts={})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draw = random.Random(1)
    texts = {f"{number}.txt": " ".join(draw.choices(WORDS, k=9)) for number in range(24)}
    return write_tree(tmp_path / "documents", texts)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Without files: who learns from a file of pairs needs none."""
    with engine_at(tmp_path / "data") as opened:
        yield opened


def judge_by_chance(folder: Path) -> list[Label]:
    """Judgements that mean nothing, of fourteen questions."""
    draw = random.Random(2)
    files = sorted(folder.iterdir())
    return [
        Label(query, str(one), one.read_text(), is_right, "window", 1.0)
        for query in (" ".join(draw.sample(WORDS, 3)) for _ in range(14))
        for one, is_right in zip(draw.sample(files, 2), (True, False), strict=True)
    ]


def ended(engine: Engine) -> str:
    wait_until(lambda: engine.learning.training().phase in ("done", "failed", "cancelled"), LEAST_SECONDS)
    return engine.learning.training().phase


@pytest.mark.usefixtures("tried_out_here")
def test_judgements_by_chance_make_no_better_model_and_change_nothing(
    run: Run, data_dir: Path, folder: Path, tiny: Path
) -> None:
    settings = Settings(backend="torch", model=str(tiny), readers=1)
    with engine_at(data_dir, settings=settings) as engine:
        engine.index([str(folder)])
        labels = judge_by_chance(folder)
        assert engine.judging.import_labels(labels).imported == len(labels)
        service = Service(engine)
        done = run("train", "--json", "--minutes", "0.1", "--accept")
        service.close()
        assert (done.returncode, done.stderr) == (1, "")
        told = json.loads(done.stdout)
        assert list(told) == ["report", "accepted", "better", "seconds"]
        assert (told["accepted"], told["better"]) == (False, False)
        report = engine.learning.training().report
        assert report is not None and json.loads(json.dumps(dataclasses.asdict(report))) == told["report"]
        assert report.verdict.startswith(("Not better", "Nobody can say"))
        assert (report.base, report.loss, report.labels) == ("tiny", "multiple-negatives", len(labels))
        assert 0 < report.learned + report.held_out <= 14
        assert told["seconds"] >= report.seconds > 0
        use = engine.learning.models()
        assert (use.now, use.next) == ("tiny", None)
    with engine_at(data_dir, settings=settings) as engine:
        assert engine.learning.training().report == report, "it is kept"


@pytest.mark.usefixtures("trained_here", "tried_out_here")
@pytest.mark.parametrize(
    ("options", "loss"),
    [(TrainingOptions(), "multiple-negatives"), (TrainingOptions(loss="contrastive", lora=True), "contrastive")],
)
def test_a_file_of_pairs_alone_is_learned_from(
    engine: Engine, tmp_path: Path, tiny: Path, options: TrainingOptions, loss: str
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(SCORED if loss == "contrastive" else PAIRS)
    engine.learning.train(dataclasses.replace(options, base=str(tiny), pairs=str(pairs), only_pairs=True))
    assert ended(engine) == "done", engine.learning.training().reason
    report = engine.learning.training().report
    assert report is not None and not report.is_better, "nobody can say without judgements"
    assert (report.loss, report.labels, report.held_out) == (loss, 0, 0)
    assert report.seconds > 0
    assert any(point.validation_loss is not None for point in report.curve)


@pytest.mark.usefixtures("trained_here", "tried_out_here")
def test_a_file_alone_proves_what_was_learned_from_it(tmp_path: Path, tiny: Path) -> None:
    draw = random.Random(7)
    texts = [(" ".join(draw.sample(WORDS, 4)), " ".join(draw.sample(WORDS, 4))) for _ in range(500)]
    scored = tmp_path / "scored.csv"
    lines = (f"{one},{other},{len({*one.split()} & {*other.split()})}" for one, other in texts)
    scored.write_text("sentence1,sentence2,score\n" + "\n".join(lines) + "\n")
    settings = Settings(backend="torch", model=str(tiny), readers=1)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.learning.train(TrainingOptions(pairs=str(scored), only_pairs=True))
        assert ended(engine) == "done", engine.learning.training().reason
        report = engine.learning.training().report
        assert report is not None and (report.pairs_count, report.pairs_measure) == (50, "spearman")
        assert "examples of the file" in report.verdict
        assert report.pairs_before != report.pairs_after
        assert report.pairs_low <= report.pairs_after - report.pairs_before <= report.pairs_high
        folders = ("", *(model.folder for model in Library(engine.data.installed_models.resolve()).installed()))
        measured = [speeds.of(engine.data.models, models.find(folder or str(tiny)).revision) for folder in folders]
        assert len(measured) == 2 and all(one is not None and one.backend == "torch" for one in measured)


def test_too_few_judgements_are_told_in_a_sentence(engine: Engine) -> None:
    engine.judging.label("lease of the flat", "/1.txt", "the lease", True)
    engine.learning.train(TrainingOptions())
    assert ended(engine) == "failed"
    assert (engine.learning.training().reason or "").startswith(
        "1 questions with a relevant result are too few to learn from."
    )
    engine.learning.train(TrainingOptions(pairs="/nowhere.csv", only_pairs=True))
    assert ended(engine) == "failed"
    assert "cannot be read" in (engine.learning.training().reason or "")


def test_a_training_waits_goes_on_outlives_its_engine_and_is_given_up(tmp_path: Path, folder: Path, tiny: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS)
    options = TrainingOptions(base=str(tiny), pairs=str(pairs), only_pairs=True, minutes=5)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        engine.learning.train(options)
        with pytest.raises(DesktopSearchError, match="under way already"):
            engine.learning.train(options)
        # Before the process even runs, so that it waits after its first step.
        engine.learning.pause_training(True)
        # It is measured once before the first step, after which it waits.
        wait_until(lambda: bool(engine.learning.training().curve), LEAST_SECONDS)
        step = engine.learning.training().step
        assert engine.learning.training().phase == "paused"
        assert engine.search("lease of the flat").hits, "questions are answered all the while"
        assert not engine.is_idle
    with engine_at(tmp_path / "data") as engine:
        engine.search("lease of the flat")
        wait_until(lambda: engine.learning.training().phase == "paused", LEAST_SECONDS)
        assert engine.learning.training().step >= step
        engine.learning.pause_training(False)
        assert engine.learning.cancel_training().phase == "cancelled"
        assert not list((tmp_path / "data" / "learning").rglob("*")), "nothing of it stays"
        assert engine.is_idle
    with engine_at(tmp_path / "data") as engine:
        engine.search("lease of the flat")
        assert engine.learning.training().phase == "none"


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_a_training_that_is_left_while_it_is_measured_is_measured_later(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, is_cancelled: bool
) -> None:
    monkeypatch.setattr(runner, "train", lambda job, *, is_wanted: True)
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS)
    with engine_at(tmp_path / "data") as engine:
        run = engine.learning._run

        def measure(*arguments: object, **more: object) -> None:
            wait_until(lambda: run._closing or run._cancelled)
            raise RuntimeError("its model was closed")

        steps = run._steps_of(TrainingOptions())
        monkeypatch.setattr(steps, "measure", measure)
        monkeypatch.setattr(run, "_steps_of", lambda options: steps)
        engine.learning.train(TrainingOptions(base=str(tiny), pairs=str(pairs), only_pairs=True))
        wait_until(lambda: run.state().phase == "measuring")
        if is_cancelled:
            assert engine.learning.cancel_training().phase == "cancelled"
    assert (tmp_path / "data" / "learning" / "run" / "asked.json").exists() is not is_cancelled


def test_a_model_that_is_trained_again_is_not_removed_before(engine: Engine, tmp_path: Path, tiny: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS)
    library = Library(engine.data.installed_models.resolve())
    library.add(tiny, "tuned-one", origin="tuned", try_out=lambda folder: SIZE)
    engine.learning.train(TrainingOptions(base="tuned-one", pairs=str(pairs), only_pairs=True))
    wait_until(lambda: engine.learning.training().phase == "training")
    assert "tuned-one" in [model.name for model in library.installed()]
    engine.learning.cancel_training()


def test_a_training_whose_time_is_over_ends_soon_and_with_its_learning_rate_at_zero(tmp_path: Path) -> None:
    import torch

    from desktop_search.training.callback import JobCallback

    job = Job(tmp_path)
    job.write_options(JobOptions("", "triplet", Shape.TRIPLETS, minutes=0.0))
    callback = JobCallback(job)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)])
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)
    state = SimpleNamespace(global_step=0, max_steps=100)
    control = SimpleNamespace(should_training_stop=False, should_evaluate=False, should_save=False)
    while not control.should_training_stop:
        state.global_step += 1
        callback.on_step_end(None, state, control, lr_scheduler=scheduler)
    assert state.global_step == state.max_steps == LOOKED_AT + 2
    assert control.should_evaluate and control.should_save
    assert scheduler.lr_lambdas[0](state.max_steps) == 0.0


def toy(shape: Shape, count: int) -> Examples:
    """Examples that can be learned: what belongs together shares its first word."""
    draw, made = random.Random(count), []
    for number in range(count):
        word, other = WORDS[number % 8 + 1], WORDS[(number + 3) % 8 + 1]
        same, wrong = (f"{first} {draw.choice(WORDS[9:])}" for first in (word, other))
        anchor = f"{word} {draw.choice(WORDS[9:])}"
        if shape is Shape.PAIRS:
            made.append(Example((anchor, same)))
        elif shape is Shape.TRIPLETS:
            made.append(Example((anchor, same, wrong)))
        elif shape is Shape.MARGINS:
            made.append(Example((anchor, same, wrong), 5.0))
        else:
            made.append(Example((anchor, same if number % 2 else wrong), float(number % 2)))
    return Examples(shape, tuple(made))


@pytest.mark.parametrize(
    ("loss", "shape", "lora"),
    [
        ("multiple-negatives", Shape.PAIRS, False),
        ("triplet", Shape.TRIPLETS, False),
        ("cosine", Shape.SCORES, False),
        ("contrastive", Shape.SCORES, False),
        ("softmax", Shape.CLASSES, False),
        ("margin-mse", Shape.MARGINS, False),
        ("multiple-negatives", Shape.PAIRS, True),
    ],
)
def test_each_loss_teaches_and_what_it_made_is_a_model_like_any_other(
    tmp_path: Path, tiny: Path, loss: str, shape: Shape, lora: bool
) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    from desktop_search.training import encoder_training

    # Whoever computes vectors in this process has switched it off.
    torch.set_grad_enabled(True)
    # Of pairs that are only the same or not it takes more to learn what holds for others.
    count, batch = (600, 32) if loss == "contrastive" else (64, 16)
    options = JobOptions(str(tiny), loss, shape, lora=lora, learning_rate=4e-3, batch=batch, patience=99)
    work = encoder_training.begin(Job(tmp_path), options, toy(shape, count), toy(shape, 16))
    work.train()
    said = [one["eval_loss"] for one in work.state.log_history if "eval_loss" in one]
    assert min(said[1:]) < said[0]
    encoder_training.save(work, options, tmp_path / "made")
    files = {file.name for file in (tmp_path / "made").rglob("*")}
    assert "model.safetensors" in files and not any(name.startswith("adapter") for name in files)
    made, base = (SentenceTransformer(str(place), device="cpu") for place in (tmp_path / "made", tiny))
    assert made.state_dict().keys() == base.state_dict().keys()
    assert abs(made.encode(["the lease"]) - base.encode(["the lease"])).max() > 1e-4


def test_margins_are_learned_by_cosines_whatever_the_length_of_vectors() -> None:
    import torch

    from desktop_search.training import losses

    asked, right, wrong = (torch.tensor([values]) for values in ([3.0, 0.0], [0.0, 5.0], [4.0, 0.0]))
    loss = losses.loss_of("margin-mse", None)
    assert float(loss.compute_loss_from_embeddings([asked, right, wrong], torch.tensor([-1.0]))) == 0.0


def test_a_model_of_word_vectors_alone_learns_too(tmp_path: Path) -> None:
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    from desktop_search.training import encoder_training
    from tests.model_samples import plain_tokenizer

    torch.set_grad_enabled(True)
    static = save(tmp_path / "static", StaticEmbedding(plain_tokenizer(), embedding_dim=SIZE), prompts={})
    options = JobOptions(str(static), "multiple-negatives", Shape.PAIRS, learning_rate=4e-2, batch=16, patience=99)
    work = encoder_training.begin(Job(tmp_path), options, toy(Shape.PAIRS, 64), toy(Shape.PAIRS, 16))
    work.train()
    said = [one["eval_loss"] for one in work.state.log_history if "eval_loss" in one]
    assert min(said[1:]) < said[0]
    encoder_training.save(work, options, tmp_path / "made")
    assert (tmp_path / "made" / "modules.json").exists()
