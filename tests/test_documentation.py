"""What a person can type, set or give to the program stands in the README, and the packaging keeps its promises."""

import argparse
import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search import plugins
from desktop_search.cli.main import build_parser
from desktop_search.extraction import formats
from desktop_search.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^ *```.*?^ *```", "", README, flags=re.MULTILINE | re.DOTALL)
IN_CODE = " ".join(re.findall(r"`([^`]+)`", PROSE))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def commands() -> dict[str, argparse.ArgumentParser]:
    """The commands of the program with the parser of each."""
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options() -> Iterator[str]:
    """Every long option of every command, but --help."""
    for parser in (build_parser(), *commands().values()):
        for action in parser._actions:
            if action.help != argparse.SUPPRESS and not isinstance(action, argparse._HelpAction):
                yield from (option for option in action.option_strings if option.startswith("--"))


def pinned() -> list[str]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def requirements() -> list[str]:
    groups = PYPROJECT["dependency-groups"].values()
    return [*PYPROJECT["project"]["dependencies"], *(requirement for group in groups for requirement in group)]


def normal_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


def test_there_are_commands() -> None:
    assert {"index", "search", "status"} <= set(commands())


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", README, re.MULTILINE)


@pytest.mark.parametrize("option", sorted(set(options())))
def test_every_option_is_documented(option: str) -> None:
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", IN_CODE)


@pytest.mark.parametrize("setting", dataclasses.fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default(setting: "dataclasses.Field[object]") -> None:
    default = f'"{setting.default}"' if isinstance(setting.default, str) else str(setting.default).replace("_", "")
    assert f"| `{setting.name}` | `{default}` |" in README


@pytest.mark.parametrize("module", [module.__name__.rpartition(".")[2] for module in plugins.modules_in(formats)])
def test_every_format_is_documented(module: str) -> None:
    assert f"| `{module}` |" in README


def test_no_module_hides_the_packaging_library() -> None:
    # A package of ours called "packaging" would be imported by pytest and transformers instead of theirs.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_pins_name_versions_and_no_addresses() -> None:
    assert pinned()
    assert [line for line in pinned() if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
    assert [requirement for requirement in requirements() if "://" in requirement or "@" in requirement] == []


def test_everything_that_is_required_is_pinned() -> None:
    assert {normal_name(line) for line in requirements()} - {normal_name(line) for line in pinned()} == set()


@pytest.mark.parametrize("place", re.findall(r"\]\(([^)]+)\)", README))
def test_links_of_the_readme_lead_somewhere(place: str) -> None:
    assert (ROOT / place).exists()
