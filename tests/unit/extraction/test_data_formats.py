"""Promises about data, calendars, subtitles, notebooks, markup of other kinds, pictures, and the edges of web pages."""

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.text_samples import notebook, picture

WORDS = "The quick brown fox"


def read(data: str | bytes, name: str) -> Document:
    return extract(Source.from_bytes(data.encode() if isinstance(data, str) else data, name))[0]


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_tables_are_divided_as_they_were_written(delimiter: str, encoding: str) -> None:
    number = "1,5" if delimiter == ";" else "1.5"
    rows = [["Name", "Ort", "Wert"], ["Grüße", "Köln", number], *[["Käthe", "Düren", "für früher"]] * 20]
    document = read("\n".join(delimiter.join(row) for row in rows).encode(encoding), "a.csv")
    assert shown(document) == [("table", 0, "\n".join("\t".join(row) for row in rows))]


def test_cells_may_go_on_over_lines_and_rows_know_their_line() -> None:
    document = read('a,"b ""c""\nd",e\n' + "x,y\n" * 60, "a.csv")
    assert document.blocks[0].text.startswith('a\tb "c" d\te\nx\ty')
    assert [block.location.line for block in document.blocks] == [1, 42]


def test_an_unclosed_quotation_mark_costs_nothing() -> None:
    assert "last\trow" in text_of(read('a,"b\n' + "x,y\n" * 3000 + "last,row\n", "a.csv"))


def test_json_is_its_values_under_their_keys() -> None:
    document = read('{"name": "Ann",\n "tags": ["a", "b"],\n "at": {"city": "K\\u00f6ln", "n": 5}}', "a.json")
    assert shown(document) == [("paragraph", 0, "name: Ann\ntags: a, b\nat:\ncity: Köln\nn: 5")]


def test_lines_of_json_know_where_they_stand() -> None:
    document = read("\n".join(f'{{"text": "{"word " * 300}{number}"}}' for number in range(3)), "a.jsonl")
    assert [block.location.line for block in document.blocks] == [1, 2, 3]


@pytest.mark.parametrize(
    "data", ['{"a": "the words', '{a: "the words"}', '["\\ud800 the words"]', '{"a":' * 9 + '"the words"']
)
def test_broken_json_gives_its_words(data: str) -> None:
    assert "the words" in text_of(read(data, "a.json"))


def test_endless_words_are_left_out() -> None:
    assert text_of(read('{"a": "' + "QUJD" * 999 + '", "b": "words"}', "a.json")) == "a:\nb: words"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("[server]\nport = 80 # of it\n", "a.toml"),
        ("[server]\nport = 80 # of it\n", "a.ini"),
        ("server:\nport = 80 # of it\n", "a.yml"),
    ],
)
def test_sections_of_settings_are_headings(data: str, name: str) -> None:
    assert shown(read(data, name)) == [("heading", 2, "server"), ("paragraph", 0, "port = 80 # of it")]


def test_xml_is_its_texts_with_short_ones_under_their_tags() -> None:
    data = (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- A comment -->\n<book title="Tit" id="x9">\n'
        "  <author>Käthe</author>\n  <p>some <b>bold</b> text &amp; more</p>\n<q><![CDATA[<raw>]]></q>\n</book>"
    )
    document = read(data.encode("latin-1"), "a.xml")
    assert text_of(document) == "A comment\nTit\nauthor: Käthe\nsome bold text & more\nq: <raw>"
    assert document.blocks[0].location.line == 2


@pytest.mark.parametrize("name", ["a.xml", "a.svg", "a"])
def test_nothing_is_expanded_or_fetched(name: str) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = text_of(
        read(f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "lol">{bomb}]><svg><text>&a9; it</text></svg>', name)
    )
    assert len(text) < 100
    outside = (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x; it</text></svg>'
    )
    assert "root" not in text_of(read(outside, name))


def test_a_drawing_is_its_words() -> None:
    data = (
        "<svg><title>Plan</title><style>a{}</style><text>North <tspan>gate</tspan></text>"
        "<path d='M0'/><desc>Of it</desc></svg>"
    )
    document = read(data, "a.svg")
    assert document.title == "Plan"
    assert text_of(document) == "Plan\nNorth gate\nOf it"


