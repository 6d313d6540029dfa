"""Turns records into JSON and back, for what crosses a process border. Never pickles: a peer may be hostile."""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from desktop_search import records

KIND = "record"


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
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain = {field: to_plain(getattr(value, field)) for field in _fields(type(value))}
        plain[KIND] = type(value).__name__
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    return value


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


def _record(kind: type, plain: dict[str, Any]) -> Any:
    fields = _fields(kind)
    return kind(**{name: _typed(fields[name], item) for name, item in plain.items() if name in fields})


@functools.cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _typed(hint: Any, value: Any) -> Any:  # noqa: PLR0911  one line for each kind of hint
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _typed(next(part for part in typing.get_args(hint) if part is not type(None)), value)
    if origin is tuple:
        parts = typing.get_args(hint)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_typed(parts[0], item) for item in value)
        return tuple(_typed(part, item) for part, item in zip(parts, value, strict=True))
    if origin is not None:
        return dict(value)
    if dataclasses.is_dataclass(hint):
        return _record(typing.cast(type, hint), value)
    if hint is bytes:
        return bytes.fromhex(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and isinstance(value, int):
        return float(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise WireError(f"expected {hint.__name__}, got {type(value).__name__}")
    return value
