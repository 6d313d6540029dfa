"""Counting tokens word by word must give what cutting the whole text gives, whatever the tokenizer makes of words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from desktop_search.chunking import tokens
from desktop_search.chunking.tokens import counter_for
from desktop_search.embedding.models import unchecked

TEXTS = (
    "The quick brown fox -- didn't it? -- jumped (twice) over e-mail a_b@example.org; 3,141.59 % of THE time!!!",
    'def main(argument: str = "a") -> None:\n    """Says nothing."""\n\treturn argument[1:-1] + \'…\'\r\n',
    "«Straße» naïve Ångström ΟΔΟΣ İstanbul 東京タワー 한국어 x² \u00a0 between\u2003others",
    "((((word)))) ---===### a.b.c/d\\e|f ~ ` ^ $5 user_name userName README.md",
    "unbelievably incomprehensibilities antidisestablishmentarianism",
    "see [MASK] here, a[SEP]b and [UNK], but not [mask] or [ MASK ]",
    "x" * 150 + " " + "word" * 40,
    "one\u200btwo\u2060three",
    " \n\t ",
    "",
)
SEEN = ("the quick brown fox jumped over the lazy dog and was at the house of a friend who reads", *TEXTS)


def shipped(place: Path) -> Path:
    tokenizer = unchecked("").tokenizer
    assert tokenizer is not None
    return tokenizer


def word_pieces(place: Path, *, lowercase: bool, cuts: pre_tokenizers.PreTokenizer) -> Path:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = cuts
    tokenizer.train_from_iterator(SEEN, trainers.WordPieceTrainer(vocab_size=300, special_tokens=["[UNK]"]))
    return saved(tokenizer, place)


def saved(tokenizer: Tokenizer, place: Path) -> Path:
    tokenizer.save(str(place / "tokenizer.json"))
    return place / "tokenizer.json"


def uncased(place: Path) -> Path:
    return word_pieces(place, lowercase=True, cuts=pre_tokenizers.BertPreTokenizer())


def cased(place: Path) -> Path:
    return word_pieces(place, lowercase=False, cuts=pre_tokenizers.BertPreTokenizer())


def with_signs_inside(place: Path) -> Path:
    return word_pieces(place, lowercase=True, cuts=pre_tokenizers.WhitespaceSplit())


def byte_pairs(place: Path) -> Path:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(SEEN, trainers.BpeTrainer(vocab_size=400))
    return saved(tokenizer, place)


def sentence_pieces(place: Path) -> Path:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(SEEN, trainers.UnigramTrainer(vocab_size=200, unk_token="<unk>"))
    return saved(tokenizer, place)


@pytest.mark.parametrize("make", [shipped, uncased, cased, with_signs_inside, byte_pairs, sentence_pieces])
def test_a_text_has_as_many_tokens_as_the_tokenizer_cuts_it_into(make: Callable[[Path], Path], tmp_path: Path) -> None:
    file = make(tmp_path)
    tokenizer, count = Tokenizer.from_file(str(file)), counter_for(file)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for _ in range(2):  # What was counted once is known the second time.
        assert count(TEXTS) == [len(tokenizer.encode(text, add_special_tokens=False)) for text in TEXTS]


def test_words_that_are_dropped_from_memory_are_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_WORDS_KEPT", 2)
    made: list[tokens._Words] = []
    begin = tokens._Words.__init__

    def noted(self: tokens._Words, *arguments: Any, **named: Any) -> None:
        made.append(self)
        begin(self, *arguments, **named)

    monkeypatch.setattr(tokens._Words, "__init__", noted)
    count = counter_for(shipped(tmp_path))
    (words,) = made
    known = len(words)
    assert known > 10_000
    assert count(["unbelievably incomprehensibilities xyzzy"]) == count(["unbelievably incomprehensibilities xyzzy"])
    assert len(words) == known + 3
    assert count(["plugh"]) == [2]
    assert set(words).isdisjoint({"xyzzy"})
    assert len(words) == known + 1


def test_a_vocabulary_says_nothing_of_words_where_text_is_changed_before_it_is_cut(tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(shipped(tmp_path)))
    tokenizer.no_padding()
    tokenizer.normalizer = normalizers.Sequence([tokenizer.normalizer, normalizers.Replace("e", "ee")])
    count = counter_for(saved(tokenizer, tmp_path))
    assert count(["the fence"]) == [len(tokenizer.encode("the fence", add_special_tokens=False))]


def test_half_of_a_surrogate_pair_is_counted_as_some_character(tmp_path: Path) -> None:
    assert counter_for(shipped(tmp_path))(["one \ud800 two"]) == [3]
