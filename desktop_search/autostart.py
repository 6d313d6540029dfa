"""Starts the program at login, or no longer: a .desktop file, a LaunchAgent, or a value under Windows' Run key."""

import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from desktop_search import desktop_entry
from desktop_search.desktop_entry import APPLICATION_ID
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "Desktop Search"


class Autostart(Protocol):
    """One way of being started at login."""

    def is_on(self) -> bool: ...
    def switch_on(self, arguments: Sequence[str]) -> None: ...
    def switch_off(self) -> None: ...
    def is_of(self, data: DataDirectory) -> bool:
        """Whether it is this index whose window is started."""
        ...


class XdgAutostart:
    """A file in ~/.config/autostart, which all Linux desktops read."""

    def __init__(self, config: Path | None = None) -> None:
        """config is the person's folder for settings."""
        base = config or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self.path = base / "autostart" / f"{APPLICATION_ID}.desktop"

    def is_on(self) -> bool:
        try:
            text = self.path.read_bytes().decode("utf-8", "surrogateescape")
        except OSError:
            return False
        # Desktops switch an entry off in these two ways, and leave the file.
        return not any(line.strip() in ("Hidden=true", "X-GNOME-Autostart-enabled=false") for line in text.split("\n"))

    def switch_on(self, arguments: Sequence[str]) -> None:
        text = desktop_entry.entry(arguments, APPLICATION_ID, hidden=True, more=["X-GNOME-Autostart-enabled=true"])
        desktop_entry.write(self.path, text)

    def switch_off(self) -> None:
        self.path.unlink(missing_ok=True)

    def is_of(self, data: DataDirectory) -> bool:
        return desktop_entry.is_of(self.path, data)


class LaunchAgent:
    """A property list in ~/Library/LaunchAgents; the next login reads it."""

    def __init__(self, home: Path | None = None) -> None:
        self.path = (home or Path.home()) / "Library" / "LaunchAgents" / f"{APPLICATION_ID}.plist"

    def is_on(self) -> bool:
        try:
            return not plistlib.loads(self.path.read_bytes()).get("Disabled", False)
        except (OSError, ValueError):
            return False

    def switch_on(self, arguments: Sequence[str]) -> None:
        described = {
            "Label": APPLICATION_ID,
            "ProgramArguments": list(arguments),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        desktop_entry.write(self.path, plistlib.dumps(described).decode())

    def switch_off(self) -> None:
        self.path.unlink(missing_ok=True)

    def is_of(self, data: DataDirectory) -> bool:
        try:
            arguments = plistlib.loads(self.path.read_bytes()).get("ProgramArguments", [])
        except (OSError, ValueError):
            return False
        return desktop_entry.opens(desktop_entry.exec_value(list(map(str, arguments))), data)


class RunKey:
    """A value under the Run key of the person's own part of the registry."""

    def __init__(self, registry: Any = None) -> None:
        """registry is the module winreg."""
        if registry is None:
            import winreg as registry
        self._registry = registry

    def is_on(self) -> bool:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                self._registry.QueryValueEx(key, VALUE)
        except FileNotFoundError:
            return False
        return True

    def switch_on(self, arguments: Sequence[str]) -> None:
        line = subprocess.list2cmdline(list(arguments))
        with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, RUN_KEY) as key:
            self._registry.SetValueEx(key, VALUE, 0, self._registry.REG_SZ, line)

    def switch_off(self) -> None:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY, 0, registry.KEY_SET_VALUE) as key:
                registry.DeleteValue(key, VALUE)
        except FileNotFoundError:
            return

    def is_of(self, data: DataDirectory) -> bool:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                line = str(self._registry.QueryValueEx(key, VALUE)[0])
        except FileNotFoundError:
            return False
        place = desktop_entry.command(data)[:-1]
        return (
            subprocess.list2cmdline(place[place.index("--data-dir") :]) in line
            if "--data-dir" in place
            else ("--data-dir" not in line)
        )


def of_this_system() -> Autostart:
    """The way that this system knows."""
    if sys.platform == "win32":
        return RunKey()
    return LaunchAgent() if sys.platform == "darwin" else XdgAutostart()


def switch(autostart: Autostart, arguments: Sequence[str], *, on: bool) -> None:
    """Switches starting at login on (with these arguments) or off. Raises DesktopSearchError when that fails."""
    try:
        if on:
            autostart.switch_on(arguments)
        else:
            autostart.switch_off()
    except OSError as error:
        raise DesktopSearchError(
            f"Starting at login could not be changed: {error.strerror or error}.", "Look at the folder's permissions."
        ) from error
