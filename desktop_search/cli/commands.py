"""What each command does: asks the engine, prints the answer, says how it went by its exit status."""

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_search.cli import (
    check_commands,
    data_commands,
    label_commands,
    model_commands,
    output,
    training_commands,
)
from desktop_search.cli.basics import DONE, NO, absolute
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory


def index(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import launch, session

    paths = [absolute(path) for path in options.paths]
    if options.no_wait:
        # Somebody has to do the work after this command has returned.
        client = launch.connect_or_launch(data, until_done=True)
        summary = client.call("index", paths=paths, rescan=options.rescan, wait=False)
        client.close()
    else:
        summary, _ = session.call(data, "index", paths=paths, rescan=options.rescan)
    output.show(output.summary_fields(summary), options.json, output.summary_text)
    output.tell(summary.notices)
    return DONE


def search(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    folder = absolute(options.folder) if options.folder else None
    answer, _ = session.call(
        data, "search", query=" ".join(options.query), limit=options.limit, mode=options.mode, folder=folder
    )
    output.show(
        output.answer_fields(answer), options.json, lambda fields: output.answer_text(fields, explain=options.explain)
    )
    return DONE if answer.hits else NO


def read(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search import settings
    from desktop_search.engine import reading

    outcome = reading.read_one(absolute(options.file), settings.load(data.settings_file))
    output.show(output.outcome_fields(outcome), options.json, output.outcome_text)
    return DONE if outcome.passages else NO


def status(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    value, is_running = session.call(data, "status")
    fields = output.status_fields(value, is_running=is_running)
    fields |= {"data": str(data.root), "moved_from": str(options.asked) if options.asked != data.root else None}
    output.show(fields, options.json, output.status_text)
    return DONE


def failures(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    found, _ = session.call(data, "failures", retry=options.retry)
    output.show(output.failures_fields(found), options.json, output.failures_text)
    return DONE


def forget(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    paths = [absolute(path) for path in options.paths]
    forgotten, _ = session.call(data, "forget_gone" if options.gone else "forget", paths=paths)
    output.show({"files": forgotten.files, "passages": forgotten.passages}, options.json, output.forgotten_text)
    return DONE if forgotten.files else NO


def why(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    folder = absolute(options.folder) if options.folder else None
    explanation, _ = session.call(
        data,
        "why",
        query=" ".join(options.query),
        path=absolute(options.file),
        mode=options.mode,
        folder=folder,
    )
    output.show(output.explanation_fields(explanation), options.json, output.explanation_text)
    return DONE if explanation.rank is not None else NO


def evaluate(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search import settings
    from desktop_search.engine import evaluation, parts, session

    if options.labels:
        with session.session(data) as engine:
            result = evaluation.evaluate_labels(
                lambda query, **arguments: engine.call("search", query=query, **arguments),
                engine.call("labels"),
                modes=options.modes,
            )
        output.show(result, options.json, output.evaluation_text)
    elif options.pairs:
        embedder = parts.embedder(settings.load(data.settings_file), data, lambda notice: output.tell([notice]))
        result = evaluation.evaluate_pairs(Path(options.pairs), embedder)
        output.show(result, options.json, output.pairs_text)
    else:
        result = evaluation.evaluate(
            Path(options.directory),
            settings.load(data.settings_file),
            modes=options.modes,
            whole=options.whole,
            model_folders=options.models,
            rerankers=options.rerankers,
        )
        output.show(result, options.json, output.evaluation_text)
    return DONE


def bench(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search import settings
    from desktop_search.engine import models

    result = models.compare(data, settings.load(data.settings_file))
    output.show(result, options.json, output.bench_text)
    return DONE


def engine(data: DataDirectory, options: argparse.Namespace) -> int:
    from filelock import Timeout

    from desktop_search import logs
    from desktop_search.engine.lock import lock_of

    while_used = options.with_window or options.until_done
    lock = lock_of(data)
    try:
        lock.acquire(timeout=5 if while_used else 0)
    except Timeout:
        # Somebody else is the engine: that is what was wanted.
        print("desktop-search: an engine is running already.", file=sys.stderr)
        return DONE
    try:
        logs.log_to_file(data.log_file)
        logs.log_ends_of_threads()
        _serve(data, while_used=while_used, until_done=options.until_done)
    finally:
        lock.release()
    return DONE


def gui(data: DataDirectory, options: argparse.Namespace) -> int:
    try:
        from desktop_search.gui import app
    except ImportError as error:
        raise DesktopSearchError(
            f"The window cannot be opened: {error}.", "Install the system's Qt libraries; `make venv` does."
        ) from error

    return app.run(data, toggle=getattr(options, "toggle", False), background=getattr(options, "background", False))


def _serve(data: DataDirectory, *, while_used: bool, until_done: bool) -> None:
    from desktop_search.engine.engine import Engine
    from desktop_search.engine.service import Service

    service: Service | None = None
    is_to_end = False

    def end(*_: object) -> None:
        nonlocal is_to_end
        is_to_end = True
        if service is not None:
            service.stop()

    # The end of a session and a closed terminal hang up; an engine that just ends has to read files again. It may be
    # told so as soon as it answers, and before.
    for number in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, number):
            signal.signal(getattr(signal, number), end)
    search_engine = Engine(data, watch=True)
    service = Service(search_engine, until_done=until_done)
    try:
        if is_to_end:
            service.stop()
        search_engine.rescan()
        search_engine.warm_up()
        service.wait(while_used=while_used)
    finally:
        service.close()
        search_engine.close()


COMMANDS: dict[str, Callable[[DataDirectory, Any], int]] = {
    "index": index,
    "search": search,
    "read": read,
    "status": status,
    "failures": failures,
    "forget": forget,
    "why": why,
    "label": label_commands.label,
    "labels": label_commands.labels,
    "train": training_commands.train,
    "adapter": training_commands.adapter,
    "evaluate": evaluate,
    "bench": bench,
    "doctor": check_commands.doctor,
    "verify": check_commands.verify,
    "models": model_commands.models,
    "backup": data_commands.backup,
    "restore": data_commands.restore,
    "move": data_commands.move,
    "erase": data_commands.erase,
    "gui": gui,
    "engine": engine,
}
