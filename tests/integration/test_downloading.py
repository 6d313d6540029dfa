"""Models are downloaded as the hub declares them, and only what may be added; what goes wrong leaves nothing behind."""

import hashlib
import io
import json
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from desktop_search.cli import model_commands, progress
from desktop_search.cli.main import build_parser
from desktop_search.embedding import downloading, hub, manifest, publishing
from desktop_search.embedding.library import Library
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import InstalledModel
from tests.hub_server import COMMIT, Hub, served
from tests.model_samples import bare_static, bare_transformer

NAME = "somebody/small-model"
TAKEN = ["README.md", "model.safetensors", "modules.json", "tokenizer.json"]
OTHER = "f" * 64


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Hub]:
    with served(NAME, bare_static(tmp_path / "published")) as found:
        yield found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def download(library: Library, there: Hub, tell: Callable[[int], None] = lambda _: None) -> InstalledModel:
    offer = library.offer(there.name, endpoint=there.endpoint)
    return library.download(offer, tell, endpoint=there.endpoint, try_out=lambda folder: 8)


def refused(library: Library, there: Hub) -> str:
    """The sentence by which the download ends; nothing is left of it."""
    with pytest.raises(DesktopSearchError) as raised:
        download(library, there)
    assert not library.place.exists() or list(library.place.iterdir()) == []
    return raised.value.title


