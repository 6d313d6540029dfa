"""Turns the engine's values into the fields that scripts rely on, and those into text for people."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # They take longer to import than many a command takes.
    from desktop_search.records import (
        Answer,
        AnswerLine,
        Counts,
        EngineStatus,
        Explanation,
        Failure,
        Filter,
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
        "filters": [_filter(one) for one in answer.filters],
        "answer": _answer_line(answer.answer) if answer.answer is not None else None,
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
    lines = _understood(fields["filters"]) + list(fields["notices"])
    if fields["answer"] is not None:
        lines.extend((f"“{fields['answer']['text']}”", f"   {_at(fields['answer'])}", ""))
    if not fields["hits"]:
        lines.append("Nothing found.")
    hits = sorted(fields["hits"], key=_is_unsure)
    unsure = next((number for number, hit in enumerate(hits, start=1) if _is_unsure(hit)), None)
    for number, hit in enumerate(hits, start=1):
        if number == unsure and number > 1:
            lines.extend(("", "Perhaps also:"))
        lines.append(f"{number}. {_at(hit)}")
        if hit["snippet"]:
            lines.append(f"   {hit['snippet']}")
        if explain and hit["reasons"]:
            reasons = " + ".join(f"{name} {value:.3f}" for name, value in hit["reasons"].items())
            lines.append(f"   {hit['score']:.3f} = {reasons}{_probability(hit)}")
        lines.extend(f"   the same text: {_home(path)}" for path in hit["duplicates"])
    return "\n".join(lines)


def _is_unsure(hit: Fields) -> bool:
    """Whether it is in doubt that a hit answers. Such hits follow those that are not, in the order they have."""
    from desktop_search.searching import calibration

    return hit["relevance"] is None or hit["relevance"] < calibration.SURE


def _probability(hit: Fields) -> str:
    return "" if hit["relevance"] is None else f"; relevant with a probability of {hit['relevance']:.3f}"


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
    moved = f", moved there from {_home(fields['moved_from'])}" if fields["moved_from"] else ""
    lines.append(f"Data in {_home(fields['data'])}{moved}.")
    return "\n".join([*lines, *fields["notices"]])


def failures_text(fields: Fields) -> str:
    if not fields["failures"]:
        return "Every file could be read."
    return "\n".join(f"{_home(one['path'])} ({one['state']}): {one['reason']}" for one in fields["failures"])


def forgotten_text(fields: Fields) -> str:
    return f"Forgot {fields['files']:,} files with {fields['passages']:,} passages."


def explanation_fields(explanation: Explanation) -> Fields:
    return {
        "query": explanation.query,
        "path": explanation.path,
        "state": explanation.state.value,
        "reasons": list(explanation.reasons),
        "rank": explanation.rank,
        "score": explanation.score,
        "scores": dict(explanation.scores),
        "advice": list(explanation.advice),
        "rule": explanation.rule,
        "rule_file": explanation.rule_file,
    }


def explanation_text(fields: Fields) -> str:
    return "\n".join(
        [
            f"{_home(fields['path'])}: {fields['state'].replace('_', ' ')}",
            *fields["reasons"],
            *(f"  → {advice}" for advice in fields["advice"]),
        ]
    )


def evaluation_text(fields: Fields) -> str:
    if "collection" in fields:
        about = f"{fields['collection']}: {fields['documents']:,} documents, {fields['passages']:,} passages"
    else:
        about = f"{fields['labels']:,} labels"
    lines = [f"{about}, {fields['queries']:,} queries", *_measures(fields["modes"])]
    lines.extend(
        f"ndcg@10 of {name.replace('_', ' ')}: {one['mean']:+.3f} (95 %: {one['low']:+.3f} to {one['high']:+.3f})"
        for name, one in fields["differences"].items()
    )
    if "table" in fields:
        lines.extend(["", *_comparison(fields["table"])])
    times = fields["query_ms"]
    lines.append(
        f"a query: {times['p50']:.1f} ms (median), {times['p95']:.1f} ms (95 %); {fields['seconds']:.0f} s in all"
    )
    return "\n".join(lines)


def pairs_text(fields: Fields) -> str:
    measures = ", ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in fields["measures"].items())
    return f"{fields['file']}: {fields['pairs']:,} pairs, {fields['model']} ({fields['backend']}): {measures}"


def bench_text(fields: Fields) -> str:
    columns = ("passages_per_second", "times_default", "query_ms", "cold_start_s", "rss_mb", "cosine", "overlap@10")
    heads = ("passages/s", "× default", "query ms", "start s", "MB", "cosine", "overlap@10")
    lines = [
        f"{fields['model']}, {fields['passages']} passages of some 180 tokens; sentence-transformers' default is 1.0",
        " ".join([f"{'backend':22} {'precision':10}", *(f"{head:>10}" for head in heads)]),
    ]
    for one in fields["backends"]:
        values = (f"{one[column]:>10}" for column in columns)
        lines.append(" ".join([f"{one['backend']:22} {one['precision']:10}", *values]))
    return "\n".join([*lines, *fields["notices"]])


def _measures(modes: Mapping[str, Mapping[str, float]]) -> list[str]:
    names = list(next(iter(modes.values()), {}))
    lines = [" ".join(["mode    ", *(f"{name:>10}" for name in names)])]
    return lines + [
        " ".join([f"{mode:8}", *(f"{values[name]:10.3f}" for name in names)]) for mode, values in modes.items()
    ]


def _comparison(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table of models and rerankers: hit rate, MRR, nDCG, recall and the time of a query."""
    columns = ("hit@1", "hit@5", "mrr@10", "ndcg@10", "recall@100")
    width = max(len(row["model"]) for row in rows)
    other = max(8, *(len(row["reranker"]) for row in rows))
    lines = [
        f"{'model':{width}} {'reranker':{other}} mode    " + "".join(f"{name:>11}" for name in columns) + "  ms (p50)"
    ]
    for row in rows:
        values = "".join(f"{row[name]:11.3f}" for name in columns)
        about = f"{row['model']:{width}} {row['reranker'] or '–':{other}} {row['mode']:8}"
        lines.append(f"{about}{values}{row['query_ms']['p50']:10.1f}")
    return lines


