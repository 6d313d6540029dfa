"""Reads and writes combinations of keys such as "Ctrl+Alt+Space". Pure; each platform has its own numbers for them."""

import re
from dataclasses import dataclass
from enum import Enum

FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
KEYS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "Space", "Tab", "Insert", "Home", "End", *FUNCTION_KEYS)
"""What may be pressed with the modifiers. Esc is not among them: it belongs to whatever is in front."""


class Modifier(Enum):
    """A key that is held. The values are how people write it."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    META = "Meta"


_NAMES = {
    "ctrl": Modifier.CTRL,
    "control": Modifier.CTRL,
    "strg": Modifier.CTRL,
    "alt": Modifier.ALT,
    "option": Modifier.ALT,
    "shift": Modifier.SHIFT,
    "meta": Modifier.META,
    "super": Modifier.META,
    "win": Modifier.META,
    "windows": Modifier.META,
    "cmd": Modifier.META,
    "command": Modifier.META,
}
_KEYS = {key.lower(): key for key in KEYS}


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers and a key. Meta is the Windows key, or Command on a Mac; Ctrl is Control everywhere."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        return "+".join([modifier.value for modifier in Modifier if modifier in self.modifiers] + [self.key])


def parse(text: str) -> Chord | None:
    """The chord that a text names, in any case and order; None if it names none that may be global.

    A key alone, or with Shift only, would be taken from everybody who types it; the function keys are not typed.
    """
    *held, last = [part.strip().lower() for part in re.split(r"\s*\+\s*", text.strip())]
    modifiers = frozenset(_NAMES[part] for part in held if part in _NAMES)
    if len(modifiers) != len(held) or last not in _KEYS:
        return None
    key = _KEYS[last]
    if not modifiers - {Modifier.SHIFT} and key not in FUNCTION_KEYS:
        return None
    return Chord(modifiers, key)


def presets(platform: str) -> list[Chord]:
    """What to try where the person has chosen nothing, or something taken. platform is sys.platform."""
    names = ["Ctrl+Alt+Space", "Alt+Shift+Space", "Ctrl+Shift+Space", "Ctrl+Alt+F"]
    if platform == "darwin":
        # Command+Space is the system's own search, and Control+Space changes the keyboard.
        names = ["Alt+Space", "Alt+Shift+Space", "Ctrl+Alt+Space"]
    return [chord for name in names if (chord := parse(name)) is not None]
