"""Which sentence is shown as the answer, and when none is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.searching.answer_line import Candidate, best, is_question, says_something, score

SENTENCE = "The deposit is returned within four weeks."


@pytest.mark.parametrize(
    "text",
    [
        "when is the deposit returned",
        "Deposit returned?",
        "how do I bleed a radiator",
        "wann bekomme ich die Kaution zurück",
        "où est la clé",
        "鍵はどこですか",
        "I want to know about the return of my deposit",
    ],
)
def test_questions_and_sentences(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text", ["", "deposit", "tenancy agreement 2023", "report.pdf", "is it", "invoice march hotel"]
)
def test_mere_words_are_no_question(text: str) -> None:
    assert not is_question(text)


def test_the_likeliest_sentence_is_the_answer() -> None:
    sure = Candidate(SENTENCE, 1, 0.9)
    assert best("when", [Candidate("It is said elsewhere too.", 0, 0.5), sure, Candidate(SENTENCE, 2, 0.9)]) == sure


@pytest.mark.parametrize(
    ("question", "candidates"),
    [
        ("when", [Candidate(SENTENCE, 0, 0.84)]),
        ("when", [Candidate(SENTENCE, 2, 0.88)]),
        ("when", [Candidate("The deposit", 0, 0.95)]),
        ("when", [Candidate("When is the deposit returned?", 0, 1.0)]),
        ("when", [Candidate(SENTENCE, 0, 0.9), Candidate("The deposit is never returned.", 0, 0.89)]),
        ("what was it in 2012", [Candidate("In 2008 it was a lot of money.", 0, 0.9)]),
    ],
)
def test_there_is_no_answer_rather_than_a_wrong_one(question: str, candidates: list[Candidate]) -> None:
    assert best(question, candidates) is None


@given(st.text(max_size=60))
def test_any_text_is_a_question_or_not(text: str) -> None:
    assert is_question(text) in (True, False)


@given(st.lists(st.builds(Candidate, st.text(max_size=40), st.integers(0, 9), st.floats(-1, 1))))
def test_the_best_is_one_of_the_candidates(candidates: list[Candidate]) -> None:
    found = best("question", candidates)
    possible = [one for one in candidates if says_something(one.text)]
    assert found is None or (found in possible and all(score(one) <= score(found) for one in possible))
