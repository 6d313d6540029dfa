"""Queries while the engine indexes at full speed, against the same queries when it is idle; and how soon pause() works.

    python -m tests.benchmarks.under_load --files 2000

One thread asks through the engine, as the window's requests do, while another asks for the status four times a second,
as a window does: by words, by meaning, and by both, where the first answer is what the words find. A kind's name alone
is until the first answer; "complete" is until the sentences that explain the hits are there, too. Prints median and
95th percentile of each while files are read, while passages are embedded, and afterwards; the targets are 50 ms (words)
and 150 ms (meaning) at the 95th percentile. "pause_s" is how long engine and readers go on computing after pause().
"""

import argparse
import json
import os
import random
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from desktop_search.engine.engine import Engine
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from tests.benchmarks import texts
from tests.benchmarks.children import Figures, percentiles, prepare_model, private_environment, settings_of

STATUS_SECONDS = 0.25
BETWEEN_SECONDS = 0.05
AFTERWARDS = 50
WORDS_IN_QUERY = 5
PAUSED_FOR_SECONDS = 15.0
QUIET_SECONDS = 1.0
SLICE_SECONDS = 0.1
BUSY_SHARE = 0.3
"""Of one core: an engine that only answers for its status needs less."""
TARGETS = {"words_p95_ms": 50, "meaning_p95_ms": 150}
WORKING = ("reading", "embedding")


class Watching:
    """Asks for the status as a window does, and keeps the last one's state."""

    def __init__(self, engine: Engine) -> None:
        self.state = "starting"
        self._engine = engine
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(STATUS_SECONDS):
            self.state = self._engine.status().state


def measure(files: int, place: Path, settings: Settings) -> Figures:
    """All figures, from a made folder of so many files."""
    written = texts.passages(files * texts.PASSAGES_IN_FILE)
    texts.write_folder(place / "files", written)
    queries = _queries(written)
    engine = Engine(DataDirectory(place / "data"), settings, watch=True)
    watching = Watching(engine)
    try:
        # From here on the model is loaded, as it is for all but the first seconds of a day.
        engine.search("anything", mode="meaning")
        started = time.monotonic()
        engine.add_folders([str(place / "files")])
        found, pauses = _asked_while_working(engine, watching, queries)
        worked = round(time.monotonic() - started, 1)
        status = engine.status()
        idle: dict[str, list[float]] = defaultdict(list)
        for query in (next(queries) for _ in range(AFTERWARDS)):
            _ask(engine, query, idle)
    finally:
        watching.close()
        engine.close()
    found["idle"] = idle
    figures = {phase: {kind: percentiles(spent) for kind, spent in kinds.items()} for phase, kinds in found.items()}
    return {
        "files": files,
        "passages": status.passages,
        "embedded": status.embedded,
        "worked_s": worked,
        "targets": TARGETS,
        **figures,
        "times_idle": {
            f"{phase} {kind}": round(figures[phase][kind]["p95_ms"] / max(0.1, figures["idle"][kind]["p95_ms"]), 1)
            for phase in WORKING
            for kind in figures.get(phase, {})
        },
        "pause_s": pauses,
    }


def _asked_while_working(
    engine: Engine, watching: Watching, queries: Iterator[str]
) -> tuple[dict[str, dict[str, list[float]]], Figures]:
    """Seconds of each kind of query by the state before and after it, and of a pause in each state."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    pauses: Figures = {}
    while not engine.is_idle:
        before, spent = watching.state, defaultdict[str, list[float]](list)
        _ask(engine, next(queries), spent)
        if watching.state == before and before in WORKING:
            for kind, seconds in spent.items():
                found[before][kind] += seconds
        # Only once there have been some answers, so that the work is under way.
        if before in WORKING and before not in pauses and len(found[before]["words"]) >= 5:
            pauses[before] = _seconds_to_pause(engine)
        time.sleep(BETWEEN_SECONDS)
    return found, pauses


def _ask(engine: Engine, query: str, spent: dict[str, list[float]]) -> None:
    for mode in ("words", "meaning", "both"):
        started = time.perf_counter()
        for number, _ in enumerate(engine.search_in_steps(query, mode=mode)):
            if not number:
                spent[mode].append(time.perf_counter() - started)
        spent[f"{mode}_complete"].append(time.perf_counter() - started)


def _seconds_to_pause(engine: Engine) -> float:
    """After how long the engine and its readers compute no more than an idle engine; nobody asks meanwhile."""
    # Listed once: to look through all processes of the machine would be the work that is measured.
    own = psutil.Process()
    processes = [own, *own.children(recursive=True)]
    began, before, busy_until = time.monotonic(), _computed(processes), 0.0
    engine.pause()
    while (now := time.monotonic() - began) < PAUSED_FOR_SECONDS:
        time.sleep(SLICE_SECONDS)
        computed = _computed(processes)
        if computed - before > BUSY_SHARE * (time.monotonic() - began - now):
            busy_until = time.monotonic() - began
        elif time.monotonic() - began - busy_until > QUIET_SECONDS:
            break
        before = computed
    engine.resume()
    return round(busy_until, 2)


def _computed(processes: Sequence[psutil.Process]) -> float:
    """Seconds that processes have computed so far."""
    total = 0.0
    for process in processes:
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _queries(written: Sequence[str]) -> Iterator[str]:
    """Some words in a row from texts of the folder: another question each time."""
    chance = random.Random(5)
    while True:
        words = chance.choice(written).split()
        start = chance.randrange(len(words) - WORDS_IN_QUERY)
        yield " ".join("".join(filter(str.isalpha, word)) for word in words[start : start + WORDS_IN_QUERY])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=2000, help="five passages each")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="under-load-") as temporary:
        place = Path(temporary)
        os.environ.update(environment := private_environment(place))
        preparation = prepare_model(environment)
        found = measure(options.files, place, settings_of(options.set))
        print(json.dumps({"preparation_s": preparation, **found}, indent=2))


if __name__ == "__main__":
    main()
