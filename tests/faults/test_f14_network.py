"""Nothing of the program uses the network, over its whole life (F-14).

    python -m tests.faults.test_f14_network --full
    python -m tests.faults.test_f14_network suite

looks at the system calls of all its processes, and has them work where there is no network; the second command runs
the whole suite there. Only a person's click on "download" starts a process that connects, which other tests look at.
"""

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.engine.client import Client
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from tests.fakes import wait_until, write_tree
from tests.faults import hostile_samples
from tests.faults.figure import ROOT, Figure, Measured, Task, main
from tests.model_samples import WORDS

STRACE, UNSHARE = shutil.which("strace"), shutil.which("unshare")
NETWORK = re.compile(
    r"\bsocket\((AF_INET6?|AF_PACKET|AF_VSOCK)|\b(connect|sendto|sendmsg|sendmmsg|bind)\(.*sa_family=AF_INET"
)
HOST = "198.51.100.7:80"
"""Belongs to nobody (RFC 5737): what the hostile files name."""
PAIRS = "anchor,positive\n" + "".join(f"{one} of {other},the {one} is in {other}\n" for one in WORDS[1:8]
                                      for other in WORDS[9:14])  # fmt: skip
WINDOW_SECONDS = 6.0
MAKE_MODEL = """
import pathlib, sys
from sentence_transformers.sentence_transformer.modules import Pooling
from tests.model_samples import SIZE, save, transformer
place = pathlib.Path(sys.argv[1])
save(place / "model", transformer(place / "parts"), Pooling(SIZE))
"""
SUITE = """
import fcntl, pytest, socket, struct, sys
IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS = 1, 0x8913, 0x8914
with socket.socket() as any:
    flags, = struct.unpack_from("16xh", fcntl.ioctl(any, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0)))
    fcntl.ioctl(any, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests"]))
"""
"""Switches the loopback on, in the namespace it is run in, and runs all tests."""
Line = Sequence[str]


def without_network() -> Line:
    """What a command line begins with to run where there is no network; empty where the system does not allow that."""
    if UNSHARE is None:
        return ()
    # Root needs no user namespace, in which it would be nobody but root.
    line = (UNSHARE, "-n") if os.getuid() == 0 else (UNSHARE, "-rn")
    return line if subprocess.run([*line, "true"], capture_output=True, check=False).returncode == 0 else ()


