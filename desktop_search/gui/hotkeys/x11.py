"""Takes a global hotkey from an X server: a passive grab on a connection of our own, through libxcb."""

import ctypes
import ctypes.util
import logging
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from desktop_search.gui.hotkeys.keys import FUNCTION_KEYS, Chord, Modifier

logger = logging.getLogger(__name__)

# X11/X.h and X11/keysymdef.h
MASKS = {Modifier.SHIFT: 1, Modifier.CTRL: 4, Modifier.ALT: 8, Modifier.META: 64}
CAPS_LOCK, NUM_LOCK = 2, 16
LOCKS = (0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK)
"""A grab is for exactly these modifiers, so every state of the locks needs its own."""
KEYSYMS = {"Space": 0x20, "Tab": 0xFF09, "Insert": 0xFF63, "Home": 0xFF50, "End": 0xFF57}
KEYSYMS |= {name: 0xFFBE + number for number, name in enumerate(FUNCTION_KEYS)}
KEY_PRESS, MAPPING_NOTIFY = 2, 34
GRAB_ASYNC = 1
PAGER = 2
LOOK_MS = 25
"""Shorter than anybody lets go of a key and presses it again."""


def keysym_of(key: str) -> int:
    """The X name of a key: letters and digits have their own characters' numbers."""
    return KEYSYMS[key] if key in KEYSYMS else ord(key.lower())


def mask_of(chord: Chord) -> int:
    return sum(MASKS[modifier] for modifier in chord.modifiers)


class _Cookie(ctypes.Structure):
    _fields_ = [("sequence", ctypes.c_uint)]


class _Screens(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int)]


class _KeyEvent(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_uint8),
        ("keycode", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
    ]


