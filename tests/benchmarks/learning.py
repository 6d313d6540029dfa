"""Simulated people: how much better search gets by 20 to 300 judged questions, measured on questions nobody judged.

    python -m tests.benchmarks.learning COLLECTION [--labels 20,50,100,200,300] [--train 200] [--general] [--index DIR]

COLLECTION is a judged collection (BEIR layout); `qrels_train.tsv` beside its judgements is what people judge, else a
part of the questions is. The same pipeline answers four times: without learning, with what is learned at once, with a
model trained on the judgements and what is learned at once beside it, and with that model alone. --index keeps the
index between runs; with another --seed they are other people. Prints one JSON object.
"""

import argparse
import csv
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_search.embedding.choice import embedder_of
from desktop_search.engine import evaluation, measuring
from desktop_search.engine.engine import Engine
from desktop_search.paths import DataDirectory
from desktop_search.records import Label, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.training import comparing
from desktop_search.training import evaluation as judged

SEED, MOST_ASKED, PEOPLE = 2026, 300, 300
Relevant = Mapping[str, Mapping[str, int]]


def simulate(
    folder: Path, counts: Sequence[int], trained: Sequence[int], index: Path, *, general: bool, seed: int
) -> Any:
    """The table of one collection: nDCG@10 before, with the adapter and with a trained model, with 95 % intervals."""
    collection = judged.read_collection(folder)
    known, asked = _people(folder, collection, seed)
    settings = Settings(effort="full")
    engine = Engine(DataDirectory(index), settings)
    try:
        if not engine.status().passages:
            for outcomes in evaluation._batches(evaluation._outcomes(collection.documents, settings, whole=False)):
                engine.add(outcomes)
        engine.wait_until_idle()
        if engine.learning.is_training:
            # A kept index may hold one that was interrupted.
            engine.learning.cancel_training()
            while engine.learning.is_training:
                time.sleep(0.1)
        engine.judging.remove_labels()
        engine.learning.adapter_state(wait=True)
        before = _ranked(engine, asked)
        rows = []
        for count in counts:
            some = dict(list(known.items())[:count])
            engine.judging.remove_labels()
            _judge(engine, some, collection)
            started = time.monotonic()
            state = engine.learning.adapter_state(wait=True)
            seconds = time.monotonic() - started
            row = {"labels": count, "before": _mean(before, asked), "adapter_s": round(seconds, 2)}
            row |= {"adapter": _compared(_ranked(engine, asked), before, asked), "left_out": asdict(state)}
            if count in trained:
                row["tuned"] = _tuned(engine, asked, before, general=general)
            rows.append(row)
            print(json.dumps(row), file=sys.stderr, flush=True)
        return {"collection": collection.name, "asked": len(asked[0]), "rows": rows}
    finally:
        engine.close()


def _people(
    folder: Path, collection: judged.Collection, seed: int
) -> tuple[dict[str, tuple[str, Mapping[str, int]]], tuple[dict[str, str], Relevant]]:
    """Judged questions in a random order, and other questions with what would be right."""
    draw = random.Random(seed)
    texts = {row["_id"]: row["text"] for row in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))}
    if (folder / "qrels_train.tsv").exists():
        train: dict[str, dict[str, int]] = {}
        for row in csv.DictReader((folder / "qrels_train.tsv").open(encoding="utf-8"), delimiter="\t"):
            train.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
        people = sorted(train)
        others = sorted(collection.relevant)
    else:
        train = {query: dict(grades) for query, grades in collection.relevant.items()}
        every = sorted(train)
        draw.shuffle(every)
        people, others = every[:PEOPLE], every[PEOPLE:]
    draw.shuffle(people)
    draw.shuffle(others)
    others = others[:MOST_ASKED]
    known = {query: (texts[query], train[query]) for query in people[:PEOPLE]}
    return known, ({query: texts[query] for query in others}, {q: collection.relevant[q] for q in others})


