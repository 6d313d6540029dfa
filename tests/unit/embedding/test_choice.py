"""Which backend and precision are chosen, for machines that are not this one."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_search.embedding import choice, models, processor
from desktop_search.embedding.embedder import Options
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelUnavailable

BOTH = ("FP32", "INT8", "BF16")


@pytest.mark.parametrize(
    ("capabilities", "extensions", "expected"),
    [
        (("FP32", "INT8"), {"avx2", "fma"}, ["float32"]),
        (BOTH, {"avx512f"}, ["float32"]),
        (BOTH, {"avx512_vnni"}, ["int8", "float32"]),
        (BOTH, {"avx512_bf16", "avx512_vnni"}, ["bfloat16", "int8", "float32"]),
        (BOTH, {"amx_bf16", "amx_int8"}, ["bfloat16", "int8", "float32"]),
        (("FP32",), {"avx512_bf16", "avx_vnni"}, ["float32"]),
        (BOTH, set(), ["float32"]),
    ],
)
def test_the_fastest_precision_that_is_not_imitated_comes_first(
    capabilities: tuple[str, ...], extensions: set[str], expected: list[str]
) -> None:
    assert processor.precisions(capabilities, extensions) == expected


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Backends that only say that they were loaded; a test may make one fail, or put in a graphics processor."""
    state: dict[str, Any] = {"device": "cpu", "fails": None, "accelerator": False}

    def module(name: str) -> Any:
        def load(_model: ModelFolder, device: str, _options: Options) -> Any:
            if name == "openvino" and state["fails"]:
                raise state["fails"]
            return f"{name} on {device}"

        return SimpleNamespace(load=load, NEEDS_MODEL=True, best_device=lambda: state["device"])

    monkeypatch.setattr(choice, "backend", module)
    monkeypatch.setattr(models, "find", lambda folder: ModelFolder("some", tmp_path, "1"))
    monkeypatch.setattr(processor, "may_have_accelerator", lambda: state["accelerator"])
    return state


def test_a_processor_alone_uses_openvino(loaded: dict[str, Any]) -> None:
    assert choice.embedder_of("auto", "", "auto") == "openvino on auto"
    assert choice.embedder_of("auto", "", "cpu") == "openvino on cpu"


def test_a_graphics_processor_uses_torch(loaded: dict[str, Any]) -> None:
    loaded.update(accelerator=True, device="cuda")
    assert choice.embedder_of("auto", "", "auto") == "torch on auto"
    assert choice.embedder_of("auto", "", "cpu") == "openvino on cpu"
    assert choice.embedder_of("auto", "", "mps") == "torch on mps"


def test_a_driver_that_torch_cannot_use_changes_nothing(loaded: dict[str, Any]) -> None:
    loaded.update(accelerator=True, device="cpu")
    assert choice.embedder_of("auto", "", "auto") == "openvino on auto"


@pytest.mark.parametrize("error", [ModelUnavailable("It pools oddly."), RuntimeError("no such instruction")])
def test_what_openvino_cannot_do_torch_does_and_the_person_is_told(
    loaded: dict[str, Any], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    loaded["fails"] = error
    assert choice.embedder_of("auto", "", "auto", Options(tell=told.append)) == "torch on auto"
    assert len(told) == 1
    assert "torch computes" in told[0]


def test_what_was_asked_for_by_name_is_not_replaced(loaded: dict[str, Any]) -> None:
    loaded["fails"] = ModelUnavailable("It pools oddly.")
    with pytest.raises(ModelUnavailable):
        choice.embedder_of("openvino", "", "auto")


def test_there_is_no_backend_of_another_name() -> None:
    with pytest.raises(ModelUnavailable, match="no embedding backend"):
        choice.embedder_of("abacus", "", "auto")
