"""A file is drawn in a process that is locked in: whatever it does there, it costs one preview, never the program."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from desktop_search.engine import preview_reader
from desktop_search.engine.client import Client
from desktop_search.engine.previewing import OVERTAKEN, Previews
from desktop_search.engine.service import Service
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.records import FilePreview, PreviewRequest
from tests.fakes import engine_at, wait_until
from tests.pdf_samples import pdf

LIMITS = ReadingLimits(None, 200, 50_000_000, 10_000_000, 1_000_000_000, 60.0, ("tests.mock_format",))
SENTENCE = "The file cannot be shown: drawing it took too long or failed."


@contextmanager
def previews(**more: float) -> Iterator[Previews]:
    asked = Previews(LIMITS, **({"deadline_seconds": 60.0} | more))
    try:
        yield asked
    finally:
        asked.close()


def processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(_command(child))]


def _command(process: psutil.Process) -> list[str]:
    """How a process was started; nothing for one that is just ending."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_files_of_every_kind_are_drawn_behind_the_lock(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    files = {
        write(tmp_path, "a.pdf", pdf([[(40, 200, "The rent is due.")]])): "page",
        str(tmp_path / "a.png"): "picture",
        write(tmp_path, "a.csv", "Name,Rent\nAna,900\n"): "table",
        write(tmp_path, "a.eml", "From: ana@example.org\nSubject: Rent\nDate: x\n\nDue."): "mail",
        write(tmp_path, "a.txt", "The rent is due."): "text",
        write(tmp_path, "a.py", "def rent() -> None: ..."): "code",
        write(tmp_path, "a.php", "<?php echo 'rent'; ?>"): "code",
        write(tmp_path, "a.html", "<script>alert(1)</script><p>The rent"): "text",
    }
    with previews() as asked:
        for path, kind in files.items():
            shown = asked.ask(PreviewRequest(path, terms=("rent",)))
            assert shown.kind == kind, (path, shown.sentence)
        assert len(processes()) == 1
    wait_until(lambda: not processes())


def test_programs_in_all_languages_get_their_colours_behind_the_lock(tmp_path: Path) -> None:
    from desktop_search.extraction.previews import colours

    sample = '<a b="c">\n{ "rent": 900 }\n/* if */ # due\nint NSString car() { return 0; } "'
    with previews() as asked:
        for suffix in colours._classes():
            path = write(tmp_path, f"a.{suffix}", sample)
            shown = asked.ask(PreviewRequest(path)).text
            assert shown is not None, suffix
            assert shown.colours == colours.colours(sample, path), suffix


@pytest.mark.parametrize("command", ["die", "exit", "abort", "garbage", "eat"])
def test_a_file_that_kills_its_process_costs_one_preview(tmp_path: Path, command: str) -> None:
    hostile, letter = write(tmp_path, "a.mock", command), write(tmp_path, "a.txt", "The rent is due.")
    with previews() as asked:
        shown = asked.ask(PreviewRequest(hostile))
        assert shown.kind in ("none", "text")
        assert command == "garbage" or (shown.sentence or "").endswith(".")
        assert asked.ask(PreviewRequest(letter)).kind == "text"


@pytest.mark.parametrize("command", ["forever", "sleep 3600"])
def test_a_file_that_hangs_is_given_up_with_a_sentence(tmp_path: Path, command: str) -> None:
    hostile, letter = write(tmp_path, "a.mock", command), write(tmp_path, "a.txt", "The rent is due.")
    with previews(deadline_seconds=0.5) as asked:
        assert asked.ask(PreviewRequest(hostile)).sentence == SENTENCE
    with previews() as asked:
        assert asked.ask(PreviewRequest(letter)).kind == "text"


def test_only_the_newest_selection_is_drawn(tmp_path: Path) -> None:
    hanging, letter = write(tmp_path, "a.mock", "sleep 3600"), write(tmp_path, "a.txt", "The rent is due.")
    answers: dict[str, FilePreview] = {}
    with previews() as asked:
        asked.ask(PreviewRequest(letter))

        def ask(path: str) -> None:
            answers[path] = asked.ask(PreviewRequest(path))

        first = threading.Thread(target=ask, args=(hanging,))
        first.start()
        wait_until(lambda: asked._newest is None)
        assert asked.ask(PreviewRequest(letter)).kind == "text"
        first.join(timeout=60)
    assert answers[hanging] == OVERTAKEN


def test_a_taken_over_process_can_open_nothing(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "my password")
    hostile = write(tmp_path, "a.mock", f"malice {secret}")
    with previews() as asked:
        shown = asked.ask(PreviewRequest(hostile))
    assert shown.text is not None
    if os.uname().sysname == "Linux":
        assert "ALLOWED" not in shown.text.text
    assert Path(secret).read_text() == "my password"


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "my password")
    (tmp_path / "link.txt").symlink_to(secret)
    os.mkfifo(tmp_path / "pipe.txt")
    with previews() as asked:
        for name in ("link.txt", "pipe.txt", "gone.txt", ".", "a\0b"):
            shown = asked.ask(PreviewRequest(str(tmp_path / name)))
            assert (shown.kind, shown.text) == ("none", None)
            assert (shown.sentence or "").endswith(".")


def test_a_process_with_nothing_to_do_ends_and_another_is_started(tmp_path: Path) -> None:
    letter = write(tmp_path, "a.txt", "The rent is due.")
    with previews(idle_seconds=0.2) as asked:
        assert asked.ask(PreviewRequest(letter)).kind == "text"
        wait_until(lambda: not processes())
        assert asked.ask(PreviewRequest(letter)).kind == "text"


def test_colours_that_never_end_cost_the_colours_only(tmp_path: Path) -> None:
    """The second attempt leaves out what is for beauty only."""
    path = write(tmp_path, "a.py", "def rent(): ...")
    with open(path, "rb") as file:
        plain = preview_reader.draw(
            file, preview_reader.FileStat(path, 15, 0, 0, 0, 0), PreviewRequest(path, plain=True), LIMITS
        )
    assert plain.text is not None
    assert (plain.text.text, plain.text.colours) == ("def rent(): ...", ())


def test_the_engine_answers_a_preview_on_its_socket(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", pdf([[(40, 200, "The rent is due.")]]))
    with engine_at(tmp_path / "data") as engine:
        service = Service(engine)
        client = Client.connect(engine.data, timeout_seconds=10)
        shown = client.call(
            "preview", timeout_seconds=120, path=path, query="rents", passages=["The rent is due."], width=600
        )
        client.close()
        service.close()
    assert isinstance(shown, FilePreview)
    assert shown.drawing is not None
    assert (shown.drawing.width, len(shown.drawing.words), len(shown.drawing.passages)) == (600, 1, 1)
