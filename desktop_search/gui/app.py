"""Starts the window: one for each index, in the desktop's look, with a report when something goes wrong."""

import logging
import signal
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_search import autostart, desktop_entry
from desktop_search import settings as settings_file
from desktop_search.desktop_entry import APPLICATION_ID
from desktop_search.errors import DesktopSearchError
from desktop_search.gui import translation
from desktop_search.gui.collector import collect_only_here
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.hotkeys.hotkey import GlobalKeys, make_keys, needs_portal
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.resident import Resident
from desktop_search.gui.single_instance import SingleInstance, Summons
from desktop_search.gui.theme import Theme
from desktop_search.gui.welcome import suggested_folders
from desktop_search.logs import log_ends_of_threads, log_to_file, without_messages
from desktop_search.paths import DataDirectory, resource
from desktop_search.records import SettingsState
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)

SMALLEST_POINTS = 10.0
ICON = "icons/desktop-search.svg"


def run(data: DataDirectory, *, toggle: bool = False, background: bool = False) -> int:
    """Runs the program of a data directory until its person ends it, and returns the exit status.

    toggle shows the quick search instead of the window, background nothing but the tray icon. When the program runs
    already, it shows its window (or shows or hides the quick search, or does nothing), and this returns at once.
    Raises DesktopSearchError when the data directory cannot be used.
    """
    data.create()
    application = application_for(sys.argv[:1])
    collect_only_here(application)
    instance = SingleInstance(data)
    summons = Summons.TOGGLE if toggle else Summons.NOTHING if background else Summons.RAISE
    if not instance.claim(summons):
        return 0
    log_to_file(data.log_file.with_name("window.log"), level=logging.WARNING)
    _report_errors()
    # Ctrl+C in the terminal ends the program, as people expect; the engine notices that its window is gone.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    home = Path.home()
    link = EngineLink(data)
    state = _state_of(data)
    settings = _settings_of(data)
    translation.speak(application, settings.language)
    _dress(application, settings)
    window = MainWindow(link, home, suggested_folders(home), state)
    if not data.index_database.exists():
        window.expect_first_start()
    application.setQuitOnLastWindowClosed(False)
    resident = Resident(link, window, home, state, make_keys=lambda: _make_keys(data), icon=application.windowIcon())
    # Not quit(): that asks every window first, and a window that hides instead of closing would refuse.
    resident.quit_asked.connect(lambda: application.exit(0))
    resident.settings_asked.connect(resident.open_window)
    resident.settings_asked.connect(lambda: window.show_page("settings"))
    link.settings_changed.connect(lambda kept: _take_over(application, resident, data, kept))
    window.quit_asked.connect(resident.quit)
    window.opened.connect(resident.note_opening)
    instance.summoned.connect(resident.summon)
    if summons is Summons.RAISE:
        window.show()
    link.start()
    resident.start(settings)
    _start_at_login(resident, data)
    if summons is Summons.TOGGLE:
        resident.quick.appear()
    status = application.exec()
    instance.release()
    resident.close()
    link.close()
    return status


def application_for(arguments: list[str]) -> QApplication:
    """The application with its name, icon and look, in the desktop's language until the settings are read."""
    application = QApplication(arguments)
    translation.speak(application, translation.SYSTEM)
    application.setApplicationName("desktop-search")
    application.setApplicationDisplayName("Desktop Search")
    application.setDesktopFileName(APPLICATION_ID)
    try:
        application.setWindowIcon(QIcon(str(resource(ICON))))
    except FileNotFoundError:
        logger.debug("there is no icon in this installation")
    font = application.font()
    if 0 < font.pointSizeF() < SMALLEST_POINTS:
        font.setPointSizeF(SMALLEST_POINTS)
        application.setFont(font)
    Theme(application)
    return application


def _settings_of(data: DataDirectory) -> Settings:
    try:
        return settings_file.load(data.settings_file)
    except DesktopSearchError as error:
        # The engine cannot start with them either, and says why in the window.
        logger.warning("the settings are not used: %s", error)
        return Settings()


def _dress(application: QApplication, settings: Settings) -> None:
    theme = application.findChild(Theme)
    if isinstance(theme, Theme):
        theme.use(settings.theme, settings.text_percent)


def _take_over(application: QApplication, resident: Resident, data: DataDirectory, kept: SettingsState) -> None:
    """Uses changed settings at once, as far as they are the window's."""
    settings = settings_file.checked(dict(kept.values))
    _dress(application, settings)
    resident.apply(settings)
    _start_at_login(resident, data)


def _make_keys(data: DataDirectory) -> GlobalKeys | None:
    if needs_portal() and not desktop_entry.is_installed(APPLICATION_ID):
        # Portals give a hotkey only to programs that the desktop knows by a .desktop file.
        try:
            desktop_entry.install(APPLICATION_ID, desktop_entry.command(data), str(resource(ICON)))
        except (OSError, DesktopSearchError) as error:
            logger.info("the desktop could not be told about the program: %s", error)
    return make_keys(QApplication.translate("app", "Show the quick search"))


def _start_at_login(resident: Resident, data: DataDirectory) -> None:
    try:
        resident.switch_starting_at_login(autostart.of_this_system(), desktop_entry.command(data, "--background"))
    except DesktopSearchError as error:
        logger.warning("%s", error)


def _state_of(data: DataDirectory) -> QSettings:
    return QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)


def _report_errors() -> None:
    sys.excepthook = _show_error
    log_ends_of_threads()
    qInstallMessageHandler(_log_qt_message)


def _show_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Logs a mistake of ours and shows it once: an error in a paint event would otherwise open box after box."""
    logger.error("error in the window", exc_info=(kind, error, trace))
    if QApplication.activeModalWidget() is not None:
        return
    box = QMessageBox(QApplication.activeWindow())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QApplication.translate("app", "Desktop Search"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        QApplication.translate(
            "app",
            "Something went wrong in Desktop Search. Your files are untouched. If it happens again, please report it"
            " with the details below.",
        )
    )
    # It is to be sent to strangers, and what the exception says may be a person's own.
    box.setDetailedText(without_messages(error.with_traceback(trace)))
    box.open()


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    logging.getLogger("qt").log(levels.get(kind, logging.WARNING), "%s", message)
