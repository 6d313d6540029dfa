"""An engine killed while it trains, measures or changes models loses no judgement, answers, and comes to its end.

    python -m tests.faults.test_learning_killed --kills 50 --seed 2026

runs the long form, which kills it at any moment, and prints JSON; the suite kills it once in each phase.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_search.engine.client import Client
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, TrainingOptions
from tests.fakes import wait_until, write_tree
from tests.model_samples import WORDS, written_transformer

SEED = 2026
LEAST_SECONDS = 200
LONGEST_SECONDS = {"training": 20.0, "switching": 8.0}
QUESTIONS = 14
ACTIVE = ("preparing", "training", "paused", "measuring")


@dataclass(frozen=True, slots=True)
class World:
    """Some files, a tiny model, and judgements of the files by their texts."""

    data: DataDirectory
    folder: Path
    labels: list[Label]


def world_at(place: Path) -> World:
    """As the first engine finds it."""
    tiny = written_transformer(place / "tiny")
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
    return World(data, folder, labels)


@contextmanager
def engine(world: World) -> Iterator[Client]:
    """A connection to a process of its own, which is killed in the end."""
    command = [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(world.data.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield connected(world.data)
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


def fill(world: World, client: Client) -> None:
    """Has the first engine index the files and take the judgements in."""
    client.call("index", paths=[str(world.folder)])
    client.call("import_labels", labels=world.labels)


def holds(world: World, client: Client) -> None:
    """The judgements are all there, and the model that stands answers."""
    assert sorted(one.query for one in client.call("labels")) == sorted(one.query for one in world.labels)
    answer = client.call("search", query=world.labels[0].passage, limit=3)
    # A notice would say that there are only results by words.
    assert answer.hits and not answer.notices


def trained(client: Client) -> str:
    """Waits for the end of the training, and gives the name of its model."""
    wait_until(lambda: client.call("training").phase not in ACTIVE, LEAST_SECONDS)
    state = client.call("training")
    assert state.phase == "done" and state.report is not None, state.reason
    return str(state.report.model)


def switched(world: World, client: Client) -> str:
    """Waits until one model answers with vectors of all passages, and gives its name."""
    wait_until(lambda: client.call("models").next is None, LEAST_SECONDS)
    holds(world, client)
    status = client.call("status")
    assert status.embedded == status.passages > 0
    return str(client.call("models").now)


@pytest.mark.timeout(600)
def test_an_engine_killed_while_it_learns_goes_on_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tiny model gains nothing by more threads, and they wait for a core that is taken.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    world, pairs = world_at(tmp_path), tmp_path / "pairs.csv"
    pairs.write_text("anchor,positive\n" + "".join(f"{one.query},{one.passage}\n" for one in world.labels))
    with engine(world) as client:
        # Its trainer starts at once: it needs neither the index nor the model that answers.
        client.call("train", options=TrainingOptions(pairs=str(pairs), only_pairs=True, minutes=0.1))
        fill(world, client)
        holds(world, client)
        wait_until(lambda: bool(client.call("training").curve), LEAST_SECONDS)
    with engine(world) as client:
        holds(world, client)
        name = trained(client)
        assert client.call("use_model", name=name).next == name
    with engine(world) as client:
        holds(world, client)
        assert switched(world, client) == name


def killed_in(phase: str, world: World, *, kills: int, seed: int) -> list[Any]:
    """Kills the engine so often while it trains or while models change; each time it goes on where it was."""
    draw, moments = random.Random(seed), []
    began = False
    for _ in range(kills):
        with engine(world) as client:
            holds(world, client)
            if phase == "training" and client.call("training").phase not in ACTIVE:
                client.call("train", options=TrainingOptions(minutes=0.1))
            if phase == "switching":
                client.call("use_model", name="shipped" if began else client.call("training").report.model)
            began = not began
            moment = draw.uniform(0.0, LONGEST_SECONDS[phase])
            time.sleep(moment)
            moments.append([round(moment, 1), client.call("training").phase, client.call("models").next])
    with engine(world) as client:
        holds(world, client)
        if phase == "training":
            trained(client)
        switched(world, client)
    return moments


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desktop-search-killed-") as place:
        world = world_at(Path(place))
        with engine(world) as client:
            fill(world, client)
        moments = {
            phase: killed_in(phase, world, kills=options.kills // 2, seed=options.seed) for phase in LONGEST_SECONDS
        }
    print(json.dumps({"kills": options.kills, "seconds": round(time.monotonic() - started), "moments": moments}))


if __name__ == "__main__":
    main()
