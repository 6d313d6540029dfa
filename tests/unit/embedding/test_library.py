"""The library of models: names and folders, what is listed, how speeds are kept, and what a model's card says."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import comparing, model_card, models, speeds
from desktop_search.embedding.library import Library
from desktop_search.engine import models as engine_models
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, EmbeddingId, ModelSpeed
from desktop_search.settings import Settings
from tests.model_samples import bare_static


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    return DataDirectory(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path, data: DataDirectory) -> Library:
    """A library with one model, called "mine"."""
    library = engine_models.library(data)
    library.add(bare_static(tmp_path / "mine"), try_out=lambda folder: 8)
    return library


def listed(data: DataDirectory, settings: Settings) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in engine_models.list_models(data, settings)["models"]}


def test_what_was_added_is_listed_with_what_is_known_of_it(data: DataDirectory, library: Library) -> None:
    found = listed(data, Settings())
    assert list(found) == [models.SHIPPED_NAME, "mine"]
    assert found[models.SHIPPED_NAME]["in_use"] and not found["mine"]["in_use"]
    assert (found["mine"]["kinds"], found["mine"]["dimensions"]) == (("StaticEmbedding",), 8)
    assert found["mine"]["revision"] == models.find(library.folder_of("mine")).revision
    assert found["mine"]["size"] > 600


def test_the_model_in_use_is_marked_and_stays(data: DataDirectory, library: Library) -> None:
    settings = Settings(model=library.folder_of("mine"))
    assert [name for name, one in listed(data, settings).items() if one["in_use"]] == ["mine"]
    with pytest.raises(DesktopSearchError, match="The model mine is in use"):
        engine_models.remove_model(data, settings, "mine")
    assert engine_models.remove_model(data, Settings(), "mine").name == "mine"
    assert library.installed() == []


def test_a_model_in_a_folder_of_its_own_is_listed_while_it_is_used(tmp_path: Path, data: DataDirectory) -> None:
    folder = bare_static(tmp_path / "elsewhere")
    found = listed(data, Settings(model=str(folder)))
    assert found["elsewhere"]["in_use"]
    assert found["elsewhere"]["folder"] == str(folder)


def test_a_model_is_named_by_its_name_or_its_folder(tmp_path: Path, library: Library) -> None:
    assert library.folder_of("mine") == str(library.place / "mine")
    assert library.folder_of(str(tmp_path / "mine")) == str((tmp_path / "mine").resolve())
    assert {library.folder_of(name) for name in ("", "shipped", "all-MiniLM-L6-v2")} == {""}
    with pytest.raises(DesktopSearchError, match="no model called other"):
        library.folder_of("other")


@pytest.mark.parametrize("name", ["other", "shipped"])
def test_what_is_not_there_cannot_be_removed(library: Library, name: str) -> None:
    with pytest.raises(DesktopSearchError):
        library.remove(name)


def test_a_folder_whose_manifest_is_damaged_is_no_model_but_can_be_removed(library: Library) -> None:
    (library.place / "mine" / "installed.json").write_text("{")
    assert library.installed() == []
    library.remove("mine")
    assert list(library.place.iterdir()) == []


def test_bench_keeps_what_it_measures(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = [
        {"backend": "torch", "precision": "float32", "passages_per_second": 10.5},
        {"backend": "openvino", "precision": "int8", "passages_per_second": 40.0},
    ]
    monkeypatch.setattr(comparing, "compare", lambda model, place: {"backends": measured, "notices": []})
    assert listed(data, Settings())[models.SHIPPED_NAME]["speed"] is None
    engine_models.compare(data, Settings())
    assert listed(data, Settings())[models.SHIPPED_NAME]["speed"] == {
        "passages_per_second": 40.0,
        "backend": "openvino",
        "precision": "int8",
    }


def test_a_model_that_is_loaded_is_measured_by_the_texts_of_bench_all_at_once() -> None:
    asked: list[list[str]] = []

    def embed(texts: Sequence[str]) -> Array:
        asked.append(list(texts))
        time.sleep(0.01)
        return np.zeros((len(texts), 4), dtype=np.float32)

    speed = speeds.measured(EmbeddingId("torch", "m", "1", "float16", 4), embed)
    assert asked == [comparing.sample_texts(comparing.PASSAGES)] * speeds.ROUNDS
    assert (speed.backend, speed.precision) == ("torch", "float16")
    assert 0 < speed.passages_per_second <= comparing.PASSAGES / 0.01


def test_one_round_says_enough_of_a_slow_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speeds, "LONG_SECONDS", 0.001)
    asked: list[int] = []

    def embed(texts: Sequence[str]) -> Array:
        asked.append(len(texts))
        time.sleep(0.01)
        return np.zeros((len(texts), 4), dtype=np.float32)

    speeds.measured(EmbeddingId("torch", "m", "1", "float16", 4), embed)
    assert asked == [comparing.PASSAGES]


@pytest.mark.parametrize("content", ["", "[]", '{"1": 5}', '{"1": {"passages_per_second": "fast"}}'])
def test_speeds_that_cannot_be_read_are_not_known(tmp_path: Path, content: str) -> None:
    (tmp_path / speeds.FILE).write_text(content)
    assert speeds.of(tmp_path, "1") is None
    speeds.keep(tmp_path, "1", ModelSpeed(2.0, "torch", "float32"))
    assert speeds.of(tmp_path, "1") == ModelSpeed(2.0, "torch", "float32")


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("---\nlicense: mit\nlanguage: en\n---\n# Model", ("mit", ("en",))),
        ("---\nlanguage:\n- en\n- de\ntags:\n- x\nlicense: apache-2.0\n---", ("apache-2.0", ("en", "de"))),
        ("---\nlanguage: [en, 'de']\n---\n", ("", ("en", "de"))),
        ("---\nlicense: <script>\n---\n", ("", ())),
        ("# Model\nlicense: mit", ("", ())),
    ],
)
def test_a_card_says_licence_and_languages(tmp_path: Path, card: str, expected: Any) -> None:
    (tmp_path / "README.md").write_text(card)
    assert model_card.licence_and_languages(tmp_path) == expected
