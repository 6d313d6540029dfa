"""Texts, programs, tables and mail are shown where the passage stands, with the words marked."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.extraction.format import Source
from desktop_search.extraction.previews import colours, locating, preview, text
from desktop_search.records import FilePreview, PreviewRequest, Range, ShownTable, ShownText
from desktop_search.searching import snippets


def made(content: str | bytes, name: str, request: PreviewRequest, *terms: str) -> FilePreview:
    def mark(one: str) -> Iterable[Range]:
        return snippets.marks(one, terms)

    data = content if isinstance(content, bytes) else content.encode()
    return preview.make(Source.from_bytes(data, name), request, mark)


def shown_text(shown: FilePreview) -> ShownText:
    assert shown.text is not None, shown.sentence
    return shown.text


def shown_table(shown: FilePreview) -> ShownTable:
    assert shown.table is not None, shown.sentence
    return shown.table


@pytest.mark.parametrize(
    ("passage", "there", "found"),
    [
        ("paid in March", "It is paid\n  in March.", "paid\n  in March."),
        ("the examples are good", "Here the exam-\nples  are good, too", "the exam-\nples  are good,"),
        ("Füße im Café", "… Fu\u0308\u00dfe im Cafe\u0301 …", "Fu\u0308\u00dfe im Cafe\u0301"),
        (
            "A title\n\nThe body begins here and goes on for long.",
            "x. The body begins here and goes on for long. y",
            None,
        ),
        ("• one\n• two", "* one * two", "one * two"),
    ],
)
def test_a_passage_is_found_again(passage: str, there: str, found: str | None) -> None:
    ((start, end),) = locating.find(passage, there)
    assert there[start:end] == (found or "The body begins here and goes on for long.")


def test_of_equal_passages_the_nearest_is_meant_and_a_foreign_one_is_nowhere() -> None:
    there = "return value\n" * 5
    assert locating.find("return value", there, near=26) == ((26, 38),)
    assert locating.find("something quite different from that", there) == ()
    assert locating.find("", there) == locating.find("…", there) == locating.find("x", "") == ()


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.integers(0, 300))
def test_places_lie_in_the_text(passage: str, there: str, near: int) -> None:
    for start, end in locating.find(passage, there, near):
        assert 0 <= start < end <= len(there)


@settings(deadline=None)
@given(st.text(max_size=400), st.one_of(st.none(), st.integers(1, 50)), st.integers(10, 100))
def test_a_window_is_a_piece_of_the_text(there: str, line: int | None, length: int) -> None:
    start, end = locating.window(there, [there[5:20]], line, length)
    assert 0 <= start <= end <= len(there)
    assert end - start <= length


def test_a_program_is_shown_at_its_line_in_colours() -> None:
    content = "\n".join(["def rent():", '    return "due"  # pay it', ""] * 100)
    request = PreviewRequest("a.py", line=31, passages=('def rent():\n    return "due"  # pay it',))
    shown = made(content, "a.py", request, "due")
    piece = shown_text(shown)
    assert shown.kind == "code"
    start, _ = piece.passages[0]
    assert piece.text[:start].count("\n") == 30
    named = {piece.text[start:end]: kind for start, end, kind in piece.colours}
    assert (named["def"], named["rent"], named["# pay it"]) == ("keyword", "name", "comment")
    assert {piece.text[start:end] for start, end in piece.words} == {"due"}


def test_of_a_long_text_the_piece_around_the_passage_is_shown() -> None:
    content = "".join(f"Line {number} of a long report.\n" for number in range(40_000))
    request = PreviewRequest("a.log", line=30_001, passages=("Line 30000 of a long report.",))
    shown = made(content, "a.log", request, "30000")
    piece = shown_text(shown)
    assert len(piece.text) <= text.LONGEST_TEXT
    assert piece.first_line is not None
    assert piece.text.startswith(f"Line {piece.first_line - 1} ")
    start, end = piece.passages[0]
    assert piece.text[start:end] == "Line 30000 of a long report."
    assert "part" in (shown.sentence or "")


def test_colours_stay_in_order_and_every_lexer_is_there() -> None:
    colours.prepare()
    sample = 'class A { /* why */ String s = "x"; int n = 12; }\n# end\n'
    for suffix in colours._classes():
        end = 0
        for start, stop, _ in colours.colours(sample, f"a.{suffix}"):
            assert end <= start < stop <= len(sample)
            end = stop
    assert colours.colours(sample, "a.unknown") == ()


def test_a_mail_has_its_headers_apart() -> None:
    content = (
        "From: Ana <ana@example.org>\nTo: Bo <bo@example.org>\nSubject: The <b>rent</b>\n"
        "Date: Tue, 3 Mar 2026 10:00:00 +0000\nContent-Type: text/html\n\n<p>It is <i>paid</i>.</p>"
    )
    shown = made(content, "a.eml", PreviewRequest("a.eml", passages=("It is paid.",)), "paid")
    piece = shown_text(shown)
    assert shown.kind == "mail"
    assert dict(piece.headers)["Subject"] == "The <b>rent</b>"
    assert piece.text == "It is paid."
    assert piece.passages


def test_a_table_keeps_its_columns_and_marks_cells() -> None:
    content = "Name;City;Rent\nAna;;900\n" + "".join(f"P{number};Oslo;{number}\n" for number in range(2_000))
    request = PreviewRequest("a.csv", passages=("P1500\tOslo\t1500\nP1501\tOslo\t1501",))
    shown = made(content, "a.csv", request, "P1500")
    table = shown_table(shown)
    (start, end) = table.passages[0]
    assert [row[0] for row in table.rows[start:end]] == ["P1500", "P1501"]
    assert table.first_row + start == 1503
    assert table.words == ((start, 0),)
    assert "part" in (shown.sentence or "")
    assert shown_table(made(content, "a.csv", PreviewRequest("a.csv"), "Ana")).rows[1] == ("Ana", "", "900")


def test_a_sheet_is_shown_by_its_name_with_empty_cells() -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["first"])
    sheet = book.create_sheet("Rent")
    sheet["A1"], sheet["C1"], sheet["C2"] = "Name", "Sum", 900
    buffer = BytesIO()
    book.save(buffer)
    shown = made(buffer.getvalue(), "a.xlsx", PreviewRequest("a.xlsx", sheet="Rent"), "Sum")
    table = shown_table(shown)
    assert (table.sheet, table.rows, table.words) == ("Rent", (("Name", "", "Sum"), ("", "", "900")), ((0, 2),))


def test_a_member_of_a_file_is_shown_as_text() -> None:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "The rent is due.")
        archive.writestr("other.txt", "Nothing.")
    shown = made(buffer.getvalue(), "a.zip", PreviewRequest("a.zip", member="letter.txt"), "rent")
    assert shown_text(shown).text == "The rent is due."
    gone = made(buffer.getvalue(), "a.zip", PreviewRequest("a.zip", member="gone.txt"))
    assert (gone.kind, gone.sentence) == ("none", "This part of the file is no longer there.")
