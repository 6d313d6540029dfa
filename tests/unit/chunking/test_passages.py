"""Promises of chunking: no text is lost, no passage is too long, and structure decides where passages begin."""

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.chunking.passages import embedded_text, hash_of, passages
from desktop_search.chunking.tokens import counter_for, estimate
from desktop_search.embedding.models import unchecked
from desktop_search.records import Block, Document, Location

LIMIT = 64


def by_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def by_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def visible(text: str) -> str:
    return "".join(text.split())


def words(count: int, word: str = "word") -> str:
    return " ".join(f"{word}{number}" for number in range(count))


def heading(text: str, level: int = 1) -> Block:
    return Block(text, "heading", level)


PROSE = st.text(st.sampled_from("abcdefghij XYZ.!?\n  。，語的가éß-\t"), max_size=400)
BODY = st.builds(Block, PROSE, st.sampled_from(["paragraph", "code", "table"]))
HEADING = st.builds(Block, st.text(st.sampled_from("abcdef XYZ."), max_size=120), st.just("heading"), st.integers(1, 6))
DOCUMENTS = st.builds(
    lambda blocks, title: Document(tuple(blocks), title=title),
    st.lists(st.one_of(BODY, HEADING), max_size=12),
    st.one_of(st.none(), st.text(st.sampled_from("abc XYZ"), max_size=40)),
)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_no_visible_character_is_lost(document: Document) -> None:
    wanted = iter(visible("".join(block.text for block in document.blocks)))
    found = "".join(visible(passage.text) for passage in passages(document, count_tokens=by_words, limit=LIMIT))
    # Headings are repeated above the passages under them, so the text is found in order with repeats in between.
    missing = next(wanted, None)
    for character in found:
        if character == missing:
            missing = next(wanted, None)
    assert missing is None


@settings(max_examples=150, deadline=None)
@given(st.lists(BODY, max_size=12))
def test_without_headings_the_passages_are_exactly_the_text(blocks: list[Block]) -> None:
    found = passages(Document(tuple(blocks)), count_tokens=by_words, limit=LIMIT)
    assert visible("".join(passage.text for passage in found)) == visible("".join(block.text for block in blocks))


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.sampled_from([by_words, by_characters, estimate]))
def test_no_passage_is_over_the_limit(document: Document, count_tokens) -> None:
    limit = 200 if count_tokens is by_characters else LIMIT
    found = passages(document, count_tokens=count_tokens, limit=limit)
    assert all(count_tokens([embedded_text(document.title, passage.text)])[0] <= limit for passage in found)


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS)
def test_the_hash_names_what_is_embedded(document: Document) -> None:
    once = passages(document, count_tokens=by_words, limit=LIMIT)
    assert once == passages(document, count_tokens=by_words, limit=LIMIT)
    assert all(passage.text_hash == hash_of(embedded_text(document.title, passage.text)) for passage in once)


def test_the_hash_is_the_same_in_every_version() -> None:
    assert hash_of("fox") == hashlib.blake2b(b"fox", digest_size=16).digest()
    assert len(hash_of("\ud800")) == 16


def test_paragraphs_are_packed_together_while_they_fit() -> None:
    blocks = tuple(Block(words(20, name)) for name in ("a", "b", "c", "d"))
    found = passages(Document(blocks), count_tokens=by_words, limit=LIMIT)
    assert [by_words([passage.text])[0] for passage in found] == [40, 40] or [
        by_words([passage.text])[0] for passage in found
    ] == [60, 20]
    assert found[0].text.startswith(words(20, "a") + "\n\n" + words(20, "b"))


def test_a_heading_begins_a_passage_and_stands_in_it_once() -> None:
    document = Document(
        (heading("Birds"), Block(words(30)), heading("Owls", 2), Block(words(30)), heading("Fish"), Block(words(30)))
    )
    birds, owls, fish = passages(document, count_tokens=by_words, limit=LIMIT)
    assert birds.text.startswith("Birds\nword0") and birds.heading == "Birds"
    assert owls.text.startswith("Birds\nOwls\nword0") and owls.heading == "Birds › Owls"
    assert fish.text.startswith("Fish\nword0") and fish.text.count("Fish") == 1


def test_the_path_of_headings_is_repeated_above_every_passage_of_a_section() -> None:
    found = passages(
        Document((heading("Birds"), heading("Owls", 2), Block(words(150)))), count_tokens=by_words, limit=LIMIT
    )
    assert len(found) > 2
    assert all(passage.text.startswith("Birds\nOwls\n") for passage in found)


def test_a_heading_without_text_belongs_to_what_follows_it() -> None:
    found = passages(Document((heading("Birds"), heading("Owls", 2), Block("Hoot."))), count_tokens=by_words, limit=64)
    assert [passage.text for passage in found] == ["Birds\nOwls\nHoot."]


def test_a_heading_at_the_end_is_kept() -> None:
    found = passages(Document((Block("Text."), heading("Appendix"))), count_tokens=by_words, limit=LIMIT)
    assert "Appendix" in found[-1].text


def test_tiny_sections_share_a_passage_under_their_own_headings() -> None:
    entries = [part for n in range(4) for part in (heading(f"1.{n}", 2), Block(f"Fixed bug {n}."))]
    (only,) = passages(Document((heading("Changes"), *entries)), count_tokens=by_words, limit=LIMIT)
    assert only.heading == "Changes"
    assert all(f"1.{n}\nFixed bug {n}." in only.text for n in range(4))


