"""Starting at login: on and off on three systems, as often as one likes, with any path."""

import plistlib
import re
from pathlib import Path
from typing import Any

import pytest

from desktop_search import autostart, desktop_entry
from desktop_search.autostart import Autostart, LaunchAgent, RunKey, XdgAutostart
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

ODD = ['/opt/my apps/100% "new"/$HOME/`x`\\y/python', "-m", "desktop_search", "--data-dir", "/home/ana's/ü", "gui"]


class FakeKey:
    def __enter__(self) -> "FakeKey":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FakeRegistry:
    """winreg, with one key."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 1, 2, 1

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def OpenKey(self, *_: Any) -> FakeKey:
        return FakeKey()

    CreateKey = OpenKey

    def QueryValueEx(self, _: FakeKey, name: str) -> tuple[str, int]:
        if name not in self.values:
            raise FileNotFoundError(name)
        return self.values[name], 1

    def SetValueEx(self, _: FakeKey, name: str, reserved: int, kind: int, value: str) -> None:
        self.values[name] = value

    def DeleteValue(self, _: FakeKey, name: str) -> None:
        if name not in self.values:
            raise FileNotFoundError(name)
        del self.values[name]


@pytest.fixture(params=["linux", "macos", "windows"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Autostart:
    if request.param == "windows":
        return RunKey(FakeRegistry())
    return LaunchAgent(tmp_path) if request.param == "macos" else XdgAutostart(tmp_path)


def test_it_is_switched_on_and_off_as_often_as_one_likes(way: Autostart) -> None:
    assert not way.is_on()
    for on in (True, True, False, False, True):
        autostart.switch(way, ODD, on=on)
        assert way.is_on() is on


def unquoted(value: str) -> list[str]:
    """What a desktop makes of an Exec line, by the specification: the value's escapes, then quotes, then the codes."""
    parts = re.findall(r'"(?:[^"\\]|\\.)*"|[^ ]+', value.replace("\\\\", "\\"))
    plain = [re.sub(r"\\(.)", r"\1", part[1:-1]) if part.startswith('"') else part for part in parts]
    return [part.replace("%%", "%") for part in plain]


@pytest.mark.parametrize("arguments", [ODD, ["plain"], ["", "a;b", "tab\there", "~", "back\\slash", "50%"]])
def test_odd_paths_are_quoted_as_desktops_read_them(arguments: list[str]) -> None:
    assert unquoted(desktop_entry.exec_value(arguments)) == arguments


def test_a_path_with_a_line_break_is_refused() -> None:
    with pytest.raises(DesktopSearchError, match="line break"):
        desktop_entry.exec_value(["/a\nExec=evil"])


def test_the_file_of_linux_keeps_names_that_are_no_text(tmp_path: Path) -> None:
    way = XdgAutostart(tmp_path)
    way.switch_on(["/home/ana/\udcff/python"])
    assert b"Exec=/home/ana/\xff/python\n" in way.path.read_bytes()
    assert way.is_on()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    way = XdgAutostart(tmp_path)
    way.switch_on(["x"])
    way.path.write_text(way.path.read_text().replace("X-GNOME-Autostart-enabled=true", line))
    assert not way.is_on()


def test_the_property_list_of_macos_names_every_argument(tmp_path: Path) -> None:
    way = LaunchAgent(tmp_path)
    way.switch_on(ODD)
    described = plistlib.loads(way.path.read_bytes())
    assert described["ProgramArguments"] == ODD
    assert described["RunAtLoad"] is True


def test_the_value_of_windows_is_one_command_line() -> None:
    registry = FakeRegistry()
    RunKey(registry).switch_on(["C:\\Program Files\\Desktop Search\\desktop-search.exe", "gui", "--background"])
    assert list(registry.values.values()) == [
        '"C:\\Program Files\\Desktop Search\\desktop-search.exe" gui --background'
    ]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("in the way")
    with pytest.raises(DesktopSearchError, match="could not be changed"):
        autostart.switch(XdgAutostart(tmp_path), ["x"], on=True)


def test_the_command_names_another_index(tmp_path: Path) -> None:
    command = desktop_entry.command(DataDirectory(tmp_path / "other"), "--background")
    assert command[-4:] == ["--data-dir", str(tmp_path / "other"), "gui", "--background"]


def test_the_program_is_installed_for_this_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    assert not desktop_entry.is_installed("local.test")
    path = desktop_entry.install("local.test", ODD, "icon")
    assert desktop_entry.is_installed("local.test")
    assert unquoted(path.read_text().split("Exec=")[1].split("\n")[0]) == ODD