def _judge(engine: Engine, some: Mapping[str, tuple[str, Mapping[str, int]]], collection: judged.Collection) -> None:
    """Keeps what is relevant by the passage that comes nearest to the question, as the window would."""
    for text, grades in some.values():
        hits = {measuring.document_name(hit.path): hit for hit in engine.search(text, limit=100, plain=True).hits}
        labels = []
        for name, grade in grades.items():
            if grade > 0 and name in collection.documents:
                hit = hits.get(name)
                path = hit.path if hit else os.path.join(evaluation.ROOT, evaluation.quote(name, safe=""))
                said = hit.matches[0].text if hit and hit.matches else collection.documents[name].text[:800]
                labels.append(Label(text, path, said, True, "window", time.time()))
        engine.judging.import_labels(labels)


def _tuned(engine: Engine, asked: Any, before: Any, *, general: bool) -> dict[str, Any]:
    started = time.monotonic()
    engine.learning.train(TrainingOptions())
    while (state := engine.learning.training()).phase not in ("done", "failed", "cancelled"):
        time.sleep(1)
    if state.report is None:
        return {"failed": state.reason}
    trained = time.monotonic() - started
    engine.learning.accept_model()
    while engine.learning.models().next is not None:
        time.sleep(1)
    engine.learning.adapter_state(wait=True)
    embedded = time.monotonic() - started - trained
    row = {"train_s": round(trained), "embed_s": round(embedded), "verdict": state.report.verdict}
    row |= {"weight": state.report.meaning_weight, "gain": state.report.gain}
    row |= _compared(_ranked(engine, asked), before, asked)
    engine.learning.switch_adapter(on=False)
    row["without_adapter"] = _compared(_ranked(engine, asked), before, asked)
    engine.learning.switch_adapter(on=True)
    if general:
        row["general"] = _general(engine.settings().values["model"], state.report.meaning_weight)
    engine.learning.undo_model()
    while engine.learning.models().next is not None:
        time.sleep(1)
    return row


def _general(folder: str, weight: float) -> dict[str, Any]:
    """What is forgotten: another collection, and sentence pairs, by the shipped model and by the trained one, which
    has the weight that it brings along."""
    data = Path("..") / "shared" / "data"
    said: dict[str, Any] = {}
    for name, model, part in (("before", "", Settings().meaning_weight), ("after", folder, weight)):
        settings = Settings(effort="full", model=model, meaning_weight=part)
        found = evaluation.evaluate(data / "retrieval-dev" / "cranfield", settings, modes=("both",))
        pairs = evaluation.evaluate_pairs(data / "pairs-dev" / "stsb_dev.tsv", embedder_of("auto", model, "cpu"))
        said[name] = {"cranfield": found["modes"]["both"]["ndcg@10"], "stsb": pairs["measures"]["spearman"]}
    return said


def _ranked(engine: Engine, asked: Any) -> dict[str, list[str]]:
    questions = measuring.Questions(*asked)

    def search(text: str, **more: Any) -> Any:
        return engine.search(text, plain=True, **more)

    return dict(measuring.rankings(search, questions, "both", name_of=measuring.document_name))


def _mean(ranked: Any, asked: Any) -> float:
    return round(judged.summary(ranked, asked[1])["ndcg@10"], 4)


def _compared(ranked: Any, before: Any, asked: Any) -> dict[str, Any]:
    gain = comparing.difference(ranked, before, asked[1])
    return {"ndcg@10": _mean(ranked, asked), **{name: round(value, 4) for name, value in asdict(gain).items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--labels", default="20,50,100,200,300")
    parser.add_argument("--train", default="")
    parser.add_argument("--general", action="store_true")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    counts = [int(one) for one in options.labels.split(",")]
    trained = [int(one) for one in options.train.split(",") if one]
    place = options.index or Path(tempfile.mkdtemp(prefix="desktop-search-learning-"))
    try:
        found = simulate(options.collection, counts, trained, place, general=options.general, seed=options.seed)
        print(json.dumps(found, indent=1))
    finally:
        if options.index is None:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
