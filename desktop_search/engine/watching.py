"""Says how much of the folders is watched: the system gives only so many watches, and is silent where they run out."""

from collections.abc import Sequence

from desktop_search.files.coverage import Covered, allowed_watches
from desktop_search.records import Condition, Finding, FolderStatus

USUAL_WATCHES = 8_192
HINT = (
    "Allow more: sudo sysctl fs.inotify.max_user_watches={wanted}. Until then the rest is compared from time to time."
)


def finding(folders: Sequence[FolderStatus], covered: Covered | None) -> Finding:
    """Whether changes in the folders are noticed at once, as far as the system lets us know; None: nothing watches."""
    if covered is None:
        said = "No engine is running: what changes is found when it is started the next time."
        return Finding("watching", Condition.RIGHT, said)
    unwatched = [folder.path for folder in folders if folder.available and not folder.watched]
    if unwatched:
        said = f"Changes are noticed late in {len(unwatched)} of {len(folders)} folders: {', '.join(unwatched)}."
        return Finding("watching", Condition.WARNING, said, HINT.format(wanted=_wanted(0)))
    if late := len(covered.unwatched):
        said = f"{late:,} of {covered.folders:,} folders are not watched: what changes there is found later."
        return Finding("watching", Condition.WARNING, said, HINT.format(wanted=_wanted(covered.folders)))
    return Finding("watching", Condition.RIGHT, "Changes in all folders are noticed at once.")


def _wanted(places: int) -> int:
    """Twice the watches that there may be now, or that are needed."""
    return 2 * max(int(allowed_watches() or USUAL_WATCHES), places)
