"""Models of every kind are added, loaded by what is chosen for them, and give vectors; prompts are respected."""

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import canary, importing, models, prepared, preparing
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Options
from desktop_search.embedding.known_models import KNOWN, short_name
from desktop_search.embedding.library import Library
from desktop_search.errors import ModelUnavailable
from desktop_search.records import KnownModel
from tests.model_samples import SIZE, WORDS, bare_static, plain_tokenizer, save, transformer, words

TEXTS = ["the water is in the flat", "each member", "a bicycle chain and a lease for one vote of the motion"]


@pytest.fixture(autouse=True)
def prepared_in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has torch already; that a child does the same is another test's concern."""
    monkeypatch.setenv(prepared.PLACE, str(tmp_path / "prepared"))
    monkeypatch.setattr(prepared, "_run_child", preparing.main)


def kind(name: str, folder: Path) -> tuple[Path, int]:
    """The folder of a tiny model, and the dimensions of its vectors."""
    from sentence_transformers.sentence_transformer import modules as parts

    def pooled(mode: str, architecture: str = "bert") -> list[Any]:
        return [transformer(folder / "plain", architecture), parts.Pooling(SIZE, pooling_mode=mode)]

    made: dict[str, tuple[Callable[[], list[Any]], int]] = {
        "BERT, mean": (lambda: pooled("mean"), SIZE),
        "BERT, cls": (lambda: pooled("cls"), SIZE),
        "BERT, max": (lambda: [*pooled("max"), parts.Normalize()], SIZE),
        "RoBERTa": (lambda: pooled("mean", "roberta"), SIZE),
        "XLM-R": (lambda: pooled("mean", "xlm-roberta"), SIZE),
        "MPNet": (lambda: pooled("mean", "mpnet"), SIZE),
        "ALBERT": (lambda: pooled("mean", "albert"), SIZE),
        "XLM": (lambda: pooled("mean", "xlm"), SIZE),
        "dense": (lambda: [*pooled("mean"), parts.Dense(SIZE, 12)], 12),
        "layer norm": (lambda: [*pooled("mean"), parts.LayerNorm(SIZE), parts.Dropout(0.1)], SIZE),
        "static": (lambda: [parts.StaticEmbedding(plain_tokenizer(), embedding_dim=16)], 16),
        "words": (lambda: [words(), parts.Pooling(16)], 16),
        "weighted words": (lambda: [words(), weights(), parts.Pooling(16)], 16),
        "LSTM": (lambda: [words(), parts.LSTM(16, 6), parts.Pooling(12, pooling_mode="max")], 12),
        "CNN": (lambda: [words(), parts.CNN(16, 5), parts.Pooling(15, pooling_mode="max")], 15),
        "bag of words": (lambda: [parts.BoW(WORDS, {"the": 0.1})], len(WORDS)),
        "bag of words, dense": (lambda: [parts.BoW(WORDS), parts.Dense(len(WORDS), 8)], 8),
    }
    build, dimensions = made[name]
    return save(folder / "model", *build()), dimensions


def weights() -> Any:
    from sentence_transformers.sentence_transformer.modules import WordWeights

    return WordWeights(["PADDING", *WORDS], {"the": 0.1, "water": 2.0})


TRANSFORMERS = ("BERT, mean", "BERT, cls", "BERT, max", "RoBERTa", "XLM-R", "MPNet", "ALBERT", "dense")
FOR_TORCH = (
    *("XLM", "layer norm", "static", "words", "weighted words", "LSTM", "CNN", "bag of words", "bag of words, dense"),
)


