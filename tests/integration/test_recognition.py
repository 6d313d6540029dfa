"""Pictures and scanned pages are found by name at once and by the text in them soon after, where that is installed."""

import io
import os
import queue
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop_search.engine import parts
from desktop_search.engine.engine import Engine
from desktop_search.engine.reading import read_one
from desktop_search.extraction import picture_pages, recognition, registry
from desktop_search.extraction.format import Source
from desktop_search.files.walk import file_stat
from desktop_search.indexing.sandbox import Level
from desktop_search.records import FileStat, FileState, Passage, ReadDocument, ReadOutcome
from desktop_search.settings import Settings
from tests.fakes import HASHING, engine_at, wait_until

SENTENCE = "The lighthouse keeper counts seventeen ships"
LONGER_THAN_A_TICK = 0.1
"""A file that has just been written is looked at once more; so much later it is not."""
is_installed = pytest.mark.skipif(
    not recognition.is_available(), reason="the optional library that recognises text is not installed"
)


def drawn(text: str, size: tuple[int, int] = (900, 200)) -> Image.Image:
    """A picture of black letters on white."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).multiline_text((40, 60), text, "black", ImageFont.load_default(32))
    return picture


def encoded(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def scanned_pdf(*texts: str) -> bytes:
    """A PDF with a page for each text, which is a picture of it."""
    file = io.BytesIO()
    first, *others = (drawn(text) for text in texts)
    first.save(file, "PDF", save_all=True, append_images=others)
    return file.getvalue()


def mixed_pdf(written: str, shown: str, *, scanned: bool = True) -> bytes:
    """A PDF whose first page is text, and whose second, if there is one, is a picture of text."""
    import pypdfium2
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 200)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        | {NameObject("/BaseFont"): NameObject("/Helvetica")}
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 12 Tf 20 100 Td ({written}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    file = io.BytesIO()
    writer.write(file)
    whole = pypdfium2.PdfDocument(file.getvalue())
    scan = pypdfium2.PdfDocument(scanned_pdf(shown))
    if scanned:
        whole.import_pages(scan)
    result = io.BytesIO()
    whole.save(result)
    scan.close()
    whole.close()
    return result.getvalue()


def bomb() -> bytes:
    """A picture of 900 million points in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = zlib.compress(bytes(1_000_000))
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def found(engine: Engine, question: str) -> list[str]:
    return [os.path.basename(hit.path) for hit in engine.search(question, mode="words").hits]


def formats(engine: Engine) -> dict[str, tuple[FileState, str | None]]:
    return {os.path.basename(file.stat.path): (file.state, file.format) for file in engine._db.known_files("/")}


@pytest.fixture(autouse=True)
def no_formats_of_other_tests() -> None:
    """A format that another test added is not known to readers, and files would be read again for it."""
    for listing in (registry.all_formats, registry.suffixes):
        listing.cache_clear()
    registry.revision.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    drawn(SENTENCE).save(folder / "harbour.png")
    time.sleep(LONGER_THAN_A_TICK)
    return folder


class StandIn:
    """A reader of pictures that gives a set answer to each file, or none for as long as nobody tells it one."""

    count = 1

    def __init__(self, answer: ReadOutcome | None = None) -> None:
        self.given: list[FileStat] = []
        self.deliver: Callable[[ReadOutcome], None] = lambda outcome: None
        self._answer = answer

    def give(self, stat: FileStat) -> None:
        self.given.append(stat)
        if self._answer is not None:
            self.deliver(replace(self._answer, stat=stat))

    def taken(self, outcome: ReadOutcome) -> None:
        pass

    def levels(self) -> set[Level]:
        return set()

    def current(self) -> str | None:
        return None

    def close(self) -> None:
        self.deliver = lambda outcome: None

    def take_over(self, monkeypatch: pytest.MonkeyPatch) -> "StandIn":
        """Stands in for the real one in every engine that is opened from now on."""

        def made(_: Settings, deliver: Callable[[ReadOutcome], None]) -> "StandIn":
            self.deliver = deliver
            return self

        monkeypatch.setattr(parts, "recognisers", made)
        return self


NOWHERE = FileStat("", 0, 0, 0, 0, 0)


@is_installed
def test_text_in_pictures_and_scanned_pages_is_found(folder: Path, tmp_path: Path) -> None:
    (folder / "scan.pdf").write_bytes(scanned_pdf("An otter crosses the frozen river", "Nine lanterns over the bridge"))
    time.sleep(LONGER_THAN_A_TICK)
    with engine_at(tmp_path / "data") as engine:
        summary = engine.index([str(folder)])
        assert (summary.counts.indexed, summary.counts.seen, summary.read_now) == (2, 2, 2)
        assert found(engine, "lighthouse keeper seventeen") == ["harbour.png"]
        assert engine.search("lanterns bridge", mode="words").hits[0].page == 2
        assert engine.search("frozen otter", mode="words").hits[0].page == 1
        assert formats(engine)["scan.pdf"] == (FileState.INDEXED, "recognised:pdf")
        # What has been recognised is not done again.
        assert engine.index([str(folder)]).read_now == 0


