"""Files and folders as a stranger, a broken program or a broken disk makes them, by the number of the fault they show.

`SAMPLES[number]` writes its files into a folder of its own.
"""

import io
import os
import random
import socket
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image

from tests import nested_samples as nested
from tests import office_samples as office

MEGABYTE = 1 << 20
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/drawingml/2006/main"
MOST_ATTRIBUTES = 20_000
SECRET = "canary7f3a9c"
"""What stands in a file that no sample may reach."""

Writer = Callable[[Path], None]
SAMPLES: dict[int, Writer] = {}


def sample(number: int) -> Callable[[Writer], Writer]:
    def registered(writer: Writer) -> Writer:
        SAMPLES[number] = writer
        return writer

    return registered


def write(folder: Path, files: Mapping[str, bytes | str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def word(text: str, before: str = "") -> bytes:
    """A Word document; before stands in front of its root element."""
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return office.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": before + body})


def presentation(text: str, before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return office.packed(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{main}" xmlns:r="{related}"><p:sldIdLst>'
            '<p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{package}">'
            f'<Relationship Id="r1" Type="{related}/slide" Target="slides/slide1.xml"/></Relationships>',
            "ppt/slides/slide1.xml": f'{before}<p:sld xmlns:p="{main}" xmlns:a="{SLIDE}"><p:cSld><p:spTree><p:sp>'
            f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
        }
    )


def workbook(text: str, before: str = "") -> bytes:
    cell = f'<sheetData><row><c t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>'
    return in_front(office.excel({"Costs": cell}), "xl/worksheets/sheet0.xml", before)


def writing(text: str, before: str = "") -> bytes:
    return in_front(office.opendocument("text", f"<text:p>{text}</text:p>"), "content.xml", before)


def book(text: str, before: str = "") -> bytes:
    return in_front(office.book({"one": f"<p>{text}</p>"}), "book/content.opf", before)


def in_front(package: bytes, part: str, before: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = before.encode() + parts[part]
    return office.packed(parts)


PACKAGES: dict[str, Callable[[str, str], bytes]] = {
    "docx": word, "xlsx": workbook, "pptx": presentation, "odt": writing, "epub": book,
}  # fmt: skip
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "lollol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    data, table = b"%PDF-1.7\n", "0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        table += f"{len(data):010} 00000 n \n"
        data += f"{number} 0 obj".encode() + (body if isinstance(body, bytes) else body.encode()) + b"endobj\n"
    size = f"{len(objects) + 1}"
    return (
        data
        + (
            f"xref\n0 {size}\n{table}trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(data)}\n%%EOF"
        ).encode()
    )


def stream(content: bytes, more: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<</Length {len(packed)}/Filter/FlateDecode{more}>>stream\n".encode() + packed + b"\nendstream"


def page_pdf(content: bytes, resources: str = "", *others: str | bytes) -> bytes:
    """A PDF of one page that draws this, with the font F1; other objects are numbered from 6."""
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>{resources}>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(content),
        *others,
    )


LINE = b"BT /F1 12 Tf 50 700 Td (The lighthouse keeper counts the ships.) Tj ET\n"


@sample(1)
def zip_bombs(folder: Path) -> None:
    zeros = bytes(64 * MEGABYTE)
    for kind, made in PACKAGES.items():
        plain = made("harmless", "")
        file = io.BytesIO(plain)
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            part = max(archive.namelist(), key=lambda name: ("content" in name, "sheet" in name, "document" in name))
            archive.writestr(f"{part}.bomb", zeros)
        write(folder, {f"bomb.{kind}": file.getvalue()})
    write(folder, {"zeros.txt.gz": nested.PACKERS["gz"](zeros), "zeros.zip": nested.zipped({"a.txt": zeros})})


@sample(2)
def lying_archives(folder: Path) -> None:
    honest = nested.zipped({"a.txt": b"The lighthouse keeper. " * 1000})
    small, large = bytearray(honest), bytearray(honest)
    for data, size in ((small, 10), (large, 0x7FFFFFFF)):
        struct.pack_into("<I", data, 22, size)
        struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, size)
    overlapping = bytearray(nested.zipped({f"{n:04}.txt": b"x" * 50_000 for n in range(200)}))
    at = overlapping.find(b"PK\x01\x02")
    while at >= 0:  # Every entry points at the same packed bytes.
        struct.pack_into("<I", overlapping, at + 42, 0)
        at = overlapping.find(b"PK\x01\x02", at + 1)
    write(
        folder,
        {
            "says-less.zip": bytes(small),
            "says-more.zip": bytes(large),
            "overlapping.zip": bytes(overlapping),
            "nested.zip": nested.nested_zip(12),
            "many.zip": nested.zipped({f"{n}.txt": b"" for n in range(10_050)}, zipfile.ZIP_STORED),
        },
    )


@sample(3)
def entities(folder: Path) -> None:
    for kind, made in PACKAGES.items():
        write(folder, {f"laughs.{kind}": made("&a9;", LAUGHS)})
    quadratic = f'<!DOCTYPE l [<!ENTITY a "{"ha" * 50_000}">]>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
    write(
        folder,
        {
            "quadratic.docx": word("&a;" * 5_000, quadratic),
            "laughs.svg": LAUGHS + svg.format("&a9; and a lighthouse"),
            "laughs.xml": f"{LAUGHS}<note>&a9; and a lighthouse</note>",
            "laughs.jpg": photo(f"{LAUGHS}<dc:description>&a9; and a lighthouse</dc:description>"),
            "laughs.fb2": LAUGHS.encode() + office.fiction_book("<section><p>&a9; and a lighthouse</p></section>"),
        },
    )


def outside(folder: Path, address: str) -> None:
    """Fault 4: documents that name a file of the person's and a place on the net."""
    secret = folder.parent / "secret.txt"
    for place, where in (("file", secret.as_uri()), ("net", f"http://{address}/a.dtd")):
        named = f'<!DOCTYPE l [<!ENTITY x SYSTEM "{where}"><!ENTITY % p SYSTEM "{where}"> %p;]>'
        for kind, made in PACKAGES.items():
            write(folder, {f"{place}.{kind}": made("&x; and a lighthouse", named)})
        form = stream(f"{named}<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>&x;</xdp:xdp>".encode())
        write(
            folder,
            {
                f"{place}.xml": f"{named}<note>&x; and a lighthouse</note>",
                f"{place}.svg": f'{named}<svg xmlns="http://www.w3.org/2000/svg"><image href="{where}"/>'
                "<text>&x; and a lighthouse</text></svg>",
                f"{place}.html": f'<link rel="stylesheet" href="{where}"><iframe src="{where}"></iframe>'
                f'<img src="{where}"><p>and a lighthouse</p>',
                f"{place}.rtf": f'{{\\rtf1{{\\field{{\\*\\fldinst INCLUDETEXT "{where}"}}}} and a lighthouse\\par}}',
                f"{place}.tex": f"\\input{{{secret}}}\\include{{{secret}}} and a lighthouse",
                f"{place}.rst": f".. include:: {secret}\n\nand a lighthouse\n",
                f"{place}.adoc": f"include::{secret}[]\n\nand a lighthouse\n",
                f"{place}.org": f"#+INCLUDE: {secret}\n\nand a lighthouse\n",
                f"{place}.pdf": page_pdf(LINE, "", form).replace(b"/Pages", b"/AcroForm<</XFA 6 0 R>>/Pages", 1),
            },
        )


@sample(5)
def circles_and_bombs_in_pdfs(folder: Path) -> None:
    itself = "/XObject<</X 6 0 R>>"
    form = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 6 0 R>>>>"
    outline = pdf(
        "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(LINE),
        "<</First 7 0 R/Last 7 0 R/Count 1>>",
        "<</Title(Round and round)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
    )
    previous = page_pdf(LINE)
    place = previous.rfind(b"xref", 0, previous.rfind(b"startxref"))
    previous = previous.replace(b"/Root 1 0 R>>", f"/Root 1 0 R/Prev {place}>>".encode())
    many = b"BT /F1 12 Tf 50 700 Td " + b"(a) Tj " * 2_000_000 + b" ET"
    write(
        folder,
        {
            "pages.pdf": pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
            "outline.pdf": outline,
            "previous.pdf": previous,
            "form.pdf": page_pdf(LINE + b"/X Do", itself, stream(b"/X Do " + LINE, form)),
            "zeros.pdf": page_pdf(LINE + b" " * (100 * MEGABYTE)),
            "operators.pdf": page_pdf(many),
            "length.pdf": page_pdf(LINE).replace(b"/Length ", b"/Length 99999"),
        },
    )


@sample(6)
def protected_files(folder: Path) -> None:
    import pypdf

    locked = pypdf.PdfWriter(clone_from=io.BytesIO(page_pdf(LINE)))
    locked.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    locked.write(file)
    package = office.ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 500})
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    noise = random.Random(6).randbytes(2000)
    write(
        folder,
        {
            "locked letter.pdf": file.getvalue(),
            "locked letter.docx": package,
            "locked letter.xlsx": package,
            "locked letter.doc": office.word_97("Hidden\r", flags=0x100),
            "locked letter.xls": office.workbook_97({(0, 0): "Hidden"}, protected=True),
            "locked letter.odt": office.packed(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": noise,
                    "META-INF/manifest.xml": manifest,
                }
            ),
            "locked letter.zip": nested.encrypted(nested.zipped({"a.txt": b"Hidden"})),
        },
    )


