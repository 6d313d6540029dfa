"""Reads Outlook messages (.msg): who wrote what to whom and when, the text, and the attachments as members."""

import struct
from typing import Any

from desktop_search.extraction import registry
from desktop_search.extraction.collecting import Collector, has_text
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import html, mail
from desktop_search.extraction.nesting import Nest
from desktop_search.extraction.outlook_rtf import unpacked_rtf
from desktop_search.records import Document

SUFFIXES = frozenset({".msg", ".oft"})
VERSION = 1

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = "__properties_version1.0".encode("utf-16-le")
# Where the properties begin in a message of its own, in one inside another, and in a recipient or attachment.
_TOP, _EMBEDDED, _LESSER = 32, 24, 8
# The numbers of properties are those of [MS-OXPROPS].
_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP, _TO, _CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA, _EMBEDDED_MESSAGE = 0x3707, 0x3704, 0x3001, 0x3701, "__substg1.0_3701000D"


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


def _read(source: Source, storage: Any, offset: int) -> Document:
    from oxmsg.properties import Properties

    nest, found = Nest(source, messages=1), Collector(source)
    told = Properties(storage, properties_header_offset=offset)
    title, properties = mail.add_headers(found, _headers(told))
    _add_text(found, source, told)
    attachments = list(storage.iter_attachment_storages())
    files = [(Properties(one, properties_header_offset=_LESSER), one) for one in attachments]
    names = [_name(one, number) for number, (one, _) in enumerate(files, 1)]
    mail.add_names(found, names)
    for name, (attached, one) in zip(names, files, strict=True):
        if not nest.has_room():
            break
        inner = next((part for part in one.storages if part.name == _EMBEDDED_MESSAGE), None)
        if inner is not None:
            nest.read_with(lambda member, inner=inner: _read(member, inner, _EMBEDDED), name)
        elif data := _bytes(attached, _DATA):
            nest.read(name, data)
    return nest.document(found, title, properties)


def _headers(told: Any) -> dict[str, str]:
    """The headers as a mail has them; what was never sent has none but what the fields say."""
    from desktop_search.extraction.mime import headers_in

    headers = headers_in(_text(told, _HEADERS).encode("utf-8", "replace"))
    sender, address = _text(told, _SENDER), _text(told, _SENDER_SMTP) or _text(told, _SENDER_ADDRESS)
    shown = f"{sender} <{address}>" if sender and "@" in address and address != sender else sender or address
    fields = {"subject": _text(told, _SUBJECT), "from": shown, "to": _text(told, _TO), "cc": _text(told, _CC)}
    date = _date(told)
    for name, value in (*fields.items(), ("date", date)):
        if value and (name == "subject" or not headers.get(name)):
            headers[name] = value
    return headers


def _add_text(found: Collector, source: Source, told: Any) -> None:
    body = _text(told, _BODY)
    mail.add_paragraphs(found, body.replace("\r\n", "\n"))
    page = _bytes(told, _HTML)
    markup = html.decoded_page(page) if page else _text(told, _HTML)
    if markup and not found.is_full:
        mail.add_html_unless_said(found, markup, body)
    packed = _bytes(told, _RTF)
    if packed and not has_text(body) and not markup:
        # The only text of many messages is rich text in a packing of its own.
        try:
            rich, _, _ = registry.extract(source.inside(unpacked_rtf(packed), "body.rtf"))
        except Unreadable:
            return
        for block in rich.blocks:
            found.add(block.text, block.kind, block.level)


def _date(told: Any) -> str:
    for number in (_SUBMITTED, _DELIVERED):
        try:
            when = told.date_prop_value(number)
        except (KeyError, ValueError, OverflowError, AttributeError, struct.error):
            continue
        if when is not None:
            return str(when.strftime("%a, %d %b %Y %H:%M:%S %z"))
    return ""


def _name(attached: Any, number: int) -> str:
    name = next((name for one in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) if (name := _text(attached, one))), "")
    return name or f"attachment {number}"


def _text(told: Any, number: int) -> str:
    try:
        return str(told.str_prop_value(number) or "").replace("\0", "")
    except (KeyError, ValueError, LookupError, AttributeError, AssertionError, struct.error):
        # One text in a code page nobody knows is no reason to lose the others.
        return decode(_bytes(told, number) or b"")


def _bytes(told: Any, number: int) -> bytes | None:
    try:
        return told.binary_prop_value(number) or None
    except (KeyError, ValueError, LookupError, AttributeError, AssertionError, struct.error):
        return None
