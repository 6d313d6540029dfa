"""An engine killed while it trains, measures or changes models loses no judgement, answers, and comes to its end.

    python -m tests.faults.test_learning_killed --kills 50 --seed 2026

runs the long form and prints JSON; the suite kills it a few times.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_search.engine.client import Client
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, TrainingOptions
from tests.fakes import wait_until, write_tree
from tests.model_samples import SIZE, WORDS, save, transformer

KILLS, SEED = 1, 2026
LEAST_SECONDS = 200
LONGEST_SECONDS = {"training": 20.0, "switching": 8.0}
QUESTIONS = 14
ACTIVE = ("preparing", "training", "paused", "measuring")


def prepared(place: Path) -> tuple[DataDirectory, list[Label], str]:
    """An index of a few files by a tiny model, with judgements of them."""
    from sentence_transformers.sentence_transformer.modules import Pooling

    tiny = save(place / "tiny", transformer(place / "plain"), Pooling(SIZE), prompts={})
    draw = random.Random(SEED)
    texts = {f"{number}.txt": " ".join(draw.choices(WORDS, k=9)) for number in range(30)}
    folder = write_tree(place / "documents", texts)
    data = DataDirectory(place / "data")
    data.create()
    data.settings_file.write_text(f'backend = "torch"\nmodel = "{tiny}"\nreaders = 1\n', encoding="utf-8")
    labels = [
        Label(" ".join(draw.sample(WORDS, 3)), str(folder / name), texts[name], True, "window", 1.0)
        for name in list(texts)[:QUESTIONS]
    ]
    with engine(data) as (_, client):
        client.call("index", paths=[str(folder)])
        client.call("import_labels", labels=labels)
    return data, labels, texts["0.txt"]


@contextmanager
def engine(data: DataDirectory) -> Iterator[tuple["subprocess.Popen[bytes]", Client]]:
    """A process of its own, and a connection to it. In the end it is killed, if it has not been."""
    command = [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(data.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process, connected(data)
        finally:
            process.kill()


def connected(data: DataDirectory) -> Client:
    found: list[Client] = []

    def connect() -> bool:
        try:
            found.append(Client.connect(data))
        except EngineUnavailable:
            return False
        return True

    wait_until(connect, LEAST_SECONDS)
    return found[0]


def holds(client: Client, labels: list[Label], text: str) -> None:
    """The judgements are all there, and the model that stands answers."""
    assert sorted(one.query for one in client.call("labels")) == sorted(one.query for one in labels)
    answer = client.call("search", query=text, limit=3)
    # A notice would say that there are only results by words.
    assert answer.hits and not answer.notices


def killed_in(phase: str, data: DataDirectory, labels: list[Label], text: str, *, kills: int, seed: int) -> Any:
    """Kills the engine so often while it trains or while models change; each time it goes on where it was."""
    draw, moments = random.Random(seed), []
    began = False
    for _ in range(kills):
        with engine(data) as (process, client):
            holds(client, labels, text)
            if phase == "training" and client.call("training").phase not in ACTIVE:
                client.call("train", options=TrainingOptions(minutes=0.1))
            if phase == "switching":
                client.call("use_model", name="shipped" if began else client.call("training").report.model)
            began = not began
            moment = draw.uniform(0.0, LONGEST_SECONDS[phase])
            time.sleep(moment)
            moments.append([round(moment, 1), client.call("training").phase, client.call("models").next])
            process.kill()
            process.wait()
    with engine(data) as (_, client):
        holds(client, labels, text)
        if phase == "training":
            wait_until(lambda: client.call("training").phase not in ACTIVE, LEAST_SECONDS)
            state = client.call("training")
            assert state.phase == "done" and state.report is not None, state.reason
        else:
            wait_until(lambda: client.call("models").next is None, LEAST_SECONDS)
        holds(client, labels, text)
        status = client.call("status")
        assert status.embedded == status.passages > 0
    return moments


@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore")
def test_an_engine_killed_while_it_learns_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    data, labels, text = prepared(tmp_path)
    for phase in LONGEST_SECONDS:
        killed_in(phase, data, labels, text, kills=KILLS, seed=SEED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desktop-search-killed-") as place:
        data, labels, text = prepared(Path(place))
        moments = {
            phase: killed_in(phase, data, labels, text, kills=options.kills // 2, seed=options.seed)
            for phase in LONGEST_SECONDS
        }
    print(json.dumps({"kills": options.kills, "seconds": round(time.monotonic() - started), "moments": moments}))


if __name__ == "__main__":
    main()
