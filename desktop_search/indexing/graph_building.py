"""Makes a store of vectors on a thread of its own, which takes minutes and can be given up."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from desktop_search.vectors.store import VectorStore


class GivenUp(Exception):
    """Nobody wants any more what is being made."""


class GraphBuilding:
    """Begins when it is made. ended is called on its thread, whatever became of it."""

    def __init__(self, make: Callable[[Callable[[], None]], VectorStore], ended: Callable[[], None]) -> None:
        """make is given what it has to call every now and then, which raises GivenUp once nobody wants the store."""
        self._is_given_up = threading.Event()
        self._made: Future[VectorStore] = Future()
        # A process that ends while hnswlib is at work is aborted, so whoever ends it has to give this up before.
        self._thread = threading.Thread(target=self._run, args=(make, ended), name="building the graph", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        return self._made.done()

    def result(self) -> VectorStore:
        """What was made, once it is done. Raises what making it has raised."""
        return self._made.result()

    def give_up(self) -> None:
        """Waits for the thread. What was ready before is a result all the same; else that raises GivenUp."""
        self._is_given_up.set()
        self._thread.join()

    def _run(self, make: Callable[[Callable[[], None]], VectorStore], ended: Callable[[], None]) -> None:
        try:
            self._made.set_result(make(self._go_on))
        except GivenUp:
            # A new one: that which was raised would keep what it was raised from, and with it half a graph.
            self._made.set_exception(GivenUp())
        except Exception as error:  # Whatever it is, it is told by result().
            self._made.set_exception(error)
        ended()

    def _go_on(self) -> None:
        if self._is_given_up.is_set():
            raise GivenUp
