"""The settings as a person changes them: kept at once, and which of them wait for the engine's next start."""

import dataclasses
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_search import settings as settings_file
from desktop_search.engine.folders import real_path
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.succession import ModelChoice
from desktop_search.records import SettingsState
from desktop_search.settings import Settings


class Preferences:
    """What is in the settings file now, beside what the engine was started with."""

    def __init__(self, file: Path, in_use: Settings) -> None:
        self._file = file
        self._in_use = in_use
        self._kept = in_use
        self._lock = threading.Lock()

    @property
    def kept(self) -> Settings:
        return self._kept

    @property
    def first_folder(self) -> str:
        """The real path of the folder whose files are read before all others; "" for none."""
        return real_path(self._kept.read_first) if self._kept.read_first else ""

    @property
    def model(self) -> ModelChoice:
        """What is to compute the vectors."""
        return ModelChoice(self._kept.backend, self._kept.model)

    def state(self) -> SettingsState:
        """All values, and the names of those that the engine does not use yet."""
        values = {setting.name: getattr(self._kept, setting.name) for setting in dataclasses.fields(self._kept)}
        waiting = tuple(
            setting.name
            for setting in dataclasses.fields(self._kept)
            if setting.metadata["needs_restart"] and values[setting.name] != getattr(self._in_use, setting.name)
        )
        return SettingsState(values, waiting)

    def change(self, values: Mapping[str, Any]) -> SettingsState:
        """Changes some settings and keeps them. Raises DesktopSearchError, changing none, when one does not fit."""
        with self._lock:
            changed = settings_file.checked({**self.state().values, **values})
            try:
                settings_file.save(changed, self._file)
            except OSError as error:
                raise DesktopSearchError(
                    f"The settings cannot be kept: {error.strerror}.", f"See whether {self._file} can be written."
                ) from error
            self._kept = changed
        return self.state()
