"""Turns the engine's values into the fields that scripts rely on, and those into text for people."""

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_search.records import (
    Answer,
    Counts,
    EngineStatus,
    Failure,
    Hit,
    IndexSummary,
    ReadOutcome,
)

Fields = dict[str, Any]


def show(fields: Fields, as_json: bool, text: Callable[[Fields], str]) -> None:
    """Prints one JSON object, or the text for people. Odd file names are escaped in either."""
    if as_json:
        print(json.dumps(fields))
    else:
        print(text(fields).encode("utf-8", "backslashreplace").decode("utf-8"))


def tell(notices: Sequence[str]) -> None:
    """Says on standard error what a person should know besides the answer."""
    for notice in notices:
        print(f"desktop-search: {notice}", file=sys.stderr)


def summary_fields(summary: IndexSummary) -> Fields:
    plain = dataclasses.asdict(summary)
    return {**_counts(summary.counts), **{name: value for name, value in plain.items() if name != "counts"}}


def answer_fields(answer: Answer) -> Fields:
    return {
        "query": answer.query,
        "mode": answer.mode.value,
        "took_ms": answer.took_ms,
        "complete": answer.complete,
        "notices": list(answer.notices),
        "hits": [_hit(hit) for hit in answer.hits],
    }


def outcome_fields(outcome: ReadOutcome) -> Fields:
    return {
        "path": outcome.stat.path,
        "state": outcome.state.value,
        "reason": outcome.reason,
        "format": outcome.format,
        "title": outcome.title,
        "language": outcome.language,
        "passages": [
            {
                "text": passage.text,
                "heading": passage.heading,
                "page": passage.location.page,
                "line": passage.location.line,
                "sheet": passage.location.sheet,
                "slide": passage.location.slide,
            }
            for passage in outcome.passages
        ],
    }


def status_fields(status: EngineStatus, *, is_running: bool) -> Fields:
    return {
        "folders": [
            {
                "path": folder.path,
                "files": _counts(folder.counts),
                "available": folder.available,
                "watched": folder.watched,
            }
            for folder in status.folders
        ],
        "files": _counts(status.counts),
        "passages": status.passages,
        "embedded": status.embedded,
        "model": status.model,
        "device": status.device,
        "backend": status.backend,
        "bytes_on_disk": status.bytes_on_disk,
        "engine": f"running ({status.engine})" if is_running else "not running",
        "state": status.state if is_running else "closed",
        "progress": dataclasses.asdict(status.progress) if status.progress and is_running else None,
        "notices": list(status.notices),
        "sandbox": status.sandbox,
    }


def failures_fields(failures: Sequence[Failure]) -> Fields:
    return {
        "failures": [
            {"path": one.path, "state": one.state.value, "reason": one.reason, "when": _time(one.when)}
            for one in failures
        ]
    }


def summary_text(fields: Fields) -> str:
    lines = [
        f"{fields['seen']:,} files: {_states(fields)}.",
        f"{fields['passages']:,} passages, {fields['embedded']:,} of them searchable by meaning.",
        f"Read {fields['read_now']:,} files and embedded {fields['embedded_now']:,} texts"
        f" in {fields['seconds']:.1f} seconds.",
    ]
    return "\n".join(lines)


def answer_text(fields: Fields, *, explain: bool) -> str:
    lines = list(fields["notices"])
    if not fields["hits"]:
        lines.append("Nothing found.")
    for number, hit in enumerate(fields["hits"], start=1):
        member = f" › {hit['member']}" if hit["member"] else ""
        place = _place(hit)
        lines.append(f"{number}. {_home(hit['path'])}{member}{f', {place}' if place else ''}")
        if hit["snippet"]:
            lines.append(f"   {hit['snippet']}")
        if explain:
            reasons = " + ".join(f"{name} {value:.3f}" for name, value in hit["reasons"].items())
            lines.append(f"   {hit['score']:.3f} = {reasons}")
        lines.extend(f"   the same text: {_home(path)}" for path in hit["duplicates"])
    return "\n".join(lines)


def outcome_text(fields: Fields) -> str:
    about = [fields["state"], fields["format"], fields["language"], fields["title"]]
    lines = [f"{fields['path']}: {', '.join(part for part in about if part)}"]
    if fields["reason"]:
        lines.append(fields["reason"])
    for number, passage in enumerate(fields["passages"], start=1):
        lines.extend(["", f"--- {number} {_place(passage)}".rstrip(), passage["text"]])
    return "\n".join(lines)


def status_text(fields: Fields) -> str:
    files = fields["files"]
    lines = [f"{files['seen']:,} files: {_states(files)}."]
    for folder in fields["folders"]:
        away = "" if folder["available"] else " (not there at the moment)"
        lines.append(f"  {_home(folder['path'])}: {folder['files']['seen']:,} files{away}")
    if not fields["folders"]:
        lines.append("  No folders yet: add one with desktop-search index PATH.")
    lines.append(f"{fields['passages']:,} passages, {fields['embedded']:,} of them searchable by meaning.")
    lines.append(f"Model {fields['model']} on {fields['device']} ({fields['backend']}).")
    lines.append(f"Engine {fields['engine']}; {fields['bytes_on_disk'] / 1e6:,.1f} MB on disk.")
    return "\n".join([*lines, *fields["notices"]])


def failures_text(fields: Fields) -> str:
    if not fields["failures"]:
        return "Every file could be read."
    return "\n".join(f"{_home(one['path'])} ({one['state']}): {one['reason']}" for one in fields["failures"])


def forgotten_text(fields: Fields) -> str:
    return f"Forgot {fields['files']:,} files with {fields['passages']:,} passages."


def evaluation_text(fields: Fields) -> str:
    lines = [
        f"{fields['collection']}: {fields['documents']:,} documents, {fields['passages']:,} passages,"
        f" {fields['queries']:,} queries"
    ]
    measures = list(next(iter(fields["modes"].values()), {}))
    lines.append(" ".join(["mode    ", *(f"{measure:>10}" for measure in measures)]))
    for mode, values in fields["modes"].items():
        lines.append(" ".join([f"{mode:8}", *(f"{values[measure]:10.3f}" for measure in measures)]))
    times = fields["query_ms"]
    lines.append(
        f"a query: {times['p50']:.1f} ms (median), {times['p95']:.1f} ms (95 %); {fields['seconds']:.0f} s in all"
    )
    return "\n".join(lines)


def _place(fields: Mapping[str, Any]) -> str:
    """Where in its file a passage stands, in words; nothing where that is not known."""
    return next((f"{name} {fields[name]}" for name in ("page", "slide", "sheet", "line") if fields[name]), "")


def _counts(counts: Counts) -> Fields:
    return {"seen": counts.seen, **dataclasses.asdict(counts)}


def _states(counts: Mapping[str, Any]) -> str:
    names = ("indexed", "partial", "skipped", "failed", "pending")
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name] or name == "indexed")


def _hit(hit: Hit) -> Fields:
    return {
        "path": hit.path,
        "member": hit.member,
        "title": hit.title,
        "score": hit.score,
        "page": hit.page,
        "line": hit.line,
        "sheet": hit.sheet,
        "slide": hit.slide,
        "heading": hit.heading,
        "snippet": hit.snippet,
        "matches": [{"text": match.text, "page": match.page, "line": match.line} for match in hit.matches],
        "reasons": dict(hit.reasons),
        "duplicates": list(hit.duplicates),
    }


def _home(path: str) -> str:
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if home != "/" and path.startswith(home + os.sep) else path


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(seconds))
