"""How good a ranking is said to be."""

import json
from math import log2
from pathlib import Path

import pytest

from desktop_search.errors import DesktopSearchError
from desktop_search.training.evaluation import hit, ndcg, read_collection, recall, reciprocal_rank, summary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"_id": "d1", "title": "One", "text": "first"}, {"_id": "d2", "text": "second"}]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    queries = [{"_id": "q1", "text": "a"}, {"_id": "q2", "text": "b"}, {"_id": "q3", "text": "c"}]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t0\n", "utf-8")
    return tmp_path


def test_a_collection_is_read(folder: Path) -> None:
    collection = read_collection(folder)

    assert collection.name == folder.name
    assert (collection.documents["d1"].title, collection.documents["d1"].text) == ("One", "first")
    assert collection.documents["d2"].title == ""


def test_only_queries_with_something_to_find_count(folder: Path) -> None:
    collection = read_collection(folder)

    assert collection.queries == {"q1": "a"}
    assert collection.relevant == {"q1": {"d1": 2, "d2": 0}}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("corpus.jsonl", '{"_id": "1", "text": "x"}\n{broken', "JSON in line 2"),
        ("corpus.jsonl", "[]", "JSON object in line 1"),
        ("queries.jsonl", '{"_id": "1"}', '"text" in line 1'),
        ("queries.jsonl", '{"_id": 1, "text": "x"}', '"_id" in line 1'),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1", "line 2"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tmuch", "line 2"),
        ("qrels.tsv", "q1\td1\t1", "first line"),
        ("qrels.tsv", "", "first line"),
    ],
)
def test_damage_is_named_with_file_and_line(folder: Path, name: str, content: str, says: str) -> None:
    (folder / name).write_text(content, "utf-8")

    with pytest.raises(DesktopSearchError, match=says) as raised:
        read_collection(folder)
    assert name in raised.value.title


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(DesktopSearchError, match=name):
        read_collection(folder)


def test_text_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes(b'{"_id": "\xff"}')

    with pytest.raises(DesktopSearchError, match="UTF-8"):
        read_collection(folder)


def test_ndcg_has_linear_gains_and_a_log2_discount() -> None:
    grades = {"a": 3, "b": 1, "c": 0}

    assert ndcg(["a", "b"], grades, 10) == 1.0
    assert ndcg(["b", "x", "a"], grades, 10) == pytest.approx((1 + 3 / 2) / (3 + 1 / log2(3)))
    assert ndcg(["b", "a"], grades, 1) == pytest.approx(1 / 3)
    assert ndcg([], grades, 10) == ndcg(["a"], {}, 10) == 0.0


def test_grades_below_zero_gain_nothing() -> None:
    assert ndcg(["spam", "a"], {"spam": -2, "a": 1}, 10) == pytest.approx(1 / log2(3))


def test_the_other_measures() -> None:
    grades = {"a": 1, "b": 2, "c": 0}
    ranked = ["c", "a", "x", "b"]

    assert reciprocal_rank(ranked, grades, 10) == 0.5
    assert reciprocal_rank(ranked, grades, 1) == 0.0
    assert recall(ranked, grades, 2) == 0.5
    assert recall(ranked, {"c": 0}, 2) == 0.0
    assert (hit(ranked, grades, 1), hit(ranked, grades, 2)) == (0.0, 1.0)


def test_the_summary_is_the_mean_over_all_judged_queries() -> None:
    summed = summary({"q1": ["a"]}, {"q1": {"a": 1}, "q2": {"b": 1}})

    assert list(summed) == ["ndcg@10", "mrr@10", "recall@10", "recall@100", "hit@1", "hit@5"]
    assert set(summed.values()) == {0.5}
    assert set(summary({}, {}).values()) == {0.0}
