"""Promises about mails, mailboxes, Outlook messages and saved pages."""

import random
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.extraction.charsets import decoded_words
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.outlook_rtf import unpacked_rtf
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.nested_samples import ENVELOPE, WORDS, mail, mailbox, outlook_message, zipped
from tests.text_samples import web_archive

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(99)
HEAD = b"From: ann@example.org\nSubject: The subject\nDate: Tue, 1 Oct 2024 12:00:00 +0200\n"


def read(data: bytes, name: str = "a.eml") -> Document:
    return extract(Source.from_bytes(data, name))[0]


def text_of(document: Document) -> str:
    return "\n".join(block.text for part in (document, *document.members) for block in part.blocks)


def test_who_wrote_what_to_whom_and_when() -> None:
    document = read(mail(f"{WORDS}\n\nSecond paragraph"))
    assert document.title == "Lunch on Friday"
    assert document.properties == {
        "author": "Ann Müller <ann@example.org>",
        "to": "bob@example.org",
        "date": "2024-10-01T12:34:56+02:00",
    }
    first, *others = (block.text for block in document.blocks)
    assert "Ann Müller" in first
    assert "bob@example.org" in first
    assert others == [WORDS, "Second paragraph"]


def test_attachments_are_members() -> None:
    document = read(mail(WORDS, {"notes.txt": b"Buy milk", "picture.png": PICTURE}))
    assert [part.member for part in document.members] == ["notes.txt"]
    assert document.blocks[-1].text == "Attachments: notes.txt, picture.png"


@pytest.mark.parametrize("name", ["letter", "letter.txt", "letter.bin"])
def test_a_mail_is_one_whatever_its_suffix(name: str) -> None:
    assert read(mail(), name).title == "Lunch on Friday"


@pytest.mark.parametrize("text", ["To: do\nFrom: here\n\nthe list", "From ann on Monday:\n\nHello", "Date: today\n"])
def test_a_text_is_no_mail(text: str) -> None:
    assert extract(Source.from_bytes(text.encode(), "a.txt"))[1] == "plain_text"


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content("<h1>Hello</h1><p>there&nbsp;you", subtype="html")
    assert [(block.kind, block.text) for block in read(message.as_bytes()).blocks[1:]] == [
        ("heading", "Hello"),
        ("paragraph", "there you"),
    ]


def test_what_only_the_page_says_is_kept_and_what_both_say_once() -> None:
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content(WORDS)
    message.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    assert text_of(read(message.as_bytes())).count(WORDS) == 1
    message = EmailMessage()
    message.set_content("Your program cannot show this message.")
    message.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    assert WORDS in text_of(read(message.as_bytes()))


def test_few_words_that_only_the_page_says_are_kept() -> None:
    long = [f"Paragraph {number} tells of {WORDS} and word{number}." for number in range(20)]
    message = EmailMessage()
    message.set_content("\n\n".join(long))
    page = "".join(f"<p>{paragraph}</p>" for paragraph in long)
    message.add_alternative(f"{page}<p>Room Zanzibar at noon</p>", subtype="html")
    document = read(b"Subject: S\n" + message.as_bytes())
    assert [block.text for block in document.blocks[1:]] == [*long, "Room Zanzibar at noon"]


@pytest.mark.parametrize(
    ("encoding", "charset", "text"),
    [
        ("iso-8859-1", "iso-8859-1", "Grüße aus Köln"),
        ("cp1252", "iso-8859-1", "Grüße – „aus“ Köln"),
        ("utf-8", "us-ascii", "Grüße aus Köln"),
        ("utf-8", "no-such-charset", "Grüße aus Köln"),
        ("cp932", "shift_jis", "髙橋さんの今後"),
        ("iso2022_jp", "iso-2022-jp", "すみません"),
        ("gb18030", "gb2312", "中文测试"),
    ],
)
def test_texts_are_read_in_the_encoding_they_are_in(encoding: str, charset: str, text: str) -> None:
    head = HEAD + f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    assert text in text_of(read(head + text.encode(encoding)))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?b?S/Zsbg==?=", "Grüße aus Köln"),
        ("=?iso-2022-jp?B?GyRCJDkkXyReJDskcxsoQg==?=", "すみません"),
        ("=?ISO-8859-1?B?SWYgeW8=?=\n =?ISO-8859-2?B?dSBjYW4=?=", "If you can"),
        ("=?no-such?q?a=FC?=", "aü"),
        ("=?utf-8?b?%%%?=", "=?utf-8?b?%%%?="),
        ("plain\n folded", "plain folded"),
    ],
)
def test_headers_are_decoded(written: str, shown: str) -> None:
    assert decoded_words(written) == shown


def test_a_message_in_a_message_is_a_member_with_its_attachments() -> None:
    inner = mail("Inner words", {"a.zip": zipped({"b.txt": b"Deep words"})}, subject="The inner one")
    outer = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nOuter words\n--x\n"
    document = read(outer + b"Content-Type: message/rfc822\n\n" + inner + b"\n--x--\n")
    assert [(part.member, part.title) for part in document.members] == [
        ("The inner one", "The inner one"),
        ("The inner one › a.zip", None),
        ("The inner one › a.zip › b.txt", None),
    ]


