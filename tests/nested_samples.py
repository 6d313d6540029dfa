"""Mails and archives that show a point, as small as they can be."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from itertools import pairwise

WORDS = "The quick brown fox jumps over the lazy dog"
ENVELOPE = b"From ann@example.org Mon Jun 01 10:00:00 2009\n"
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def mail(
    text: str = WORDS, attachments: Mapping[str, bytes] | None = None, *, subject: str = "Lunch on Friday"
) -> bytes:
    """A message of Ann's to Bob with attachments."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ann Müller <ann@example.org>", "bob@example.org", subject
    message["Date"] = "Tue, 01 Oct 2024 12:34:56 +0200"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text)
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mailbox(*messages: bytes) -> bytes:
    return b"".join(ENVELOPE + message + b"\n\n" for message in messages)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def encrypted(archive: bytes, *, entries: int = 1_000) -> bytes:
    """The archive with the first entries marked as encrypted."""
    data = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        for _ in range(entries):
            if at < 0:
                break
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with a name in other bytes of the same length, and no word about their encoding."""
    assert len(old) == len(new)
    return archive.replace(old, new)


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def nested_zip(depth: int) -> bytes:
    """A text in so many archives."""
    data, name = f"{WORDS}\n".encode(), "letter.txt"
    for number in range(depth):
        data, name = zipped({name: data}), f"level{number}.zip"
    return data


def outlook_message(subject: str, body: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """The smallest .msg: a compound file of one sector size, in which every stream has whole sectors of its own."""
    entries = [
        ("__substg1.0_0037001F", subject.encode("utf-16-le")),
        ("__substg1.0_1000001F", body.encode("utf-16-le")),
    ]
    top = _properties(32, {0x0037: len(entries[0][1]), 0x1000: len(entries[1][1])}, 0x001F)
    storages: list[tuple[str, list[tuple[str, bytes]]]] = []
    for number, (name, data) in enumerate((attachments or {}).items()):
        streams = [("__substg1.0_3707001F", name.encode("utf-16-le")), ("__substg1.0_37010102", data)]
        fields = _properties(8, {0x3707: len(streams[0][1])}, 0x001F) + _property(0x3701, 0x0102, len(data))
        storages.append((f"__attach_version1.0_#{number:08X}", [("__properties_version1.0", fields), *streams]))
    return _compound([("__properties_version1.0", top), *entries], storages)


def _property(number: int, kind: int, size: int) -> bytes:
    return struct.pack("<HHIQ", kind, number, 6, size)


def _properties(offset: int, sizes: Mapping[int, int], kind: int) -> bytes:
    return bytes(offset) + b"".join(_property(number, kind, size) for number, size in sizes.items())


def _compound(streams: list[tuple[str, bytes]], storages: list[tuple[str, list[tuple[str, bytes]]]]) -> bytes:
    """A compound file with a directory whose trees are mere chains, and no small sectors."""
    free, end, table_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    sectors: list[bytes] = []
    chain: list[int] = []
    directory: list[list[object]] = [["Root Entry", 5, none, none, end, 0]]

    def stored(data: bytes, filling: bytes) -> tuple[int, int]:
        # Streams below 4096 bytes would lie in small sectors, so these are made longer.
        padded = data.ljust(max(4096, -(-len(data) // 512) * 512), filling)
        begin = len(sectors)
        count = -(-len(padded) // 512)
        padded = padded.ljust(count * 512, b"\0")
        for index in range(count):
            sectors.append(padded[index * 512 : index * 512 + 512])
            chain.append(begin + index + 1 if index + 1 < count else end)
        return begin, max(4096, len(data))

    def added(name: str, data: bytes) -> int:
        begin, size = stored(data, b" " if name.endswith("0102") else b"\0")
        directory.append([name, 2, none, none, begin, size])
        return len(directory) - 1

    def linked(children: list[int]) -> int:
        for child, following in pairwise(children):
            directory[child][2] = following
        return children[0] if children else none

    children = [added(name, data) for name, data in streams]
    for name, inner in storages:
        directory.append([name, 1, none, none, 0, 0])
        at = len(directory) - 1
        directory[at][3] = linked([added(*one) for one in inner])
        children.append(at)
    directory[0][3] = linked(children)
    packed = b"".join(
        str(name).encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(str(name)) + 2, kind, 1, none, following, child)
        + bytes(36)
        + struct.pack("<IQ", begin, size)
        for name, kind, following, child, begin, size in directory
    )
    first = len(sectors)
    count = -(-len(packed) // 512)
    packed = packed.ljust(count * 512, b"\0")
    sectors += [packed[index * 512 : index * 512 + 512] for index in range(count)]
    chain += [first + index + 1 if index + 1 < count else end for index in range(count)]
    tables = -(-(len(chain) + 8) // 128)
    at = len(chain)
    chain += [table_mark] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, first, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", *range(at, at + tables), *[free] * (109 - tables))
    return head + b"".join(sectors) + table
