"""Hotkeys: read as people write them, told to each system in its own numbers, and replaced when they are taken."""

import asyncio
import ctypes
import shutil
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop_search.desktop_entry import APPLICATION_ID
from desktop_search.gui.hotkeys import keys, macos, portal, windows, x11
from desktop_search.gui.hotkeys.hotkey import Hotkey
from desktop_search.gui.hotkeys.keys import KEYS, Chord, Modifier

CTRL_ALT_SPACE = Chord(frozenset({Modifier.CTRL, Modifier.ALT}), "Space")


@pytest.mark.parametrize("text", ["Ctrl+Alt+Space", "alt+ctrl+SPACE", " Control + Option + space ", "Strg+Alt+Space"])
def test_keys_are_read_in_any_order_and_case(text: str) -> None:
    assert keys.parse(text) == CTRL_ALT_SPACE
    assert str(keys.parse(text)) == "Ctrl+Alt+Space"


@pytest.mark.parametrize("text", ["", "+", "A", "Shift+A", "Ctrl", "Ctrl+", "Ctrl+Esc", "Ctrl+AA", "Foo+A", "auto"])
def test_what_must_not_be_global_is_no_hotkey(text: str) -> None:
    assert keys.parse(text) is None


def test_every_preset_is_a_hotkey() -> None:
    for platform in ("linux", "win32", "darwin"):
        assert len(keys.presets(platform)) >= 3


def test_every_system_has_a_number_for_every_key() -> None:
    numbers = [x11.keysym_of(key) for key in KEYS]
    assert len(set(numbers)) == len(KEYS)
    assert len({windows.virtual_key_of(key) for key in KEYS}) == len(KEYS)
    on_macs = [macos.KEY_CODES[key] for key in KEYS if key in macos.KEY_CODES]
    assert len(set(on_macs)) == len(on_macs)
    assert set(KEYS) - set(macos.KEY_CODES) == {"F21", "F22", "F23", "F24"}


def test_keys_have_the_numbers_of_the_systems_own_headers() -> None:
    chord = keys.parse("Ctrl+Alt+F12")
    assert (x11.keysym_of("F12"), x11.mask_of(chord)) == (0xFFC9, 0b1100)
    assert (windows.virtual_key_of("F12"), windows.modifiers_of(chord)) == (0x7B, 0x4003)
    assert (macos.KEY_CODES["F12"], macos.modifiers_of(chord)) == (111, 0x1800)
    assert (x11.keysym_of("A"), windows.virtual_key_of("A"), macos.KEY_CODES["A"]) == (0x61, 0x41, 0)
    assert portal.trigger_of(CTRL_ALT_SPACE) == "CTRL+ALT+space"
    assert portal.trigger_of(keys.parse("Meta+Shift+K")) == "SHIFT+LOGO+k"


class FakeKeys(QObject):
    """A desktop on which some hotkeys are taken."""

    pressed = Signal()

    def __init__(self, taken: set[str]) -> None:
        super().__init__()
        self.taken = taken
        self.held: str | None = None

    def grab(self, chord: Chord) -> bool:
        self.held = None if str(chord) in self.taken else str(chord)
        return self.held is not None

    def release(self) -> None:
        self.held = None

    def bring_to_front(self, window: int) -> None:
        pass

    def close(self) -> None:
        self.release()


def hotkey_with(*taken: str) -> tuple[Hotkey, FakeKeys]:
    fake = FakeKeys(set(taken))
    return Hotkey(lambda: fake, presets=keys.presets("linux")), fake


def test_the_hotkey_of_the_settings_is_used(qtbot: QtBot) -> None:
    hotkey, fake = hotkey_with()
    hotkey.use("ctrl+shift+f")
    assert (hotkey.name, fake.held, hotkey.sentence()) == ("Ctrl+Shift+F", "Ctrl+Shift+F", "")
    with qtbot.waitSignal(hotkey.pressed):
        fake.pressed.emit()


