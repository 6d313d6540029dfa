"""The torch backend without a model: what it does when the device's memory is too small."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from desktop_search.embedding.backends.torch import TorchEmbedder
from desktop_search.embedding.models import ModelFolder


class SmallDevice:
    """An encoder that has room for so many texts; each vector says how long its text is."""

    def __init__(self, room: int, error: Exception) -> None:
        self.prompts: dict[str, str] = {}
        self.room = room
        self.error = error
        self.sizes: list[int] = []

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], **_: Any) -> Any:
        if len(texts) > self.room:
            raise self.error
        self.sizes.append(len(texts))
        return np.array([[len(text), 1.0] for text in texts])


def embedder_with(room: int, error: Exception, folder: Path) -> tuple[TorchEmbedder, SmallDevice]:
    device = SmallDevice(room, error)
    return TorchEmbedder(device, ModelFolder("small", folder, "1"), "cpu"), device


@pytest.mark.parametrize(
    "error", [torch.cuda.OutOfMemoryError("CUDA out of memory"), RuntimeError("MPS backend out of memory")]
)
@pytest.mark.parametrize("room", [1, 2, 3])
def test_batches_are_halved_until_they_fit(tmp_path: Path, room: int, error: Exception) -> None:
    embedder, device = embedder_with(room, error, tmp_path)
    texts = ["x" * length for length in (30, 3, 90, 9, 60, 6, 12)]
    made = embedder.embed_passages(texts)
    expected = np.array([[len(text), 1.0] for text in texts])
    assert made == pytest.approx(expected / np.linalg.norm(expected, axis=1, keepdims=True))
    assert sum(device.sizes) == len(texts)


def test_what_did_not_fit_once_is_not_tried_again(tmp_path: Path) -> None:
    embedder, device = embedder_with(2, torch.cuda.OutOfMemoryError("CUDA out of memory"), tmp_path)
    embedder.embed_passages(["some words"] * 8)
    device.sizes.clear()
    device.room = 100
    embedder.embed_passages(["some words"] * 8)
    assert max(device.sizes) <= 2


def test_one_text_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    embedder, _ = embedder_with(0, torch.cuda.OutOfMemoryError("CUDA out of memory"), tmp_path)
    with pytest.raises(torch.cuda.OutOfMemoryError):
        embedder.embed_passages(["x", "y"])


def test_other_errors_are_not_taken_for_it(tmp_path: Path) -> None:
    embedder, _ = embedder_with(0, RuntimeError("shapes do not match"), tmp_path)
    with pytest.raises(RuntimeError, match="shapes"):
        embedder.embed_passages(["x", "y"])
