"""One way to the engine for commands: the running one, or one in this process that serves others meanwhile."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from filelock import Timeout

from desktop_search.engine import launch
from desktop_search.engine.client import Client
from desktop_search.engine.lock import lock_of
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0


class Session(Protocol):
    """Something that can call the engine's methods."""

    is_running_engine: bool

    def call(self, method: str, **arguments: Any) -> Any:
        """The method's final value. Raises DesktopSearchError."""
        ...


class _Running:
    """The engine of another process."""

    is_running_engine = True

    def __init__(self, client: Client) -> None:
        self._client = client

    def call(self, method: str, **arguments: Any) -> Any:
        return self._client.call(method, **arguments)


class _Own:
    """An engine in this process."""

    is_running_engine = False

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def call(self, method: str, **arguments: Any) -> Any:
        from desktop_search.engine import methods

        with _full_disk_in_words():
            return methods.of(self._engine, method)(**arguments)


def call(data: DataDirectory, method: str, **arguments: Any) -> tuple[Any, bool]:
    """The value of a method, and whether a running engine gave it.

    An engine that ends in the middle (the command it belonged to was done) is replaced by another.
    Raises DesktopSearchError.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with session(data) as engine:
                return engine.call(method, **arguments), engine.is_running_engine
        except EngineUnavailable:
            # Of many commands at once each is the engine in turn, and ends: the last may have to ask ten times.
            if time.monotonic() > deadline:
                raise
            logger.info("the engine went away, trying again")


@contextmanager
def session(data: DataDirectory) -> Iterator[Session]:
    """An engine to talk to, for the time of a command."""
    lock = lock_of(data)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            client = launch.heard(Client.connect(data))
        except EngineUnavailable:
            client = None
        if client is not None:
            try:
                yield _Running(client)
            finally:
                client.close()
            return
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            # Somebody holds the lock and does not listen yet, or not any more.
            if time.monotonic() > deadline:
                raise EngineUnavailable(
                    "Another process holds the index and does not answer.", "End it and try again."
                ) from None
            time.sleep(0.1)
    left_work = False
    try:
        with _engine_here(data) as (own, service):
            yield own
            left_work = service.has_left_work
    finally:
        lock.release()
    if left_work:
        # Somebody asked this engine to go on after their command had returned, which it cannot.
        launch.start(data, until_done=True)


@contextmanager
def _engine_here(data: DataDirectory) -> Iterator[tuple[Session, Any]]:
    from desktop_search.engine.engine import Engine
    from desktop_search.engine.service import Service

    with _full_disk_in_words():
        engine = Engine(data, paused=True)
    try:
        service = Service(engine)
        try:
            yield _Own(engine), service
        finally:
            service.close()
    finally:
        engine.close()


@contextmanager
def _full_disk_in_words() -> Iterator[None]:
    from desktop_search.storage.room import NO_ROOM, is_full

    try:
        yield
    except DesktopSearchError:
        # It says already which disk, and what could not be written there.
        raise
    except Exception as error:
        if is_full(error):
            raise DesktopSearchError(*NO_ROOM) from error
        raise
