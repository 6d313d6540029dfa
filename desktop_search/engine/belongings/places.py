"""Names of folders in a data directory that has moved: what pointed into the old place points into the new one."""

import dataclasses
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop_search import settings as settings_file
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings

FOLDERS_OF_SETTINGS = ("model", "reranker")


def moved(folder: str, old: str | os.PathLike[str], new: str | os.PathLike[str]) -> str:
    """A folder's name after its data directory has moved; of what lies elsewhere, the same."""
    # The settings name a model's folder with all links followed.
    for root in dict.fromkeys((os.fspath(old), os.path.realpath(old))):
        if folder.startswith(root + os.sep):
            return os.fspath(new) + folder[len(root) :]
    return folder


def moved_settings(settings: Settings, old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Settings:
    """Settings that name the same models in the new place."""
    named: dict[str, Any] = {name: moved(getattr(settings, name), old, new) for name in FOLDERS_OF_SETTINGS}
    return dataclasses.replace(settings, **named)


def rename_within(data: DataDirectory, old: Path) -> None:
    """Has everything in a copy of a data directory name its own folders instead of those of the old one.

    Raises OSError and sqlite3.Error. Nobody else may use the copy yet.
    """
    new = Path(os.path.realpath(data.root))
    if data.settings_file.exists():
        kept = settings_file.load(data.settings_file)
        settings_file.save(moved_settings(kept, old, new), data.settings_file)
    if data.user_database.exists():
        _rename_in(data.user_database, "model_uses", "folder", old, new)
    if data.index_database.exists():
        _rename_in(data.index_database, "meta", "value", old, new, where="key = 'model_key'", after="|")
    for file in (data.learning / "run" / "asked.json", data.learning / "run" / "job" / "options.json"):
        if file.exists():
            plain = json.loads(file.read_text(encoding="utf-8"))
            plain["base"] = moved(str(plain.get("base", "")), old, new)
            file.write_text(json.dumps(plain), encoding="utf-8")


def _rename_in(file: Path, table: str, column: str, old: Path, new: Path, *, where: str = "1", after: str = "") -> None:
    """Changes folders in a column. after ends what stands before the folder in a value."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is None:
            return
        rows = connection.execute(f"SELECT rowid, {column} FROM {table} WHERE {where}").fetchall()
        connection.execute("BEGIN")
        for row, value in rows:
            before, found, folder = str(value).partition(after) if after else ("", "", str(value))
            renamed = before + found + moved(folder, old, new)
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (renamed, row))
        connection.execute("COMMIT")
