"""Facets, judgements and saved searches through a whole engine."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.engine.saved import SavedSearches
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Answer, FilterKind, Hit, Mode
from desktop_search.settings import Settings
from desktop_search.storage.saved_searches import StoredSearches
from desktop_search.storage.user_db import UserDb


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    for name, text in {
        "flat/rent.txt": "The landlord may raise the rent once a year.",
        "flat/letter.md": "# Letter\n\nDear landlord, the rent is too high.",
        "kitchen/soup.txt": "Leek and potato soup with a little cream.",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def engine(tmp_path: Path, folder: Path) -> Iterator[Engine]:
    engine = Engine(DataDirectory(tmp_path / "data"), Settings(backend="hashing", readers=1))
    engine.index([str(folder)])
    yield engine
    engine.close()


def counted(engine: Engine, query: str, kind: FilterKind) -> dict[str, int]:
    facets = engine.facets(query)
    (values,) = [facet.values for facet in facets.facets if facet.kind is kind]
    return {value.filter: value.documents for value in values}


def test_clicking_a_facet_leaves_as_many_documents_as_it_says(engine: Engine, folder: Path) -> None:
    facets = engine.facets("landlord rent")
    assert facets.is_all
    assert counted(engine, "landlord rent", FilterKind.TYPE)["type:txt"] >= 1
    for facet in facets.facets:
        for value in facet.values:
            assert engine.facets(f"landlord rent {value.filter}").documents == value.documents, value


def test_another_value_of_a_chosen_kind_can_still_be_seen(engine: Engine) -> None:
    everything = counted(engine, "type:txt,md", FilterKind.TYPE)
    assert everything in ({"type:txt": 2, "ext:md": 1}, {"type:txt": 2, "type:md": 1})
    assert counted(engine, "landlord type:txt", FilterKind.TYPE).keys() >= {"type:txt"}
    assert engine.facets("").documents == 0


def test_a_judgement_replaces_the_one_before_and_can_be_taken_back(engine: Engine, folder: Path) -> None:
    path = str(folder / "flat" / "rent.txt")
    engine.judging.label("  landlord   rent ", path, "The words.", True)
    engine.judging.label("landlord rent", path, "The words.", False)
    engine.judging.label("landlord rent", path, "Other words.", True, "window")
    engine.judging.label("other", path, "The words.", True)
    assert [(one.passage, one.relevant, one.origin) for one in engine.judging.labels("landlord rent")] == [
        ("The words.", False, "window"),
        ("Other words.", True, "window"),
    ]
    engine.judging.label("landlord rent", path, "Other words.", None)
    assert len(engine.judging.labels("landlord rent")) == 1
    engine.judging.label("landlord rent", path, "", None)
    assert [one.query for one in engine.judging.labels()] == ["other"]


def test_a_saved_search_says_what_is_new_until_it_is_looked_at(engine: Engine, folder: Path) -> None:
    saved = engine.saved.save_search("  type:txt  ", "Texts")
    assert [(one.name, one.query, one.new) for one in engine.saved.saved_searches()] == [("Texts", "type:txt", 0)]
    (folder / "flat" / "new.txt").write_text("Another text.")
    (folder / "flat" / "rent.txt").write_text("The landlord changed his mind.")
    engine.index([str(folder)])
    assert engine.saved.saved_searches()[0].new == 1
    engine.saved.note_search_seen(saved.id)
    assert engine.saved.saved_searches()[0].new == 0
    engine.saved.remove_search(saved.id)
    engine.saved.remove_search(saved.id)
    engine.saved.note_search_seen(saved.id)
    assert engine.saved.saved_searches() == []
    with pytest.raises(DesktopSearchError, match="nothing to save"):
        engine.saved.save_search("  ")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredSearches]:
    user = UserDb(tmp_path / "user.db")
    yield StoredSearches(user.database)
    user.close()


def found(*hits: Hit) -> Answer:
    return Answer("q", Mode.BOTH, hits, True)


def hit(path: str, relevance: float | None) -> Hit:
    return Hit(path, None, None, 1.0, None, None, None, "", (), {}, relevance=relevance)


def test_only_sure_hits_are_worth_a_notice(stored: StoredSearches) -> None:
    hits = [hit("/a", 0.9)]
    searches = SavedSearches(stored, lambda query: found(*hits), itertools.count(1.0).__next__)
    searches.save_search("rent", "")
    hits += [hit("/doubtful", 0.1), hit("/sure", 0.8), hit("/odd\udcff", None)]
    assert [(one.name, one.new) for one in searches.saved_searches()] == [("rent", 2)]


def test_what_was_seen_and_was_away_for_a_while_is_not_new_again(stored: StoredSearches) -> None:
    hits = [hit("/a", 0.9), hit("/b", 0.9)]
    searches = SavedSearches(stored, lambda query: found(*hits), itertools.count(1.0).__next__)
    number = searches.save_search("rent", "Rent").id
    away = hits.pop()
    searches.note_search_seen(number)
    hits.append(away)
    assert searches.saved_searches()[0].new == 0


def test_a_query_that_is_saved_twice_is_there_once_with_the_newer_name(stored: StoredSearches) -> None:
    searches = SavedSearches(stored, lambda query: found(), itertools.count(1.0).__next__)
    first = searches.save_search("rent  flat", "One")
    assert searches.save_search("rent flat", "Two").id == first.id
    assert [one.name for one in searches.saved_searches()] == ["Two"]
