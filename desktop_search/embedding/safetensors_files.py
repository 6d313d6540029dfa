"""Looks at a safetensors file before any library does: does the header fit the file, and are all values numbers?"""

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.embedding.refusing import ImportLimits, ModelRefused

BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1,
    "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
NUMBERS = {"F64": np.float64, "F32": np.float32, "F16": np.float16}
BITS = {"BF16": (np.uint16, 0x7F80), "F8_E5M2": (np.uint8, 0x7C), "F8_E4M3": (np.uint8, 0x7F)}
"""Kinds that numpy does not have, with the bits that are all set in what is no finite number."""
AT_ONCE = 4_000_000
MOST_DIMENSIONS = 6


@dataclass(frozen=True, slots=True)
class Tensor:
    """One array in the file: its kind, its shape and where it lies, in bytes from the file's beginning."""

    name: str
    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int

    @property
    def elements(self) -> int:
        return math.prod(self.shape)


def tensors_of(file: Path, limits: ImportLimits) -> list[Tensor]:
    """What the header names, in the order of the file. Raises ModelRefused when it does not fit the file exactly."""
    size = file.stat().st_size
    with open(file, "rb") as stream:
        begins = stream.read(8)
        length = struct.unpack("<Q", begins)[0] if len(begins) == 8 else size
        if length > min(size - 8, limits.header_bytes):
            raise ModelRefused(f"{file.name} is no safetensors file: its header is said to be longer than it can be")
        try:
            plain = json.loads(stream.read(length), object_pairs_hook=_without_doubles)
        except (ValueError, RecursionError) as error:
            raise ModelRefused(f"{file.name} is no safetensors file: its header cannot be read") from error
    if not isinstance(plain, dict) or len(plain) > limits.tensors:
        raise ModelRefused(f"{file.name} is no safetensors file: its header is no list of tensors")
    first = 8 + length
    found = [_tensor(file.name, str(name), one, first) for name, one in plain.items() if name != "__metadata__"]
    found.sort(key=lambda tensor: (tensor.begin, tensor.end))
    place = first
    for tensor in found:
        if tensor.begin != place:
            raise ModelRefused(f"the tensors of {file.name} overlap or leave gaps")
        place = tensor.end
    if place != size:
        raise ModelRefused(f"{file.name} is {size:,} bytes long and not {place:,}, as its header says")
    return found


def refuse_what_is_no_number(file: Path, tensors: list[Tensor]) -> None:
    """Raises ModelRefused where a value is infinite or not a number, as in a file that was overwritten with 0xFF."""
    content = np.memmap(file, dtype=np.uint8, mode="r")
    for tensor in tensors:
        for start in range(tensor.begin, tensor.end, AT_ONCE * 8):
            some = content[start : min(tensor.end, start + AT_ONCE * 8)]
            if tensor.kind in NUMBERS:
                fine = bool(np.isfinite(np.frombuffer(some, dtype=NUMBERS[tensor.kind])).all())
            elif tensor.kind in BITS:
                unsigned, bits = BITS[tensor.kind]
                fine = bool(((np.frombuffer(some, dtype=unsigned) & bits) != bits).all())
            else:
                fine = True
            if not fine:
                raise ModelRefused(f"{file.name} holds values that are no numbers (in {tensor.name[:80]})")


def _tensor(file: str, name: str, plain: Any, first: int) -> Tensor:
    try:
        kind, shape = plain["dtype"], tuple(plain["shape"])
        begin, end = plain["data_offsets"]
        whole = all(isinstance(number, int) and not isinstance(number, bool) for number in (*shape, begin, end))
    except (KeyError, TypeError, ValueError) as error:
        raise ModelRefused(f"{file} describes a tensor that is none ({name[:80]})") from error
    fits = (
        whole
        and kind in BYTES
        and len(shape) <= MOST_DIMENSIONS
        and min((*shape, begin)) >= 0
        and end - begin == math.prod(shape) * BYTES[kind]
    )
    if not fits:
        raise ModelRefused(f"{file} describes a tensor that is none ({name[:80]})")
    return Tensor(name, kind, shape, first + begin, first + end)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError where a name stands twice: readers do not agree on which of them counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
