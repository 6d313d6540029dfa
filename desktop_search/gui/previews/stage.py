"""Where a hit is seen: its passages at once, then its page, picture, table or text as soon as it is drawn."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.previews.asking import Asking
from desktop_search.gui.previews.bar import Bar
from desktop_search.gui.previews.picture_view import PictureView
from desktop_search.gui.previews.table_view import TableView
from desktop_search.gui.previews.text_view import TextView
from desktop_search.gui.previews.writing import Written, of_passages
from desktop_search.gui.sentences import translated
from desktop_search.gui.theme import GRID
from desktop_search.records import FilePreview, Hit

View = TextView | PictureView | TableView
RESIZED_MS = 250
"""A pane that was made wider has its page drawn again when the person has let go."""


class Stage(QWidget):
    """The views, one of them seen, and the line under them."""

    def __init__(self, ask: Callable[..., object] | None, parent: QWidget | None = None) -> None:
        """ask sends a question to the engine, as EngineLink.request; without it only passages are shown."""
        super().__init__(parent)
        self._hit: Hit | None = None
        self._query = ""
        self._preview = FilePreview()
        self._shown_for: object = None
        self._match = -1
        self._goes_back = False
        self._drawn_for = 0
        self.passages = TextView(self)
        self.passages.setAccessibleName(self.tr("Matching passages"))
        self.text = TextView(self)
        self.text.setAccessibleName(self.tr("The file's text"))
        self.picture = PictureView(self)
        self.picture.setAccessibleName(self.tr("The file's page"))
        self.table = TableView(self)
        self.table.setAccessibleName(self.tr("The file's table"))
        self.bar = Bar(self)
        self._note = plain_label(self)
        self._note.setProperty("muted", True)
        self._note.setWordWrap(True)
        self._views = QStackedWidget(self)
        for view in (self.passages, self.text, self.picture, self.table):
            self._views.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._views, 1)
        layout.addWidget(self._note)
        layout.addWidget(self.bar)
        self._asking = Asking(ask, self) if ask is not None else None
        if self._asking is not None:
            self._asking.arrived.connect(self._take)
        self._sharpen = QTimer(self, singleShot=True, interval=RESIZED_MS)
        self._sharpen.timeout.connect(self._draw_again)
        self.picture.page_asked.connect(self.turn_page)
        self.picture.wants_more.connect(self._sharpen.start)
        self.bar.page_asked.connect(self.turn_page)
        self.bar.match_asked.connect(self.step)
        self.bar.zoom_asked.connect(self.zoom)

    @property
    def view(self) -> View:
        """What is seen now."""
        view = self._views.currentWidget()
        assert isinstance(view, TextView | PictureView | TableView)
        return view

    def show_hit(self, hit: Hit | None, query: str) -> None:
        """Shows the passages of a hit, and asks for its file. What is there of the same file stays until then."""
        is_same_file = self._hit is not None and hit is not None and _key(hit) == _key(self._hit)
        self._hit, self._query = hit, query
        if self._asking is not None:
            self._asking.drop()
        if hit is None:
            self._show_passages("")
            return
        if not is_same_file or self.view is self.passages:
            self._show_passages("")
        if self._asking is not None and self.isVisible():
            self._ask_for(None)

    def step(self, by: int) -> None:
        """Goes to the next match, or back; behind the last of a page to the next page with a match."""
        stops = self.view.stops
        following = self._match + by
        if 0 <= following < stops:
            self._go_to(following)
        elif not self._turn_to_match(by) and stops:
            self._go_to(following % stops)

    def turn_page(self, by: int) -> None:
        """Goes so many pages on, as far as there are any."""
        page, pages = self._preview.page, self._preview.pages
        if page is not None and pages is not None and 1 <= page + by <= pages:
            self._goes_back = by < 0
            self._ask_for(page + by)

    def zoom(self, steps: int) -> None:
        """Larger (1), smaller (-1), or as it was (0)."""
        if steps:
            self.view.zoom_by(steps)
        else:
            self.view.reset_zoom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.view is self.picture and event.oldSize() != QSize(-1, -1):
            self._sharpen.start()

    def showEvent(self, event: QEvent) -> None:
        # Nothing is drawn for a pane that nobody sees.
        if self.view is self.passages:
            self._ask_for(None)

    def _show_passages(self, note: str) -> None:
        self._preview, self._shown_for = FilePreview(), None
        self.passages.write(of_passages(self._hit))
        self._views.setCurrentWidget(self.passages)
        self._say(note)
        self.bar.show_page(None, None)
        if self.passages.stops:
            self._go_to(0, speak=False)
        else:
            self._show_match(-1)
        self.bar.setVisible(self._hit is not None)

    def _take(self, preview: FilePreview, unpacked: QImage | Written | None) -> None:
        """Shows what has arrived for the newest selection."""
        if self._hit is None:
            return
        shown = preview.page, _key(self._hit)
        is_same = self._shown_for == shown
        if isinstance(unpacked, QImage) and preview.drawing is not None:
            is_page = preview.kind == "page"
            self.picture.show_drawing(unpacked, preview.drawing, is_page=is_page, is_same=is_same)
            view: View = self.picture
        elif preview.table is not None:
            self.table.show_table(preview.table)
            view = self.table
        elif isinstance(unpacked, Written) and unpacked.text.strip():
            if not (is_same and preview == self._preview):
                self.text.write(unpacked, is_code=preview.kind == "code")
            view = self.text
        else:
            if preview.sentence:
                self._show_passages(translated(preview.sentence))
            return
        self._preview, self._shown_for = preview, shown
        self._views.setCurrentWidget(view)
        self._say(translated(preview.sentence or ""))
        self.bar.show_page(preview.page, preview.pages)
        if is_same:
            self._show_match(self._match)
        elif view.stops:
            self._go_to(view.stops - 1 if self._goes_back else view.first_stop, speak=False)
        else:
            self._show_match(-1)
        self._goes_back = False
        # The first hit is asked for before the pane has its size.
        self._draw_again()

    def _go_to(self, number: int, *, speak: bool = True) -> None:
        self.view.go_to(number)
        self._show_match(number)
        if speak and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.view, self.bar.text))

    def _show_match(self, number: int) -> None:
        self._match = number
        self.bar.show_match(number + 1, self.view.stops)

    def _turn_to_match(self, by: int) -> bool:
        """Whether another page has a match, and is asked for."""
        page = self._preview.page
        if page is None or self._hit is None or self._asking is None:
            return False
        others = sorted({match.page for match in self._hit.matches if match.page is not None} - {page})
        if not others:
            return False
        beyond = [other for other in others if (other > page) == (by > 0)]
        self._goes_back = by < 0
        self._ask_for((beyond or others)[0 if by > 0 else -1])
        return True

    def _drawn_width(self) -> int:
        """How many points wide a drawing should be for the size it is shown at."""
        return round(self._views.width() * max(self.picture.zoom, 1.0) * self.devicePixelRatioF())

    def _draw_again(self) -> None:
        if self.view is self.picture and self._drawn_for < 0.9 * self._drawn_width():
            self._ask_for(self._preview.page)

    def _ask_for(self, page: int | None) -> None:
        if self._asking is not None and self._hit is not None:
            self._drawn_for = self._drawn_width()
            self._asking.ask(self._hit, self._query, self._drawn_for, page)

    def _say(self, sentence: str) -> None:
        self._note.setText(formatting.one_line(sentence))
        self._note.setVisible(bool(sentence))


def _key(hit: Hit) -> tuple[str, str | None]:
    return hit.path, hit.member
