"""A format that was taken over can do nothing but answer, and the engine says truly how far that holds (F-13).

    python -m tests.faults.test_f13_sandbox --full

tries on this kernel, and on it without what older kernels have not.
"""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_search.indexing.sandbox import Level
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.older_kernel import LANDLOCK, OTHER, SECCOMP, Tried, tried

KERNELS: dict[tuple[str, ...], Level] = {
    (): Level.FULL,
    (LANDLOCK, SECCOMP): Level.NONE,
    (LANDLOCK,): Level.PARTIAL,
    (SECCOMP,): Level.PARTIAL,
}
"""By what is missing, what can be promised."""
MALICE = {"read-ssh", "read-other", "write", "truncate", "exec", "tcp", "unix", "ptrace"}
MORE = 18
"""So many further attempts: on other processes, rights, times, queues and pipes."""


def untruths(found: Tried, expected: Level) -> list[str]:
    """What was possible although it was said not to be, and what was said that is not so."""
    misses = [f"{name} is {found.results[name]}" for name in found.allowed() if found.level == Level.FULL]
    if found.level != expected:
        misses.append(f"it says {found.level}, which is {expected.value}")
    if not found.results.keys() >= MALICE or len(found.results) != len(MALICE) + MORE:
        misses.append(f"only {sorted(found.results)} were tried")
    # Each of the two keeps strangers' files from harm.
    if found.other != OTHER and expected is not Level.NONE:
        misses.append("a file of somebody else was changed")
    return misses


def measure(task: Task) -> Measured:
    misses, told = [], []
    for number, (missing, expected) in enumerate(list(KERNELS.items())[: task.n]):
        place = task.place / str(number)
        place.mkdir()
        found = tried(place, missing)
        misses += [f"without {missing}: {miss}" for miss in untruths(found, expected)]
        denied = len(found.results) - len(found.allowed())
        told.append(f"{found.level}: {denied} of {len(found.results)} denied")
    return Measured("; ".join(told), misses)


FIGURE = Figure(
    "F-13",
    "all attempts of a taken-over format are denied where the kernel can; the level is told truly",
    "kernels",
    short=2,
    full=len(KERNELS),
    measure=measure,
)


@pytest.mark.skipif(sys.platform != "linux", reason="readers are locked in on Linux only")
def test_what_a_taken_over_format_tries_is_denied(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_allowed_and_what_is_not_so() -> None:
    names = [*MALICE, *(str(number) for number in range(MORE))]
    fine = Tried("full", dict.fromkeys(names, "denied (PermissionError)"), OTHER)
    assert untruths(fine, Level.FULL) == []
    assert untruths(replace(fine, results=fine.results | {"tcp": "ALLOWED"}), Level.FULL) == ["tcp is ALLOWED"]
    assert untruths(fine, Level.PARTIAL) == ["it says full, which is partial"]
    assert untruths(replace(fine, other=""), Level.FULL) == ["a file of somebody else was changed"]
    assert len(untruths(replace(fine, results={}), Level.FULL)) == 1


if __name__ == "__main__":
    main(FIGURE)
