"""Promises about what lies in other files: archives, their members, and the budget they share."""

import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile

import pytest
from extraction_samples import HELLO, word

from desktop_search.extraction.budget import Budget, NestingLimits
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.nesting import readable_name
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.nested_samples import PACKERS, WORDS, encrypted, mail, nested_zip, renamed, tarred, zipped

MEGABYTE = 1024 * 1024
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4)


def read(data: bytes, name: str, **options: int) -> Document:
    return extract(Source.from_bytes(data, name, **options))[0]


def texts(document: Document) -> dict[str | None, str]:
    return {part.member: "\n".join(block.text for block in part.blocks) for part in document.members}


def reason(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


@pytest.mark.parametrize("name", ["a.zip", "a", "a.docx", "a.txt"])
def test_files_in_a_zip_are_documents_of_their_own(name: str) -> None:
    document = read(zipped({"letters/a.txt": b"Dear John", "b.html": b"<title>T</title><p>Hello"}), name)
    assert document.blocks[0].text == "letters/a.txt\nb.html"
    assert texts(document) == {"letters/a.txt": "Dear John", "b.html": "Hello"}
    assert document.members[1].title == "T"
    assert document.truncated is None


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_usual_packing_is_read(method: int) -> None:
    assert texts(read(zipped({"a.txt": WORDS.encode()}, method), "a.zip")) == {"a.txt": WORDS}


@pytest.mark.parametrize("name", ["a.tar", "a.tgz", "a"])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_files_in_a_tar_are_documents_of_their_own(mode: str, name: str) -> None:
    document = read(tarred({"letters/a.txt": b"Dear John", "b.png": bytes(99)}, mode), name)
    assert [block.text for block in document.blocks] == ["letters/a.txt", "b.png"]
    assert texts(document) == {"letters/a.txt": "Dear John"}


@pytest.mark.parametrize("packer", sorted(PACKERS))
def test_a_packed_file_is_the_one_member(packer: str) -> None:
    assert texts(read(PACKERS[packer](WORDS.encode()), f"notes.txt.{packer}")) == {"notes.txt": WORDS}
    assert texts(read(PACKERS[packer](tarred({"a.txt": b"Hello"})), f"a.tar.{packer}")) == {"a.txt": "Hello"}


def test_members_of_members_say_the_way() -> None:
    inner = zipped({"letters/a.txt": WORDS.encode()})
    assert list(texts(read(zipped({"inbox/2024.zip": inner}), "a.zip"))) == [
        "inbox/2024.zip",
        "inbox/2024.zip › letters/a.txt",
    ]


def test_an_office_document_is_no_archive() -> None:
    assert read(word(HELLO), "a.zip").members == ()
    assert texts(read(zipped({"report.docx": word(HELLO)}), "a.zip")) == {"report.docx": "Hello there."}


def test_a_program_is_not_opened() -> None:
    assert reason(zipped({"a.txt": b"Hello"}), "a.jar") == "unsupported"


def test_one_bad_member_costs_only_itself() -> None:
    files = {"a.docx": word(HELLO)[:200], "b.bin": bytes(range(256)), "c.txt": b"", "d.txt": b"Hello"}
    document = read(zipped(files), "a.zip")
    assert texts(document) == {"d.txt": "Hello"}
    assert document.blocks[0].text == "a.docx\nb.bin\nc.txt\nd.txt"
    assert document.properties["unread"].startswith("a.docx: ")
    assert "b.bin" not in document.properties["unread"]


def test_an_archive_is_found_by_its_names_alone() -> None:
    assert read(zipped({"film of the wedding.mkv": b"\0\1\2"}), "a.zip").blocks[0].text == "film of the wedding.mkv"


def test_only_a_wholly_encrypted_archive_is_encrypted() -> None:
    archive = zipped({"a.txt": b"Hello", "b.txt": b"World"})
    assert reason(encrypted(archive), "a.zip") == "encrypted"
    partly = read(encrypted(archive, entries=1), "a.zip")
    assert texts(partly) == {"b.txt": "World"}
    assert partly.properties["unread"] == "a.txt: It is protected by a password."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SEVEN_ZIP + struct.pack("<QQI", 0, 8, 0) + b"\x17\x06\xf1\x07\x01\0\0\0", "encrypted"),
        (SEVEN_ZIP + struct.pack("<QQI", 0, 8, 0) + b"\x01\4\6\0\1\0\0\0", "unsupported"),
        (SEVEN_ZIP, "unsupported"),
        (b"Rar!\x1a\7\0" + b"\xaa\xaa\x73\x80\0\x0d\0" + bytes(6), "encrypted"),
        (b"Rar!\x1a\7\0" + b"\xaa\xaa\x73\0\0\x0d\0" + bytes(6) + b"\xaa\xaa\x74\4\x80\x20\0", "encrypted"),
        (b"Rar!\x1a\7\0" + b"\xaa\xaa\x73\0\0\x0d\0" + bytes(6) + b"\xaa\xaa\x74\0\x80\x20\0", "unsupported"),
        (b"Rar!\x1a\7\1\0" + bytes(4) + b"\x21\4\0", "encrypted"),
        (b"Rar!\x1a\7\1\0" + bytes(4) + b"\3\1\0\0" + bytes(4) + b"\x06\2\1\2\0\1\1", "encrypted"),
        (b"Rar!\x1a\7\1\0" + bytes(4) + b"\3\1\0\0" + bytes(4) + b"\x06\2\0\0\0\1\1", "unsupported"),
    ],
)
def test_what_cannot_be_opened_says_why(data: bytes, code: str) -> None:
    assert reason(data, "a.7z") == reason(data, "a.bin") == code


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../../tmp/evil.txt", "tmp/evil.txt"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\Ann\\a.txt", "Users/Ann/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("./a//b/./c.txt", "a/b/c.txt"),
        ("a\0b\x1b[31m.txt", "ab[31m.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\nb.txt", "a b.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("\udcff.txt", "\ufffd.txt"),
        ("x" * 5000 + ".txt", "…" + "x" * 235 + ".txt"),
    ],
)
def test_names_of_members_do_no_harm(written: str, shown: str) -> None:
    assert readable_name(written) == shown


