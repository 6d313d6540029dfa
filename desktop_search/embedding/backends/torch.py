"""Vectors by sentence-transformers on torch: any model folder, on CUDA, MPS or the CPU. Slow to start, always right."""

import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_search.embedding.batches import by_tokens
from desktop_search.embedding.embedder import Options, joined
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
NOT_LOADABLE = (
    *(OSError, AssertionError, AttributeError, ImportError, LookupError, RuntimeError, TypeError, ValueError),
)
"""What the libraries raise on folders that hold no model, or a broken one."""
TOKENS_AT_ONCE = {"cpu": 1536, "mps": 16_384, "cuda": 65_536}
"""A CPU is as fast with small batches, between which queries are answered; a graphics processor needs large ones."""
CHARACTERS_A_TOKEN = 3
"""Fewer than in most languages, so that a batch is estimated too large rather than too small."""


def load(model: ModelFolder | None, device: str, options: Options) -> "TorchEmbedder":
    """Loads a model, in half precision on CUDA and MPS.

    Raises ModelUnavailable when the folder does not hold one that can be used.
    """
    if model is None:
        raise ModelUnavailable("The torch backend needs a model.")
    chosen = best_device() if device == "auto" else device
    encoder = encoder_from(model.path, chosen)
    import torch

    if chosen != "cpu":
        encoder.half()
    elif options.threads:
        torch.set_num_threads(options.threads)
    return TorchEmbedder(encoder, model, chosen)


def encoder_from(path: Path, device: str) -> Any:
    """A SentenceTransformer that only computes. Raises ModelUnavailable when the folder does not hold one."""
    # Before the first import: the libraries read these once.
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    # Standard output belongs to the answer and standard error to errors, not to progress bars and advice of a library.
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    try:
        encoder = SentenceTransformer(
            str(path),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except NOT_LOADABLE as error:
        raise ModelUnavailable(
            f"The model in {path} cannot be loaded: {(str(error) or type(error).__name__).splitlines()[0]}",
            "Search by words goes on; choose another model in the settings.",
        ) from error
    encoder.eval()
    torch.set_grad_enabled(False)
    return encoder


def prefixes(encoder: Any) -> tuple[str, str]:
    """What the model wants before a query, and before a passage."""
    prompts = encoder.prompts or {}
    # Those that are not set are there all the same, and empty.
    passages = (prompts.get(name) for name in ("document", "passage", "corpus"))
    return prompts.get("query") or "", next(filter(None, passages), "")


def dimensions_of(encoder: Any) -> int:
    """How long the vectors are; where no module says it, one is made to see."""
    said = encoder.get_embedding_dimension()
    return int(said) if said else len(encoder.encode([""], prompt="", show_progress_bar=False)[0])


def best_device() -> str:
    """The fastest device torch can use here."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


class TorchEmbedder:
    """A SentenceTransformer that gives normalised float32 vectors, whatever it computes with."""

    def __init__(self, encoder: Any, model: ModelFolder, device: str) -> None:
        self._encoder = encoder
        self._tokens_at_once = TOKENS_AT_ONCE.get(device.partition(":")[0], 16_384)
        self._longest = model.longest_input
        self.device = device
        self.id = EmbeddingId(
            "torch",
            model.name,
            model.revision,
            "float32" if device == "cpu" else "float16",
            dimensions_of(encoder),
            *prefixes(encoder),
        )

    def embed_query(self, text: str) -> Array:
        vector: Array = self._encode([text], self.id.query_prefix)[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Array:
        return joined(self.embed_in_batches(texts), len(texts), self.id.dimensions)

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        lengths = [self._length(text) for text in texts]
        waiting = by_tokens(lengths, self._tokens_at_once)
        while waiting:
            rows = waiting.pop(0)
            vectors = self._encode_if_it_fits([texts[row] for row in rows])
            if vectors is not None:
                yield rows, vectors
                continue
            # Half of it may fit; what is left is cut anew, and so is all that comes later.
            self._tokens_at_once = len(rows) * lengths[rows[0]] // 2
            left = [row for batch in (rows, *waiting) for row in batch]
            cut = by_tokens([lengths[row] for row in left], self._tokens_at_once)
            waiting = [[left[place] for place in batch] for batch in cut]

    def _length(self, text: str) -> int:
        return min(self._longest, len(text) // CHARACTERS_A_TOKEN + 2)

    def _encode_if_it_fits(self, texts: list[str]) -> Array | None:
        """The vectors; None when the device's memory is too small for so many texts. Raises when one is too much."""
        import torch

        try:
            return self._encode(texts, self.id.passage_prefix)
        except torch.cuda.OutOfMemoryError:
            if len(texts) == 1:
                raise
        except RuntimeError as error:
            # MPS says it in words only.
            if len(texts) == 1 or "out of memory" not in str(error):
                raise
        logger.info("%d texts at once are too many for the %s", len(texts), self.device)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        return None

    def _encode(self, texts: list[str], prefix: str) -> Array:
        import numpy as np

        # Also an empty prefix is said, or the model's prompt for everything would stand before the text.
        vectors = self._encoder.encode(
            texts, prompt=prefix, batch_size=len(texts), normalize_embeddings=False, show_progress_bar=False
        )
        # Half precision would leave lengths of 1 ± 0.001.
        made: Array = np.array(vectors, dtype=np.float32)
        made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
        return made