def test_a_picture_is_found_by_its_name_before_its_text_is_known(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = StandIn().take_over(monkeypatch)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: bool(reader.given))
        wait_until(lambda: found(engine, "harbour") == ["harbour.png"])
        assert found(engine, "lighthouse") == []
        assert engine.status().progress is not None
        assert not engine.is_idle


def test_pictures_wait_until_all_else_is_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = StandIn().take_over(monkeypatch)
    (folder / "slow.mock").write_text("sleep 1")
    settings = replace(HASHING, readers=2, extra_formats="tests.mock_format")
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: bool(reader.given))
        assert formats(engine)["slow.mock"][0] is FileState.INDEXED


def test_a_picture_whose_reader_dies_is_left_as_it_was_and_not_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = StandIn(ReadOutcome(NOWHERE, FileState.FAILED, reason="The reader crashed.")).take_over(monkeypatch)
    written = "A long enough sentence about a tortoise in the garden of the observatory"
    (folder / "mixed.pdf").write_bytes(mixed_pdf(written, SENTENCE))
    time.sleep(LONGER_THAN_A_TICK)
    for _start in range(2):
        with engine_at(tmp_path / "data") as engine:
            engine.index([str(folder)])
            assert found(engine, "tortoise") == ["mixed.pdf"]
            assert formats(engine) == {
                "harbour.png": (FileState.SKIPPED, "recognised:images"),
                "mixed.pdf": (FileState.PARTIAL, "recognised:pdf"),
            }
            assert [failure.reason for failure in engine.keeping.failures()] == ["The reader crashed."]
    assert len(reader.given) == 2


def test_a_library_that_does_not_start_costs_no_picture(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "No reader could be started."
    StandIn(ReadOutcome(NOWHERE, FileState.PENDING, reason=sentence)).take_over(monkeypatch)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert formats(engine)["harbour.png"] == (FileState.SKIPPED, "unrecognised:images")
        assert engine.status().notices == (sentence,)


def test_what_is_recognised_of_a_file_that_changed_meanwhile_is_thrown_away(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = StandIn().take_over(monkeypatch)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: bool(reader.given))
        drawn("Twelve kites").save(folder / "harbour.png")
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine._indexer.reading.read_now == 2 and len(reader.given) == 2)
        read = ReadDocument((Passage("The old lighthouse", bytes(16)),))
        reader.deliver(ReadOutcome(reader.given[0], FileState.INDEXED, (read,), format="recognised:images"))
        reader.deliver(ReadOutcome(reader.given[1], FileState.SKIPPED, reason="No text was recognised."))
        assert engine.wait_until_idle(30)
        assert found(engine, "lighthouse") == []
        assert formats(engine)["harbour.png"] == (FileState.SKIPPED, "recognised:images")


@is_installed
def test_what_was_not_recognised_yet_is_done_after_a_restart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(parts, "recognisers", lambda settings, deliver: None)
        with engine_at(tmp_path / "data") as engine:
            engine.index([str(folder)])
    with engine_at(tmp_path / "data") as engine:
        engine.wait_until_idle(120)
        assert found(engine, "lighthouse") == ["harbour.png"]
        assert engine._indexer.reading.read_now == 0


@is_installed
def test_a_pdf_with_some_scanned_pages_is_whole_in_the_end(tmp_path: Path, folder: Path) -> None:
    written = "A long enough sentence about a tortoise in the garden of the observatory"
    (folder / "mixed.pdf").write_bytes(mixed_pdf(written, SENTENCE))
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert found(engine, "tortoise observatory") == ["mixed.pdf"]
        assert [hit.page for hit in engine.search("lighthouse", mode="words").hits if hit.path.endswith("pdf")] == [2]


def test_only_what_may_show_more_than_it_says_is_to_be_recognised() -> None:
    assert recognition.to_do(Source.from_bytes(encoded(drawn("x", (16, 16)), "PNG"), "icon.png")) is None
    of_text = Source.from_bytes(mixed_pdf("Text", SENTENCE, scanned=False), "a.pdf")
    assert recognition.to_do(of_text, "pdf", registry.extract(of_text)[0]) is None
    written = Source.from_bytes(mixed_pdf("Short text", SENTENCE), "a.pdf")
    assert recognition.to_do(written, "pdf") == "unrecognised:pdf"
    assert recognition.to_do(Source.from_bytes(b"plain text", "a.txt"), "plain_text") is None


