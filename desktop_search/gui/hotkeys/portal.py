"""Asks a Wayland desktop for a global hotkey: the GlobalShortcuts portal, over D-Bus, in a thread of its own.

Programs may not grab keys there. The desktop decides which keys it will be, may ask the person, and tells us.
"""

import asyncio
import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop_search.gui.hotkeys.keys import Chord, Modifier

logger = logging.getLogger(__name__)

PORTAL, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS, REQUEST = "org.freedesktop.portal.GlobalShortcuts", "org.freedesktop.portal.Request"
SESSION, REGISTRY = "org.freedesktop.portal.Session", "org.freedesktop.host.portal.Registry"
QUICK_SEARCH = "quick-search"
_MODIFIERS = {Modifier.CTRL: "CTRL", Modifier.ALT: "ALT", Modifier.SHIFT: "SHIFT", Modifier.META: "LOGO"}
_KEYS = {"Space": "space"}


def trigger_of(chord: Chord) -> str:
    """A chord in the words of the XDG shortcuts specification, such as CTRL+ALT+space."""
    held = [_MODIFIERS[modifier] for modifier in Modifier if modifier in chord.modifiers]
    key = _KEYS.get(chord.key, chord.key.lower() if len(chord.key) == 1 else chord.key)
    return "+".join([*held, key])


class PortalKeys(QObject):
    """One hotkey, if the desktop gives us one: `granted` or `refused` follows on grab()."""

    pressed = Signal()
    granted = Signal(str)
    """The keys, in the desktop's words; empty if it does not tell."""
    refused = Signal()

    _told = Signal(object)

    def __init__(self, application_id: str, description: str, parent: QObject | None = None) -> None:
        """application_id is the name of an installed .desktop file; description is what the desktop shows."""
        super().__init__(parent)
        self._application_id = application_id
        self._description = description
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._told.connect(lambda tell: tell(), Qt.ConnectionType.QueuedConnection)

    def grab(self, chord: Chord) -> bool:
        """Asks for a hotkey. True: the answer comes later."""
        self.release()
        threading.Thread(target=self._run, args=(trigger_of(chord),), name="shortcuts portal", daemon=True).start()
        return True

    def release(self) -> None:
        """Gives the hotkey back."""
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        self._loop = self._stop = None

    def bring_to_front(self, window: int) -> None:
        """Nothing: the desktop's token, which came with the press, lets Qt do it."""

    def close(self) -> None:
        self.release()

    def _run(self, trigger: str) -> None:
        try:
            asyncio.run(self._serve(trigger))
        except Exception as error:  # The bus, the portal and the desktop may each fail in ways of their own.
            logger.info("the desktop gives no global shortcut: %s", error)
            self._tell(self.refused.emit)

    async def _serve(self, trigger: str) -> None:
        from dbus_fast import Message, MessageType, Variant
        from dbus_fast.aio import MessageBus

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        stop = self._stop
        bus = await MessageBus().connect()
        waiting: dict[str, asyncio.Future[tuple[int, Mapping[str, Any]]]] = {}

        def hear(message: Message) -> None:
            if message.message_type is not MessageType.SIGNAL:
                return
            if message.interface == REQUEST and message.member == "Response":
                answer = waiting.pop(str(message.path), None)
                if answer is not None and not answer.done():
                    answer.set_result((message.body[0], _plain(message.body[1])))
            elif message.interface == SHORTCUTS and message.member == "Activated":
                _, name, _, options = message.body
                if name == QUICK_SEARCH:
                    self._tell(lambda: self._press(_plain(options).get("activation_token")))

        async def call(member: str, signature: str, *body: Any, interface: str = SHORTCUTS) -> Any:
            message = Message(
                destination=PORTAL, path=PLACE, interface=interface, member=member, signature=signature, body=list(body)
            )
            reply = await bus.call(message)
            if reply.message_type is MessageType.ERROR:
                raise OSError(f"{member}: {reply.error_name} {reply.body}")
            return reply.body

        async def ask(member: str, signature: str, *body: Any, **options: Variant) -> Mapping[str, Any]:
            """Calls what answers by a Response signal, and returns its results."""
            token = _token()
            place = f"{PLACE}/request/{str(bus.unique_name)[1:].replace('.', '_')}/{token}"
            # Listened for before it is asked, or a quick answer would be missed.
            waiting[place] = asyncio.get_running_loop().create_future()
            answer = waiting[place]
            handle = (await call(member, signature, *body, {"handle_token": Variant("s", token), **options}))[0]
            waiting.setdefault(handle, answer)
            code, results = await answer
            if code != 0:
                raise OSError(f"{member} was refused ({code})")
            return results

        bus.add_message_handler(hear)
        try:
            for rule in (f"type='signal',interface='{REQUEST}'", f"type='signal',interface='{SHORTCUTS}'"):
                await _match(bus, rule)
            await self._register(call)
            session = (await ask("CreateSession", "a{sv}", session_handle_token=Variant("s", _token())))[
                "session_handle"
            ]
            wanted = {"description": Variant("s", self._description), "preferred_trigger": Variant("s", trigger)}
            bound = await ask("BindShortcuts", "oa(sa{sv})sa{sv}", session, [[QUICK_SEARCH, wanted]], "")
            keys = next((_plain(about) for name, about in bound.get("shortcuts", ()) if name == QUICK_SEARCH), None)
            if keys is None:
                raise OSError("the shortcut was not bound")
            self._tell(lambda: self.granted.emit(str(keys.get("trigger_description", ""))))
            gone = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
            await asyncio.wait([gone, asyncio.ensure_future(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
        finally:
            bus.disconnect()

    async def _register(self, call: Callable[..., Any]) -> None:
        """Says who we are. Since 1.21 the portal refuses programs that it does not know; before 1.20 it cannot ask."""
        try:
            await call("Register", "sa{sv}", self._application_id, {}, interface=REGISTRY)
        except OSError as error:
            logger.debug("the portal takes no names: %s", error)

    def _press(self, token: object) -> None:
        if isinstance(token, str) and token:
            # Qt hands it on to the compositor, which gives focus only to what the person asked for.
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.pressed.emit()

    def _tell(self, tell: Callable[[], None]) -> None:
        try:
            self._told.emit(tell)
        except RuntimeError:
            logger.debug("the window is gone")


async def _match(bus: Any, rule: str) -> None:
    from dbus_fast import Message

    await bus.call(
        Message(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="AddMatch",
            signature="s",
            body=[rule],
        )
    )


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in options.items()}


def _token() -> str:
    return "desktop_search_" + secrets.token_hex(8)
