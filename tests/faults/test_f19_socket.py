"""The engine's socket is for its person only, and nothing that is sent to it harms anybody else (F-19).

    python -m tests.faults.test_f19_socket --full

sends so many broken, too large and slow frames to an engine in a process of its own, while a good client asks; has
another user knock; and has the client refuse a name that somebody else took.
"""

import json
import os
import random
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.engine.client import Client
from desktop_search.engine.messages import LARGEST_FRAME
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from tests.fakes import HASHING, engine_at, wait_until, write_tree
from tests.faults.figure import Figure, Measured, Task, main

NOBODY = 65534
AT_ONCE = 16
FRAMES_A_CONNECTION = 20
SLOW, SLOW_SECONDS = 20, 0.2
KNOCKS = 20
FULL_MILLISECONDS = 100.0
"""In full a good client's answer may take so long at the 99th percentile."""
TIMES_THE_CONTROL, LEAST_SECONDS = 20, 0.5
"""In the suite an answer may take so many times as long as when nobody else asks, or that long on any machine."""
GOOD = {"protocol": 1, "id": 1, "method": "status", "arguments": {}}


@contextmanager
def engine_process(place: Path) -> Iterator[tuple[DataDirectory, "subprocess.Popen[bytes]"]]:
    """A real engine with two files, in a process of its own that is told to end, and whose exit is looked at."""
    data = DataDirectory(place / "data")
    folder = write_tree(place / "documents", {"soup.txt": "Lentil soup.", "brake.txt": "The brake squeals."})
    with engine_at(data.root) as engine:
        engine.index([str(folder)])
    settings_file.save(HASHING, data.settings_file)
    line = [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(data.root)]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: Path(data.socket).exists() and _answers(data), 60)
        yield data, process
    finally:
        process.terminate()
        process.wait(30)


def _answers(data: DataDirectory) -> bool:
    with suppress(DesktopSearchError):
        Client.connect(data).close()
        return True
    return False


def frames(dice: random.Random) -> Iterator[bytes]:
    """Without end: what is no frame of ours, some in the shape of one, as bytes on the wire."""
    while True:
        kind = dice.randrange(10)
        if kind == 0:
            yield dice.randbytes(dice.randrange(1, 200))
        elif kind == 1:
            yield struct.pack("!i", dice.choice([LARGEST_FRAME + 1, 2**31 - 1, -1, -2, -(2**31)])) + dice.randbytes(8)
        elif kind == 2:
            yield struct.pack("!iQ", -1, dice.choice([LARGEST_FRAME + 1, 2**40, 2**63, 2**64 - 1]))
        elif kind == 3:
            yield framed(dice.randbytes(dice.randrange(100)))
        elif kind == 4:
            yield framed(dice.choice([b"[", b'{"a":']) * dice.randrange(1, 20_000))
        elif kind == 5:
            yield framed(b'{"record": "Answer"}' if dice.random() < 0.5 else b"9" * dice.randrange(1, 50_000))
        elif kind == 6:
            yield framed(json.dumps(GOOD | {dice.choice(list(GOOD)): _odd_value(dice)}).encode())
        elif kind == 7:
            yield framed(
                json.dumps(GOOD | {"method": _odd_method(dice), "arguments": {"a": _odd_value(dice)}}).encode()
            )
        elif kind == 8:
            asked = {"query": "x" * dice.randrange(5_000), "limit": _odd_value(dice), "mode": _odd_value(dice)}
            yield framed(json.dumps(GOOD | {"method": "search", "arguments": asked}).encode())
        else:
            whole = bytearray(framed(json.dumps(GOOD).encode()))
            whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
            yield bytes(whole)


def _odd_value(dice: random.Random) -> object:
    odd: list[object] = [
        None,
        -1,
        2**70,
        1e308,
        "",
        "\0",
        "\udcff",
        [],
        [[]] * 50,
        {},
        {"record": "Hit"},
        {"record": "nothing"},
        True,
    ]
    return dice.choice(odd)


def _odd_method(dice: random.Random) -> str:
    names = ["", "__class__", "__init__", "close", "_db", "judging", "status.__call__", "\0", "x" * 5_000, "search"]
    return dice.choice(names)


def framed(content: bytes) -> bytes:
    return struct.pack("!i", len(content)) + content


