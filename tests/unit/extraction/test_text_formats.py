"""Promises about texts: encodings, Markdown, reStructuredText, web pages and programs."""

import codecs
from itertools import pairwise

import pytest

from desktop_search.extraction.format import Source
from desktop_search.extraction.registry import extract
from desktop_search.records import Block, Document

GERMAN = "Grüße aus Köln, naïve Café, größer als Übermut und Äpfel.\n" * 20
FRENCH = "Déjà vu : le garçon a mangé là où il était, naïve Noëlle.\n" * 20
POLISH = "Zażółć gęślą jaźń, proszę państwa. Łódź jest duża.\n" * 20
JAPANESE = "これは日本語の文章です。検索できるはずです。\n" * 40
RUSSIAN = "Это русский текст, который надо найти.\n" * 20
CHINESE = "这是一个中文文件，应该可以被检索到。\n" * 40


def read(text: str | bytes, name: str, **options: int) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return extract(Source.from_bytes(data, name, **options))[0]


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def lines_of(blocks: tuple[Block, ...]) -> list[int | None]:
    return [block.location.line for block in blocks]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp1252"),
        (FRENCH, "latin-1"),
        (POLISH, "cp1250"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "utf-16-le"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-16-be"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        (CHINESE, "utf-16-le"),
    ],
)
def test_any_encoding_is_read(text: str, encoding: str) -> None:
    assert text.strip().splitlines()[0] in text_of(read(text.encode(encoding), "a.txt"))


def test_a_single_bad_byte_does_not_spoil_the_rest() -> None:
    assert "Grüße aus Köln" in text_of(read(GERMAN.encode() + b"\xff\xfe" + GERMAN.encode(), "a.txt"))


def test_a_character_cut_by_the_end_of_the_head_is_no_damage() -> None:
    data = b"a" * 8191 + "é".encode() + b" the end"
    assert "é the end" in text_of(read(data, "a.txt"))


def test_nuls_are_removed_and_old_line_ends_understood() -> None:
    document = read(b"alpha\0beta words\r\rsecond paragraph here\r", "a.txt")
    assert [block.text for block in document.blocks] == ["alphabeta words", "second paragraph here"]
    assert lines_of(document.blocks) == [1, 3]


def test_paragraphs_know_their_lines() -> None:
    document = read("\n\nfirst\ngoes on\n \n\nsecond\n\n\nthird", "a.txt")
    assert [block.text for block in document.blocks] == ["first\ngoes on", "second", "third"]
    assert lines_of(document.blocks) == [3, 7, 10]


def test_plain_text_has_no_title() -> None:
    assert read("Dear John,\n\nhello.", "Letter.txt").title is None


def test_markdown_structure_and_lines_are_kept() -> None:
    document = read(
        "---\ntitle: My notes\nauthor: Ann\ntags: birds\n---\n# One #\n\nText with\ntwo lines.\n\nTwo\n---\n\n"
        "```python\nx = **y**\n```\n\n- item one\n- item two\n\n| a | b |\n|---|---|\n| c | d |\n",
        "a.md",
    )
    assert (document.title, document.properties) == ("My notes", {"author": "Ann"})
    assert shown(document) == [
        ("paragraph", 0, "tags: birds"),
        ("heading", 1, "One"),
        ("paragraph", 0, "Text with\ntwo lines."),
        ("heading", 2, "Two"),
        ("code", 0, "x = **y**"),
        ("paragraph", 0, "- item one\n- item two"),
        ("table", 0, " a \t b \n\n c \t d"),
    ]
    assert lines_of(document.blocks) == [2, 6, 8, 11, 15, 18, 21]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("some **bold**, *italic*, __strong__ and ***both***", "some bold, italic, strong and both"),
        ("a snake_case_name and 2 * 3 * 4", "a snake_case_name and 2 * 3 * 4"),
        ("run `a **b** c` now", "run a **b** c now"),
        ("see [the guide](https://a.org/b)", "see the guide (https://a.org/b)"),
        ("see <https://a.org>", "see https://a.org"),
        ("![a picture](p.png) [ref][1]", "a picture (p.png) ref"),
        (r"\*not emphasis\* &amp; so on", "*not emphasis* & so on"),
        ("x < y and List<String>", "x < y and List<String>"),
        ("a<br>b <b>c</b>", "ab c"),
        ("what is ~~gone~~ here <!-- and this --> was", "what is gone here  was"),
        ("_one_ sign of each: [a][1]", "one sign of each: a"),
        (r"a \[bracket\] and \<b>", "a [bracket] and <b>"),
        ("&lt;b&gt; &#42;is&#42; text", "<b> *is* text"),
    ],
)
def test_markdown_between_words_is_reduced_to_what_is_seen(written: str, expected: str) -> None:
    assert text_of(read(written, "a.md")) == expected


