"""Prepared models are whole or not there, made anew when damaged, and only of parts that are known."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import prepared
from desktop_search.embedding.comparing import agreement, sample_texts
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.prepared import NotPreparable
from desktop_search.errors import ModelUnavailable

PARTS = ("Transformer", "Pooling", "Normalize")
MEAN = {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}


def model_at(folder: Path, parts: tuple[str, ...] = PARTS, pooling: dict[str, Any] = MEAN) -> ModelFolder:
    """The descriptions of a model, with weights that nobody reads."""
    modules = [{"path": f"{number}_{kind}", "type": f"some.where.{kind}"} for number, kind in enumerate(parts)]
    folder.mkdir(exist_ok=True)
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "model.safetensors").write_bytes(b"weights")
    for module in modules:
        (folder / module["path"]).mkdir(exist_ok=True)
        if module["type"].endswith("Pooling"):
            (folder / module["path"] / "config.json").write_text(json.dumps(pooling))
    return ModelFolder("tiny", folder, "1")


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A child process that writes at once what it would write; the list says for which models it was started."""
    started: list[Path] = []

    def child(source: Path, target: Path) -> None:
        started.append(source)
        (target / prepared.GRAPH).write_text("graph")
        (target / prepared.WEIGHTS).write_bytes(b"weights")
        plain: dict[str, int] = {"version": prepared.VERSION, "dimensions": 8, "longest_input": 16, "padding": 0}
        texts = {
            "query_prefix": "q: ",
            "passage_prefix": "",
            "hides_padding_alone": True,
            "sha256": prepared.sums_of(target),
        }
        (target / prepared.MANIFEST).write_text(json.dumps({**plain, **texts}))

    monkeypatch.setattr(prepared, "_run_child", child)
    return started


def test_a_model_is_prepared_once(tmp_path: Path, children: list[Path]) -> None:
    model = model_at(tmp_path / "model")
    first = prepared.find_or_make(model, tmp_path / "place")
    assert prepared.find_or_make(model, tmp_path / "place") == first
    assert (first.dimensions, first.query_prefix) == (8, "q: ")
    assert len(children) == 1


@pytest.mark.parametrize("damage", [b"other weights", None])
def test_a_damaged_one_is_prepared_anew(tmp_path: Path, children: list[Path], damage: bytes | None) -> None:
    model = model_at(tmp_path / "model")
    file = prepared.find_or_make(model, tmp_path / "place").folder / prepared.WEIGHTS
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    prepared.find_or_make(model, tmp_path / "place")
    assert file.read_bytes() == b"weights"
    assert len(children) == 2


def test_another_way_of_pooling_is_another_model(tmp_path: Path) -> None:
    one = prepared.fingerprint(model_at(tmp_path / "model"))
    other = prepared.fingerprint(model_at(tmp_path / "model", pooling={"pooling_mode_cls_token": True}))
    assert one != other


def test_nothing_is_left_of_a_child_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_source: Path, target: Path) -> None:
        (target / prepared.GRAPH).write_text("half")
        raise ModelUnavailable("no memory")

    monkeypatch.setattr(prepared, "_run_child", fail)
    with pytest.raises(ModelUnavailable, match="no memory"):
        prepared.find_or_make(model_at(tmp_path / "model"), tmp_path / "place")
    assert [entry.name for entry in (tmp_path / "place").iterdir() if entry.is_dir()] == []


def test_a_model_that_torch_cannot_read_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="could not be prepared"):
        prepared.find_or_make(model_at(tmp_path / "model"), tmp_path / "place")


@pytest.mark.parametrize(
    ("parts", "pooling"),
    [
        (("StaticEmbedding",), MEAN),
        (("Transformer", "Pooling", "LayerNorm"), MEAN),
        (("Transformer",), MEAN),
        (PARTS, {"pooling_mode_lasttoken": True}),
        (PARTS, {"pooling_mode": "weightedmean"}),
        (PARTS, {"pooling_mode": "mean", "include_prompt": False}),
    ],
)
def test_unknown_parts_stay_with_torch(tmp_path: Path, parts: tuple[str, ...], pooling: dict[str, Any]) -> None:
    with pytest.raises(NotPreparable):
        prepared.refuse_unknown_parts(model_at(tmp_path / "model", parts, pooling).path)


@pytest.mark.parametrize("pooling", [MEAN, {"pooling_mode": "cls"}, {"pooling_mode": ["mean", "max"]}])
def test_known_parts_may_be_prepared(tmp_path: Path, pooling: dict[str, Any]) -> None:
    prepared.refuse_unknown_parts(model_at(tmp_path / "model", (*PARTS, "Dense"), pooling).path)


def test_what_ships_is_for_the_shipped_weights_only(tmp_path: Path) -> None:
    assert prepared.shipped(ModelFolder("all-MiniLM-L6-v2", tmp_path, "of a person's own"), "float32") is None


def test_agreement_is_one_with_oneself_and_less_with_others() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(30, 8))
    assert agreement(vectors, 3 * vectors) == (pytest.approx(1.0), 1.0)
    cosine, overlap = agreement(vectors, chance.normal(size=(30, 8)))
    assert cosine < 0.5
    assert overlap < 0.7


def test_sample_texts_have_the_length_of_passages() -> None:
    texts = sample_texts(64)
    assert len(set(texts)) == 64
    assert {len(text.split()) for text in texts} == {140}
