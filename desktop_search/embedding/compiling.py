"""Has OpenVINO compile a prepared graph the way that is fastest on this processor."""

import logging
from pathlib import Path
from typing import Any

from desktop_search.embedding import attention, prepared, processor
from desktop_search.embedding.borrowing import BorrowedGraph
from desktop_search.embedding.exporting import import_openvino
from desktop_search.embedding.prepared import PreparedModel

logger = logging.getLogger(__name__)

STREAMS = 2
"""Two batches at a time, each on half of the cores, are done 12 % sooner than one after the other on all of them."""
ONE_BY_ONE = {"SNIPPETS_MODE": "DISABLE"}
"""Has OpenVINO compute the products of attention one after the other; else it makes one operation of them again."""


class CompiledGraph:
    """Makes requests, each of which computes a batch: vectors [n, dimensions] from token ids and a mask of int64.

    Raises RuntimeError where OpenVINO cannot compile the graph. weights is the model's folder.
    """

    def __init__(self, core: Any, source: PreparedModel, weights: Path, precision: str, threads: int = 0) -> None:
        openvino = import_openvino()
        graph_file = source.folder / prepared.GRAPH
        if source.borrows:
            # Its memory is that of the compiled graph, too.
            self._borrowed: BorrowedGraph | None = BorrowedGraph(
                openvino,
                graph_file,
                source.folder / prepared.WEIGHTS,
                source.folder / prepared.BORROWED,
                weights / prepared.SAFETENSORS,
            )
            self._compiled = _compiled(openvino, core, self._borrowed.model, source, _properties(precision, threads))
            self.let_go()
        else:
            self._borrowed = None
            graph = core.read_model(graph_file)
            self._compiled = _compiled(openvino, core, graph, source, _properties(precision, threads))

    def request(self) -> Any:
        """An openvino.InferRequest."""
        return self._compiled.create_infer_request()

    def let_go(self) -> None:
        """Frees the memory of weights that were read from the model's file: OpenVINO arranges its own only when it
        computes for the first time, and of the words' vectors each text needs others."""
        if self._borrowed is not None:
            self._borrowed.let_go()


def _compiled(openvino: Any, core: Any, graph: Any, source: PreparedModel, properties: dict[str, Any]) -> Any:
    if source.hides_padding_alone:
        attention.write_out(openvino, graph)
        if properties["INFERENCE_PRECISION_HINT"] == "bf16" and "amx_bf16" in processor.flags():
            try:
                return core.compile_model(graph, "CPU", {**properties, **ONE_BY_ONE})
            except RuntimeError as error:
                # A setting that OpenVINO does not tell of, and may have no longer.
                logger.info("attention is left to OpenVINO: %s", error)
    return core.compile_model(graph, "CPU", properties)


def _properties(precision: str, threads: int) -> dict[str, Any]:
    """Readers use the same cores, so threads are not pinned."""
    wanted: dict[str, Any] = {
        "PERFORMANCE_HINT": "THROUGHPUT",
        "NUM_STREAMS": str(STREAMS),
        "ENABLE_CPU_PINNING": False,
        "INFERENCE_PRECISION_HINT": "bf16" if precision == "bfloat16" else "f32",
    }
    return {**wanted, "INFERENCE_NUM_THREADS": threads} if threads else wanted