def test_a_taken_hotkey_is_replaced_and_the_person_is_told() -> None:
    hotkey, fake = hotkey_with("Ctrl+Shift+F", "Ctrl+Alt+Space")
    hotkey.use("Ctrl+Shift+F")
    assert fake.held == "Alt+Shift+Space"
    assert hotkey.sentence() == (
        "Ctrl+Shift+F cannot be used: another program may have it. Press Alt+Shift+Space instead."
    )
    hotkey.use("auto")
    assert "Ctrl+Alt+Space cannot be used" in hotkey.sentence()


def test_when_all_are_taken_the_person_is_told() -> None:
    hotkey, _ = hotkey_with(*map(str, keys.presets("linux")))
    hotkey.use("auto")
    assert hotkey.name == ""
    assert "no other hotkey is free" in hotkey.sentence()


def test_a_person_can_do_without() -> None:
    hotkey, fake = hotkey_with()
    hotkey.use("auto")
    hotkey.use("none")
    assert (hotkey.name, fake.held, hotkey.sentence()) == ("", None, "")


def test_where_there_are_no_hotkeys_nothing_fails() -> None:
    def refuse() -> Any:
        raise OSError("no server")

    for make in (lambda: None, refuse):
        hotkey = Hotkey(make)
        hotkey.use("auto")
        assert not hotkey.is_possible
        assert (hotkey.name, hotkey.sentence()) == ("", "")


class FakeUser32:
    def __init__(self, *, is_free: bool) -> None:
        self.is_free = is_free
        self.calls: list[tuple[Any, ...]] = []

    def RegisterHotKey(self, *arguments: Any) -> int:
        self.calls.append(arguments)
        return int(self.is_free)

    def UnregisterHotKey(self, *arguments: Any) -> int:
        self.calls.append(arguments)
        return 1


def test_windows_is_asked_and_its_message_is_a_press(qtbot: QtBot) -> None:
    user32 = FakeUser32(is_free=True)
    held = windows.WindowsKeys(user32=user32)
    assert held.grab(CTRL_ALT_SPACE)
    assert user32.calls == [(None, windows.OURS, 0x4003, 0x20)]
    message = windows._Message(None, windows.WM_HOTKEY, windows.OURS)
    with qtbot.waitSignal(held.pressed):
        assert held._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (True, 0)
    message.message = 0x0100
    assert held._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (False, 0)
    held.close()
    assert user32.calls[-1] == (None, windows.OURS)
    assert not windows.WindowsKeys(user32=FakeUser32(is_free=False)).grab(CTRL_ALT_SPACE)


class FakeCarbon:
    def __init__(self, status: int) -> None:
        self.status = status
        self.asked: list[Any] = []

    def GetApplicationEventTarget(self) -> int:
        return 1

    def InstallEventHandler(self, *arguments: Any) -> int:
        self.handler = arguments[1]
        return 0

    def RegisterEventHotKey(self, *arguments: Any) -> int:
        self.asked.append(arguments[:2])
        return self.status

    def UnregisterEventHotKey(self, reference: Any) -> int:
        self.asked.append(reference)
        return 0


def test_macos_is_asked_and_its_event_is_a_press(qtbot: QtBot) -> None:
    carbon = FakeCarbon(0)
    held = macos.MacKeys(carbon=carbon)
    assert held.grab(CTRL_ALT_SPACE)
    assert carbon.asked == [(49, 0x1800)]
    with qtbot.waitSignal(held.pressed):
        carbon.handler(None, None, None)
    held.close()
    assert len(carbon.asked) == 2
    assert not macos.MacKeys(carbon=FakeCarbon(-9878)).grab(CTRL_ALT_SPACE)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A D-Bus of this test alone."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("there is no dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