def test_two_members_of_a_name_are_told_apart() -> None:
    document = read(tarred({"a.txt": b"one", "./a.txt": b"two", "../a.txt": b"three"}), "a.tar")
    assert texts(document) == {"a.txt": "one", "a (2).txt": "two", "a (3).txt": "three"}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("übergröße.txt", "cp437"),
        ("übergröße.txt", "cp1252"),
        ("übergröße.txt", "utf-8"),
        ("письмо другу.txt", "cp866"),
        ("文字テスト.txt", "cp932"),
        ("こんにちは.txt", "cp932"),
    ],
)
def test_names_without_an_encoding_are_read_as_they_were_meant(name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    archive = renamed(zipped({"x" * len(raw): b"Hello"}), b"x" * len(raw), raw)
    assert texts(read(archive, "a.zip")) == {name: "Hello"}


def test_archives_are_opened_three_deep() -> None:
    whole = read(nested_zip(3), "a.zip")
    assert texts(whole)["level1.zip › level0.zip › letter.txt"] == WORDS
    assert whole.truncated is None
    deeper = read(nested_zip(30), "a.zip")
    assert deeper.truncated is not None
    assert deeper.truncated.startswith("What lies deeper")


def test_a_bomb_is_cut_and_its_neighbours_are_read() -> None:
    bomb = zipped({"a.txt": b"first words", "bomb.txt": b"boom " * 10 * MEGABYTE, "c.txt": b"last words"})
    document = read(bomb, "a.zip")
    assert {"a.txt", "c.txt"} <= texts(document).keys()
    assert document.truncated == "A member unpacks to more than a hundred times its size and was cut."
    assert sum(map(len, texts(document).values())) < 10 * MEGABYTE


def test_a_packed_bomb_is_cut() -> None:
    document = read(gzip.compress(b"boom " * 10 * MEGABYTE), "a.txt.gz")
    assert document.truncated is not None
    assert len(texts(document)["a.txt"]) < 2 * MEGABYTE


def test_sizes_that_lie_are_found_out() -> None:
    data = bytearray(zipped({"a.txt": WORDS.encode() * 100, "b.txt": b"Hello"}))
    at = data.find(b"PK\1\2")
    struct.pack_into("<I", data, at + 24, 2**31)
    struct.pack_into("<I", data, at + 20, 2**31 - 1)
    assert texts(read(bytes(data), "a.zip"))["b.txt"] == "Hello"


def test_the_text_limit_is_shared() -> None:
    document = read(zipped({f"{number}.txt": b"a" * 100 for number in range(9)}), "a.zip", text_limit=400)
    assert sum(len(block.text) for part in (document, *document.members) for block in part.blocks) <= 400
    assert document.truncated == "Only the first 400 characters were read."


def test_too_many_members_are_cut() -> None:
    data = zipped({f"{number:05}.txt": b"x" for number in range(10_050)})
    # How long that takes depends on what else the machine does, which is no part of the promise.
    source = Source(io.BytesIO(data), "a.zip", len(data), nesting=NestingLimits(seconds=3600))
    document, _, _ = extract(source)
    assert len(document.members) == 10_000
    assert document.truncated == "Only the first 10,000 files of the archive were read."


def test_what_was_read_in_time_is_kept() -> None:
    now = iter(range(1000))
    source = Source.from_bytes(zipped({f"{number}.txt": b"Hello" for number in range(99)}), "a.zip")
    source.budget = Budget(1000, NestingLimits(seconds=10), clock=lambda: float(next(now)))
    document, _, _ = extract(source)
    assert 0 < len(document.members) < 99
    assert document.truncated == "Only the first members were read: all of them would take too long."


def test_unpacked_bytes_are_counted_over_all_members() -> None:
    dice = random.Random(1)
    source = Source.from_bytes(zipped({f"{i}.txt": dice.randbytes(3000).hex().encode() for i in range(9)}), "a.zip")
    source.budget = Budget(10**6, NestingLimits(unpacked_bytes=20_000))
    assert 0 < len(extract(source)[0].members) < 9


def test_an_archive_in_a_mail_is_opened() -> None:
    document = read(mail("See there", {"all.zip": zipped({"letters/a.txt": WORDS.encode()})}), "a.eml")
    assert texts(document)["all.zip › letters/a.txt"] == WORDS


def test_a_tar_that_ends_too_early_gives_its_beginning() -> None:
    document = read(tarred({"a.txt": b"Hello", "b.txt": b"x" * 9000})[:3000], "a.tar")
    assert texts(document)["a.txt"] == "Hello"
    assert document.truncated is not None


def test_links_and_devices_in_a_tar_are_left_alone() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"special{kind!r}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert reason(file.getvalue(), "a.tar") == "empty_text"


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "gz", "xz", "7z"])
def test_a_damaged_archive_is_unreadable_and_nothing_worse(kind: str) -> None:
    files = {"a.txt": WORDS.encode(), "b.zip": zipped({"c.html": b"<p>Hello"}), "d.eml": mail()}
    made = {"zip": zipped(files), "tar": tarred(files), "tar.gz": tarred(files, "w:gz"), "7z": SEVEN_ZIP + bytes(99)}
    sample = made.get(kind) or PACKERS[kind](mail())
    dice = random.Random(kind)
    for number in range(250):
        data = bytearray(sample)
        for _ in range(dice.randrange(1, 9)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read(bytes(data[: dice.randrange(len(data))] if number % 4 == 0 else data), f"a.{kind}")
        except Unreadable as error:
            assert error.sentence.endswith(".")


LEFT_ALONE = (".ssh/id_rsa", ".env", "id_rsa.bak", "a/server.pem", "node_modules/x/index.js", "b/.git/config", "c.txt~")


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_what_is_left_alone_on_the_disk_is_left_alone_in_an_archive(kind: str) -> None:
    files = {f"home/{name}": b"the secret" for name in LEFT_ALONE} | {"home/a.txt": b"Hello", "home/id_a.txt": b"Bye"}
    document = read(zipped(files) if kind == "zip" else tarred(files, "w:gz" if kind == "tar.gz" else "w"), f"a.{kind}")
    assert texts(document) == {"home/a.txt": "Hello", "home/id_a.txt": "Bye"}
    assert ".ssh/id_rsa" in "\n".join(block.text for block in document.blocks)
    assert "home/.env: Keys and passwords are left alone." in document.properties["unread"].split("\n")
    assert "node_modules" not in document.properties["unread"]
    assert document.truncated is None


def test_attachments_and_packed_files_are_left_alone_by_their_names_too() -> None:
    document = read(mail("See there", {"id_rsa": b"the secret", "a.txt": b"Hello"}, subject="my.key"), "a.eml")
    assert texts(document) == {"a.txt": "Hello"}
    assert reason(gzip.compress(b"the secret"), "id_rsa.gz") == "unsupported"


def test_all_streams_of_a_packed_file_are_read() -> None:
    parts = [b"one\n", b"two\n", b"", b"three\n"]
    xz = bytes(8).join(lzma.compress(part) for part in parts) + bytes(4)
    assert texts(read(xz, "a.txt.xz")) == {"a.txt": "one\ntwo\nthree"}
    tar = tarred({"a.txt": b"Hello", "b.txt": b"World"})
    halves = lzma.compress(tar[:700]) + lzma.compress(tar[700:])
    assert texts(read(halves, "a.tar.xz")) == {"a.txt": "Hello", "b.txt": "World"}
    assert texts(read(lzma.compress(b"one") + b"nothing of the kind", "a.txt.xz")) == {"a.txt": "one"}
    many = lzma.compress(b"one") + lzma.compress(b"") * 200_000
    assert texts(read(many, "a.txt.xz")) == {"a.txt": "one"}


@pytest.mark.parametrize("packer", sorted(PACKERS))
def test_a_packed_text_that_ends_too_early_gives_its_beginning(packer: str) -> None:
    text = "".join(f"{WORDS} {number}\n" for number in range(60_000 if packer == "bz2" else 2_000)).encode()
    packed = PACKERS[packer](text)
    document = read(packed[: len(packed) * 3 // 4], f"notes.txt.{packer}")
    assert texts(document)["notes.txt"].startswith(f"{WORDS} 0\n{WORDS} 1\n")
    assert document.truncated == "The file is damaged: only its beginning was read."
    assert reason(packed[:20], f"notes.txt.{packer}") == "damaged"
    office = PACKERS[packer](word(HELLO * 9) + random.Random(1).randbytes(10**6 * (packer == "bz2")))
    assert reason(office[: len(office) * 3 // 4], f"a.docx.{packer}") == "damaged"
