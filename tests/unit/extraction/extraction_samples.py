"""The smallest Word documents and PDF files that show a point."""

import io
import zipfile
from collections.abc import Mapping

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HELLO = "<w:p><w:r><w:t>Hello there.</w:t></w:r></w:p>"


def package(parts: Mapping[str, str]) -> bytes:
    """A zip file of texts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(body: str, others: Mapping[str, str] | None = None, *, namespace: str = TRANSITIONAL) -> bytes:
    """A Word document of this body and other parts, in which the prefixes w and mc may be used."""

    def part(content: str) -> str:
        return f'<w:part xmlns:w="{namespace}" xmlns:mc="{_COMPATIBILITY}">{content}</w:part>'

    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": part(f"<w:body>{body}</w:body>")}
    return package(parts | {name: part(content) for name, content in (others or {}).items()})


def minimal_pdf(*pages: str, info: str = "") -> bytes:
    """A PDF with a line of text on each page; info goes into its information dictionary."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET\n"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * index} 0 R"
        objects.append(f"{page}/Resources<</Font<</F1 3 0 R>>>>>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}endstream")
    objects.append(f"<<{info}>>")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    trailer = f"trailer<</Size {count}/Root 1 0 R/Info {count - 1} 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()
