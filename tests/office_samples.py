"""The smallest office documents and books that show a point, made from bytes or by the libraries that write them."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_SECTOR = 512
# A stream shorter than this would lie among the small ones, which are kept in another way.
_SHORTEST = 4096


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file of these streams, each filled up with zeros to the shortest length a large one has."""
    data = b""
    table: list[int] = []
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(_SHORTEST, b"\0")
        padded += bytes(-len(padded) % _SECTOR)
        first, count = len(table), len(padded) // _SECTOR
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, len(padded)))
        data += padded
    directory = b""
    for number, (name, kind, first, size) in enumerate(entries):
        encoded = name.encode("utf-16-le") + b"\0\0"
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        child = 1 if number == 0 else 0xFFFFFFFF
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, right, child)
        directory += bytes(36) + struct.pack("<IQ", first, size)
    directory += bytes(-len(directory) % _SECTOR)
    start = len(table)
    count = len(directory) // _SECTOR
    table += [*range(start + 1, start + count), 0xFFFFFFFE, 0xFFFFFFFD]
    place_of_table = len(table) - 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", place_of_table) + b"\xff" * 432
    assert len(table) <= 128
    return header + data + directory + struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")


def word_97(
    *pieces: str, flags: int = 0, headings: Mapping[int, int] | None = None, others: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word document of pieces in turn in one byte and in two bytes a character; paragraphs end with a return.

    headings gives the levels of paragraphs by their number, where all of the text is one piece.
    """
    text, entries, bounds = b"", b"", [0]
    for number, piece in enumerate(pieces):
        place = 2048 + len(text)
        encoded = piece.encode("utf-16-le" if number % 2 else "cp1252")
        entries += struct.pack("<HIH", 0, place if number % 2 else 2 * place | 0x40000000, 0)
        text += encoded
        bounds.append(bounds[-1] + len(piece))
    plc = struct.pack(f"<{len(bounds)}I", *bounds) + entries
    description = b"\x02" + struct.pack("<I", len(plc)) + plc
    page, styles = _style_page(pieces[0], headings or {}), struct.pack("<III", 2048, 2048 + len(text), 2)
    main = bytearray(2048)
    struct.pack_into("<HHHHHH", main, 0, 0xA5EC, 193, 0, 0x409, 0, 0x200 | flags)
    struct.pack_into("<II", main, 0x1A2, 0, len(description))
    struct.pack_into("<II", main, 0x102, len(description), len(styles))
    main[1024:1536] = page
    return ole({"WordDocument": bytes(main) + text, "1Table": description + styles, **(others or {})})


def _style_page(text: str, headings: Mapping[int, int]) -> bytes:
    paragraphs = text.split("\r")[:-1]
    bounds = [2048]
    for paragraph in paragraphs:
        bounds.append(bounds[-1] + len(paragraph) + 1)
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    for number in range(len(paragraphs)):
        place = 400 + 4 * number
        page[4 * len(bounds) + 13 * number] = place // 2
        page[place : place + 4] = b"\x02" + struct.pack("<H", headings.get(number, 0)) + b"\0"
    page[-1] = len(paragraphs)
    return bytes(page)


def word_6(text: bytes, language: int = 0x409) -> bytes:
    """A document of Word 6."""
    main = bytearray(1024)
    struct.pack_into("<HHHH", main, 0, 0xA5DC, 101, 0, language)
    struct.pack_into("<II", main, 0x18, 1024, 1024 + len(text))
    return ole({"WordDocument": bytes(main) + text})


def record(kind: int, body: bytes, *, instance: int = 0, is_container: bool = False) -> bytes:
    """A record of a presentation."""
    return struct.pack("<HHI", instance << 4 | (15 if is_container else 0), kind, len(body)) + body


def text_record(kind: int, text: str) -> bytes:
    """What kind of text it is (0 is a title, 4 any other), and the text."""
    return record(3999, struct.pack("<I", kind)) + record(4000, text.encode("utf-16-le"))


def powerpoint_97(slides: Sequence[tuple[str, str, str]], *, token: int = 0xE391C05F, stale: str = "") -> bytes:
    """A presentation of slides (title, text, notes); stale is the text of a slide an earlier save left behind."""
    stream = record(1006, text_record(4, stale), is_container=True) if stale else b""
    places: dict[int, int] = {}
    listed = {0: b"", 2: b""}
    for number, (title, text, notes) in enumerate(slides, 1):
        places[2 * number] = len(stream)
        atom = record(1007, struct.pack("<IQIIHH", 0, 0, 0, 900 + number, 0, 0))
        stream += record(1006, atom + record(0xF00D, text_record(4, text), is_container=True), is_container=True)
        places[2 * number + 1] = len(stream)
        stream += record(1008, text_record(2, notes), is_container=True)
        listed[0] += record(1011, struct.pack("<IIiII", 2 * number, 0, 0, 255 + number, 0)) + text_record(0, title)
        listed[2] += record(1011, struct.pack("<IIiII", 2 * number + 1, 0, 0, 900 + number, 0))
    places[1] = len(stream)
    lists = (record(4080, body, instance=instance, is_container=True) for instance, body in listed.items())
    stream += record(1000, b"".join(lists), is_container=True)
    directory, edit = len(stream), 0
    numbers = sorted(places)
    entry = struct.pack("<I", numbers[0] | len(numbers) << 20)
    stream += record(6002, entry + struct.pack(f"<{len(numbers)}I", *(places[number] for number in numbers)))
    edit = len(stream)
    stream += record(4085, struct.pack("<IIIIIII", 0, 0, 0, directory, 1, 0, 0))
    current = record(4086, struct.pack("<III", 20, token, edit))
    return ole({"PowerPoint Document": stream, "Current User": current})


def workbook_97(cells: Mapping[tuple[int, int], str], *, header: str = "", protected: bool = False) -> bytes:
    """A workbook of one sheet called "Costs" with these cells by row and column."""

    def one(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    begin = one(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + (one(0x2F, bytes(6)) if protected else b"")
    sheet = one(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    if header:
        sheet += one(0x14, struct.pack("<HB", len(header), 0) + header.encode("latin-1"))
    for (row, column), text in cells.items():
        sheet += one(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))
    end = one(0x0A, b"")
    place = len(begin) + 4 + 8 + len("Costs") + len(end)
    listed = one(0x85, struct.pack("<IHBB", place, 0, len("Costs"), 0) + b"Costs")
    return ole({"Workbook": begin + listed + end + sheet + end})


def workbook_packed(cells: Mapping[tuple[int, int], str]) -> bytes:
    """A workbook in the packed binary format (.xlsb) of one sheet called "Costs" with these cells by row and column."""

    def one(kind: int, body: bytes = b"") -> bytes:
        return (bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])) + bytes([len(body)]) + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = one(129) + one(148, struct.pack("<IIII", 0, 1_048_575, 0, 16_383)) + one(145)
    for (row, column), value in cells.items():
        sheet += one(0, struct.pack("<I", row) + bytes(13)) + one(6, struct.pack("<II", column, 0) + text(value))
    listed = one(143) + one(156, struct.pack("<II", 0, 1) + text("r1") + text("Costs")) + one(144)
    relation = f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "xl/workbook.bin": one(131) + listed + one(132),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{namespace}">{relation}</Relationships>',
            "xl/worksheets/sheet1.bin": sheet + one(146) + one(130),
        }
    )


def excel(sheets: Mapping[str, str], others: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose sheets have this content, as text in cells or as XML; other parts are added as they are."""
    main, package = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", {}
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(len(sheets))
    )
    for number, content in enumerate(sheets.values()):
        package[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{main}">{content}</worksheet>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{namespace}">{related}</Relationships>',
        }
        | package
        | dict(others or {})
    )


