"""An engine gives back what it has freed, and its threads take turns soon."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.engine import tuning
from desktop_search.engine.engine import Engine
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings

HELD_BYTES = """
import ctypes, sys, tempfile
from pathlib import Path

class Mallinfo(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
libc.mallinfo2.restype = Mallinfo
if sys.argv[1] == "as an engine":
    from desktop_search.engine.engine import Engine
    from desktop_search.paths import DataDirectory
    from desktop_search.settings import Settings

    with tempfile.TemporaryDirectory() as place:
        Engine(DataDirectory(Path(place, "data")), Settings(backend="hashing")).close()
before = libc.mallinfo2().arena
for _ in range(3):
    # Freeing what was mapped is what makes glibc keep blocks of that size from then on.
    libc.free(libc.malloc(20_000_000))
    # Above it lies something small, so that the end of the heap cannot be cut off.
    block, above = libc.malloc(20_000_000), libc.malloc(100_000)
    libc.free(block)
print(libc.mallinfo2().arena - before)
"""


def held_bytes(how: str) -> int:
    """How much more memory the heap of a process holds after it has freed large blocks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_", "LD_"))}
    made = subprocess.run([sys.executable, "-c", HELD_BYTES, how], capture_output=True, text=True, check=True, env=kept)
    return int(made.stdout)


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="needs glibc 2.33")
def test_an_engine_keeps_no_large_block_that_was_freed() -> None:
    assert held_bytes("by itself") > 15_000_000
    assert held_bytes("as an engine") < 5_000_000


def test_a_question_waits_for_no_thread_longer_than_a_moment(tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    try:
        Engine(DataDirectory(tmp_path / "data"), Settings(backend="hashing")).close()
        assert sys.getswitchinterval() == pytest.approx(tuning.TURN_SECONDS)
    finally:
        sys.setswitchinterval(before)
