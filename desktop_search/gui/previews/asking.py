"""Asks the engine what the selected file looks like; answers to older selections are dropped."""

import logging
import threading
import zlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from desktop_search.gui.previews.writing import Written, of_file
from desktop_search.records import Drawing, FilePreview, Hit

logger = logging.getLogger(__name__)

PAUSE_MS = 40
"""Whoever holds a key down passes through files that nobody needs to draw."""
MOST_POINTS = 4_100_000
MOST_PASSAGES = 3


class Asking(QObject):
    """One question at a time; `arrived` brings a FilePreview, and its QImage or Written, for the newest."""

    arrived = Signal(object, object)

    _unpacked = Signal(int, object, object)

    def __init__(self, ask: Callable[..., object], parent: QObject | None = None) -> None:
        """ask(method, then, **arguments) sends a question; then gets the answer, in this thread."""
        super().__init__(parent)
        self._ask = ask
        self._number = 0
        self._arguments: dict[str, Any] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._send)
        self._unpacked.connect(self._on_unpacked, Qt.ConnectionType.QueuedConnection)

    def ask(self, hit: Hit, query: str, width: int, page: int | None = None) -> None:
        """Asks for a hit at its place, or for another page of it, drawn so many points wide."""
        self.drop()
        self._arguments = {
            "path": hit.path,
            "member": hit.member,
            "query": query,
            "page": page if page is not None else hit.page,
            "line": hit.line,
            "sheet": hit.sheet,
            "passages": [match.text for match in hit.matches[:MOST_PASSAGES]],
            "width": width,
        }
        self._pause.start()

    def drop(self) -> None:
        """Wants no answer to what was asked."""
        self._pause.stop()
        self._number += 1

    def _send(self) -> None:
        number = self._number
        self._ask("preview", lambda answer: self._take(number, answer), **self._arguments)

    def _take(self, number: int, answer: object) -> None:
        if number == self._number and isinstance(answer, FilePreview):
            # Unpacking a page or a long text takes longer than a frame on the screen lasts.
            threading.Thread(
                target=self._unpack, args=(number, answer), name="unpacking a preview", daemon=True
            ).start()

    def _unpack(self, number: int, answer: FilePreview) -> None:
        unpacked: QImage | Written | None = None
        if answer.drawing is not None:
            unpacked = image_of(answer.drawing)
        elif answer.text is not None:
            unpacked = of_file(answer.text)
        try:
            self._unpacked.emit(number, answer, unpacked)
        except RuntimeError:
            logger.debug("the window was closed while a preview was unpacked")

    def _on_unpacked(self, number: int, answer: FilePreview, unpacked: QImage | Written | None) -> None:
        if number == self._number:
            self.arrived.emit(answer, unpacked)


def image_of(drawing: Drawing) -> QImage | None:
    """The picture of a drawing, or None where its points are not what it says."""
    width, height = drawing.width, drawing.height
    channels, kind = (1, QImage.Format.Format_Grayscale8) if drawing.is_grey else (3, QImage.Format.Format_RGB888)
    if width <= 0 or height <= 0 or width * height > MOST_POINTS:
        return None
    size = width * height * channels
    try:
        points = zlib.decompressobj().decompress(drawing.points, size + 1)
    except zlib.error:
        return None
    # A copy owns its points; the image itself only borrows them.
    return QImage(points, width, height, width * channels, kind).copy() if len(points) == size else None
