"""What this machine can compute with, told without importing torch."""

import ctypes
import importlib.metadata
import platform
import sys
from collections.abc import Collection
from pathlib import Path

INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
BFLOAT16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
CUDA_LIBRARY = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"


def flags() -> frozenset[str]:
    """The processor's extensions as Linux names them; nothing where they are not known."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("flags"):
                return frozenset(line.partition(":")[2].split())
    except OSError:
        pass
    return frozenset()


def precisions(capabilities: Collection[str], extensions: Collection[str]) -> list[str]:
    """The precisions worth trying, the best first, of what OpenVINO's CPU plugin and the processor name.

    OpenVINO also names INT8 and BF16 where it only imitates them, which is slower and, in int8, less exact. Where a
    processor has both, bfloat16 comes first: it is nearer to torch and, with AMX, as fast.
    """
    fast = []
    if "BF16" in capabilities and computes_bfloat16(extensions):
        fast.append("bfloat16")
    if "INT8" in capabilities and not INT8_FLAGS.isdisjoint(extensions):
        fast.append("int8")
    return [*fast, "float32"]


def computes_bfloat16(extensions: Collection[str]) -> bool:
    """Whether a processor multiplies in bfloat16 itself, and not by imitating it."""
    return not BFLOAT16_FLAGS.isdisjoint(extensions)


def may_have_accelerator() -> bool:
    """Whether it is worth importing torch to ask it for CUDA or MPS, which takes seconds."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return _torch_knows_cuda() and _cuda_devices() > 0


def _torch_knows_cuda() -> bool:
    try:
        return not importlib.metadata.version("torch").endswith("+cpu")
    except importlib.metadata.PackageNotFoundError:
        return False


def _cuda_devices() -> int:
    """How many devices NVIDIA's driver names; 0 without a driver."""
    count = ctypes.c_int(0)
    try:
        driver = ctypes.CDLL(CUDA_LIBRARY)
        if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
            return 0
    except (OSError, AttributeError):
        return 0
    return count.value
