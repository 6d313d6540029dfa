"""What all commands have in common."""

import os

DONE, NO = 0, 1
"""Exit statuses; wrong use is 2."""


def absolute(path: str) -> str:
    """A path as seen from here: the engine may have been started elsewhere. Never raises, also not for odd `~`."""
    return os.path.abspath(os.path.expanduser(path))
