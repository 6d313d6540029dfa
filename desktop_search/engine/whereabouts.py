"""Says why a file is not in the index, for a person who misses it. Looks at the disk, the folders and the database."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_search.files import ignore
from desktop_search.files.changes import is_below
from desktop_search.records import FileState, Folder, Standing
from desktop_search.storage.index_queries import IndexQueries, KnownFile

READ_AGAIN = "Mend the file, or try again: desktop-search failures --retry"


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a file cannot be found, whatever is asked. reasons and advice are sentences."""

    state: Standing
    reasons: tuple[str, ...]
    advice: tuple[str, ...] = ()
    rule: str | None = field(default=None)
    rule_file: str | None = field(default=None)


def place_of(path: str) -> str:
    """A path as the index knows it, except that a link at its end is not followed."""
    absolute = os.path.abspath(os.path.expanduser(path))
    return os.path.join(os.path.realpath(os.path.dirname(absolute)), os.path.basename(absolute))


def known_file(db: IndexQueries, path: str) -> KnownFile | None:
    """What the index knows about a file."""
    return next((file for file in db.known_files(path) if file.stat.path == path), None)


def absence(path: str, folders: Sequence[Folder], known: KnownFile | None, *, own: str) -> Absence | None:
    """Why a file is not in the index, or has no text there; None when it has. own is the data directory."""
    return _outside(path, folders, own) or _on_disk(path, folders, known) or _of_state(known)


def _outside(path: str, folders: Sequence[Folder], own: str) -> Absence | None:
    if is_below(path, own):
        return Absence(Standing.OURS, (f"It belongs to the index itself, in {own}, which is never searched.",))
    around = [folder for folder in folders if is_below(path, folder.path)]
    if not around:
        return Absence(
            Standing.NOT_WATCHED,
            ("It lies in none of the folders that are indexed.",),
            (f"Add its folder: desktop-search index {os.path.dirname(path)}",),
        )
    folder = max(around, key=lambda one: len(one.path))
    for forgotten in folder.excluded:
        if is_below(path, forgotten):
            return Absence(
                Standing.FORGOTTEN,
                (f"You had {'it' if forgotten == path else forgotten} removed from the index.",),
                (f"Take it back: desktop-search index {forgotten}",),
            )
    hidden = ignore.hidden(path, folder.path, folder.ignore_rules)
    return _hidden(path, hidden) if hidden is not None else None


def _hidden(path: str, hidden: ignore.Hidden) -> Absence:
    which = "It" if hidden.place == path else f"Its folder {hidden.place}"
    advice = f"Name the file itself to have it indexed all the same: desktop-search index {path}"
    if hidden.source is not None and os.path.basename(hidden.source) == hidden.rule:
        reason = f"{which} is left alone because of the mark {hidden.source}."
    elif hidden.source is not None:
        reason = f"{which} is left alone by the rule “{hidden.rule}” in {hidden.source}."
        advice = f"Change that rule, or add “!{hidden.rule}” below it. {advice}"
    elif hidden.is_persons:
        reason = f"{which} is left alone by your own rule “{hidden.rule}”."
    else:
        reason = f"{which} is left alone by the program's rule “{hidden.rule}”, for what is no text of a person's."
    return Absence(Standing.EXCLUDED, (reason,), (advice,), hidden.rule, hidden.source)


def _on_disk(path: str, folders: Sequence[Folder], known: KnownFile | None) -> Absence | None:
    if os.path.islink(path):
        target = os.path.realpath(path)
        return Absence(Standing.LINK, (f"It is a link to {target}; links are not followed.",), (f"Ask for {target}.",))
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return None if known is not None else _not_there(path, folders, error)
    if stat.S_ISDIR(mode):
        return Absence(Standing.FOLDER, ("It is a folder; only files are found.",), ("Name a file in it.",))
    if not stat.S_ISREG(mode):
        return Absence(Standing.SPECIAL, ("It is no regular file but a pipe, a socket or a device.",))
    if known is None and not os.access(os.path.dirname(path), os.R_OK | os.X_OK):
        return _closed(os.path.dirname(path))
    return None


def _not_there(path: str, folders: Sequence[Folder], error: OSError) -> Absence:
    away = next((folder.path for folder in folders if is_below(path, folder.path)), path)
    if away != path and not os.path.lexists(away):
        return Absence(Standing.AWAY, (f"{away} is not there at the moment, and the file was never read.",))
    if isinstance(error, PermissionError):
        return _closed(os.path.dirname(path))
    return Absence(Standing.MISSING, ("There is no such file.",), ("Check the spelling of the path.",))


def _closed(folder: str) -> Absence:
    return Absence(Standing.UNREADABLE, (f"The folder {folder} cannot be listed.",), ("Check its permissions.",))


def _of_state(known: KnownFile | None) -> Absence | None:
    if known is None:
        return Absence(
            Standing.UNSEEN,
            ("It is there, but the program has not looked at it yet.",),
            ("Wait for the indexing to go on, or begin it: desktop-search index.",),
        )
    reason = known.reason or "No reason is known."
    if known.state is FileState.PENDING:
        return Absence(Standing.PENDING, ("It is still to be read.",), ("Wait until everything is read.",))
    if known.state is FileState.FAILED:
        return Absence(Standing.FAILED, (f"It could not be read: {reason}",), (READ_AGAIN,))
    if known.state is FileState.SKIPPED:
        is_empty = known.stat.size == 0 or "no text" in reason
        return Absence(
            Standing.EMPTY if is_empty else Standing.SKIPPED,
            (f"Only its name is searched: {reason}",),
            ("Ask for its name.",),
        )
    return None
