"""Damages good files by dice and has the real readers read them: nothing may die, hang or be forgotten.

`mutant(seed, number)` makes any of them again.
"""

import base64
import functools
import io
import os
import queue
import random
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_search.files.walk import file_stat
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileState, ReadOutcome
from tests import nested_samples as nested
from tests import office_samples as office
from tests.faults import measuring

DEADLINE_SECONDS = 15.0
PATIENCE_SECONDS = 2.0
MOST_GROWTH_MEGABYTES = 20.0
WARM_UP_PART = 5
"""After so much of the files (a fifth), what a process needs once has been loaded and its memory may be compared."""
LIMITS = ReadingLimits(None, 200, 200_000_000, 10_000_000, 1_024_000_000, DEADLINE_SECONDS)
WORDS = "The lighthouse keeper counts the ships that pass by night, and writes them into a book. "
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass
class Report:
    """What came of it. over_deadline and missing are numbers of files, so that they can be made again."""

    seed: int
    files: int = 0
    formats: int = 0
    states: dict[str, int] = field(default_factory=dict)
    reader_deaths: int = 0
    slowest_seconds: float = 0.0
    slowest_file: int = -1
    over_deadline: list[int] = field(default_factory=list)
    crashed: list[int] = field(default_factory=list)
    without_state: list[int] = field(default_factory=list)
    rss_growth_mb: float = 0.0
    seconds: float = 0.0

    def broken_promises(self) -> list[str]:
        """A sentence for each file that broke one, and for the memory of the engine."""
        broken = [f"file {number} took longer than its deadline" for number in self.over_deadline]
        broken += [f"file {number} has no state" for number in self.without_state]
        if sum(self.states.values()) != self.files:
            broken.append(f"{self.files} files have {sum(self.states.values())} states")
        if self.rss_growth_mb > MOST_GROWTH_MEGABYTES:
            broken.append(f"the memory of the engine grew by {self.rss_growth_mb} MB")
        return broken


def run(files: int, seed: int) -> Report:
    """Reads so many mutants with a reader for each core, each given the next as soon as it is done."""
    made: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(files):
        made.put(number)
    report, states = Report(seed, formats=len(seeds())), Counter[str]()
    lock, memory = threading.Lock(), list[float]()
    started = time.monotonic()

    def work(folder: Path, seen: measuring.Watched) -> None:
        outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
        pool = Readers(1, LIMITS, outcomes.put)
        try:
            while True:
                try:
                    number = made.get_nowait()
                except queue.Empty:
                    return
                path = mutant_file(folder, seed, number)
                pool.give(file_stat(str(path), path.stat()))
                try:
                    outcome = outcomes.get(timeout=10 * DEADLINE_SECONDS)
                except queue.Empty:
                    report.without_state.append(number)
                    continue
                # Else, after some thousand files, nothing more would be read.
                pool.taken(outcome)
                with lock:
                    _note(report, states, number, outcome, seen.seconds.pop(str(path), 0.0))
                    if report.files == files // WARM_UP_PART:
                        measuring.hand_back()
                        memory.append(measuring.memory_megabytes())
                path.unlink()
        finally:
            pool.close()

    with tempfile.TemporaryDirectory() as folder, measuring.watched_readers() as seen:
        threads = [
            threading.Thread(target=work, args=(Path(folder), seen), name=f"mutants {index}")
            for index in range(os.cpu_count() or 1)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        report.reader_deaths = seen.deaths
    measuring.hand_back()
    if memory:
        report.rss_growth_mb = round(measuring.memory_megabytes() - memory[0], 1)
    report.states, report.seconds = dict(states), round(time.monotonic() - started, 1)
    return report


def _note(report: Report, states: Counter[str], number: int, outcome: ReadOutcome, seconds: float) -> None:
    report.files += 1
    states[outcome.state.value] += 1
    if outcome.state is FileState.PENDING or (outcome.state is not FileState.INDEXED and not outcome.reason):
        report.without_state.append(number)
    if "crashed" in (outcome.reason or ""):
        report.crashed.append(number)
    if seconds > report.slowest_seconds:
        report.slowest_seconds, report.slowest_file = round(seconds, 2), number
    if seconds > DEADLINE_SECONDS + PATIENCE_SECONDS:
        report.over_deadline.append(number)


def mutant_file(folder: Path, seed: int, number: int) -> Path:
    """Writes a mutant into a folder."""
    suffix, data = mutant(seed, number)
    path = folder / f"{number}.{suffix}"
    path.write_bytes(data)
    return path


def mutant(seed: int, number: int) -> tuple[str, bytes]:
    """The suffix and the bytes of one damaged file; always the same for the same seed and number."""
    dice = random.Random(f"{seed} {number}")
    suffix = sorted(seeds())[number % len(seeds())]
    data = seeds()[suffix]
    # Damage on packed bytes is found by their checksum; damage on what was packed goes deeper.
    if data.startswith(b"PK\x03\x04") and dice.random() < 0.7:
        return suffix, _with_damaged_part(data, dice)
    return suffix, _damaged(data, dice)


def _with_damaged_part(package: bytes, dice: random.Random) -> bytes:
    parts = _parts(package)
    for name in dice.sample(sorted(parts), min(len(parts), dice.randint(1, 3))):
        parts[name] = _damaged(parts[name], dice)
    return _packed(parts)


def _damaged(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        data = dice.choice(DAMAGES)(data, dice)
    return data


def _flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(data), dice.randint(1, 32))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _piece(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** dice.uniform(0, 12)))


