"""Is the program's window, or a bare one, in a process of its own, for `start`: says when it was painted, and ends.

Imports nothing that the window would not, before it is painted: that would be counted as the window's.
"""

import json
import os
import sys
import time

CHILD_SECONDS = 5.0
LOOK_SECONDS = 0.01


def main(what: str, root: str, started: float) -> None:
    """Runs `desktop-search gui` on a data directory, or an empty QMainWindow; started is on the monotonic clock."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    def painted() -> None:
        seconds = round(time.monotonic() - started, 3)
        print(json.dumps({"painted_s": seconds}), flush=True)
        _end_children(CHILD_SECONDS if what == "window" else 0.0)
        os._exit(0)

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            QTimer.singleShot(0, painted)

    if what == "bare":
        application = QApplication(sys.argv[:1])
        window = Bare()
        window.show()
        application.exec()
        return
    from desktop_search.cli.main import run
    from desktop_search.gui import app, main_window

    class Told(main_window.MainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, painted)

    vars(app)["MainWindow"] = Told
    run(["gui", "--data-dir", root])


def _end_children(patience_seconds: float) -> None:
    """The engine that the window starts belongs to what is measured, but must not outlive it."""
    import psutil

    deadline = time.monotonic() + patience_seconds
    while not (children := psutil.Process().children()) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    for child in children:
        child.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[-1]))
