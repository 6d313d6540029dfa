"""What the list of results promises: groups, passages, order, the sentence that answers, and judgements."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop_search.gui import formatting, results_delegate
from desktop_search.gui.arranging import Sort, arranged, doubtful_from
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.results_model import Role
from desktop_search.gui.similar import MOST_WORDS, question_like
from desktop_search.records import AnswerLine, Hit, Label, Match
from desktop_search.searching.query import parse
from tests.gui.asking import CONTROL, give, press, reply, show
from tests.gui.stand_in import StandInEngine, answer, hit


def sure(path: str, **more: object) -> Hit:
    return hit(path, relevance=0.9, **more)


def doubtful(path: str, **more: object) -> Hit:
    return hit(path, relevance=0.1, **more)


def paths(window: MainWindow) -> list[str]:
    return [one.path for one in window.results.hits]


def headings(window: MainWindow) -> dict[int, str]:
    model = window.results.model()
    found = {row: model.index(row, 0).data(Role.HEADING) for row in range(model.rowCount())}
    return {row: heading for row, heading in found.items() if heading}


def test_sure_hits_come_first_and_doubtful_ones_below_a_heading(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", sure("/a"), doubtful("/b"), sure("/c"), doubtful("/d"))
    assert paths(ready_window) == ["/a", "/c", "/b", "/d"]
    assert headings(ready_window) == {2: "Perhaps also"}
    ready_window.grab()


def test_only_doubtful_hits_say_so_and_what_to_do(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", doubtful("/a"), notices=("Probably nothing here answers that.",))
    (heading,) = headings(ready_window).values()
    assert "Nothing fits for certain" in heading
    assert "try other words" in heading
    assert "Probably nothing" in ready_window.notice.text()


def test_the_heading_does_not_move_the_row_one_has_gone_to(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    hits = (hit("/a"), hit("/b"), hit("/c"))
    give(qtbot, ready_window, engine, answer("rent", *hits, complete=False))
    press(ready_window.search_box, Qt.Key.Key_Down)
    before = ready_window.results.visualRect(ready_window.results.currentIndex())
    with qtbot.waitSignal(ready_window._link.answer_arrived):
        engine.asked("search")[-1].answer(answer("rent", doubtful("/a"), doubtful("/b"), doubtful("/c")))
    assert ready_window.results.current_hit.path == "/b"
    assert ready_window.results.visualRect(ready_window.results.currentIndex()) == before


def test_likelihood_is_said_in_words_and_not_as_a_number(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    assert [formatting.level(value) for value in (0.0, 0.2, 0.5, 0.9)] == [0, 1, 2, 3]
    show(qtbot, ready_window, engine, "rent", sure("/a", reasons={"words": 0.2, "support": 0.1, "meaning": 0.3}))
    index = ready_window.results.currentIndex()
    assert "very likely an answer" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Found by meaning, words, neighbours" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "0.9" not in index.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.BEST, ["/m/b", "/m/C", "/m/a"]),
        (Sort.NEWEST, ["/m/a", "/m/C", "/m/b"]),
        (Sort.NAME, ["/m/a", "/m/b", "/m/C"]),
        (Sort.SIZE, ["/m/C", "/m/b", "/m/a"]),
    ],
)
def test_results_can_be_sorted(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine, sort: Sort, expected: list[str]
) -> None:
    hits = (
        sure("/m/b", modified_ns=1, size=5),
        sure("/m/C", modified_ns=2, size=9),
        doubtful("/m/a", modified_ns=3, size=1),
    )
    show(qtbot, ready_window, engine, "rent", *hits)
    ready_window.search.pane.bar.sort_by(sort)
    assert paths(ready_window) == expected
    assert bool(headings(ready_window)) == (sort is Sort.BEST)
    assert ready_window.search.pane.bar.order.accessibleName().startswith("Order: ")


def test_files_without_relevance_are_no_guesses() -> None:
    hits = (hit("/a"), doubtful("/b"), hit("/c"))
    assert [one.path for one in arranged(hits, Sort.BEST)] == ["/a", "/c", "/b"]
    assert doubtful_from(hits) is None
    assert doubtful_from(()) is None


def test_every_passage_can_have_a_row_of_its_own(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    matches = (Match("first rent", page=1, marks=((6, 10),)), Match("x " * 60 + "second rent", page=7))
    found = sure("/a.pdf", snippet="first rent", page=1, matches=matches)
    show(qtbot, ready_window, engine, "rent", found, sure("/b.txt"))
    press(ready_window.search_box, Qt.Key.Key_P, CONTROL)
    assert paths(ready_window) == ["/a.pdf", "/a.pdf", "/b.txt"]
    assert ready_window.search.pane.bar.text == "3 passages in 2 files"
    ready_window.results.move_by(1)
    assert ready_window.results.current_hit.page == 7
    assert ready_window.results.current_hit.matches == matches[1:]
    press(ready_window.search_box, Qt.Key.Key_P, CONTROL)
    assert paths(ready_window) == ["/a.pdf", "/b.txt"]
    assert ready_window.search.pane.bar.text == "2 results"


def test_the_sentence_that_answers_stands_above_and_leads_to_its_hit(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    line = AnswerLine("The <b>rent</b> rises once.", "/b.pdf", 1, 0.9)
    show(qtbot, ready_window, engine, "rent", sure("/a"), sure("/b.pdf", page=4), line=line)
    card = ready_window.search.pane.answer_line
    assert card.isVisible()
    assert card.sentence == "The <b>rent</b> rises once."
    assert "b.pdf · page 4" in card.accessibleDescription()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert ready_window.results.current_hit.path == "/b.pdf"
    show(qtbot, ready_window, engine, "other", sure("/a"))
    assert not card.isVisible()


def test_a_judgement_is_kept_with_the_passages_words_shown_and_taken_back(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    found = sure("/a", matches=(Match("the whole passage"),))
    show(qtbot, ready_window, engine, "rent", found)
    reply(qtbot, engine, "labels", [])
    press(ready_window.search_box, Qt.Key.Key_Up, CONTROL)
    kept = {"query": "rent", "path": "/a", "passage": "the whole passage", "relevant": True, "origin": "window"}
    assert engine.asked("label")[-1].arguments == kept
    assert ready_window.results.currentIndex().data(Role.JUDGED) is True
    assert "judged relevant" in ready_window.results.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    reply(qtbot, engine, "label", None)
    press(ready_window.search_box, Qt.Key.Key_Down, CONTROL)
    assert engine.asked("label")[-1].arguments == kept | {"relevant": False}
    reply(qtbot, engine, "label", None)
    press(ready_window.search_box, Qt.Key.Key_Down, CONTROL)
    assert engine.asked("label")[-1].arguments == kept | {"relevant": None}
    assert ready_window.results.currentIndex().data(Role.JUDGED) is None
    assert ready_window.notice.text() == "Taken back."


def test_a_click_on_the_cross_of_a_row_judges_that_row_and_chooses_nothing(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", sure("/a"), sure("/b"))
    results = ready_window.results
    index = results.model().index(1, 0)
    option = QStyleOptionViewItem()
    option.rect, option.font = results.visualRect(index), results.font()
    box = option.rect
    crosses = [
        QPointF(x, y)
        for x in range(box.left(), box.right(), 4)
        for y in range(box.top(), box.bottom(), 4)
        if results_delegate.judgement_at(option, index, QPointF(x, y)) is False
    ]
    assert crosses
    qtbot.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=crosses[len(crosses) // 2].toPoint())
    assert [asked.arguments["path"] for asked in engine.asked("label")] == ["/b"]
    assert engine.asked("label")[0].arguments["relevant"] is False


def test_earlier_judgements_are_seen_again(qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine) -> None:
    show(qtbot, ready_window, engine, "rent", sure("/a"), sure("/b"))
    reply(qtbot, engine, "labels", [Label("rent", "/b", "Other words of an older index.", False, "window", 1.0)])
    model = ready_window.results.model()
    assert [model.index(row, 0).data(Role.JUDGED) for row in range(2)] == [None, False]
    ready_window.grab()


def test_everything_of_a_row_is_in_the_menu_by_keyboard(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    from PySide6.QtWidgets import QMenu

    show(qtbot, ready_window, engine, "rent", sure("/a"))
    ready_window.results._show_menu(ready_window.results.visualRect(ready_window.results.currentIndex()).center())
    menu = ready_window.results.findChildren(QMenu)[-1]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[-4:] == ["This answers", "This does not answer", "Find similar", "Details, and why it is here"]
    menu.close()


def test_similar_files_are_asked_for_in_plain_words_of_the_passage(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    odd = '"Rent" -heating type:pdf (OR) in:/home after:2020 ' + "word " * 100
    show(qtbot, ready_window, engine, "rent", replace(sure("/a"), matches=(Match(odd),)))
    ready_window.results.similar_asked.emit(ready_window.results.current_hit)
    asked = ready_window.search_box.text()
    assert asked.startswith("Rent heating type pdf or in home after 2020 word")
    understood = parse(asked)
    assert (understood.filters, understood.phrases, understood.excluded, understood.alternatives) == ((), (), (), ())
    assert len(asked.split()) == MOST_WORDS


def test_a_file_found_by_its_name_alone_has_others_like_it_by_that_name() -> None:
    assert (
        question_like(replace(sure("/a/tax_report-2023.pdf"), matches=(), snippet="", title=None)) == "tax report-2023"
    )


def test_letters_still_go_to_the_field_from_a_list_of_passages(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", replace(sure("/a"), matches=(Match("x"), Match("y"))))
    ready_window.search.pane.bar.passages.setChecked(True)
    QTest.keyClicks(ready_window.results, "al")
    assert ready_window.search_box.text() == "rental"


def test_judgements_are_kept_in_the_order_in_which_they_were_given_also_when_the_engine_dies(
    qtbot: QtBot, ready_window: MainWindow, engine: StandInEngine
) -> None:
    show(qtbot, ready_window, engine, "rent", sure("/a"))
    for _ in range(2):
        press(ready_window.search_box, Qt.Key.Key_Up, CONTROL)
    assert [asked.arguments["relevant"] for asked in engine.asked("label")] == [True]
    with qtbot.waitSignal(ready_window._link.lost):
        engine.client.die()
    qtbot.waitUntil(lambda: len(engine.clients) == 2)
    for relevant in (True, None):
        qtbot.waitUntil(
            lambda relevant=relevant: (
                [asked.arguments["relevant"] for asked in engine.asked("label")][-1:] == [relevant]
            )
        )
        reply(qtbot, engine, "label", None)
    assert ready_window.search.judgements.is_saved
