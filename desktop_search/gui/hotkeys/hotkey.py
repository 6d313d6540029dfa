"""The key that opens the quick search from anywhere: the one the person wants, or the first that is free."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeySequence

from desktop_search.desktop_entry import APPLICATION_ID
from desktop_search.gui.hotkeys import keys
from desktop_search.gui.hotkeys.keys import Chord

logger = logging.getLogger(__name__)

AUTOMATIC, NONE = "auto", "none"


class GlobalKeys(Protocol):
    """What a platform's module offers."""

    pressed: SignalInstance

    def grab(self, chord: Chord) -> bool: ...
    def release(self) -> None: ...
    def bring_to_front(self, window: int) -> None: ...
    def close(self) -> None: ...


class Hotkey(QObject):
    """The hotkey in use. `pressed` is emitted for every press, `changed` when another one, or none, is in use."""

    pressed = Signal()
    changed = Signal()

    def __init__(
        self,
        make: Callable[[], GlobalKeys | None],
        parent: QObject | None = None,
        presets: Sequence[Chord] | None = None,
    ) -> None:
        """make is called once, and returns None where the platform has no hotkeys."""
        super().__init__(parent)
        self.name = ""
        """What to press, as people write it; empty while there is no hotkey."""
        self.missed = ""
        """What the person wanted and could not be had, as they wrote it."""
        self._presets = keys.presets(sys.platform) if presets is None else list(presets)
        self._keys: GlobalKeys | None = None
        try:
            self._keys = make()
        except (OSError, AttributeError) as error:
            logger.info("there is no global hotkey here: %s", error)
        if self._keys is None:
            return
        self._keys.pressed.connect(self.pressed)
        for name, then in (("granted", self._on_granted), ("refused", self._on_refused)):
            # Only a portal answers later.
            if (signal := getattr(self._keys, name, None)) is not None:
                signal.connect(then)

    @property
    def is_possible(self) -> bool:
        """Whether this desktop lets programs have a hotkey at all."""
        return self._keys is not None

    def use(self, wanted: str) -> None:
        """Takes the hotkey of the settings: keys, "auto" or "none". Instead of a taken one, the first free preset."""
        self.name = self.missed = ""
        if self._keys is not None:
            self._keys.release()
            if wanted.strip().lower() != NONE:
                self._take(wanted)
        self.changed.emit()

    def bring_to_front(self, window: int) -> None:
        """Gives a window of ours the focus where Qt alone would not be allowed to."""
        if self._keys is not None:
            self._keys.bring_to_front(window)

    def close(self) -> None:
        """Gives everything back."""
        if self._keys is not None:
            self._keys.close()
            self._keys = None

    def sentence(self) -> str:
        """What the person has to know about the hotkey; empty if they have what they wanted."""
        if not self.missed:
            return ""
        translate = QCoreApplication.translate
        if not self.name:
            said = translate("hotkey", "{wanted} cannot be used, and no other hotkey is free.")
            return said.format(wanted=shown(self.missed))
        return translate(
            "hotkey", "{wanted} cannot be used: another program may have it. Press {name} instead."
        ).format(wanted=shown(self.missed), name=shown(self.name))

    def _take(self, wanted: str) -> None:
        assert self._keys is not None
        chord = keys.parse(wanted)
        automatic = wanted.strip().lower() == AUTOMATIC
        tried = self._presets if automatic else [one for one in (chord, *self._presets) if one is not None]
        for one in dict.fromkeys(tried):
            if self._keys.grab(one):
                self.name = str(one)
                break
            logger.info("the hotkey %s is taken", one)
        first = str(self._presets[0]) if automatic else wanted
        if self.name != (str(chord) if chord is not None else first):
            self.missed = first

    def _on_granted(self, described: str) -> None:
        self.name = described or self.name
        self.missed = ""
        self.changed.emit()

    def _on_refused(self) -> None:
        self.missed = self.name
        self.name = ""
        self.changed.emit()


def shown(name: str) -> str:
    """Keys as they stand on keyboards of the window's language; what is no name of keys stays as it is."""
    if keys.parse(name) is None:
        return name
    return QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)


def needs_portal() -> bool:
    """Whether only the desktop itself can give us a hotkey: on Wayland.

    A window may be on XWayland there: a grab would hear nothing while a Wayland window is in front.
    """
    platform = QGuiApplication.platformName()
    on_wayland = platform == "xcb" and os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return platform.startswith("wayland") or on_wayland


def make_keys(description: str) -> GlobalKeys | None:
    """What this platform has for global hotkeys, or None. Raises OSError where it should have and does not."""
    if sys.platform == "win32":
        from desktop_search.gui.hotkeys.windows import WindowsKeys

        return WindowsKeys()
    if sys.platform == "darwin":
        from desktop_search.gui.hotkeys.macos import MacKeys

        return MacKeys()
    if needs_portal():
        from desktop_search.gui.hotkeys.portal import PortalKeys

        return PortalKeys(APPLICATION_ID, description)
    if QGuiApplication.platformName() == "xcb":
        from desktop_search.gui.hotkeys.x11 import X11Keys

        return X11Keys()
    return None
