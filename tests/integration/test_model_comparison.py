"""Models are compared on the same terms: each with the weight it would have, on questions none has learned from."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding import choice, models, speeds
from desktop_search.engine import learning_sources, proving
from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Array, EmbeddingId, Label
from desktop_search.settings import Settings
from tests.fakes import engine_at, write_tree
from tests.model_samples import bare_static

TOPICS = ("chimney", "violin", "harbour", "lantern", "orchard", "glacier", "compass", "saddle")
"""What a file is about, and what its question asks for, though other files have more of the question's words."""


class Knowing:
    """A model that knows by heart what each text is about, and of others says nothing."""

    device = "cpu"

    def __init__(self, name: str) -> None:
        self.id = EmbeddingId("fake", name, name, "float32", 64)

    def embed_query(self, text: str) -> Array:
        vector: Array = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Array:
        return np.stack([_vector(next((word for word in TOPICS if word in text), text)) for text in texts])

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        yield list(range(len(texts))), self.embed_passages(texts)


def _vector(word: str) -> Array:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest())
    vector = np.random.default_rng(seed).normal(size=64).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector))


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The folders of two models that are alike in all but their name."""
    real = choice.embedder_of

    def embedder_of(backend: str, folder: str, *more: object) -> object:
        return Knowing(Path(folder).name) if Path(folder).name in ("plain", "tuned") else real(backend, folder)

    monkeypatch.setattr(learning_sources, "embedder_of", embedder_of)
    made = {name: bare_static(tmp_path / name) for name in ("plain", "tuned", "answering")}
    for number, (name, folder) in enumerate(made.items()):
        # Each its own revision.
        (folder / "config_sentence_transformers.json").write_text(f'{{"prompts": {{"query": "{name} {number} "}}}}')
    return {name: str(folder) for name, folder in made.items()}


@pytest.fixture
def engine(tmp_path: Path, folders: dict[str, str]) -> Iterator[Engine]:
    files = {f"{number}.txt": f"All about {word}smiths." for number, word in enumerate(TOPICS)}
    # Words alone find these.
    files |= {f"{number}-words.txt": f"where is it repaired {number}" for number in range(len(TOPICS))}
    folder = write_tree(tmp_path / "files", files)
    settings = Settings(backend="hashing", readers=1, model=folders["answering"], meaning_weight=0.01)
    with engine_at(tmp_path / "data", settings=settings) as opened:
        opened.index([str(folder)])
        names = {word: f"{number}.txt" for number, word in enumerate(TOPICS)}
        opened.judging.import_labels(
            [
                Label(f"where is the {word} repaired", str(folder / name), files[name], True, "window", 1.0)
                for word, name in names.items()
            ]
        )
        yield opened


def learned(engine: Engine, folder: str, questions: Sequence[str]) -> None:
    """As if the model of a folder had been trained here, when the settings gave meaning more weight."""
    report = {"meaning_weight": 0.75}
    engine.learning._sources.history.add_report(models.find(folder).revision, report, questions, 1.0)


def test_models_that_are_alike_have_the_same_figures(engine: Engine, folders: dict[str, str]) -> None:
    plain, tuned = engine.learning.compare_models([folders["plain"], folders["tuned"]])
    assert (plain.model, tuned.model) == ("plain", "tuned")
    assert plain.measures == tuned.measures


def test_models_are_compared_with_the_weight_of_meaning_that_each_would_have(
    engine: Engine, folders: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    learned(engine, folders["tuned"], [])
    monkeypatch.setattr(proving, "TRUST", 1000.0)
    plain, tuned = engine.learning.compare_models([folders["plain"], folders["tuned"]])
    assert tuned.measures["ndcg@10"] > 0.9 > plain.measures["ndcg@10"], "mostly by words, as the settings say"


def test_a_person_who_wants_words_alone_has_them_with_a_trained_model_too(
    engine: Engine, folders: dict[str, str]
) -> None:
    learned(engine, folders["tuned"], [])
    sources = engine.learning._sources
    revision = models.find(folders["tuned"]).revision
    assert sources.weight_with(revision) == proving.weight_of_trained(0.01), "whatever it was when it was trained"
    sources.preferences.change({"meaning_weight": 0.0})
    assert sources.weight_with(revision) == 0.0


def test_a_comparison_can_be_cancelled(
    engine: Engine, folders: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def embed(_: object, texts: Sequence[str]) -> Array:
        asked.append(len(texts))
        with pytest.raises(DesktopSearchError, match="being compared already"):
            engine.learning.compare_models([folders["plain"]])
        engine.learning.cancel_comparison()
        return np.zeros((len(texts), 64), dtype=np.float32)

    monkeypatch.setattr(Knowing, "embed_passages", embed)
    with pytest.raises(DesktopSearchError, match="was cancelled"):
        engine.learning.compare_models([folders["plain"], folders["tuned"]])
    assert len(asked) == 1, "and at once"


@pytest.mark.parametrize("by", ["tuned", "answering"])
def test_questions_that_a_model_has_learned_from_do_not_compare(
    engine: Engine, folders: dict[str, str], by: str
) -> None:
    known = [f"where is the {word} repaired" for word in TOPICS[:3]]
    learned(engine, folders[by], known)
    figures = engine.learning.compare_models([folders["plain"], folders["tuned"]])
    assert [one.questions for one in figures] == [5, 5]
    learned(engine, folders[by], [f"where is the {word} repaired" for word in TOPICS])
    with pytest.raises(DesktopSearchError, match="nothing to compare models by"):
        engine.learning.compare_models([folders["plain"], folders["tuned"]])


def test_how_fast_the_models_are_here_is_kept(engine: Engine, folders: dict[str, str]) -> None:
    engine.learning.compare_models([folders["plain"]])
    kept = speeds.of(engine.data.models, "plain")
    assert kept is not None and (kept.backend, kept.precision) == ("fake", "float32")
    assert kept.passages_per_second > 0
