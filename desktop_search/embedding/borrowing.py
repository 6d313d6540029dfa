"""Reads a graph that ships without its weights: those are the installed model's own, used where they lie."""

import contextlib
import json
import mmap
from pathlib import Path
from typing import Any

import numpy as np


class BorrowedGraph:
    """An OpenVINO model, with the memory that it uses; keep it for as long as the compiled graph.

    borrowed.json says which constant is which piece of the model's file; all others are in a small file beside it.
    """

    def __init__(self, openvino: Any, graph: Path, constants: Path, borrowed: Path, weights: Path) -> None:
        plain = json.loads(borrowed.read_text(encoding="utf-8"))
        own = constants.read_bytes()
        # Reading the graph needs all constants, but looks at the values of small ones only. Nobody touches the room
        # that stands for the others, so it costs no memory.
        self._room = mmap.mmap(-1, plain["room"] + len(own))
        self._room[plain["room"] :] = own
        self._weights = _mapped(weights)
        everything = openvino.Tensor(np.frombuffer(self._room, dtype=np.uint8), shared_memory=True)
        self.model = openvino.Core().read_model(graph.read_bytes(), everything)
        for node in self.model.get_ops():
            if (piece := plain["pieces"].get(node.get_friendly_name())) is not None:
                offset, shape = piece
                values = np.frombuffer(self._weights, np.float32, int(np.prod(shape)), offset).reshape(shape)
                constant = openvino.op.Constant(openvino.Tensor(values, shared_memory=True), shared_memory=True)
                node.output(0).replace(constant.output(0))

    def let_go(self) -> None:
        """Frees the memory of what has been read; what is used again is read again, from the system's cache mostly."""
        if hasattr(mmap, "MADV_DONTNEED"):
            # What is locked in memory stays there.
            with contextlib.suppress(OSError):
                self._weights.madvise(mmap.MADV_DONTNEED)


def _mapped(file: Path) -> mmap.mmap:
    """A file in memory. OpenVINO wants memory that it could write to; what is written would stay private."""
    with open(file, "rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
