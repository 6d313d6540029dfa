"""What looking through everything has found: whether what is stored is sound, and whether all is as it should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written: where (a file of the data directory), what, and how often."""

    where: str
    what: str
    count: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """How far a check is: done of total rows of what; a newer one replaces it.

    phase is "none", "checking", "repairing", "done", "stopped" or "failed"; then reason is the sentence that says why.
    checked counts what was looked at, by kind.
    """

    phase: str = "none"
    what: str = ""
    done: int = 0
    total: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    reason: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.phase in ("checking", "repairing")

    @property
    def is_sound(self) -> bool:
        """Whether everything was looked at and nothing is wrong any more."""
        return self.phase == "done" and all(problem.repaired for problem in self.problems)


class Condition(StrEnum):
    """How something is that the program needs."""

    RIGHT = "right"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the program needs: how it is, in a sentence, and what a person can do, if there is anything."""

    name: str
    state: Condition
    said: str
    hint: str = ""