def test_a_change_log_is_not_called_after_its_newest_entry() -> None:
    assert read("# 2.0\n\nnew\n\n# 1.0\n\nold", "a.md").title is None
    assert read("# Guide\n\ntext\n\n## Part\n\nmore", "a.md").title == "Guide"


@pytest.mark.parametrize("text", ["[" * 20000 + "a" + "](" * 20000, "> " * 20000 + "a", "*" * 50000, "`" * 50001 + "a"])
def test_markdown_marks_without_end_do_not_hang(text: str) -> None:
    assert "the end" in text_of(read(f"{text}\n\nthe end", "a.md"))


def test_restructured_text_structure_and_lines_are_kept() -> None:
    document = read(
        "=====\nGuide\n=====\n:Author: Ann\n\nIntro with ``code`` and `a link <https://a.org>`_::\n\n"
        "    x = 1\n\n    y\n\n"
        "Part\n----\n\n.. note:: Mind **this**\n\n.. code-block:: python\n\n   z = 2\n\nEnd.\n",
        "a.rst",
    )
    assert (document.title, document.properties) == ("Guide", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 1, "Guide"),
        ("paragraph", 0, ":Author: Ann"),
        ("paragraph", 0, "Intro with code and a link (https://a.org):"),
        ("code", 0, "    x = 1\n\n    y"),
        ("heading", 2, "Part"),
        ("paragraph", 0, "Mind this"),
        ("code", 0, "   z = 2"),
        ("paragraph", 0, "End."),
    ]
    assert lines_of(document.blocks) == [2, 4, 6, 8, 12, 15, 19, 21]


def test_a_web_page_is_read_as_it_is_seen() -> None:
    document = read(
        "<html lang=de><head><title>The  page</title><meta name=author content=Ann><style>p{}</style></head><body>"
        "<h2>Head<em>ing</em></h2><p>One<br>two <b>bold</b>.<script>no()</script><template>no</template>"
        "<ul><li>first<li><p>second</ul><pre>a\n  b</pre>"
        "<table><tr><th>Name<th>Age<tr><td>Ann<td>7</table>after</body></html>",
        "a.html",
    )
    assert (document.title, document.language, document.properties) == ("The page", "de", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 2, "Heading"),
        ("paragraph", 0, "One\ntwo bold."),
        ("paragraph", 0, "- first\n- second"),
        ("code", 0, "a\n  b"),
        ("table", 0, "Name\tAge\nAnn\t7"),
        ("paragraph", 0, "after"),
    ]


def test_a_very_deep_page_keeps_its_text() -> None:
    depth = 10_000
    document = read("<!doctype html>" + "<div>" * depth + "deep text" + "</div>" * depth + "after", "a.html")
    assert "deep text" in text_of(document)
    assert "after" in text_of(document)


@pytest.mark.parametrize("declared", ["iso-8859-1", "shift_jis", "nonsense"])
def test_a_page_that_lies_about_its_encoding_is_read(declared: str) -> None:
    data = f"<html><meta charset={declared}><p>Grüße aus Köln</p>".encode()
    assert "Grüße aus Köln" in text_of(read(data, "a.html"))


def test_what_a_page_says_about_its_encoding_is_believed_if_it_can_be_true() -> None:
    data = "<html><meta charset=windows-1251><p>Привет, мир</p>".encode("cp1251")
    assert "Привет, мир" in text_of(read(data, "a.html"))
    assert "Hello" in text_of(read(codecs.BOM_UTF16_LE + "<html><p>Hello".encode("utf-16-le"), "a.html"))


def test_programs_are_cut_at_their_functions() -> None:
    code = "import os\n\n\ndef one():\n    x = 1\n\n    return x\n\n\n@wrapped\ndef two():\n    return 2\n"
    document = read(code, "a.py")
    assert [block.text.split("\n")[0] for block in document.blocks] == ["import os", "def one():", "@wrapped"]
    assert lines_of(document.blocks) == [1, 4, 10]
    assert all(block.kind == "code" for block in document.blocks)
    assert "".join(text_of(document).split()) == "".join(code.split())


def test_lines_of_programs_rise() -> None:
    code = "\n".join(f"class A{n} {{\n  void f() {{\n  }}\n\n  int g() {{ return {n}; }}\n}}\n" for n in range(20))
    lines = [line or 0 for line in lines_of(read(code, "a.java").blocks)]
    assert all(a < b for a, b in pairwise(lines))
