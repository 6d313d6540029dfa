"""What disks do to bytes: a flipped bit, a page of zeros, an end that is missing. The dice are handed in."""

from random import Random

PAGE = 4096


def flipped(content: bytes, dice: Random, start: int = 0, end: int | None = None) -> bytes:
    """One bit of one byte in [start, end) is another one."""
    at = dice.randrange(start, len(content) if end is None else min(end, len(content)))
    return content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :]


def zeroed(content: bytes, dice: Random, first: int = 0) -> bytes:
    """A page, not before the first, is empty. Never one that was empty before."""
    while True:
        at = PAGE * dice.randrange(first, max(first + 1, -(-len(content) // PAGE)))
        made = content[:at] + bytes(len(content[at : at + PAGE])) + content[at + PAGE :]
        if made != content:
            return made


def cut(content: bytes, dice: Random) -> bytes:
    """The end is missing, perhaps all of it."""
    return content[: dice.randrange(len(content))]


def lengthened(content: bytes, dice: Random) -> bytes:
    """Something stands behind the end."""
    return content + dice.randbytes(dice.randint(1, PAGE))
