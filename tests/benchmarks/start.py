"""The start: the window against a bare Qt window, the engine by words and by meaning, and the memory of both.

    python -m tests.benchmarks.start --files 500 --rounds 5 --passages 1000,20000

"window_painted_s" is from the command `desktop-search gui` until the window's first paint is done and the event loop
turns, "bare_window_painted_s" the same for an empty QMainWindow, in turn, both under QT_QPA_PLATFORM=offscreen. The
engine is started on an index that exists, as the window does it; a client asks by words, then by meaning: seconds from
the command to the answers. Cold means a new process; the files it reads are in the system's memory. "tray_rss_mb" is
the window's process without its engine after `gui --background`; with --passages the engine's memory is also measured
on made indexes of these sizes, for its bytes a passage.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil
from filelock import Timeout

from desktop_search.engine.client import Client
from desktop_search.engine.engine import Engine
from desktop_search.engine.lock import lock_of
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory
from tests.benchmarks import cost_curve, texts
from tests.benchmarks.children import (
    ROOT,
    Figures,
    figures,
    median,
    memory_megabytes,
    prepare_model,
    private_environment,
)

WINDOW = "tests.benchmarks.painted_window"
TARGETS = {"window_painted_s": 0.5, "by_words_s": 1.0, "by_meaning_s": 2.0, "tray_rss_mb": 80, "engine_rss_mb": 350}
PATIENCE_SECONDS = 120.0
SETTLED_SECONDS = 5.0
LOOK_SECONDS = 0.01


def measure(files: int, rounds: int, place: Path, sizes: Sequence[int] = ()) -> Figures:
    """All figures, from an index of so many made files."""
    os.environ.update(environment := private_environment(place))
    preparation = prepare_model(environment)
    written = texts.passages(files * texts.PASSAGES_IN_FILE)
    texts.write_folder(place / "files", written)
    question = " ".join(written[0].split()[:8])
    data = DataDirectory(place / "data")
    engine = Engine(data)
    engine.index([str(place / "files")])
    engine.close()
    painted, bare, engines = list[float](), list[float](), list[Figures]()
    for _ in range(rounds):
        painted.append(figures(WINDOW, "window", str(data.root), environment=environment)["painted_s"])
        bare.append(figures(WINDOW, "bare", str(data.root), environment=environment)["painted_s"])
        _wait_until_gone(data)
        engines.append(_engine_answers(data, question))
    found: Figures = {
        "files": files,
        "preparation_s": preparation,
        "targets": TARGETS,
        "window_painted_s": median(painted),
        "bare_window_painted_s": median(bare),
        "window_times_bare": round(median(painted) / median(bare), 2),
        **{name: median([one[name] for one in engines]) for name in engines[0]},
        "rounds": {"window": painted, "bare": bare, "engine": engines},
        **_tray(data),
    }
    if len(sizes) > 1:
        steps = list(cost_curve.grow(sizes, place / "made"))
        grown = steps[-1]["asking_rss_mb"] - steps[0]["asking_rss_mb"]
        found["engine_rss_mb_of_passages"] = {step["passages"]: step["asking_rss_mb"] for step in steps}
        found["engine_bytes_per_passage"] = round(grown * 1e6 / (sizes[-1] - sizes[0]))
    return found


def _engine_answers(data: DataDirectory, question: str) -> Figures:
    """Seconds from the engine's command to its answers, and its memory when it has given them."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "desktop_search", "engine", "--with-window", "--data-dir", str(data.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        client = _connected(data)
        found: Figures = {"listens_s": round(time.monotonic() - started, 3)}
        for mode in ("words", "meaning"):
            assert client.call("search", query=question, mode=mode).hits
            found[f"by_{mode}_s"] = round(time.monotonic() - started, 3)
        time.sleep(1)
        found["engine_rss_mb"] = memory_megabytes(process.pid)
        client.call("shutdown")
        client.close()
        process.wait(timeout=30)
        return found
    finally:
        process.kill()
        process.wait()


def _tray(data: DataDirectory) -> Figures:
    """The memory of the window's process that shows nothing, and that of the engine it has started."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "desktop_search", "gui", "--background", "--data-dir", str(data.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        time.sleep(SETTLED_SECONDS)
        children = psutil.Process(process.pid).children()
        unique = round(psutil.Process(process.pid).memory_full_info().uss / 1e6, 1)
        return {
            "tray_rss_mb": memory_megabytes(process.pid),
            "tray_own_mb": unique,
            "tray_engine_rss_mb": max((memory_megabytes(child.pid) for child in children), default=None),
        }
    finally:
        process.kill()
        process.wait()
        _wait_until_gone(data)


def _connected(data: DataDirectory) -> Client:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return Client.connect(data)
        except EngineUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_SECONDS)


def _wait_until_gone(data: DataDirectory) -> None:
    """Ends the engine that a window has started, so that the next one is measured alone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            client = Client.connect(data)
            client.call("shutdown")
            client.close()
        except EngineUnavailable:
            # Who holds the lock may not listen yet, or not any more; when it is free, the databases are closed.
            with suppress(Timeout), lock_of(data).acquire(timeout=0.2):
                return
        time.sleep(LOOK_SECONDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=500, help="five passages each")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--passages", default="", help="sizes of made indexes for the engine's memory, growing")
    options = parser.parse_args()
    sizes = [int(size) for size in options.passages.split(",") if size]
    with tempfile.TemporaryDirectory(prefix="start-") as place:
        print(json.dumps(measure(options.files, options.rounds, Path(place), sizes), indent=2))


if __name__ == "__main__":
    main()
