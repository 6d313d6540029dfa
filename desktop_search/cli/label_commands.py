"""The commands on judgements: keep one, and list, export, import or remove them."""

import argparse
from pathlib import Path
from typing import Any

from desktop_search import label_lines
from desktop_search.cli import output
from desktop_search.cli.basics import DONE, absolute
from desktop_search.cli.output import Fields
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory


def label(data: DataDirectory, options: argparse.Namespace) -> int:
    *words, file = options.words
    kept = _told(data, "label_file", query=" ".join(words), path=absolute(file), relevant=options.relevant)
    output.show({"stored": True, **label_lines.fields_of(kept)}, options.json, _kept)
    return DONE


def labels(data: DataDirectory, options: argparse.Namespace) -> int:
    return {"list": _list_labels, "export": _export_labels, "import": _import_labels, "remove": _remove_labels}[
        options.what
    ](data, options)


def _list_labels(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    found, _ = session.call(data, "labels", query=options.query)
    output.show({"labels": [label_lines.fields_of(one) for one in found]}, options.json, _listed)
    return DONE


def _export_labels(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    found, _ = session.call(data, "labels", query=options.query)
    target = Path(absolute(options.target))
    try:
        target.write_text("".join(f"{label_lines.line_of(one)}\n" for one in found), encoding="utf-8")
    except OSError as error:
        raise DesktopSearchError(f"{target} cannot be written: {error.strerror}.") from error
    output.show({"exported": len(found), "file": str(target)}, options.json, _exported)
    return DONE


def _import_labels(data: DataDirectory, options: argparse.Namespace) -> int:
    source = Path(absolute(options.target))
    try:
        read, wrong = label_lines.read(source.read_text(encoding="utf-8-sig").splitlines(), absolute)
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise DesktopSearchError(f"{source} cannot be read: {said}.") from error
    done = _told(data, "import_labels", labels=read)
    fields = {"imported": done.imported, "skipped": done.skipped + wrong}
    output.show(fields, options.json, _imported)
    return DONE


def _remove_labels(data: DataDirectory, options: argparse.Namespace) -> int:
    path = absolute(options.file) if options.file else None
    removed = _told(data, "remove_labels", query=options.query, path=path)
    output.show({"removed": removed}, options.json, _removed)
    return DONE


def _told(data: DataDirectory, method: str, **arguments: Any) -> Any:
    """The value of a method that changes judgements, once what they teach has been learned: the next search has it."""
    from desktop_search.engine import session

    with session.session(data) as engine:
        value = engine.call(method, **arguments)
        engine.call("adapter_state", wait=True)
        return value


def _kept(fields: Fields) -> str:
    answers = "answers" if fields["relevant"] else "does not answer"
    return f"Kept: {fields['path']} {answers} “{fields['query']}”."


def _listed(fields: Fields) -> str:
    lines = (f"{'+' if one['relevant'] else '-'} {one['query']}\t{one['path']}" for one in fields["labels"])
    return "\n".join(lines) or "There are no judgements yet."


def _exported(fields: Fields) -> str:
    return f"Wrote {fields['exported']:,} judgements to {fields['file']}."


def _imported(fields: Fields) -> str:
    return f"Kept {fields['imported']:,} judgements; {fields['skipped']:,} were there already or are none."


def _removed(fields: Fields) -> str:
    return f"Removed {fields['removed']:,} judgements."
