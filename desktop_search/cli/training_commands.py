"""The commands that learn: train a model, use, compare and leave models, and switch what is learned at once."""

import argparse
import dataclasses
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from desktop_search.cli import output
from desktop_search.cli.basics import DONE, NO, absolute
from desktop_search.cli.output import Fields
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

if TYPE_CHECKING:
    from desktop_search.records import ModelReport, ModelUse, TrainingState

LOOK_SECONDS = 0.5
LOSSES = ("auto", "multiple-negatives", "triplet", "cosine", "softmax", "contrastive", "margin-mse")
ENDED = frozenset({"done", "failed", "cancelled", "none"})
UNDER_WAY = frozenset({"preparing", "training", "paused", "measuring"})


def add_train_arguments(train: argparse.ArgumentParser) -> None:
    """What `train` can be told."""
    train.add_argument("--base", default="", metavar="MODEL", help="a model's name or folder; else the one in use")
    train.add_argument("--loss", choices=LOSSES, default="auto", help="what is made smaller; auto suits the data")
    train.add_argument("--lora", action="store_true", help="train a few small matrices instead of all weights")
    train.add_argument("--pairs", default="", metavar="FILE", help="further examples: CSV, TSV or lines of JSON")
    train.add_argument("--only-pairs", action="store_true", help="learn from that file alone, not from judgements")
    train.add_argument("--reranker", action="store_true", help="train the cross-encoder that the settings name")
    train.add_argument("--minutes", type=float, default=7.0, metavar="N", help="how long training may take (7)")
    train.add_argument("--accept", action="store_true", help="use the model if it is better, and wait until it answers")
    train.add_argument("--no-wait", action="store_true", help="return at once; the engine goes on")


