"""The pages beside the search, by name. Each is imported and made when it is shown for the first time."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_search.gui.engine_link import EngineLink


def _folders(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.folders_page import FoldersPage

    return FoldersPage(link, str(Path.home()), parent)


def _activity(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.activity_page import ActivityPage

    return ActivityPage(link, str(Path.home()), parent)


def _learning(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.learning_page import LearningPage

    return LearningPage(link, str(Path.home()), parent)


def _models(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.models_page import ModelsPage

    return ModelsPage(link, parent)


def _settings(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.settings_page import SettingsPage

    return SettingsPage(link, parent)


def _about(link: EngineLink, parent: QWidget) -> QWidget:
    from desktop_search.gui.pages.about_page import AboutPage

    return AboutPage(link, parent)


PAGES: dict[str, Callable[[EngineLink, QWidget], QWidget]] = {
    "folders": _folders,
    "activity": _activity,
    "learning": _learning,
    "models": _models,
    "settings": _settings,
    "about": _about,
}
"""What makes a page, given the engine and the parent. Known names stand in the side bar in the order of these."""
