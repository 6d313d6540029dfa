"""What a person reads on the terminal."""

import pytest

from desktop_search.cli.output import answer_fields, answer_text
from desktop_search.records import Answer, Hit, Mode
from desktop_search.searching.calibration import SURE

BEYOND = "Perhaps also:"


def answer(*relevances: float | None) -> Answer:
    hits = tuple(
        Hit(f"/{at}.txt", None, None, 1.0, None, None, None, "", (), {"words": 1.0}, relevance=relevance)
        for at, relevance in enumerate(relevances, start=1)
    )
    return Answer("question", Mode.BOTH, hits, True)


def lines(*relevances: float | None, explain: bool = False) -> list[str]:
    return answer_text(answer_fields(answer(*relevances)), explain=explain).splitlines()


def test_hits_in_doubt_stand_below_a_line_of_their_own() -> None:
    assert lines(0.9, SURE, 0.2, 0.1) == ["1. /1.txt", "2. /2.txt", "", BEYOND, "3. /3.txt", "4. /4.txt"]


def test_hits_without_doubt_stand_together_in_their_order() -> None:
    assert lines(0.5, 0.2, 0.9, 0.1) == ["1. /1.txt", "2. /3.txt", "", BEYOND, "3. /2.txt", "4. /4.txt"]
    assert lines(0.1, 0.9) == ["1. /2.txt", "", BEYOND, "2. /1.txt"]


@pytest.mark.parametrize("relevances", [(), (0.9, 0.8), (0.1, 0.05), (None, None)])
def test_one_group_needs_no_line(relevances: tuple[float | None, ...]) -> None:
    assert BEYOND not in lines(*relevances)


def test_a_hit_says_how_likely_it_is_to_be_relevant() -> None:
    assert [hit["relevance"] for hit in answer_fields(answer(0.12345, None))["hits"]] == [0.123, None]
    assert lines(0.12345, explain=True)[1] == "   1.000 = words 1.000; relevant with a probability of 0.123"
    assert lines(None, explain=True)[1] == "   1.000 = words 1.000"
