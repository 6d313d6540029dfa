"""What a small cross-encoder, trained here in some minutes, does to the order and to the time of a question."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.engine.evaluation import evaluate
from desktop_search.reranking.backends import cross_encoder
from desktop_search.settings import Settings
from tests.benchmarks.small_reranker import train

pytestmark = [pytest.mark.shared, pytest.mark.model, pytest.mark.timeout(3600)]

COLLECTIONS = ("cranfield", "chunking-eval")


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shared = Path(__file__).parent.parent.parent.parent / "shared"
    return train(shared / "data" / "pairs-dev", tmp_path_factory.mktemp("reranker"))


def test_passages_a_second_in_each_precision(reranker: Path, say: Callable[[str], None]) -> None:
    passage = "The deposit is returned within four weeks after the keys were handed over. " * 12
    for precision in ("float32", "int8"):
        model = cross_encoder.load(reranker, "cpu", precision)
        model.score("warm", [passage] * 4)
        started = time.perf_counter()
        model.score("when do I get my deposit back", [passage] * 20)
        say(f"{model.precision}: {20 / (time.perf_counter() - started):.0f} passages a second")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_order_with_and_without_it(reranker: Path, shared: Path, name: str, say: Callable[[str], None]) -> None:
    settings = Settings(rerank_milliseconds=1000)
    result = evaluate(shared / "data/retrieval-dev" / name, settings, modes=("both",), rerankers=("", str(reranker)))
    for row in result["table"]:
        about = row["reranker"] or "none"
        say(f"{name}, reranker {about}: nDCG@10 {row['ndcg@10']:.3f}, hit@1 {row['hit@1']:.3f}, {row['query_ms']} ms")
