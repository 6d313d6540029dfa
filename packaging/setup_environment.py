"""Makes `.venv` for people who run the program from its source: `make venv`. Standard library only.

What is missing from the system is installed with apt-get where that is possible, and named in one line where it is not.
Nothing is done when nothing has changed since the last time.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036, as this is where an older one is told
    sys.exit("set-up: Desktop Search needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

import ctypes.util
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PYPROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "set-up.sha256"
BUILD_LOG = VENV / "hnswlib-build.log"

# What Qt loads from the system for the window (X11 and Wayland) and for tests without one, as ldd finds it on
# Debian 12: the package, and the library by which we see that it is there. They bring the rest along.
QT_LIBRARIES = {
    "libegl1": "EGL",
    "libgl1": "GL",
    "libglib2.0-0": "glib-2.0",
    "libdbus-1-3": "dbus-1",
    "libfontconfig1": "fontconfig",
    "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-shape0": "xcb-shape",
    "libwayland-cursor0": "wayland-cursor",
    "libwayland-egl1": "wayland-egl",
}


def main() -> None:
    provide_system_packages()
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    if not can_make_venv():
        sys.exit("set-up: this Python cannot make virtual environments; please install python3-venv.")
    make_venv()
    install_python_packages()
    STAMP.write_text(fingerprint())
    say(f"{VENV.relative_to(ROOT)} is ready.")


def say(sentence: str) -> None:
    print(f"set-up: {sentence}", file=sys.stderr, flush=True)


# --- the system ---


def missing_packages() -> list[str]:
    """The Debian packages that would provide what is not there."""
    missing = [] if can_make_venv() else ["python3-venv"]
    if compiler() is None:
        missing.append("g++")
    if not has_python_headers():
        missing.append("python3-dev")
    if sys.platform == "linux":
        missing += [package for package, library in QT_LIBRARIES.items() if not has_library(library)]
    return missing


def can_make_venv() -> bool:
    # Debian keeps the venv module in python3 and what it needs, ensurepip, in python3-venv.
    return importlib.util.find_spec("ensurepip") is not None


def compiler() -> str | None:
    return shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")


def has_python_headers() -> bool:
    return Path(sysconfig.get_path("include"), "Python.h").exists()


def has_library(name: str) -> bool:
    return ctypes.util.find_library(name) is not None


def provide_system_packages() -> None:
    """Installs what is missing, or names it in one line and goes on: most of the program works without."""
    missing = missing_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        say(f"there is no apt-get here; please install what this system calls: {' '.join(missing)}")
        return
    administrator = as_administrator()
    if administrator is None:
        say(f"please let an administrator run: apt-get install {' '.join(missing)}")
        return
    say(f"installing {' '.join(missing)} with apt-get …")
    apt_get = [*administrator, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    # A repository that does not answer is no reason to give up: the install says whether it mattered.
    subprocess.run([*apt_get, "update"], check=False, stdout=subprocess.DEVNULL)
    installation = [*apt_get, "install", "--yes", "--no-install-recommends", *missing]
    done = subprocess.run(installation, check=False, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    if done.returncode != 0:
        say(f"apt-get failed (its reason is above); please install: {' '.join(missing_packages())}")


def as_administrator() -> list[str] | None:
    """What to put before a command that needs root; None where that is not to be had."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    # Where nobody can type a password, sudo must not wait for one.
    command = [sudo] if sys.stdin.isatty() else [sudo, "-n"]
    allowed = subprocess.run([*command, "true"], check=False, stderr=None if sys.stdin.isatty() else subprocess.DEVNULL)
    return command if allowed.returncode == 0 else None


# --- the virtual environment ---


def fingerprint() -> str:
    """Changes whenever the set-up would do something else. A compiler that appears is such a change."""
    digest = hashlib.sha256()
    for file in (PYPROJECT, CONSTRAINTS, Path(__file__)):
        digest.update(file.read_bytes())
    digest.update(repr((sys.version_info[:2], str(ROOT), compiler() is not None and has_python_headers())).encode())
    return digest.hexdigest()


def make_venv() -> None:
    if venv_version() == sys.version_info[:2]:
        return
    say(f"making {VENV.relative_to(ROOT)} …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        sys.exit("set-up: the virtual environment could not be made; the reason is above.")


def venv_version() -> tuple[int, ...] | None:
    """The Python version of the environment that is there; None if there is none or it does not work."""
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([str(PYTHON), "-c", question], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in answer.split())


def install_python_packages() -> None:
    """Everything of pyproject.toml in the pinned versions, and the project itself, editable."""
    described = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    groups = described["dependency-groups"]
    required = [*described["project"]["dependencies"], *groups["test"], *groups["lint"]]
    graph = [requirement for requirement in required if name_of(requirement) == "hnswlib"]
    say("installing Python packages; the first time this takes some minutes …")
    pip_or_stop("--upgrade", "pip")
    install_graph_search(graph)
    pip_or_stop(*(requirement for requirement in required if requirement not in graph))
    pip_or_stop("--no-deps", "--editable", str(ROOT))


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def install_graph_search(requirements: list[str]) -> None:
    """hnswlib has no wheels and is compiled here, for this very processor (-march=native), which makes it faster.

    A package for other machines must be built with HNSWLIB_NO_NATIVE=1 instead, or it stops there with SIGILL.
    """
    if not requirements:
        return
    with open(BUILD_LOG, "w", encoding="utf-8") as log:
        built = pip(*requirements, output=log)
    if built.returncode != 0:
        reason = f"see {BUILD_LOG.relative_to(ROOT)}" if compiler() else "there is no C++ compiler"
        say(f"notice: hnswlib could not be built ({reason}); exact search will be used.")


def pip_or_stop(*arguments: str) -> None:
    if pip(*arguments).returncode != 0:
        sys.exit("set-up: pip could not install the Python packages; its reason is above.")


def pip(*arguments: str, output: TextIO | None = None) -> "subprocess.CompletedProcess[bytes]":
    # Builds happen in an environment of their own, which older and newer versions of pip constrain in different ways.
    pins = {"PIP_CONSTRAINT": str(CONSTRAINTS), "PIP_BUILD_CONSTRAINT": str(CONSTRAINTS)}
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *quiet, *arguments]
    if os.geteuid() == 0:
        command.append("--root-user-action=ignore")
    return subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=os.environ | pins,
    )


if __name__ == "__main__":
    main()
