"""What the program promises of its answers, with the real model: exact things win, and it says when nothing answers."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.paths import resource
from desktop_search.records import Answer
from desktop_search.searching import calibration
from desktop_search.settings import Settings
from tests.fakes import engine_at, write_tree

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]

NOTHING = "Probably nothing here answers that; these files come nearest."
# Beside each exact thing stands a file that speaks of the same in other words.
FILES = {
    "tools/readme.txt": "We parse the args of programs written in C++. The release v1.2.3 of node.js follows ISO-8601.",
    "tools/main.py": "def parse_args(argv):\n    return getUserName(argv)\n",
    "tools/other.txt": "Arguments are read by programs. Vitamin C, version 1 of 2, a node in a js tree; 8601 things.",
    "notes/parsing.txt": "How a program understands the arguments that a person gives it on the command line.",
    "notes/dates.txt": "An international standard says how to write days and times, the year first.",
    "notes/languages.txt": "A comparison of compiled programming languages and their templates.",
    "notes/money.txt": "All about the insurance of a household, and how a claim for damages is made.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("promises")
    files = write_tree(root / "files", FILES)
    with engine_at(root / "data", settings=Settings(backend="torch", readers=1)) as opened:
        opened.index([str(resource("samples")), str(files)])
        yield opened


def first(answer: Answer) -> str:
    return os.path.basename(answer.hits[0].path)


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("insurance-claim.txt", "insurance-claim.txt"),
        ("insurance-claim", "insurance-claim.txt"),
        ("heating.txt", "heating.txt"),
        ('"parse the args"', "readme.txt"),
        ("parse_args", "main.py"),
        ("getUserName", "main.py"),
        ("ISO-8601", "readme.txt"),
        ("v1.2.3", "readme.txt"),
        ("C++", "readme.txt"),
        ("node.js", "readme.txt"),
    ],
)
def test_names_phrases_and_identifiers_come_first(engine: Engine, typed: str, file: str) -> None:
    answer = engine.search(typed)

    assert first(answer) == file
    assert NOTHING not in answer.notices
    assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in answer.hits)


@pytest.mark.parametrize(
    ("question", "file"),
    [
        # The first three share no word with their answer.
        ("getting my money back when I move out", "tenancy-agreement.docx"),
        ("migraine triggers", "dr-fournier.txt"),
        ("something warming for a cold evening", "leek-and-potato-soup.md"),
        ("how do I bleed the radiators", "heating.txt"),
        ("what is the deposit of the flat", "tenancy-agreement.docx"),
    ],
)
def test_a_good_answer_is_not_doubted(engine: Engine, question: str, file: str) -> None:
    answer = engine.search(question)

    assert first(answer) == file
    assert NOTHING not in answer.notices


@pytest.mark.parametrize(
    "question",
    [
        "who won the football world cup in 1990",
        "symptoms of diabetes in dogs",
        "how does a jet engine work",
        "fishing licence in Norway",
    ],
)
def test_it_is_said_when_nothing_answers(engine: Engine, question: str) -> None:
    answer = engine.search(question)

    assert NOTHING in answer.notices
    assert answer.answer is None
    assert not any(calibration.is_sure(hit) for hit in answer.hits)


CODE = {
    "main.py": "def parse_args(argv):\n    return [one for one in argv if one]\n",
    "parsing.md": "# How to parse the command line\n\nFirst parse all args, then look at the args that are left, "
    "and parse each of these args again. Who parses args by hand makes mistakes.",
    "arguments.md": "# Args\n\nTo parse args means to understand the args. A program parses its args when it starts.",
    "old.txt": "Release notes. Version v1.3.2 follows v2.1.3. The release of version 1, then 2, then 3.",
    "changes.txt": "Yesterday the heating was repaired, and somebody wrote v1.2.3 on the boiler.",
    "releases.txt": "Release notes of version v3.2.1 and of v2.3.1, which came before version v1.3.2.",
    "reimbursement.txt": "The company pays a reimbursement of travel expenses within thirty days.",
    "ferry.txt": "The captain of the ferry waits for the last passengers at the pier.",
    "thermostat.txt": "Turn the thermostat to twenty degrees in winter.",
    "money.txt": "A refund of the price of a ticket is possible until the evening before.",
    "ship.txt": "A ship needs a crew, an engine and good weather.",
    "radiator.txt": "A radiator that stays cold has air in it.",
}


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("code")
    files = write_tree(root / "files", CODE)
    with engine_at(root / "data", settings=Settings(backend="torch", readers=1)) as opened:
        opened.index([str(resource("samples")), str(files)])
        yield opened


@pytest.mark.parametrize(("typed", "file"), [("parse_args", "main.py"), ("v1.2.3", "changes.txt")])
def test_the_only_file_with_an_identifier_comes_before_many_that_speak_of_its_parts(
    code: Engine, typed: str, file: str
) -> None:
    for mode in ("both", "words"):
        answer = code.search(typed, mode=mode)
        assert first(answer) == file
        assert answer.hits[0].score == pytest.approx(sum(answer.hits[0].reasons.values()))


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("thermostta", "thermostat.txt"),
        ("fery captian", "ferry.txt"),
        ("reimbursment of travl", "reimbursement.txt"),
    ],
)
def test_a_misspelled_question_is_answered_and_not_doubted(code: Engine, typed: str, file: str) -> None:
    answer = code.search(typed)

    assert first(answer) == file
    assert NOTHING not in answer.notices


def test_what_meaning_finds_is_there_before_the_sentences_that_explain_it_are_read(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"a.txt": "The heating fails in winter.", "b.txt": "A lighthouse. By sea."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        *before, last = engine.search_in_steps("what fails in winter?", mode="meaning")
        assert [(answer.complete, [hit.path for hit in answer.hits]) for answer in before] == [
            (False, [hit.path for hit in last.hits])
        ]
        assert last.complete
        assert [answer.complete for answer in engine.search_in_steps("winter", mode="meaning", plain=True)] == [True]
