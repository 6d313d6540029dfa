"""The first indexing of a folder, and a second start with nothing changed; with --recoll against Debian's Recoll.

    python -m tests.benchmarks.first_indexing --files 2000 --recoll --meaning
    python -m tests.benchmarks.first_indexing --debian-docs 10000 --meaning

prints one JSON object: seconds from the engine's command until a file was found by words, until all were, and with
--meaning until every passage had its vector; the size of SQLite and word index as a multiple of the text; the most
memory; and the second start. With --recoll both index the same files in turn, in fresh data directories, and
"times_recoll" is Recoll's median over ours until all is found by words (above 1: we are faster). Only the first round
waits for vectors. The model was prepared before, and all files were read once, so that the disk has no part in it.
"""

import argparse
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks import debian_docs, texts
from tests.benchmarks.children import Figures, figures, median, prepare_model, private_environment, size_megabytes

ENGINE = "tests.benchmarks.engine_process"


def measure(folder: Path, place: Path, *, rounds: int, recoll: bool, meaning: bool, changes: list[str]) -> Figures:
    """All figures of a folder; data directories are made below place."""
    read_before = sum(len(file.read_bytes()) for file in folder.rglob("*") if file.is_file())
    environment = private_environment(place)
    options = ["--folder", str(folder), "--query", texts.telling_words(folder)]
    options += itertools.chain.from_iterable(("--set", change) for change in changes)
    preparation = prepare_model(environment)
    first, recolls = list[Figures](), list[Figures]()
    for number in range(rounds):
        wanted = [*options, *(["--meaning"] if meaning and not number else [])]
        data = place / f"data {number}"
        first.append(figures(ENGINE, "first", "--data", str(data), *wanted, environment=environment))
        if recoll:
            recolls.append(_recoll(folder, place / f"recoll {number}"))
    again = ["--meaning"] if meaning else []
    second = figures(ENGINE, "second", "--data", str(place / "data 0"), *options, *again, environment=environment)
    by_words = median([one["by_words_s"] for one in first])
    found: Figures = {
        "files_mb": round(read_before / 1e6, 2),
        "preparation_s": preparation,
        "first": first[0],
        "rounds_first_result_s": [one.get("first_result_s") for one in first],
        "rounds_by_words_s": [one["by_words_s"] for one in first],
        "by_words_s": by_words,
        "files_per_second": round(first[0]["files"] / by_words, 1),
        "second": second,
    }
    if recolls:
        theirs = median([one["seconds"] for one in recolls])
        found["recoll"] = {"rounds": recolls, "seconds": theirs}
        found["times_recoll"] = round(theirs / by_words, 2)
    return found


def _recoll(folder: Path, place: Path) -> Figures:
    """One run of recollindex with its defaults, from nothing to a finished index."""
    place.mkdir()
    (place / "recoll.conf").write_text(f"topdirs = {json.dumps(str(folder))}\nloglevel = 2\n", encoding="utf-8")
    started = time.monotonic()
    done = subprocess.run(["recollindex", "-c", str(place)], capture_output=True, text=True, check=False)
    spent = round(time.monotonic() - started, 3)
    if done.returncode:
        raise RuntimeError(f"recollindex ended with status {done.returncode}: {done.stderr[-2000:]}")
    asked = subprocess.run(["recollq", "-c", str(place), "dir:/"], capture_output=True, text=True, check=False)
    told = re.search(r"(\d+) results", asked.stdout)
    return {
        "seconds": spent,
        "index_mb": round(size_megabytes(place / "xapiandb"), 2),
        "documents": int(told[1]) if told else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--folder", type=Path, help="real files")
    source.add_argument("--files", type=int, help="so many files, made from text, five passages each")
    source.add_argument("--debian-docs", type=int, help="so many files that Debian packages install")
    parser.add_argument("--without-gz", action="store_true", help="of Debian's documentation, no compressed files")
    parser.add_argument("--largest-kb", type=int, help="of Debian's documentation, none that is larger")
    parser.add_argument("--recoll", action="store_true")
    parser.add_argument("--meaning", action="store_true", help="wait for all vectors, too")
    parser.add_argument("--rounds", type=int, default=0, help="3 with --recoll, else 1")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the program")
    options = parser.parse_args()
    if options.recoll and not shutil.which("recollindex"):
        parser.error("recollindex is not installed (apt install recollcmd)")
    with tempfile.TemporaryDirectory(prefix="first-indexing-") as temporary:
        place, sources = Path(temporary), Figures()
        folder = options.folder.resolve() if options.folder else place / "files"
        if options.debian_docs:
            sources["debian"] = debian_docs.collect(
                folder,
                options.debian_docs,
                gz=not options.without_gz,
                largest_bytes=1000 * options.largest_kb if options.largest_kb else None,
            )
        elif options.files:
            texts.write_folder(folder, texts.passages(options.files * texts.PASSAGES_IN_FILE))
        rounds = options.rounds or (3 if options.recoll else 1)
        found = measure(
            folder, place, rounds=rounds, recoll=options.recoll, meaning=options.meaning, changes=options.set
        )
        print(json.dumps({**sources, **found}, indent=2))


if __name__ == "__main__":
    main()
