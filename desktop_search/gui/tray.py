"""The icon beside the clock: says what the engine is doing, and leads to everything else. Never the only way in."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTime, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_search.gui import tray_icon
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pausing import HOUR_SECONDS, Pausing
from desktop_search.gui.status_strip import sentence
from desktop_search.records import EngineStatus

MESSAGE_MS = 10_000


class Tray(QObject):
    """The tray icon and its menu."""

    quick_search_asked = Signal()
    window_asked = Signal()
    settings_asked = Signal()
    quit_asked = Signal()

    def __init__(self, icon: QIcon, link: EngineLink, pausing: Pausing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plain = icon
        self._sign = ""
        self._trouble = ""
        self._link = link
        self._pausing = pausing
        self.menu = QMenu()
        self._quick = self._action(self.tr("Quick search"), self.quick_search_asked.emit)
        self.menu.addSeparator()
        self.state = self.menu.addAction("")
        self.state.setEnabled(False)
        self._pause_hour = self._action(self.tr("Pause for 1 hour"), lambda: pausing.pause_for(HOUR_SECONDS))
        self._pause = self._action(self.tr("Pause until restart"), pausing.pause_until_restart)
        self._resume = self._action(self.tr("Resume"), pausing.resume)
        self.menu.addSeparator()
        self._action(self.tr("Open Desktop Search"), self.window_asked.emit)
        self._action(self.tr("Settings…"), self.settings_asked.emit)
        self.menu.addSeparator()
        self._action(self.tr("Quit"), self.quit_asked.emit)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        link.status_changed.connect(self._on_status)
        link.lost.connect(self._on_lost)
        pausing.changed.connect(self._show_state)
        self._show_state()

    @property
    def is_available(self) -> bool:
        """Whether this desktop has a place for the icon. One that comes later shows it by itself."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    def name_hotkey(self, keys: str) -> None:
        """Shows in the menu what opens the quick search; empty for nothing."""
        text = self.tr("Quick search")
        self._quick.setText(f"{text} ({keys})" if keys else text)

    def say(self, headline: str, text: str) -> None:
        """Shows a message of ours beside the icon."""
        self.icon.showMessage(headline, text, self._plain, MESSAGE_MS)

    def _action(self, text: str, then: object) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(then)
        return action

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_search_asked.emit()
        elif reason == QSystemTrayIcon.ActivationReason.MiddleClick:
            self.window_asked.emit()

    def _on_status(self, _: EngineStatus) -> None:
        self._trouble = ""
        self._show_state()

    def _on_lost(self, trouble: str) -> None:
        self._trouble = trouble
        self._show_state()

    def _show_state(self) -> None:
        is_paused = self._pausing.is_paused
        said = self._trouble or state_line(self._link.status, self._pausing.until)
        self.state.setText(said.replace("&", "&&"))
        self._pause_hour.setVisible(not is_paused)
        self._pause.setVisible(not is_paused)
        self._resume.setVisible(is_paused)
        self.icon.setToolTip(QCoreApplication.translate("tray", "Desktop Search: {state}").format(state=said))
        sign = "trouble" if self._trouble else sign_of(self._link.status, is_paused=is_paused)
        if sign != self._sign:
            self._sign = sign
            self.icon.setIcon(tray_icon.with_sign(self._plain, sign))


def state_line(status: EngineStatus | None, paused_until: float | None) -> str:
    """What the engine is doing, in one line."""
    translate = QCoreApplication.translate
    if status is None:
        return translate("tray", "Starting…")
    if not status.folders:
        return translate("tray", "No folders yet")
    if paused_until is not None:
        when = datetime.fromtimestamp(paused_until)
        clock = QLocale().toString(QTime(when.hour, when.minute), QLocale.FormatType.ShortFormat)
        return translate("tray", "Paused until {time}").format(time=clock)
    return sentence(status)


def sign_of(status: EngineStatus | None, *, is_paused: bool) -> str:
    """The sign on the icon: only what lasts, or the icon would flicker with every saved file."""
    if is_paused:
        return "paused"
    return "busy" if status is not None and status.state in ("reading", "embedding") and status.progress else ""
