"""Vectors by OpenVINO on the CPU, from a graph that was prepared once. Starts in half a second, without torch."""

import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.embedding import prepared, processor
from desktop_search.embedding.batches import Pace, by_tokens
from desktop_search.embedding.check_texts import CHECK_TEXTS, JUDGED
from desktop_search.embedding.compiling import STREAMS, CompiledGraph
from desktop_search.embedding.embedder import Embedder, Options, joined
from desktop_search.embedding.exporting import INPUTS, import_openvino
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.prepared import PreparedModel
from desktop_search.errors import ModelUnavailable
from desktop_search.records import Array, EmbeddingId

logger = logging.getLogger(__name__)

NEEDS_MODEL = True
TOKENS_AT_ONCE = 1024
"""About five passages, fewer where they take long: what is computed on the way then stays in the processor's cache, and
a query waits for the first of those in hand at most. 1,536 were 6 % slower, 640 as well."""
SAME_SHAPE = 8
"""Texts are padded to multiples of this: OpenVINO keeps what it computed for every shape it has seen."""
CHECKS = 3
"""Counts changes to what a model is checked by; what was checked before is checked anew."""
LEAST_COSINE = {"int8": 0.99, "bfloat16": 0.9999, "float32": 0.9999}


def load(model: ModelFolder | None, device: str, options: Options) -> "OpenVinoEmbedder":
    """The best precision, as `processor.precisions` has it, that gives the right vectors.

    Raises ModelUnavailable when none does.
    """
    if model is None:
        raise ModelUnavailable("The openvino backend needs a model.")
    if device not in {"auto", "cpu"}:
        raise ModelUnavailable(f"OpenVINO computes on the CPU here, not on {device}.", "Set device to auto.")
    try:
        core = import_openvino().Core()
    except ImportError as error:
        raise ModelUnavailable("OpenVINO is not installed.", "pip install openvino") from error
    place = prepared.place_for(options.place)
    capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    fitting = processor.precisions(capabilities, processor.flags())
    for precision in [options.precision] if options.precision else fitting:
        for source in _sources(model, precision, place):
            embedder = OpenVinoEmbedder(core, source, model, precision, options.threads)
            if _is_right(embedder, source, place, core):
                return embedder
            logger.info("%s does not pass its check in %s", source.folder, precision)
        if precision != "float32" and prepared.shipped(model, precision) is not None:
            options.tell(f"The model gives wrong vectors in {precision} on this processor, so a slower one is used.")
    raise ModelUnavailable("The prepared model gives other vectors than torch.")


def _sources(model: ModelFolder, precision: str, place: Path) -> Iterator[PreparedModel]:
    """What ships, then what is made here. Quantising takes minutes, so int8 only ships."""
    shipped = prepared.shipped(model, precision)
    if shipped is not None:
        yield shipped
    if precision != "int8":
        made = prepared.find_or_make(model, place)
        yield made
        # Whoever asks for more found it wrong; the next start makes it anew.
        if precision == "float32":
            prepared.discard(made)


