"""`evaluate` measures a judged collection through the pipeline that indexes files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., dict[str, Any]]
MEASURES = {"ndcg@10", "mrr@10", "recall@10", "recall@100", "hit@1", "hit@5"}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    documents = [
        {"_id": "a/1", "title": "Radiators", "text": "How to bleed a radiator.\n\n" + "Turn the valve. " * 120},
        {"_id": "b 2", "title": "", "text": "Soup of leeks and potatoes."},
        {"_id": "c#3", "title": "Only a title about lighthouses", "text": ""},
    ]
    queries = [
        {"_id": "q1", "text": "bleed the radiator"},
        {"_id": "q2", "text": "lighthouses"},
        {"_id": "q3", "text": "x"},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta/1\t2\nq2\tc#3\t1\n")
    return folder


def test_every_field_is_there_and_the_right_documents_are_first(answer: Ask, collection: Path) -> None:
    result = answer("evaluate", str(collection))
    assert result.keys() == {"collection", "documents", "passages", "queries", "modes", "query_ms", "seconds"}
    assert (result["collection"], result["documents"], result["queries"]) == ("tiny", 3, 2)
    assert result["passages"] > 3
    assert result["modes"].keys() == {"words", "meaning", "both"}
    assert all(values.keys() == MEASURES for values in result["modes"].values())
    assert result["modes"]["words"]["ndcg@10"] == 1.0
    assert result["query_ms"].keys() == {"p50", "p95"}


def test_whole_documents_are_one_passage_each(answer: Ask, collection: Path) -> None:
    result = answer("evaluate", str(collection), "--whole", "--modes", "words")
    assert result["passages"] == 3
    assert result["modes"].keys() == {"words"}


def test_nothing_of_a_collection_stays_behind(answer: Ask, collection: Path, data_dir: Path) -> None:
    answer("evaluate", str(collection), "--modes", "words")
    assert [path.name for path in data_dir.iterdir()] == ["settings.toml"]
