"""Sets up the process of an engine: what is freed goes back to the system, and nobody waits long for Python."""

import contextlib
import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGE_BYTES = 4 * 2**20
KEPT_BYTES = 4 * LARGE_BYTES
"""Free memory at the end of a heap, above which it is given back. Without it the bound would stay at 128 kB, and what
frees a few hundred together, such as packing vectors, would take twice as long."""
TURN_SECONDS = 0.001
"""How long a thread may keep Python's lock from another. Python's own 5 ms add up, as a question takes the lock a dozen
times: with 1 ms the slowest questions come sooner while files are read, a pause takes 0.4 s instead of 1.2, and no less
is indexed."""


def apply() -> None:
    """Holds for the whole process, from now on."""
    sys.setswitchinterval(TURN_SECONDS)
    _give_back_what_is_large()


def _give_back_what_is_large() -> None:
    """What is LARGE_BYTES or more goes back to the system as soon as it is freed.

    By itself glibc raises that bound to 32 MiB and keeps up to 64 MiB of what is free, in each thread's own heap: of
    an engine that had answered a few hundred questions that was an eighth. Embedding is as fast. Elsewhere than with
    glibc, which macOS, Windows and musl do not use, nothing happens.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
            library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
