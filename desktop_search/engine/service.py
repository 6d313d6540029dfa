"""Serves an engine on its local socket: only to this person, one thread a request, replies as they come."""

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from desktop_search.engine import methods
from desktop_search.engine.client import peer_user
from desktop_search.engine.engine import Engine
from desktop_search.engine.messages import Reply, Request, receive_request, send_reply
from desktop_search.engine.stirring import Stirring
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Answer
from desktop_search.storage.room import NO_ROOM, is_full
from desktop_search.wire import WireError

logger = logging.getLogger(__name__)

STATUS_SECONDS, QUIET_STATUS_SECONDS = 0.25, 4.0
LIVELY_SECONDS = 10.0
"""Where so long nothing was asked, done or changed, the machine is seldom woken to see whether something was."""
FOLDER_SECONDS = 2.0
REQUESTS_AT_ONCE = 32
FIRST_CLIENT_SECONDS = 60.0
NO_CLIENT_SECONDS = 3.0

LEAVE_WORK = frozenset({"train", "use_model", "accept_model", "undo_model"})
"""What goes on after the answer, also when whoever asked has gone."""
PROGRESSIVE = {"search": "search_in_steps", "watch_status": "watch_status"}
"""Methods with several replies, and what they are called in here."""


def replies(
    engine: Engine, method: str, arguments: dict[str, Any], *, is_wanted: Callable[[], bool], stirring: Stirring
) -> Iterator[Any]:
    """The values a method gives, one after the other. Raises DesktopSearchError for a method there is not."""
    try:
        if method == "search_in_steps":
            yield from engine.search_in_steps(**arguments)
        elif method == "watch_status":
            yield from _statuses(engine, is_wanted, stirring)
        elif method == "hello":
            # Whoever hears this is connected: an engine that is about to end takes connections, too.
            yield None
        else:
            yield methods.of(engine, method)(**arguments)
    except TypeError as error:
        raise DesktopSearchError(f"The arguments of “{method}” do not fit: {error}.") from error


