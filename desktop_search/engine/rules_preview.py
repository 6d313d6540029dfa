"""Shows a person what rules would do in a folder before they are used: what they hide, take back, or never touch."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop_search.files import ignore
from desktop_search.files.ignore import IgnoreRules
from desktop_search.records import RuledPath, RulesPreview

MOST_LOOKED_AT = 50_000
LONGEST_SECONDS = 2.0
MOST_SHOWN = 200


def preview(
    root: str,
    rules: Sequence[str],
    files_at: Callable[[str], int],
    *,
    never: Iterable[str] = (),
    most: int = MOST_LOOKED_AT,
    clock: Callable[[], float] = time.monotonic,
) -> RulesPreview:
    """Looks through a folder, the upper floors first, for as long as a person likes to wait.

    files_at says how many files the index knows at a path and below it.
    """
    lines = [line.strip() for line in rules if line.strip()]
    deadline = clock() + LONGEST_SECONDS
    look = _Look(root, lines, never, lambda looked_at: looked_at >= most or clock() > deadline)
    hidden: list[RuledPath] = []
    taken_back: list[RuledPath] = []
    hidden_count = hidden_files = 0
    spoken: set[str] = set()
    for path, rule, is_folder, is_hidden in look.ruled():
        spoken.add(rule)
        if is_hidden:
            hidden_count += 1
            known = files_at(path)
            hidden_files += known
            if len(hidden) < MOST_SHOWN:
                hidden.append(RuledPath(path, rule, is_folder, known))
        elif len(taken_back) < MOST_SHOWN:
            taken_back.append(RuledPath(path, rule, is_folder, files_at(path)))
    broken = tuple(ignore.broken_rules(lines))
    says_something = [line for line in lines if not line.startswith("#") and line not in broken]
    idle = tuple(line for line in says_something if line not in spoken) if look.is_complete else ()
    return RulesPreview(
        tuple(hidden), tuple(taken_back), hidden_count, hidden_files, look.looked_at, look.is_complete, idle, broken
    )


class _Look:
    """One walk through a folder with two sets of rules: with the person's, and without."""

    def __init__(
        self,
        root: str,
        lines: Sequence[str],
        never: Iterable[str],
        is_enough: Callable[[int], bool],
    ) -> None:
        self.looked_at = 0
        self.is_complete = True
        barred = tuple(never)
        self._is_enough = is_enough
        self._root = root
        self._folders = deque([(root, IgnoreRules(root, lines, never=barred), IgnoreRules(root, never=barred))])

    def ruled(self) -> Iterator[tuple[str, str, bool, bool]]:
        """Path, rule, whether it is a folder, and whether it is hidden, of what the person's rules decide about."""
        while self._folders:
            folder, theirs, usual = self._folders.popleft()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
            except OSError:
                continue
            names = {name for name, _ in entries}
            is_root = folder == self._root
            theirs, usual = theirs.below(folder, names, is_root=is_root), usual.below(folder, names, is_root=is_root)
            for name, is_folder in entries:
                if self._is_enough(self.looked_at):
                    self.is_complete = False
                    return
                self.looked_at += 1
                path = os.path.join(folder, name)
                now, before = (rules.reason(path, is_folder=is_folder) for rules in (theirs, usual))
                is_back = now is None and before is not None and theirs.rule_for(path, is_folder=is_folder) is not None
                if now is not None and now.is_persons and now.rule is not None:
                    yield path, now.rule, is_folder, True
                elif is_back:
                    yield path, theirs.rule_for(path, is_folder=is_folder) or "", is_folder, False
                if now is None and is_folder:
                    # All that lies in a folder that was taken back is there with it, and need not be told.
                    self._folders.append((path, theirs, theirs if is_back else usual))
