"""Has a taken-over format try what it can, in an engine on this kernel or on an older one without Landlock or seccomp.

What is taken away stays away, so this is a process of its own.
"""

import ctypes
import errno
import os
import platform
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_search import wire
from desktop_search.indexing import sandbox
from desktop_search.settings import Settings
from tests.fakes import engine_at, write_tree

ROOT = Path(__file__).parents[2]
LANDLOCK, SECCOMP = "landlock", "seccomp"
SETTINGS = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")
OTHER = "belongs to somebody else"


@dataclass(frozen=True)
class Tried:
    """level: what the engine says of its readers. results: how each attempt went. other: a stranger's file after it."""

    level: str
    results: dict[str, str]
    other: str

    def allowed(self) -> list[str]:
        return [name for name, result in self.results.items() if not result.startswith("denied")]


def tried(place: Path, missing: Collection[str] = ()) -> Tried:
    """What a format could do on a kernel without what is missing. Raises RuntimeError when the engine ended."""
    line = [sys.executable, "-m", "tests.faults.older_kernel", str(place), *missing]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"the engine ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return Tried(**wire.loads(done.stdout))


def take_away(missing: Collection[str]) -> None:
    """From this process and all that it starts: calls for what is missing are unknown to the kernel."""
    machine = platform.machine()
    calls = [sandbox.LANDLOCK_CREATE_RULESET] * (LANDLOCK in missing) + [sandbox.SECCOMP[machine]] * (
        SECCOMP in missing
    )
    unknown = 0x00050000 | errno.ENOSYS
    code = [(sandbox.LOAD, 0, 0, sandbox.NUMBER_AT)]
    for number in calls:
        code += [(sandbox.EQUAL, 0, 1, number), (sandbox.RETURN, 0, 0, unknown)]
    if SECCOMP in missing:
        prctl = sandbox._MACHINES[machine][1]["prctl"]
        code += sandbox._judged(prctl, 0, (sandbox.PR_SET_SECCOMP,), unknown, sandbox.ALLOW)
    code.append((sandbox.RETURN, 0, 0, sandbox.ALLOW))
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(sandbox.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        sandbox.PR_SET_SECCOMP, sandbox.SECCOMP_MODE_FILTER, program, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel cannot be made older")


def _try(place: Path) -> dict[str, object]:
    target = place / "other.txt"
    target.write_text(OTHER)
    folder = write_tree(place / "files", {"evil.mock": f"malice {target}"})
    with engine_at(place / "data", settings=SETTINGS) as engine:
        engine.index([str(folder)])
        level = engine.status().sandbox
    with closing(sqlite3.connect(place / "data" / "index.db")) as database:
        texts = [text for (text,) in database.execute("select text from passages order by id")]
    lines = (line.partition(": ") for text in texts for line in text.splitlines())
    return {"level": level, "results": {name: result for name, _, result in lines}, "other": target.read_text()}


def main() -> None:
    place, *missing = sys.argv[1:]
    if missing:
        take_away(missing)
    os.write(1, wire.dumps(_try(Path(place))))


if __name__ == "__main__":
    main()
