"""Walking, ignoring and collecting hints: one answer for all of them."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from desktop_search.files import changes, ignore, walk
from desktop_search.files.changes import Changes
from tests.fakes import write_tree
from tests.faults.test_f21_secrets import NORMAL, SECRET


def walked(folder: Path, *rules: str, path: Path | None = None) -> list[str]:
    place = str(path or folder)
    found = walk.walk(place, ignore.rules_for(place, str(folder), rules), walk.Unlisted(), is_root=place == str(folder))
    return [os.path.relpath(one.path, folder) for one in found]


def test_files_come_in_the_order_of_their_paths_bytes(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a/b": "", "a.txt": "", "a-b/c": "", "B": "", "é": "", "a/b.d/e": "", "a/b.c": ""})
    found = walked(tmp_path)
    assert found == sorted(found, key=lambda one: os.fsencode(str(tmp_path / one)))
    assert len(found) == 7


def test_defaults_rule_files_and_the_persons_rules_hide(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "keep.txt": "",
            ".git/config": "",
            "node_modules/x.js": "",
            "a/.gitignore": "*.log\n!important.log\n[broken\n",
            "a/x.log": "",
            "a/important.log": "",
            "a/b/y.log": "",
            "private/diary.txt": "",
            "x.part": "",
        },
    )
    assert walked(tmp_path, "/private") == ["a/.gitignore", "a/important.log", "keep.txt"]


def test_a_hidden_folder_stays_hidden_when_a_path_inside_it_is_asked_for(tmp_path: Path) -> None:
    write_tree(tmp_path, {"node_modules/lib/x.js": "", "src/x.js": ""})
    assert walked(tmp_path, path=tmp_path / "node_modules/lib") == []
    assert walked(tmp_path, path=tmp_path / "node_modules/lib/x.js") == []
    assert walked(tmp_path, path=tmp_path / "src/x.js") == ["src/x.js"]


def test_pipes_links_and_sockets_are_not_files(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": ""})
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert walked(tmp_path) == ["a.txt"]


def test_folders_nested_deeper_than_python_recurses_are_walked(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    depth = 1100
    try:
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            deeper = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    found = walked(tmp_path)
    # Python's own removal of folders recurses, and would fail when the temporary folder is cleaned up.
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert found == [os.path.join(*["d"] * depth, "deep.txt")]


def test_hints_wait_for_quiet_but_not_for_ever() -> None:
    hints = Changes()
    assert hints.due_at() is None
    hints.add(["/a"], now=100.0)
    assert hints.due_at() == 101.0
    for tick in range(200):
        hints.add(["/a"], now=100.0 + tick * 0.1)
    assert hints.due_at() == 110.0
    assert hints.take() == ["/a"]
    assert hints.due_at() is None


def test_hints_at_what_is_being_looked_at_anyway_are_dropped() -> None:
    hints = Changes()
    hints.add(["/a", "/a/b/c.txt", "/ab", "/other/a"], now=100.0)
    hints.forget(["/a"])
    assert hints.take() == ["/ab", "/other/a"]


def test_a_folder_stands_for_everything_below_it() -> None:
    assert changes.covering(["/a/b/c", "/a", "/ab", "/a/b", "/b/x"]) == ["/a", "/ab", "/b/x"]


def test_a_storm_of_hints_becomes_their_folders() -> None:
    assert changes.covering(f"/f/{number}" for number in range(10_000)) == ["/f"]


def test_folders_marked_as_caches_are_hidden_unless_named(tmp_path: Path) -> None:
    signature = ignore.CACHE_SIGNATURE.decode()
    write_tree(
        tmp_path,
        {
            "a.txt": "",
            "cache/CACHEDIR.TAG": signature + "\n",
            "cache/deep/x.txt": "",
            "pictures/.nomedia": "",
            "pictures/x.txt": "",
            "false/CACHEDIR.TAG": "no signature",
            "false/x.txt": "",
        },
    )
    assert walked(tmp_path) == ["a.txt", "false/CACHEDIR.TAG", "false/x.txt"]
    assert walked(tmp_path, path=tmp_path / "cache/deep") == []
    assert walked(tmp_path / "cache") == ["CACHEDIR.TAG", "deep/x.txt"]


def test_secrets_are_left_alone_unless_the_person_says_otherwise(tmp_path: Path) -> None:
    write_tree(tmp_path, dict.fromkeys([*SECRET, *NORMAL], "x"))
    assert sorted(walked(tmp_path)) == sorted(NORMAL)
    assert ".ssh/config" in walked(tmp_path, "!.ssh/")
    assert "a/server.pem" in walked(tmp_path, "!/a/server.pem")


HOSTILE = ("*a" * 11 + "*b", "*a*a*a/*a*a*a/*a*a*b", "**/a/" * 12 + "b", "x" * 201 + "*")


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_rule_that_would_never_come_to_an_end_is_passed_over(rule: str, tmp_path: Path) -> None:
    name = "a" * 60
    folder = f"{name}/{name}" if "/" in rule else "."
    write_tree(tmp_path, {".gitignore": f"{rule}\n*.log\n", f"{folder}/{name}": "", "x.log": "", f"{'a/' * 60}c": ""})
    began = time.process_time()
    found = walked(tmp_path)
    # Without the bound it takes longer than anybody has waited for.
    assert time.process_time() - began < 5
    assert "x.log" not in found
    assert os.path.normpath(f"{folder}/{name}") in found
    assert ignore.broken_rules([rule, "*.log", "", "*a*b*c"]) == [rule]


def test_rule_files_are_read_to_a_bound_and_each_content_once(tmp_path: Path) -> None:
    many = "".join(f"{number:04}.txt\n" for number in range(1_100))
    costly = "".join(f"*{number}*a*.md\n" for number in range(10, 40))
    long = "# remark\n" * 10_000 + "*.log\n"
    tree = {f"{folder}/.gitignore": many for folder in "abc"}
    tree |= {"c/0000.txt": "", "c/1099.txt": "", "d/.gitignore": long, "d/x.log": ""}
    tree |= {"e/.gitignore": costly, "e/10a.md": "", "e/39a.md": ""}
    write_tree(tmp_path, tree)
    ignore._compiled.cache_clear()
    assert [one for one in walked(tmp_path) if not one.endswith("ignore")] == ["c/1099.txt", "d/x.log", "e/39a.md"]
    # What is noise, what is secret, and the two contents that hold rules.
    assert ignore._compiled.cache_info().misses == 4


def test_only_the_person_takes_a_secret_back_in(tmp_path: Path) -> None:
    taken_back = "!.env\n!*.pem\n!id_rsa\n!.ssh/\n!.ssh/**\n!*\nid_card.pdf\n!node_modules/\n"
    secret = [".env", "a.pem", "id_rsa", ".ssh/config", "shadow/.ssh/config", "id_x/id_rsa", "id_rsa.bak"]
    secret += ["id_ed25519.old", "id_ecdsa-2.txt", "id_rsa.pub"]
    write_tree(tmp_path, {f"repository/{name}": "x" for name in [*secret, "id_card.pdf", "id_card.txt"]})
    write_tree(tmp_path, {"repository/.gitignore": taken_back, "repository/node_modules/x.js": ""})
    kept = ["repository/.gitignore", "repository/id_card.txt", "repository/node_modules/x.js"]
    assert walked(tmp_path) == kept
    back = walked(tmp_path, "!.env", "!id_rsa.bak", "!/repository/.ssh/")
    assert back == sorted([*kept, "repository/.env", "repository/.ssh/config", "repository/id_rsa.bak"])
    assert ignore.hidden(str(tmp_path / "repository/.env"), str(tmp_path)) == ignore.Hidden(
        str(tmp_path / "repository/.env"), ".env*"
    )


def test_a_rule_of_the_persons_that_a_file_repeats_is_still_the_persons(tmp_path: Path) -> None:
    write_tree(tmp_path, {".gitignore": "*.log\n", "x.log": ""})
    found = ignore.hidden(str(tmp_path / "x.log"), str(tmp_path), ["*.log"])
    assert found is not None
    assert found.is_persons
