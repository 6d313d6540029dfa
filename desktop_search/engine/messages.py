"""What client and engine say to each other: frames of JSON with three shapes, on a private local socket."""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from desktop_search import wire
from desktop_search.errors import DesktopSearchError

PROTOCOL = 1
LARGEST_FRAME = 16_000_000
"""Bytes. An answer of 1,000 hits has about 2 MB; anything much larger is not ours."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call of one of the engine's methods. id is the client's, to tell replies apart."""

    id: int
    method: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request. Progressive methods send several; the last is final."""

    id: int
    value: Any
    error: DesktopSearchError | None
    final: bool


def send_request(connection: Connection, request: Request) -> None:
    plain = {"protocol": PROTOCOL, "id": request.id, "method": request.method, "arguments": request.arguments}
    connection.send_bytes(wire.dumps(plain))


def receive_request(connection: Connection) -> Request:
    """The next request. Raises EOFError when the client is gone, WireError for anything that is not a request."""
    plain = wire.loads(_frame(connection))
    match plain:
        case {"protocol": int() as protocol, "id": int() as id, "method": str() as method, "arguments": dict() as args}:
            if protocol != PROTOCOL:
                raise wire.WireError(f"protocol {protocol} is not {PROTOCOL}")
            return Request(id, method, args)
    raise wire.WireError("not a request")


def send_reply(connection: Connection, reply: Reply) -> None:
    error = None if reply.error is None else {"title": reply.error.title, "hint": reply.error.hint}
    connection.send_bytes(wire.dumps({"id": reply.id, "value": reply.value, "error": error, "final": reply.final}))


def receive_reply(connection: Connection) -> Reply:
    """The next reply. Raises EOFError when the engine is gone."""
    plain = wire.loads(_frame(connection))
    error = plain["error"]
    return Reply(
        plain["id"],
        plain["value"],
        None if error is None else DesktopSearchError(error["title"], error["hint"]),
        plain["final"],
    )


def _frame(connection: Connection) -> bytes:
    try:
        return connection.recv_bytes(LARGEST_FRAME)
    except OSError as error:  # A frame that is too large, or a connection that was reset: either way it is over.
        raise EOFError(str(error)) from error
