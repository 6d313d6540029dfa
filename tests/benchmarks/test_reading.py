"""Reading PDFs by PDFium against pypdf, on pages made here."""

import io
from collections.abc import Callable

import pytest

from desktop_search.extraction.format import Source
from desktop_search.extraction.formats import pdf


@pytest.fixture(scope="module")
def pages() -> bytes:
    """A PDF of 60 pages of text."""
    gui = pytest.importorskip("PySide6.QtGui")
    core = pytest.importorskip("PySide6.QtCore")
    application = gui.QGuiApplication.instance() or gui.QGuiApplication([])
    buffer = core.QBuffer()
    buffer.open(core.QIODevice.OpenModeFlag.WriteOnly)
    writer = gui.QPdfWriter(buffer)
    painter = gui.QPainter(writer)
    for page in range(60):
        if page:
            writer.newPage()
        for line in range(40):
            painter.drawText(100, 300 + line * 300, f"Line {line} of page {page} speaks of harbours, ropes and tides.")
    painter.end()
    buffer.close()
    assert application is not None
    return bytes(buffer.data().data())


def test_pages_a_second_against_pypdf(
    pages: bytes, median_seconds: Callable[..., list[float]], say: Callable[[str], None]
) -> None:
    import pypdf

    def ours() -> object:
        return pdf.extract(Source.from_bytes(pages, "pages.pdf"))

    def pypdfs() -> object:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pages)).pages]

    seconds = median_seconds(ours, pypdfs, rounds=3)
    say(f"60 pages: {seconds[1] / seconds[0]:.1f} × pypdf's pages a second ({60 / seconds[0]:,.0f} a second)")
    assert len(ours().blocks) > 0  # type: ignore[attr-defined]
