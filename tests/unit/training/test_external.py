"""Examples that somebody else made are read from what people have: CSV, TSV or lines of JSON."""

import json
from pathlib import Path

import pytest

from desktop_search.errors import DesktopSearchError
from desktop_search.training import external
from desktop_search.training.examples import Example, Examples, Shape


def read(tmp_path: Path, name: str, text: str | bytes, loss: str = "auto") -> Examples:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return external.read(file, loss=loss)


PAIRS = Examples(Shape.PAIRS, (Example(("how to vote", "Each member has one vote.")), Example(("rent", "A lease"))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "anchor,positive\nhow to vote,Each member has one vote.\nrent,A lease\n"),
        ("a.CSV", '﻿"Query","Passage"\r\n"how to vote","Each member has one vote."\r\n\r\nrent,A lease\r\n'),
        ("a.tsv", "sentence1\tsentence2\nhow to vote\tEach member has one vote.\nrent\tA lease"),
        ("a.tab", "﻿Text 1\ttext_2\nhow to vote\tEach member has one vote.\nrent\tA lease\n"),
        (
            "a.jsonl",
            '{"question": "how to vote", "answer": "Each member has one vote."}\n\n'
            '{"question": "rent", "answer": "A lease", "more": 1}\n',
        ),
    ],
)
def test_pairs_are_read_from_whatever_people_have(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text) == PAIRS


def test_quotes_hold_commas_and_lines_in_csv_and_are_letters_in_tsv(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", 'anchor,positive\n"one, ""two""","three\nfour"\n')
    assert found.items == (Example(('one, "two"', "three four")),)
    found = read(tmp_path, "a.tsv", 'anchor\tpositive\nsay "one\ttwo"\n')
    assert found.items == (Example(('say "one', 'two"')),)


def test_a_third_text_makes_triplets_and_a_score_of_it_margins(tmp_path: Path) -> None:
    text = "anchor,positive,negative,margin\na b,c,d,3.5\ne,f,g,-1\n"
    found = read(tmp_path, "a.csv", text)
    assert found == Examples(Shape.MARGINS, (Example(("a b", "c", "d"), 3.5), Example(("e", "f", "g"), -1.0)))
    found = read(tmp_path, "b.csv", "anchor,positive,negative\na,b,c\n")
    assert found == Examples(Shape.TRIPLETS, (Example(("a", "b", "c")),))


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        (("0", "2.5", "5"), (0.0, 0.5, 1.0)),
        (("-1", "0", "1"), (0.0, 0.5, 1.0)),
        (("0", "1", "1"), (0.0, 1.0, 1.0)),
        (("2", "4", "4"), (0.5, 1.0, 1.0)),
    ],
)
def test_scores_of_any_scale_become_zero_to_one(
    tmp_path: Path, scores: tuple[str, ...], wanted: tuple[float, ...]
) -> None:
    rows = "".join(f"one {number},other,{score}\n" for number, score in enumerate(scores))
    found = read(tmp_path, "a.csv", f"sentence1,sentence2,score\n{rows}")
    assert found.shape is Shape.SCORES
    assert tuple(one.score for one in found.items) == wanted


def test_words_as_labels_are_classes_and_so_are_numbers_where_the_loss_wants_them(tmp_path: Path) -> None:
    rows = "premise\thypothesis\tlabel\na\tb\tEntailment\nc\td\tneutral\ne\tf\tcontradiction\n"
    found = read(tmp_path, "a.tsv", rows)
    assert found.shape is Shape.CLASSES
    assert [one.score for one in found.items] == [0.0, 1.0, 2.0]
    numbers = "text1,text2,label\na,b,2\nc,d,0\n"
    assert read(tmp_path, "b.csv", numbers, loss="softmax").shape is Shape.CLASSES
    assert read(tmp_path, "b.csv", numbers).shape is Shape.SCORES


def test_numbers_of_json_are_scores(tmp_path: Path) -> None:
    lines = [{"text1": "a", "text2": "b", "score": 1}, {"text1": "c", "text2": "d", "score": 0.25}]
    found = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert [one.score for one in found.items] == [1.0, 0.25]


def test_labelled_texts_are_paired_with_one_of_their_label_beside_one_of_another(tmp_path: Path) -> None:
    text = "text,label\na one,x\na two,x\nb one,y\nb two,y\n,y\n"
    found = read(tmp_path, "a.csv", text)
    assert found == read(tmp_path, "a.csv", text), "the same ones every time"
    assert found.shape is Shape.TRIPLETS
    assert [one.texts[0] for one in found.items] == ["a one", "a two", "b one", "b two"]
    for one in found.items:
        anchor, same, other = (text[0] for text in one.texts)
        assert anchor == same != other


def test_markup_is_taken_out_and_rows_without_a_text_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "anchor,positive\n<b>a</b>  b,c\nonly,\n,only\n")
    assert found.items == (Example(("a b", "c")),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "There are no examples in"),
        ("a.csv", "anchor,positive\n", "There are no examples in"),
        ("a.csv", "anchor,positive\n,\n", "All texts of .* are empty"),
        ("a.csv", "left,right\na,b\n", "columns of .* are not known: left, right"),
        ("a.csv", "text\na\n", "columns of .* are not known"),
        ("a.csv", "text1,text2,score\na,b,1\nc,d,high\n", "“high” in line 3 of .* is no score"),
        ("a.csv", "text1,text2,score\na,b,1\nc,d\n", "“” in line 3 of .* is no score"),
        ("a.csv", "text1,text2,score\na,b,inf\n", "“inf” in line 2 of .* is no score"),
        ("a.csv", "text1,text2,score\na,b,entailment\nc,d,maybe\n", "“entailment” in line 2 of .* is no score"),
        ("a.jsonl", '{"anchor": "a", "positive": "b"}\n{"anchor": 1, "positive": "b"}\n', '"anchor" in line 2'),
        ("a.jsonl", '{"anchor": "a", "positive": "b"}\n\n{"anchor": "a"}\n', '"positive" in line 3'),
        ("a.jsonl", '{"anchor": "a"', "no valid JSON in line 1"),
        ("a.jsonl", "[1]\n", "no JSON object in line 1"),
        ("a.csv", "anchor,positive\na,b\n".encode("utf-16"), "no UTF-8 text"),
    ],
)
def test_what_cannot_be_learned_from_is_told_with_its_place(
    tmp_path: Path, name: str, text: str | bytes, said: str
) -> None:
    with pytest.raises(DesktopSearchError, match=said):
        read(tmp_path, name, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesktopSearchError, match="cannot be read"):
        external.read(tmp_path / "nowhere.csv")