class OpenVinoEmbedder:
    """A compiled graph and its tokenizer."""

    def __init__(self, core: Any, source: PreparedModel, model: ModelFolder, precision: str, threads: int = 0) -> None:
        from tokenizers import Tokenizer

        self.device = "cpu"
        self.id = EmbeddingId(
            "openvino",
            model.name,
            model.revision,
            precision,
            source.dimensions,
            source.query_prefix,
            source.passage_prefix,
        )
        self._padding = source.padding
        self._tokenizer = Tokenizer.from_file(str(source.folder / prepared.TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(source.longest_input)
        self._graph = CompiledGraph(core, source, model.path, precision, threads)
        # A query, or the sentences of an answer, come between the batches of passages, which are then in hand.
        self._free = [self._graph.request()]
        self._pace = Pace(TOKENS_AT_ONCE)

    def embed_query(self, text: str) -> Array:
        batch = self._begun([0], self._tokens([text], self.id.query_prefix))
        vector: Array = self._done(batch)[0]
        self._graph.let_go()
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Array:
        return joined(self.embed_in_batches(texts), len(texts), self.id.dimensions)

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        tokens = self._tokens(texts, self.id.passage_prefix)
        batches = by_tokens([len(one) for one in tokens], self._pace.tokens_at_once)
        in_hand: deque[_Batch] = deque()
        try:
            for rows in batches:
                # Before the next one is begun, so that a query that comes between finds a stream that is free.
                if len(in_hand) == STREAMS:
                    yield self._learned(in_hand.popleft())
                in_hand.append(self._begun(rows, [tokens[row] for row in rows]))
            while in_hand:
                yield self._learned(in_hand.popleft())
        finally:
            for batch in in_hand:
                self._done(batch)
            self._graph.let_go()

    def _begun(self, rows: list[int], tokens: Sequence[Sequence[int]]) -> "_Batch":
        request = self._free.pop() if self._free else self._graph.request()
        batch = _Batch(rows, self._inputs(tokens), request, time.perf_counter())
        request.set_callback(_Batch.note_end, batch)
        request.start_async(batch.inputs, share_inputs=True)
        return batch

    def _done(self, batch: "_Batch") -> Array:
        batch.request.wait()
        vectors: Array = np.array(batch.request.results[0], dtype=np.float32)
        self._free.append(batch.request)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _learned(self, batch: "_Batch") -> tuple[list[int], Array]:
        vectors = self._done(batch)
        if batch.ended:
            self._pace.learn(int(batch.inputs[INPUTS[1]].sum()), batch.ended - batch.started)
        return batch.rows, vectors

    def _tokens(self, texts: Sequence[str], prefix: str) -> list[list[int]]:
        # Half of a surrogate pair, as odd file formats leave it, is no text for the tokenizer.
        clean = [(prefix + text).encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(clean)]

    def _inputs(self, tokens: Sequence[Sequence[int]]) -> dict[str, Any]:
        longest = -(-max(map(len, tokens)) // SAME_SHAPE) * SAME_SHAPE
        ids = np.full((len(tokens), longest), self._padding, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        return dict(zip(INPUTS, (ids, mask), strict=True))


@dataclass(slots=True)
class _Batch:
    """Rows of texts whose vectors are being computed. The inputs are kept for as long as that takes."""

    rows: list[int]
    inputs: dict[str, Any]
    request: Any
    started: float
    ended: float = 0.0

    def note_end(self) -> None:
        """Called by OpenVINO, so that what happens between two batches is not taken for work."""
        self.ended = time.perf_counter()


def _is_right(embedder: OpenVinoEmbedder, source: PreparedModel, place: Path, core: Any) -> bool:
    """Compares with torch's vectors of 32 texts, once for each runtime, processor and precision.

    In 8 bits a vector is merely near, so that answers must also stand in their order.
    """
    precision = embedder.id.precision
    here = (
        f"{CHECKS}|{import_openvino().get_version()}|{core.get_property('CPU', 'FULL_DEVICE_NAME')}|{source.checksum}"
    )
    stamp = place / f"{source.folder.name}.{precision}.checked"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == here:
        return True
    wanted = np.load(source.folder / prepared.REFERENCE, allow_pickle=False).astype(np.float32)
    given = embedder.embed_passages(CHECK_TEXTS)
    least = float(np.min(np.sum(given * wanted, axis=1))) if wanted.shape == given.shape else 0.0
    logger.info("%s in %s: least cosine to torch %.6f", source.folder.name, precision, least)
    if least >= LEAST_COSINE[precision] and (precision != "int8" or _keeps_order(embedder)):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp.write_text(here, encoding="utf-8")
        return True
    return False


def _keeps_order(embedder: Embedder) -> bool:
    """Whether what answers a question stands before what is merely near to it, for all questions that are judged."""
    for question, *judged in JUDGED:
        cosines = embedder.embed_passages(judged) @ embedder.embed_query(question)
        if np.any(np.diff(cosines) >= 0):
            return False
    return True