def _doubled(data: bytes, dice: random.Random) -> bytes:
    start, end = _piece(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def _removed(data: bytes, dice: random.Random) -> bytes:
    start, end = _piece(data, dice)
    return data[:start] + data[end:]


def _overwritten(data: bytes, dice: random.Random) -> bytes:
    """A number at a boundary where sizes and offsets may stand."""
    value = dice.choice((b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"99999999", b"-1"))
    start = dice.randrange(len(data) + 1)
    return data[:start] + value + data[start + len(value) :]


def _spliced(data: bytes, dice: random.Random) -> bytes:
    other = dice.choice(sorted(seeds().values()))
    start, end = _piece(other, dice)
    at = dice.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _flipped, _cut, _doubled, _removed, _overwritten, _overwritten, _spliced,
)  # fmt: skip


@functools.cache
def seeds() -> dict[str, bytes]:
    """A good file of each kind by its suffix, the same bytes each time."""
    page = "<!doctype html><html lang=en><title>Ships</title><nav>Menu</nav><h1>A heading</h1>" + f"<p>{WORDS * 3}"
    page += f"<table><tr><td>{WORDS}<td>1</table><ul><li>{WORDS}</ul><pre>code</pre><script>var a;</script>"
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n % 2}</v></c><c r="B{n}" s="1"><v>{n}.5</v></c></row>'
        for n in range(1, 40)
    )
    shared = f"<sst><si><t>{WORDS}</t></si><si><r><t>rich</t></r></si></sst>"
    tables = f"<table:table table:name='T'><table:table-row><table:table-cell><text:p>{WORDS}</text:p>"
    made = {
        "docx": _word(),
        "pptx": _slides(),
        "xlsx": office.excel({"Costs": f"<sheetData>{rows}</sheetData>"}, {"xl/sharedStrings.xml": shared}),
        "odt": office.opendocument(
            "text", f"<text:h text:outline-level='1'>A heading</text:h><text:p>{WORDS * 3}<text:s/></text:p>"
        ),
        "ods": office.opendocument("spreadsheet", f"{tables}</table:table-cell></table:table-row></table:table>"),
        "epub": office.book({"two": f"<h1>Two</h1><p>{WORDS}</p>", "one": f"<h1>One</h1><p>{WORDS}</p>"}),
        "zip": nested.zipped(
            {"a.txt": WORDS.encode(), "b/page.html": page.encode(), "c.zip": _packed({"d.txt": WORDS.encode()})}
        ),
    }
    packages = {suffix: _packed(_parts(data)) for suffix, data in made.items()}
    letter = (
        b"From: =?utf-8?q?Ann_M=C3=BCller?= <ann@example.org>\r\nTo: bob@example.org\r\nSubject: Ships\r\n"
        b"Date: Tue, 01 Oct 2024 12:34:56 +0200\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
        + page.encode()
        + b'\r\n--x\r\nContent-Type: application/zip; name="a.docx"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(packages["docx"][:3000])
        + b"\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nInner text.\r\n--x--\r\n"
    )
    return packages | {
        "pdf": _pages(),
        "rtf": (
            "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title Ships}}\\pard\\b A heading\\b0\\par "
            f"{WORDS * 3}\\'e4\\u8211?\\par{{\\*\\generator x;}}\\trowd\\cell {WORDS}\\row}}"
        ).encode(),
        "html": page.encode(),
        "eml": letter,
        "mbox": nested.mailbox(letter, letter),
        "doc": office.word_97(f"A heading\r{WORDS * 2}\r", headings={0: 1}),
        "ppt": office.powerpoint_97([("A heading", WORDS, "A note"), ("Another", WORDS, "")]),
        "xls": office.workbook_97({(0, 0): "Ships", (1, 1): WORDS}),
        "msg": nested.outlook_message("Ships", WORDS, {"a.txt": WORDS.encode()}),
        "tar": nested.tarred({"a.txt": WORDS.encode(), "b.html": page.encode()}),
        "jpg": _photo(),
    }


