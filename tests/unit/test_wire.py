"""What crosses a process border comes back as it was, and says nothing that goes without saying."""

import dataclasses
import json
import types
import typing

from desktop_search import records, wire
from desktop_search.records import FileStat, FileState, Location, Passage, ReadDocument, ReadOutcome


def test_what_is_none_by_itself_is_not_sent_and_comes_back_as_none() -> None:
    place = Location(line=7)
    assert json.loads(wire.dumps(place)) == {"record": "Location", "line": 7}
    assert wire.loads(wire.dumps(place)) == place


def test_what_was_read_of_a_file_comes_back_as_it_was() -> None:
    passages = (Passage("one\nthe text", b"\0" * 16, "one", Location(page=2)), Passage("", b"\xff" * 16))
    documents = (ReadDocument(passages, "a title", None, None, {"author": "me"}), ReadDocument((), member="a › b"))
    outcome = ReadOutcome(FileStat("/caf\udce9", 1, 2, 3, 4, 5), FileState.PARTIAL, documents, None, "text", 3)
    assert wire.loads(wire.dumps(outcome)) == outcome


def test_no_record_has_another_default_where_none_is_left_out() -> None:
    kinds = [kind for kind in vars(records).values() if isinstance(kind, type) and dataclasses.is_dataclass(kind)]
    assert len(kinds) > 40
    for kind in kinds:
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            assert field.name != wire.KIND
            assert types.NoneType in typing.get_args(hints[field.name]) or field.default is not None, (kind, field)
