"""Every loss can be chosen for judgements, what was mined for them stays, and a file keeps examples apart."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop_search.engine import margins
from desktop_search.engine.engine import Engine
from desktop_search.engine.training_examples import Gathered, gathered
from desktop_search.engine.training_steps import TrainingSteps
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.training import examples, losses
from desktop_search.training.examples import Shape
from desktop_search.training.job import Job
from tests.fakes import engine_at, write_tree
from tests.model_samples import WORDS, bare_static

QUESTIONS = 16


class ByWords:
    """A cross-encoder that counts the words that a question and a text share."""

    name, device, precision = "words", "cpu", "float32"

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        return [10.0 * len(set(query.split()) & set(text.split())) for text in texts]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """With judgements of sixteen questions, and a cross-encoder in the settings."""
    monkeypatch.setattr(margins, "reranker_of", lambda folder, device: ByWords())
    draw = random.Random(3)
    texts = {f"{number}.txt": " ".join(draw.choices(WORDS, k=12)) for number in range(40)}
    folder = write_tree(tmp_path / "documents", texts)
    labels = [
        Label(" ".join(texts[name].split()[:4]), str(folder / name), texts[name], True, "window", 1.0)
        for name in list(texts)[:QUESTIONS]
    ]
    settings = Settings(backend="hashing", readers=1, model=str(bare_static(tmp_path / "model")), reranker="/words")
    with engine_at(tmp_path / "data", settings=settings) as opened:
        opened.index([str(folder)])
        assert opened.judging.import_labels(labels).imported == QUESTIONS
        yield opened


def found(engine: Engine, options: TrainingOptions) -> Gathered:
    return gathered(engine.learning._sources, options, frozenset(), is_wanted=lambda: True)


def written(folder: Path, name: str, lines: Sequence[str]) -> str:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / name)


@pytest.mark.parametrize(
    ("loss", "shape", "scores"),
    [
        ("auto", Shape.TRIPLETS, {None}),
        ("multiple-negatives", Shape.TRIPLETS, {None}),
        ("triplet", Shape.TRIPLETS, {None}),
        ("cosine", Shape.SCORES, {0.0, 1.0}),
        ("contrastive", Shape.SCORES, {0.0, 1.0}),
        ("softmax", Shape.CLASSES, {0.0, 1.0}),
        ("margin-mse", Shape.MARGINS, None),
    ],
)
def test_judgements_are_learned_from_by_every_loss(
    engine: Engine, tmp_path: Path, loss: str, shape: Shape, scores: set[float | None] | None
) -> None:
    job = Job(tmp_path / "job")
    job.folder.mkdir()
    steps = TrainingSteps(engine.learning._sources, accept=lambda report: None)
    steps.prepare(job, TrainingOptions(loss=loss), is_wanted=lambda: True)
    options = job.options()
    assert options.shape == shape and loss in (options.loss, "auto")
    for name in ("train.jsonl", "validation.jsonl"):
        items = tuple(examples.read(job.folder / name))
        assert items and losses.columns(options.loss, examples.Examples(shape, items))
        said = {one.score for one in items}
        assert said == scores if scores is not None else all(-1 <= float(one or 0) <= 1 for one in said)


def test_margins_are_what_the_cross_encoder_says(engine: Engine) -> None:
    items = found(engine, TrainingOptions(loss="margin-mse")).train.items
    ratios = {
        round((right - wrong) / one.score, 6)
        for one in items
        if one.score
        for right, wrong in [ByWords().score(one.texts[0], one.texts[1:])]
    }
    assert len(ratios) == 1, "they are the differences, on another scale"


def test_without_a_cross_encoder_there_are_no_margins(engine: Engine) -> None:
    engine.learning._sources.preferences.change({"reranker": ""})
    with pytest.raises(DesktopSearchError, match="no cross-encoder for a model to learn from") as refused:
        found(engine, TrainingOptions(loss="margin-mse"))
    assert "or choose another loss" in refused.value.hint
    found(engine, TrainingOptions(loss="cosine"))


def test_a_training_of_the_cross_encoder_needs_no_other_one(engine: Engine) -> None:
    engine.learning._sources.preferences.change({"reranker": ""})
    assert found(engine, TrainingOptions(loss="margin-mse", reranker=True)).train.shape is Shape.TRIPLETS


def test_what_is_wrong_stays_where_pairs_of_a_file_are_added(engine: Engine, tmp_path: Path) -> None:
    pairs = written(tmp_path, "pairs.csv", ["anchor,positive", *(f"ask {n},say {n}" for n in range(100))])
    alone, both = found(engine, TrainingOptions()), found(engine, TrainingOptions(pairs=pairs))
    assert both.train.shape is both.validation.shape is Shape.TRIPLETS
    assert set(alone.train.items) < set(both.train.items) and set(alone.validation.items) < set(both.validation.items)
    of_file = [one.texts for one in both.train.items if one.texts[0].startswith("ask")]
    assert len(of_file) == 81
    assert all(wrong.startswith("say") and wrong != right for _, right, wrong in of_file)


@pytest.mark.parametrize("header", ["anchor,positive", "sentence1,sentence2,score", "anchor,positive,negative"])
def test_some_examples_of_a_file_teach_nothing_and_measure(engine: Engine, tmp_path: Path, header: str) -> None:
    third = {"sentence1,sentence2,score": "0.5", "anchor,positive,negative": "not"}.get(header)
    lines = [",".join(filter(None, (f"ask {n}", f"say {n} {m}", third))) for n in range(100) for m in range(5)]
    made = found(engine, TrainingOptions(pairs=written(tmp_path, "file.csv", [header, *lines]), only_pairs=True))
    parts = [{one.texts[0] for one in some} for some in (made.train.items, made.validation.items, made.test)]
    assert [len(part) for part in parts] == [81, 9, 10] and len(set.union(*parts)) == 100
    assert len(made.test) == 30, "three of each are enough"
    assert all(len(one.texts) + (one.score is not None) == header.count(",") + 1 for one in made.test)


def test_a_question_that_teaches_by_judgements_measures_nothing_of_a_file(engine: Engine, tmp_path: Path) -> None:
    labels = engine.judging.labels(None)
    judged = [f"{one.query},the answer to {one.query}" for one in labels]
    file = written(tmp_path, "pairs.csv", ["anchor,positive", *judged, *(f"ask {n},say {n}" for n in range(60))])
    assert {one.texts[0][:3] for one in found(engine, TrainingOptions(pairs=file)).test} == {"ask"}
    base_knows = gathered(
        engine.learning._sources,
        TrainingOptions(pairs=file, only_pairs=True),
        frozenset(one.query for one in labels),
        is_wanted=lambda: True,
    )
    assert {one.texts[0][:3] for one in base_knows.test} == {"ask"}


def test_classes_and_few_examples_keep_none_apart(engine: Engine, tmp_path: Path) -> None:
    kinds = ("entailment", "neutral", "contradiction")
    lines = ["premise,hypothesis,label", *(f"ask {n},say {n},{kinds[n % 3]}" for n in range(90))]
    classes = found(engine, TrainingOptions(pairs=written(tmp_path, "classes.csv", lines), only_pairs=True))
    assert classes.test == () and len(classes.train) == 81
    few = written(tmp_path, "few.csv", ["anchor,positive", *(f"ask {n},say {n}" for n in range(40))])
    assert found(engine, TrainingOptions(pairs=few, only_pairs=True)).test == ()
    many = written(tmp_path, "many.csv", ["anchor,positive", *(f"ask {n},say {n}" for n in range(90))])
    assert found(engine, TrainingOptions(pairs=many, only_pairs=True, reranker=True)).test == ()