@is_installed
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", bomb()),
        ("cut.png", encoded(drawn(SENTENCE), "PNG")[:800]),
        ("cut.jpg", encoded(drawn(SENTENCE), "JPEG")[:5000]),
        ("cut.pdf", scanned_pdf(SENTENCE)[:1500]),
    ],
    ids=["bomb", "png", "jpg", "pdf"],
)
def test_a_hostile_picture_ends_with_a_reason_and_harms_no_other(
    folder: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (folder / name).write_bytes(data)
    time.sleep(LONGER_THAN_A_TICK)
    with engine_at(tmp_path / "data") as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.pending, counts.seen) == (1, 0, 2)
        assert found(engine, "lighthouse") == ["harbour.png"]
        assert engine.index([str(folder)]).read_now == 0


@is_installed
def test_a_picture_without_text_is_looked_at_once(folder: Path, tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "navy").save(folder / "sea.png")
    time.sleep(LONGER_THAN_A_TICK)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert formats(engine)["sea.png"] == (FileState.SKIPPED, "recognised:images")
        assert engine.status().counts.skipped == 1
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).read_now == 0
        assert engine._indexer.recognition.queue is not None
        assert engine._indexer.recognition.queue.read_now == 0


@is_installed
def test_a_picture_that_changes_is_recognised_anew(folder: Path, tmp_path: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        drawn("Twelve kites above the meadow").save(folder / "harbour.png")
        engine.index([str(folder)])
        assert found(engine, "kites meadow") == ["harbour.png"]
        assert found(engine, "lighthouse") == []


@is_installed
def test_read_shows_what_is_recognised(folder: Path) -> None:
    outcome = read_one(str(folder / "harbour.png"), HASHING)
    assert SENTENCE in outcome.passages[0].text


@is_installed
def test_a_reader_of_pictures_is_locked_in_as_any_other(folder: Path) -> None:
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    pool = parts.recognisers(HASHING, outcomes.put)
    assert pool is not None
    ordinary = parts.readers(HASHING, outcomes.put)
    try:
        file = folder / "harbour.png"
        pool.give(file_stat(str(file), file.lstat()))
        assert outcomes.get(timeout=120).state is FileState.INDEXED
        ordinary.give(file_stat(str(file), file.lstat()))
        assert outcomes.get(timeout=120).state is FileState.SKIPPED
        assert pool.sandbox() == ordinary.sandbox() != "unknown"
    finally:
        pool.close()
        ordinary.close()


@is_installed
def test_with_no_time_left_the_pages_so_far_are_kept() -> None:
    turns = iter([True, False])
    source = Source.from_bytes(scanned_pdf("The first page of three", "The second", "The third"), "scan.pdf")
    document, _, _ = recognition.recognise(source, lambda: next(turns))
    assert [block.location.page for block in document.blocks] == [1]
    assert document.truncated == "Only the first 1 scanned pages were recognised: it took too long."


@is_installed
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_all_colours_are_recognised(mode: str) -> None:
    file = io.BytesIO()
    picture = drawn(SENTENCE)
    if mode == "I;16":
        picture = picture.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    picture.convert(mode).save(file, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    document, name, _ = recognition.recognise(Source.from_bytes(file.getvalue(), "a.png"), lambda: True)
    assert (document.blocks[0].text, name) == (SENTENCE, "recognised:images")


@is_installed
def test_a_photograph_taken_sideways_is_turned() -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn(SENTENCE).rotate(90, expand=True).save(file, "JPEG", exif=exif)
    document, _, _ = recognition.recognise(Source.from_bytes(file.getvalue(), "a.jpg"), lambda: True)
    assert document.blocks[0].text == SENTENCE


def test_large_pictures_are_made_smaller_and_tiffs_have_pages() -> None:
    file = io.BytesIO()
    drawn("one", (6000, 4000)).save(file, "TIFF", save_all=True, append_images=[drawn("two")], compression="tiff_lzw")
    pages = list(picture_pages.picture_pages(Source.from_bytes(file.getvalue(), "a.tif"), "images", None))
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].picture.width * pages[0].picture.height <= picture_pages.MODEST_PIXELS * 1.01


@is_installed
def test_a_tall_picture_is_read_to_its_end() -> None:
    lines = "\n\n".join(f"Message {number} about the ferry" for number in range(60))
    source = Source.from_bytes(encoded(drawn(lines, (600, 4700)), "PNG"), "chat.png")
    document, _, _ = recognition.recognise(source, lambda: True)
    text = " ".join(block.text for block in document.blocks)
    assert [number for number in range(60) if f"Message {number} about the ferry" not in text] == []


def test_without_the_library_pictures_are_found_by_name_and_that_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "is_available", lambda: False)
    with engine_at(tmp_path / "data") as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.skipped, counts.seen) == (1, 1)
        assert found(engine, "harbour") == ["harbour.png"]
        assert engine.status().notices == (recognition.ADVICE,)


def test_switched_off_pictures_are_left_alone_without_a_word(folder: Path, tmp_path: Path) -> None:
    with engine_at(tmp_path / "data", settings=replace(HASHING, recognise_text=False)) as engine:
        assert engine.index([str(folder)]).counts.skipped == 1
        assert engine.status().notices == () or recognition.is_available() is False
