"""Reads Outlook messages (.msg): who wrote what to whom and when, the text, and the attachments as members."""

import struct
from functools import partial
from typing import Any

from desktop_search.extraction import registry
from desktop_search.extraction.collecting import Collector, has_text
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import html, mail
from desktop_search.extraction.mime import headers_in
from desktop_search.extraction.nesting import Nest
from desktop_search.extraction.outlook_rtf import unpacked_rtf
from desktop_search.records import Document

SUFFIXES = frozenset({".msg", ".oft"})
VERSION = 2
LIBRARIES = ("olefile", "oxmsg")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = "__properties_version1.0".encode("utf-16-le")
# Where the properties begin in a message of its own, in one inside another, and in a recipient or attachment.
_TOP, _EMBEDDED, _LESSER = 32, 24, 8
_NARROW_TEXT = 0x001E
# What the library raises over damaged properties.
_DAMAGE = (KeyError, ValueError, LookupError, OverflowError, AttributeError, AssertionError, TypeError, struct.error)
# The numbers of properties are those of [MS-OXPROPS].
_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP, _TO, _CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA, _EMBEDDED_MESSAGE = 0x3707, 0x3704, 0x3001, 0x3701, "__substg1.0_3701000D"


def prepare() -> None:
    import olefile  # noqa: F401
    import oxmsg.properties
    import oxmsg.storage  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a compound file holds the properties of a message."""
    import olefile

    if not source.head(8).startswith(_OLE):
        return False
    if _MARK not in source.data():
        return False
    with olefile.OleFileIO(source.data()) as container:
        return bool(container.exists("__properties_version1.0"))


def extract(source: Source) -> Document:
    """The message with its attachments. Raises Unreadable when there is nothing to see in either."""
    import olefile
    from oxmsg.storage import Storage

    with olefile.OleFileIO(source.data()) as container:
        return _read(source, Storage.from_ole(container), _TOP)


class _Fields:
    """The properties of a message or attachment by their numbers; what is damaged is empty."""

    def __init__(self, storage: Any, offset: int) -> None:
        from oxmsg.properties import Properties

        self._storage = storage
        self._told = Properties(storage, properties_header_offset=offset)

    def text(self, number: int) -> str:
        try:
            return str(self._told.str_prop_value(number) or "").replace("\0", "")
        except _DAMAGE:
            # The code page that a message names is not always the one that its texts are in.
            return decode(self._stream(number, _NARROW_TEXT))

    def data(self, number: int) -> bytes:
        try:
            return bytes(self._told.binary_prop_value(number) or b"")
        except _DAMAGE:
            return b""

    def date(self) -> str:
        for number in (_SUBMITTED, _DELIVERED):
            try:
                when = self._told.date_prop_value(number)
            except _DAMAGE:
                continue
            if when is not None:
                return str(when.strftime("%a, %d %b %Y %H:%M:%S %z"))
        return ""

    def _stream(self, number: int, kind: int) -> bytes:
        try:
            return bytes(self._storage.property_stream_bytes(number, kind))
        except _DAMAGE:
            return b""


def _read(source: Source, storage: Any, offset: int) -> Document:
    nest, found = Nest(source, messages=1), Collector(source)
    message = _Fields(storage, offset)
    title, properties = mail.add_headers(found, _headers(message))
    _add_text(found, source, message)
    files = [(_Fields(one, _LESSER), one) for one in storage.iter_attachment_storages()]
    names = [_name(attached, number) for number, (attached, _) in enumerate(files, 1)]
    mail.add_names(found, names)
    for name, (attached, one) in zip(names, files, strict=True):
        if not nest.has_room():
            break
        inner = next((part for part in one.storages if part.name == _EMBEDDED_MESSAGE), None)
        if inner is not None:
            nest.read_with(partial(_read, storage=inner, offset=_EMBEDDED), name)
        elif data := attached.data(_DATA):
            nest.read(name, data)
    return nest.document(found, title, properties)


def _headers(message: _Fields) -> dict[str, str]:
    """The headers as a mail has them; what was never sent has none but what the fields say."""
    headers = headers_in(message.text(_HEADERS).encode("utf-8", "replace"))
    sender, address = message.text(_SENDER), message.text(_SENDER_SMTP) or message.text(_SENDER_ADDRESS)
    shown = f"{sender} <{address}>" if sender and "@" in address and address != sender else sender or address
    fields = {"from": shown, "to": message.text(_TO), "cc": message.text(_CC), "date": message.date()}
    told = {name: value for name, value in fields.items() if value and not headers.get(name)}
    return headers | told | {"subject": message.text(_SUBJECT) or headers.get("subject", "")}


def _add_text(found: Collector, source: Source, message: _Fields) -> None:
    body = message.text(_BODY)
    mail.add_paragraphs(found, body.replace("\r\n", "\n"))
    page = message.data(_HTML)
    markup = html.decoded_page(page) if page else message.text(_HTML)
    if markup and not found.is_full:
        mail.add_html_unless_said(found, markup, body)
    packed = message.data(_RTF)
    if packed and not has_text(body) and not markup:
        # The only text of many messages is rich text in a packing of its own.
        try:
            rich, _, _ = registry.extract(source.inside(unpacked_rtf(packed), "body.rtf"))
        except Unreadable:
            return
        for block in rich.blocks:
            found.add(block.text, block.kind, block.level)


def _name(attached: _Fields, number: int) -> str:
    name = next((name for one in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) if (name := attached.text(one))), "")
    return name or f"attachment {number}"
