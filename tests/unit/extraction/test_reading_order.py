"""Promises about the order of lines that were found on a picture."""

from desktop_search.extraction.reading_order import Line, text_of


def line(text: str, left: float, top: float, width: float = 400, height: float = 20) -> Line:
    return Line(text, left, top, left + width, top + height)


def test_columns_are_read_one_after_the_other_below_their_title() -> None:
    left = [line(f"left {number}", 0, 100 + 25 * number) for number in range(4)]
    right = [line(f"right {number}", 450, 103 + 25 * number) for number in range(4)]
    page = [line("The title", 100, 0, 650, 40), *right, *left]
    assert text_of(page).split("\n\n") == [
        "The title",
        "left 0\nleft 1\nleft 2\nleft 3",
        "right 0\nright 1\nright 2\nright 3",
    ]


def test_a_table_is_read_row_by_row() -> None:
    cells = [line(f"{name}{row}", 150 * column, 30 * row, 60) for column, name in enumerate("abc") for row in range(4)]
    assert text_of(cells) == "a0 b0 c0\na1 b1 c1\na2 b2 c2\na3 b3 c3"


def test_space_between_lines_ends_a_paragraph() -> None:
    page = [line("first", 0, 0), line("second", 0, 24), line("third", 0, 80)]
    assert text_of(page) == "first\nsecond\n\nthird"


def test_words_of_one_row_stand_side_by_side_however_they_came() -> None:
    assert text_of([line("right", 100, 2, 50), line("left", 0, 0, 50)]) == "left right"


def test_nothing_found_is_no_text() -> None:
    assert text_of([]) == ""
