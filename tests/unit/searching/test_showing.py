"""What is shown where the words of a hit do not say why it was found."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.records import Array, Hit, Match, SearchQuery
from desktop_search.searching import snippets
from desktop_search.searching.sentence_vectors import MOST_KEPT, SentenceVectors
from desktop_search.searching.showing import MOST_SENTENCES, shown

QUERY = SearchQuery("when do I get my deposit back", tuple("when do I get my deposit back".split()))
LEFT, RIGHT = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
ANSWER = "The landlord repays the security within four weeks."
TEXT = f"Keys and doors. All keys are handed over at the end. {ANSWER} The garden is shared by all."


class Model:
    """Sentences that speak of repaying point to the left, all others to the right."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> "Future[Array]":
        self.asked += texts
        done: Future[Array] = Future()
        done.set_result(np.stack([LEFT if "repays" in text else RIGHT for text in texts]))
        return done


def hit(text: str, query: SearchQuery = QUERY) -> Hit:
    snippet, marks = snippets.snippet(text, query.words)
    match = Match(text, page=3, heading="Deposit", marks=snippets.marks(text, query.words))
    return Hit("/a.pdf", None, "Tenancy", 1.0, 3, None, None, snippet, (match,), {"meaning": 1.0}, (), marks)


def test_the_nearest_sentence_is_shown_and_marked() -> None:
    hits, _ = shown(QUERY, [hit("Words before. " * 40 + TEXT)], LEFT, SentenceVectors(Model(), lambda: "model"))

    [(start, end)] = hits[0].snippet_marks
    assert hits[0].snippet[start:end] == ANSWER
    [(start, end)] = hits[0].matches[0].marks
    assert hits[0].matches[0].text[start:end] == ANSWER


def test_the_sentence_that_answers_is_given_with_its_place() -> None:
    _, answer = shown(QUERY, [hit(TEXT)], LEFT, SentenceVectors(Model(), lambda: "model"))

    assert answer is not None
    assert (answer.text, answer.path, answer.page, answer.heading, answer.hit) == (ANSWER, "/a.pdf", 3, "Deposit", 0)


def test_words_explain_themselves() -> None:
    words = SearchQuery("landlord security", ("landlord", "security"))
    model = Model()
    found = [hit(TEXT, words)]

    assert shown(words, found, LEFT, SentenceVectors(model, lambda: "model")) == (found, None)
    assert model.asked == []


def test_a_phrase_explains_itself() -> None:
    phrase = SearchQuery("landlord repays the security", phrases=("landlord repays the security",))
    snippet, marks = snippets.snippet(TEXT, phrase.sought)
    found = [replace(hit(TEXT), snippet=snippet, snippet_marks=marks)]

    assert len(marks) == 1
    assert shown(phrase, found, LEFT, SentenceVectors(Model(), lambda: "model")) == (found, None)


def test_without_a_sure_sentence_there_is_no_answer() -> None:
    _, answer = shown(QUERY, [hit(TEXT)], (LEFT + RIGHT) / 2, SentenceVectors(Model(), lambda: "model"))
    assert answer is None


def test_a_sentence_is_embedded_once_for_each_model() -> None:
    model = Model()
    names = ["one"]
    vectors = SentenceVectors(model, lambda: names[0])

    for _ in range(3):
        shown(QUERY, [hit(TEXT)], LEFT, vectors)
    once = len(model.asked)
    names[0] = "other"
    shown(QUERY, [hit(TEXT)], LEFT, vectors)

    assert len(model.asked) == 2 * once
    assert vectors.similarities(LEFT, [f"{number} repays" for number in range(MOST_KEPT + 5)]) is not None
    assert len(vectors._kept) == MOST_KEPT


def test_few_sentences_are_looked_at() -> None:
    model = Model()
    long = " ".join(f"Number {number} is a sentence that says nothing." for number in range(200))
    shown(QUERY, [hit(long + str(number)) for number in range(20)], LEFT, SentenceVectors(model, lambda: "model"))
    assert 0 < len(model.asked) <= MOST_SENTENCES


def test_a_model_that_fails_or_is_late_changes_nothing() -> None:
    def fails(texts: Sequence[str]) -> "Future[Array]":
        done: Future[Array] = Future()
        done.set_exception(RuntimeError("no"))
        return done

    found = [hit(TEXT)]
    for vectors in (
        SentenceVectors(fails, lambda: "model"),
        SentenceVectors(lambda texts: Future(), lambda: "model"),
        SentenceVectors(fails, lambda: None),
    ):
        assert shown(QUERY, found, LEFT, vectors) == (found, None)


words = st.sampled_from(
    ["deposit", "repays", "back.", "日本語。", "\n\n", "x" * 200, "Dr.", "?", "\ud800", "Four words stand here."]
)


@given(st.lists(st.lists(words, min_size=1, max_size=40).map(" ".join), max_size=4))
def test_marks_always_lie_in_their_texts(passages: list[str]) -> None:
    found = [replace(hit(text), path=str(number)) for number, text in enumerate(passages)]

    hits, answer = shown(QUERY, found, LEFT, SentenceVectors(Model(), lambda: "model"))

    assert [one.path for one in hits] == [one.path for one in found]
    spoken = [(one.snippet, one.snippet_marks) for one in hits] + [
        (one.text, one.marks) for h in hits for one in h.matches
    ]
    spoken += [(answer.text, answer.marks)] if answer is not None else []
    assert all(0 <= start < end <= len(text) for text, spans in spoken for start, end in spans)
    assert answer is None or answer.text in " ".join(found[answer.hit].matches[0].text.split())
