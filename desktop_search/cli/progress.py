"""Says how far a download is: by one line on a terminal, to a program that follows it, or not at all."""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

LEAST_SECONDS = 2.0
"""Before, nobody can say how long it will take."""
CLEAR = "\r\x1b[K"


@contextlib.contextmanager
def shown(total: int, clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[int], None]]:
    """Gives what has to be told the bytes that are there. The line is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    begun = clock()

    def tell(there: int) -> None:
        print(CLEAR + line(there, total, clock() - begun), end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        print(CLEAR, end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def followed() -> Iterator[Callable[[int], None]]:
    """The same for a program that follows: a line with a number each time, and Ctrl+C when it closes our input."""

    # Where the window was started in the background, its children do not hear Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main = threading.main_thread().ident

    def stop() -> None:
        os.read(sys.stdin.fileno(), 1)
        # A signal also ends a wait of the main thread, where there are signals.
        if sys.platform == "win32" or main is None:
            _thread.interrupt_main()
        else:
            signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=stop, name="input", daemon=True).start()
    yield lambda there: print(there, file=sys.stderr, flush=True)


def line(there: int, total: int, seconds: float) -> str:
    """How far it is in bytes, in percent and in the time that is left."""
    if there >= total:
        return f"{total / 1e6:,.1f} MB are there; the model is being checked and tried out …"
    said = f"{there / 1e6:,.1f} of {total / 1e6:,.1f} MB, {100 * there // max(total, 1)} %"
    if there and seconds >= LEAST_SECONDS:
        said += f", {_time((total - there) / there * seconds)} left"
    return said


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