def test_subtitles_are_what_is_said() -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Hello</i>\r\nthere.\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\nBye.\r\n"
    )
    vtt = (
        "WEBVTT\n\nNOTE nobody\n\n00:01.000 --> 00:02.000 align:start\nHello\nthere.\n\n00:03.000 --> 00:04.000\nBye.\n"
    )
    assert text_of(read(srt, "a.srt")) == text_of(read(vtt, "a.vtt")) == "Hello there. Bye."
    assert read(srt, "a.srt").blocks[0].location.line == 3


def test_a_calendar_is_its_entries() -> None:
    data = (
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Home\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20240131T093000\n"
        "SUMMARY:Lunch\\, late\nLOCATION:Caf\n é\nDESCRIPTION:One\\nTwo\nATTENDEE;CN=Bob:mailto:bob@x.org\n"
        "BEGIN:VALARM\n"
        "DESCRIPTION:Alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    document = read(data, "a.ics")
    assert document.title == "Home"
    assert shown(document) == [
        ("heading", 1, "Lunch, late"),
        ("paragraph", 0, "From: 2024-01-31 09:30\nPlace: Café\nOne\nTwo\nWith: Bob <bob@x.org>"),
    ]


def test_an_address_book_is_its_cards() -> None:
    data = (
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller;Ann\nORG:Works;Sales\n"
        "TEL;HOME:+49 1\nPHOTO;ENCODING=BASE64:QUJD\n QUJD\nitem1.NOTE:Likes tea\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Bob\nEND:VCARD\n"
    )
    assert shown(read(data, "a.vcf")) == [
        ("heading", 1, "Müller, Ann"),
        ("paragraph", 0, "Organisation: Works, Sales\nTelephone: +49 1\nLikes tea"),
        ("heading", 1, "Bob"),
    ]


def test_a_notebook_is_its_cells_without_pictures() -> None:
    data = notebook(
        {"cell_type": "markdown", "source": "# Title\n\nSome *prose*"},
        {
            "cell_type": "code",
            "source": ["x = 1\n", "x"],
            "outputs": [
                {"output_type": "execute_result", "data": {"text/plain": ["1"], "image/png": "QUJD" * 99}},
                {"output_type": "error", "ename": "ValueError", "evalue": "no"},
                {"output_type": "stream", "text": "y" * 9000},
            ],
        },
    )
    document = read(data, "a.ipynb")
    assert document.title == "Title"
    assert shown(document)[:5] == [
        ("heading", 1, "Title"),
        ("paragraph", 0, "Some prose"),
        ("code", 0, "x = 1\nx"),
        ("code", 0, "1"),
        ("code", 0, "ValueError: no"),
    ]
    assert len(document.blocks[5].text) == 2000
    assert "QUJD" not in text_of(document)


def test_org_structure_is_kept_without_its_marks() -> None:
    data = (
        "#+TITLE: Notes\n#+AUTHOR: Ann\n# hidden\n* TODO One :tag:\n:PROPERTIES:\n:ID: 7\n:END:\n"
        "Some *bold* and [[https://a.org][a link]].\n\n| a | b |\n|---+---|\n| c | d |\n"
        "#+begin_src python\nx = *y*\n#+end_src\n"
    )
    document = read(data, "a.org")
    assert (document.title, document.properties) == ("Notes", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "Some bold and a link (https://a.org)."),
        ("table", 0, "a\tb\nc\td"),
        ("code", 0, "x = *y*"),
    ]
    assert [block.location.line for block in document.blocks] == [4, 8, 10, 14]


def test_latex_is_what_is_printed() -> None:
    data = (
        "\\documentclass{article}\n\\usepackage{x}\n\\title{My \\emph{title}}\n\\author{Ann}\n"
        "\\begin{document}\n\\maketitle\n"
        '\\section{Gr\\"u\\ss e \\label{s}} % hidden\n'
        "At 5\\% of \\textbf{caf\\'e}~\\cite[p.~3]{knuth}: ``so'' $x_i = \\alpha$.\n% gone\n"
        "\\begin{verbatim}\n% kept \\x\n\\end{verbatim}\n\\begin{itemize}\\item one\\end{itemize}\n\\end{document}\n"
    )
    document = read(data, "a.tex")
    assert (document.title, document.properties) == ("My title", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 2, "Grüße"),
        ("paragraph", 0, "At 5% of café [knuth]: “so” x_i = \\alpha."),
        ("code", 0, "% kept \\x"),
        ("paragraph", 0, "- one"),
    ]
    assert document.blocks[0].location.line == 7


