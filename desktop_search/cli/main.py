"""The command line: parses, calls the engine, prints. Scripts depend on its names."""

import argparse
import itertools
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from desktop_search import __version__, logs, moved
from desktop_search.cli import check_commands, commands, data_commands, model_commands, training_commands
from desktop_search.cli.basics import absolute
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory, default_data_directory

DONE, NO, WRONG_USE = 0, 1, 2
WITH_VALUE = frozenset({"--data-dir", "--limit", "--mode", "--in"})
WITH_QUERY = frozenset({"search", "why"})
WITHOUT_VALUE = frozenset({"--json", "--explain", "--help", "-h", "--version"})


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong, without the usage lines before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"desktop-search: {message} (desktop-search --help shows how).\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--data-dir", metavar="DIR", default=argparse.SUPPRESS, help="where index, labels and settings are kept"
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
    parser = _Parser(
        prog="desktop-search",
        description="Finds your own files by meaning, privately and offline. Without a command it opens the window.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"desktop-search {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return subparsers.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)

    index = command("index", "Add folders, and bring the index up to date with them.")
    index.add_argument("paths", nargs="+", metavar="PATH", help="a folder or a file")
    index.add_argument("--no-wait", action="store_true", help="return at once; a running engine does the work")
    index.add_argument("--rescan", action="store_true", help="read every file again, also those that did not change")

    search = command("search", "Find files by what they say.")
    search.usage = "desktop-search search [options] QUERY"
    search.epilog = (
        "QUERY is a question or words; everything after -- belongs to it. It may hold '\"a phrase\"', -word, OR,"
        " type:pdf, in:folder, name:part, author:name, before:date, after:date, modified:date, lang:code, size:>1MB."
    )
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help="how many files at most (10)")
    search.add_argument("--mode", choices=("both", "words", "meaning"), default="both", help="what to go by")
    search.add_argument("--in", dest="folder", metavar="FOLDER", help="only files in this folder")
    search.add_argument("--explain", action="store_true", help="show what each score is made of")

    read = command("read", "Show what the program reads in a file.")
    read.add_argument("file", metavar="FILE")

    command("status", "Show folders, counts and what the engine is doing.")

    failures = command("failures", "List the files that could not be read, with the reasons.")
    failures.add_argument("--retry", action="store_true", help="read them again first")

    forget = command("forget", "Remove folders or files from the index; the files themselves stay.")
    forget.add_argument("paths", nargs="+", metavar="PATH")
    forget.add_argument("--gone", action="store_true", help="only what is no longer there in these folders")

    why = command("why", "Explain where a file stands in an answer, or why it is not there.")
    why.usage = "desktop-search why [options] QUERY FILE"
    why.epilog = "FILE is the last word; what stands before it is the question."
    why.add_argument("--mode", choices=("both", "words", "meaning"), default="both", help="what to go by")
    why.add_argument("--in", dest="folder", metavar="FOLDER", help="only files in this folder")

    check_commands.add_parsers(command)

    _add_label(command("label", "Say of a file that it answers a question, or that it does not."))
    _add_labels(command("labels", "List, export, import or remove your judgements."))

    training_commands.add_train_arguments(
        command("train", "Train a model on your judgements, and measure whether it is better; exit 1 if it is not.")
    )
    adapter = command("adapter", "What is learned at once from judgements: switch it on or off, or show it.")
    adapter.add_argument("what", choices=("on", "off", "show"), metavar="on|off|show")

    _add_evaluation(command("evaluate", "Measure how well a judged collection (BEIR layout) is searched."))

    command("bench", "Compare what can compute the model on this machine: speed, memory, agreement.")
    model_commands.add_parsers(command("models", "List, add, download, export or remove models."), common)

    data_commands.add_parsers(command)

    _add_processes(command)
    return parser


