"""Words for people: names, dates, durations, marks and colours."""

import ast
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import desktop_search.gui
from desktop_search.gui import formatting, marks
from desktop_search.gui.search_box import SearchBox
from desktop_search.gui.search_session import merged, refreshed
from desktop_search.gui.theme import DARK, LIGHT, Theme, Tokens
from tests.gui.stand_in import hit

NOW = datetime(2024, 5, 16, 14, 0)


def nanoseconds(when: datetime) -> int:
    return int(when.timestamp() * 1e9)


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(hours=2), "12:00 PM"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=3), "Monday"),
        (timedelta(days=30), "Apr 16"),
        (timedelta(days=400), "Apr 12, 2023"),
        (timedelta(days=-2), "May 18"),
    ],
)
def test_dates_are_short_and_relative(age: timedelta, said: str) -> None:
    assert formatting.date(nanoseconds(NOW - age), NOW).replace("\u202f", " ") == said


def test_impossible_dates_are_left_out() -> None:
    assert formatting.date(0, NOW) == formatting.full_date(0) == ""
    assert formatting.date(10**30, NOW) == formatting.full_date(10**30) == ""


def test_dates_follow_the_language() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        assert formatting.date(nanoseconds(NOW - timedelta(days=30)), NOW) == "16. Apr."
        QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
        assert formatting.date(nanoseconds(NOW - timedelta(days=30)), NOW) == "2024/04/16"
    finally:
        QLocale.setDefault(before)


def test_counts_have_a_singular() -> None:
    assert [formatting.files(count) for count in (0, 1, 12340)] == ["0 files", "1 file", "12,340 files"]
    assert formatting.problems(1) == "1 file with problems"
    assert formatting.passages(2) == "2 passages"
    assert formatting.results(1) == "1 result"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "less than a minute left"), (89, "1 min left"), (360, "6 min left"), (7300, "2 h left")],
)
def test_time_left_is_rough(seconds: float, said: str) -> None:
    assert formatting.time_left(seconds) == said


def test_home_is_a_tilde_only_for_what_is_in_it() -> None:
    assert formatting.home_relative("/home/ana", "/home/ana") == "~"
    assert formatting.home_relative("/home/ana/x", "/home/ana") == "~/x"
    assert formatting.home_relative("/home/anabel/x", "/home/ana") == "/home/anabel/x"


def test_nothing_hides_in_a_name() -> None:
    assert formatting.visible_name("a\nb\u202ecod.exe\udcff") == "a↵b\ufffdcod.exe\ufffd"


def test_texts_keep_their_length_so_that_marks_stay_true() -> None:
    hostile = "a\tb\r\n\u2028\u202e\x00\udcff\U0001f4c8\u200f"
    assert len(formatting.one_line(hostile)) == len(formatting.several_lines(hostile)) == len(hostile)
    assert "\n" not in formatting.one_line(hostile)
    assert "\n" in formatting.several_lines(hostile)


def test_marks_count_emoji_as_qt_does() -> None:
    text = "📈 rent 📈"
    assert marks.in_qt_units(text, [(2, 6), (7, 8)]) == [(3, 7), (8, 10)]
    assert marks.in_qt_units("ab", [(-3, 1), (1, 99), (5, 9)]) == [(0, 1), (1, 2)]
    assert marks.from_qt_unit(text, 3) == "rent 📈"


def test_words_of_the_query_are_found_in_the_name() -> None:
    assert marks.words_in_name("Rent increase.pdf", "RENT increases increase") == [(0, 4), (5, 13)]
    assert marks.words_in_name("c++.txt", "+ .") == []
    assert marks.words_in_name("my_rent-agreement.txt", "rent agree an") == [(3, 7), (8, 13)]
    assert marks.words_in_name("tenancy.txt", "an") == []


def test_reasons_stand_in_the_order_of_their_strength() -> None:
    assert formatting.reasons({"words": 0.2, "meaning": 0.5, "name": 0.0, "unknown": 9.0}) == ["meaning", "words"]


def test_a_held_row_stays_also_when_the_answer_lacks_it() -> None:
    shown = [hit("/a"), hit("/b"), hit("/c")]
    paths = [hit.path for hit in merged(shown, [hit("/x")], ("/c", None))]
    assert paths == ["/x", "/a", "/c"]
    assert [hit.path for hit in refreshed(shown, [hit("/x")], ("/c", None))] == ["/x"]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(tokens: Tokens) -> None:
    backgrounds = (tokens.window, tokens.surface, tokens.hover, tokens.selection)
    pairs = [(text, ground) for text in (tokens.text, tokens.muted) for ground in backgrounds]
    pairs += [(tokens.on_mark, tokens.mark), (tokens.on_accent, tokens.accent), (tokens.warning, tokens.window)]
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.5, (text, ground)


def test_no_string_for_people_is_put_together_before_it_is_translated() -> None:
    for module in Path(desktop_search.gui.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "tr",
                "translate",
            ):
                assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), module


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = QColor(colour).getRgbF()[:3]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_heading_that_stands_beside_a_passage_is_not_repeated_in_it() -> None:
    text = "Rent\nIncreases\nOnce a year the rent"
    assert marks.without_heading(text, [(0, 4), (31, 35)], "Rent › Increases") == ("Once a year the rent", [(16, 20)])
    assert marks.without_heading(text, [(0, 4)], "Rent › Increases") == (text, [(0, 4)])
    assert marks.without_heading("Rent\n", [], "Rent") == ("Rent\n", [])
    assert marks.without_heading("Rental", [], "Rent") == ("Rental", [])
    assert marks.without_heading(text, [], None) == (text, [])


def test_lines_broken_at_the_margin_flow() -> None:
    long = "word " * 13
    assert formatting.flowing(f"{long}x\ngoes on") == f"{long}x goes on"
    for kept in (f"{long}x\nNext sentence", f"{long}x\n- item", f"{long}x\n\nparagraph", "short\nline"):
        assert formatting.flowing(kept) == kept


def test_the_field_grows_and_shrinks_with_the_text(qtbot: QtBot, look: Theme) -> None:
    field = SearchBox()
    qtbot.addWidget(field)
    field.show()
    before = field.font().pointSizeF(), field.minimumHeight()
    try:
        look.use("system", 200)
        assert field.font().pointSizeF() == 2 * before[0]
        assert field.minimumHeight() >= field.fontMetrics().height()
    finally:
        look.use("system", 100)
    assert (field.font().pointSizeF(), field.minimumHeight()) == before
