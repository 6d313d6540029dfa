"""The engine on its socket: many clients, odd messages, and an end that nobody has to wait for."""

import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from desktop_search import wire
from desktop_search.engine import service as module
from desktop_search.engine.client import Client
from desktop_search.engine.engine import Engine
from desktop_search.engine.messages import Reply
from desktop_search.engine.service import Service
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.records import Answer, Counts, EngineStatus
from tests.fakes import engine_at, wait_until, write_tree


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with engine_at(tmp_path / "data") as engine:
        folder = write_tree(tmp_path / "documents", {"soup.txt": "Lentil soup.", "brake.txt": "The brake squeals."})
        engine.index([str(folder)])
        yield engine


@pytest.fixture
def service(engine: Engine) -> Iterator[Service]:
    service = Service(engine)
    yield service
    service.close()


def connection_to(data: DataDirectory) -> Connection:
    unix = socket.socket(socket.AF_UNIX)
    unix.connect(data.socket)
    return Connection(unix.detach())


def test_words_come_first_and_the_complete_answer_follows(engine: Engine, service: Service) -> None:
    client = Client.connect(engine.data)
    answers = list(client.replies("search", query="lentil soup", limit=5, timeout_seconds=30))
    client.close()
    assert all(isinstance(answer, Answer) for answer in answers)
    assert [answer.complete for answer in answers][-1] is True
    assert os.path.basename(answers[-1].hits[0].path) == "soup.txt"


def test_errors_arrive_as_sentences(engine: Engine, service: Service) -> None:
    client = Client.connect(engine.data)
    for method, arguments in [
        ("nonsense", {}),
        ("__class__", {}),
        ("close", {}),
        ("search", {"query": "x", "mode": "magic"}),
        ("search", {"wrong": 1}),
        ("add_folders", {"paths": ["/nowhere/at/all"]}),
    ]:
        with pytest.raises(DesktopSearchError) as caught:
            client.call(method, timeout_seconds=30, **arguments)
        assert str(caught.value).endswith(".")
    assert client.call("status", timeout_seconds=30).passages == 2
    client.close()


def test_the_status_is_told_at_once_and_when_it_changes(engine: Engine, service: Service, tmp_path: Path) -> None:
    statuses: list[EngineStatus] = []
    client = Client.connect(engine.data)
    client.request("watch_status", lambda reply: statuses.append(reply.value))
    wait_until(lambda: bool(statuses))
    assert statuses[0].counts.indexed == 2
    (tmp_path / "documents/third.txt").write_text("A lighthouse.")
    client.call("rescan", timeout_seconds=30)
    wait_until(lambda: statuses[-1] is not None and statuses[-1].counts.indexed == 3)
    client.close()


