"""What every reranking backend promises, shown with a cross-encoder too small to know anything."""

import json
from pathlib import Path

import pytest

from desktop_search.embedding import models
from desktop_search.errors import ModelUnavailable
from desktop_search.reranking.service import reranker_of

TEXTS = ["The deposit is returned.", "", "日本語 🙂", "word " * 3000, "\ud800"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with one small layer and chance weights, as sentence-transformers loads it."""
    transformers = pytest.importorskip("transformers")
    place = tmp_path_factory.mktemp("reranker")
    config = transformers.BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, num_labels=1
    )
    transformers.BertForSequenceClassification(config).save_pretrained(place)
    transformers.AutoTokenizer.from_pretrained(models.find("").path).save_pretrained(place)
    return place


@pytest.mark.model
def test_each_text_has_a_number_that_does_not_depend_on_its_company(folder: Path) -> None:
    reranker = reranker_of(str(folder), "cpu")

    together = reranker.score("deposit", [text for text in TEXTS if text != "\ud800"])

    assert reranker.precision in {"float32", "bfloat16", "int8"}
    assert len(together) == 4
    assert reranker.score("deposit", TEXTS[:1]) == pytest.approx(together[:1], abs=0.05)
    assert reranker.score("deposit", []) == []


@pytest.mark.model
def test_several_outputs_are_no_reranker(folder: Path, tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, num_labels=3
    )
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    with pytest.raises(ModelUnavailable):
        reranker_of(str(tmp_path), "cpu")


def test_what_is_no_cross_encoder_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no reranker in"):
        reranker_of(str(tmp_path), "cpu")
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(ModelUnavailable, match="no weights in safetensors"):
        reranker_of(str(tmp_path), "cpu")
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    with pytest.raises(ModelUnavailable, match="no cross-encoder"):
        reranker_of(str(tmp_path), "cpu")
