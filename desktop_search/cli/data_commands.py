"""The commands on the data as a whole: back it up, restore it, move it, erase it."""

import argparse
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_search import moved
from desktop_search.cli import output
from desktop_search.cli.basics import DONE, NO, absolute
from desktop_search.cli.output import Fields
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

if TYPE_CHECKING:
    from desktop_search.engine.belongings import erasing


def add_parsers(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Adds the parser of each of these commands; command makes one of a name and a sentence."""
    backup = command("backup", "Write labels, saved searches, folders, settings and your models into one file.")
    backup.add_argument("file", metavar="FILE", help="a new file; the index is not in it, as it can be made anew")
    backup.add_argument("--force", action="store_true", help="replace a file of that name")
    restore = command("restore", "Put a backup in the place of labels, saved searches, folders and settings.")
    restore.add_argument("file", metavar="FILE", help="what `backup` wrote; a copy of what is there is kept")
    move = command("move", "Move the data directory to another place, and find it there from then on.")
    move.add_argument("directory", metavar="DIR", help="an empty folder, or one that is not there yet")
    erase = command("erase", "Remove everything the program has kept; your own files are never touched.")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def finish_moving(data: DataDirectory) -> None:
    """Removes what an interrupted move has left in the old place, if there was one."""
    if moved.arrival_at(data.root) is not None:
        from desktop_search.engine.belongings import moving

        moving.finish(data.root)


def backup(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine.belongings import backing_up

    done = backing_up.back_up(data, Path(absolute(options.file)), force=options.force)
    output.show(dataclasses.asdict(done), options.json, _backed_up)
    _tell(done.notices, options)
    return DONE


def restore(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine.belongings import restoring

    done = restoring.restore(data, Path(absolute(options.file)))
    output.show(dataclasses.asdict(done), options.json, _restored)
    _tell(done.notices, options)
    return DONE


def move(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine.belongings import moving

    done = moving.move(data, Path(absolute(options.directory)), asked=options.asked)
    output.show(dataclasses.asdict(done), options.json, _moved)
    return DONE


def erase(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine.belongings import erasing

    plan = erasing.plan(data, asked=options.asked)
    is_wanted = options.yes
    if not is_wanted and not options.json:
        print(_to_erase(_plan_fields(plan, erased=False)))
        is_wanted = _asked()
    if is_wanted:
        plan = erasing.erase(data, asked=options.asked)
    fields = _plan_fields(plan, erased=is_wanted)
    output.show(fields, options.json, _erased)
    return DONE if is_wanted else NO


def _asked() -> bool:
    if not sys.stdin.isatty():
        raise DesktopSearchError("Nobody is there to be asked, so nothing was removed.", "Say --yes if you mean it.")
    return input("Erase all of this? Type yes: ").strip().casefold() == "yes"


def _tell(notices: tuple[str, ...], options: argparse.Namespace) -> None:
    if not options.json:
        output.tell(notices)


def _plan_fields(plan: "erasing.Plan", *, erased: bool) -> Fields:
    return {
        "data": plan.root,
        "erased": erased,
        "files": plan.files,
        "bytes": plan.bytes,
        "removed": [dataclasses.asdict(one) for one in plan.removals],
        "left": list(plan.left),
    }


def _to_erase(fields: Fields) -> str:
    lines = [f"In {fields['data']}:"]
    lines += [f"  {one['kind']}: {_count(one['files'], 'file')}, {_size(one['bytes'])}" for one in fields["removed"]]
    lines += ["Your own files, and backups that you keep elsewhere, are not touched.", *_stays(fields)]
    return "\n".join(lines)


def _erased(fields: Fields) -> str:
    if not fields["erased"]:
        return "Nothing was removed."
    return "\n".join([f"Removed {_count(fields['files'], 'file')}, {_size(fields['bytes'])}.", *_stays(fields)])


def _stays(fields: Fields) -> list[str]:
    return [f"{path} is not the program's, and stays." for path in fields["left"]]


def _backed_up(fields: Fields) -> str:
    models = f", with the models {', '.join(fields['models'])}" if fields["models"] else ""
    return f"Wrote {fields['file']}: {_size(fields['bytes'])}{models}."


def _restored(fields: Fields) -> str:
    lines = [
        f"Restored the backup of {fields['made_at']}: {_count(fields['labels'], 'judgement')},"
        f" {_count(fields['folders'], 'folder')}."
    ]
    if fields["models"]:
        lines.append(f"Models: {', '.join(fields['models'])}.")
    if fields["put_aside"]:
        lines.append(f"What was there before is in {fields['put_aside']}; restore that to go back.")
    return "\n".join([*lines, "The index follows as soon as the program runs."])


def _moved(fields: Fields) -> str:
    lines = [f"Moved {_count(fields['files'], 'file')}, {_size(fields['bytes'])}, to {fields['new']}."]
    lines.append(f"{fields['old']}/{moved.SIGN} says so, and the program follows it.")
    return "\n".join([*lines, *(f"{path} is not the program's, and stayed." for path in fields["left"])])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"
