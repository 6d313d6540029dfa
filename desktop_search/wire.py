"""Turns records into JSON and back, for what crosses a process border. Never pickles: a peer may be hostile."""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from desktop_search import records

KIND = "record"
_PLAIN = frozenset({str, int, float, bool, types.NoneType})


class WireError(ValueError):
    """What arrived is not what this program sends."""


def dumps(value: Any) -> bytes:
    """JSON of a plain value, a record, or nested tuples, lists and mappings of them.

    Escapes everything outside ASCII, so file names that are not UTF-8 travel as their surrogate escapes.
    """
    return json.dumps(to_plain(value), separators=(",", ":")).encode("ascii")


def loads(data: bytes) -> Any:
    """The value that dumps() wrote, with records rebuilt. Raises WireError for anything else."""
    try:
        return from_plain(json.loads(data))
    except Exception as error:  # What a hostile peer sends may be wrong in any way there is.
        raise WireError(f"not a message of ours: {error}") from error


def to_plain(value: Any) -> Any:
    """Plain JSON values; a record becomes an object that names its kind."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if dataclasses.is_dataclass(kind):
        plain: dict[str, Any] = {KIND: kind.__name__}
        for name, is_none_by_itself in _fields(kind):
            item = getattr(value, name)
            if item is not None or not is_none_by_itself:
                plain[name] = item if type(item) in _PLAIN else to_plain(item)
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return [to_plain(item) for item in value] if isinstance(value, list | tuple | set | frozenset) else value


def from_plain(value: Any) -> Any:
    """The records in a plain value. Lists stay lists, but inside a record they have the field's type."""
    if isinstance(value, list):
        return [from_plain(item) for item in value]
    if isinstance(value, dict):
        if KIND in value:
            return _record(_kind(value[KIND]), value)
        return {key: from_plain(item) for key, item in value.items()}
    return value


def _kind(name: Any) -> type:
    kind = getattr(records, name, None) if isinstance(name, str) else None
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise WireError(f"unknown kind of record: {name!r}")
    return kind


def _record(kind: type, plain: Mapping[str, Any]) -> Any:
    readers = _readers(kind)
    return kind(**{name: readers[name](item) for name, item in plain.items() if name in readers})


@functools.cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """The names of a record's fields, and of which None needs not be said."""
    return tuple((field.name, field.default is None) for field in dataclasses.fields(kind))


_Reader: TypeAlias = Callable[[Any], Any]


@functools.cache
def _readers(kind: type) -> dict[str, _Reader]:
    """For each field of a record, what makes its value from a plain one. Worked out once: messages are many."""
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _reader(hint: Any) -> _Reader:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        some = _reader(next(part for part in parts if part is not types.NoneType))
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        return _tuple_reader(*parts)
    if not isinstance(hint, type):
        return dict if origin is not None else lambda value: value
    if dataclasses.is_dataclass(hint):
        return functools.partial(_record, hint)
    if hint is bytes:
        return bytes.fromhex
    return hint if issubclass(hint, Enum) else functools.partial(_checked, hint)


def _tuple_reader(*parts: Any) -> _Reader:
    items = [_reader(part) for part in parts if part is not Ellipsis]
    if parts[-1] is Ellipsis:
        return lambda value: tuple(map(items[0], value))
    return lambda value: tuple(item(one) for item, one in zip(items, value, strict=True))


def _checked(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        if kind is float and isinstance(value, int):
            return float(value)
        raise WireError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