def nested_parts(depth: int) -> bytes:
    opened = (f"--x{i}\nContent-Type: multipart/mixed; boundary=x{i + 1}\n\n" for i in range(depth))
    whole = HEAD + b"Content-Type: multipart/mixed; boundary=x0\n\n" + "".join(opened).encode()
    return whole + f"--x{depth}\nContent-Type: text/plain\n\n{WORDS}\n".encode()


def nested_messages(depth: int) -> bytes:
    heads = b"".join(b"From: a@b\nSubject: number %d\nContent-Type: message/rfc822\n\n" % i for i in range(depth))
    return heads + b"From: a@b\nSubject: innermost\n\n" + WORDS.encode()


@pytest.mark.parametrize(
    "data",
    [
        nested_parts(3000),
        nested_messages(5000),
        HEAD + b"".join(b"X-%d: v\n" % i for i in range(200_000)) + b"\n" + WORDS.encode(),
        HEAD + b"X-Long: " + b"a" * 5_000_000 + b"\n\n" + WORDS.encode(),
        b"To: " + b"(" * 100_000 + b"\n" + HEAD + b"\n" + WORDS.encode(),
        b"To: " + b'"' * 99_999 + b"\n" + HEAD + b"\n" + WORDS.encode(),
        HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" + WORDS.encode() + b"\n--x\n" * 300_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + WORDS.encode(),
        HEAD + b'Content-Type: multipart/mixed; boundary="\n\n' + WORDS.encode(),
        HEAD + b"Content-Transfer-Encoding: base64\n\n%%%" + __import__("base64").b64encode(WORDS.encode())[:-1],
    ],
    ids=["parts", "messages", "headers", "header", "address", "quotes", "edges", "no-edges", "broken", "base64"],
)
def test_a_hostile_mail_keeps_its_subject_and_its_first_text(data: bytes) -> None:
    document = read(data)
    assert document.title in ("The subject", "number 0")
    assert WORDS[:40] in text_of(document)


def test_messages_too_deep_and_parts_too_many_are_told() -> None:
    assert read(nested_messages(30)).truncated is not None
    assert read(nested_messages(10)).truncated is None
    parts = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nHello\n" * 1_500
    assert read(parts).truncated == "Only the first 1,000 parts of a message were read."


def test_a_message_of_apple_mail_is_read() -> None:
    message = mail()
    document = read(str(len(message)).encode() + b"\n" + message + b'<?xml version="1.0"?><plist/>', "1.emlx")
    assert document.title == "Lunch on Friday"
    assert "plist" not in text_of(document)


@pytest.mark.parametrize("name", ["inbox.mbox", "Inbox", "inbox.txt"])
def test_each_message_of_a_mailbox_is_a_member(name: str) -> None:
    second = mail("From here it goes on.\n\nBye", {"a.txt": b"Attached"}, subject="Re: Lunch/Dinner")
    document = read(mailbox(mail(), second), name)
    assert [part.member for part in document.members] == [
        "1 Lunch on Friday",
        "2 Re: Lunch-Dinner",
        "2 Re: Lunch-Dinner › a.txt",
    ]
    assert document.members[1].title == "Re: Lunch/Dinner"
    assert document.members[1].properties["date"].startswith("2024-10-01")


def test_a_mailbox_of_nothing_but_envelopes_ends() -> None:
    assert read(b"From \n" * 50_000, "a.mbox").blocks


def test_an_outlook_message_is_read_with_its_attachments() -> None:
    document = read(outlook_message("Grüße", WORDS, {"notes.txt": b"Buy milk"}), "a.msg")
    assert document.title == "Grüße"
    assert [block.text for block in document.blocks] == ["Subject: Grüße", WORDS, "Attachments: notes.txt"]
    assert [part.member for part in document.members] == ["notes.txt"]


def test_packed_rich_text_is_unpacked() -> None:
    # The example of the standard ([MS-OXRTFCP] 3.1.1), whose second half is references.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    with pytest.raises(Unreadable):
        unpacked_rtf(b"nothing of the kind")


def test_a_saved_page_is_its_text() -> None:
    document = read(web_archive("<title>Köln</title><h1>Dom</h1><p>Grüße", "cp1252"), "a.mhtml")
    assert document.title == "Köln"
    assert document.properties == {"url": "https://example.org/page"}
    assert [block.text for block in document.blocks] == ["Dom", "Grüße"]
    assert read(web_archive("<p>Hello"), "a").members == ()


@given(st.binary(max_size=400), st.sampled_from(["a.eml", "a.mbox", "a.mhtml", "a.emlx"]))
def test_anything_after_headers_is_read_or_unreadable(data: bytes, name: str) -> None:
    for head in (HEAD, ENVELOPE + HEAD, HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"):
        try:
            read(head + data, name)
        except Unreadable as error:
            assert error.sentence.endswith(".")


@pytest.mark.parametrize("name", ["a.eml", "a.mbox", "a.msg", "a.mhtml"])
def test_a_damaged_message_is_unreadable_and_nothing_worse(name: str) -> None:
    whole = mail(WORDS, {"a.zip": zipped({"b.txt": b"Hello"}), "c.eml": mail()})
    samples = {"a.eml": whole, "a.mbox": mailbox(whole, whole), "a.mhtml": web_archive("<p>Hello")}
    sample = samples.get(name) or outlook_message("S", WORDS, {"a.txt": b"Hello"})
    dice = random.Random(name)
    for _ in range(200):
        data = bytearray(sample)
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read(bytes(data), name)
        except Unreadable as error:
            assert error.sentence.endswith(".")