def test_no_crumb_is_left_at_the_end() -> None:
    sentences = " ".join(f"Sentence number {n} is here." for n in range(13))
    found = passages(Document((Block(sentences),)), count_tokens=by_words, limit=LIMIT)
    assert min(by_words([passage.text])[0] for passage in found) >= LIMIT // 4


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = " ".join(f"Sentence number {n} is here." for n in range(40))
    found = passages(Document((Block(sentences),)), count_tokens=by_words, limit=LIMIT)
    assert all(passage.text.startswith("Sentence") and passage.text.endswith("here.") for passage in found)


def test_sentences_without_spaces_are_cut_at_their_ends() -> None:
    text = "今日は天気がいいですね。散歩に行きましょう！" * 30
    found = passages(Document((Block(text),)), count_tokens=by_characters, limit=LIMIT)
    assert all(passage.text[-1] in "。！" for passage in found)


def test_a_passage_stays_on_its_page() -> None:
    blocks = tuple(Block(f"Page {n}.", location=Location(page=n)) for n in (1, 2, 3))
    found = passages(Document(blocks), count_tokens=by_words, limit=LIMIT)
    assert [(passage.text, passage.location.page) for passage in found] == [(f"Page {n}.", n) for n in (1, 2, 3)]


def test_a_sentence_cut_by_a_page_break_is_completed() -> None:
    blocks = (
        Block("The fox jumps over", location=Location(page=1)),
        Block("the lazy dog. The dog sleeps.", location=Location(page=2)),
    )
    first, second = passages(Document(blocks), count_tokens=by_words, limit=LIMIT)
    assert first.text == "The fox jumps over the lazy dog." and first.location.page == 1
    assert second.text == "The dog sleeps." and second.location.page == 2


def test_each_piece_of_a_long_paragraph_knows_its_line() -> None:
    text = "\n".join(f"line {n} has some words" for n in range(10, 60))
    found = passages(Document((Block(text, "code", location=Location(line=10)),)), count_tokens=by_words, limit=LIMIT)
    assert len(found) > 2
    assert all(passage.text.startswith(f"line {passage.location.line} ") for passage in found)


def test_an_absurdly_long_heading_leaves_room_for_text_and_is_not_lost() -> None:
    document = Document((heading(words(200, "title")), Block(words(100))), title=words(500, "title"))
    found = passages(document, count_tokens=by_words, limit=LIMIT)
    joined = " ".join(passage.text for passage in found)
    assert all(f"title{n}" in joined.split() for n in range(200))
    assert len(found) < 12


def test_the_title_is_embedded_unless_the_text_begins_with_it() -> None:
    assert embedded_text("Birds", "Owls hoot.") == "Birds\nOwls hoot."
    assert embedded_text("Birds", "birds\nOwls hoot.") == "birds\nOwls hoot."
    assert embedded_text("Bird", "Birdsong is nice.") == "Bird\nBirdsong is nice."
    assert embedded_text(None, "Owls hoot.") == embedded_text("  ", "Owls hoot.") == "Owls hoot."


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "word " * 300_000, "." * 1_000_000, "a. " * 300_000, " " * 500_000 + "x", "語" * 300_000],
    ids=["one word", "one line", "full stops", "tiny sentences", "white space", "no spaces"],
)
def test_work_grows_with_the_text_and_no_faster(text: str) -> None:
    calls = characters = 0

    def counted(texts: Sequence[str]) -> list[int]:
        nonlocal calls, characters
        calls, characters = calls + 1, characters + sum(map(len, texts))
        return estimate(texts)

    found = passages(Document((Block(text),)), count_tokens=counted, limit=256)
    assert visible("".join(passage.text for passage in found)) == visible(text)
    assert calls <= 20
    assert characters <= 8 * len(text)


def test_many_small_blocks_cost_as_many_calls_as_one() -> None:
    calls = 0

    def counted(texts: Sequence[str]) -> list[int]:
        nonlocal calls
        calls += 1
        return by_words(texts)

    passages(Document(tuple(Block(f"Row {n}.") for n in range(20_000))), count_tokens=counted, limit=256)
    assert calls <= 5


def test_a_document_without_blocks_has_no_passages() -> None:
    assert passages(Document(()), count_tokens=by_words, limit=LIMIT) == ()


@pytest.mark.parametrize("letters", ["word ", "語", "가", "\U0001f600", "é"])
def test_the_models_own_tokens_are_counted(letters: str) -> None:
    count = counter_for(unchecked("").tokenizer)
    assert count(["the fox", ""]) == [2, 0]
    document = Document((heading("A heading"), Block(letters * 2000)), title=letters * 300)
    for passage in passages(document, count_tokens=count, limit=254):
        assert count([embedded_text(document.title, passage.text)])[0] <= 254


def test_a_broken_tokenizer_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ValueError, match="not a tokenizer"):
        counter_for(tmp_path / "tokenizer.json")


def test_the_estimate_is_rather_too_high_than_too_low() -> None:
    assert estimate(["", "the quick brown fox", unicodedata.lookup("CJK UNIFIED IDEOGRAPH-8A9E")]) == [0, 7, 1]