@pytest.mark.parametrize("name", [*TRANSFORMERS, *FOR_TORCH])
def test_models_of_every_kind_are_added_and_used(tmp_path: Path, name: str) -> None:
    source, dimensions = kind(name, tmp_path / "source")
    told: list[str] = []
    added = importing.import_model(source, tmp_path / "library", "tiny", try_out=canary.try_out)
    shutil.rmtree(source)
    embedder = embedder_of("auto", str(added.path), "cpu", Options(tell=told.append))
    made = embedder.embed_passages(TEXTS)
    assert made.shape == (3, dimensions)
    assert np.isfinite(made).all()
    assert np.linalg.norm(made, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert np.isfinite(embedder.embed_passages(["", " ", "zzz"])).all()
    assert (embedder.id.query_prefix, embedder.id.passage_prefix) == ("ask ", "say ")
    assert np.abs(embedder.embed_query(TEXTS[0]) - made[0]).max() > 1e-3
    assert embedder.id.revision == added.revision
    assert embedder.id.backend == ("openvino" if name in TRANSFORMERS else "torch")
    assert ["of a kind for torch" in sentence for sentence in told] == ([] if name in TRANSFORMERS else [True])


def test_a_prompt_for_everything_is_not_put_before_passages(tmp_path: Path) -> None:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    source = save(tmp_path / "model", StaticEmbedding(plain_tokenizer(), embedding_dim=8), prompts={"other": "vote "})
    config = source / "config_sentence_transformers.json"
    without = embedder_of("torch", str(source), "cpu").embed_passages(TEXTS)
    config.write_text(json.dumps({**json.loads(config.read_text()), "default_prompt_name": "other"}))
    assert embedder_of("torch", str(source), "cpu").embed_passages(TEXTS) == pytest.approx(without)


def test_a_plain_transformer_gets_the_mean_of_its_tokens(tmp_path: Path) -> None:
    from sentence_transformers.sentence_transformer.modules import Pooling

    module = transformer(tmp_path / "plain")
    expected = embedder_of("torch", str(save(tmp_path / "model", module, Pooling(SIZE), prompts={})), "cpu")
    added = importing.import_model(tmp_path / "plain", tmp_path / "library", try_out=canary.try_out)
    embedder = embedder_of("auto", str(added.path), "cpu", Options(precision="float32"))
    assert embedder.id.backend == "openvino"
    assert embedder.embed_passages(TEXTS) == pytest.approx(expected.embed_passages(TEXTS), abs=1e-3)


@pytest.mark.parametrize("prompts", [{}, {"query": "", "document": ""}])
@pytest.mark.parametrize("published", [one for one in KNOWN if one.name.endswith(("e5-small-v2", "bge-small-en-v1.5"))])
def test_a_known_model_is_asked_as_it_was_trained(
    tmp_path: Path, published: KnownModel, prompts: dict[str, str]
) -> None:
    source = save(tmp_path / short_name(published.name), *static(), prompts=prompts)
    embedder = embedder_of(
        "auto", str(importing.import_model(source, tmp_path / "library", try_out=_eight).path), "cpu"
    )
    found = (embedder.id.query_prefix, embedder.id.passage_prefix)
    assert found == (published.query_prefix, published.passage_prefix)


def test_a_known_model_without_a_description_is_asked_as_it_was_trained(tmp_path: Path) -> None:
    transformer(tmp_path / "intfloat e5")
    added = importing.import_model(
        tmp_path / "intfloat e5", tmp_path / "library", "e5-small-v2", try_out=canary.try_out
    )
    embedder = embedder_of("auto", str(added.path), "cpu")
    assert (embedder.id.query_prefix, embedder.id.passage_prefix) == ("query: ", "passage: ")


def test_a_folder_with_prompts_of_its_own_keeps_them(tmp_path: Path) -> None:
    source = save(tmp_path / "e5-small-v2", *static(), prompts={"query": "ask "})
    added = importing.import_model(source, tmp_path / "library", try_out=_eight)
    embedder = embedder_of("auto", str(added.path), "cpu")
    assert (embedder.id.query_prefix, embedder.id.passage_prefix) == ("ask ", "")


@pytest.mark.parametrize("description", ["[1]", "{", '{"prompts": ["query: "]}', "[" * 5000])
def test_a_broken_description_of_prompts_is_left_to_the_checks(tmp_path: Path, description: str) -> None:
    source = bare_static(tmp_path / "e5-small-v2")
    (source / importing.PROMPTS).write_text(description)
    with contextlib.suppress(ModelUnavailable):
        added = importing.import_model(source, tmp_path / "library", try_out=_eight)
        assert (added.path / importing.PROMPTS).read_text() == description


def static() -> list[Any]:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    return [StaticEmbedding(plain_tokenizer(), embedding_dim=8)]


def _eight(folder: Path) -> int:
    return 8


def test_a_text_file_of_word_vectors_becomes_a_model(tmp_path: Path) -> None:
    (tmp_path / "glove.vec").write_text(
        "5 4\nthe 1 0 0 1\nwater 0 1 0 0\nbicycle 0 0 1 0\nNew York 1 1 0 0\nof 1 0 0 2\n"
    )
    added = importing.import_model(tmp_path / "glove.vec", tmp_path / "library", try_out=canary.try_out)
    embedder = embedder_of("auto", str(added.path), "cpu")
    water, bicycle, both = embedder.embed_passages(["water", "bicycle!", "water bicycle"])
    assert (added.name, embedder.id.dimensions) == ("glove", 4)
    assert float(water @ bicycle) == pytest.approx(0.0, abs=1e-6)
    # The rarer word counts more.
    assert 0.7 < float(both @ bicycle) < 1.0 and float(both @ water) < float(both @ bicycle)


@pytest.mark.parametrize("text", ["", "the\nwater\n", "the 1 2\nwater 1\n", "the 1 x\nof 1 2\n", "the 1 nan\nof 1 2\n"])
def test_a_text_that_holds_no_word_vectors_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.txt").write_text(text)
    with pytest.raises(ModelUnavailable, match="This model is not added: "):
        importing.import_model(tmp_path / "notes.txt", tmp_path / "library", try_out=canary.try_out)
    assert Library(tmp_path / "library").installed() == []


def test_a_layer_that_changes_makes_another_model(tmp_path: Path) -> None:
    source, _ = kind("dense", tmp_path / "source")
    before = models.find(str(source)).revision
    weights_file = source / "2_Dense" / "model.safetensors"
    changed = bytearray(weights_file.read_bytes())
    changed[-1] ^= 1
    weights_file.write_bytes(changed)
    assert models.find(str(source)).revision != before


def test_one_file_of_weights_is_known_by_its_checksum(tmp_path: Path) -> None:
    source, _ = kind("BERT, mean", tmp_path / "source")
    before = models.find(str(source))
    assert before.revision == prepared.sha256(source / "model.safetensors")
    assert before.longest_input == 64
    assert before.tokenizer == source / "tokenizer.json"
    added = importing.import_model(source, tmp_path / "library", try_out=lambda folder: SIZE)
    assert added.revision == before.revision


def test_models_of_words_are_read_at_any_length(tmp_path: Path) -> None:
    source, _ = kind("words", tmp_path / "source")
    model = models.find(str(source))
    assert model.longest_input == models.LONGEST_INPUT
    assert model.tokenizer is None
    assert models.find(str(bare_static(tmp_path / "static"))).longest_input == models.LONGEST_INPUT


def test_a_process_of_its_own_tries_a_model_out(tmp_path: Path) -> None:
    assert canary.run(bare_static(tmp_path / "model")) == 8