def _answer_line(line: AnswerLine) -> Fields:
    return {
        "text": line.text,
        "path": line.path,
        "member": line.member,
        "title": line.title,
        "page": line.page,
        "line": line.line,
        "sheet": line.sheet,
        "slide": line.slide,
        "heading": line.heading,
        "hit": line.hit,
        "score": line.score,
    }


def _at(fields: Mapping[str, Any]) -> str:
    """The file, its member and the place in it."""
    member = f" › {fields['member']}" if fields["member"] else ""
    place = _place(fields)
    return f"{_home(fields['path'])}{member}{f', {place}' if place else ''}"


def _place(fields: Mapping[str, Any]) -> str:
    """Where in its file a passage stands, in words; nothing where that is not known."""
    return next((f"{name} {fields[name]}" for name in ("page", "slide", "sheet", "line") if fields[name]), "")


def _counts(counts: Counts) -> Fields:
    return {"seen": counts.seen, **dataclasses.asdict(counts)}


def _states(counts: Mapping[str, Any]) -> str:
    names = ("indexed", "partial", "skipped", "failed", "pending")
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name] or name == "indexed")


def _filter(one: Filter) -> Fields:
    return {
        "kind": one.kind.value,
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "understood": one.understood,
        "valid": one.is_valid,
        "negated": one.negated,
    }


def _understood(filters: Sequence[Fields]) -> list[str]:
    """A line that says which files are looked at, and one for each filter that says nothing to the program."""
    known = [one["understood"] for one in filters if one["valid"]]
    unknown = [one["understood"] for one in filters if not one["valid"]]
    return [f"Only: {'; '.join(known)}.", *unknown] if known else unknown


def _hit(hit: Hit) -> Fields:
    return {
        "path": hit.path,
        "member": hit.member,
        "title": hit.title,
        "score": hit.score,
        "relevance": None if hit.relevance is None else round(hit.relevance, 3),
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
