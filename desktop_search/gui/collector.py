"""Keeps Python's garbage collection on the window's thread: elsewhere it would delete widgets under Qt's hands."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MILLISECONDS = 10_000


def collect_only_here(owner: QObject) -> QTimer:
    """Switches automatic collection off, and collects every ten seconds on this thread instead.

    Python collects on whichever thread happens to allocate, such as the one that reads the engine's replies. A widget
    in a reference cycle was then deleted there while Qt delivered its events: a segmentation fault.
    """
    gc.disable()
    collected = False

    def collect() -> None:
        nonlocal collected
        gc.collect()
        if not collected:
            # What has come up with the window lives as long as it: to look through that took 20 ms each time.
            gc.freeze()
        collected = True

    timer = QTimer(owner)
    timer.setInterval(EVERY_MILLISECONDS)
    timer.timeout.connect(collect)
    timer.start()
    return timer
