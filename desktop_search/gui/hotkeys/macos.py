"""Takes a global hotkey from macOS: Carbon's RegisterEventHotKey, which needs no permission to watch the keyboard."""

import ctypes
import ctypes.util
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.hotkeys.keys import Chord, Modifier

# HIToolbox/Events.h: the numbers of places on the keyboard, in the order of an American one.
_LETTERS = "A0 S1 D2 F3 H4 G5 Z6 X7 C8 V9 B11 Q12 W13 E14 R15 Y16 T17 O31 U32 I34 P35 L37 J38 K40 N45 M46".split()
KEY_CODES = {word[0]: int(word[1:]) for word in _LETTERS}
KEY_CODES |= dict(zip("1234567890", (18, 19, 20, 21, 23, 22, 26, 28, 25, 29), strict=True))
KEY_CODES |= {"Space": 49, "Tab": 48, "Insert": 114, "Home": 115, "End": 119}
_FUNCTIONS = (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113, 106, 64, 79, 80, 90)
KEY_CODES |= {f"F{number}": code for number, code in enumerate(_FUNCTIONS, start=1)}
MODIFIERS = {Modifier.META: 1 << 8, Modifier.SHIFT: 1 << 9, Modifier.ALT: 1 << 11, Modifier.CTRL: 1 << 12}
KEYBOARD, HOT_KEY_PRESSED = int.from_bytes(b"keyb", "big"), 5
SIGNATURE = int.from_bytes(b"DSch", "big")


def modifiers_of(chord: Chord) -> int:
    return sum(MODIFIERS[modifier] for modifier in chord.modifiers)


class _EventKind(ctypes.Structure):
    _fields_ = [("group", ctypes.c_uint32), ("kind", ctypes.c_uint32)]


class _HotKeyId(ctypes.Structure):
    _fields_ = [("signature", ctypes.c_uint32), ("id", ctypes.c_uint32)]


_Handler = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacKeys(QObject):
    """One hotkey at a time. Raises OSError where Carbon cannot be loaded."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None, carbon: Any = None) -> None:
        """carbon is the system's library of that name."""
        super().__init__(parent)
        self._carbon = carbon if carbon is not None else _carbon()
        self._reference: ctypes.c_void_p | None = None
        # Kept, since the system calls it for as long as we run.
        self._handler = _Handler(self._hear)
        self._target = self._carbon.GetApplicationEventTarget()
        kind = _EventKind(KEYBOARD, HOT_KEY_PRESSED)
        self._carbon.InstallEventHandler(self._target, self._handler, 1, ctypes.byref(kind), None, None)

    def grab(self, chord: Chord) -> bool:
        """Takes a hotkey, giving the one before back. False if another program has it."""
        self.release()
        if chord.key not in KEY_CODES:
            return False
        reference = ctypes.c_void_p()
        failed = self._carbon.RegisterEventHotKey(
            KEY_CODES[chord.key],
            modifiers_of(chord),
            _HotKeyId(SIGNATURE, 1),
            self._target,
            0,
            ctypes.byref(reference),
        )
        self._reference = None if failed else reference
        return not failed

    def release(self) -> None:
        """Gives the hotkey back."""
        if self._reference is not None:
            self._carbon.UnregisterEventHotKey(self._reference)
        self._reference = None

    def bring_to_front(self, window: int) -> None:
        """Nothing: Qt activates the program itself."""

    def close(self) -> None:
        self.release()

    def _hear(self, _call: int, _event: int, _data: int) -> int:
        self.pressed.emit()
        return 0


def _carbon() -> Any:
    found = ctypes.util.find_library("Carbon")
    if found is None:
        raise OSError("there is no Carbon")
    carbon = ctypes.CDLL(found)
    pointer, word = ctypes.c_void_p, ctypes.c_uint32
    carbon.GetApplicationEventTarget.restype = pointer
    carbon.InstallEventHandler.argtypes = [pointer, _Handler, ctypes.c_ulong, pointer, pointer, pointer]
    carbon.RegisterEventHotKey.argtypes = [word, word, _HotKeyId, pointer, word, pointer]
    carbon.UnregisterEventHotKey.argtypes = [pointer]
    return carbon
