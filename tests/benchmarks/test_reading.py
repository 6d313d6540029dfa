"""Reading PDFs by PDFium against pypdf: how much faster, and whether the words are the same."""

import csv
import io
import re
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.extraction.format import Source
from desktop_search.extraction.formats import pdf

PAGES = 60
REAL_FILES = 15
SAME_WORDS = 0.99
TEXT = "Größe, façade, naïve, Ångström, señor, œuvre: harbours, ropes and tides keep line {} of page {} busy."


@pytest.fixture(scope="module")
def pages() -> bytes:
    """A PDF of pages with two fonts, a heading, a table with lines around its cells, and accents."""
    gui = pytest.importorskip("PySide6.QtGui")
    core = pytest.importorskip("PySide6.QtCore")
    application = gui.QGuiApplication.instance() or gui.QGuiApplication([])
    buffer = core.QBuffer()
    buffer.open(core.QIODevice.OpenModeFlag.WriteOnly)
    writer = gui.QPdfWriter(buffer)
    painter = gui.QPainter(writer)
    heading, body = gui.QFont("serif", 18), gui.QFont("sans", 10)
    heading.setBold(True)
    for page in range(PAGES):
        if page:
            writer.newPage()
        painter.setFont(heading)
        painter.drawText(100, 400, f"Chapter {page} of the harbour book")
        painter.setFont(body)
        for line in range(32):
            painter.drawText(100, 900 + line * 300, TEXT.format(line, page))
        for row in range(6):
            for column in range(4):
                left, top = 100 + column * 2000, 11_000 + row * 300
                painter.drawRect(left, top, 2000, 300)
                painter.drawText(left + 80, top + 220, f"cell {row} {column} {row * 1000 + column:,}")
    painter.end()
    buffer.close()
    assert application is not None
    return bytes(buffer.data().data())


def read_by_us(data: bytes) -> str:
    return "\n".join(block.text for block in pdf.extract(Source.from_bytes(data, "pages.pdf")).blocks)


def read_by_pypdf(data: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def word_f1(ours: str, theirs: str) -> float:
    """How many words two texts share, as the harmonic mean of both shares."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (ours, theirs))
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def test_pages_a_second_against_pypdf(
    pages: bytes, median_seconds: Callable[..., list[float]], say: Callable[[str], None]
) -> None:
    ours, theirs = median_seconds(lambda: read_by_us(pages), lambda: read_by_pypdf(pages), rounds=3)
    f1 = word_f1(read_by_us(pages), read_by_pypdf(pages))
    say(f"{PAGES} pages: {theirs / ours:.1f} × pypdf's pages a second ({PAGES / ours:,.0f} a second), word F1 {f1:.4f}")
    assert f1 >= SAME_WORDS


@pytest.mark.shared
def test_real_pages_a_second_against_pypdf(
    shared: Path, median_seconds: Callable[..., list[float]], say: Callable[[str], None]
) -> None:
    folder = shared / "data" / "files-dev"
    if not (folder / "pdf").is_dir():
        pytest.skip("there are no real PDF files beside the checkout")
    with (folder / "files.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    healthy = [row["path"] for row in rows if row["type"] == "pdf" and row["category"] == "text"]
    files = [(folder / path).read_bytes() for path in healthy if path.startswith("pdf/text/")][:REAL_FILES]
    ours, theirs = median_seconds(
        lambda: [read_by_us(data) for data in files], lambda: [read_by_pypdf(data) for data in files], rounds=1
    )
    f1 = [word_f1(read_by_us(data), read_by_pypdf(data)) for data in files]
    say(f"{len(files)} real files: {theirs / ours:.1f} × pypdf's speed, median word F1 {statistics.median(f1):.4f}")
    say(f"  the least alike: {min(f1):.3f}")