class Service:
    """Listens until close(). Clients are threads of this process's user; nobody else is answered."""

    def __init__(self, engine: Engine, *, until_done: bool = False) -> None:
        """until_done keeps wait(while_used=True) from ending before everything is read and embedded."""
        self.has_left_work = until_done
        self._engine = engine
        self._address = engine.data.socket
        self._closing = threading.Event()
        self._stop_asked = threading.Event()
        self._clients: set[Connection] = set()
        self._clients_lock = threading.Lock()
        self._clients_changed_at = time.monotonic()
        self._had_client = False
        self._left_work_lock = threading.Lock()
        self._stirring = Stirring()
        engine.on_work(self._stirring.stir)
        # Whoever holds the engine's lock may take the place of a socket that a killed engine left behind.
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)
        mask = os.umask(0o077)
        try:
            self._listener = Listener(self._address, backlog=64)
        finally:
            os.umask(mask)
        self._thread = threading.Thread(target=self._accept, name="clients", daemon=True)
        self._thread.start()

    def wait(self, *, while_used: bool) -> None:
        """Waits until stop() is called; with while_used also until the last client is gone, and its work done."""
        look_at, seen = time.monotonic() + FOLDER_SECONDS, 0
        while not self._stop_asked.is_set():
            now = time.monotonic()
            if now >= look_at:
                look_at = now + FOLDER_SECONDS
                self._engine.look_after_folders()
            with self._left_work_lock:
                self.has_left_work = self.has_left_work and not self._engine.is_idle
            patience = self._patience_seconds() if while_used and not self.has_left_work else float("inf")
            if patience <= 0 and self._refuses_clients():
                return
            patience = min(patience, look_at - now, STATUS_SECONDS if self.has_left_work else FOLDER_SECONDS)
            seen = self._stirring.wait(max(0.0, patience), seen)

    def _patience_seconds(self) -> float:
        """How much longer it is waited for a client; for ever while there is one."""
        with self._clients_lock:
            if self._clients:
                return float("inf")
            most = NO_CLIENT_SECONDS if self._had_client else FIRST_CLIENT_SECONDS
            return self._clients_changed_at + most - time.monotonic()

    def _refuses_clients(self) -> bool:
        """Takes no client from now on, if there is none: nobody is taken in only to be hung up on."""
        with self._clients_lock:
            if not self._clients:
                self._closing.set()
        return self._closing.is_set()

    def stop(self) -> None:
        self._stop_asked.set()
        self._stirring.stir()

    def close(self) -> None:
        """Stops listening and hangs up on every client."""
        self._closing.set()
        self.stop()
        if sys.platform != "win32":
            # Closing a listening socket does not wake the thread that waits on it; a connection does.
            try:
                with socket.socket(socket.AF_UNIX) as knock:
                    knock.connect(self._address)
            except OSError:
                logger.debug("the socket was gone already")
        self._thread.join(timeout=2)
        self._listener.close()
        with self._clients_lock:
            clients = list(self._clients)
        for client in clients:
            _hang_up(client)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
            except OSError as error:
                if not self._closing.is_set():
                    logger.warning("a client could not connect: %s", error)
                    time.sleep(0.05)
                continue
            is_ours = _is_ours(connection)
            with self._clients_lock:
                is_taken = is_ours and not self._closing.is_set()
                if is_taken:
                    self._clients.add(connection)
                    self._had_client = True
                    self._clients_changed_at = time.monotonic()
            if not is_taken:
                connection.close()
                continue
            threading.Thread(target=self._serve, args=(connection,), name="client", daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        gone = threading.Event()
        sending = threading.Lock()
        slots = threading.BoundedSemaphore(REQUESTS_AT_ONCE)
        try:
            while True:
                request = receive_request(connection)
                slots.acquire()
                threading.Thread(
                    target=self._answer,
                    args=(connection, request, sending, gone, slots),
                    name=f"request {request.method}",
                    daemon=True,
                ).start()
        except (EOFError, OSError):
            logger.debug("a client left")
        except WireError as error:
            logger.warning("a client sent something else than a request")
            logger.debug("what it sent: %s", error)
        finally:
            gone.set()
            with self._clients_lock:
                self._clients.discard(connection)
                self._clients_changed_at = time.monotonic()
            connection.close()
            self._stirring.stir()

    def _answer(
        self,
        connection: Connection,
        request: Request,
        sending: threading.Lock,
        gone: threading.Event,
        slots: threading.BoundedSemaphore,
    ) -> None:
        def reply(value: Any, error: DesktopSearchError | None = None, *, final: bool = True) -> None:
            with sending:
                if gone.is_set():
                    return
                try:
                    send_reply(connection, Reply(request.id, value, error, final))
                except OSError:
                    logger.debug("a client left before its answer")
                    gone.set()

        try:
            if request.method == "shutdown":
                reply(None)
                self.stop()
                return
            self._stirring.stir()
            method = PROGRESSIVE.get(request.method, request.method)
            for value in replies(
                self._engine,
                method,
                request.arguments,
                is_wanted=lambda: not gone.is_set(),
                stirring=self._stirring,
            ):
                if _leaves_work(request):
                    # Not before: until the work has begun it would seem to be done.
                    with self._left_work_lock:
                        self.has_left_work = True
                progressive = request.method in PROGRESSIVE and not (isinstance(value, Answer) and value.complete)
                reply(value, final=not progressive)
        except DesktopSearchError as error:
            reply(None, error)
        except Exception as error:
            logger.exception("the engine failed to answer “%s”", request.method)
            mistake = DesktopSearchError("The search engine made a mistake.", "The log says what happened.")
            reply(None, DesktopSearchError(*NO_ROOM) if is_full(error) else mistake)
        finally:
            slots.release()


def _leaves_work(request: Request) -> bool:
    return request.method in LEAVE_WORK or (request.method == "index" and request.arguments.get("wait") is False)


def _statuses(engine: Engine, is_wanted: Callable[[], bool], stirring: Stirring) -> Iterator[Any]:
    """A status at once and whenever it changes, for as long as somebody listens."""
    last, seen, lively_until = None, 0, 0.0
    while is_wanted():
        started = time.monotonic()
        status = engine.status()
        if status != last:
            last = status
            yield status
            lively_until = started + LIVELY_SECONDS
        # Counting a large index takes a while: never spend more than a tenth of the time on it.
        pause = max(STATUS_SECONDS, 10 * (time.monotonic() - started))
        if time.monotonic() > lively_until:
            stirred = stirring.wait(max(pause, QUIET_STATUS_SECONDS), seen)
        else:
            time.sleep(pause)
            stirred = stirring.wait(0.0, seen)
        if stirred != seen:
            seen, lively_until = stirred, time.monotonic() + LIVELY_SECONDS


def _is_ours(connection: Connection) -> bool:
    if sys.platform == "win32":
        return True
    with socket.socket(fileno=os.dup(connection.fileno())) as unix:
        ours = peer_user(unix) == os.getuid()
    if not ours:
        logger.warning("another user's process tried to connect")
    return ours


def _hang_up(connection: Connection) -> None:
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as unix:
            unix.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("a client had left already")
