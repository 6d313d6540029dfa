"""Reads mail messages (.eml): who wrote what to whom and when, the text, and the attachments as members."""

import mimetypes
import re
from email.utils import parsedate_to_datetime

from desktop_search.extraction.charsets import decoded_words
from desktop_search.extraction.collecting import Collector, has_text
from desktop_search.extraction.decoding import decode, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.extraction.formats import html
from desktop_search.extraction.mime import Part, headers_in, parts_of
from desktop_search.extraction.nesting import Nest, readable_name
from desktop_search.records import Document

SUFFIXES = frozenset({".eml", ".emlx"})
VERSION = 2

_USUAL = frozenset(
    "from to cc date subject message-id received return-path mime-version content-type delivered-to reply-to "
    "in-reply-to references sender x-mailer content-transfer-encoding".split()
)
_SENT = frozenset({"from", "received", "return-path", "message-id", "sender"})
_BEGINNING = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
_SHOWN = (("From", "author"), ("To", "to"), ("Cc", "cc"), ("Date", "date"))
_MOST_NESTED = 6_000
_WORD = re.compile(r"\w+")
_NAMES_OF_MACOS = re.compile(rb"\s*(\d{1,12})[ \t]*\n")


def prepare() -> None:
    # It reads the system's list of types when it is first asked, which a reader that has locked itself in cannot.
    mimetypes.init()


def recognises(source: Source) -> bool:
    """Whether a text is a message: by its suffix, or by beginning with headers that only messages have together."""
    head = source.head()
    if not looks_like_text(head):
        return False
    if source.name.lower().endswith(tuple(SUFFIXES)):
        return True
    if _BEGINNING.match(head) is None:
        return False
    names = headers_in(head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]).keys()
    if "snapshot-content-location" in names:
        # Browsers save pages as messages.
        return False
    return len(names & _USUAL) >= 3 and bool(names & _SENT) and len(names & _USUAL) * 4 >= len(names)


def extract(source: Source) -> Document:
    """The message with its attachments. Raises Unreadable when there is nothing to see in either."""
    return read_message(source, source.data())


def read_message(source: Source, data: bytes) -> Document:
    """What a message says; source is the file it is, or the file that it stands in."""
    nest = Nest(source, messages=1)
    found = Collector(source)
    most = source.budget.limits.parts_of_message
    headers, parts = parts_of(_without_envelope(data), most)
    title, properties = add_headers(found, headers)
    said: list[Part] = []
    attached: list[Part] = []
    for part in parts:
        (attached if part.is_attached else said).append(part)
    if len(said) + len(attached) >= most:
        source.budget.leave_out(f"Only the first {most:,} parts of a message were read.")
    _add_text(found, source, said)
    names = [_name_of(part, number) for number, part in enumerate(attached, 1)]
    add_names(found, [part.name for part in attached if part.name])
    for name, part in zip(names, attached, strict=True):
        if not nest.has_room():
            break
        nest.read(name, part.content(), file_name="message.eml" if part.kind == "message/rfc822" else name)
        if part.kind == "message/rfc822" and source.budget.cut and not nest.members:
            _add_innermost(found, part.content())
    return nest.document(found, title, properties)


def add_headers(found: Collector, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Collects the headers that people look for; gives the subject and the properties."""
    told = {name: decoded_words(headers.get(name, "")) for name in ("subject", "from", "to", "cc", "date")}
    lines = [f"Subject: {told['subject']}"] if told["subject"] else []
    lines += [f"{shown}: {told[shown.lower()]}" for shown, _ in _SHOWN if told[shown.lower()]]
    found.add("\n".join(lines))
    properties = {key: told[shown.lower()][:500] for shown, key in _SHOWN}
    properties["date"] = iso_date(told["date"])
    return told["subject"][:500], {key: value for key, value in properties.items() if value}


def add_names(found: Collector, names: list[str]) -> None:
    """Collects the names of the attachments, by which a message is found even where they cannot be read."""
    if names:
        found.add("Attachments: " + ", ".join(readable_name(name) for name in names))


def iso_date(value: str) -> str:
    """A date of a mail as ISO 8601, or "" where it is none."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def add_html_unless_said(found: Collector, markup: str, said: str) -> None:
    """Collects the blocks of a page in which there are words that the message has not said in plain text."""
    apart = Collector(Source.from_bytes(b"", "", text_limit=found.left))
    html.read_into(apart, markup)
    known = _words(said)
    words = _words(" ".join(block.text for block in apart.blocks))
    # The plain text is often no more than a hint that the reader should show the page, which is then kept whole.
    is_another = not has_text(said) or 2 * len(words - known) > len(words)
    for block in apart.blocks:
        if is_another or _words(block.text) - known:
            found.add(block.text, block.kind, block.level)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _without_envelope(data: bytes) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = decode(data).encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    counted = _NAMES_OF_MACOS.match(data)
    if counted is not None:
        # Apple Mail writes how long the message is, the message, and a property list of its own.
        data = data[counted.end() : counted.end() + int(counted[1])]
    if data.startswith((b"From ", b">From ")):
        data = data.partition(b"\n")[2]
    return data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data


def _add_text(found: Collector, source: Source, parts: list[Part]) -> None:
    texts = [part.text() for part in parts if part.kind == "text/plain"]
    for text in texts:
        add_paragraphs(found, text)
    for part in parts:
        if part.kind == "text/html" and not found.is_full:
            content = part.content()
            markup = part.text() if part.charset else html.decoded_page(content)
            add_html_unless_said(found, markup, "\n".join(texts))


def add_paragraphs(found: Collector, text: str) -> None:
    """Collects running text by its paragraphs."""
    for paragraph in re.split(r"\n[^\S\n]*\n", text):
        found.add(paragraph.strip("\n"))


def _add_innermost(found: Collector, data: bytes) -> None:
    """The first text of messages that lie in each other too deep to be members."""
    for _ in range(_MOST_NESTED):
        _, parts = parts_of(_without_envelope(data))
        part = next((one for one in parts if one.kind in ("text/plain", "message/rfc822")), None)
        if part is None:
            return
        if part.kind == "text/plain":
            add_paragraphs(found, part.text())
            return
        data = part.content()


def _name_of(part: Part, number: int) -> str:
    if part.name:
        return part.name
    if part.kind == "message/rfc822":
        subject = decoded_words(headers_in(part.raw[:8192].lstrip(b"\r\n").partition(b"\n\n")[0]).get("subject", ""))
        return subject[:120].replace("/", "-") or f"message {number}"
    return f"part {number}{mimetypes.guess_extension(part.kind) or ''}"
