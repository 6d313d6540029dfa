"""What stays when the window is closed: the quick search, its hotkey, the tray icon, and the way back to the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox

from desktop_search import autostart as starting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.hotkeys.hotkey import GlobalKeys, Hotkey, shown
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.pausing import Pausing
from desktop_search.gui.quick.window import QuickWindow
from desktop_search.gui.single_instance import Summons
from desktop_search.gui.tray import Tray
from desktop_search.settings import Settings

TOLD_STAYS, TOLD_HOTKEY, STARTS_AT_LOGIN = "told/stays", "told/hotkey", "starts at login"


class Resident(QObject):
    """Everything of the program that needs no window. `quit_asked` says that the person wants it to end."""

    settings_asked = Signal()
    quit_asked = Signal()

    def __init__(
        self,
        link: EngineLink,
        window: MainWindow,
        home: Path,
        state: QSettings,
        *,
        make_keys: Callable[[], GlobalKeys | None],
        icon: QIcon | None = None,
    ) -> None:
        """state remembers what the person has been told already."""
        super().__init__(window)
        self.settings = Settings()
        self._link = link
        self._window = window
        self._state = state
        self._is_quitting = False
        self._box: QMessageBox | None = None
        self.quick = QuickWindow(link, home, window.opening)
        self.quick.field.use_history(window.search_box.history)
        self.hotkey = Hotkey(make_keys, self)
        self.pausing = Pausing(link, self)
        self.tray = Tray(icon or window.windowIcon(), link, self.pausing, self)
        window.installEventFilter(self)
        self._wire()

    def start(self, settings: Settings) -> None:
        """Shows the tray icon and takes the hotkey; the quick search is made while nothing else is to be done."""
        self.tray.show()
        self.apply(settings)
        QTimer.singleShot(0, self.quick, self.quick.prepare)

    def apply(self, settings: Settings) -> None:
        """Takes over settings that have changed."""
        before, self.settings = self.settings, settings
        self.quick.keeps_query = settings.keep_last_query
        self._window.openings.is_wanted = settings.learn_from_openings
        if settings.hotkey != before.hotkey or not self.hotkey.name:
            self.hotkey.use(settings.hotkey)

    def switch_starting_at_login(self, way: starting.Autostart, arguments: list[str]) -> None:
        """Does what the settings say, unless it was done already: what the desktop was told since is left alone.

        Raises DesktopSearchError when the system refuses.
        """
        wanted = self.settings.start_at_login
        if wanted != self._state.value(STARTS_AT_LOGIN, False, type=bool):
            starting.switch(way, arguments, on=wanted)
            self._state.setValue(STARTS_AT_LOGIN, wanted)

    def summon(self, summons: Summons) -> None:
        """Does what a further start of the program asks for."""
        if summons is Summons.TOGGLE:
            self.quick.toggle()
        elif summons is Summons.RAISE:
            self.open_window()
        elif summons is Summons.QUIT:
            self.quit()

    def open_window(self, query: str = "") -> None:
        """Brings the window to the front, with a query if there is one."""
        if query:
            self._window.search_box.setText(query)
        self._window.summon()
        self.hotkey.bring_to_front(int(self._window.winId()))

    def quit(self) -> None:
        """Ends the program."""
        self._is_quitting = True
        self._window.close()
        self.quit_asked.emit()

    def close(self) -> None:
        """Gives hotkey and tray back."""
        self.hotkey.close()
        self.tray.hide()
        self.quick.close()

    @property
    def is_reachable(self) -> bool:
        """Whether there is a way to the program that needs no window."""
        return self.tray.is_available or bool(self.hotkey.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or event.type() != QEvent.Type.Close or self._is_quitting:
            return False
        if not self.settings.close_to_tray:
            # After the event, so that the window first notes where it stood.
            QTimer.singleShot(0, self, self.quit)
            return False
        self._tell_that_it_stays()
        if self.is_reachable:
            return False
        event.ignore()
        self._window.showMinimized()
        return True

    def _wire(self) -> None:
        quick, tray, openings = self.quick, self.tray, self._window.openings
        self.hotkey.pressed.connect(quick.toggle)
        self.hotkey.changed.connect(self._on_hotkey)
        quick.shown.connect(lambda: self.hotkey.bring_to_front(int(quick.winId())))
        quick.main_window_asked.connect(self.open_window)
        quick.settings_asked.connect(self.settings_asked)
        quick.opened.connect(self.note_opening)
        quick.hit_opened.connect(lambda hit, query: openings.about_to_open(query, hit))
        quick.shown.connect(openings.come_back)
        tray.quick_search_asked.connect(quick.toggle)
        tray.window_asked.connect(self.open_window)
        tray.settings_asked.connect(self.settings_asked)
        tray.quit_asked.connect(self.quit)

    def note_opening(self, path: str, query: str) -> None:
        """Lets the engine remember what was opened, if the person wants that."""
        if self.settings.remember_openings:
            self._link.request("note_opening", path=path, query=query)

    def _on_hotkey(self) -> None:
        self.tray.name_hotkey(shown(self.hotkey.name))
        said = self.hotkey.sentence()
        if said and said != self._state.value(TOLD_HOTKEY):
            self._say(said)
        self._state.setValue(TOLD_HOTKEY, said)

    def _tell_that_it_stays(self) -> None:
        if self._state.value(TOLD_STAYS, False, type=bool):
            return
        self._state.setValue(TOLD_STAYS, True)
        self._say(self.stays_sentence())

    def stays_sentence(self) -> str:
        """How to reach the program when its window is closed."""
        keys = shown(self.hotkey.name)
        if self.tray.is_available:
            said = self.tr("Desktop Search stays in the tray, and keeps your files ready to be found.")
        elif keys:
            said = self.tr("Desktop Search goes on in the background, and keeps your files ready to be found.")
        else:
            said = self.tr("Desktop Search goes on, minimised, and keeps your files ready to be found.")
        if keys:
            said += " " + self.tr("{keys} opens the quick search.").format(keys=keys)
        if not self.tray.is_available:
            said += " " + self.tr("Start it again to see this window. Ctrl+Q in the window ends it.")
        return said

    def _say(self, said: str) -> None:
        headline = self.tr("Desktop Search")
        if self.tray.is_available:
            self.tray.say(headline, said)
            return
        box = QMessageBox()
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        box.setWindowTitle(headline)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(said)
        box.setModal(False)
        box.show()
        # Without a parent nobody else would keep it.
        self._box = box
