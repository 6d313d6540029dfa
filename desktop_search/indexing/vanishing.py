"""Asks before much of a folder is forgotten at once: a disk that shows only a part of what it holds looks the same."""

from collections.abc import Callable, Iterable, Sequence

LEAST_ASKED, SHARE_ASKED = 50, 0.2
"""So many files, and so large a part of all that are known in a folder, have to be gone before a person is asked."""


class Vanishing:
    """Used by the indexing thread only; the notices may be read by anyone."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[int, str]] = {}
        self._allowed: set[str] = set()

    @property
    def notices(self) -> tuple[str, ...]:
        """Questions to the person, in sentences."""
        return tuple(question for _, question in self._asked.values())

    def asked_of(self, folder: str) -> int:
        """How many files are gone from a folder and kept until the person has said something."""
        return self._asked.get(folder, (0, ""))[0]

    def allow(self, folders: Iterable[str]) -> None:
        """Has what is gone from these folders forgotten, the next time that they are compared as a whole."""
        self._allowed.update(folders)

    def forgettable(self, folder: str, gone: Sequence[str], known: int, *, moved: Callable[[], int]) -> Sequence[str]:
        """Of the files that are gone from a folder, those that may be forgotten: all of them, or none until it is said.

        known is how many files of the folder the index knew before; moved counts those that are elsewhere now.
        """
        lost = len(gone) - moved() if _is_much(len(gone), known) else 0
        if _is_much(lost, known) and folder not in self._allowed:
            question = (
                f"{lost:,} of {known:,} files are gone from {folder}. What is known of them is kept until you "
                f"say: desktop-search forget --gone {folder}"
            )
            self._asked[folder] = lost, question
            return ()
        self._allowed.discard(folder)
        self._asked.pop(folder, None)
        return gone


def _is_much(files: int, known: int) -> bool:
    return files >= LEAST_ASKED and files > SHARE_ASKED * known