class FakePortal(threading.Thread):
    """Answers like xdg-desktop-portal, as far as a shortcut needs it."""

    def __init__(self, address: str, *, refuses: bool) -> None:
        super().__init__(daemon=True)
        self.asked: list[tuple[str, list[Any]]] = []
        self.ready = threading.Event()
        self._address = address
        self._refuses = refuses
        self._session: str | None = None

    def run(self) -> None:
        asyncio.run(self._serve())

    def press(self) -> None:
        self._loop.call_soon_threadsafe(self._press)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self.join(5)

    def _press(self) -> None:
        from dbus_fast import Message, Variant

        body = [self._session, portal.QUICK_SEARCH, 1, {"activation_token": Variant("s", "token")}]
        self._bus.send(Message.new_signal(portal.PLACE, portal.SHORTCUTS, "Activated", "osta{sv}", body))

    async def _serve(self) -> None:
        from dbus_fast import Message, MessageType, Variant
        from dbus_fast.aio import MessageBus

        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._bus = await MessageBus(bus_address=self._address).connect()
        await self._bus.request_name(portal.PORTAL)

        def hear(message: Message) -> bool:
            if message.message_type is not MessageType.METHOD_CALL or message.path != portal.PLACE:
                return False
            self.asked.append((str(message.member), message.body))
            if message.member == "Register":
                self._bus.send(Message.new_method_return(message))
                return True
            token = message.body[-1]["handle_token"].value
            place = f"{portal.PLACE}/request/{str(message.sender)[1:].replace('.', '_')}/{token}"
            self._bus.send(Message.new_method_return(message, "o", [place]))
            results: dict[str, Any] = {}
            if message.member == "CreateSession":
                self._session = f"{portal.PLACE}/session/1"
                results = {"session_handle": Variant("s", self._session)}
            else:
                about = {"trigger_description": Variant("s", "Press Ctrl+Alt+Space")}
                results = {"shortcuts": Variant("a(sa{sv})", [[portal.QUICK_SEARCH, about]])}
            code = 1 if self._refuses else 0
            self._bus.send(Message.new_signal(place, portal.REQUEST, "Response", "ua{sv}", [code, results]))
            return True

        self._bus.add_message_handler(hear)
        self.ready.set()
        await self._ended.wait()
        self._bus.disconnect()


def test_a_portal_is_asked_and_its_signal_is_a_press(qtbot: QtBot, bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    desktop = FakePortal(bus, refuses=False)
    desktop.start()
    assert desktop.ready.wait(10)
    hotkey = Hotkey(lambda: portal.PortalKeys(APPLICATION_ID, "Show the quick search"))
    hotkey.use("Ctrl+Alt+Space")
    qtbot.waitUntil(lambda: hotkey.name == "Press Ctrl+Alt+Space", timeout=10_000)
    assert [member for member, _ in desktop.asked] == ["Register", "CreateSession", "BindShortcuts"]
    assert desktop.asked[0][1][0] == APPLICATION_ID
    name, wanted = desktop.asked[2][1][1][0]
    assert (name, wanted["preferred_trigger"].value) == ("quick-search", "CTRL+ALT+space")
    with qtbot.waitSignal(hotkey.pressed, timeout=10_000):
        desktop.press()
    hotkey.close()
    desktop.stop()


def test_a_portal_that_refuses_leaves_no_hotkey_and_a_sentence(qtbot: QtBot, bus: str) -> None:
    desktop = FakePortal(bus, refuses=True)
    desktop.start()
    assert desktop.ready.wait(10)
    hotkey = Hotkey(lambda: portal.PortalKeys(APPLICATION_ID, "Show the quick search"))
    with qtbot.waitSignals([hotkey.changed, hotkey.changed], timeout=10_000):
        hotkey.use("Ctrl+Alt+Space")
    qtbot.waitUntil(lambda: hotkey.name == "", timeout=10_000)
    assert "cannot be used" in hotkey.sentence()
    hotkey.close()
    desktop.stop()
