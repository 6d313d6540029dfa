"""A folder that is forgotten leaves nothing of its text and vectors in any file of the data directory (F-16).

    python -m tests.faults.test_f16_purge --full

plants so many words and vectors in a life with labels, copies, a graph and an interrupted training, and forgets them.
"""

import json
import os
import random
import re
import shutil
import sqlite3
import string
import time
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tantivy

from desktop_search.engine import forgetting
from desktop_search.engine.belongings import erasing
from desktop_search.engine.engine import Engine
from desktop_search.engine.forgetting import Forgetting
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from desktop_search.settings import Settings
from desktop_search.storage import copies as copied
from desktop_search.words import schema
from desktop_search.words.index import WordEntry, WordIndex
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults.figure import Figure, Measured, Task, main

START, LETTERS = "zq", 10
WORDS_BESIDE = 40
"""Each canary stands among so many words, so that the vectors of hashed words are no short lists of zeros."""
CHUNK_BYTES, KEY_BYTES = 32, 16
JUDGED = 12
KEPT_PASSAGES, LONGEST_SECONDS = 10_000, 60.0
"""In full so many passages are to stay, and forgetting may take so long."""
VECTORS = """
    SELECT vectors.vector FROM files
    JOIN documents ON documents.file_id = files.id
    JOIN passages ON passages.document_id = documents.id
    JOIN vectors ON vectors.text_hash = passages.text_hash
    WHERE substr(files.path, 1, length(?1)) = ?1
"""
SETTINGS = Settings(backend="hashing", readers=1, vector_store="hnsw")


def canaries(count: int, seed: int) -> list[str]:
    """Words that stand nowhere else, the same in every form that a language gives a word."""
    dice = random.Random(seed)
    letters = string.ascii_lowercase.translate(str.maketrans("", "", "aeiousy"))
    made = {START + "".join(dice.choices(letters, k=LETTERS)) for _ in range(count)}
    assert len(made) == count
    return sorted(made)


def document(word: str, dice: random.Random) -> str:
    beside = ("".join(dice.choices(string.ascii_lowercase, k=6)) for _ in range(WORDS_BESIDE))
    return f"The {word} of {' '.join(beside)}."


def forms_in(data: DataDirectory, folder: Path) -> set[bytes]:
    """The stored vectors of a folder's passages, as bytes that tell them from others."""
    connection = sqlite3.connect(data.index_database)
    try:
        rows = connection.execute(VECTORS, (os.fsencode(folder),)).fetchall()
    finally:
        connection.close()
    return {form for (vector,) in rows for form in forms_of(vector)}


def forms_of(vector: bytes) -> list[bytes]:
    """A vector as float16 and float32, without the zeros at its ends, and its best part in case the rest is gone."""
    half = np.frombuffer(vector, dtype="<f2")
    forms = [half.tobytes(), half.astype("<f4").tobytes()]
    return [one for form in forms for one in (form.strip(b"\0"), _best_part(form))]


def _best_part(form: bytes) -> bytes:
    parts = (form[start : start + CHUNK_BYTES] for start in range(0, len(form) - CHUNK_BYTES + 1, CHUNK_BYTES))
    return max(parts, key=_tells)


def traces(
    data: DataDirectory, words: Collection[str], forms: Collection[bytes], *, patience_seconds: float = 10
) -> list[str]:
    """What is left of words, in any usual encoding, and of vectors; of the word index in its terms, too."""
    found = []
    for path in sorted(one for one in data.root.rglob("*") if one.is_file()):
        name = path.relative_to(data.root)
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # The word index merges its files whenever it likes.
            continue
        for encoding, letter in (("utf-8", b"[a-z]"), ("utf-16-le", b"[a-z]\0"), ("utf-16-be", b"\0[a-z]")):
            pattern = re.escape(START.encode(encoding)) + b"(?:%b){%d}" % (letter, LETTERS)
            there = {match.decode(encoding) for match in re.findall(pattern, content)}
            found += [f"{name}: {word}" for word in sorted(there & set(words))]
        found += [f"{name}: a vector"] * len(_those_in(content, forms))
    return [*found, *_in_words(data, set(words), patience_seconds)]


def _those_in(content: bytes, forms: Collection[bytes]) -> set[bytes]:
    """Which of some thousand forms stand in a file: looked for together, by the most telling 16 bytes of each."""
    by_key: dict[int, list[tuple[bytes, int]]] = {}
    for form in forms:
        starts = range(0, len(form) - KEY_BYTES + 1, 4)
        at = max(starts, key=lambda start: _tells(form[start : start + KEY_BYTES]))
        (key,) = _keys(form[at : at + KEY_BYTES], 0).tolist()
        by_key.setdefault(key, []).append((form, at))
    wanted = np.array(sorted(by_key), dtype=np.uint64)
    found: set[bytes] = set()
    for shift in range(8) if len(wanted) and len(content) >= KEY_BYTES + 8 else ():
        keys = _keys(content, shift)
        nearest = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        for row in np.flatnonzero(wanted[nearest] == keys).tolist():
            for form, at in by_key[int(keys[row])]:
                start = shift + 8 * row - at
                if start >= 0 and content.startswith(form, start):
                    found.add(form)
    return found


