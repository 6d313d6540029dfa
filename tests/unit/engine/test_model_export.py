"""Half a model is none: what was not written to its end goes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search.embedding import importing
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


def test_a_file_of_another_export_is_not_replaced(tmp_path: Path) -> None:
    """The tokenizer of one model would be read with the weights of another."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "tokenizer.json").write_text("of another export")
    with pytest.raises(DesktopSearchError, match="There is a file tokenizer"):
        model_export.export(Settings(), "onnx", out)
    assert [file.name for file in out.iterdir()] == ["tokenizer.json"]
    assert (out / "tokenizer.json").read_text() == "of another export"


def test_what_a_killed_export_left_is_in_nobodys_way_and_goes(tmp_path: Path) -> None:
    settings, out = Settings(model=str(bare_static(tmp_path / "model"))), tmp_path / "out"
    left, young = out / f"{model_export.UNFINISHED}old", out / f"{model_export.UNFINISHED}young"
    for folder in (left, young):
        folder.mkdir(parents=True)
        (folder / "model.safetensors").write_bytes(b"half")
    os.utime(left, (0, 0))
    told = model_export.export(settings, "folder", out)
    assert (left.exists(), young.exists()) == (False, True), "one that is under way goes on"
    assert not [file for file in told["files"] if model_export.UNFINISHED in file]


def test_nothing_that_is_written_takes_the_place_of_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".unfinished-novel").mkdir(parents=True)
    (out / ".unfinished-novel" / "chapter.txt").write_text("mine")
    (out / "model.bin").write_text("mine too")
    with pytest.raises(DesktopSearchError, match="There is a file model"):
        model_export.export(Settings(), "openvino", out)
    assert (out / "model.bin").read_text() == "mine too"
    assert sorted(one.name for one in out.iterdir()) == [".unfinished-novel", "model.bin"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from desktop_search.engine import model_export
from desktop_search.errors import DesktopSearchError
from desktop_search.settings import Settings
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    model_export.export(Settings(), sys.argv[1], Path(sys.argv[2]))
except DesktopSearchError as error:
    print("told" if "could not be written" in str(error) else error, end="")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to what a process writes")
@pytest.mark.parametrize("kind", ["torchscript", "openvino", "onnx"])
def test_a_disk_that_takes_no_more_is_told_in_a_sentence(tmp_path: Path, kind: str) -> None:
    """In a process of its own, which may write no large file: torch's own writer would end it."""
    said = subprocess.run(
        [sys.executable, "-c", FULL_DISK, kind, str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, "told"), said.stderr
    assert list((tmp_path / "out").iterdir()) == []
