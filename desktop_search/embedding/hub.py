"""Talks to a hub of models for a person who asked for one: a process of its own, and the only one with a network.

Nothing imports this module. It sends the name of the model, its commit and its files' names, and says who it is by the
program's own name; no account, no token, no settings of other programs.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import httpx2
import huggingface_hub
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from desktop_search import __version__
from desktop_search.embedding import allowed_files, child_process, model_parts, model_sources, offers
from desktop_search.embedding.model_sources import Entry
from desktop_search.embedding.offers import Offer, OfferedFile
from desktop_search.embedding.refusing import MEGABYTE, ImportLimits, ModelRefused
from desktop_search.errors import DesktopSearchError

HOSTS = ("huggingface.co", "hf.co")
"""Those of the hub; its large files lie on others below these."""
MARK = "hub: "
DESCRIPTION_BYTES = MEGABYTE
MEMORY_BYTES = 2_000 * MEGABYTE
"""An answer of the hub is read whole before it is looked at."""
PATIENCE_SECONDS = 30.0
MOST_REDIRECTS = 5
AT_ONCE = 262_144
COMMIT = re.compile(r"[0-9a-f]{40}")
LICENCE = re.compile(r"[\w .+-]{1,60}")


def main(arguments: Sequence[str]) -> int:
    """`offer NAME REVISION ENDPOINT` or `fetch FOLDER ENDPOINT`: the last line is the answer as JSON."""
    try:
        answer = _answer(arguments)
    except DesktopSearchError as error:
        answer = {"error": [error.title, error.hint]}
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        title = "The disk is full." if full else f"The model could not be downloaded: {error.strerror or error}."
        answer = {"error": [title, "Nothing was added."]}
    except Exception as error:
        told = " ".join(str(error).split())[:200]
        title = f"The model could not be downloaded: {type(error).__name__} ({told})."
        answer = {"error": [title, "Nothing was added."]}
    print(f"\n{MARK}{json.dumps(answer)}", flush=True)
    return 0


def _answer(arguments: Sequence[str]) -> dict[str, Any]:
    what, first, *rest, endpoint = arguments
    host = str(httpx2.URL(endpoint).host)
    with _session(endpoint), _told_in_a_sentence(first, host):
        if what == "offer":
            return {"offer": offers.to_plain(_offer(first, rest[0], endpoint, host))}
        # What is to be downloaded lies beside the folder, as it may be longer than a command line.
        folder = Path(first)
        wanted = offers.from_plain(json.loads((folder / "offer.json").read_bytes()))
        _fetch(wanted, folder / "files", endpoint)
    return {"fetched": wanted.name}


@contextlib.contextmanager
def _session(endpoint: str) -> Iterator[None]:
    """The hub's library asks through this: only the hub's hosts, only encrypted, and under our own name."""

    def look(request: httpx2.Request) -> None:
        refuse_elsewhere(request.url, endpoint)
        request.headers["user-agent"] = f"desktop-search/{__version__}"
        request.headers.pop("authorization", None)

    def client() -> httpx2.Client:
        return httpx2.Client(
            event_hooks={"request": [look]},
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            timeout=PATIENCE_SECONDS,
            headers={"accept-encoding": "identity"},
        )

    huggingface_hub.set_client_factory(client)
    try:
        yield
    finally:
        huggingface_hub.close_session()


def refuse_elsewhere(url: httpx2.URL, endpoint: str) -> None:
    """Raises DesktopSearchError for an address that is not the hub's, or not encrypted."""
    own = httpx2.URL(endpoint)
    if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
        return
    if url.scheme != "https" or not any(url.host == host or url.host.endswith(f".{host}") for host in HOSTS):
        raise DesktopSearchError(
            f"{own.host} sends on to {url.scheme}://{url.host}, which is not followed.", "Nothing was added."
        )


@contextlib.contextmanager
def _told_in_a_sentence(name: str, host: str) -> Iterator[None]:
    """Turns what the hub's library raises into DesktopSearchError."""
    try:
        yield
    except GatedRepoError as error:
        raise DesktopSearchError(
            f"{host} gives {name} only to people with an account there who have agreed to its terms.",
            "Download it yourself, and add it with desktop-search models add FOLDER.",
        ) from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise DesktopSearchError(
            f"There is no public model called {name} on {host}.",
            "desktop-search models list shows some that there are.",
        ) from error
    except RevisionNotFoundError as error:
        raise DesktopSearchError(f"The model {name} has no such revision on {host}.") from error
    except HfHubHTTPError as error:
        raise DesktopSearchError(
            f"{host} answers with an error ({error.response.status_code}).", "Try again later; nothing was added."
        ) from error
    except httpx2.HTTPError as error:
        raise DesktopSearchError(
            f"{host} cannot be reached ({type(error).__name__}).", "Is there a network? Nothing was added."
        ) from error