class Senders:
    """Threads that send what frames() gives until so many have been sent; some of them very slowly."""

    def __init__(self, address: str, count: int, seed: int) -> None:
        self.sent = 0
        self._address = address
        self._count = count
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._slow = ExitStack()
        self._threads = [
            threading.Thread(target=self._send, args=(random.Random(seed + number),), name="sender")
            for number in range(AT_ONCE)
        ]

    def __enter__(self) -> "Senders":
        for number in range(SLOW):
            # Half a frame, and then a byte now and then: whoever waits for the rest must be a thread of its own.
            half = self._slow.enter_context(closing(self._connected()))
            half.sendall(framed(json.dumps(GOOD).encode())[: number + 2])
            threading.Thread(target=self._drip, args=(half,), name="slow sender", daemon=True).start()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()
        self._done.set()
        self._slow.close()

    @property
    def are_sending(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _connected(self) -> socket.socket:
        unix = socket.socket(socket.AF_UNIX)
        unix.settimeout(10)
        unix.connect(self._address)
        return unix

    def _drip(self, half: socket.socket) -> None:
        while not self._done.wait(SLOW_SECONDS):
            with suppress(OSError):
                half.sendall(b" ")

    def _send(self, dice: random.Random) -> None:
        made = frames(dice)
        while True:
            with suppress(OSError), closing(self._connected()) as unix:
                for _ in range(dice.randrange(1, FRAMES_A_CONNECTION)):
                    with self._lock:
                        if self.sent >= self._count:
                            return
                        self.sent += 1
                    # The engine hangs up on the first that is none of ours; a connection has the rest for another.
                    unix.sendall(next(made))
                    if _is_hung_up(unix):
                        break


def _is_hung_up(unix: socket.socket) -> bool:
    with suppress(BlockingIOError, OSError):
        return unix.recv(1 << 16, socket.MSG_DONTWAIT) == b""
    return False


def waits(client: Client, is_on: Callable[[], bool], least: int) -> list[float]:
    """The seconds that a good client waits for each answer, the longest last."""
    found: list[float] = []
    while len(found) < least or is_on():
        started = time.monotonic()
        client.call("search", query="brake", mode="words", plain=True, timeout_seconds=60)
        found.append(time.monotonic() - started)
        time.sleep(0.01)
    return sorted(found)


def knocked(address: str, knocks: int) -> str:
    """What became of another user's connections: "" when each was hung up on without a word."""
    child = os.fork()
    if child == 0:
        os._exit(_knock(address, knocks))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return "" if status == 0 else f"another user was let in or an error came ({status})"


def _knock(address: str, knocks: int) -> int:
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        for _ in range(knocks):
            with socket.socket(socket.AF_UNIX) as unix:
                unix.settimeout(10)
                unix.connect(address)
                with suppress(BrokenPipeError, ConnectionResetError):
                    unix.sendall(framed(json.dumps(GOOD).encode()))
                with suppress(ConnectionResetError):
                    if unix.recv(1) != b"":
                        return 1
    except OSError:
        return 2
    return 0


def open_to_all(address: str) -> Callable[[], None]:
    """Takes away the permissions that would keep others out, and returns what puts them back."""
    path = Path(address)
    places = (path.parent.parent, path.parent, path)
    before = [(place, stat.S_IMODE(place.stat().st_mode)) for place in places]
    for place in places:
        place.chmod(0o777)

    def back() -> None:
        for place, mode in before:
            place.chmod(mode)

    return back


def squatted(data: DataDirectory) -> list[str]:
    """What the client does where somebody else took the socket's name, or could have: the ways that it did not see."""
    misses = []
    address = Path(data.socket)
    address.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os._exit(_squat(str(address)))
    try:
        wait_until(lambda: address.exists() and stat.S_IMODE(address.stat().st_mode) == 0o777)
        address.parent.chmod(0o700)
        misses += _not_refused(data, "a socket of somebody else's")
        address.parent.chmod(0o755)
        misses += _not_refused(data, "a folder that others may enter")
        address.parent.chmod(0o700)
        os.chown(address.parent, NOBODY, NOBODY)
        misses += _not_refused(data, "a folder of somebody else's")
        os.chown(address.parent, os.getuid(), os.getgid())
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    address.unlink()
    moved = address.parent.with_name("elsewhere")
    address.parent.rename(moved)
    address.parent.symlink_to(moved)
    misses += _not_refused(data, "a link to a folder")
    address.parent.unlink()
    moved.rename(address.parent)
    return misses


def _squat(address: str) -> int:
    """Listens there as somebody else, and answers as an engine would."""
    with socket.socket(socket.AF_UNIX) as unix:
        # The folder is the person's: whoever takes a name in there must have been let in before.
        os.chmod(os.path.dirname(address), 0o777)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        unix.bind(address)
        os.chmod(address, 0o777)
        unix.listen()
        while True:
            peer, _ = unix.accept()
            with suppress(OSError):
                peer.sendall(framed(b'{"id": 1, "value": null, "error": null, "final": true}'))


def _not_refused(data: DataDirectory, what: str) -> list[str]:
    try:
        Client.connect(data, timeout_seconds=2).close()
    except DesktopSearchError:
        return []
    return [f"the client trusts {what}"]


def measure(task: Task) -> Measured:
    misses: list[str] = []
    can_be_another = os.getuid() == 0
    # A socket's path must be short.
    place = Path(tempfile.mkdtemp(prefix="ds"))
    before, os.environ["XDG_RUNTIME_DIR"] = os.environ.get("XDG_RUNTIME_DIR"), str(place / "run")
    place.chmod(0o711)
    (place / "run").mkdir(mode=0o700)
    try:
        with engine_process(place) as (data, process):
            address, client = data.socket, Client.connect(data)
            control = waits(client, lambda: False, least=30)
            with Senders(address, task.n, task.seed) as senders:
                during = waits(client, lambda: senders.are_sending, least=30)
            if can_be_another:
                put_back = open_to_all(address)
                said = knocked(address, KNOCKS)
                put_back()
                misses += [said] if said else []
            if process.poll() is not None or client.call("status", timeout_seconds=30).passages != 2:
                misses.append(f"the engine has ended ({process.poll()})")
            client.close()
            log = data.log_file.read_text(encoding="utf-8") if data.log_file.exists() else ""
            _, traceback, rest = log.partition("Traceback")
            misses += [f"the engine logged a traceback: {rest[:500]}"] if traceback else []
        if process.returncode not in (0, -15):
            misses.append(f"the engine ended with {process.returncode}")
        if can_be_another:
            (place / "run").chmod(0o711)
            misses += squatted(data)
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(place, ignore_errors=True)
    p99 = during[int(len(during) * 0.99) - 1]
    asked = FULL_MILLISECONDS / 1000 if task.is_full else max(LEAST_SECONDS, TIMES_THE_CONTROL * control[-1])
    if p99 > asked:
        misses.append(f"a good client waited {1000 * p99:.0f} ms (alone {1000 * control[-1]:.0f} ms)")
    reached = (
        f"{senders.sent:,} frames, 0 crashes, good client p99 {1000 * p99:.0f} ms (alone {1000 * control[-1]:.0f} ms)"
        if not misses
        else f"{len(misses)} broken"
    )
    others = "" if can_be_another else "; other users not tried, as that needs root"
    return Measured(reached + others, misses, {"p50_ms": round(1000 * during[len(during) // 2], 1)})


FIGURE = Figure(
    "F-19",
    "another user refused; 0 crashes of malformed, oversized and slow frames, a good client answered in 100 ms (p99); "
    "a squatted name refused",
    "frames",
    short=2_000,
    full=100_000,
    measure=measure,
)


@pytest.mark.timeout(120)
def test_nothing_sent_to_the_socket_harms_anybody_else(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_service_that_answers_anybody(tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    with tempfile.TemporaryDirectory(prefix="ds") as place, socket.socket(socket.AF_UNIX) as unix:
        address = str(Path(place) / "s" / "s")
        os.mkdir(os.path.dirname(address))
        unix.bind(address)
        unix.listen()

        def answer() -> None:
            peer, _ = unix.accept()
            with peer:
                peer.sendall(b"x")

        threading.Thread(target=answer, daemon=True).start()
        put_back = open_to_all(address)
        assert "let in" in knocked(address, 1)
        put_back()


def test_the_check_sees_a_client_that_trusts_any_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    from desktop_search.engine import client

    with tempfile.TemporaryDirectory(prefix="ds") as place:
        run = Path(place) / "run"
        run.mkdir(mode=0o711)
        Path(place).chmod(0o711)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
        monkeypatch.setattr(client, "peer_user", lambda _: os.getuid())
        assert squatted(DataDirectory(Path(place) / "data")) == ["the client trusts a socket of somebody else's"]


if __name__ == "__main__":
    main(FIGURE)
