"""Walking a tree of files, and comparing it with an index when nothing has changed, against bare walks of it.

    python -m tests.benchmarks.walking --entries 260000 --known 50000 --rounds 5

makes a tree of empty files, a hundred in each folder. "walk_s" lists its files as the engine does, by all rules for
what is hidden; "scandir_s" is os.walk with an lstat of each file, "rglob_s" pathlib's rglob with a stat, in turn, and
the ratios say how many times as long as they the walk takes. "compare_s" is an engine's look at the first --known of
the files, all of which it knows: from the command to rescan until the folder is compared. Figures are medians; all has
been listed once before, so that the disk has no part in them.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from desktop_search.chunking.passages import hash_of
from desktop_search.engine.engine import Engine
from desktop_search.files import ignore, walk
from desktop_search.paths import DataDirectory
from desktop_search.records import FileStat, FileState, Passage, ReadDocument, ReadOutcome
from desktop_search.settings import Settings
from tests.benchmarks.children import Figures, median

FILES_IN_FOLDER, FOLDERS_IN_FOLDER = 100, 50
LOOK_SECONDS = 0.005
PATIENCE_SECONDS = 120.0
AT_ONCE = 5_000


def make_tree(root: Path, entries: int) -> int:
    """Makes folders and empty files below a folder, so many together; returns how many of them are files."""
    files = made = 0
    number = 0
    while made < entries:
        folder = root / f"{number // FOLDERS_IN_FOLDER:04}" / f"{number:06}"
        made += 1 if folder.parent.exists() else 2
        folder.mkdir(parents=True)
        for name in range(min(FILES_IN_FOLDER, max(1, entries - made))):
            (folder / f"note {name:03}.txt").touch()
            files, made = files + 1, made + 1
        number += 1
    return files


def walked(root: str) -> Iterator[FileStat]:
    """The files of a folder as an engine lists them."""
    return walk.walk(root, ignore.rules_for(root, root, (), never=()), walk.Unlisted(), is_root=True)


def by_scandir(root: str) -> int:
    return sum(1 for folder, _, names in os.walk(root) for name in names if os.lstat(os.path.join(folder, name)))


def by_rglob(root: str) -> int:
    return sum(1 for path in Path(root).rglob("*") if path.is_file())


def measure(entries: int, known: int, rounds: int, place: Path) -> Figures:
    """All figures, of trees that are made below place."""
    tree = place / "tree"
    files = make_tree(tree, entries)
    ways: dict[str, Callable[[str], int]] = {
        "walk": lambda root: sum(1 for _ in walked(root)),
        "scandir": by_scandir,
        "rglob": by_rglob,
    }
    for way in ways.values():
        assert way(str(tree)) == files
    turns = [{name: seconds(partial(way, str(tree))) for name, way in ways.items()} for _ in range(rounds)]
    spent = {name: median([turn[name] for turn in turns]) for name in ways}
    make_tree(place / "known", known)
    return {
        "entries": entries,
        "files": files,
        **{f"{name}_s": round(value, 3) for name, value in spent.items()},
        **{f"times_{name}": round(spent["walk"] / spent[name], 2) for name in ("scandir", "rglob")},
        **compare(place / "known", place / "data", rounds),
    }


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def compare(root: Path, place: Path, rounds: int) -> Figures:
    """How long an engine that knows all files of a folder takes to see that nothing has changed."""
    settings = Settings(backend="hashing", reranker="off")
    engine = Engine(DataDirectory(place), settings)
    try:
        stats = list(walked(str(root)))
        for start in range(0, len(stats), AT_ONCE):
            engine.add([_outcome(stat) for stat in stats[start : start + AT_ONCE]])
        engine.wait_until_idle()
        before = engine.index([str(root)])
        assert before.counts.indexed == len(stats), before
        spent = [seconds(lambda: _rescan(engine, str(root))) for _ in range(rounds)]
        read_again = engine.index([str(root)]).read_now
    finally:
        engine.close()
    return {
        "known_files": len(stats),
        "compare_s": round(median(spent), 3),
        "rounds_s": spent,
        "read_again": read_again,
    }


def _outcome(stat: FileStat) -> ReadOutcome:
    text = f"What stands in {stat.path}."
    return ReadOutcome(stat, FileState.INDEXED, (ReadDocument((Passage(text, hash_of(text)),)),), format_version=1)


def _rescan(engine: Engine, folder: str) -> None:
    # Asked of the indexer, as everything else that tells of folders counts their files.
    scanned_at = engine._indexer.scanned_at
    before, deadline = scanned_at(folder), time.monotonic() + PATIENCE_SECONDS
    engine.rescan()
    while scanned_at(folder) == before:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{folder} was not compared within {PATIENCE_SECONDS:g} seconds")
        time.sleep(LOOK_SECONDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=260_000, help="files and folders to be walked")
    parser.add_argument("--known", type=int, default=50_000, help="files that are compared with the index")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="walking-") as place:
        print(json.dumps(measure(options.entries, options.known, options.rounds, Path(place)), indent=2))


if __name__ == "__main__":
    main()
