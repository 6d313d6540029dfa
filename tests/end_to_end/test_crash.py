"""Killed at any moment, started again: nothing lost, nothing twice, and the rest is finished."""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filelock import FileLock, Timeout

from desktop_search.cli import commands
from desktop_search.engine.engine import Engine
from desktop_search.paths import DataDirectory
from tests.fakes import is_running, wait_until, write_tree

FILES = 400
Ask = Callable[..., dict[str, Any]]


def start(data_dir: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    line = [sys.executable, "-m", "desktop_search", arguments[0], "--data-dir", str(data_dir), *arguments[1:]]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def indexed(data_dir: Path) -> int:
    """How many files are indexed, read from the database without disturbing it."""
    try:
        with sqlite3.connect(f"file:{data_dir / 'index.db'}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM files WHERE state = 'indexed'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_kill_9_in_the_middle_of_indexing(tmp_path: Path, data_dir: Path, answer: Ask) -> None:
    folder = write_tree(
        tmp_path / "letters", {f"{n}.txt": f"Letter {n} tells of subject{n} and weather." for n in range(FILES)}
    )
    process = start(data_dir, "index", str(folder))
    wait_until(lambda: indexed(data_dir) >= FILES / 2 or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = answer("index", str(folder))
    assert (done["seen"], done["indexed"], done["passages"], done["embedded"]) == (FILES, FILES, FILES, FILES)
    for number in (0, 17, FILES - 1):
        for mode in ("words", "both"):
            hits = answer("search", f"subject{number}", "--mode", mode, "--limit", "3")["hits"]
            assert os.path.basename(hits[0]["path"]) == f"{number}.txt"
            assert len({hit["path"] for hit in hits}) == len(hits)
    with sqlite3.connect(data_dir / "index.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*), count(DISTINCT path) FROM files").fetchone() == (FILES, FILES)
        assert connection.execute("SELECT count(*) FROM passages").fetchone() == (FILES,)


def test_readers_die_with_their_engine(tmp_path: Path, data_dir: Path) -> None:
    psutil = pytest.importorskip("psutil")
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": "word " * 50_000 for n in range(200)})
    process = start(data_dir, "index", str(folder))
    engine = psutil.Process(process.pid)
    wait_until(lambda: any("spawn_main" in " ".join(child.cmdline()) for child in engine.children(recursive=True)))
    children = engine.children(recursive=True)
    process.kill()
    process.wait()
    wait_until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


def test_a_second_command_uses_the_engine_of_the_first(tmp_path: Path, data_dir: Path, answer: Ask) -> None:
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": f"Letter {n}. " * 2000 for n in range(150)})
    process = start(data_dir, "index", str(folder))
    try:
        wait_until(lambda: indexed(data_dir) > 0)
        status = answer("status")
        assert status["engine"] == f"running (process {process.pid})"
        wait_until(lambda: bool(json.loads(_search(data_dir, "letter"))["hits"]))
    finally:
        process.wait(timeout=120)
    assert process.returncode == 0
    assert answer("status")["engine"] == "not running"


def test_a_running_engine_follows_the_disk_and_ends_when_told(tmp_path: Path, data_dir: Path, answer: Ask) -> None:
    folder = write_tree(tmp_path / "letters", {"a.txt": "An octopus."})
    engine = start(data_dir, "engine")
    try:
        wait_until(lambda: is_running(data_dir))
        answer("index", str(folder))
        (folder / "b.txt").write_text("A lighthouse.")
        wait_until(lambda: bool(json.loads(_search(data_dir, "lighthouse"))["hits"]))
        again = subprocess.run(
            [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(data_dir)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (again.returncode, again.stderr) == (0, "desktop-search: an engine is running already.\n")
    finally:
        engine.terminate()
        assert engine.wait(timeout=60) == 0


def test_an_engine_started_for_a_window_ends_with_its_last_client(data_dir: Path) -> None:
    engine = start(data_dir, "engine", "--with-window")
    wait_until(lambda: is_running(data_dir))
    assert engine.wait(timeout=60) == 0


def _is_free(data_dir: Path) -> bool:
    """Whether no engine holds the index; asking the engine itself would keep it alive."""
    lock = FileLock(data_dir / "engine.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def _search(data_dir: Path, word: str) -> str:
    line = [sys.executable, "-m", "desktop_search", "search", "--data-dir", str(data_dir), "--json"]
    return subprocess.run([*line, word, "--mode", "words"], capture_output=True, text=True, check=False).stdout


def test_work_left_by_no_wait_is_done_after_the_command_has_returned(
    tmp_path: Path, data_dir: Path, answer: Ask
) -> None:
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": f"Letter {n}. " * 300 for n in range(600)})
    assert answer("index", "--no-wait", str(folder))["seen"] <= 600
    wait_until(lambda: indexed(data_dir) == 600, seconds=120)
    wait_until(lambda: _is_free(data_dir), seconds=60)


def test_a_module_in_the_current_folder_is_never_run(tmp_path: Path, data_dir: Path) -> None:
    trap = write_tree(tmp_path / "trap", {"filelock.py": f"open({str(tmp_path / 'sprung')!r}, 'w')", "a.txt": "Alpha."})
    (trap / "platformdirs.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')")
    line = [sys.executable, "-P", "-m", "desktop_search", "index", "--data-dir", str(data_dir), "--no-wait", str(trap)]
    subprocess.run(line, cwd=trap, check=True, capture_output=True)
    wait_until(lambda: indexed(data_dir) >= 1)
    wait_until(lambda: _is_free(data_dir), seconds=60)
    assert not (tmp_path / "sprung").exists()


def test_kill_9_again_and_again_while_files_come_and_go(tmp_path: Path, data_dir: Path, answer: Ask) -> None:
    random = Random(2026)
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": f"Letter {n} of many." for n in range(150)})
    for _ in range(4):
        process = start(data_dir, "index", str(folder))
        time.sleep(random.uniform(0.4, 1.6))
        process.kill()
        process.wait()
        for path in random.sample(sorted(folder.rglob("*.txt")), 10):
            if random.random() < 0.5:
                path.unlink()
            else:
                target = folder / f"moved{random.randrange(5)}" / path.name
                target.parent.mkdir(exist_ok=True)
                path.rename(target)
    done = answer("index", str(folder))
    there = {str(path) for path in folder.rglob("*.txt")}
    with sqlite3.connect(data_dir / "index.db") as connection:
        known = [os.fsdecode(row[0]) for row in connection.execute("SELECT path FROM files")]
    assert sorted(known) == sorted(there)
    assert done["indexed"] == done["passages"] == done["embedded"] == len(there)
    for path in random.sample(sorted(there), 5):
        hits = answer("search", "--mode", "words", f'"{Path(path).read_text().rstrip(".")}"')["hits"]
        assert [hit["path"] for hit in hits] == [path]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="nothing hangs up on this system")
def test_the_end_of_a_session_ends_the_engine_in_order(tmp_path: Path, data_dir: Path, answer: Ask) -> None:
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": f"Letter {n}" for n in range(5)})
    answer("index", str(folder))
    # Under nohup, what these tests start would rightly go on when its session ends.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with start(data_dir, "engine") as engine:
        signal.signal(signal.SIGHUP, before)
        try:
            wait_until(lambda: is_running(data_dir))
            engine.send_signal(signal.SIGHUP)
            assert engine.wait(timeout=60) == 0
        finally:
            engine.kill()


def test_an_engine_told_to_end_before_it_answers_ends_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, kept = DataDirectory(tmp_path), {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    if hasattr(signal, "SIGHUP"):
        kept[signal.SIGHUP] = signal.getsignal(signal.SIGHUP)
    data.create()
    data.settings_file.write_text('backend = "hashing"\n')
    begin = Engine.__init__

    def told(engine: Engine, *given: Any, **named: Any) -> None:
        signal.raise_signal(signal.SIGTERM)
        begin(engine, *given, **named)

    monkeypatch.setattr(Engine, "__init__", told)
    for log in ("log_to_file", "log_ends_of_threads"):
        monkeypatch.setattr(f"desktop_search.logs.{log}", lambda *_: None)
    try:
        assert commands.engine(data, argparse.Namespace(with_window=False, until_done=False)) == 0
    finally:
        for name, handler in kept.items():
            signal.signal(name, handler)