def _add_processes(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The window, and the engine behind it."""
    gui = command("gui", "Open the window.")
    gui.add_argument("--toggle", action="store_true", help="show the quick search, or hide it when it is shown")
    gui.add_argument("--background", action="store_true", help="start without showing the window, as at login")

    engine = command("engine", "Run the engine until it is told to stop.")
    engine.add_argument("--with-window", action="store_true", help="end when the last window or command is gone")
    engine.add_argument("--until-done", action="store_true", help="the same, but not before everything is read")


def _add_evaluation(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument("directory", metavar="DIR", nargs="?", help="holds corpus.jsonl, queries.jsonl and qrels.tsv")
    evaluate.add_argument(
        "--modes", type=_modes, default=("words", "meaning", "both"), metavar="MODES", help="separated by commas"
    )
    evaluate.add_argument("--whole", action="store_true", help="one passage a document, cut at the model's length")
    evaluate.add_argument(
        "--models",
        type=_folders,
        default=(),
        metavar="DIR,DIR",
        help="compare these models; “shipped” is the shipped one",
    )
    evaluate.add_argument(
        "--rerankers", type=_folders, default=(), metavar="DIR,DIR", help="compare these rerankers; “none” is none"
    )
    evaluate.add_argument("--labels", action="store_true", help="measure the index by your own labels instead")
    evaluate.add_argument("--pairs", metavar="FILE", help="measure the model on pairs of sentences (TSV) instead")


def _add_label(label: argparse.ArgumentParser) -> None:
    label.usage = "desktop-search label QUERY FILE --relevant|--not-relevant"
    label.add_argument("words", nargs="+", metavar="QUERY FILE", help="FILE is the last word")
    answers = label.add_mutually_exclusive_group(required=True)
    answers.add_argument("--relevant", dest="relevant", action="store_true", help="it answers the question")
    answers.add_argument("--not-relevant", dest="relevant", action="store_false", help="it does not")


def _add_labels(on_labels: argparse.ArgumentParser) -> None:
    on_labels.usage = "desktop-search labels list|export FILE|import FILE|remove [--query QUERY] [--file FILE] [--all]"
    on_labels.add_argument("what", choices=("list", "export", "import", "remove"), metavar="list|export|import|remove")
    on_labels.add_argument("target", nargs="?", metavar="FILE", help="lines of JSON, for export and import")
    on_labels.add_argument("--query", metavar="QUERY", help="only those on this question")
    on_labels.add_argument("--file", metavar="FILE", help="remove only those on this file")
    on_labels.add_argument("--all", action="store_true", help="remove all of them")


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit status."""
    parser = build_parser()
    ours, query = _without_query(list(arguments))
    options = parser.parse_args(ours)
    _check(parser, options, query)
    options.json = getattr(options, "json", False)
    named = getattr(options, "data_dir", None)
    # Where the person says that the data is; it may have been moved from there.
    options.asked = Path(absolute(named)) if named else default_data_directory()
    data = DataDirectory(options.asked)
    if options.command != "engine":
        logs.log_to_terminal(level=logging.CRITICAL)
    try:
        data = DataDirectory(moved.located(options.asked))
        data_commands.finish_moving(data)
        return commands.COMMANDS[options.command or "gui"](data, options)
    except DesktopSearchError as error:
        return _failed(error, options.json)
    except KeyboardInterrupt:
        print("desktop-search: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        # A mistake of ours, or a disk that is full. Its traceback is for us, not for the person.
        logs.keep_traceback(data.command_log, error)
        told = DesktopSearchError(f"Something went wrong: {type(error).__name__}.", f"See {data.command_log}.")
        return _failed(told, options.json)


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace, query: list[str]) -> None:
    """What argparse cannot see; it ends the program where something is wrong."""
    if options.command == "search":
        options.query = query
        if not options.query:
            parser.error("search needs a question")
    elif options.command == "why":
        *options.query, options.file = query or [""]
        if not options.query or not options.file:
            parser.error("why needs a question and a file")
    elif options.command == "label" and len(options.words) < 2:
        parser.error("label needs a question and a file")
    elif options.command == "labels":
        if (options.what in ("export", "import")) != (options.target is not None):
            parser.error("labels export and import need a file, the others none")
        if options.what == "remove" and not (options.query or options.file or options.all):
            parser.error("labels remove needs --query, --file or --all")
    elif options.command == "evaluate":
        if [options.directory is not None, options.labels, options.pairs is not None].count(True) != 1:
            parser.error("evaluate needs a collection, --labels or --pairs")
        if options.directory is None and (options.models or options.rerankers or options.whole):
            parser.error("--models, --rerankers and --whole are for a collection")


def _failed(error: DesktopSearchError, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": error.title, "hint": error.hint}))
    print(f"desktop-search: {error}", file=sys.stderr)
    return WRONG_USE


def _without_query(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments that are ours, and those that are the question, in the order they were typed.

    A question may hold anything: dashes that are no option of ours, and after -- also those that are.
    """
    command = _command(arguments)
    if command not in WITH_QUERY:
        return arguments, []
    ours: list[str] = []
    query: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            query.extend(rest)
        elif argument in WITH_VALUE:
            ours.extend((argument, *itertools.islice(rest, 1)))
        elif (
            argument in WITHOUT_VALUE or argument.partition("=")[0] in WITH_VALUE or (not query and argument == command)
        ):
            if argument == command and command in ours:
                query.append(argument)
            else:
                ours.append(argument)
        else:
            query.append(argument)
    if command == "search" and len(query) > 1:
        query = [_requoted(argument) for argument in query]
    return ours, query


def _requoted(argument: str) -> str:
    """One part of a question with the quotation marks that the shell took away: in:"my papers", -"old copy"."""
    found = re.fullmatch(r'(-?[^\W\d_]{2,16}:|-)([^"\s][^"]*\s[^"]*)', argument)
    return f'{found[1]}"{found[2]}"' if found else argument


def _command(arguments: Sequence[str]) -> str | None:
    """The first argument that is neither an option nor an option's value."""
    rest = iter(arguments)
    for argument in rest:
        if argument in WITH_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return None


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("it must be between 1 and 1000")
    return number


def _modes(text: str) -> tuple[str, ...]:
    modes = tuple(part.strip() for part in text.split(",") if part.strip())
    for mode in modes:
        if mode not in ("words", "meaning", "both"):
            raise argparse.ArgumentTypeError(f"there is no mode called {mode!r}")
    return modes


def _folders(text: str) -> tuple[str, ...]:
    """Folders separated by commas; "" for what is there without one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple("" if part in ("none", "shipped") else absolute(part) for part in parts)
