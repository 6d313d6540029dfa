"""Asks the system whether it runs on battery, and how long ago the person last touched a key or the mouse.

Nothing is watched or kept: each call asks once. Where the system does not say, nobody is there and the power is on.
"""

import ctypes
import ctypes.util
import logging
import os
import sys
from functools import lru_cache
from typing import Any

import psutil

logger = logging.getLogger(__name__)

LONG_AGO = float("inf")
_ANY_INPUT = 0xFFFFFFFF


def is_on_battery() -> bool:
    """Whether the machine runs on its battery now."""
    battery = getattr(psutil, "sensors_battery", lambda: None)()
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


def _x11() -> float:
    session = _x11_session()
    if session is None:
        return LONG_AGO
    x11, saver, display = session
    info = _ScreenSaverInfo()
    if not saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info)):
        return LONG_AGO
    return float(info.idle) / 1000


@lru_cache(maxsize=1)
def _x11_session() -> tuple[Any, Any, Any] | None:
    """The X server of this session, if there is one: on Wayland alone nobody is told when keys are pressed."""
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if not os.environ.get("DISPLAY") or None in names:
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = ctypes.c_ulong, (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)
    display = x11.XOpenDisplay(None)
    return (x11, saver, display) if display else None
