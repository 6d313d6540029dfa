"""The pages beside the search, by name. Each is made when it is shown for the first time."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.about_page import AboutPage
from desktop_search.gui.pages.activity_page import ActivityPage
from desktop_search.gui.pages.folders_page import FoldersPage
from desktop_search.gui.pages.learning_page import LearningPage
from desktop_search.gui.pages.models_page import ModelsPage
from desktop_search.gui.pages.settings_page import SettingsPage

PAGES: dict[str, Callable[[EngineLink, QWidget], QWidget]] = {
    "folders": lambda link, parent: FoldersPage(link, str(Path.home()), parent),
    "activity": lambda link, parent: ActivityPage(link, str(Path.home()), parent),
    "learning": lambda link, parent: LearningPage(link, str(Path.home()), parent),
    "models": ModelsPage,
    "settings": SettingsPage,
    "about": AboutPage,
}
"""What makes a page, given the engine and the parent. Known names stand in the side bar in the order of these."""
