"""Connects the window with the engine: starts it, asks it, hears it, and finds a new one when it dies."""

import itertools
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_search.engine.client import Client
from desktop_search.engine.launch import connect_or_launch
from desktop_search.engine.messages import Reply
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.gui.sentences import problem
from desktop_search.paths import DataDirectory
from desktop_search.records import EngineStatus

logger = logging.getLogger(__name__)

FIRST_DELAY_MS = 300
LONGEST_DELAY_MS = 10_000
SETTINGS_METHODS = ("settings", "change_settings")
SENDING_SECONDS = 0.1
"""An engine that hangs takes nothing in. A window that waits for it hangs as well, so it waits no longer than this."""
STABLE_SECONDS = 30
"""An engine that lived this long is worth a quick restart; one that dies at once is given more and more time."""


class EngineLink(QObject):
    """The engine as the window sees it. All signals are emitted in the window's thread; nothing here waits."""

    connected = Signal()
    lost = Signal(str)
    status_changed = Signal(object)
    answer_arrived = Signal(int, object)
    settings_changed = Signal(object)
    """A SettingsState, whenever the engine has told or changed the settings for anybody in the window."""
    failed = Signal(int, str)

    _reached = Signal(object)
    _refused = Signal(str)
    _broke = Signal(object)
    _heard = Signal(object, int, object)

    def __init__(
        self,
        data: DataDirectory,
        reach: Callable[[DataDirectory], Client] = lambda data: connect_or_launch(
            data, sending_seconds=SENDING_SECONDS
        ),
        parent: QObject | None = None,
    ) -> None:
        """reach returns a connected client, may take its time, and is called in a thread of its own."""
        super().__init__(parent)
        self.status: EngineStatus | None = None
        self.data = data
        self._reach = reach
        self._client: Client | None = None
        self._is_closed = False
        self._is_restarting = False
        self._numbers = itertools.count(1)
        self._handlers: dict[int, Callable[[Any], None]] = {}
        self._refusals: dict[int, Callable[[str], None]] = {}
        self._postponed: list[tuple[int, str, dict[str, Any]]] = []
        self._connected_at = 0.0
        self._delay_ms = FIRST_DELAY_MS
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)
        queued = Qt.ConnectionType.QueuedConnection
        self._reached.connect(self._on_reached, queued)
        self._refused.connect(self._on_refused, queued)
        self._broke.connect(self._on_broken, queued)
        self._heard.connect(self._on_heard, queued)

    @property
    def is_connected(self) -> bool:
        return self._client is not None

    def start(self) -> None:
        """Begins to reach an engine. `connected` or `lost` follows."""
        threading.Thread(target=self._reach_engine, name="reaching the engine", daemon=True).start()

    def close(self) -> None:
        """Lets the engine go; it ends by itself when nobody else uses it."""
        self._is_closed = True
        self._again.stop()
        client, self._client = self._client, None
        if client is not None:
            client.on_disconnected = None
            client.close()

    def restart(self) -> None:
        """Ends the engine and starts it again, so that it takes over all settings. Does nothing while there is none."""
        if self._client is not None:
            self._is_restarting = True
            self._send(0, "shutdown", {})

    def search(self, query: str, limit: int) -> int | None:
        """Asks; answers come as answer_arrived. None while no engine is there: ask again when one is."""
        if self._client is None:
            return None
        number = next(self._numbers)
        self._send(number, "search", {"query": query, "limit": limit})
        return number

    def request(
        self,
        method: str,
        then: Callable[[Any], None] | None = None,
        otherwise: Callable[[str], None] | None = None,
        **arguments: Any,
    ) -> int:
        """Asks for something that must not get lost: without an engine it is asked as soon as one is there.

        then is called with the final value, in the window's thread. An error is told to otherwise, in words; where
        there is none, it comes as `failed`.
        """
        number = next(self._numbers)
        if otherwise is not None:
            self._refusals[number] = otherwise
        if then is not None:
            self._handlers[number] = then
        if self._client is None:
            self._postponed.append((number, method, arguments))
        else:
            self._send(number, method, arguments)
        return number

    def _reach_engine(self) -> None:
        try:
            client = self._reach(self.data)
        except DesktopSearchError as error:
            self._tell(self._refused, problem(error))
        except BaseException:
            self._tell(self._refused, self.tr("The search engine could not be started."))
            raise
        else:
            if not self._tell(self._reached, client):
                client.close()

    def _tell_broken(self, client: Client) -> None:
        self._tell(self._broke, client)

    def _tell(self, signal: Any, *values: Any) -> bool:
        try:
            signal.emit(*values)
        except RuntimeError:
            # The window was closed and this object deleted while another thread was still at work for it.
            return False
        return True

    def _send(self, number: int, method: str, arguments: dict[str, Any]) -> None:
        client = self._client
        assert client is not None

        def hear(reply: Reply) -> None:
            self._tell(self._heard, client, number, (method, reply))

        client.request(method, hear, **arguments)

    def _on_reached(self, client: Client) -> None:
        if self._is_closed:
            client.close()
            return
        self._client = client
        self._connected_at = time.monotonic()
        client.on_disconnected = partial(self._tell_broken, client)
        self._send(0, "watch_status", {})
        # The model takes seconds to load: the time until the first question is there for it.
        self._send(0, "warm_up", {})
        postponed, self._postponed = self._postponed, []
        for number, method, arguments in postponed:
            self._send(number, method, arguments)
        self.connected.emit()

    def _on_refused(self, sentence: str) -> None:
        if not self._is_closed:
            self.lost.emit(self.tr("{problem} Trying again…").format(problem=sentence))
            self._try_again_later()

    def _on_broken(self, client: Client) -> None:
        if client is not self._client:
            return
        logger.info("the engine is gone")
        self._client = self.status = None
        # close() waits for the thread that reads; it is the one that has just ended.
        client.on_disconnected = None
        client.close()
        if time.monotonic() - self._connected_at > STABLE_SECONDS:
            self._delay_ms = FIRST_DELAY_MS
        if self._is_restarting:
            self._is_restarting = False
            self._delay_ms = FIRST_DELAY_MS
            self.lost.emit(self.tr("The search engine is being started again…"))
        else:
            self.lost.emit(self.tr("The search engine has stopped. It is being started again…"))
        self._try_again_later()

    def _try_again_later(self) -> None:
        self._again.start(self._delay_ms)
        self._delay_ms = min(2 * self._delay_ms, LONGEST_DELAY_MS)

    def _on_heard(self, client: Client, number: int, heard: tuple[str, Reply]) -> None:
        method, reply = heard
        if isinstance(reply.error, EngineUnavailable) or (method == "watch_status" and reply.final):
            self._handlers.pop(number, None)
            self._refusals.pop(number, None)
            self._on_broken(client)
        elif reply.error is not None:
            self._handlers.pop(number, None)
            refuse = self._refusals.pop(number, None)
            if refuse is None:
                self.failed.emit(number, problem(reply.error))
            else:
                refuse(problem(reply.error))
        elif method == "watch_status":
            if client is self._client:
                self.status = reply.value
                self.status_changed.emit(reply.value)
        elif method == "search" and number not in self._handlers:
            self.answer_arrived.emit(number, reply.value)
        elif reply.final:
            self._refusals.pop(number, None)
            if method in SETTINGS_METHODS:
                self.settings_changed.emit(reply.value)
            if (then := self._handlers.pop(number, None)) is not None:
                then(reply.value)
