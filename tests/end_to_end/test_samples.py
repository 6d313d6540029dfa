"""The sample documents that ship answer questions by meaning: the installed command, as `make run` uses it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_search.paths import resource

pytestmark = pytest.mark.model


def desktop_search(*arguments: str) -> Any:
    """Runs the installed command and returns what it says in JSON."""
    command = [sys.executable, "-m", "desktop_search", *arguments, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples")
    desktop_search("index", str(resource("samples")), "--data-dir", str(directory))
    return directory


# None of the words that carry these questions stands in the document that answers them.
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("getting my money back when I move out", "tenancy-agreement.docx"),
        ("migraine triggers", "dr-fournier.txt"),
        ("something warming for a cold evening", "leek-and-potato-soup.md"),
    ],
)
def test_a_question_by_meaning_finds_its_document_first(data_directory: Path, question: str, answer: str) -> None:
    found = desktop_search("search", question, "--data-dir", str(data_directory))
    assert Path(found["hits"][0]["path"]).name == answer


def test_every_sample_is_read(data_directory: Path) -> None:
    status = desktop_search("status", "--data-dir", str(data_directory))
    samples = [path for path in resource("samples").rglob("*") if path.is_file()]
    assert status["files"]["indexed"] == len(samples)
