"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.searching.sentences import LONGEST, spans

pieces = st.sampled_from(
    ["Apple", "a.", "Dr.", "?", "…", "日本語。", "\n", "\n\n", "  ", '"', "x" * 300, "\ud800", "3.5"]
)
texts = st.text(max_size=80) | st.lists(pieces, max_size=60).map(" ".join)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One is here. Two is there! Three?", ["One is here.", "Two is there!", "Three?"]),
        ("Dr. Smith met J. Miller, e.g. here. Then he left.", ["Dr. Smith met J. Miller, e.g. here.", "Then he left."]),
        ("It is 3.5 m long. (See above.) Next.", ["It is 3.5 m long.", "(See above.)", "Next."]),
        ("日本語です。次の文。", ["日本語です。", "次の文。"]),
        ("A Heading\nA line that is wrapped\nin the middle.", ["A Heading", "A line that is wrapped\nin the middle."]),
        ("first paragraph\n\nsecond paragraph", ["first paragraph", "second paragraph"]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(texts)
def test_nothing_is_lost_and_no_sentence_is_empty_or_endless(text: str) -> None:
    found = spans(text)

    assert "".join("".join(part.split()) for part in cut(text)) == "".join(text.split())
    assert all(0 < end - start <= LONGEST for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert all(part == part.strip() for part in cut(text))


def test_a_long_text_takes_no_time() -> None:
    assert len(spans(" \n." * 100_000 + "word " * 50_000 + "." * 100_000)) > 100