def traced(into: Path) -> Line:
    """What a command line begins with to have the network calls of all its processes written into a folder."""
    if STRACE is None:
        return ()
    into.mkdir(parents=True, exist_ok=True)
    name = f"{into}/{len(list(into.iterdir()))}"
    return (STRACE, "-ff", "--seccomp-bpf", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o", name)


class Life:
    """The program's commands, one after the other, in a home of their own."""

    def __init__(self, place: Path, begin: Line, traces: Path | None) -> None:
        self._begin, self._traces = begin, traces
        self._home, self._run = place / "home", place / "run"
        for folder in (self._home, self._run):
            folder.mkdir(parents=True, mode=0o700)
        self.data = DataDirectory(self._home / "data")
        self.environment = {
            **os.environ,
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._run),
            "XDG_DATA_HOME": str(self._home / "share"),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        # A name that must be looked up would be looked up.
        self.environment.pop("HF_HUB_OFFLINE", None)

    def start(self, *arguments: str, program: str = "desktop_search") -> "subprocess.Popen[bytes]":
        trace = traced(self._traces) if self._traces is not None else ()
        line = [*self._begin, *trace, sys.executable, "-m", program, *arguments, "--data-dir", str(self.data.root)]
        return subprocess.Popen(line, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def command(self, *arguments: str, statuses: Sequence[int] = (0,)) -> str | None:
        """Runs it to its end; None, or why it failed."""
        process = self.start(*arguments)
        _, said = process.communicate(timeout=300)
        if process.returncode in statuses:
            return None
        return f"{arguments[0]} ended with {process.returncode}: {said.decode(errors='replace')[-300:]}"

    def client(self) -> Client:
        """A client of the engine that is just starting. It talks over the file system, in any network."""
        kept, os.environ["XDG_RUNTIME_DIR"] = os.environ.get("XDG_RUNTIME_DIR"), str(self._run)
        try:
            found: list[Client] = []

            def is_there() -> bool:
                with suppress(DesktopSearchError):
                    found.append(Client.connect(self.data))
                return bool(found)

            wait_until(is_there, 60)
            return found[0]
        finally:
            os.environ.pop("XDG_RUNTIME_DIR")
            if kept is not None:
                os.environ["XDG_RUNTIME_DIR"] = kept


def lived(life: Life, place: Path, *, is_whole: bool) -> Iterator[str]:
    """What went wrong in a life. A whole one has the real model, a window and a training."""
    documents = write_tree(place / "documents", {f"{n}.txt": f"The rent number {n} may rise." for n in range(5)})
    hostile = place / "hostile"
    hostile.mkdir()
    hostile_samples.outside(hostile, HOST)
    pages = sorted(str(path) for path in hostile.iterdir())
    yield from filter(None, [life.command("status")])
    kept = Settings(readers=1) if is_whole else Settings(backend="hashing", readers=1)
    settings_file.save(kept, life.data.settings_file)
    yield from filter(None, [life.command("index", str(documents), str(hostile))])
    engine = life.start("engine")
    client = life.client()
    client.call("search", query="what may rise", timeout_seconds=120)
    client.call(
        "label", query="rent", path=str(documents / "1.txt"), passage="The rent number 1 may rise.", relevant=True
    )
    for page in pages if is_whole else pages[::8]:
        client.call("preview", path=page, query="lighthouse", timeout_seconds=60)
    yield from filter(None, [life.command("search", "rent")])
    _kill_engine(client)
    engine.communicate(timeout=60)
    yield from filter(None, [life.command("search", "rent")])
    if is_whole:
        yield from _window(life)
        yield from _training(life, place)
        yield from filter(None, [life.command("adapter", "show"), life.command("doctor", statuses=(0, 1))])
    yield from filter(None, [life.command("erase", "--yes")])


def _kill_engine(client: Client) -> None:
    """As a crash does it: the process at the other end of the socket."""
    with socket.socket(fileno=os.dup(client._connection.fileno())) as unix:
        credentials = unix.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    os.kill(struct.unpack("3i", credentials)[0], signal.SIGKILL)
    client.close()


def _window(life: Life) -> Iterator[str]:
    window = life.start("gui")
    time.sleep(WINDOW_SECONDS)
    if window.poll() is not None:
        yield f"the window ended with {window.returncode}"
    client = life.client()
    client.call("shutdown", timeout_seconds=30)
    client.close()
    for child in _processes_below(window.pid):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    window.communicate(timeout=60)


def _processes_below(pid: int) -> list[int]:
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(below for child in children for below in _processes_below(child))]


def _training(life: Life, place: Path) -> Iterator[str]:
    (place / "pairs.csv").write_text(PAIRS)
    tiny = place / "tiny"
    # In a process of its own: torch is heavy.
    subprocess.run([sys.executable, "-c", MAKE_MODEL, str(tiny)], cwd=ROOT, check=True, capture_output=True)
    yield from filter(
        None,
        [
            life.command("models", "add", str(tiny / "model"), "--name", "tiny"),
            # It need not be better; it must have been trained.
            life.command(
                "train", "--base", "tiny", "--only-pairs", "--pairs", str(place / "pairs.csv"), "--minutes", "0.1",
                statuses=(0, 1),
            ),
        ],
    )  # fmt: skip


def calls(traces: Path) -> list[str]:
    """The network calls that were written down, each with the file it stands in."""
    found = []
    for file in sorted(traces.iterdir()):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [f"{file.name}: {line[:200]}" for line in lines if NETWORK.search(line)]
    return found


def measure(task: Task) -> Measured:
    misses: list[str] = []
    processes = 0
    begin, lives = without_network(), []
    for number in range(task.n):
        # The last one has no network; the others have one that they could use.
        begins: Line = begin if number == task.n - 1 else ()
        lives.append("without a network" if begins else "with one")
        place = Path(tempfile.mkdtemp(prefix="ds"))
        try:
            traces = place / "traces" if STRACE is not None else None
            said = list(lived(Life(place, begins, traces), place, is_whole=task.is_full))
            misses += [f"{lives[-1]}: {one}" for one in said]
            if traces is not None:
                processes += len(list(traces.iterdir()))
                misses += [f"{lives[-1]}: {one}" for one in calls(traces)]
        finally:
            shutil.rmtree(place, ignore_errors=True)
    if STRACE is None and not begin:
        misses.append("there is neither strace nor a way to take the network away")
    reached = f"{len(misses)} calls or failures of {processes} processes and threads, lives {' and '.join(lives)}"
    return Measured(reached, misses, {"strace": STRACE is not None, "namespace": bool(begin)})


def suite() -> int:
    """Runs the whole suite where there is no network but the loopback, which tests of downloads use."""
    begin = without_network()
    if not begin:
        print(json.dumps({"figure": "F-14", "misses": ["the network cannot be taken away here"]}))
        return 1
    done = subprocess.run([*begin, sys.executable, "-c", SUITE], cwd=ROOT, check=False)
    misses = [] if done.returncode == 0 else [f"the suite ended with {done.returncode}"]
    print(json.dumps({"figure": "F-14", "what": "the whole suite without a network", "misses": misses}))
    return 1 if misses else 0


FIGURE = Figure(
    "F-14",
    "0 network system calls over the whole life, which also goes without a network",
    "lives",
    short=1,
    full=2,
    measure=measure,
)


@pytest.mark.timeout(180)
@pytest.mark.skipif(sys.platform != "linux", reason="there is no strace and no network namespace")
def test_a_life_makes_no_network_call(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


@pytest.mark.skipif(STRACE is None, reason="there is no strace")
def test_the_check_sees_a_connection_and_a_name_looked_up(tmp_path: Path) -> None:
    for number, asks in enumerate(("s.connect(('127.0.0.1', 9))", "s.sendto(b'x', ('::1', 9))", "pass")):
        kind = ("AF_INET, socket.SOCK_STREAM", "AF_INET6, socket.SOCK_DGRAM", "AF_UNIX, socket.SOCK_STREAM")[number]
        code = f"import socket; s = socket.socket(socket.{kind}); {asks}"
        into = tmp_path / str(number)
        subprocess.run([*traced(into), sys.executable, "-c", code], capture_output=True, check=False)
        assert bool(calls(into)) is (asks != "pass")


def test_the_check_sees_a_command_that_fails(tmp_path: Path) -> None:
    life = Life(tmp_path, (), None)
    assert "search ended with" in (life.command("search", "--mode", "magic", "rent") or "")


if __name__ == "__main__":
    sys.exit(suite()) if sys.argv[1:] == ["suite"] else main(FIGURE)