@sample(7)
def mails_without_end(folder: Path) -> None:
    first = b"From: ann@example.org\nSubject: Lighthouse accounts\n"
    parts = b"".join(
        b"--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (number, number + 1) for number in range(3000)
    )
    inner = b"Content-Type: message/rfc822\n\n" * 5000
    write(
        folder,
        {
            "parts.eml": first + b"Content-Type: multipart/mixed; boundary=x0\n\n--x0\n\nThe first part.\n" + parts,
            "messages.eml": first + inner + b"Subject: innermost\n\nThe end.\n",
            "headers.eml": first + b"".join(b"X-H%d: v\n" % number for number in range(200_000)) + b"\nThe body.\n",
            "header.eml": first + b"X-Long: " + b"v" * (5 * MEGABYTE) + b"\n\nThe body.\n",
            "address.eml": first + b"To: " + b"(" * 100_000 + b"\n\nThe body.\n",
            "addresses.eml": first + b"To: " + b"a@b, " * 100_000 + b"\n\nThe body.\n",
        },
    )


@sample(8)
def endless_files(folder: Path) -> None:
    for name, size in (("sparse.txt", 10 << 30), ("sparse.mbox", 5 << 30), ("sparse.pdf", 10 << 30)):
        with open(folder / name, "wb") as file:
            file.truncate(size)
    with open(folder / "below-the-limit.txt", "wb") as file:
        file.write(b"The lighthouse keeper counts the ships.\n")
        file.truncate(150 * MEGABYTE)
    line = b"2024-01-01 12:00:00 the lighthouse keeper counted the ships\n"
    write(folder, {"log.txt": line * (2 * MEGABYTE // len(line))})


@sample(9)
def long_lines(folder: Path) -> None:
    line = " ".join(f"word{number}" for number in range(100_000))
    write(folder, {"line.txt": line, "word.txt": f"The lighthouse {'x' * 900_000} keeper."})


ENCODED = {
    "utf-16-le.txt": ("utf-16-le", "Grüße aus dem Leuchtturm, und ein naïves Café. "),
    "utf-16.txt": ("utf-16", "Grüße aus dem Leuchtturm, und ein naïves Café. "),
    "utf-16-be.txt": ("utf-16-be", "Grüße aus dem Leuchtturm, und ein naïves Café. "),
    "latin-1.txt": ("latin-1", "Grüße aus dem Leuchtturm, und ein naïves Café. "),
    "shift-jis.txt": ("cp932", "これは灯台についての日本語の文章です。検索できるはずです。"),
}


@sample(10)
def odd_encodings(folder: Path) -> None:
    write(folder, {name: (text * 40).encode(encoding) for name, (encoding, text) in ENCODED.items()})
    write(
        folder,
        {
            "nul.txt": b"The lighthouse\0keeper counts\0the ships.\n" * 30,
            "all-bytes.txt": bytes(range(256)) * 40,
            "noise.txt": random.Random(10).randbytes(20_000),
            "mixed.txt": "Leuchttürme ".encode() * 20 + "Leuchttürme ".encode("latin-1") * 20,
            "surrogate.json": b'{"lighthouse": "\\ud800 keeper"}',
        },
    )


def picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def photo(xmp: str) -> bytes:
    """A JPEG with this in the place where photographs are described."""
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "JPEG", xmp=xmp.encode())
    return file.getvalue()


@sample(11)
def wrong_names(folder: Path) -> None:
    program = b"MZ" + random.Random(11).randbytes(5000)
    write(
        folder,
        {
            "picture.txt": picture(1, 1),
            "program.pdf": program,
            "program.txt": b"\x7fELF" + program,
            "page.doc": "<!doctype html><h1>The page</h1><p>About a lighthouse.</p>",
            "letter.pdf": word("Dear lighthouse keeper"),
            "page.docx": page_pdf(LINE),
            "table.xls": "name;text\nAnn;lighthouse\nBob;harbour\n",
            "rich.doc": "{\\rtf1 A lighthouse in rich text\\par}",
            "archive.docx": nested.zipped({"a.txt": b"A lighthouse in an archive."}),
            "no suffix": page_pdf(LINE),
        },
    )


@sample(12)
def cut_short(folder: Path) -> None:
    whole = {
        "pdf": page_pdf(LINE),
        "docx": word("The lighthouse keeper"),
        "odt": writing("The lighthouse keeper"),
        "epub": book("The lighthouse keeper"),
        "xlsx": workbook("The lighthouse keeper"),
        "doc": office.word_97("The lighthouse keeper\r"),
        "rtf": b"{\\rtf1\\ansi The lighthouse keeper\\par}",
        "eml": nested.mail("The lighthouse keeper", {"a.txt": b"attached"}),
        "zip": nested.zipped({"a.txt": b"The lighthouse keeper"}),
        "png": picture(1, 1),
        "txt": "Leuchttürme überall".encode(),
    }
    for suffix, data in whole.items():
        for percent in (2, 5, 10, 25, 40, 55, 70, 80, 90, 95, 99):
            write(folder, {f"cut-{percent:02}.{suffix}": data[: len(data) * percent // 100]})
        write(folder, {f"empty.{suffix}": b"", f"one.{suffix}": data[:1], f"blank.{suffix}": b" \n\t\n "})


@sample(13)
def deep_markup(folder: Path) -> None:
    attributes = " ".join(f'a{number}="v"' for number in range(MOST_ATTRIBUTES))
    write(
        folder,
        {
            "divs.html": "<p>The lighthouse.</p>" + "<div>" * 200_000 + "far down" + "</div>" * 200_000,
            "unclosed.html": "<p>The lighthouse.</p>" + "<b><i><ul><li>" * 50_000 + "far down",
            "attributes.html": f"<p {attributes}>The lighthouse.</p>",
            "quotes.md": "The lighthouse.\n\n" + ">" * 50_000 + " far down",
            "brackets.md": "The lighthouse.\n\n" + "[" * 50_000 + "far down" + "](" * 50_000,
            "groups.rtf": "{\\rtf1 The lighthouse. " + "{" * 100_000 + "far down" + "}" * 100_001,
            "deep.json": '{"a": "The lighthouse", "b": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "deep.xml": "<r><t>The lighthouse.</t>" + "<a>" * 100_000 + "far down" + "</a>" * 100_000 + "</r>",
            "deep.docx": word("The lighthouse.</w:t></w:r>" + "<w:r>" * 20_000 + "<w:t>down</w:t>" + "</w:r>" * 20_000
                              + "<w:r><w:t>"),
        },
    )  # fmt: skip


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def many_rows(count: int) -> bytes:
    """A workbook of so many rows. Each has another number: repeated, they would shrink as only a bomb does."""
    dice = random.Random(14)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{dice.randrange(10**6)}</v></c></row>' for n in range(2, count + 1))
    return office.excel({"Costs": f'<sheetData><row r="1">{cell("A1", "lighthouse")}</row>{rows}</sheetData>'})


def many_sheets(count: int) -> bytes:
    """A workbook of so many sheets, the last of which is another one."""
    one = f'<sheetData><row r="1">{cell("A1", "lighthouse")}</row></sheetData>'
    return office.excel({f"S{n}": one for n in range(1, count)} | {"Last": one.replace("lighthouse", "harbour")})


def lone_cell() -> bytes:
    """A workbook with its second cell in the last row and column that there may be."""
    rows = f'<row r="1">{cell("A1", "lighthouse")}</row><row r="1048576">{cell("XFD1048576", "harbour")}</row>'
    return office.excel({"Costs": f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'})


@sample(14)
def huge_tables(folder: Path) -> None:
    write(
        folder,
        {
            "rows.xlsx": many_rows(201_000),
            "lone.xlsx": lone_cell(),
            "sheets.xlsx": many_sheets(3_000),
            "wide.csv": ",".join(f"c{n}" for n in range(100_000)) + "\n" + "1," * 100_000 + "lighthouse\n",
        },
    )


@sample(15)
def odd_pictures(folder: Path) -> None:
    fits = b"SIMPLE  =                    T".ljust(80) + b"NAXIS   = 2".ljust(80) + b"NAXIS1  = 999999999".ljust(80)
    tiff = b"II*\0" + struct.pack("<IH", 8, 3)
    for tag, value in ((256, 100_000), (257, 100_000), (273, 8)):
        tiff += struct.pack("<HHII", tag, 4, 1, value)
    write(
        folder,
        {
            "bomb.png": picture(30_000, 30_000),
            "larger.png": picture(0x7FFFFFFF, 0x7FFFFFFF),
            "a.fits": fits.ljust(2880) + b"END".ljust(2880),
            "a.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99999 99999\n{} loop\n",
            "a.psd": b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 300_000, 300_000, 8, 3) + bytes(20),
            "loop.tif": tiff + struct.pack("<I", 8),
            "a.gif": b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\xf7\0\0",
        },
    )


@sample(20)
def no_files_at_all(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "nowhere.txt").symlink_to("nothing")
    # The path of a socket may have no more than 108 bytes.
    here = os.getcwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("socket.txt")
    finally:
        os.chdir(here)
    with suppress(OSError):  # Only root may make one.
        os.mknod(folder / "device.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))


@sample(21)
def links(folder: Path) -> None:
    write(folder, {"inside/letter.txt": "A letter about hard links to lighthouses."})
    (folder / "loop").symlink_to(".")
    (folder / "inside/up").symlink_to("..")
    (folder / "root").symlink_to("/")
    (folder / "etc.txt").symlink_to("/etc/passwd")
    os.link(folder / "inside/letter.txt", folder / "copy.txt")


NAMES = (
    "new\nline.txt", "tab\there.txt", "quote'\";$(touch x)`.txt", "<img src=x onerror=alert(1)>.txt",
    "-rf.txt", "100%s%n.txt", "'; DROP TABLE files; --.txt", "\u202etxt.exe", "Case.txt", "case.txt",
    " leading and trailing .txt", "zero\u200bwidth.txt", "[a-z]*?.txt", "con.txt", "~tilde.txt",
    unicodedata.normalize("NFC", "Übergröße.txt"), unicodedata.normalize("NFD", "Übergröße.txt"),
    "n" * 251 + ".txt",
)  # fmt: skip


@sample(23)
def odd_names(folder: Path) -> None:
    write(folder, {name: f"Named oddly, as number{index}." for index, name in enumerate(NAMES)})


NOT_UTF_8 = (b"\xff\xfe.txt", b"caf\xe9.txt", b"\xed\xa0\x80.txt")


@sample(24)
def names_in_no_encoding(folder: Path) -> None:
    for index, name in enumerate(NOT_UTF_8):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"Bytes for a name, as bytes%d." % index)


@sample(28)
def masses(folder: Path) -> None:
    for number in range(3_000):
        write(folder, {f"node_modules/lib{number % 50}/{number}.js": "x"})
    write(folder, {"cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"})
    write(folder, {f"cache/{number}.txt": "x" for number in range(200)})
    write(folder, {f"tiny/{number}.txt": f"tiny{number}" for number in range(400)})
    write(folder, {"films/.nomedia": "", "films/a.txt": "x", ".desktopsearchignore": "drafts\n", "drafts/a.txt": "x"})
    for name, depth in (("deep" * 20, 60), ("d", 1_000)):
        with deep_folder(folder, name, depth) as bottom:
            os.close(os.open("bottom.txt", os.O_CREAT | os.O_WRONLY, dir_fd=bottom))


@contextmanager
def deep_folder(top: Path, name: str, depth: int) -> Iterator[int]:
    """Folders inside each other, deeper than a path can be long; gives the innermost one, open."""
    here = os.open(top, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir(name, dir_fd=here)
            deeper = os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        yield here
    finally:
        os.close(here)
