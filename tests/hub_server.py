"""A hub of models on this machine that answers as the real one does, for one model."""

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".bin")
SLOW_PIECE = 64


@dataclass
class Hub:
    """What it has. serve changes the bytes of a file on their way; describe changes what it says of the model."""

    name: str
    files: dict[str, bytes]
    endpoint: str = ""
    serve: Callable[[str, bytes], bytes] = lambda path, content: content
    describe: Callable[[dict[str, Any]], None] = lambda plain: None
    sends_on_to: str = ""
    """Where requests for large files are sent on to; else to another address of this hub."""
    waits: threading.Event | None = None
    """The rest of each file is sent when this is set."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextlib.contextmanager
def served(name: str, folder: Path) -> Iterator[Hub]:
    """A hub with the files of a folder, and with what lies beside them there: code, and the weights as a pickle."""
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    card = b"---\nlicense: mit\nlanguage: en\n---\n# A model\n"
    beside = {"README.md": card, "train_script.py": b"raise SystemExit", "pytorch_model.bin": b"pickle"}
    hub = Hub(name, {**files, **beside, ".gitattributes": b"*", "onnx/model.onnx": b"graph"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, name="hub", kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hub
    finally:
        if hub.waits is not None:
            hub.waits.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _described(hub: Hub) -> dict[str, Any]:
    siblings = []
    for path, content in hub.files.items():
        one: dict[str, Any] = {"rfilename": path, "size": len(content)}
        one["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
        if path.endswith(LARGE):
            one["lfs"] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "pointerSize": 130}
        siblings.append(one)
    plain = {"id": hub.name, "sha": COMMIT, "gated": False, "cardData": {"license": "mit"}, "siblings": siblings}
    hub.describe(plain)
    return plain


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            about, _, _ = self.path.partition("?")
            if about in (f"/api/models/{hub.name}", f"/api/models/{hub.name}/revision/{COMMIT}"):
                self._answer(json.dumps(_described(hub)).encode())
            elif about.startswith(f"/api/models/{hub.name}/revision/"):
                self._refuse(404, "RevisionNotFound")
            elif about.startswith(f"/{hub.name}/resolve/{COMMIT}/"):
                path = about.removeprefix(f"/{hub.name}/resolve/{COMMIT}/")
                if path.endswith(LARGE):
                    self.send_response(302)
                    self.send_header("Location", hub.sends_on_to or f"/stored/{path}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self._answer(hub.serve(path, hub.files[path]))
            elif about.startswith("/stored/"):
                path = about.removeprefix("/stored/")
                self._answer(hub.serve(path, hub.files[path]), waits=hub.waits)
            else:
                self._refuse(404, "RepoNotFound")

        def _answer(self, content: bytes, waits: threading.Event | None = None) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(content[:SLOW_PIECE])
                if waits is not None:
                    waits.wait(60)
                self.wfile.write(content[SLOW_PIECE:])

        def _refuse(self, status: int, code: str) -> None:
            self.send_response(status)
            self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