def _word() -> bytes:
    from docx import Document

    document, file = Document(), io.BytesIO()
    document.add_heading("A heading", 1)
    document.add_paragraph(WORDS * 3)
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = WORDS, "a cell"
    document.save(file)
    return file.getvalue()


def _slides() -> bytes:
    from pptx import Presentation

    presentation, file = Presentation(), io.BytesIO()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "A heading", WORDS
    slide.notes_slide.notes_text_frame.text = "A note"
    presentation.save(file)
    return file.getvalue()


def _pages() -> bytes:
    """A PDF of three pages, one of them unpacked, with an outline, a second font and what the document is about."""
    from tests.faults.hostile_samples import pdf, stream

    def text(number: int) -> bytes:
        lines = "".join(f"0 -16 Td ({WORDS}) Tj " for _ in range(12))
        return f"BT /F1 14 Tf 50 760 Td (Page {number}) Tj /F2 10 Tf {lines}ET".encode()

    plain = text(3)
    fonts = "/Resources<</Font<</F1 6 0 R/F2 7 0 R>>>>"
    pages = [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {n} 0 R{fonts}>>" for n in (8, 9, 10)]
    return pdf(
        "<</Type/Catalog/Pages 2 0 R/Outlines 11 0 R/Lang(en)>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>",
        *pages,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        stream(text(1)),
        stream(text(2)),
        f"<</Length {len(plain)}>>stream\n".encode() + plain + b"\nendstream",
        "<</First 12 0 R/Last 12 0 R/Count 1>>",
        "<</Title(Page 2)/Parent 11 0 R/Dest[4 0 R/Fit]>>",
        "<</Title(Ships)/Author(Ann)/CreationDate(D:20240102030405Z)>>",
        trailer="/Info 13 0 R",
    )


def _photo() -> bytes:
    """A JPEG with what a camera and a person write into one."""
    from PIL import Image

    picture, file = Image.new("RGB", (64, 48), "navy"), io.BytesIO()
    exif = picture.getexif()
    exif[0x010E], exif[0x010F], exif[0x0110], exif[0x0132] = WORDS, "Maker", "One", "2024:01:02 03:04:05"
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 10.0, 30.0), 3: "E", 4: (7.0, 53.0, 0.0)})
    xmp = f"<x:xmpmeta><rdf:RDF><dc:subject><rdf:Bag><rdf:li>{WORDS}</rdf:li></rdf:Bag></dc:subject></rdf:RDF>"
    picture.save(file, "JPEG", exif=exif, xmp=xmp.encode())
    return file.getvalue()


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    """A zip file with the same bytes at any time of day."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
