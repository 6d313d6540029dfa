"""Lets a machine sleep on which nothing happens: tantivy looks twice a second whether somebody else wrote to an index.

Nobody else does, and it cannot be told so. But its threads may be woken late, and have that from who starts them.
"""

import contextlib
import ctypes
import sys
from collections.abc import Iterator

LATE_NANOSECONDS = 30 * 10**9
PR_SET_TIMERSLACK, PR_GET_TIMERSLACK = 29, 30
"""Of Linux' <sys/prctl.h>. A thread may say this of itself; of another one only root may."""


@contextlib.contextmanager
def woken_late() -> Iterator[None]:
    """Threads that are started inside wake half a minute late, or together with others. Linux only.

    The one of an index that was closed ends when it wakes the next time.
    """
    if sys.platform != "linux":
        yield
        return
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    before = prctl(PR_GET_TIMERSLACK)
    prctl(PR_SET_TIMERSLACK, ctypes.c_ulong(LATE_NANOSECONDS))
    try:
        yield
    finally:
        # 0 would be the usual one, too, where nothing could be learned of what there was.
        prctl(PR_SET_TIMERSLACK, ctypes.c_ulong(max(before, 0)))