def _offer(name: str, revision: str, endpoint: str, host: str) -> Offer:
    api = huggingface_hub.HfApi(endpoint=endpoint, token=False)
    info = api.model_info(name, revision=revision or None, files_metadata=True, timeout=PATIENCE_SECONDS)
    commit = str(info.sha)
    if not COMMIT.fullmatch(commit) or (COMMIT.fullmatch(revision) and commit != revision):
        raise DesktopSearchError(f"{host} does not say which commit of {name} this is.", "Nothing was added.")
    if info.gated:
        raise DesktopSearchError(
            f"{host} gives {name} only to people with an account there who have agreed to its terms.",
            "Download it yourself, and add it with desktop-search models add FOLDER.",
        )
    held = [_declared(one) for one in info.siblings or ()]
    licence = getattr(info.card_data, "license", None)
    return Offer(
        name,
        commit,
        host,
        licence if isinstance(licence, str) and LICENCE.fullmatch(licence) else "",
        _wanted(held, lambda file: _content(name, commit, file, endpoint)),
    )


def _declared(one: Any) -> OfferedFile:
    """A file as the hub lists it. Raises ModelRefused where it does not say what it must be checked by."""
    path, blob = str(one.rfilename), str(one.blob_id or "")
    sha256 = str(one.lfs.sha256) if one.lfs else ""
    size = one.lfs.size if one.lfs else one.size
    known = re.fullmatch(r"[0-9a-f]{64}", sha256) if one.lfs else re.fullmatch(r"[0-9a-f]{40}", blob)
    if not isinstance(size, int) or size < 0 or not known:
        raise ModelRefused(f"the hub does not tell size and checksum of {ascii(path)[1:-1][:80]}")
    return OfferedFile(path, path, size, sha256, blob)


def _wanted(held: Sequence[OfferedFile], read: Any) -> tuple[OfferedFile, ...]:
    """The files that adding a model takes over. Code and pickles stay where they are. Raises ModelRefused."""
    by_path = {file.path: file for file in held}

    def suffix(path: str) -> str:
        return PurePosixPath(path).suffix.lower()

    left_behind = {path for path in by_path if suffix(path) in allowed_files.CODE | allowed_files.PICKLES}
    plain = [Entry(path, file.size) for path, file in by_path.items() if path not in left_behind]
    base, names = allowed_files.wanted(plain, lambda path: read(by_path[path]))
    safe = {name.rpartition("/")[0] for name in names if name.endswith(model_parts.WEIGHTS)}
    places = {name.rpartition("/")[0] for name in names}
    for path in left_behind:
        place, _, own = path.removeprefix(base).rpartition("/")
        # A module of the model whose only weights are a pickle.
        if path.startswith(base) and place in places - safe and allowed_files.COPIES.fullmatch(own):
            safe = set()
    if not safe:
        raise ModelRefused(
            "its weights are not there as safetensors", "Its authors keep them only in a form that may hold code."
        )
    taken = [Entry(name, by_path[base + name].size) for name in names]
    model_sources.within(iter(taken), ImportLimits())
    return tuple(OfferedFile(name, *_checked_by(by_path[base + name])) for name in sorted(names))


def _checked_by(file: OfferedFile) -> tuple[str, int, str, str]:
    return file.path, file.size, file.sha256, file.blob_id


def _content(name: str, commit: str, file: OfferedFile, endpoint: str) -> bytes:
    if file.size > DESCRIPTION_BYTES:
        raise ModelRefused(f"{file.path} is too large")
    return b"".join(_pieces(name, commit, file, endpoint))


def _fetch(wanted: Offer, folder: Path, endpoint: str) -> None:
    """Downloads every file into a new folder. Raises DesktopSearchError where one is not what the hub declared."""
    folder.mkdir(mode=0o700)
    for file in wanted.files:
        target = folder / file.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(target, "xb") as written:
            for piece in _pieces(wanted.name, wanted.commit, file, endpoint):
                written.write(piece)


def _pieces(name: str, commit: str, file: OfferedFile, endpoint: str) -> Iterator[bytes]:
    """A file's bytes. Raises DesktopSearchError as soon as they are more than declared, or in the end not those."""
    url = huggingface_hub.hf_hub_url(name, file.path, revision=commit, endpoint=endpoint)
    # Git counts its header; for small files the hub tells no other checksum.
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    size = 0
    with huggingface_hub.get_session().stream("GET", url) as answer:
        if answer.status_code != 200:
            raise DesktopSearchError(
                f"{httpx2.URL(endpoint).host} does not give {file.path} ({answer.status_code}).",
                "Try again later; nothing was added.",
            )
        for piece in answer.iter_bytes(AT_ONCE):
            size += len(piece)
            if size > file.size:
                break
            digest.update(piece)
            yield piece
    if size != file.size:
        raise DesktopSearchError(f"{file.path} is not as long as the hub says.", "Try again later; nothing was added.")
    if digest.hexdigest() != (file.sha256 or file.blob_id):
        raise DesktopSearchError(
            f"{file.path} is not what the hub says: its checksum is wrong.", "Try again later; nothing was added."
        )


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    child_process.follow_parent()
    child_process.refuse(child_process.PROGRAMS, "a download may not do that")
    _limit_memory()
    with contextlib.suppress(KeyboardInterrupt):
        outcome = main(sys.argv[1:])
        os._exit(outcome)
    os._exit(130)