def opendocument(kind: str, body: str, others: Mapping[str, str] | None = None) -> bytes:
    """A package of a kind ("text", "spreadsheet", "presentation") with this body."""
    names = "office text table draw:drawing presentation style svg:svg-compatible".split()
    spaces = " ".join(f'xmlns:{n.partition(":")[0]}="{_OPEN}{n.rpartition(":")[2]}:1.0"' for n in names)
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:document-content {spaces}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mime, "content.xml": f"{content}</office:document-content>"} | dict(others or {}))


def book(chapters: Mapping[str, str], others: Mapping[str, str] | None = None) -> bytes:
    """A book of chapters in the order given, whatever their names."""
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in sorted(chapters))
    order = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    about = "<dc:title>The title</dc:title><dc:creator>Ann</dc:creator><dc:language>de</dc:language>"
    contents = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{about}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book/content.opf"/></rootfiles></container>'
    )
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "book/content.opf": contents}
    texts = {
        f"book/{name}.xhtml": f"<html><head><title/></head><body>{text}</body></html>"
        for name, text in chapters.items()
    }
    return packed(parts | texts | dict(others or {}))


def fiction_book(body: str) -> bytes:
    """A FictionBook."""
    about = (
        "<title-info><author><first-name>Ann</first-name><last-name>Lee</last-name></author>"
        "<book-title>The title</book-title><lang>de</lang></title-info>"
    )
    namespace = "http://www.gribuser.ru/xml/fictionbook/2.0"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="{namespace}"><description>{about}</description>'
        f"<body>{body}</body><binary>AAAA</binary></FictionBook>"
    ).encode()


def office_samples(words: str) -> dict[str, bytes]:
    """For each office format a document that holds these words."""
    from pptx import Presentation

    presentation, file = Presentation(), io.BytesIO()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "A heading"
    slide.placeholders[1].text = words
    presentation.core_properties.title = ""
    presentation.save(file)
    cell = f'<sheetData><row><c t="inlineStr"><is><t>{words}</t></is></c></row></sheetData>'
    return {
        "pptx": file.getvalue(),
        "xlsx": excel({"Costs": cell}),
        "xls": workbook_97({(0, 0): words}),
        "doc": word_97(f"{words}\r"),
        "ppt": powerpoint_97([("A heading", words, "")]),
        "opendocument": opendocument("text", f"<text:h>A heading</text:h><text:p>{words}</text:p>"),
        "rtf": f"{{\\rtf1\\ansi {words}\\par}}".encode(),
        "epub": book({"one": f"<h1>A heading</h1><p>{words}</p>"}),
        "fb2": fiction_book(f"<section><title><p>A heading</p></title><p>{words}</p></section>"),
    }