def test_a_machine_on_which_nothing_happens_is_seldom_asked_for_its_status(
    engine: Engine, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LIVELY_SECONDS", 0.5)
    monkeypatch.setattr(module, "QUIET_STATUS_SECONDS", 60.0)
    asked: list[float] = []
    status = engine.status
    monkeypatch.setattr(engine, "status", lambda: asked.append(time.monotonic()) or status())
    statuses: list[EngineStatus] = []
    client = Client.connect(engine.data)
    client.request("watch_status", lambda reply: statuses.append(reply.value))
    wait_until(lambda: bool(asked) and time.monotonic() - asked[-1] > 2 * module.STATUS_SECONDS)

    # What changes on the disk wakes it, without a word from anybody.
    (tmp_path / "documents/third.txt").write_text("A lighthouse.")
    engine.rescan()
    wait_until(lambda: statuses[-1].counts.indexed == 3, 20)
    client.close()


def test_what_a_command_leaves_to_do_is_done_before_the_engine_ends(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NO_CLIENT_SECONDS", 0.1)
    folder = write_tree(tmp_path / "many", {f"{n}.txt": f"A lighthouse, number {n}." for n in range(50)})
    index = engine.index

    def begins_late(paths: list[str], **arguments: bool) -> object:
        time.sleep(1.0)
        return index(paths, **arguments)

    monkeypatch.setattr(engine, "index", begins_late)
    service = Service(engine)
    waiting = threading.Thread(target=lambda: service.wait(while_used=True))
    waiting.start()
    client = Client.connect(engine.data)
    client.call("index", paths=[str(folder)], wait=False, timeout_seconds=30)
    client.close()
    waiting.join(60)
    assert not waiting.is_alive()
    assert engine.is_idle
    assert engine.status().counts.indexed == 52
    service.close()


def test_an_engine_that_ends_takes_nobody_in(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_CLIENT_SECONDS", 0.1)
    service = Service(engine)
    service.wait(while_used=True)
    client = Client.connect(engine.data)
    with pytest.raises(EngineUnavailable):
        client.call("hello", timeout_seconds=30)
    assert client.has_ended
    client.close()
    service.close()


def test_odd_messages_end_their_own_connection_only(
    engine: Engine, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    good = Client.connect(engine.data)
    for nonsense in (b"", b"\xff\xfe", b"[]", b'{"id": 1}', b'{"record": "Answer"}', b"9" * 100_000, b"[" * 100_000):
        bad = connection_to(engine.data)
        bad.send_bytes(nonsense)
        with pytest.raises(EOFError):
            bad.recv_bytes()
        bad.close()
    half = connection_to(engine.data)
    os.write(half.fileno(), b"\x7f\xff\xff\xff half a frame")
    assert good.call("status", timeout_seconds=30).passages == 2
    half.close()
    good.close()


def test_many_clients_are_answered_at_once(engine: Engine, service: Service) -> None:
    found: list[str] = []

    def ask() -> None:
        client = Client.connect(engine.data, timeout_seconds=10)
        answer = client.call("search", query="brake", mode="words", timeout_seconds=60)
        found.append(os.path.basename(answer.hits[0].path))
        client.close()

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["brake.txt"] * 30


def test_a_stopped_service_tells_its_clients(engine: Engine) -> None:
    service = Service(engine)
    client = Client.connect(engine.data)
    replies: list[Reply] = []
    left = threading.Event()
    client.on_disconnected = left.set
    client.request("watch_status", replies.append)
    wait_until(lambda: bool(replies))
    service.close()
    assert left.wait(10)
    assert replies[-1].final
    assert isinstance(replies[-1].error, EngineUnavailable)
    with pytest.raises(EngineUnavailable):
        Client.connect(engine.data)
    client.close()


def test_the_socket_lies_in_a_private_folder(engine: Engine, service: Service) -> None:
    path = Path(engine.data.socket)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    path.parent.chmod(0o755)
    with pytest.raises(DesktopSearchError):
        _ = engine.data.socket
    path.parent.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_is_not_answered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with tempfile.TemporaryDirectory() as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        service = Service(engine)
        path = Path(engine.data.socket)
        # Even where the permissions would let them in.
        for place in (Path(runtime), path.parent, path):
            place.chmod(0o777)
        child = os.fork()
        if child == 0:
            os._exit(_knock_as_nobody(str(path)))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        wait_until(lambda: "another user" in caplog.text)
        path.parent.chmod(0o700)
        service.close()


def _knock_as_nobody(address: str) -> int:
    """0 when the service hangs up without a word, another number when it does anything else."""
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(10)
            knock.connect(address)
            return 0 if knock.recv(1) == b"" else 1
    except ConnectionResetError:
        return 0
    except OSError:
        return 2


def test_what_travels_comes_back_the_same() -> None:
    status = EngineStatus("idle", (), Counts(1), 2, 2, "m", "cpu", "b", 3, "e")
    assert wire.loads(wire.dumps({"a": [status, None, "caf\udce9"]})) == {"a": [status, None, "caf\udce9"]}
