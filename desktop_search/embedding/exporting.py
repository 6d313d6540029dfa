"""A model's whole way from tokens to a vector, written for other runtimes. Imports torch: never in the engine."""

import errno
import io
import os
import sys
import warnings
from pathlib import Path
from typing import Any

INPUTS = ("input_ids", "attention_mask")
OUTPUT = "vector"


def import_openvino() -> Any:
    """The openvino package, without the telemetry that it would import, and that could reach the network."""
    # An entry that is None makes the import fail, and openvino then takes its own stand-in that does nothing.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def to_openvino(encoder: Any, file: Path, *, half: bool = True) -> None:
    """Writes an XML file and a .bin beside it. Weights stored in half precision keep a cosine above 0.999998."""
    openvino = import_openvino()
    whole = [-1, -1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = openvino.convert_model(
            _pipeline(encoder),
            example_input=_example(encoder),
            input=[(name, whole, openvino.Type.i64) for name in INPUTS],
        )
    model.outputs[0].set_names({OUTPUT})
    try:
        openvino.save_model(model, file, compress_to_fp16=half)
    except RuntimeError as error:
        # That is all it says of a disk that takes no more.
        raise OSError(errno.EIO, os.strerror(errno.EIO)) from error


def to_torchscript(encoder: Any, file: Path) -> None:
    """Writes a traced module that takes input_ids and attention_mask, int64 [n, tokens], and gives [n, dimensions]."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(_pipeline(encoder), tuple(_example(encoder).values()), check_trace=False)  # type: ignore[no-untyped-call]
    # Where a disk takes no more, torch's own writer ends the process.
    made = io.BytesIO()
    torch.jit.save(traced, made)
    file.write_bytes(made.getbuffer())


def to_onnx(encoder: Any, file: Path) -> None:
    """Writes an ONNX file with any number of texts and tokens."""
    import torch

    # Both are of any size; the exporter that follows Python code would also need onnxscript.
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS} | {OUTPUT: {0: "texts"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _pipeline(encoder),
            tuple(_example(encoder).values()),
            str(file),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _pipeline(encoder: Any) -> Any:
    """All modules of the encoder as one, from token ids to vectors."""
    import torch

    class Pipeline(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.parts = torch.nn.ModuleList(encoder)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for part in self.parts:
                features = part(features)
            return features["sentence_embedding"]

    return Pipeline().eval()


def _example(encoder: Any) -> dict[str, Any]:
    """Two texts of different length, so that padding is part of what is traced."""
    made = encoder.tokenizer(["a first text, a little longer", "second"], padding=True, return_tensors="pt")
    return {name: made[name] for name in INPUTS}


def least_cosine(encoder: Any, kind: str, file: Path, texts: list[str]) -> float:
    """How near an exported model is to torch on the text where it is farthest."""
    import numpy as np

    run = RUNNERS[kind](file)
    wanted = encoder.encode(texts, batch_size=8, normalize_embeddings=True, show_progress_bar=False)
    cosines = []
    for start in range(0, len(texts), 8):
        made = encoder.tokenizer(
            texts[start : start + 8],
            padding=True,
            truncation=True,
            max_length=encoder.max_seq_length,
            return_tensors="np",
        )
        given = np.asarray(run({name: made[name].astype(np.int64) for name in INPUTS}), dtype=np.float32)
        given /= np.linalg.norm(given, axis=1, keepdims=True)
        cosines.append(np.sum(given * wanted[start : start + 8], axis=1))
    return float(np.min(np.concatenate(cosines)))


def _run_torchscript(file: Path) -> Any:
    import torch

    module = torch.jit.load(str(file))  # type: ignore[no-untyped-call]
    return lambda inputs: module(*(torch.from_numpy(inputs[name]) for name in INPUTS))


def _run_openvino(file: Path) -> Any:
    compiled = import_openvino().Core().compile_model(file, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda inputs: compiled(inputs)[0]


# OpenVINO reads ONNX, too.
RUNNERS = {"onnx": _run_openvino, "torchscript": _run_torchscript, "openvino": _run_openvino}
