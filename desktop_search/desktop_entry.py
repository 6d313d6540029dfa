"""Writes .desktop files: how Linux desktops know the program, and how they start it at login."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory, default_data_directory

APPLICATION_ID = "local.desktop_search.DesktopSearch"
"""The name of our .desktop file. Desktops want dots in it before they give a hotkey to a program."""
_QUOTED = str.maketrans({character: f"\\{character}" for character in '"`$\\'})


def command(data: DataDirectory, *options: str) -> list[str]:
    """What starts this very program with this index."""
    # -P: a module that lies in the folder where the person happens to be must not be run.
    start = [sys.executable] if getattr(sys, "frozen", False) else [_python(), "-P", "-m", "desktop_search"]
    return [*start, *_place_of(data), "gui", *options]


def opens(exec_line: str, data: DataDirectory) -> bool:
    """Whether a line that exec_value() made of a command() opens the window of this very index."""
    found = re.fullmatch(r".*?( --data-dir .+)? gui( --\w+)*", exec_line.strip())
    wanted = exec_value(_place_of(data))
    return found is not None and (found[1] or "").strip() == wanted


def is_of(path: Path, data: DataDirectory) -> bool:
    """Whether a .desktop file opens the window of this very index, as those that were written here do."""
    try:
        lines = path.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    return any(opens(line.removeprefix("Exec="), data) for line in lines if line.startswith("Exec="))


def exec_value(arguments: Sequence[str]) -> str:
    """Arguments as the Exec line of the Desktop Entry Specification wants them.

    Quoting comes first, then % is doubled, and then backslashes are, as in every value. Raises DesktopSearchError for
    line breaks, which cannot be written.
    """
    if any(character in argument for argument in arguments for character in "\n\r\0"):
        raise DesktopSearchError("A path with a line break cannot be started from the desktop.", "Rename the folder.")
    quoted = [f'"{argument.translate(_QUOTED)}"' if _needs_quotes(argument) else argument for argument in arguments]
    return " ".join(quoted).replace("%", "%%").replace("\\", "\\\\")


def entry(arguments: Sequence[str], icon: str, *, hidden: bool = False, more: Sequence[str] = ()) -> str:
    """A whole .desktop file. hidden keeps it out of menus; more are further lines of its main group."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Desktop Search",
        "Comment=Finds your own files by meaning, privately and offline",
        "Comment[de]=Findet Ihre eigenen Dateien nach ihrer Bedeutung, privat und offline",
        f"Exec={exec_value(arguments)}",
        f"Icon={icon}",
        "Terminal=false",
        "Categories=Utility;Qt;",
        *(["NoDisplay=true"] if hidden else []),
        *more,
    ]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Puts a file in its place in one step; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(text.encode("utf-8", "surrogateescape"))
    os.replace(temporary, path)


def is_installed(application_id: str, environment: "os._Environ[str] | dict[str, str]" = os.environ) -> bool:
    """Whether the desktop finds a .desktop file of this name."""
    own = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    places = [own, *shared.split(":")]
    return any((Path(place) / "applications" / f"{application_id}.desktop").exists() for place in places)


def own_entry(application_id: str = APPLICATION_ID) -> Path:
    """Where install() writes its file."""
    own = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    return Path(own) / "applications" / f"{application_id}.desktop"


def install(application_id: str, arguments: Sequence[str], icon: str) -> Path:
    """Writes a .desktop file for this person, and returns where. Portals serve only programs that have one."""
    path = own_entry(application_id)
    write(path, entry(arguments, icon, more=["StartupNotify=true", "SingleMainWindow=true"]))
    return path


def _place_of(data: DataDirectory) -> list[str]:
    return [] if data.root == default_data_directory() else ["--data-dir", str(data.root)]


def _needs_quotes(argument: str) -> bool:
    return not argument or any(character in argument for character in " \t\"'\\><~|&;$*?#()`")


def _python() -> str:
    """The interpreter, without a console window on Windows."""
    quiet = Path(sys.executable).with_name("pythonw.exe")
    return str(quiet) if sys.platform == "win32" and quiet.exists() else sys.executable
