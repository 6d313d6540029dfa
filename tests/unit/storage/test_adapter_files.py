"""What was learned is kept in a file; a damaged one is no error, for it can be learned anew."""

import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.storage import adapter_files
from desktop_search.storage.adapter_files import StoredAdapter

ABOUT = {"digest": "abc", "strength": 0.5, "meaning_weight": None}
ARRAY = np.arange(12, dtype=np.float32).reshape(3, 4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "learning" / "adapter.npz"
    adapter_files.write(StoredAdapter(ARRAY, ARRAY + 1, ARRAY + 2, ABOUT), file)
    return file


def test_what_was_written_comes_back_and_is_private(file: Path) -> None:
    kept = adapter_files.read(file)
    assert kept is not None
    np.testing.assert_array_equal(kept.questions, ARRAY)
    np.testing.assert_array_equal(kept.moves, ARRAY + 1)
    np.testing.assert_array_equal(kept.said, ARRAY + 2)
    assert kept.about == ABOUT
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_where_nothing_was_learned_there_is_nothing(tmp_path: Path) -> None:
    assert adapter_files.read(tmp_path / "adapter.npz") is None


@pytest.mark.parametrize("part", [0, 1, 30, 100, 400, 700, -40, -1])
def test_a_file_that_was_cut_short_counts_as_none(file: Path, part: int) -> None:
    file.write_bytes(file.read_bytes()[:part])
    assert adapter_files.read(file) is None


def test_a_damaged_byte_is_noticed(file: Path) -> None:
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        kept = adapter_files.read(file)
        assert kept is None or (kept.questions == ARRAY).all(), f"byte {place}"


def saved(**changed: Any) -> Callable[[Path], None]:
    about = np.frombuffer(json.dumps(ABOUT).encode(), dtype=np.uint8)
    arrays = {"about": about, "questions": ARRAY, "moves": ARRAY, "said": ARRAY, **changed}
    return lambda file: np.savez(file, **{name: one for name, one in arrays.items() if one is not None})


def one_array() -> bytes:
    """What numpy writes of an array alone: it opens as something else than an archive."""
    stream = io.BytesIO()
    np.save(stream, ARRAY)
    return stream.getvalue()


NAN = np.full((3, 4), np.nan, dtype=np.float32)


@pytest.mark.parametrize(
    "write",
    [
        saved(moves=NAN),
        saved(questions=NAN * np.inf),
        saved(moves=ARRAY[:2]),
        saved(moves=ARRAY.ravel(), questions=ARRAY.ravel()),
        saved(moves=ARRAY.astype(np.float64)),
        saved(moves=np.full((3, 4), "word")),
        saved(moves=np.array([[object()] * 4] * 3, dtype=object)),
        saved(moves=None),
        saved(about=None),
        saved(about=np.frombuffer(b"[1]", dtype=np.uint8)),
        saved(about=np.frombuffer(b"{", dtype=np.uint8)),
        saved(about=np.frombuffer(b"\xff\xfe", dtype=np.uint8)),
        saved(about=np.frombuffer(b"[" * 100_000, dtype=np.uint8)),
        saved(about=np.array(3.5)),
        lambda file: file.write_bytes(one_array()),
        lambda file: file.write_bytes(b"a text"),
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_what_is_something_else_counts_as_none(file: Path, write: Callable[[Path], object]) -> None:
    write(file)
    assert adapter_files.read(file) is None


def test_nothing_in_the_file_is_ever_run(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return logging.getLogger("desktop_search").error, ("it ran",)

    np.savez(file, about=np.array([Evil()], dtype=object), questions=ARRAY, moves=ARRAY)
    assert adapter_files.read(file) is None
    assert "it ran" not in caplog.text
