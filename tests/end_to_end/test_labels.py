"""Judgements on the command line: kept, listed, exported, imported and removed; what is removed stays removed."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import write_tree

pytestmark = pytest.mark.usefixtures("running")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., dict[str, Any]]
FIELDS = ["query", "path", "passage", "relevant", "origin", "at"]


@pytest.fixture
def folder(tmp_path: Path, answer: Ask) -> Path:
    folder = write_tree(
        tmp_path / "documents",
        {"soup.md": "# Lentil soup\n\nSimmer the lentils.\n", "brake.txt": "The brake squeals.", "image.bin": "\0\1\2"},
    )
    answer("index", str(folder))
    return folder


def test_a_judgement_quotes_the_passage_that_comes_nearest(answer: Ask, run: Run, folder: Path) -> None:
    kept = answer("label", "lentil soup", str(folder / "soup.md"), "--relevant")
    assert list(kept) == ["stored", *FIELDS]
    assert (kept["stored"], kept["relevant"], kept["origin"]) == (True, True, "command")
    assert "Simmer the lentils." in kept["passage"]
    answer("label", "lentil", "soup", str(folder / "brake.txt"), "--not-relevant")
    listed = answer("labels", "list")["labels"]
    assert [(os.path.basename(one["path"]), one["relevant"]) for one in listed] == [
        ("soup.md", True),
        ("brake.txt", False),
    ]
    assert listed[1]["passage"] == "The brake squeals."
    assert (
        "brake.txt does not answer “lentil soup”"
        in run("label", "lentil  soup", str(folder / "brake.txt"), "--not-relevant").stdout
    )
    assert len(answer("labels", "list")["labels"]) == 2, "it takes the place of the one before"


def test_what_cannot_be_judged_is_said(answer: Ask, run: Run, folder: Path) -> None:
    for arguments in (
        ("lentil soup", str(folder / "image.bin"), "--relevant"),
        ("lentil soup", str(folder / "gone.txt"), "--relevant"),
        ("lentil soup", str(folder), "--relevant"),
        (" ", str(folder / "soup.md"), "--relevant"),
        ("only-a-question", "--relevant"),
        ("lentil soup", str(folder / "soup.md")),
    ):
        assert run("label", *arguments).returncode == 2, arguments
    assert answer("labels", "list") == {"labels": []}


def test_judgements_go_out_and_come_back(answer: Ask, folder: Path, tmp_path: Path) -> None:
    answer("label", "lentil soup", str(folder / "soup.md"), "--relevant")
    answer("label", "noise of a brake", str(folder / "brake.txt"), "--relevant")
    file = tmp_path / "labels.jsonl"
    assert answer("labels", "export", str(file)) == {"exported": 2, "file": str(file)}
    before = [json.loads(line) for line in file.read_text().splitlines()]
    assert [list(one) for one in before] == [FIELDS, FIELDS]
    assert answer("labels", "import", str(file)) == {"imported": 0, "skipped": 2}
    assert answer("labels", "remove", "--query", "lentil soup") == {"removed": 1}
    assert answer("labels", "remove", "--all") == {"removed": 1}
    assert answer("labels", "remove", "--all") == {"removed": 0}
    assert answer("labels", "import", str(file)) == {"imported": 2, "skipped": 0}
    assert answer("labels", "list")["labels"] == before
    assert answer("labels", "remove", "--file", str(folder / "soup.md")) == {"removed": 1}


def test_lines_that_are_no_judgements_are_skipped(answer: Ask, run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl"
    lines = [
        {"query": "soup", "path": str(folder / "soup.md"), "relevant": True},
        {"query": "soup", "path": str(folder / "soup.md"), "relevant": 1},
        {"query": "", "path": "/a", "relevant": True},
        {"query": "soup", "path": "/a", "relevant": "yes"},
        {"query": "soup", "relevant": True},
        {"query": "soup", "path": "/a", "relevant": True, "at": "never"},
        {"query": "\ud800", "path": "/a", "relevant": True},
        ["soup"],
    ]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n\nnonsense\n")
    assert answer("labels", "import", str(file)) == {"imported": 1, "skipped": 8}
    (label,) = answer("labels", "list")["labels"]
    assert (label["origin"], label["passage"], label["relevant"]) == ("import", "", True)
    assert label["at"] > 0
    assert run("labels", "import", str(tmp_path / "nowhere")).returncode == 2
    assert run("labels", "export", str(tmp_path / "nowhere" / "file")).returncode == 2
    assert run("labels", "remove").returncode == 2