def test_asciidoc_structure_is_kept_without_its_marks() -> None:
    data = (
        "= Manual\n:author: Ann\n\n// hidden\n[#part]\n== One\n\n"
        "Some *bold* and https://a.org[a link], <<part,above>>.\n\n"
        ".Listing\n[source,python]\n----\nx = *y*\n----\n\n|===\n|a |b\n|c |d\n|===\n"
    )
    document = read(data, "a.adoc")
    assert (document.title, document.properties) == ("Manual", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 1, "Manual"),
        ("heading", 2, "One"),
        ("paragraph", 0, "Some bold and a link (https://a.org), above."),
        ("paragraph", 0, "Listing"),
        ("code", 0, "x = *y*"),
        ("table", 0, "a\tb\nc\td"),
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_what_is_written_into_a_picture_is_read(kind: str) -> None:
    assert text_of(read(picture("The harbour at dawn", kind), "a")) == "The harbour at dawn"


def test_a_picture_knows_its_camera_and_its_date() -> None:
    data = picture("Harbour", "JPEG", _271="Canon", _272="EOS 5", _306="2024:01:31 09:30:00", _315="Ann")
    assert read(data, "a.jpg").properties == {"author": "Ann", "date": "2024-01-31T09:30:00", "camera": "Canon EOS 5"}


@pytest.mark.parametrize("description", ["", "SONY DSC", "Created with GIMP"])
def test_a_picture_without_words_says_so(description: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(picture(description), "a.png")
    assert caught.value.code == "empty_text"


def test_a_picture_of_too_many_points_is_refused() -> None:
    data = bytearray(picture("x"))
    at = data.index(b"IHDR") + 4
    data[at : at + 8] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(Unreadable):
        read(bytes(data), "a.png")


def test_what_stands_around_a_page_comes_after_it() -> None:
    data = (
        "<header><h1>Title</h1></header><nav><h2>Menu</h2><ul><li>Home</ul></nav><main><article><header>By Ann</header>"
        "<p>Content</p></article></main><div role=navigation>Next</div><p>More</p>"
        "<aside>Advert</aside><footer>2024</footer>"
    )
    document = read(data, "a.html")
    assert [block.text for block in document.blocks] == [
        "Title", "By Ann", "Content", "More", "Menu", "- Home", "Next", "Advert", "2024",
    ]  # fmt: skip
    assert document.title == "Title"


def test_a_page_of_nothing_but_a_menu_is_its_menu() -> None:
    assert text_of(read("<html><nav>Home</nav></html>", "a.html")) == "Home"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("<div>" * 200_000 + WORDS, "a.html"),
        ("<div/>" * 200_000 + WORDS, "a.html"),
        ("<p>" + "<b><font>" * 100_000 + WORDS, "a.html"),
        ("<ul><li>" * 50_000 + WORDS, "a.html"),
        ("<a>" * 300_000 + WORDS, "a.xml"),
        ("<?xml?>" + '<a b="x" ' * 200_000 + f">{WORDS}", "a.xml"),
        ("<svg><text>" * 200_000 + WORDS, "a.svg"),
        ('{"a":' * 300_000 + f'"{WORDS}"', "a.json"),
        ('"a\n' * 300_000 + WORDS, "a.csv"),
        ("*a " * 200_000 + WORDS, "a.org"),
        ("link:" * 50_000 + WORDS, "a.adoc"),
        ("$" * 100_001 + WORDS, "a.tex"),
        ("{" * 300_000 + WORDS, "a.tex"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 200_000 + f"SUMMARY:{WORDS}", "a.ics"),
    ],
)
def test_deep_and_endless_files_end_soon_with_their_words(data: str, name: str) -> None:
    assert WORDS in text_of(read(data, name))
