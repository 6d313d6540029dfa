"""Half a model is none: what was not written to its end goes."""

from pathlib import Path

import pytest

from desktop_search.embedding import exporting, importing
from desktop_search.engine import model_export
from desktop_search.errors import DesktopSearchError
from desktop_search.settings import Settings
from tests.model_samples import bare_static


@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_was_cancelled_or_found_no_room_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    def breaks_off(files: object, target: Path) -> None:
        (target / "1_Pooling").mkdir(parents=True)
        (target / "1_Pooling" / "config.json").write_text("{}")
        (target / "modules.json").write_text("[")
        raise trouble

    monkeypatch.setattr(importing, "copy", breaks_off)
    settings = Settings(model=str(bare_static(tmp_path / "model")))
    with pytest.raises((KeyboardInterrupt, DesktopSearchError)):
        model_export.export(settings, "folder", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_lay_there_before_stays(tmp_path: Path) -> None:
    settings = Settings(model=str(bare_static(tmp_path / "model")))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(DesktopSearchError, match="is not empty"):
        model_export.export(settings, "folder", tmp_path / "out")
    assert (tmp_path / "out" / "letter.txt").read_text() == "mine"


def test_a_file_that_would_have_been_replaced_stays_where_writing_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(encoder: object, file: Path) -> None:
        file.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "to_onnx", breaks_off)
    out = tmp_path / "out"
    out.mkdir()
    (out / "tokenizer.json").write_text("of another export")
    with pytest.raises(KeyboardInterrupt):
        model_export.export(Settings(), "onnx", out)
    assert [file.name for file in out.iterdir()] == ["tokenizer.json"]
    assert (out / "tokenizer.json").read_text() == "of another export"
