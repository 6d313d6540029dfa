"""Starts the window: one for each index, in the desktop's look, with a report when something goes wrong."""

import logging
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QMessageLogContext, QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_search.gui.collector import collect_only_here
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.single_instance import SingleInstance, Summons
from desktop_search.gui.theme import Theme
from desktop_search.gui.welcome import suggested_folders
from desktop_search.logs import log_to_file
from desktop_search.paths import DataDirectory, resource

logger = logging.getLogger(__name__)

SMALLEST_POINTS = 10.0


def run(data: DataDirectory, *, toggle: bool = False) -> int:
    """Shows the window of a data directory until it is closed, and returns the exit status.

    When there is one already, it is raised (or, with toggle, shown or hidden), and this returns at once.
    Raises DesktopSearchError when the data directory cannot be used.
    """
    data.create()
    application = application_for(sys.argv[:1])
    collect_only_here(application)
    instance = SingleInstance(data)
    if not instance.claim(Summons.TOGGLE if toggle else Summons.RAISE):
        return 0
    log_to_file(data.log_file.with_name("window.log"), level=logging.WARNING)
    _report_errors()
    # Ctrl+C in the terminal ends the program, as people expect; the engine notices that its window is gone.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    home = Path.home()
    link = EngineLink(data)
    window = MainWindow(link, home, suggested_folders(home), _state_of(data))
    if not data.index_database.exists():
        window.expect_first_start()
    instance.summoned.connect(lambda summons: window.toggle() if summons is Summons.TOGGLE else window.summon())
    window.show()
    link.start()
    status = application.exec()
    instance.release()
    link.close()
    return status


def application_for(arguments: list[str]) -> QApplication:
    """The application with its name, icon, language and look."""
    if QLocale.system().language() == QLocale.Language.C:
        # The C locale writes 12340 for 12,340, which nobody asked for by leaving the language unset.
        QLocale.setDefault(QLocale(QLocale.Language.English))
    application = QApplication(arguments)
    application.setApplicationName("desktop-search")
    application.setApplicationDisplayName("Desktop Search")
    application.setDesktopFileName("desktop-search")
    try:
        application.setWindowIcon(QIcon(str(resource("icons/desktop-search.svg"))))
    except FileNotFoundError:
        logger.debug("there is no icon in this installation")
    font = application.font()
    if 0 < font.pointSizeF() < SMALLEST_POINTS:
        font.setPointSizeF(SMALLEST_POINTS)
        application.setFont(font)
    Theme(application)
    return application


def _state_of(data: DataDirectory) -> QSettings:
    return QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)


def _report_errors() -> None:
    sys.excepthook = _show_error
    threading.excepthook = lambda failed: logger.error(
        "error in thread %s",
        failed.thread.name if failed.thread else "?",
        exc_info=(failed.exc_type, failed.exc_value or failed.exc_type(), failed.exc_traceback),
    )
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
    box.setDetailedText("".join(traceback.format_exception(kind, error, trace)))
    box.open()


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    logging.getLogger("qt").log(levels.get(kind, logging.WARNING), "%s", message)
