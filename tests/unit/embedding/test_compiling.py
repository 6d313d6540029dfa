from pathlib import Path
from typing import Any

import pytest

from desktop_search.embedding import attention, compiling, processor
from desktop_search.embedding.compiling import CompiledGraph
from desktop_search.embedding.prepared import PreparedModel


class Core:
    """Compiles anything, but refuses some settings; and notes what it was asked."""

    def __init__(self, *refused: str) -> None:
        self.refused = set(refused)
        self.asked: list[dict[str, Any]] = []

    def read_model(self, file: Path) -> str:
        return file.name

    def compile_model(self, graph: str, device: str, properties: dict[str, Any]) -> object:
        self.asked.append(properties)
        if self.refused & set(properties):
            raise RuntimeError("no such setting")
        return object()


@pytest.fixture
def written_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    monkeypatch.setattr(attention, "write_out", lambda openvino, graph: made.append(graph))
    return made


def prepared_in(folder: Path, *, hides_padding_alone: bool = True) -> PreparedModel:
    return PreparedModel(folder, 8, 16, 0, "", "", hides_padding_alone, "")


def settings_of(core: Core, place: Path, precision: str, *, is_plain: bool = True) -> dict[str, Any]:
    """Those that the graph was compiled with in the end."""
    CompiledGraph(core, prepared_in(place, hides_padding_alone=is_plain), place, precision)
    return core.asked[-1]


def test_with_amx_the_parts_of_attention_are_computed_one_by_one(
    tmp_path: Path, written_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "flags", lambda: frozenset({"avx512_bf16", "amx_bf16"}))
    assert compiling.ONE_BY_ONE.items() <= settings_of(Core(), tmp_path, "bfloat16").items()
    assert not set(compiling.ONE_BY_ONE) & set(settings_of(Core(), tmp_path, "float32"))
    assert written_out == ["graph.xml"] * 2


def test_without_amx_openvino_decides(tmp_path: Path, written_out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "flags", lambda: frozenset({"avx512_bf16"}))
    assert not set(compiling.ONE_BY_ONE) & set(settings_of(Core(), tmp_path, "bfloat16"))
    assert written_out


def test_an_openvino_that_does_not_know_the_setting_compiles_all_the_same(
    tmp_path: Path, written_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "flags", lambda: frozenset({"amx_bf16"}))
    core = Core(*compiling.ONE_BY_ONE)
    assert settings_of(core, tmp_path, "bfloat16")["INFERENCE_PRECISION_HINT"] == "bf16"
    assert len(core.asked) == 2


def test_attention_that_sees_less_than_all_is_not_touched(tmp_path: Path, written_out: list[str]) -> None:
    settings_of(Core(), tmp_path, "bfloat16", is_plain=False)
    assert not written_out
