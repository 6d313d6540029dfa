"""What every embedding backend promises, whatever is in the folder."""

import numpy as np
import pytest

from desktop_search import plugins
from desktop_search.embedding import backends
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Embedder

NAMES = [module.__name__.rpartition(".")[2] for module in plugins.modules_in(backends)]


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.model) for name in NAMES])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return embedder_of(request.param, "", "auto")


def test_it_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.id.dimensions > 0
    assert embedder.id.fingerprint.startswith(f"{embedder.id.backend}|")
    assert embedder.device in {"cpu", "cuda", "mps"}


def test_vectors_have_one_shape_and_length_one(embedder: Embedder) -> None:
    made = embedder.embed_passages(["a garden in spring", "", "日本語 🙂", "word " * 3000])
    assert made.dtype == np.float32
    assert made.shape == (4, embedder.id.dimensions)
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    assert embedder.embed_passages([]).shape == (0, embedder.id.dimensions)
    assert embedder.embed_query("a garden").shape == (embedder.id.dimensions,)


def test_a_text_has_one_vector_in_any_company(embedder: Embedder) -> None:
    alone = embedder.embed_passages(["The deposit is returned."])[0]
    together = embedder.embed_passages(["x " * 200, "The deposit is returned.", "y"])[1]
    assert float(alone @ together) == pytest.approx(1.0, abs=1e-4)


def test_what_shares_words_or_meaning_is_nearer(embedder: Embedder) -> None:
    query = embedder.embed_query("deposit of the flat")
    near, far = embedder.embed_passages(["The deposit of the flat is returned.", "Octopuses open jars."])
    assert float(query @ near) > float(query @ far)
