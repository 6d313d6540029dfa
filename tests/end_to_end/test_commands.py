"""The command line is a contract: names, fields and exit statuses that scripts depend on."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import write_tree

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(
        tmp_path / "documents",
        {"soup.md": "# Lentil soup\n\nSimmer the lentils.\n", "brake.txt": "The brake squeals.", "image.bin": "\0\1\2"},
    )


@pytest.mark.usefixtures("running")
def test_index_reports_totals_and_this_run(answer: Ask, folder: Path) -> None:
    first = answer("index", str(folder))
    assert first.keys() == set(
        "seen indexed partial skipped failed pending passages embedded"
        " read_now embedded_now seconds read_seconds embed_seconds notices".split()
    )
    assert (first["seen"], first["indexed"], first["skipped"], first["read_now"]) == (3, 2, 1, 3)
    assert first["seen"] == sum(first[state] for state in ("indexed", "partial", "skipped", "failed", "pending"))
    assert first["embedded"] == first["passages"] == first["embedded_now"] == 2
    assert answer("index", str(folder))["embedded_now"] == 0
    assert answer("index", "--rescan", str(folder))["read_now"] == 3


@pytest.mark.usefixtures("running")
def test_search_finds_and_explains(answer: Ask, run: Run, folder: Path) -> None:
    answer("index", str(folder))
    found = answer("search", "lentils", "--explain")
    assert found.keys() == set("query mode took_ms complete notices filters answer hits".split())
    hit = found["hits"][0]
    fields = "path member title score relevance page line sheet slide heading snippet matches reasons duplicates"
    assert hit.keys() == set(fields.split())
    assert hit["matches"][0].keys() == {"text", "page", "line"}
    assert (os.path.basename(hit["path"]), hit["title"], hit["line"]) == ("soup.md", "Lentil soup", 3)
    assert hit["score"] == pytest.approx(sum(hit["reasons"].values()))
    assert hit["matches"][0]["text"].count("Lentil soup") == 1
    assert "soup.md" in run("search", "lentils").stdout
    assert "relevant with a probability of" in run("search", "lentils", "--explain").stdout


def test_search_says_no_by_its_exit_status(answer: Ask, run: Run, folder: Path) -> None:
    answer("index", str(folder))
    assert answer("search", "zeppelin", "--mode", "words", status=1)["hits"] == []
    assert run("search", "zeppelin", "--mode", "words").stdout.strip() == "Nothing found."


@pytest.mark.usefixtures("running")
def test_dashes_in_a_question_are_words_of_it(answer: Ask, folder: Path) -> None:
    answer("index", str(folder))
    assert answer("search", "lentils", "--spicy")["query"] == "lentils --spicy"
    assert (
        answer("search", "--limit", "3", "--", "--limit", "lentils", "-squeals")["query"] == "--limit lentils -squeals"
    )
    assert answer("search", "soup", "-x", "lentils")["query"] == "soup -x lentils"
    assert answer("search", "soup", "-hotel", "search", "soup")["query"] == "soup -hotel search soup"
    assert answer("search", "--limit", "3", "--mode", "words", "soup", "3", "-z", "words")["query"] == "soup 3 -z words"


def test_read_shows_what_is_read_and_always_prints_json(answer: Ask, folder: Path) -> None:
    shown = answer("read", str(folder / "soup.md"))
    assert shown.keys() == set("path state reason format title language passages".split())
    assert (shown["state"], shown["format"], shown["title"]) == ("indexed", "markdown", "Lentil soup")
    assert shown["passages"][0].keys() == {"text", "heading", "page", "line", "sheet", "slide"}
    nothing = answer("read", str(folder / "image.bin"), status=1)
    assert (nothing["state"], nothing["passages"]) == ("skipped", [])
    assert nothing["reason"]


def test_status_of_an_empty_directory_is_no_error(answer: Ask) -> None:
    status = answer("status")
    assert set("folders files passages embedded model device backend bytes_on_disk engine".split()) <= status.keys()
    assert (status["folders"], status["files"]["seen"], status["engine"]) == ([], 0, "not running")


@pytest.mark.usefixtures("running")
def test_failures_are_listed_with_their_reasons(answer: Ask, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + b"\x00\xff" * 400)
    assert answer("index", str(folder))["failed"] == 1
    [failure] = answer("failures")["failures"]
    assert failure.keys() == {"path", "state", "reason", "when"}
    assert os.path.basename(failure["path"]) == "broken.pdf"
    (folder / "broken.pdf").write_text("Mended, and plain text.")
    assert answer("failures", "--retry")["failures"] == []


def test_forget_removes(answer: Ask, folder: Path) -> None:
    answer("index", str(folder))
    assert answer("forget", str(folder)) == {"files": 3, "passages": 2}
    assert answer("forget", str(folder), status=1) == {"files": 0, "passages": 0}
    assert answer("search", "lentils", status=1)["hits"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("index", "/nowhere/at/all"),
        ("index",),
        ("search",),
        ("search", "x", "--mode", "magic"),
        ("search", "x", "--limit", "0"),
        ("status", "--nonsense"),
        ("read", "/nowhere/at/all"),
        ("evaluate", "/nowhere/at/all"),
        ("nonsense",),
        ("read", "~$document.docx"),
        ("index", "~nobody-of-this-name/x"),
        ("index", "/dev/null"),
    ],
)
def test_wrong_use_is_one_clear_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("desktop-search: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_setting_is_named(run: Run, data_dir: Path) -> None:
    (data_dir / "settings.toml").write_text("readers = 4000\n")
    done = run("status")
    assert done.returncode == 2
    assert "readers" in done.stderr


@pytest.mark.usefixtures("running")
def test_a_name_that_is_not_utf_8_comes_back_with_surrogate_escapes(answer: Ask, run: Run, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_text("Crepes and cider.")
    answer("index", str(folder))
    hit = answer("search", "cider")["hits"][0]
    assert os.path.basename(hit["path"]) == name
    assert os.path.exists(hit["path"])
    assert run("search", "cider").returncode == 0


def test_everything_written_is_for_this_person_only(answer: Ask, folder: Path, data_dir: Path) -> None:
    answer("index", str(folder))
    open_to_others = [
        path for path in data_dir.rglob("*") if path.name != "settings.toml" and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


@pytest.mark.usefixtures("running")
def test_why_says_where_a_file_stands(
    answer: Callable[..., dict[str, Any]], run: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "flat.txt").write_text("The deposit of the flat is returned.")
    answer("index", str(docs))

    found = answer("why", "deposit", "-octopus", str(docs / "flat.txt"))
    assert (found["state"], found["rank"]) == ("found", 1)
    assert found["score"] == pytest.approx(sum(found["scores"].values()))
    missing = answer("why", "deposit", str(docs / "nowhere.txt"), status=1)
    assert (missing["state"], missing["rank"], missing["query"]) == ("missing", None, "deposit")
    assert missing["advice"]
    assert "rank 1" in run("why", "deposit", str(docs / "flat.txt")).stdout
    assert run("why", "deposit").returncode == 2


def test_verify_finds_and_mends_and_says_so_by_its_exit_status(
    answer: Ask, run: Run, folder: Path, data_dir: Path
) -> None:
    answer("index", str(folder))
    sound = answer("verify", "--deep")
    assert sound == {
        "ok": True,
        "deep": True,
        "checked": {"passages": 2, "vectors": 2, "words": 5, "files": 3, "labels": 0},
        "problems": [],
    }
    with closing(sqlite3.connect(data_dir / "index.db")) as connection, connection:
        connection.execute("UPDATE passages SET text = replace(text, 'lentils', 'Lentils')")
    assert answer("verify")["ok"]
    problem = {"where": "index.db", "what": "damaged texts", "count": 1, "repaired": False}
    assert answer("verify", "--deep", status=1)["problems"] == [problem]
    assert "--repair mends" in run("verify", "--deep").stdout
    assert answer("verify", "--deep", "--repair")["problems"] == [{**problem, "repaired": True}]
    assert "Everything is as it was written." in run("verify", "--deep").stdout


def test_verify_says_when_it_could_not_look(run: Run, folder: Path, data_dir: Path) -> None:
    (data_dir / "index.db").mkdir()
    done = run("verify")
    assert done.returncode == 2
    assert "cannot be opened" in done.stderr
    assert (data_dir / "index.db").is_dir()


def test_doctor_says_on_one_page_what_is_right_and_wrong(answer: Ask, run: Run, folder: Path, data_dir: Path) -> None:
    answer("index", str(folder))
    found = answer("doctor")
    assert found.keys() == {"ok", "checks"} and found["ok"]
    assert all(one.keys() == {"name", "state", "said", "hint"} for one in found["checks"])
    assert {one["state"] for one in found["checks"]} <= {"right", "warning"}
    assert "✓ folders    All folders are there: 1." in run("doctor").stdout
    (data_dir / "settings.toml").write_text(f'backend = "torch"\nmodel = "{data_dir}"\n')
    (data_dir / "index.db").unlink()
    wrong = answer("doctor", status=1)
    assert not wrong["ok"]
    assert [one["name"] for one in wrong["checks"] if one["state"] == "wrong"] == ["model"]
