"""Vectors by sentence-transformers on torch: any model folder, on CUDA, MPS or the CPU. Slow to start, always right."""

import logging
import os
from collections.abc import Sequence
from typing import Any

from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelUnavailable
from desktop_search.records import Array, EmbeddingId

logger = logging.getLogger(__name__)

NEEDS_MODEL = True
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def load(model: ModelFolder | None, device: str) -> "TorchEmbedder":
    """Loads a model. Raises ModelUnavailable when the folder does not hold one that can be used."""
    if model is None:
        raise ModelUnavailable("The torch backend needs a model.")
    # Before the first import: the libraries read these once.
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    # Standard output belongs to the answer and standard error to errors, not to progress bars of a library.
    transformers_logging.disable_progress_bar()
    chosen = best_device() if device == "auto" else device
    try:
        encoder = SentenceTransformer(
            str(model.path),
            device=chosen,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, RuntimeError, AssertionError) as error:
        raise ModelUnavailable(
            f"The model in {model.path} cannot be loaded: {str(error).splitlines()[0]}",
            "Search by words goes on; choose another model in the settings.",
        ) from error
    encoder.eval()
    torch.set_grad_enabled(False)
    return TorchEmbedder(encoder, model, chosen)


def best_device() -> str:
    """The fastest device torch can use here."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


class TorchEmbedder:
    """A SentenceTransformer that gives normalised float32 vectors."""

    def __init__(self, encoder: Any, model: ModelFolder, device: str) -> None:
        prompts = encoder.prompts or {}
        self._encoder = encoder
        self.device = device
        self.id = EmbeddingId(
            "torch",
            model.name,
            model.revision,
            "float32",
            int(encoder.get_embedding_dimension()),
            prompts.get("query", "") or "",
            prompts.get("document", prompts.get("passage", "")) or "",
        )

    def embed_query(self, text: str) -> Array:
        vector: Array = self._encode([text], self.id.query_prefix)[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Array:
        return self._encode(list(texts), self.id.passage_prefix)

    def _encode(self, texts: list[str], prefix: str) -> Array:
        import numpy as np

        if not texts:
            return np.zeros((0, self.id.dimensions), dtype=np.float32)
        vectors = self._encoder.encode(
            texts, prompt=prefix or None, batch_size=16, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)
