"""Asks the system whether it runs on battery, and how long ago the person last touched a key or the mouse.

Nothing is watched or kept: each call asks once. Where the system does not say, nobody is there and the power is on.
"""

import ctypes
import ctypes.util
import logging
import os
import sys
import threading
from functools import lru_cache
from typing import Any

import psutil

logger = logging.getLogger(__name__)

LONG_AGO = float("inf")
_ANY_INPUT = 0xFFFFFFFF


def is_on_battery() -> bool:
    """Whether the machine runs on its battery now."""
    try:
        battery = getattr(psutil, "sensors_battery", lambda: None)()
    except (OSError, ValueError, RuntimeError, psutil.Error):
        return False
    return battery is not None and battery.power_plugged is False


def seconds_since_input() -> float:
    """Seconds since the last key or movement of the mouse in this session; infinite where that cannot be known."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _macos()
        return _x11()
    except (OSError, AttributeError, ValueError):
        return LONG_AGO


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))


def _windows() -> float:
    system: Any = ctypes
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not system.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return LONG_AGO
    # Both count milliseconds since the start of the system, and begin anew after 49 days.
    return float((system.windll.kernel32.GetTickCount() - last.ticks) & 0xFFFFFFFF) / 1000


def _macos() -> float:
    name = ctypes.util.find_library("ApplicationServices")
    if name is None:
        return LONG_AGO
    since = ctypes.CDLL(name).CGEventSourceSecondsSinceLastEventType
    since.restype, since.argtypes = ctypes.c_double, (ctypes.c_int, ctypes.c_uint32)
    return float(since(0, _ANY_INPUT))


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


_ExitHandler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


# Takes the place of Xlib's own handler, which ends the process when the X server is gone.
_GOES_ON = _ExitHandler(lambda _display, _data: None)
_one_at_a_time = threading.Lock()


def _x11() -> float:
    """Of this session's X server, if there is one: on Wayland alone nobody is told when keys are pressed.

    The connection is made anew each time: one that was kept would break with the server.
    """
    libraries = _x11_libraries()
    if libraries is None or not os.environ.get("DISPLAY"):
        return LONG_AGO
    x11, saver = libraries
    with _one_at_a_time:
        display = x11.XOpenDisplay(None)
        if not display:
            return LONG_AGO
        x11.XSetIOErrorExitHandler(display, _GOES_ON, None)
        info = _ScreenSaverInfo()
        told = saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
        x11.XCloseDisplay(display)
    return float(info.idle) / 1000 if told else LONG_AGO


@lru_cache(maxsize=1)
def _x11_libraries() -> tuple[Any, Any] | None:
    """Xlib and its extension; None where they are missing, or Xlib is too old to survive its server."""
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if None in names:
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    if not hasattr(x11, "XSetIOErrorExitHandler"):
        return None
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = ctypes.c_ulong, (ctypes.c_void_p,)
    x11.XSetIOErrorExitHandler.argtypes = (ctypes.c_void_p, _ExitHandler, ctypes.c_void_p)
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)
    return x11, saver