def train(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import launch, session
    from desktop_search.records import TrainingOptions

    wanted = TrainingOptions(
        base=_named(options.base),
        loss=options.loss,
        lora=options.lora,
        pairs=absolute(options.pairs) if options.pairs else "",
        only_pairs=options.only_pairs,
        reranker=options.reranker,
        accept=options.accept,
        minutes=options.minutes,
    )
    if options.no_wait:
        client = launch.connect_or_launch(data, until_done=True)
        client.call("train", options=wanted)
        client.close()
        output.show({"started": True}, options.json, lambda _: "Training has begun; `desktop-search train` tells more.")
        return DONE
    started = time.monotonic()
    with session.session(data) as engine:
        if engine.call("training").phase not in UNDER_WAY:
            engine.call("train", options=wanted)
        elif dataclasses.replace(wanted, accept=False) != TrainingOptions():
            raise DesktopSearchError(
                "A training is under way already, begun with other options.",
                "Wait for it with `desktop-search train`, or cancel it in the window.",
            )
        # One that was under way, begun in the window perhaps, is waited for.
        state = _followed(engine)
        report = state.report
        if report is None:
            raise DesktopSearchError(state.reason or "The training was cancelled.")
        if options.accept and report.is_better and not _is_taken(engine, report):
            engine.call("accept_model")
        accepted = _is_taken(engine, report)
        if accepted and not report.is_reranker:
            _wait_until_it_answers(engine)
    fields = {
        "report": dataclasses.asdict(report),
        "accepted": accepted,
        "better": report.is_better,
        "seconds": round(time.monotonic() - started, 1),
    }
    output.show(fields, options.json, lambda fields: _told(report, fields))
    return DONE if report.is_better else NO


def adapter(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    with session.session(data) as engine:
        if options.what == "show":
            state = engine.call("adapter_state", wait=True)
        else:
            state = engine.call("switch_adapter", on=options.what == "on")
    output.show(dataclasses.asdict(state), options.json, _adapter_text)
    return DONE


def use_model(data: DataDirectory, options: argparse.Namespace) -> int:
    return _switch(data, options, "use_model", name=_named(options.name))


def undo_model(data: DataDirectory, options: argparse.Namespace) -> int:
    return _switch(data, options, "undo_model")


def compare_models(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    found, _ = session.call(data, "compare_models", names=[_named(name) for name in options.names])
    output.show({"models": [dataclasses.asdict(one) for one in found]}, options.json, _compared)
    return DONE


def _switch(data: DataDirectory, options: argparse.Namespace, method: str, **arguments: Any) -> int:
    from desktop_search.engine import session

    with session.session(data) as engine:
        use: ModelUse = engine.call(method, **arguments)
        if use.next is not None:
            use = _wait_until_it_answers(engine)
    output.show(dataclasses.asdict(use), options.json, lambda fields: f"{fields['now']} answers now.")
    return DONE


def _is_taken(engine: Any, report: "ModelReport") -> bool:
    """Whether what was trained is in use, or about to be."""
    if report.is_reranker:
        return bool(engine.call("settings").values["reranker"] == report.model)
    use: ModelUse = engine.call("models")
    return report.model in (use.now, use.next)


def _named(name: str) -> str:
    """A model's name as it is, and a folder's path as it is from here."""
    return absolute(name) if name and os.path.isdir(name) else name


def _followed(engine: Any) -> "TrainingState":
    """Waits for the end of a training, and says how far it is where somebody looks."""
    last = ""
    while True:
        state: TrainingState = engine.call("training")
        if state.phase in ENDED:
            _say("", last)
            return state
        left = "" if state.seconds_left is None else f", {state.seconds_left / 60:.0f} minutes left"
        said = f"{state.phase} {state.step}/{state.steps}{left}" if state.steps else state.phase
        last = _say(said, last)
        time.sleep(LOOK_SECONDS)


def _wait_until_it_answers(engine: Any) -> "ModelUse":
    if not engine.is_running_engine:
        # One of this command alone works on nothing until it is told to.
        engine.call("resume")
    last = ""
    while True:
        use: ModelUse = engine.call("models")
        if use.next is None:
            _say("", last)
            return use
        notices = [notice for notice in engine.call("status").notices if "new one cannot be used" in notice]
        if notices:
            raise DesktopSearchError(notices[0])
        last = _say(f"embedding {use.embedded:,} of {use.passages:,} passages with {use.next}", last)
        time.sleep(LOOK_SECONDS)


def _say(said: str, last: str) -> str:
    if sys.stderr.isatty() and said != last:
        print(f"\r{said.ljust(len(last))}", end="" if said else "\r", file=sys.stderr, flush=True)
    return said


def _told(report: "ModelReport", fields: Fields) -> str:
    lines = [report.verdict, ""]
    lines += [f"  {name:10} {value:.3f} → {report.after.get(name, 0.0):.3f}" for name, value in report.before.items()]
    lines.append(f"  gain       {report.gain:+.3f}, 95 % between {report.low:+.3f} and {report.high:+.3f}")
    if report.pairs_count:
        name = f"{report.pairs_measure} on {report.pairs_count} examples"
        lines.append(f"  {name} {report.pairs_before:.3f} → {report.pairs_after:.3f}")
    if not report.is_reranker:
        lines.append(f"  in general {report.general_before:.3f} → {report.general_after:.3f}")
    for name, changed in (("better", report.improved), ("worse", report.worsened)):
        lines += ["", f"{name}:", *(f"  {one.before:.2f} → {one.after:.2f}  {one.query}" for one in changed)]
    if report.is_reranker:
        done = "is used from the engine's next start on" if fields["accepted"] else "lies there; nothing has changed"
        lines += ["", f"{report.model} {done}."]
    elif fields["accepted"]:
        lines += ["", f"{report.model} answers now; `desktop-search models undo` goes back."]
    else:
        lines += ["", f"Nothing has changed; `desktop-search models use {report.model}` takes it all the same."]
    return "\n".join(lines)


def _adapter_text(fields: Fields) -> str:
    is_on = "on" if fields["is_on"] else "off"
    if not fields["questions"]:
        return f"Learning at once is {is_on}; there is nothing to learn from yet."
    return (
        f"Learning at once is {is_on}: {fields['questions']} questions, nDCG@10 {fields['before']:.3f} →"
        f" {fields['after']:.3f} (95 % of the gain between {fields['low']:+.3f} and {fields['high']:+.3f})."
    )


def _compared(fields: Fields) -> str:
    lines = []
    for one in fields["models"]:
        measures = ", ".join(f"{name} {value:.3f}" for name, value in one["measures"].items())
        lines.append(f"{one['model']}: {measures} ({one['questions']} questions)")
    return "\n".join(lines)
