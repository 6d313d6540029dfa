"""Why a path is left alone: the same answer as the walk gives, with the rule and where it stands."""

from pathlib import Path

import pytest

from desktop_search.files import ignore, walk
from desktop_search.files.ignore import Hidden
from tests.fakes import write_tree

FILES = {
    "notes/.gitignore": "# a remark\n*.log\n!keep.log\n",
    "notes/.desktopsearchignore": "*.tmp\n",
    "notes/a.log": "",
    "notes/keep.log": "",
    "notes/a.tmp": "",
    "node_modules/deep/a.txt": "",
    "music/.nomedia": "",
    "music/a.txt": "",
    "secret.txt": "",
    "forgotten/a.txt": "",
    "plain.txt": "",
}


@pytest.mark.parametrize(
    ("name", "place", "why"),
    [
        ("notes/a.log", "notes/a.log", ("*.log", "notes/.gitignore", False)),
        ("notes/a.tmp", "notes/a.tmp", ("*.tmp", "notes/.desktopsearchignore", False)),
        ("node_modules/deep/a.txt", "node_modules", ("node_modules/", None, False)),
        ("music/a.txt", "music", (".nomedia", "music/.nomedia", False)),
        ("secret.txt", "secret.txt", ("secret*", None, True)),
        ("forgotten/a.txt", "forgotten", (None, None, False)),
    ],
)
def test_the_deciding_rule(tmp_path: Path, name: str, place: str, why: tuple[str | None, str | None, bool]) -> None:
    root = str(write_tree(tmp_path, FILES))
    rule, source, is_persons = why
    found = ignore.hidden(f"{root}/{name}", root, ["secret*"], never=[f"{root}/forgotten"])
    assert found == Hidden(f"{root}/{place}", rule, f"{root}/{source}" if source else None, is_persons)


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_agrees_with_the_walk(tmp_path: Path, name: str) -> None:
    root = str(write_tree(tmp_path, FILES))
    rules, never = ["secret*"], [f"{root}/forgotten"]
    is_hidden = ignore.rules_for(f"{root}/{name}", root, rules, never=never) is None
    assert (ignore.hidden(f"{root}/{name}", root, rules, never=never) is not None) == is_hidden


def test_a_line_end_in_a_name_hides_nothing_of_what_a_rule_says(tmp_path: Path) -> None:
    root = str(write_tree(tmp_path, {"two\nlines/.ssh/config": "", "two\nlines/node_modules/a.txt": ""}))
    for name in ("two\nlines/.ssh/config", "two\nlines/node_modules/a.txt"):
        assert ignore.hidden(f"{root}/{name}", root) is not None
    assert [stat.path for stat in walk.walk(root, ignore.rules_for(root, root), walk.Unlisted())] == []
