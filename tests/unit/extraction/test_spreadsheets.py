"""Promises about spreadsheets: what is read of them, where it stands, and how little of a trap is believed."""

import io
from datetime import date

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.number_formats import shown
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.office_samples import excel, ole, opendocument, workbook_97, workbook_packed

CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'


def read(data: bytes, name: str = "a") -> Document:
    return extract(Source.from_bytes(data, name))[0]


def placed(document: Document) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.location.sheet, block.text) for block in document.blocks]


def rows(*texts: str) -> str:
    return f"<sheetData>{''.join(f'<row>{CELL.format(text)}</row>' for text in texts)}</sheetData>"


def reason(data: bytes, name: str = "a") -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    return caught.value.code


def test_a_workbook_is_read_as_its_cells_are_shown() -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book, file = Workbook(), io.BytesIO()
    book.properties.title, book.properties.creator = "The costs", "Ann"
    sheet = book.active
    sheet.title = "Travel costs"
    sheet.append(["Day", "Share", "Price", "Paid"])
    sheet.append([date(2024, 3, 5), 0.125, 1234.5, True])
    sheet["A2"].number_format, sheet["B2"].number_format, sheet["C2"].number_format = (
        "d/m/yyyy",
        "0.0%",
        '#,##0.00 "EUR"',
    )
    sheet["A1"].comment = Comment("When it was", "Ann")
    sheet.oddFooter.center.text = "Page footer"
    book.create_sheet("Sheet2").append(["more"])
    book.save(file)
    document = read(file.getvalue())
    assert (document.title, document.properties["author"]) == ("The costs", "Ann")
    assert placed(document) == [
        ("heading", "Travel costs", "Travel costs"),
        ("table", "Travel costs", "Day\tShare\tPrice\tPaid\n2024-03-05\t12.5%\t1,234.50 EUR\tTRUE"),
        ("paragraph", "Travel costs", "When it was"),
        ("paragraph", "Travel costs", "Page footer"),
        ("table", "Sheet2", "more"),
    ]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (45356.75, "yyyy\\-mm\\-dd hh:mm", "2024-03-05 18:00"),
        (0.5, "h:mm AM/PM", "12:00"),
        (1.5, "[h]:mm:ss", "36:00"),
        (59, 14, "1900-02-28"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "", "0.3"),
        (-2.5, '#,##0.00 "€";[Red]-#,##0.00 "€"', "-2.50 €"),
        (5, "[$£-809]#,##0", "£5"),
        (1e12, "0.00E+00", "1000000000000"),
        (1e300, "yyyy", "1e+300"),
    ],
)
def test_numbers_are_shown_by_their_format(value: float, code: str | int, text: str) -> None:
    assert shown(value, code) == text


def test_how_a_word_is_pronounced_is_not_part_of_it() -> None:
    content = '<sheetData><row><c t="inlineStr"><is><t>東京</t></is></c></row></sheetData>'
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>"
    )
    shared = excel(
        {"S1": content.replace(CELL.format("東京"), '<c t="s"><v>0</v></c>')}, {"xl/sharedStrings.xml": strings}
    )
    assert placed(read(shared)) == [("table", "S1", "東京")]


def test_two_cells_at_the_ends_of_a_sheet_cost_nothing() -> None:
    first, last = CELL.format("first"), CELL.format("last").replace("<c ", '<c r="XFD1048576" ')
    sheet = (
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{first}</row><row r="1048576">{last}</row></sheetData>'
    )
    assert placed(read(excel({"S1": sheet}))) == [("table", "S1", "first\nlast")]


def test_a_binary_workbook_with_cells_at_its_ends_is_refused_before_it_is_unfolded() -> None:
    assert reason(workbook_97({(0, 0): "first", (65535, 255): "last"})) == "too_large"
    assert reason(workbook_packed({(0, 0): "first", (1_048_575, 16_383): "last"})) == "too_large"


def test_a_packed_binary_workbook_is_read() -> None:
    document = read(workbook_packed({(0, 0): "one", (1, 2): "two"}))
    assert placed(document) == [("heading", "Costs", "Costs"), ("table", "Costs", "one\ntwo")]


def test_a_sheet_of_half_a_million_rows_is_read_in_part_and_soon() -> None:
    data = excel({"S1": f"<sheetData>{'<row><c><v>1</v></c></row>' * 600_000}</sheetData>"}, {"filler": ""})
    import zipfile

    # Real rows differ; these are stored as they are, so that their sameness is not taken for a bomb's.
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    document = read(file.getvalue())
    assert document.truncated == "Only the first 200,000 cells were read."
    assert sum(block.text.count("1") for block in document.blocks) == 200_000


def test_repeated_rows_and_cells_are_read_once() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    data = opendocument("spreadsheet", f'<table:table table:name="Plan">{row}</table:table>')
    assert placed(read(data)) == [("heading", "Plan", "Plan"), ("table", "Plan", "x")]


def test_an_old_workbook_is_read_with_its_headers() -> None:
    data = workbook_97({(0, 0): "one", (0, 1): "two", (3, 0): "three"}, header="&CThe &P header")
    assert placed(read(data)) == [
        ("heading", "Costs", "Costs"),
        ("table", "Costs", "one\ttwo\nthree"),
        ("paragraph", "Costs", "The   header"),
    ]


def test_a_protected_workbook_is_reported_as_encrypted() -> None:
    assert reason(workbook_97({(0, 0): "x"}, protected=True)) == "encrypted"
    assert reason(ole({"EncryptedPackage": b"x"}), "a.xlsx") == "encrypted"


def test_a_workbook_without_cells_is_empty() -> None:
    assert reason(excel({"S1": "<sheetData/>"})) == "empty_text"


def test_a_damaged_sheet_keeps_what_comes_before_and_the_other_sheets() -> None:
    document = read(excel({"S1": rows("before") + "<broken", "S2": rows("after")}))
    assert [text for _, _, text in placed(document)] == ["before", "after"]
    assert document.truncated is not None
    assert "damaged" in document.truncated