class _ClientMessage(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_uint8),
        ("format", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("window", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("data", ctypes.c_uint32 * 5),
    ]


class X11Keys(QObject):
    """One hotkey at a time. Raises OSError where there is no X server or no libxcb."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._xcb, self._keysyms, self._libc = _libraries()
        self._connection = ctypes.c_void_p(self._xcb.xcb_connect(None, None))
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise OSError("the X server does not answer")
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        self._root = int(screens.data[0])
        self._symbols = ctypes.c_void_p(self._keysyms.xcb_key_symbols_alloc(self._connection))
        self._chord: Chord | None = None
        self._grabbed: list[tuple[int, int]] = []
        self._held: int | None = None
        self._watch = QTimer(self, interval=LOOK_MS)
        self._watch.timeout.connect(self._look_whether_held)
        self._time = 0
        self._events = QSocketNotifier(
            self._xcb.xcb_get_file_descriptor(self._connection), QSocketNotifier.Type.Read, self
        )
        self._events.activated.connect(self._take_events)

    def grab(self, chord: Chord) -> bool:
        """Takes a hotkey, giving the one before back. False if another program has it."""
        self.release()
        for keycode in self._keycodes(keysym_of(chord.key)):
            for locks in LOCKS:
                if not self._grab_one(keycode, mask_of(chord) | locks):
                    self.release()
                    return False
        self._chord = chord if self._grabbed else None
        return bool(self._grabbed)

    def release(self) -> None:
        """Gives the hotkey back."""
        for keycode, mask in self._grabbed:
            self._xcb.xcb_ungrab_key(self._connection, keycode, self._root, mask)
        self._grabbed, self._chord = [], None
        self._xcb.xcb_flush(self._connection)

    def bring_to_front(self, window: int) -> None:
        """Asks the window manager for a window's focus, in the name of the person who has just pressed the key.

        Qt knows nothing of that press, and window managers refuse focus to windows that nobody asked for.
        """
        name = b"_NET_ACTIVE_WINDOW"
        cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
        reply = self._xcb.xcb_intern_atom_reply(self._connection, cookie, None)
        if not reply:
            return
        # The atom is the third word of the reply.
        atom = ctypes.cast(reply, ctypes.POINTER(ctypes.c_uint32))[2]
        self._libc.free(reply)
        event = _ClientMessage(33, 32, 0, window, atom, (ctypes.c_uint32 * 5)(PAGER, self._time, 0, 0, 0))
        redirected = (1 << 20) | (1 << 19)
        self._xcb.xcb_send_event(self._connection, 0, self._root, redirected, ctypes.byref(event))
        self._xcb.xcb_flush(self._connection)

    def close(self) -> None:
        """Leaves the X server. Nothing may be called afterwards."""
        self._events.setEnabled(False)
        self._watch.stop()
        self.release()
        self._keysyms.xcb_key_symbols_free(self._symbols)
        self._xcb.xcb_disconnect(self._connection)

    def _grab_one(self, keycode: int, mask: int) -> bool:
        cookie = self._xcb.xcb_grab_key_checked(self._connection, 1, self._root, mask, keycode, GRAB_ASYNC, GRAB_ASYNC)
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if error:
            self._libc.free(error)
            return False
        self._grabbed.append((keycode, mask))
        return True

    def _keycodes(self, keysym: int) -> list[int]:
        found = self._keysyms.xcb_key_symbols_get_keycode(self._symbols, keysym)
        if not found:
            return []
        keycodes = ctypes.cast(found, ctypes.POINTER(ctypes.c_uint8))
        listed: list[int] = []
        while keycodes[len(listed)]:
            listed.append(keycodes[len(listed)])
        self._libc.free(found)
        return listed

    def _take_events(self) -> None:
        while event := self._xcb.xcb_poll_for_event(self._connection):
            key = ctypes.cast(event, ctypes.POINTER(_KeyEvent)).contents
            kind, keycode, when = key.kind & 0x7F, key.keycode, key.time
            if kind == MAPPING_NOTIFY:
                self._keysyms.xcb_refresh_keyboard_mapping(self._symbols, ctypes.c_void_p(event))
            self._libc.free(event)
            if kind == MAPPING_NOTIFY and self._chord is not None and not self.grab(self._chord):
                logger.warning("the hotkey was lost when the keyboard changed")
            elif kind == KEY_PRESS:
                # Without this the keyboard is ours until the key is let go, and nobody can type.
                self._xcb.xcb_ungrab_keyboard(self._connection, when)
                self._xcb.xcb_flush(self._connection)
                if self._held is None:
                    self._time, self._held = when, keycode
                    self._watch.start()
                    self.pressed.emit()

    def _look_whether_held(self) -> None:
        """A key that is held repeats its press; after the grab was given up, nothing tells when it is let go."""
        reply = self._xcb.xcb_query_keymap_reply(self._connection, self._xcb.xcb_query_keymap(self._connection), None)
        keys = ctypes.string_at(reply, 40)[8:] if reply else bytes(32)
        self._libc.free(reply)
        if self._held is None or not keys[self._held // 8] & 1 << self._held % 8:
            self._held = None
            self._watch.stop()
        # Events that came with the reply are read already: the socket will not tell of them.
        self._take_events()


def _libraries() -> tuple[Any, Any, Any]:
    """libxcb, libxcb-keysyms and the C library, with the types of what is called."""
    xcb, keysyms = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL("libxcb-keysyms.so.1")
    libc = ctypes.CDLL(ctypes.util.find_library("c"))
    pointer, word, byte = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint8
    short = ctypes.c_uint16
    for library, name, result, arguments in (
        (xcb, "xcb_connect", pointer, (ctypes.c_char_p, pointer)),
        (xcb, "xcb_connection_has_error", ctypes.c_int, (pointer,)),
        (xcb, "xcb_disconnect", None, (pointer,)),
        (xcb, "xcb_get_setup", pointer, (pointer,)),
        (xcb, "xcb_setup_roots_iterator", _Screens, (pointer,)),
        (xcb, "xcb_get_file_descriptor", ctypes.c_int, (pointer,)),
        (xcb, "xcb_flush", ctypes.c_int, (pointer,)),
        (xcb, "xcb_poll_for_event", pointer, (pointer,)),
        (xcb, "xcb_grab_key_checked", _Cookie, (pointer, byte, word, short, byte, byte, byte)),
        (xcb, "xcb_request_check", pointer, (pointer, _Cookie)),
        (xcb, "xcb_ungrab_key", _Cookie, (pointer, byte, word, short)),
        (xcb, "xcb_ungrab_keyboard", _Cookie, (pointer, word)),
        (xcb, "xcb_query_keymap", _Cookie, (pointer,)),
        (xcb, "xcb_query_keymap_reply", pointer, (pointer, _Cookie, pointer)),
        (xcb, "xcb_intern_atom", _Cookie, (pointer, byte, short, ctypes.c_char_p)),
        (xcb, "xcb_intern_atom_reply", pointer, (pointer, _Cookie, pointer)),
        (xcb, "xcb_send_event", _Cookie, (pointer, byte, word, word, pointer)),
        (keysyms, "xcb_key_symbols_alloc", pointer, (pointer,)),
        (keysyms, "xcb_key_symbols_free", None, (pointer,)),
        (keysyms, "xcb_key_symbols_get_keycode", pointer, (pointer, word)),
        (keysyms, "xcb_refresh_keyboard_mapping", ctypes.c_int, (pointer, pointer)),
        (libc, "free", None, (pointer,)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return xcb, keysyms, libc
