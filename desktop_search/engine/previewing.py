"""Has the file a person has selected drawn in a process that may be killed. Only the newest selection matters."""

import contextlib
import dataclasses
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from desktop_search import wire
from desktop_search.engine.preview_reader import serve
from desktop_search.files.walk import file_stat
from desktop_search.indexing.opening import opened, send_descriptor
from desktop_search.indexing.reader import START_SECONDS
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.indexing.sandbox import Level
from desktop_search.indexing.turns import Turn
from desktop_search.records import FilePreview, PreviewRequest

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 5.0
IDLE_SECONDS = 300.0
"""For so long a process that has drawn something waits for the next selection."""
PATIENCE_SECONDS = 0.3
"""What is being drawn may take so much longer when it is overtaken: a new process takes a second to start."""
LARGEST_PREVIEW = 14_000_000
LOOKS_SECONDS = 0.02
OVERTAKEN = FilePreview()


class _Overtaken(Exception):
    """There is a newer request."""


class _NotStarted(Exception):
    """The process died or stayed silent before it was given a file."""


class Previews:
    """Answers one request at a time, the newest first and last. Any thread may ask."""

    def __init__(
        self, limits: ReadingLimits, *, idle_seconds: float = IDLE_SECONDS, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._newest: tuple[PreviewRequest, Future[FilePreview]] | None = None
        self._is_closed = False
        # The process dies with the thread that started it, so there is one thread for all requests.
        self._thread: threading.Thread | None = None
        self._process = _Process(dataclasses.replace(limits, deadline_seconds=deadline_seconds), self._is_overtaken)

    def start(self) -> None:
        """Starts the process, which takes a second, so that the first selection need not wait for it."""
        with self._changed:
            self._start()

    def ask(self, request: PreviewRequest) -> FilePreview:
        """What a file looks like; OVERTAKEN when somebody has asked for another meanwhile."""
        answer: Future[FilePreview] = Future()
        with self._changed:
            if self._is_closed:
                return OVERTAKEN
            if self._newest is not None:
                self._newest[1].set_result(OVERTAKEN)
            self._newest = request, answer
            self._start()
            self._changed.notify()
        return answer.result()

    def close(self) -> None:
        """Ends the process; whoever still waits gets OVERTAKEN."""
        with self._changed:
            self._is_closed = self._process.is_closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=5)

    def _is_overtaken(self) -> bool:
        return self._newest is not None or self._is_closed

    def _start(self) -> None:
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._run, name="previews", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        self._process.start()
        while True:
            with self._changed:
                if self._newest is None and not self._is_closed and not self._changed.wait(self._idle_seconds):
                    self._process.kill()
                if self._is_closed:
                    break
                newest, self._newest = self._newest, None
            if newest is not None:
                newest[1].set_result(self._process.preview(newest[0]))
        self._process.kill()
        if self._newest is not None:
            self._newest[1].set_result(OVERTAKEN)


class _Process:
    """The process that draws, started when it is needed. Used by one thread."""

    def __init__(self, limits: ReadingLimits, is_overtaken: Callable[[], bool]) -> None:
        self.is_closed = False
        self._limits = limits
        self._is_overtaken = is_overtaken
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Has the process ready; where it does not start, that is said to whoever asks for a preview."""
        try:
            self._ready()
        except (_NotStarted, OSError):
            logger.info("previews do not start yet")
            self.kill()

    def preview(self, request: PreviewRequest) -> FilePreview:
        """What a file looks like. Never raises: the sentence says what went wrong."""
        try:
            return self._in_two_attempts(request)
        except _Overtaken:
            return OVERTAKEN
        except _NotStarted as error:
            logger.warning("previews do not start: %s", error)
            sentence = "The preview could not be started. Try again in a moment."
        except FileNotFoundError:
            return FilePreview(sentence="The file is no longer there.")
        except OSError as error:
            return FilePreview(sentence=f"The file cannot be opened: {error.strerror or error}.")
        except Exception as error:  # A mistake of ours must cost this preview, not the thread that all of them need.
            logger.exception("a file could not be shown")
            sentence = f"The file cannot be shown: {type(error).__name__}."
        self.kill()
        return FilePreview(sentence=sentence)

    def _in_two_attempts(self, request: PreviewRequest) -> FilePreview:
        # What a library does for beauty only is left out when the process dies of it.
        for plain in (request.plain, True):
            with contextlib.suppress(EOFError, wire.WireError):
                return self._drawn(dataclasses.replace(request, plain=plain))
            logger.info("a preview died of a file")
            self.kill()
            if self._is_overtaken():
                raise _Overtaken
        return FilePreview(sentence="The file cannot be shown: drawing it took too long or failed.")

    def kill(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is not None:
            process.kill()
            process.join(timeout=5)
        if connection is not None:
            connection.close()

    def _drawn(self, request: PreviewRequest) -> FilePreview:
        try:
            descriptor, _ = opened(file_stat(request.path, os.lstat(request.path)))
        except ValueError as error:  # A name with a NUL, which no file has.
            raise FileNotFoundError(request.path) from error
        try:
            stat = file_stat(request.path, os.fstat(descriptor))
            connection = self._ready()
            turn = Turn(self._process, self._limits.deadline_seconds)
            try:
                connection.send_bytes(wire.dumps([request, stat]))
                send_descriptor(connection, descriptor, self._process)
                self._wait(connection, turn)
                made = wire.loads(connection.recv_bytes(LARGEST_PREVIEW))
            except OSError as error:  # A broken pipe is the process's death, not a fault of the file system.
                raise EOFError(str(error)) from error
        finally:
            os.close(descriptor)
        if not isinstance(made, FilePreview):
            raise wire.WireError("not a preview")
        return made

    def _wait(self, connection: Connection, turn: Turn) -> None:
        overtaken_at = None
        while not connection.poll(LOOKS_SECONDS):
            now = time.monotonic()
            if turn.is_over():
                raise EOFError("overdue")
            if overtaken_at is None and self._is_overtaken():
                overtaken_at = now
            if overtaken_at is not None and now - overtaken_at > PATIENCE_SECONDS:
                self.kill()
                raise _Overtaken

    def _ready(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self.kill()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            self._process = context.Process(
                target=serve,
                args=(theirs, dataclasses.asdict(self._limits)),
                name="desktop-search preview",
                daemon=True,
            )
            self._process.start()
            theirs.close()
            self._connection = ours
            try:
                until = time.monotonic() + START_SECONDS
                while not ours.poll(0.1):
                    if self.is_closed or time.monotonic() > until:
                        raise EOFError("it did not start")
                logger.info("previews are locked in: %s", Level(wire.loads(ours.recv_bytes(1000))["sandbox"]))
            except (EOFError, OSError, ValueError, TypeError, KeyError) as error:
                raise _NotStarted(str(error) or "it died while it was starting") from error
        return self._connection
