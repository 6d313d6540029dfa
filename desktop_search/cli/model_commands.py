"""The commands on models: list those there are, add or download one, write one for other programs, remove one."""

import argparse
import contextlib
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_search.cli import output, progress, training_commands
from desktop_search.cli.basics import DONE, NO, absolute
from desktop_search.cli.output import Fields
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings

if TYPE_CHECKING:
    from desktop_search.embedding.offers import Offer

FORMATS = ("folder", "onnx", "torchscript", "openvino")


def add_parsers(on_models: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Adds the parser of each of these commands."""
    on_models.usage = (
        "desktop-search models list | add SOURCE [--name NAME]"
        " | download NAME [--revision COMMIT] [--name NAME] [--yes|--show] | use NAME | undo"
        " | compare NAME NAME … | remove NAME | export --format FORMAT DIR [--model NAME]"
    )
    parsers = on_models.add_subparsers(dest="what", metavar="ACTION", required=True, parser_class=type(on_models))

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return parsers.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)

    command("list", "Show the models there are, and some that could be added.")
    add = command("add", "Add a model from a folder, an archive or a text file of word vectors.")
    add.add_argument("source", metavar="SOURCE", help="a model's folder, a zip or tar file of one, or word vectors")
    add.add_argument("--name", default="", metavar="NAME", help="what to call it here; else as the source is called")
    download = command("download", "Download a model from huggingface.co, after you have agreed, and add it.")
    download.add_argument("model", metavar="NAME", help="a name from the list, or the owner/name of any model there")
    download.add_argument("--revision", default="", metavar="COMMIT", help="this commit of it; else the newest")
    download.add_argument("--name", default="", metavar="NAME", help="what to call it here; else as it is called there")
    download.add_argument("--yes", action="store_true", help="agree without being asked")
    download.add_argument("--show", action="store_true", help="only show what would be downloaded")
    use = command("use", "Embed everything with a model, and answer with it from then on.")
    use.add_argument("name", metavar="NAME", help="a name from the list, or a folder; “shipped” is the shipped one")
    command("undo", "Go back to the model that was used before.")
    compare = command("compare", "Measure models by your own judgements before you use one of them.")
    compare.add_argument("names", nargs="+", metavar="NAME")
    remove = command("remove", "Remove a model that was added, with its files.")
    remove.add_argument("name", metavar="NAME")
    export = command("export", "Write a model in a format that other programs read, with its tokenizer.")
    export.add_argument("directory", metavar="DIR", help="where the files are written")
    export.add_argument("--format", required=True, choices=FORMATS, help=", ".join(FORMATS))
    export.add_argument("--model", default=None, metavar="NAME", help="a name or a folder; else the one in use")
    for followed in (add, download, export):
        # For the window: lines of bytes where there are any, and an end when it closes the input.
        followed.add_argument("--followed", action="store_true", help=argparse.SUPPRESS)


def models(data: DataDirectory, options: argparse.Namespace) -> int:
    return ACTIONS[options.what](data, options)


def _list_models(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import models as engine_models

    output.show(engine_models.list_models(data, _settings(data)), options.json, _listed)
    return DONE


def _add_model(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import models as engine_models

    with _followed(options):
        added = engine_models.add_model(data, Path(absolute(options.source)), options.name)
    output.show(dataclasses.asdict(added), options.json, _added)
    return DONE


def _download_model(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import models as engine_models

    if not (options.yes or options.show or sys.stdin.isatty()):
        raise DesktopSearchError(
            "Downloading a model uses the network, and there is no terminal to ask you on.", "--yes agrees to it."
        )
    offer = engine_models.offered_model(data, options.model, options.revision, options.name)
    if options.show:
        output.show({**dataclasses.asdict(offer), "size": offer.size}, options.json, lambda _: _offered(offer))
        return DONE
    if not options.followed:
        print(_offered(offer), file=sys.stderr)
    if not options.yes and not _agreed():
        print("Nothing was downloaded.", file=sys.stderr)
        return NO
    with progress.followed() if options.followed else progress.shown(offer.size) as tell:
        added = engine_models.download_model(data, offer, tell, options.name)
    output.show(dataclasses.asdict(added), options.json, _added)
    return DONE


def _agreed() -> bool:
    print("Download it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _remove_model(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import models as engine_models

    removed = engine_models.remove_model(data, _settings(data), options.name)
    output.show({"removed": removed.name}, options.json, lambda fields: f"Removed {fields['removed']}.")
    return DONE


def _export_model(data: DataDirectory, options: argparse.Namespace) -> int:
    from desktop_search.engine import model_export
    from desktop_search.engine import models as engine_models

    settings = _settings(data)
    if options.model is not None:
        settings = dataclasses.replace(settings, model=engine_models.library(data).folder_of(options.model))
    with _followed(options):
        result = model_export.export(settings, options.format, Path(absolute(options.directory)))
    output.show(result, options.json, _exported)
    return DONE


def _followed(options: argparse.Namespace) -> contextlib.AbstractContextManager[object]:
    return progress.followed() if options.followed else contextlib.nullcontext()


def _settings(data: DataDirectory) -> Settings:
    from desktop_search import settings

    return settings.load(data.settings_file)


def _offered(offer: "Offer") -> str:
    licence = f"licence {offer.licence}" if offer.licence else "no licence is told"
    return "\n".join(
        [
            f"{offer.name} at {offer.commit}",
            f"  from {offer.host}, its large files from hosts below huggingface.co or hf.co",
            f"  {len(offer.files)} files, {offer.size / 1e6:,.1f} MB; {licence}",
        ]
    )


def _listed(fields: Fields) -> str:
    lines = [f"  {'name':32} {'dimensions':>10} {'MB':>7} {'passages/s':>10}  {'licence':12} languages · made of"]
    lines += [_line(one) for one in fields["models"]]
    lines += ["", "* is in use. Others, which `desktop-search models download NAME` would get:", ""]
    lines.append(f"  {'name':63} {'million':>7} {'dimensions':>10}  {'licence':12} languages · prefixes")
    for one in fields["known"]:
        prefixes = " ".join(f"“{one[key]}”" for key in ("query_prefix", "passage_prefix") if one[key])
        about = f"{one['languages']}{f' · {prefixes}' if prefixes else ''}"
        lines.append(f"  {one['name']:63} {one['parameters']:>7} {one['dimensions']:>10}  {one['licence']:12} {about}")
    return "\n".join(lines)


def _line(one: dict[str, Any]) -> str:
    speed = f"{one['speed']['passages_per_second']:10.1f}" if one["speed"] else f"{'–':>10}"
    # A card may name a hundred languages.
    languages = ", ".join(one["languages"][:5]) + (" …" if len(one["languages"]) > 5 else "")
    source = f" from {one['published_as']} at {one['commit'][:12]}" if one["commit"] else ""
    about = " · ".join(part for part in (languages or "–", ", ".join(one["kinds"]), one["origin"] + source) if part)
    size = one["size"] / 1e6
    mark = "*" if one["in_use"] else " "
    numbers = f"{one['dimensions'] or '–':>10} {size:>7.1f} {speed}"
    return f"{mark} {one['name']:32} {numbers}  {one['licence'] or '–':12} {about}"


def _added(fields: Fields) -> str:
    kinds = ", ".join(fields["kinds"])
    return f"Added {fields['name']}: {kinds}, {fields['dimensions']} dimensions, {fields['size'] / 1e6:.1f} MB."


def _exported(fields: Fields) -> str:
    if fields["format"] == "folder":
        return "\n".join(
            [f"{fields['model']} as a folder; “models add” takes it on another computer.", *fields["files"]]
        )
    checked = f"cosine to torch at least {fields['cosine']:.6f}"
    return "\n".join([f"{fields['model']} as {fields['format']}: {checked}.", *fields["files"]])


ACTIONS: dict[str, Callable[[DataDirectory, argparse.Namespace], int]] = {
    "list": _list_models,
    "add": _add_model,
    "download": _download_model,
    "use": training_commands.use_model,
    "undo": training_commands.undo_model,
    "compare": training_commands.compare_models,
    "remove": _remove_model,
    "export": _export_model,
}
