"""Talks to the running engine, for the window and the command line. Imports nothing heavy."""

import itertools
import logging
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from queue import Empty, Queue
from typing import Any

from desktop_search.engine.messages import Reply, Request, receive_reply, send_request
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.wire import WireError

logger = logging.getLogger(__name__)

GONE = EngineUnavailable("The search engine has stopped.", "It is started again with the next search.")


class Client:
    """One connection to an engine. Requests may be made from any thread; replies come on a reader thread.

    has_ended says that the connection is over, and is set before outstanding requests are told so.
    """

    def __init__(self, connection: Connection) -> None:
        self.on_disconnected: Callable[[], None] | None = None
        self.has_ended = False
        self._connection = connection
        self._sending = threading.Lock()
        self._waiting: dict[int, Callable[[Reply], None] | None] = {}
        self._numbers = itertools.count(1)
        self._closed = False
        self._reader = threading.Thread(target=self._receive, name="engine replies", daemon=True)
        self._reader.start()

    @classmethod
    def connect(
        cls, data: DataDirectory, *, timeout_seconds: float = 0.3, sending_seconds: float | None = None
    ) -> "Client":
        """Connects to the engine of a data directory. Raises EngineUnavailable when none is running.

        sending_seconds: how long a request may wait for an engine that takes nothing in; None for any time. After it
        the connection is given up.
        """
        try:
            return cls(_connection_to(data.socket, timeout_seconds, sending_seconds))
        except OSError as error:
            raise EngineUnavailable("The search engine is not running.") from error

    def request(self, method: str, on_reply: Callable[[Reply], None] | None = None, **arguments: Any) -> int:
        """Asks without waiting, and returns the request's number.

        on_reply is called on the reader thread for every reply; the last one has final=True. When the connection
        breaks, every outstanding request gets a final reply with an EngineUnavailable.
        """
        number = next(self._numbers)
        self._waiting[number] = on_reply
        try:
            with self._sending:
                send_request(self._connection, Request(number, method, arguments))
        except (OSError, ValueError):
            # Of a request that was sent in part, the engine could not tell the end.
            _shut_down(self._connection)
            self.has_ended = True
            self._fail(number)
        return number

    def replies(self, method: str, *, timeout_seconds: float | None = None, **arguments: Any) -> Iterator[Any]:
        """The values of all replies to a request, as they arrive.

        Raises the engine's DesktopSearchError, or EngineUnavailable when none comes for timeout_seconds.
        """
        arrived: Queue[Reply] = Queue()
        self.request(method, arrived.put, **arguments)
        while True:
            try:
                reply = arrived.get(timeout=timeout_seconds)
            except Empty:
                raise EngineUnavailable("The search engine does not answer.", "Try again in a moment.") from None
            if reply.error is not None:
                raise reply.error
            yield reply.value
            if reply.final:
                return

    def call(self, method: str, *, timeout_seconds: float | None = None, **arguments: Any) -> Any:
        """Asks and waits for the final value. Raises as replies() does."""
        value = None
        for value in self.replies(method, timeout_seconds=timeout_seconds, **arguments):  # noqa: B007  the last counts
            pass
        return value

    def close(self) -> None:
        """Ends the connection. Outstanding requests get no further reply."""
        self._closed = True
        self._waiting.clear()
        # Closing the descriptor alone would leave the reader thread waiting in read().
        _shut_down(self._connection)
        self._reader.join(timeout=2)

    def _receive(self) -> None:
        try:
            while True:
                reply = receive_reply(self._connection)
                on_reply = self._waiting.get(reply.id)
                if reply.final:
                    self._waiting.pop(reply.id, None)
                if on_reply is not None:
                    on_reply(reply)
        except (EOFError, OSError, WireError, KeyError) as error:
            logger.debug("connection to the engine ended: %s", error)
        self._connection.close()
        self.has_ended = True
        for number in list(self._waiting):
            self._fail(number)
        if not self._closed and self.on_disconnected is not None:
            self.on_disconnected()

    def _fail(self, number: int) -> None:
        on_reply = self._waiting.pop(number, None)
        if on_reply is not None:
            on_reply(Reply(number, None, GONE, final=True))


def _connection_to(address: str, timeout_seconds: float, sending_seconds: float | None) -> Connection:
    if sys.platform == "win32":
        from multiprocessing.connection import Client as connect_to_pipe

        return connect_to_pipe(address, "AF_PIPE")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.settimeout(timeout_seconds)
        unix.connect(address)
        if peer_user(unix) != os.getuid():
            raise DesktopSearchError(f"The socket {address} belongs to somebody else.", "Remove it and try again.")
        unix.setblocking(True)
        if sending_seconds is not None:
            seconds, rest = divmod(sending_seconds, 1)
            unix.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(seconds), int(1e6 * rest)))
        return Connection(unix.detach())


def peer_user(unix: socket.socket) -> int:
    """The user id of the process at the other end, as the kernel knows it."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = unix.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    # macOS: LOCAL_PEERCRED is level 0, option 1, and gives struct xucred {version, uid, …}.
    return int(struct.unpack("2I", unix.getsockopt(0, 1, 8))[1])


def _shut_down(connection: Connection) -> None:
    if sys.platform == "win32":
        connection.close()
        return
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as unix:
            unix.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("the connection was closed already")
