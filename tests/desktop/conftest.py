"""A screen of our own: an X server in memory, a window manager, a tray, and the installed program on it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

TOOLS = ("Xvfb", "openbox", "xdotool")
WIDTH, HEIGHT = 1280, 800
PATIENCE_SECONDS = 60.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    for item in items:
        if missing and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(missing)} not installed (make test-desktop)"))


def wait_until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def start(command: Sequence[str], environment: Mapping[str, str], stack: ExitStack) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end() -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(end)
    return process


class Screen:
    """What a person does and sees."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--clearmodifiers", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "40", text)

    def geometry_under_the_pointer(self) -> dict[str, int]:
        """X, Y, WIDTH and HEIGHT of the window under the pointer."""
        where = dict(line.split("=") for line in self.xdotool("getmouselocation", "--shell").split())
        lines = self.xdotool("getwindowgeometry", "--shell", where["WINDOW"]).split()
        return {name: int(value) for name, value in (line.split("=") for line in lines)}

    def shows(self, title: str) -> bool:
        """Whether a window whose title begins so is to be seen."""
        return bool(self.xdotool("search", "--onlyvisible", "--name", f"^{title}"))

    def has_focus(self, title: str) -> bool:
        return self.xdotool("getwindowfocus", "getwindowname").startswith(title)


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ds")))
        for name in ("run", "bin"):
            (home / name).mkdir(mode=0o700)
        ours = ("WAYLAND", "XDG_", "DBUS_", "QT_", "DESKTOP")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        environment |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "PATH": f"{home / 'bin'}:{environment['PATH']}",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
        }
        read, write = os.pipe()
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
        process = subprocess.Popen(server, pass_fds=[write], stderr=subprocess.DEVNULL)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        os.close(write)
        with os.fdopen(read) as said:
            environment["DISPLAY"] = f":{said.readline().strip()}"
        start(["openbox"], environment, stack)
        if shutil.which("trayer"):
            bar = ["--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "26"]
            start(["trayer", *bar], environment, stack)
        yield Screen(environment)


class Program:
    """The installed program with an index of three letters."""

    def __init__(self, screen: Screen, root: Path) -> None:
        self.screen = screen
        self.data, self.opened = root / "data", root / "opened"
        # Stands where the desktop's own program would be that opens files.
        opener = Path(screen.environment["HOME"]) / "bin" / "xdg-open"
        opener.write_text(f'#!/bin/sh\necho "$1" >>"{self.opened}"\n')
        opener.chmod(0o755)
        self.data.mkdir()
        (self.data / "settings.toml").write_text('backend = "hashing"\nhotkey = "Ctrl+Alt+Space"\n')
        letters = root / "letters"
        letters.mkdir()
        for name, text in (
            ("landlord.txt", "The rent rises in May. The rent is due on the third day, says the landlord."),
            ("neighbour.txt", "The neighbour pays less rent."),
            ("holiday.txt", "We went to the sea."),
        ):
            (letters / name).write_text(text)
        self.run("index", str(letters))

    def command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("desktop-search")), "--data-dir", str(self.data), *arguments]

    def run(self, *arguments: str) -> None:
        subprocess.run(self.command(*arguments), env=self.screen.environment, check=True, capture_output=True)

    def opened_names(self) -> list[str]:
        lines = self.opened.read_text().split() if self.opened.exists() else []
        return [line.rsplit("/", 1)[-1] for line in lines]


@pytest.fixture(scope="module")
def program(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(screen, tmp_path_factory.mktemp("desktop"))
    with ExitStack() as stack:
        process = start(program.command(), screen.environment, stack)
        wait_until(lambda: screen.shows("Desktop Search"), "the window is shown")
        yield program
        assert process.poll() is None, "the program ended by itself"