def _tells(part: bytes) -> int:
    return len(set(part)) - part.count(0)


def _keys(content: bytes, shift: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """A number for each 16 bytes that begin at shift and every 8 bytes from there."""
    words = np.frombuffer(content, dtype="<u8", count=(len(content) - shift) // 8, offset=shift)
    keys: np.ndarray[Any, np.dtype[np.uint64]] = words[:-1] * np.uint64(0x9E3779B97F4A7C15) + words[1:]
    return keys


def _in_words(data: DataDirectory, words: set[str], patience_seconds: float) -> list[str]:
    """What is left in the word index; a new file that is just being merged is nothing that is left."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            found = list(_in_terms(data, words))
        except (OSError, ValueError) as error:  # Merged while it was read.
            found = [f"words: {error}"]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def _in_terms(data: DataDirectory, words: set[str]) -> Iterator[str]:
    """The words in the dictionaries of the word index, which hold a word in pieces; and files that are left over."""
    for shelf, fields, names in (("passages", schema.passages(), (schema.RANKED, schema.EXACT)),
                                 ("files", schema.files(), (schema.NAME,))):  # fmt: skip
        place = data.words / shelf
        if not place.exists():
            continue
        segments = json.loads((place / "meta.json").read_bytes())["segments"]
        used = {one["segment_id"].replace("-", "") for one in segments}
        named = {file.name: file.name.split(".")[0] for file in place.iterdir()}
        yield from (
            f"{shelf}: {name} is left over"
            for name, segment in named.items()
            if re.fullmatch("[0-9a-f]{32}", segment) and segment not in used
        )
        searcher = tantivy.Index(fields, str(place)).searcher()
        for field in names:
            there = {term for term, _ in searcher.terms_with_prefix(field, START)}
            yield from (f"{shelf}, {field}: {word}" for word in sorted(there & words))


def lived(
    place: Path, words: list[str], *, kept_passages: int, seed: int, is_training: bool = False
) -> tuple[Engine, Path, list[bytes]]:
    """An engine that has been used for a while, the folder to forget, and its vectors as bytes that tell them apart."""
    dice = random.Random(seed)
    # A judgement keeps its file's path; all other names are to go as well.
    names = [f"{number}/judged.txt" if number < JUDGED else f"{number}/{word}.txt" for number, word in enumerate(words)]
    gone = write_tree(place / "gone", {name: document(word, dice) for name, word in zip(names, words, strict=True)})
    with zipfile.ZipFile(gone / "some.zip", "w") as packed:
        packed.writestr("inside.txt", document(words[0], dice))
    kept = write_tree(
        place / "kept",
        {
            f"{number}.txt": "\n\n".join(document("lighthouse", dice) for _ in range(min(kept_passages, 20)))
            for number in range(max(2, kept_passages // 20))
        },
    )
    data = DataDirectory(place / "data")
    with engine_at(data.root, settings=SETTINGS) as engine:
        # Together: what is to be forgotten stands among what stays, in the same files of the index.
        engine.index([str(kept), str(gone)])
        for number in range(JUDGED):
            path = gone / names[number]
            asked = f"where is the {number}"
            engine.judging.import_labels([Label(asked, str(path), path.read_text(), True, "window", 1.0)])
            engine.judging.import_labels([Label(asked, str(kept / "0.txt"), "The lamp.", False, "window", 1.0)])
            engine.habits.note_opening(str(gone / names[-1]), asked)
        engine.learning.adapter_state(wait=True)
        engine.saved.save_search("lighthouse", "light")
    # Two texts may have words in common, and so may their vectors.
    forms = forms_in(data, gone) - forms_in(data, kept)
    _set_aside(data, gone, is_training=is_training)
    engine = Engine(data, SETTINGS)
    engine.wait_until_idle()
    engine.search("lighthouse")
    # The index changes: what was there stays in logs and graphs until somebody tidies up.
    (gone / names[0]).write_text(document(words[-1], dice))
    (gone / names[1]).unlink()
    engine.rescan()
    engine.wait_until_idle()
    return engine, gone, sorted(forms)


def _set_aside(data: DataDirectory, gone: Path, *, is_training: bool) -> None:
    """What other events leave behind: a training that was interrupted, a damaged index, a restored backup.

    With is_training it is one that is gone on with at the next start.
    """
    texts = "\n".join(path.read_text() for path in gone.rglob("*.txt"))
    job = data.learning / "run" / "job"
    job.mkdir(parents=True)
    (data.learning / "run" / "asked.json").write_text("{}" if is_training else "[]")
    (job / "train.jsonl").write_text(texts)
    shutil.copyfile(data.index_database, data.root / "damaged-20260101-000000-index.db")
    shutil.copyfile(data.user_database, data.root / "damaged-20260101-000000-user.db")
    data.backups.mkdir(exist_ok=True)
    with zipfile.ZipFile(data.backups / "before-restoring-20260101-000000-abcd.zip", "w") as backup:
        backup.write(data.user_database, "user.db")


def measure(task: Task) -> Measured:
    words = canaries(task.n, task.seed)
    kept_passages = KEPT_PASSAGES if task.is_full else 40
    engine, gone, forms = lived(
        task.place, words, kept_passages=kept_passages, seed=task.seed, is_training=task.is_full
    )
    data = engine.data
    try:
        planted = traces(data, words, forms, patience_seconds=0)
        started = time.monotonic()
        forgotten = engine.forget([str(gone)])
        seconds = time.monotonic() - started
        misses = [f"at once: {one}" for one in traces(data, words, forms)]
        if not engine.search("lighthouse").hits:
            misses.append("what stays is not found any more")
    finally:
        engine.close()
    misses += [f"closed: {one}" for one in traces(data, words, forms)]
    with engine_at(data.root, settings=SETTINGS) as again:
        again.wait_until_idle()
        misses += [f"started again: {one}" for one in traces(data, words, forms)]
    if task.is_full and seconds > LONGEST_SECONDS:
        misses.append(f"forgetting took {seconds:.0f} s")
    if len(planted) < 4 * len(words) or len(forms) < 2 * len(words):
        misses.append(f"only {len(planted)} traces were there to be forgotten, of {len(forms)} parts of vectors")
    erasing.erase(data)
    misses += [f"erased: {path}" for path in sorted(data.root.rglob("*"))] if data.root.exists() else []
    reached = f"{len(misses)} of {len(planted)} traces left, forgotten in {seconds:.1f} s"
    return Measured(reached, misses, {"seconds": round(seconds, 2), "passages": forgotten.passages})


FIGURE = Figure(
    "F-16",
    "0 bytes of a forgotten folder's text and vectors in any file; 10,000 passages in 60 s",
    "words and vectors",
    short=40,
    full=1000,
    measure=measure,
)


@pytest.mark.timeout(120)
def test_a_forgotten_folder_leaves_no_trace(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_what_a_crash_interrupts_is_forgotten_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = canaries(14, 1)
    engine, gone, forms = lived(tmp_path, words, kept_passages=2, seed=1)

    def no_space(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Forgetting, "_clean_index", no_space)
    with pytest.raises(OSError, match="No space"):
        engine.forget([str(gone)])
    engine.close()
    assert traces(engine.data, words, forms, patience_seconds=0)
    monkeypatch.undo()
    with engine_at(engine.data.root, settings=SETTINGS) as again:
        wait_until(lambda: not again._db.meta(forgetting.BEGUN))
        assert traces(again.data, words, forms) == []


def test_a_judgement_of_a_forgotten_file_stays_without_its_quote(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"a.txt": "The rent.", "b.txt": "The soup."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        for name, text in (("a.txt", "The rent."), ("b.txt", "The soup.")):
            engine.judging.label("rent", str(folder / name), text, True)
        engine.forget([str(folder / "a.txt")])
        assert [(Path(one.path).name, one.passage) for one in engine.judging.labels()] == [
            ("a.txt", ""), ("b.txt", "The soup."),
        ]  # fmt: skip
        assert copied.wrong_rows(engine._user_db) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_check_sees_a_word_and_a_vector_in_any_file(tmp_path: Path, encoding: str) -> None:
    (word,) = canaries(1, 3)
    forms = forms_of(np.random.default_rng(1).random(256).astype("<f2").tobytes())
    data = DataDirectory(tmp_path)
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "file").write_bytes(b"x" + word.encode(encoding) + b"y" + forms[1])
    found = traces(data, [word], forms)
    assert found == [f"some/file: {word}", "some/file: a vector"]
    (tmp_path / "some" / "file").write_bytes(word.encode(encoding)[:-2] + forms[0][:20])
    assert traces(data, [word], forms) == []


def test_the_check_sees_a_word_that_was_only_marked_as_deleted(tmp_path: Path) -> None:
    (word,) = canaries(1, 3)
    index = WordIndex(tmp_path / "words")
    index.add(WordEntry(id, text, "", "a.txt", "/a", ".txt", 1) for id, text in ((1, f"The {word}."), (2, "The rent.")))
    index.commit()
    index.remove([1])
    index.commit()
    index.close()
    assert traces(DataDirectory(tmp_path), [word], [], patience_seconds=0) == [
        f"passages, ranked: {word}",
        f"passages, exact: {word}",
    ]


if __name__ == "__main__":
    main(FIGURE)