def of_file(path: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    """The hub says something else of a file."""

    def change(plain: dict[str, Any]) -> None:
        for one in plain["siblings"]:
            if one["rfilename"] == path:
                one.update(changes)

    return change


def test_what_may_be_added_is_offered_at_its_commit(library: Library, there: Hub) -> None:
    offer = library.offer(NAME, endpoint=there.endpoint)
    assert (offer.name, offer.commit, offer.host, offer.licence) == (NAME, COMMIT, "127.0.0.1", "mit")
    assert [file.name for file in offer.files] == TAKEN
    assert offer.size == sum(len(there.files[name]) for name in TAKEN)
    weights = next(file for file in offer.files if file.name == "model.safetensors")
    assert weights.sha256 == hashlib.sha256(there.files["model.safetensors"]).hexdigest()
    assert library.offer(NAME, COMMIT, endpoint=there.endpoint) == offer
    assert not library.place.exists()


def test_a_model_is_downloaded_checked_and_added(library: Library, there: Hub) -> None:
    told: list[int] = []
    added = download(library, there, told.append)
    assert (added.name, added.origin, added.licence) == ("small-model", "downloaded", "mit")
    assert (added.published_as, added.commit) == (NAME, COMMIT)
    assert library.installed() == [added]
    assert told[-1] == library.offer(NAME, called="other", endpoint=there.endpoint).size
    kept = Path(added.folder)
    assert (kept / "model.safetensors").read_bytes() == there.files["model.safetensors"]
    assert sorted(file.name for file in kept.iterdir()) == sorted([*TAKEN, manifest.MANIFEST])
    assert list(library.place.iterdir()) == [kept]


def test_the_hub_learns_the_name_of_the_model_and_of_the_program_only(
    library: Library, there: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Neither may what is set for other programs lead elsewhere, nor is anybody's account used.
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    download(library, there)
    assert not [path for path, _ in there.asked if path.endswith((".py", ".bin", ".onnx"))]
    for _, headers in there.asked:
        assert set(headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert re.fullmatch(r"desktop-search/[\d.]+\w*", headers["user-agent"])


def test_a_model_of_several_modules_keeps_its_folders(library: Library, tmp_path: Path) -> None:
    with served(NAME, bare_transformer(tmp_path / "published")) as there:
        added = download(library, there)
    assert (Path(added.folder) / "2_Dense" / "model.safetensors").is_file()


def test_known_models_are_asked_as_they_were_trained(library: Library, tmp_path: Path) -> None:
    with served("intfloat/e5-small-v2", bare_static(tmp_path / "published")) as there:
        offer = library.offer("e5-small-v2", endpoint=there.endpoint)
        added = library.download(offer, lambda _: None, "mine", endpoint=there.endpoint, try_out=lambda folder: 8)
    prompts = json.loads((Path(added.folder) / "config_sentence_transformers.json").read_text())["prompts"]
    assert prompts == {"query": "query: ", "document": "passage: "}


@pytest.mark.parametrize("path", ["model.safetensors", "tokenizer.json"])
def test_a_file_of_another_content_is_refused(library: Library, there: Hub, path: str) -> None:
    there.serve = lambda asked, content: content[:-1] + b"?" if asked == path else content
    assert refused(library, there) == f"{path} is not what the hub says: its checksum is wrong."


@pytest.mark.parametrize("path", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("change", [lambda content: content + b"more", lambda content: content[:-1]])
def test_a_file_of_another_length_is_refused(
    library: Library, there: Hub, path: str, change: Callable[[bytes], bytes]
) -> None:
    there.serve = lambda asked, content: change(content) if asked == path else content
    assert refused(library, there) == f"{path} is not as long as the hub says."


def test_a_description_of_another_content_is_not_believed(library: Library, there: Hub) -> None:
    there.serve = lambda asked, content: b"[]" + b" " * (len(content) - 2) if asked == "modules.json" else content
    assert "checksum is wrong" in refused(library, there)


@pytest.mark.parametrize(
    "changes",
    [{"size": None, "lfs": None}, {"blobId": None, "lfs": None}, {"lfs": {"size": 5, "sha256": "?", "pointerSize": 1}}],
)
def test_a_file_without_a_checksum_is_refused(library: Library, there: Hub, changes: dict[str, Any]) -> None:
    there.describe = of_file("model.safetensors", **changes)
    assert "does not tell size and checksum of model.safetensors" in refused(library, there)


def test_a_model_of_pickles_only_is_refused(library: Library, there: Hub) -> None:
    del there.files["model.safetensors"]
    assert refused(library, there) == "This model is not added: its weights are not there as safetensors."


def test_a_module_of_pickles_only_is_refused(library: Library, tmp_path: Path) -> None:
    with served(NAME, bare_transformer(tmp_path / "published")) as there:
        there.files["2_Dense/pytorch_model.bin"] = there.files.pop("2_Dense/model.safetensors")
        assert "not there as safetensors" in refused(library, there)
        assert not [path for path, _ in there.asked if "resolve" in path and "modules.json" not in path]


def test_what_cannot_be_a_model_is_refused_before_it_is_downloaded(library: Library, there: Hub) -> None:
    there.files["../../.bashrc.json"] = b"{}"
    there.describe = of_file("model.safetensors", lfs={"size": 9_000_000_000, "sha256": OTHER, "pointerSize": 1})
    assert "it holds more than 8,000 MB" in refused(library, there)


def test_what_the_import_refuses_is_not_kept(library: Library, there: Hub) -> None:
    there.files["model.safetensors"] = b"\xff" * 100
    assert refused(library, there).startswith("This model is not added: ")


@pytest.mark.parametrize(
    ("name", "revision", "sentence"),
    [
        ("somebody/unknown", "", "There is no public model called somebody/unknown on 127.0.0.1."),
        (NAME, "a" * 40, f"The model {NAME} has no such revision on 127.0.0.1."),
        (NAME, "../x", "“../x” is no revision of a model."),
        ("unknown", "", "“unknown” is no name of a model on huggingface.co."),
        ("../x", "", "“../x” is no name of a model on huggingface.co."),
    ],
)
def test_what_is_not_there_is_told(library: Library, there: Hub, name: str, revision: str, sentence: str) -> None:
    with pytest.raises(DesktopSearchError) as raised:
        library.offer(name, revision, endpoint=there.endpoint)
    assert raised.value.title == sentence


def test_a_commit_that_is_not_the_one_asked_for_is_refused(library: Library, there: Hub) -> None:
    there.describe = lambda plain: plain.update(sha="a" * 40)
    with pytest.raises(DesktopSearchError, match="does not say which commit"):
        library.offer(NAME, COMMIT, endpoint=there.endpoint)


def test_a_model_behind_an_account_is_told(library: Library, there: Hub) -> None:
    there.describe = lambda plain: plain.update(gated="manual")
    assert "only to people with an account" in refused(library, there)


def test_no_network_is_told(library: Library) -> None:
    with pytest.raises(DesktopSearchError, match=r"127\.0\.0\.1 cannot be reached"):
        library.offer(NAME, endpoint="http://127.0.0.1:9")


def test_a_small_disk_is_told(library: Library, there: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(10, 5, 5_000_000))
    assert "There is not enough room on the disk: 100 MB are needed, 5 MB are free" in refused(library, there)


@pytest.mark.parametrize("elsewhere", ["http://localhost:9/x", "https://example.org/x", "ftp://huggingface.co/x"])
def test_it_is_not_sent_elsewhere(library: Library, there: Hub, elsewhere: str) -> None:
    there.sends_on_to = elsewhere
    assert re.search("which is not followed|cannot be reached", refused(library, there))


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://huggingface.co/x", True),
        ("https://cdn-lfs.hf.co/x", True),
        ("http://huggingface.co/x", False),
        ("https://evil-huggingface.co/x", False),
        ("https://huggingface.co.example.org/x", False),
        ("http://cdn-lfs.hf.co/x", False),
    ],
)
def test_only_the_hubs_own_hosts_are_asked(address: str, followed: bool) -> None:
    try:
        hub.refuse_elsewhere(httpx2.URL(address), downloading.HUB)
    except DesktopSearchError:
        assert not followed
    else:
        assert followed


def test_a_download_that_is_stopped_leaves_nothing(library: Library, there: Hub) -> None:
    there.waits = threading.Event()

    def interrupt(size: int) -> None:
        if size >= len(there.files["README.md"]):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(library, there, interrupt)
    assert list(library.place.iterdir()) == []


def test_a_download_that_is_no_longer_wanted_leaves_nothing(library: Library, there: Hub) -> None:
    there.waits = threading.Event()
    offer = library.offer(NAME, endpoint=there.endpoint)
    with pytest.raises(DesktopSearchError, match="The download was stopped"):
        library.download(offer, lambda _: None, endpoint=there.endpoint, is_wanted=lambda: False)
    assert list(library.place.iterdir()) == []


def test_a_long_download_is_not_taken_for_a_forgotten_one(library: Library, there: Hub) -> None:
    there.waits = threading.Event()
    old = time.time() - 2 * publishing.UNFINISHED_SECONDS

    def tell(size: int) -> None:
        for folder in library.place.glob(f"{publishing.UNFINISHED}*"):
            with publishing.unfinished(library.place):
                assert folder.exists()
            os.utime(folder, (old, old))
        there.waits.set()  # type: ignore[union-attr]

    assert download(library, there, tell).name == "small-model"


def test_a_name_that_is_taken_is_told_before_anything_is_asked(library: Library, there: Hub) -> None:
    library.add(bare_static(library.place.parent / "small-model"), try_out=lambda folder: 8)
    with pytest.raises(DesktopSearchError, match="called small-model already"):
        library.offer(NAME, endpoint=there.endpoint)
    assert there.asked == []
    assert library.offer(NAME, called="another", endpoint=there.endpoint).commit == COMMIT


class Terminal:
    """A person at a terminal who answers so."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.answer


@pytest.fixture
def asks_the_test_hub(there: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_offer, plain_download = Library.offer, Library.download

    def offer(*arguments: Any) -> Any:
        return plain_offer(*arguments, endpoint=there.endpoint)

    def fetch(*arguments: Any) -> Any:
        return plain_download(*arguments, endpoint=there.endpoint, try_out=lambda folder: 8)

    monkeypatch.setattr(Library, "offer", offer)
    monkeypatch.setattr(Library, "download", fetch)


def command(tmp_path: Path, *words: str) -> int:
    options = build_parser().parse_args(["models", "download", NAME, *words])
    options.json = False
    return model_commands.models(DataDirectory(tmp_path / "data"), options)


@pytest.mark.usefixtures("asks_the_test_hub")
@pytest.mark.parametrize("answer", ["", "\n", "no\n", "yes please\n"])
def test_without_consent_nothing_is_downloaded(
    tmp_path: Path, there: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert command(tmp_path) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{NAME} at {COMMIT}" in shown.err and "from 127.0.0.1" in shown.err
    assert "4 files, 0.0 MB; licence mit" in shown.err and "Nothing was downloaded." in shown.err
    assert [path for path, _ in there.asked if "/stored/" in path] == []
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("asks_the_test_hub")
@pytest.mark.parametrize(("answer", "words"), [("y\n", ()), ("Yes\n", ()), ("", ("--yes", "--revision", COMMIT))])
def test_with_consent_it_is_downloaded_and_listed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert command(tmp_path, *words) == 0
    assert "Added small-model: StaticEmbedding, 8 dimensions" in capsys.readouterr().out
    options = build_parser().parse_args(["models", "list"])
    options.json = False
    model_commands.models(DataDirectory(tmp_path / "data"), options)
    assert f"downloaded from {NAME} at {COMMIT[:12]}" in capsys.readouterr().out


@pytest.mark.usefixtures("asks_the_test_hub")
def test_without_a_terminal_nobody_is_asked_and_nothing_is(
    tmp_path: Path, there: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(DesktopSearchError, match="there is no terminal to ask you on"):
        command(tmp_path)
    assert there.asked == []


@pytest.mark.parametrize(
    ("there_bytes", "seconds", "said"),
    [
        (0, 0.0, "0.0 of 133.5 MB, 0 %"),
        (0, 9.0, "0.0 of 133.5 MB, 0 %"),
        (13_350_000, 10.0, "13.3 of 133.5 MB, 10 %, 1 min 30 s left"),
        (120_150_000, 90.0, "120.2 of 133.5 MB, 90 %, 10 s left"),
        (1_335_000, 100.0, "1.3 of 133.5 MB, 1 %, 2 h 45 min left"),
        (133_500_000, 10.0, "133.5 MB are there; the model is being checked and tried out …"),
    ],
)
def test_how_far_it_is_is_told(there_bytes: int, seconds: float, said: str) -> None:
    assert progress.line(there_bytes, 133_500_000, seconds) == said
