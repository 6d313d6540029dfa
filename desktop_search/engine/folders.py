"""The folders a person named: added, forgotten, and inside each the paths that are left alone."""

import dataclasses
import os
from collections.abc import Sequence

from desktop_search.errors import DesktopSearchError
from desktop_search.files import ignore
from desktop_search.files.changes import is_below
from desktop_search.records import Folder
from desktop_search.storage.user_db import UserDb


def real_path(path: str) -> str:
    """A path as the index knows it: absolute, without links. Never raises."""
    return os.path.realpath(os.path.expanduser(path))


class Folders:
    """What is to be indexed, kept in user.db."""

    def __init__(self, user_db: UserDb, *, own: str) -> None:
        """own is the data directory, which is never indexed."""
        self._user_db = user_db
        self._own = own

    def all(self) -> list[Folder]:
        return self._user_db.folders()

    def paths(self) -> list[str]:
        return [folder.path for folder in self.all()]

    def add(self, paths: Sequence[str]) -> list[str]:
        """Adds folders or single files, and returns their real paths.

        What lies in a folder that is there already belongs to it, unless its rules hide it: then it is a folder of its
        own. Raises DesktopSearchError, adding none, when one cannot be indexed.
        """
        real = [real_path(path) for path in paths]
        for path in real:
            self._check(path)
        for path in real:
            around = self._around(path)
            if around is not None and path in around.excluded:
                around = dataclasses.replace(around, excluded=tuple(one for one in around.excluded if one != path))
                self._user_db.replace_folder(around)
            if around is None or self._hides(around, path):
                self._user_db.add_folders([Folder(path)])
        return real

    def without(self, paths: Sequence[str]) -> tuple[list[str], list[Folder]]:
        """The real paths, and the folders as they are when those have been forgotten; changes nothing yet."""
        real = [real_path(path) for path in paths]
        staying = [folder for folder in self.all() if not any(is_below(folder.path, path) for path in real)]
        return real, [_leaving_alone(folder, real) for folder in staying]

    def forget(self, paths: Sequence[str]) -> None:
        """Removes folders, and leaves alone what is inside one that stays."""
        _, staying = self.without(paths)
        by_path = {folder.path: folder for folder in staying}
        for folder in self.all():
            if folder.path not in by_path:
                self._user_db.remove_folder(folder.path)
            elif folder != by_path[folder.path]:
                self._user_db.replace_folder(by_path[folder.path])

    def change_rules(self, path: str, rules: Sequence[str]) -> str:
        """Gives a folder other rules, and returns its real path.

        Raises DesktopSearchError when it is not one of ours.
        """
        real = real_path(path)
        folder = next((one for one in self.all() if one.path == real), None)
        if folder is None:
            raise DesktopSearchError(f"{path} is not among the folders that are searched.", "Add it first.")
        kept = tuple(line for line in (rule.strip() for rule in rules) if line)
        self._user_db.replace_folder(dataclasses.replace(folder, ignore_rules=kept))
        return real

    def _check(self, path: str) -> None:
        if is_below(path, self._own):
            raise DesktopSearchError(f"{path} belongs to the index itself.", "Choose another folder.")
        if not os.path.lexists(path):
            raise DesktopSearchError(f"{path} does not exist.", "Check the spelling of the path.")
        if not os.path.isdir(path) and not os.path.isfile(path):
            raise DesktopSearchError(f"{path} is neither a folder nor a file.", "Choose another path.")

    def _around(self, path: str) -> Folder | None:
        """The folder that a path lies in, or is; the deepest of several."""
        around = [folder for folder in self.all() if is_below(path, folder.path)]
        return max(around, key=lambda folder: len(folder.path), default=None)

    def _hides(self, folder: Folder, path: str) -> bool:
        if path == folder.path:
            return False
        rules = ignore.rules_for(path, folder.path, folder.ignore_rules, never=folder.excluded)
        return rules is None


def _leaving_alone(folder: Folder, paths: Sequence[str]) -> Folder:
    inside = (path for path in paths if is_below(path, folder.path) and path not in folder.excluded)
    return dataclasses.replace(folder, excluded=(*folder.excluded, *dict.fromkeys(inside)))
