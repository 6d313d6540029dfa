"""An engine that follows a script: it keeps the requests, and answers when the test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_search.engine.messages import Reply
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.records import Answer, Counts, EngineStatus, FolderStatus, Hit, Mode, Progress


@dataclass
class Asked:
    """A request that arrived, and the way to answer it."""

    method: str
    arguments: dict[str, Any]
    on_reply: Callable[[Reply], None] | None
    number: int

    def answer(self, value: Any, *, final: bool = True) -> None:
        if self.on_reply is not None:
            self.on_reply(Reply(self.number, value, None, final))

    def fail(self, error: DesktopSearchError) -> None:
        if self.on_reply is not None:
            self.on_reply(Reply(self.number, None, error, True))


class StandInClient:
    """What the window needs of a client."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.on_disconnected: Callable[[], None] | None = None
        self.is_closed = False

    def request(self, method: str, on_reply: Callable[[Reply], None] | None = None, **arguments: Any) -> int:
        self.asked.append(Asked(method, arguments, on_reply, len(self.asked) + 1))
        return len(self.asked)

    def close(self) -> None:
        self.is_closed = True

    def die(self) -> None:
        """What the real client does when the engine's process ends."""
        for asked in self.asked:
            asked.fail(EngineUnavailable("The search engine has stopped."))
        if self.on_disconnected is not None:
            self.on_disconnected()


class StandInEngine:
    """Hands out clients, or refuses to while it is `away`."""

    def __init__(self) -> None:
        self.away = False
        self.clients: list[StandInClient] = []

    def reach(self, data: DataDirectory) -> Any:
        if self.away:
            raise EngineUnavailable("The search engine could not be started.")
        self.clients.append(StandInClient())
        return self.clients[-1]

    @property
    def client(self) -> StandInClient:
        return self.clients[-1]

    def asked(self, method: str) -> list[Asked]:
        """All requests for a method, to the newest client."""
        return [asked for asked in self.client.asked if asked.method == method] if self.clients else []

    def tell(self, status: EngineStatus) -> None:
        """Sends a status to the window."""
        self.asked("watch_status")[-1].answer(status, final=False)


def hit(path: str, *, snippet: str = "Some words.", **more: Any) -> Hit:
    """A hit with the least that a hit needs."""
    values = {
        "member": None,
        "title": None,
        "score": 1.0,
        "page": None,
        "line": None,
        "heading": None,
        "matches": (),
        "reasons": {"words": 1.0},
    }
    return Hit(path=path, snippet=snippet, **(values | more))


def answer(query: str, *hits: Hit, complete: bool = True, notices: tuple[str, ...] = ()) -> Answer:
    return Answer(query, Mode.BOTH, hits, complete, notices)


def status(
    state: str = "idle",
    *folders: str,
    counts: Counts | None = None,
    progress: Progress | None = None,
    notices: tuple[str, ...] = (),
) -> EngineStatus:
    """A status of an engine that has read ten files in each folder."""
    each = Counts(indexed=10)
    return EngineStatus(
        state=state,
        folders=tuple(FolderStatus(path, each) for path in folders),
        counts=counts or Counts(indexed=10 * len(folders)),
        passages=100,
        embedded=100,
        model="model",
        device="cpu",
        backend="torch",
        bytes_on_disk=1,
        engine="0.1",
        progress=progress,
        notices=notices,
    )
