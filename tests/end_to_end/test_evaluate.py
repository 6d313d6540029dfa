"""`evaluate` measures a judged collection through the pipeline that indexes files."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_search.records import Label
from desktop_search.storage.user_db import UserDb

Ask = Callable[..., dict[str, Any]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIELDS = {"collection", "documents", "passages", "queries", "modes", "differences", "query_ms", "seconds"}
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
    assert result.keys() == FIELDS
    assert (result["collection"], result["documents"], result["queries"]) == ("tiny", 3, 2)
    assert result["passages"] > 3
    assert result["modes"].keys() == {"words", "meaning", "both"}
    assert all(values.keys() == MEASURES for values in result["modes"].values())
    assert result["modes"]["words"]["ndcg@10"] == 1.0
    assert result["query_ms"].keys() == {"p50", "p95"}
    assert result["differences"].keys() == {"both_minus_words", "both_minus_meaning"}
    assert all(one["low"] <= one["mean"] <= one["high"] for one in result["differences"].values())


def test_whole_documents_are_one_passage_each(answer: Ask, collection: Path) -> None:
    result = answer("evaluate", str(collection), "--whole", "--modes", "words")
    assert result["passages"] == 3
    assert result["modes"].keys() == {"words"}


def test_nothing_of_a_collection_stays_behind(answer: Ask, collection: Path, data_dir: Path) -> None:
    answer("evaluate", str(collection), "--modes", "words")
    assert [path.name for path in data_dir.iterdir()] == ["settings.toml"]


def test_models_and_rerankers_are_compared_in_a_table(answer: Ask, collection: Path) -> None:
    result = answer("evaluate", str(collection), "--modes", "both", "--models", "shipped", "--rerankers", "none")
    assert result.keys() == FIELDS | {"table"}
    [row] = result["table"]
    assert row.keys() == MEASURES | {"model", "reranker", "mode", "query_ms"}
    assert (row["reranker"], row["mode"]) == ("", "both")


def test_a_reranker_that_cannot_be_used_is_an_error(run: Run, collection: Path, tmp_path: Path) -> None:
    done = run("evaluate", str(collection), "--modes", "both", "--rerankers", str(tmp_path))
    assert done.returncode == 2
    assert "There is no reranker in" in done.stderr


def test_the_persons_labels_are_measured(answer: Ask, run: Run, data_dir: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "flat.txt").write_text("The deposit of the flat is returned.")
    (docs / "sea.txt").write_text("Octopuses open jars.")
    assert "no labels yet" in run("evaluate", "--labels").stderr
    answer("index", str(docs))
    labels = UserDb(data_dir / "user.db")
    labels.add_label(Label("deposit", str(docs / "flat.txt"), "", relevant=True, origin="test", at=0.0))
    labels.add_label(Label("deposit", str(docs / "sea.txt"), "", relevant=False, origin="test", at=0.0))
    labels.close()

    result = answer("evaluate", "--labels", "--modes", "words,both")

    assert (result["labels"], result["queries"]) == (2, 1)
    assert result["modes"]["both"]["ndcg@10"] == 1.0


def test_pairs_of_sentences_are_measured(answer: Ask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("score\tone\tother\n5\ta red house\ta red house\n2\ta red house\ta red car\n0\tred\tblue sea\n")

    result = answer("evaluate", "--pairs", str(file))

    assert (result["pairs"], result["backend"]) == (3, "hashing")
    assert result["measures"] == {"spearman": 1.0}
    assert "spearman 1.000" in run("evaluate", "--pairs", str(file)).stdout


@pytest.mark.parametrize("arguments", [(), ("--labels", "--pairs", "x"), ("--labels", "--models", "shipped")])
def test_what_is_to_be_measured_has_to_be_clear(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("evaluate", *arguments).returncode == 2
