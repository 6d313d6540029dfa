"""The commands that look whether all is well: with what is stored, and with what the program needs."""

import argparse
import dataclasses
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_search.cli import output
from desktop_search.cli.basics import DONE, NO
from desktop_search.cli.output import Fields
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

if TYPE_CHECKING:
    from desktop_search.records import Verification

LOOK_SECONDS = 0.2
KINDS = ("passages", "vectors", "words", "files", "labels")

SIGNS = {"right": "✓", "warning": "!", "wrong": "✗"}
"""Of each Condition."""
NAMES = {"words": "entries of the word index", "labels": "judgements"}


def add_parsers(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Adds both commands; command makes the parser of one, from its name and what it does."""
    verify = command("verify", "Look whether everything that is stored is as it was written; exit 1 if it is not.")
    verify.add_argument("--deep", action="store_true", help="compare every text and vector with its digest")
    verify.add_argument("--repair", action="store_true", help="mend what can be mended")
    command(
        "doctor", "Show on one page what is right and wrong, and what to do about it; exit 1 if something is wrong."
    )


def verify(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session

    with session.session(data) as engine:
        engine.call("verify", deep=options.deep, repair=options.repair)
        try:
            found = _followed(engine)
        except KeyboardInterrupt:
            engine.call("stop_verifying")
            raise
    if found.phase != "done":
        raise DesktopSearchError(found.reason, "Try again; nothing was changed or thrown away because of it.")
    fields = {
        "ok": found.is_sound,
        "deep": options.deep,
        "checked": {kind: found.checked.get(kind, 0) for kind in KINDS},
        "problems": [dataclasses.asdict(problem) for problem in found.problems],
    }
    output.show(fields, options.json, lambda fields: _told(fields, repair=options.repair))
    return DONE if found.is_sound else NO


def doctor(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import session
    from desktop_search.records import Condition

    found, _ = session.call(data, "doctor")
    ok = all(one.state is not Condition.WRONG for one in found)
    fields = {"ok": ok, "checks": [dataclasses.asdict(one) for one in found]}
    output.show(fields, options.json, _page)
    return DONE if ok else NO


def _page(fields: Fields) -> str:
    lines = []
    for one in fields["checks"]:
        lines.append(f"{SIGNS[one['state']]} {one['name']:<10} {one['said']}")
        if one["hint"]:
            lines.append(f"{'':12} → {one['hint']}")
    return "\n".join(lines)


def _followed(engine: Any) -> "Verification":
    """Waits for the end of a check, and says how far it is where somebody looks."""
    last = ""
    while True:
        found: Verification = engine.call("verification")
        if not found.is_under_way:
            _say("", last)
            return found
        far = f" {found.done:,} of {found.total:,}" if found.total else ""
        last = _say(f"{found.phase} {found.what}{far}".rstrip(), last)
        time.sleep(LOOK_SECONDS)


def _say(said: str, last: str) -> str:
    if sys.stderr.isatty() and said != last:
        print(f"\r{said.ljust(len(last))}", end="" if said else "\r", file=sys.stderr, flush=True)
    return said


def _told(fields: Fields, *, repair: bool) -> str:
    kinds = ", ".join(f"{number:,} {NAMES.get(kind, kind)}" for kind, number in fields["checked"].items())
    how = "Every byte of the texts and vectors was compared" if fields["deep"] else "Looked through quickly"
    lines = [
        f"{one['where']}: {one['what']}: {one['count']:,} ({'mended' if one['repaired'] else 'not mended'})"
        for one in fields["problems"]
    ]
    lines.append(f"{how}: {kinds}.")
    if not fields["problems"]:
        lines.append("Everything is as it was written.")
    elif fields["ok"]:
        lines.append("All of it has been mended.")
    elif repair:
        lines.append("Some of it could not be mended: close Desktop Search, start it again, and repeat this command.")
    else:
        lines.append("desktop-search verify --deep --repair mends what can be mended.")
    return "\n".join(lines)
