"""Models on the command line: listed, added, written for other programs and removed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.model_samples import bare_static

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., dict[str, Any]]


def names(answer: Ask) -> list[str]:
    return [one["name"] for one in answer("models", "list")["models"]]


def test_models_are_added_listed_and_removed(answer: Ask, run: Run, tmp_path: Path, data_dir: Path) -> None:
    added = answer("models", "add", str(bare_static(tmp_path / "small")), "--name", "tiny")
    assert (added["name"], added["dimensions"], added["kinds"]) == ("tiny", 8, ["StaticEmbedding"])
    listed = answer("models", "list")
    assert [(one["name"], one["in_use"], one["speed"]) for one in listed["models"]] == [
        ("all-MiniLM-L6-v2", True, None),
        ("tiny", False, None),
    ]
    assert {"name", "parameters", "dimensions", "languages", "licence", "query_prefix"} <= set(listed["known"][0])
    shown = run("models", "list").stdout
    assert "* all-MiniLM-L6-v2" in shown and "  tiny " in shown and "multilingual-e5-small" in shown
    again = run("models", "add", str(tmp_path / "small"), "--name", "tiny")
    assert (again.returncode, "called tiny already" in again.stderr) == (2, True)
    kept = (data_dir / "settings.toml").read_text()
    (data_dir / "settings.toml").write_text(f"{kept}model = {json.dumps(added['folder'])}\n")
    in_use = run("models", "remove", "tiny")
    assert (in_use.returncode, "is in use" in in_use.stderr) == (2, True)
    (data_dir / "settings.toml").write_text(kept)
    assert answer("models", "remove", "tiny") == {"removed": "tiny"}
    assert names(answer) == ["all-MiniLM-L6-v2"]


def test_a_model_that_is_refused_is_told_in_a_sentence(run: Run, answer: Ask, tmp_path: Path) -> None:
    source = bare_static(tmp_path / "evil")
    (source / "modeling.py").write_text("raise SystemExit(7)")
    refused = run("models", "add", str(source))
    assert refused.returncode == 2
    assert "This model is not added: modeling.py is code." in refused.stderr
    assert names(answer) == ["all-MiniLM-L6-v2"]


def test_a_model_is_written_by_its_name(answer: Ask, run: Run, tmp_path: Path) -> None:
    where = tmp_path / "out"
    written = answer("models", "export", "--format", "torchscript", str(where), "--model", "shipped")
    assert (written["model"], written["format"]) == ("all-MiniLM-L6-v2", "torchscript")
    assert written["cosine"] > 0.9999
    assert sorted(file.name for file in where.iterdir()) == ["model.pt", "tokenizer.json"]
    plain = run("models", "export", "--format", "onnx", str(where), "--model", str(bare_static(tmp_path / "static")))
    assert (plain.returncode, "none that can be written" in plain.stderr) == (2, True)


def test_a_model_is_written_as_its_folder_and_can_be_added_elsewhere(answer: Ask, run: Run, tmp_path: Path) -> None:
    added = answer("models", "add", str(bare_static(tmp_path / "static")), "--name", "mine")
    where = tmp_path / "out"
    written = answer("models", "export", "--format", "folder", str(where), "--model", "mine")
    assert (written["model"], written["format"], written["cosine"]) == ("mine", "folder", None)
    assert sorted(written["files"]) == sorted(str(file) for file in where.rglob("*") if file.is_file())
    for file in where.rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (Path(added["folder"]) / file.relative_to(where)).read_bytes()
    again = answer("models", "add", str(where), "--name", "theirs")
    assert (again["name"], again["dimensions"]) == ("theirs", added["dimensions"])
    full = run("models", "export", "--format", "folder", str(where), "--model", "mine")
    assert (full.returncode, "is not empty" in full.stderr) == (2, True)
    inside = run("models", "export", "--format", "folder", f"{added['folder']}/copy", "--model", "mine")
    assert (inside.returncode, "is inside the model" in inside.stderr) == (2, True)
    (tmp_path / "static" / "notes.docx").write_text("a letter that lies in the same folder")
    loose = answer(
        "models", "export", "--format", "folder", str(tmp_path / "loose"), "--model", str(tmp_path / "static")
    )
    assert sorted(Path(file).name for file in loose["files"]) == sorted(Path(file).name for file in written["files"])
    (Path(added["folder"]) / "model.safetensors").write_bytes(b"other")
    changed = run("models", "export", "--format", "folder", str(tmp_path / "other"), "--model", "mine")
    assert changed.returncode == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "arguments", [(), ("add",), ("remove",), ("export", "x"), ("export", "x", "--format", "pdf"), ("use",)]
)
def test_wrong_use_is_told_in_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("models", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("desktop-search: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("what", ["add", "export"])
def test_what_the_window_follows_ends_when_it_closes_the_input(
    answer: Ask, tmp_path: Path, data_dir: Path, what: str
) -> None:
    source, out = bare_static(tmp_path / "small"), tmp_path / "out"
    words = {"add": ["--name=tiny", "--", str(source)], "export": ["--format", "onnx", "--", str(out)]}[what]
    line = [sys.executable, "-m", "desktop_search", "models", "--data-dir", str(data_dir), what, "--followed", *words]
    done = subprocess.run(line, input="", capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 130, done.stderr
    assert names(answer) == ["all-MiniLM-L6-v2"]
    left = [*out.rglob("*"), *(data_dir / "models" / "installed").rglob("*")]
    assert [file for file in left if file.is_file()] == []
