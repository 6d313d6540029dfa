"""The child process that prepares a model: reads it with torch, writes the graph, and vectors to check it by."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.embedding import attention, child_process, exporting, models, prepared
from desktop_search.embedding.check_texts import CHECK_TEXTS


def main(source: Path, target: Path) -> None:
    """Fills an empty folder with a prepared model. The manifest is written last."""
    from desktop_search.embedding.backends import torch as torch_backend

    openvino = exporting.import_openvino()
    encoder = torch_backend.encoder_from(source, "cpu")
    exporting.to_openvino(encoder, target / prepared.GRAPH)
    is_plain = hides_padding_alone(encoder, target / prepared.GRAPH)
    encoder.tokenizer.backend_tokenizer.save(str(target / prepared.TOKENIZER))
    save_reference(encoder, torch_backend.prefixes(encoder)[1], target / prepared.REFERENCE)
    describe(
        encoder,
        source,
        target,
        precision="float16 weights",
        openvino=openvino.get_version(),
        hides_padding_alone=is_plain,
    )


def describe(encoder: Any, source: Path, target: Path, **more: str | bool) -> None:
    """Writes the manifest: what the engine has to know of the model, and the checksums of the other files."""
    from desktop_search.embedding.backends import torch as torch_backend

    query_prefix, passage_prefix = torch_backend.prefixes(encoder)
    manifest = {
        "version": prepared.VERSION,
        "revision": models.revision_of(source, {}),
        "dimensions": int(encoder.get_embedding_dimension()),
        "longest_input": int(encoder.max_seq_length),
        "padding": int(encoder.tokenizer.pad_token_id or 0),
        "query_prefix": query_prefix,
        "passage_prefix": passage_prefix,
        **more,
        "sha256": prepared.sums_of(target),
    }
    (target / prepared.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def hides_padding_alone(encoder: Any, graph: Path) -> bool:
    """What attention.py says of a graph in a file; False where it cannot say: the graph is then used as it is."""
    openvino = exporting.import_openvino()
    try:
        return attention.hides_padding_alone(openvino, openvino.Core().read_model(graph), int(encoder.max_seq_length))
    except (RuntimeError, MemoryError) as error:
        print(f"the attention of the graph was not understood: {error}")
        return False


def save_reference(encoder: Any, prefix: str, file: Path) -> None:
    """Writes torch's vectors of the texts that every other runtime is checked by."""
    vectors = encoder.encode(
        list(CHECK_TEXTS), prompt=prefix, batch_size=8, normalize_embeddings=True, show_progress_bar=False
    )
    np.save(file, np.asarray(vectors, dtype=np.float32))


if __name__ == "__main__":
    child_process.enter("preparing a model needs no network")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
