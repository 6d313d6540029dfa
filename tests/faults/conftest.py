"""Short or long forms of the tests of faults, and rights taken away for a while."""

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

CAPABILITIES_3 = 0x20080522
READS_EVERYTHING = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root read what nobody may."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", choices=["short", "long"], default="short", help="how many mutated files to read")


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--faults", default="short") == "long")


@pytest.fixture
def like_a_person() -> Callable[[], AbstractContextManager[None]]:
    """A context in which this thread, and those it starts, may read no more than an ordinary person's, also for root.

    Capabilities belong to threads, so nothing else in the process is touched.
    """

    @contextmanager
    def context() -> Iterator[None]:
        if os.getuid() != 0:
            yield
            return
        if sys.platform != "linux":
            pytest.skip("root may read everything here")
        libc = ctypes.CDLL(None, use_errno=True)
        head, data = struct.pack("<Ii", CAPABILITIES_3, 0), ctypes.create_string_buffer(24)
        if libc.capget(head, data):
            pytest.skip("capabilities cannot be asked for")
        before = data.raw[:24]
        effective = struct.unpack_from("<I", before)[0]
        if libc.capset(head, struct.pack("<I", effective & ~READS_EVERYTHING) + before[4:]):
            pytest.skip("capabilities cannot be given up")
        try:
            yield
        finally:
            libc.capset(head, before)

    return context
