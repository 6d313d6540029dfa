"""A cross-encoder learns from the same judgements as the model, and is measured on questions it has not seen."""

from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from tests import model_samples
from tests.fakes import wait_until, write_tree

QUESTIONS = 14


def cross_encoder(folder: Path) -> Path:
    """Two small layers with one output, that nobody has trained."""
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification

    tokenizer = model_samples.fast(model_samples.SPECIAL)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    CrossEncoder(str(folder), device="cpu", local_files_only=True).save_pretrained(str(folder))
    return folder


def test_a_cross_encoder_learns_from_judgements(tmp_path: Path) -> None:
    base = cross_encoder(tmp_path / "reranker")
    texts = {f"{n}.txt": f"The lighthouse number {n} stands by the sea and is {n} metres high." for n in range(40)}
    folder = write_tree(tmp_path / "files", texts)
    engine = Engine(DataDirectory(tmp_path / "data"), Settings(backend="hashing", reranker=str(base)))
    try:
        engine.index([str(folder)])
        engine.judging.import_labels(
            [
                Label(f"how high is number {n}", str(folder / f"{n}.txt"), texts[f"{n}.txt"], True, "window", 1.0 + n)
                for n in range(QUESTIONS)
            ]
        )
        engine.learning.train(TrainingOptions(reranker=True, minutes=0.2))
        wait_until(lambda: engine.learning.training().phase in ("done", "failed"), seconds=200)
        state = engine.learning.training()
        assert state.reason is None
        report = state.report
        assert report is not None and report.held_out >= 3 and report.curve
        assert engine.settings().values["reranker"] == str(base)

        engine.learning.accept_model()
        assert engine.settings().values["reranker"] == report.model
        assert (Path(report.model) / "model.safetensors").exists()
    finally:
        engine.close()


def test_without_a_cross_encoder_there_is_nothing_to_train(tmp_path: Path) -> None:
    engine = Engine(DataDirectory(tmp_path / "data"), Settings(backend="hashing"))
    try:
        engine.learning.train(TrainingOptions(reranker=True))
        wait_until(lambda: engine.learning.training().phase == "failed")
        assert "no cross-encoder" in str(engine.learning.training().reason)
        with pytest.raises(DesktopSearchError):
            engine.learning.accept_model()
    finally:
        engine.close()
