"""Takes a global hotkey from Windows: RegisterHotKey, and a filter that hears WM_HOTKEY. No keyboard hook."""

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

from desktop_search.gui.hotkeys.keys import FUNCTION_KEYS, Chord, Modifier

# winuser.h
WM_HOTKEY = 0x0312
MOD_NOREPEAT = 0x4000
MODIFIERS = {Modifier.ALT: 1, Modifier.CTRL: 2, Modifier.SHIFT: 4, Modifier.META: 8}
VIRTUAL_KEYS = {"Space": 0x20, "Tab": 0x09, "Insert": 0x2D, "Home": 0x24, "End": 0x23}
VIRTUAL_KEYS |= {name: 0x70 + number for number, name in enumerate(FUNCTION_KEYS)}
OURS = 0x0D5
"""The hotkey's id. Programs may use what is below 0xC000."""


def virtual_key_of(key: str) -> int:
    """Windows' number for a key: letters and digits have those of their capital characters."""
    return VIRTUAL_KEYS[key] if key in VIRTUAL_KEYS else ord(key)


def modifiers_of(chord: Chord) -> int:
    return sum(MODIFIERS[modifier] for modifier in chord.modifiers) | MOD_NOREPEAT


class _Message(ctypes.Structure):
    """MSG, as far as it is read."""

    _fields_ = [("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("first", ctypes.c_size_t)]


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, keys: "WindowsKeys") -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if QByteArray(kind).data() in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            said = _Message.from_address(int(message))
            if said.message == WM_HOTKEY and said.first == OURS:
                self._keys.pressed.emit()
                return True, 0
        return False, 0


class WindowsKeys(QObject):
    """One hotkey at a time."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None, user32: Any = None) -> None:
        """user32 is the system's library of that name."""
        super().__init__(parent)
        self._user32 = user32 if user32 is not None else ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
        self._is_ours = False
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)

    def grab(self, chord: Chord) -> bool:
        """Takes a hotkey, giving the one before back. False if another program has it."""
        self.release()
        self._is_ours = bool(self._user32.RegisterHotKey(None, OURS, modifiers_of(chord), virtual_key_of(chord.key)))
        return self._is_ours

    def release(self) -> None:
        """Gives the hotkey back."""
        if self._is_ours:
            self._user32.UnregisterHotKey(None, OURS)
        self._is_ours = False

    def bring_to_front(self, window: int) -> None:
        """Gives a window the focus: who has received WM_HOTKEY may take it."""
        self._user32.SetForegroundWindow(ctypes.c_void_p(window))

    def close(self) -> None:
        self.release()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._filter)
