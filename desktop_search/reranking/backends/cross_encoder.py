"""Reranking by a cross-encoder of sentence-transformers: any local folder with safetensors, on CUDA, MPS or the CPU."""

import json
import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_search.errors import ModelUnavailable

logger = logging.getLogger(__name__)

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
LONGEST_INPUT = 320
"""Tokens. A passage has 200 at most and a question seldom 60; every token more costs time for nothing."""
ADVICE = "Results are not ranked anew; choose another folder in the settings, or none."


def load(folder: Path, device: str, precision: str = "auto") -> "CrossEncoderReranker":
    """Loads a cross-encoder with one output. precision is "auto", "float32", "bfloat16" or "int8".

    "auto" is what is fastest without a graphics card: bfloat16 where the processor computes in it, else int8, else
    float32. Raises ModelUnavailable when the folder does not hold what can be used.
    """
    _check(folder)
    # Before the first import: the libraries read these once.
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging as transformers_logging

    # Standard output belongs to the answer and standard error to errors, not to progress bars of a library.
    transformers_logging.disable_progress_bar()
    chosen = _best_device() if device == "auto" else device
    try:
        encoder = CrossEncoder(
            str(folder),
            device=chosen,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
            # The numbers themselves, which are spread out where a sigmoid of them is 0 or 1.
            activation_fn=torch.nn.Identity(),
        )
        if encoder.num_labels != 1:
            raise ValueError(f"it has {encoder.num_labels} outputs instead of one")
        encoder.max_seq_length = min(LONGEST_INPUT, encoder.max_seq_length or LONGEST_INPUT)
        encoder.eval()
        reached = _quickened(encoder, precision) if chosen == "cpu" else "float32"
        reranker = CrossEncoderReranker(encoder, folder.name, chosen, reached)
        # A damaged model often loads, and fails only when it is used.
        reranker.score("question", ["answer"])
    except Exception as error:  # The libraries raise whatever they like over a folder that is not theirs.
        logger.debug("the reranker could not be loaded", exc_info=True)
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(f"The reranker in {folder} cannot be loaded: {reason}", ADVICE) from error
    return reranker


class CrossEncoderReranker:
    """A CrossEncoder that gives its plain outputs."""

    def __init__(self, encoder: Any, name: str, device: str, precision: str) -> None:
        self._encoder = encoder
        self.name = name
        self.device = device
        self.precision = precision

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        pairs = [(query, text) for text in texts]
        return [float(one) for one in self._encoder.predict(pairs, batch_size=len(pairs), show_progress_bar=False)]


def _check(folder: Path) -> None:
    """Raises ModelUnavailable, before anything heavy is imported, for what cannot be a cross-encoder."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"There is no reranker in {folder}.", ADVICE) from error
    # Other weights are pickles, which run whatever stands in them.
    if not any(folder.glob("*.safetensors")):
        raise ModelUnavailable(f"The reranker in {folder} has no weights in safetensors.", ADVICE)
    architectures = config.get("architectures") if isinstance(config, dict) else None
    if not any("ForSequenceClassification" in str(one) for one in architectures or ()):
        raise ModelUnavailable(f"The model in {folder} is no cross-encoder.", ADVICE)


def _quickened(encoder: Any, precision: str) -> str:
    """Makes the model compute in fewer bits where that is faster; returns the precision it has then."""
    import torch

    bfloat16 = precision == "bfloat16" or (precision == "auto" and _has_bfloat16())
    if bfloat16:
        encoder.model.to(torch.bfloat16)
        return "bfloat16"
    if precision in ("auto", "int8"):
        try:
            with warnings.catch_warnings():
                # torch moves this into a package of its own; where it is gone, float32 is right too.
                warnings.simplefilter("ignore")
                # Faster than float32 (see tests/benchmarks/test_reranking.py), in the model itself, in place.
                quantize: Any = torch.ao.quantization.quantize_dynamic
                quantize(encoder.model, {torch.nn.Linear}, dtype=torch.qint8, inplace=True)
            return "int8"
        except (AttributeError, ImportError, RuntimeError) as error:
            logger.info("the reranker computes in float32: %s", error)
    return "float32"


def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; emulated it is slower than float32."""
    import torch

    try:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    except (AttributeError, RuntimeError):
        return False


def _best_device() -> str:
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
