"""What a file and all that lies inside it may cost: one budget, shared by its members however deep they lie."""

import time
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
# Text shrinks to a tenth, seldom to a thirtieth; bombs to a thousandth. Small members may be anything.
_HIGHEST_RATIO = 100
_RATIO_MATTERS_ABOVE = MEGABYTE


@dataclass(frozen=True, slots=True)
class NestingLimits:
    """How much of what lies inside a file is read.

    seconds are fewer than a file has at all: what was read by then is kept, and that of a reader which is killed is
    lost.
    """

    archives_deep: int = 3
    messages_deep: int = 20
    members: int = 10_000
    parts_of_message: int = 1_000
    unpacked_bytes: int = 256 * MEGABYTE
    seconds: float = 10.0


class Budget:
    """What may still be spent. cut is a sentence for the person once something had to be left out, else None."""

    def __init__(
        self,
        characters: int,
        limits: NestingLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or NestingLimits()
        self.characters = characters
        self.cut: str | None = None
        self._all_characters = characters
        self._members = self.limits.members
        self._unpacked_bytes = self.limits.unpacked_bytes
        self._clock = clock
        self._ends = clock() + self.limits.seconds

    def spend_characters(self, count: int) -> None:
        """Takes what a document keeps from what the next ones may keep."""
        self.characters -= count

    def has_room(self) -> bool:
        """Whether another member may be read."""
        if self.characters <= 0:
            self.leave_out(f"Only the first {self._all_characters:,} characters were read.")
        elif self._members <= 0:
            self.leave_out("Only the first members were read: there are too many of them.")
        elif self._unpacked_bytes <= 0:
            most = self.limits.unpacked_bytes // MEGABYTE
            self.leave_out(f"Only the first {most:,} MB that it unpacks to were read.")
        elif self._clock() > self._ends:
            self.leave_out("Only the first members were read: all of them would take too long.")
        else:
            return True
        return False

    def spend_member(self) -> None:
        """Counts a member."""
        self._members -= 1

    def unpack(self, piece: int, unpacked: int, packed: int) -> bool:
        """Counts a piece of unpacked bytes; False when no more may be unpacked of this stream.

        unpacked and packed are the sizes of the stream so far, counted and not as the file claims them.
        """
        self._unpacked_bytes -= piece
        if unpacked > _RATIO_MATTERS_ABOVE and unpacked > _HIGHEST_RATIO * max(packed, 1):
            self.leave_out("A member unpacks to more than a hundred times its size and was cut.")
            return False
        if self._unpacked_bytes <= 0:
            return self.has_room()
        return True

    def leave_out(self, sentence: str) -> None:
        """Notes that something was left out. The first reason is the one that is told."""
        self.cut = self.cut or sentence
