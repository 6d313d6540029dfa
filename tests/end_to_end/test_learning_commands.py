"""Learning on the command line: a better model is taken, models are used, left and compared, learning is switched."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import learnable_samples
from tests.fakes import write_tree
from tests.learnable_samples import FILES, QUESTIONS

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., dict[str, Any]]

JUDGED = learnable_samples.judged(learned=21, measured=9)
NOT_JUDGED = [question for question in QUESTIONS if question not in JUDGED][:4]
USE = ["now", "next", "before", "embedded", "passages"]
ADAPTER = ["is_on", "questions", "strength", "before", "after", "low", "high", "at"]


@pytest.fixture
def tiny(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model that answers: a tiny one, that knows nothing."""
    # It gains nothing by more threads, and they wait for a core that is taken.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    made = learnable_samples.model(tmp_path / "tiny")
    (data_dir / "settings.toml").write_text(f'backend = "torch"\nmodel = {json.dumps(str(made))}\nreaders = 1\n')
    return made


@pytest.fixture
def judged(tiny: Path, running: None, answer: Ask, tmp_path: Path) -> None:
    """An engine that has read the files, and judgements of them."""
    folder = write_tree(tmp_path / "documents", FILES)
    answer("index", str(folder))
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        "".join(
            json.dumps({"query": question, "path": str(folder / name), "passage": FILES[name], "relevant": True}) + "\n"
            for question, name in JUDGED.items()
        )
    )
    assert answer("labels", "import", str(labels))["imported"] == len(JUDGED)


def names(answer: Ask, question: str) -> list[str]:
    return [Path(hit["path"]).name for hit in answer("search", question)["hits"]]


def found(answer: Ask) -> list[list[str]]:
    """What is found for questions that nobody judged, by all that was learned so far."""
    answer("adapter", "show")
    return [names(answer, question) for question in NOT_JUDGED]


@pytest.mark.usefixtures("judged")
def test_a_better_model_is_accepted_and_answers_when_the_command_returns(answer: Ask) -> None:
    before = found(answer)
    told = answer("train", "--accept", "--minutes", "1")
    assert list(told) == ["report", "accepted", "better", "seconds"]
    assert (told["accepted"], told["better"], told["report"]["is_better"]) == (True, True, True)
    assert (told["report"]["base"], told["report"]["labels"]) == ("tiny", len(JUDGED))
    assert told["report"]["after"]["ndcg@10"] > told["report"]["before"]["ndcg@10"]
    assert told["seconds"] >= told["report"]["seconds"] > 0
    assert found(answer) != before
    undone = answer("models", "undo")
    assert list(undone) == USE
    assert (undone["now"], undone["next"], undone["before"]) == ("tiny", None, told["report"]["model"])
    assert found(answer) == before


@pytest.mark.usefixtures("judged")
def test_a_model_is_compared_used_and_left_again(answer: Ask, run: Run, tmp_path: Path) -> None:
    assert run("models", "undo").returncode == 2, "there was no other before"
    better = str(learnable_samples.model(tmp_path / "better", knows=True))
    compared = answer("models", "compare", str(tmp_path / "tiny"), better)
    assert list(compared) == ["models"]
    one, other = compared["models"]
    assert list(one) == ["model", "measures", "questions", "seconds"]
    assert [(it["model"], it["questions"]) for it in (one, other)] == [("tiny", len(JUDGED)), ("better", len(JUDGED))]
    assert one["measures"]["ndcg@10"] < other["measures"]["ndcg@10"] == 1.0
    before = found(answer)
    assert [it[0] for it in before] != [QUESTIONS[question] for question in NOT_JUDGED], "comparing changes nothing"
    used = answer("models", "use", better)
    assert list(used) == USE
    assert (used["now"], used["next"], used["before"], used["passages"]) == ("better", None, "tiny", len(FILES))
    assert [it[0] for it in found(answer)] == [QUESTIONS[question] for question in NOT_JUDGED]
    assert answer("models", "undo")["now"] == "tiny"
    assert found(answer) == before


@pytest.mark.usefixtures("running")
def test_what_is_learned_at_once_is_switched_off_and_on(answer: Ask, tmp_path: Path) -> None:
    texts = {
        "club.txt": "Minutes of the annual meeting of the club.",
        "house.txt": "The house: annual meeting minutes.",
    }
    folder = write_tree(tmp_path / "documents", texts)
    question = "annual meeting minutes"
    answer("index", str(folder))
    before = names(answer, question)
    assert len(before) == 2
    answer("label", question, str(folder / before[1]), "--relevant")
    answer("label", question, str(folder / before[0]), "--not-relevant")
    learned = answer("adapter", "show")
    assert list(learned) == ADAPTER
    assert (learned["is_on"], learned["questions"]) == (True, 1)
    assert names(answer, question) == before[::-1]
    off = answer("adapter", "off")
    assert (list(off), off["is_on"]) == (ADAPTER, False)
    assert names(answer, question) == before
    assert answer("adapter", "on") == learned
    assert names(answer, question) == before[::-1]
