"""Fault 31: a client that is killed harms no engine, and an engine that is killed costs a client one answer at most."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from desktop_search.engine import launch, session
from desktop_search.engine.client import Client
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from tests.fakes import wait_until, write_tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no kill -9")
ASKS_FOR_EVER = """
import sys
from pathlib import Path
from desktop_search.engine.client import Client
from desktop_search.paths import DataDirectory
client = Client.connect(DataDirectory(Path(sys.argv[1])))
print("connected", flush=True)
while True:
    client.request("search", query="lighthouse")
    client.call("index", paths=[sys.argv[2]], wait=False)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDirectory]:
    """A data directory with an engine that runs by itself."""
    directory = DataDirectory(tmp_path / "data")
    directory.create()
    directory.settings_file.write_text('backend = "hashing"\nreaders = 1\n', encoding="utf-8")
    process = started(directory)
    yield directory
    process.kill()
    process.wait()


def started(data: DataDirectory) -> "subprocess.Popen[bytes]":
    line = [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(data.root)]
    process = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    wait_until(lambda: is_there(data), 60)
    return process


def is_there(data: DataDirectory) -> bool:
    try:
        Client.connect(data).close()
    except EngineUnavailable:
        return False
    return True


def pid_of(client: Client) -> int:
    return int(client.call("status").engine.split()[-1])


def test_clients_that_are_killed_harm_no_engine(data: DataDirectory, tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "letters", {f"{n}.txt": f"A lighthouse, number {n}." for n in range(20)})
    client = Client.connect(data)
    before = pid_of(client)
    line = [sys.executable, "-c", ASKS_FOR_EVER, str(data.root), str(folder)]
    for number in range(3):
        with subprocess.Popen(line, stdout=subprocess.PIPE) as asking:
            assert asking.stdout is not None
            asking.stdout.readline()
            time.sleep(0.02 * number)
            asking.kill()
    assert client.call("index", paths=[str(folder)]).counts.indexed == 20
    assert len(client.call("search", query="lighthouse", limit=50).hits) == 20
    assert pid_of(client) == before
    client.close()


def test_an_engine_that_is_killed_costs_its_clients_one_answer(data: DataDirectory, tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "letters", {"a.txt": "A lighthouse."})
    client = Client.connect(data)
    client.call("index", paths=[str(folder)])
    before = pid_of(client)
    os.kill(before, signal.SIGKILL)
    with pytest.raises(EngineUnavailable):
        while True:
            client.call("search", query="lighthouse")
    client.close()
    other = launch.connect_or_launch(data)
    try:
        assert pid_of(other) != before
        assert [Path(hit.path).name for hit in other.call("search", query="lighthouse").hits] == ["a.txt"]
    finally:
        other.close()


def test_an_engine_that_still_takes_connections_while_it_ends_is_taken_for_none(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    data.create()
    data.settings_file.write_text('backend = "hashing"\nreaders = 1\n', encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as ending:
        Path(data.socket).unlink(missing_ok=True)
        ending.bind(data.socket)
        ending.listen()

        def hang_up() -> None:
            while True:
                try:
                    ending.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        with session.session(data) as engine:
            assert not engine.is_running_engine
            assert engine.call("status").passages == 0
        Path(data.socket).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as again:
            again.bind(data.socket)
            client = launch.connect_or_launch(data)
            assert pid_of(client) != os.getpid()
            client.close()


def test_an_engine_of_an_older_version_is_there_all_the_same() -> None:
    class Older:
        has_ended = False

        def call(self, method: str, **arguments: object) -> None:
            raise DesktopSearchError(f"The engine has no method called “{method}”.")

    older = cast(Client, Older())
    assert launch.heard(older) is older
