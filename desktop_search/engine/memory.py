"""Has the C library give memory back that is used no more."""

import contextlib
import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGE_BYTES = 4 * 2**20
KEPT_BYTES = 4 * LARGE_BYTES
"""Free memory at the end of a heap, above which it is given back. Without it the bound would stay at 128 kB, and what
frees a few hundred together, such as packing vectors, would take twice as long."""


def give_back_what_is_large() -> None:
    """From now on what is LARGE_BYTES or more goes back to the system as soon as it is freed.

    By itself glibc raises that bound to 32 MiB and keeps up to 64 MiB of what is free, in each thread's own heap: of
    an engine that had answered a few hundred questions that was an eighth. Embedding is as fast. Elsewhere than with
    glibc, which macOS, Windows and musl do not use, nothing happens.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
            library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
