"""Models learn from judgements or from files of pairs, in a process of their own, and are judged before they answer."""

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.training import runner
from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.job import Job, JobOptions
from tests.fakes import engine_at, wait_until, write_tree
from tests.model_samples import SIZE, WORDS, save, transformer

pytest.importorskip("torch")
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
def engine(tmp_path: Path, folder: Path) -> Iterator[Engine]:
    with engine_at(tmp_path / "data") as opened:
        opened.index([str(folder)])
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


def test_judgements_by_chance_make_no_better_model_and_change_nothing(tmp_path: Path, folder: Path, tiny: Path) -> None:
    settings = Settings(backend="torch", model=str(tiny), readers=1)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)])
        labels = judge_by_chance(folder)
        assert engine.import_labels(labels).imported == len(labels)
        engine.learning.train(TrainingOptions(minutes=0.1, accept=True))
        assert ended(engine) == "done", engine.learning.training().reason
        report = engine.learning.training().report
        assert report is not None and not report.is_better
        assert report.verdict.startswith(("Not better", "Nobody can say"))
        assert (report.base, report.labels) == ("tiny", len(labels))
        assert 0 < report.learned + report.held_out <= 14
        assert report.seconds > 0
        use = engine.learning.models()
        assert (use.now, use.next) == ("tiny", None)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        assert engine.learning.training().report == report, "it is kept"


@pytest.mark.parametrize(
    ("options", "loss"),
    [(("--loss", "auto"), "multiple-negatives"), (("--loss", "contrastive", "--lora"), "contrastive")],
)
def test_a_file_of_pairs_alone_is_learned_from(
    run: Run, tmp_path: Path, tiny: Path, options: tuple[str, ...], loss: str
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(SCORED if loss == "contrastive" else PAIRS)
    done = run(
        "train", "--json", "--base", str(tiny), "--pairs", str(pairs), "--only-pairs", "--minutes", "0.1", *options
    )
    assert (done.returncode, done.stderr) == (1, ""), "nobody can say whether it is better without judgements"
    told = json.loads(done.stdout)
    assert list(told) == ["report", "accepted", "better", "seconds"]
    assert (told["accepted"], told["better"]) == (False, False)
    report = told["report"]
    assert told["seconds"] >= report["seconds"] > 0
    assert (report["loss"], report["labels"], report["held_out"]) == (loss, 0, 0)
    assert any(point["validation_loss"] is not None for point in report["curve"])


def test_too_few_judgements_are_told_in_a_sentence(engine: Engine, folder: Path) -> None:
    engine.label("lease of the flat", str(folder / "1.txt"), "", True)
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
    tmp_path: Path, folder: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, is_cancelled: bool
) -> None:
    monkeypatch.setattr(runner, "train", lambda job, *, is_wanted: True)
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
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


def test_a_model_that_is_trained_again_is_not_removed_before(tmp_path: Path, folder: Path, tiny: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        library = engine.learning._library
        library.add(tiny, "tuned-one", origin="tuned", try_out=lambda folder: SIZE)
        engine.learning.train(TrainingOptions(base="tuned-one", pairs=str(pairs), only_pairs=True))
        wait_until(lambda: engine.learning.training().phase == "training")
        assert "tuned-one" in [model.name for model in library.installed()]
        engine.learning.cancel_training()


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
    count, epochs = (200, 12) if loss == "contrastive" else (48, 6)
    options = JobOptions(str(tiny), loss, shape, lora=lora, epochs=epochs, learning_rate=2e-3, batch=8, patience=99)
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
