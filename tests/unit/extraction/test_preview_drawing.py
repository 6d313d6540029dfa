"""A page is drawn as it is, with boxes exactly over what was found; pictures come upright and in modest size."""

import io
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from desktop_search.extraction.format import Source
from desktop_search.extraction.previews import preview, raster
from desktop_search.records import Box, Drawing, FilePreview, PreviewRequest, Range
from desktop_search.searching import snippets
from tests.pdf_samples import pdf

PASSAGE = "The rent is paid on the third of March, and not a day later."


def made(data: bytes, name: str, request: PreviewRequest | None = None, *terms: str) -> FilePreview:
    def mark(text: str) -> Iterable[Range]:
        return snippets.marks(text, terms)

    return preview.make(Source.from_bytes(data, name), request or PreviewRequest(name), mark)


def image_of(drawing: Drawing) -> Image.Image:
    mode = "L" if drawing.is_grey else "RGB"
    return Image.frombytes(mode, (drawing.width, drawing.height), zlib.decompress(drawing.points))


def has_ink(picture: Image.Image, box: Box) -> bool:
    left, top, width, height = box
    return picture.crop((left, top, left + width, top + height)).convert("L").getextrema()[0] < 128


def without(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    blank = picture.convert("L")
    for left, top, width, height in boxes:
        blank.paste(255, (left, top, left + width, top + height))
    return blank


def drawing(shown: FilePreview) -> Drawing:
    assert shown.drawing is not None, shown.sentence
    return shown.drawing


def test_the_boxes_lie_over_the_words_and_nothing_of_the_words_is_outside_them() -> None:
    data = pdf([[(40, 200, "The rent is due."), (40, 100, "Nothing else.")]])
    shown = made(data, "a.pdf", PreviewRequest("a.pdf", passages=("The rent is due.",), width=800), "rent")
    picture = image_of(drawing(shown))
    assert (shown.kind, shown.page, shown.pages, picture.size) == ("page", 1, 1, (800, 600))
    (word,) = drawing(shown).words
    (box,) = drawing(shown).passages
    assert has_ink(picture, word)
    assert has_ink(picture, box)
    # Twice as many points as in the file, counted from the top; "The " stands before the word.
    assert 100 < word[0] < 140
    assert 2 * (300 - 200) - 30 < word[1] < 2 * (300 - 200)
    rest = without(picture, drawing(shown).passages)
    assert not has_ink(rest, (0, 0, 800, 300))
    assert has_ink(rest, (0, 300, 800, 300))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_turn_with_the_page(rotate: int) -> None:
    data = pdf([[(40, 200, "The rent is due.")]], rotate=rotate)
    shown = made(data, "a.pdf", PreviewRequest("a.pdf", passages=("The rent is due.",), width=600), "rent")
    picture = image_of(drawing(shown))
    assert drawing(shown).words
    assert all(has_ink(picture, word) for word in drawing(shown).words)
    assert not has_ink(without(picture, drawing(shown).passages), (0, 0, *picture.size))


def test_a_passage_is_found_however_its_lines_are_broken(qtbot: QtBot, qapp: QGuiApplication, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setResolution(72)
    painter = QPainter(writer)
    for number, line in enumerate(
        ["Dear aunt,", "The rent is paid on the third", "of March, and not a day la-", "ter."]
    ):
        painter.drawText(30, 60 + 20 * number, line)
    painter.drawText(30, 300, "Yours, Ana")
    painter.end()
    shown = made(path.read_bytes(), "letter.pdf", PreviewRequest("letter.pdf", passages=(PASSAGE,)), "March")
    picture = image_of(drawing(shown))
    (box,) = drawing(shown).passages
    (word,) = drawing(shown).words
    assert has_ink(picture, word)
    assert box[0] <= word[0] <= box[0] + box[2]
    assert box[1] <= word[1] <= box[1] + box[3]
    rest = without(picture, [box])
    lowest = box[1] + box[3]
    assert has_ink(rest, (0, 0, picture.width, box[1] + 1)), "the greeting is not of the passage"
    assert has_ink(rest, (0, lowest, picture.width, picture.height - lowest)), "nor is the name"


def test_a_passage_over_two_columns_has_two_boxes() -> None:
    data = pdf([[(20, 200, "one passage that"), (20, 180, "begins on the left"), (220, 200, "and ends at the right")]])
    passage = "one passage that begins on the left and ends at the right"
    assert len(drawing(made(data, "a.pdf", PreviewRequest("a.pdf", passages=(passage,)))).passages) == 2


def test_the_page_that_is_asked_for_is_drawn_and_one_behind_the_last_is_the_last() -> None:
    data = pdf([[(40, 200, "first")], [(40, 200, "second")], [(40, 200, "third")]])
    for asked, page in ((None, 1), (2, 2), (9, 3), (-4, 1)):
        shown = made(data, "a.pdf", PreviewRequest("a.pdf", page=asked))
        assert (shown.page, shown.pages) == (page, 3)
    assert drawing(made(data, "a.pdf", PreviewRequest("a.pdf", page=2), "second")).words
    assert not drawing(made(data, "a.pdf", PreviewRequest("a.pdf", page=1), "second")).words


@pytest.mark.parametrize("size", [(100_000, 100), (100, 100_000), (14_000, 14_000)])
def test_no_page_is_so_large_that_drawing_it_takes_the_memory(size: tuple[int, int]) -> None:
    shown = drawing(made(pdf([[(10, 10, "x")]], size=size), "a.pdf", PreviewRequest("a.pdf", width=4000)))
    assert shown.width * shown.height <= raster.MOST_POINTS * 1.01
    assert len(shown.points) <= raster.MOST_BYTES


def test_what_cannot_be_drawn_is_said_in_a_sentence() -> None:
    for data, name in (
        (b"%PDF-1.4 nothing", "a.pdf"),
        (b"\x89PNG\r\n\x1a\nnothing", "a.png"),
        (b"\0\1\2" * 99, "a.bin"),
    ):
        shown = made(data, name)
        assert shown.kind == "none"
        assert (shown.sentence or "").endswith(".")


def picture_data(picture: Image.Image, kind: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)  # type: ignore[arg-type]
    return buffer.getvalue()


def test_a_photograph_is_made_smaller_and_stands_upright() -> None:
    wide = Image.new("RGB", (4000, 2000), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    shown = drawing(made(picture_data(wide, "JPEG", exif=exif), "a.jpg", PreviewRequest("a.jpg", width=400)))
    assert shown.height == 2 * shown.width
    assert shown.width * shown.height <= 800 * 400
    small = drawing(made(picture_data(Image.new("RGB", (30, 20)), "PNG"), "a.png", PreviewRequest("a.png", width=400)))
    assert (small.width, small.height) == (30, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_pictures_of_every_kind_are_shown(mode: str) -> None:
    kind = "TIFF" if mode in ("CMYK", "F", "I;16") else "PNG"
    picture = Image.new(mode, (60, 40))
    shown = drawing(made(picture_data(picture, kind), f"a.{kind.lower()}"))
    assert (shown.width, shown.height) == (60, 40)
    if mode in ("RGBA", "LA"):
        assert image_of(shown).convert("L").getpixel((5, 5)) == 255, "nothing is shown as paper"


def test_a_noisy_picture_becomes_smaller_until_it_fits() -> None:
    import random

    noise = Image.frombytes("RGB", (1800, 1800), random.Random(7).randbytes(1800 * 1800 * 3))
    shown = raster.drawing_of(noise, [(900, 900, 180, 180)])
    assert len(shown.points) <= raster.MOST_BYTES
    assert shown.width < 1800
    assert shown.passages[0][0] == round(900 * shown.width / 1800)


def test_the_pages_of_a_fax_are_turned() -> None:
    pages = [Image.new("L", (50, 70), grey) for grey in (0, 100, 200)]
    data = picture_data(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    shown = made(data, "a.tif", PreviewRequest("a.tif", page=2))
    assert (shown.kind, shown.page, shown.pages) == ("picture", 2, 3)
    assert image_of(drawing(shown)).convert("L").getpixel((5, 5)) == 100
