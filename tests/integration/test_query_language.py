"""What people type, through the engine: filters, exact things, unfinished and misspelled words, other scripts."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_search import wire
from desktop_search.engine.engine import Engine
from desktop_search.records import Answer, SearchQuery
from desktop_search.searching import copies
from desktop_search.searching import query as queries
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.words.index import WordEntry, WordIndex
from tests.fakes import engine_at, write_tree

DAY = 86_400
MAIL = "From: Anna Weber <anna@example.org>\nTo: bob@example.org\nDate: Mon, 3 Apr 2017 10:00:00 +0000\n" + (
    "Message-ID: <1@example.org>\nSubject: Harvest\n\nThe harvest of pears begins soon.\n"
)
FILES = {
    "work/Tax Report 2023.txt": "The yearly harvest of numbers for the office.",
    "work/old/notes.md": "---\nauthor: Jane Smith\n---\n# Harvest\n\nSome thoughts about the harvest in autumn.",
    "home/budget.csv": "month,harvest\nMay,3",
    "home/letter.eml": MAIL,
    "home/brief.txt": "Die Ernte war in diesem Jahr nicht so gut wie in dem letzten, und das ist für die Bauern ein "
    "Problem, weil sie auch im Winter von den Häusern und Feldern leben.",
    "home/main.py": "def parse_args(argv):\n    return getUserName(argv)\n",
    "home/tools.txt": "We parse the args of C++ programs. The release v1.2.3 of node.js follows ISO-8601 for dates.",
    "home/other.txt": "Vitamin C, version 1 of 2, a node in a js tree; the ISO said 8601 things; parse more args.",
    "home/chinese.txt": "我们在北京学习日本语和中文。",
    "home/thai.txt": "ภาษาไทยเป็นภาษาที่สวยงาม",
    "home/khmer.txt": "ភាសាខ្មែរជាភាសាផ្លូវការ",
    "home/mail.txt": "Please acknowledge that you receive this receipt from the accommodation.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("query")
    folder = write_tree(root / "files", FILES)
    newest = 1_700_000_000
    for age, name in enumerate(FILES):
        os.utime(folder / name, (newest - age * DAY, newest - age * DAY))
    with engine_at(root / "data") as opened:
        opened.index([str(folder)])
        assert opened.keeping.failures() == []
        yield opened


def names(answer: Answer) -> list[str]:
    return [os.path.basename(hit.path) for hit in answer.hits]


def found(engine: Engine, typed: str, mode: str = "words") -> list[str]:
    return names(engine.search(typed, mode=mode, limit=50))


@pytest.mark.parametrize("mode", ["words", "both", "meaning"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("harvest type:md", {"notes.md"}),
        ("harvest type:spreadsheet", {"budget.csv"}),
        ("harvest type:mail", {"letter.eml"}),
        ("harvest type:md OR type:csv", {"notes.md", "budget.csv"}),
        ("harvest in:work -type:txt", {"notes.md"}),
        ("harvest in:work/old", {"notes.md"}),
        ("harvest author:smith", {"notes.md"}),
        ("harvest from:anna", {"letter.eml"}),
        ("harvest name:port", {"Tax Report 2023.txt"}),
        ("harvest name:*.csv", {"budget.csv"}),
        ("harvest name:budge?", {"budget.csv"}),
        ("harvest name:home/bud", {"budget.csv"}),
        ("harvest name:work/bud", set()),
        ("harvest path:home/budget.csv", {"budget.csv"}),
        ("harvest path:notes.md", {"notes.md"}),
        ("harvest in:work/budget.csv", set()),
        ("harvest in:work NOT type:txt", {"notes.md"}),
        ("harvest AND in:work AND type:txt", {"Tax Report 2023.txt"}),
        ("harvest before:2018", {"letter.eml"}),
        ("Ernte lang:german", {"brief.txt"}),
        ("harvest modified:2023-11-14", {"Tax Report 2023.txt"}),
        ('harvest in:"old"', {"notes.md"}),
        ("harvest type:pdf", set()),
        ("harvest size:>1MB", set()),
    ],
)
def test_filters_hold_for_words_and_for_meaning(engine: Engine, typed: str, mode: str, expected: set[str]) -> None:
    assert set(found(engine, typed, mode)) == expected


def test_a_query_of_filters_alone_lists_the_newest_first(engine: Engine) -> None:
    answer = engine.search("in:work")

    assert names(answer) == ["Tax Report 2023.txt", "notes.md"]
    assert all(hit.reasons == {} and hit.score == 0 for hit in answer.hits)
    assert names(engine.search("type:text -in:work", limit=2)) == ["brief.txt", "tools.txt"]
    assert found(engine, "type:code") == ["main.py"]


def test_the_answer_says_what_was_understood(engine: Engine) -> None:
    answer = engine.search("harvest type:md before:blah", mode="words")

    assert [(one.text, one.is_valid) for one in answer.filters] == [("type:md", True), ("before:blah", False)]
    assert answer.filters[0].understood == "MD files"
    assert wire.loads(wire.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Tax Report 2023.txt", "Tax Report 2023.txt"),
        ("tax report 2023", "Tax Report 2023.txt"),
        ("old/notes.md", "notes.md"),
        ("numbers in notes.md", "notes.md"),
        ("BUDGET", "budget.csv"),
        ("parse_args", "main.py"),
        ("getUserName", "main.py"),
        ("user name", "main.py"),
        ("C++", "tools.txt"),
        ("v1.2.3", "tools.txt"),
        ("node.js", "tools.txt"),
        ("ISO-8601", "tools.txt"),
        ('"args of C++"', "tools.txt"),
        ("日本", "chinese.txt"),
        ("北京", "chinese.txt"),
        ("ไทย", "thai.txt"),
        ("ខ្មែរ", "khmer.txt"),
        ("Haus", "brief.txt"),
    ],
)
def test_names_and_exact_things_come_first(engine: Engine, typed: str, first: str) -> None:
    for mode in ("words", "both"):
        assert found(engine, typed, mode)[0] == first


@pytest.mark.parametrize("typed", ["recei", "accommo", "the harvest acknowl"])
def test_the_word_that_is_being_typed_is_found_by_its_beginning(engine: Engine, typed: str) -> None:
    answer = engine.search(typed, mode="words")

    assert "mail.txt" in names(answer)
    assert answer.notices == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("recieve", "receive"), ("acomodation", "accommodation"), ("harvset", "harvest")]
)
def test_a_misspelled_word_is_found_and_said(engine: Engine, typed: str, meant: str) -> None:
    answer = engine.search(f"{typed} ", mode="words")

    assert answer.hits
    assert any(f"“{typed}” as “{meant}”" in notice for notice in answer.notices)
    assert engine.search(f'"{typed}"', mode="words").notices[0].startswith("No file contains")


@pytest.mark.parametrize("typed", ["receive", "receives", "Häuser", "v1.2.4", "2024", "zzzzqqqq", "budget", "mode"])
def test_a_word_that_is_known_or_like_none_stays_as_it_is(engine: Engine, typed: str) -> None:
    assert engine.search(f"{typed} ", mode="words").notices == ()


def test_phrases_joined_by_or_are_enough_one_by_one(engine: Engine) -> None:
    assert set(found(engine, '"harvest of pears" OR "harvest of numbers"')) == {"letter.eml", "Tax Report 2023.txt"}


def test_a_file_of_a_rare_kind_is_found_behind_thousands_that_are_nearer() -> None:
    index, store = WordIndex(None), ExactStore(8)
    near, far = np.eye(8, dtype=np.float32)[:2]
    index.add(WordEntry(id, "a text about taxes", "", f"{id}.txt", "/home/a", ".txt", id) for id in range(1, 5001))
    index.add([WordEntry(9999, "taxes", "", "only.pdf", "/home/b", ".pdf", 1)])
    index.commit()
    store.add([*range(1, 5001), 9999], np.vstack([np.tile(near, (5000, 1)), far[None]]))

    for typed in ("taxes type:pdf", "taxes in:b", "taxes name:only", "taxes -type:txt"):
        query: SearchQuery = queries.parse(typed)
        assert [one.passage_id for one in index.search(query, 10)] == [9999]
        assert [one.passage_id for one in store.search(near, 10, index.allowed(query))] == [9999]
    index.close()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("insurance-claim.txt", "insurance claim"),
        ("TaxReport2023.txt", "tax report 2023"),
        ("to_do.list.txt", "to do list"),
    ],
)
def test_a_name_said_in_words_is_that_name(tmp_path: Path, name: str, typed: str) -> None:
    text = " ".join([typed] * 20)
    folder = write_tree(
        tmp_path / "files", {name: "Nothing of the kind.", "other.txt": text, "third.txt": f"A {typed}."}
    )
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        for mode in ("both", "words"):
            assert engine.search(typed, mode=mode).hits[0].path == str(folder / name)


@pytest.mark.parametrize("typed", ["after:1700", "-date:1700..2199", f"name:{'?' * 60}", f"-name:{'*ü' * 50}"])
def test_no_year_and_no_pattern_is_too_much(engine: Engine, typed: str) -> None:
    for query in (typed, f"harvest {typed}"):
        engine.search(query)


def test_of_a_thousand_hits_only_a_hundred_are_compared_with_each_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    folded = copies.folded
    monkeypatch.setattr(
        copies, "folded", lambda *one, compared: asked.append(compared) or folded(*one, compared=compared)
    )
    engine.search("harvest", mode="words", limit=1000)
    engine.search("harvest", mode="words", limit=3)

    assert asked == [100, 20]


def test_an_excluded_word_leaves_out_the_whole_document(tmp_path: Path) -> None:
    draft = "The bridge over the river.\n\n" + "Long story about steel and stone. " * 80 + "\n\nThis is a draft."
    home = write_tree(tmp_path / "home", {"draft.txt": draft, "final.txt": "The bridge over the river is open."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(home)])
        for query in ("bridge river -draft", "bridge -draft", "type:txt -draft"):
            assert [os.path.basename(hit.path) for hit in engine.search(query).hits] == ["final.txt"], query
            assert engine.facets(query).documents == 1, query
        assert len(engine.search("bridge river").hits) == 2
        told = engine.why("bridge -draft", str(home / "draft.txt"))
        assert told.reasons == ("It contains “draft”, which you left out.",)
