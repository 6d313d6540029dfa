"""Understands filters such as "type:pdf" or "before:last spring", and says how. Pure, and never raises.

What cannot be understood becomes a filter that is not valid: it restricts nothing and says what was wrong.
"""

from datetime import date

from desktop_search.records import Filter, FilterKind
from desktop_search.searching.filter_keys import EXAMPLES, KEYS, is_checked, kind_of
from desktop_search.searching.filter_values import READERS, Typed, unquoted
from desktop_search.words import spelling

_SHORTEST_MISSPELLED = 4
_LONGEST_UNCHECKED = 40


def understand(typed: Typed, today: date) -> Filter | None:
    """The filter; None when the text is none and just has a colon in it."""
    kind = kind_of(typed.key)
    if kind is None:
        return _misspelled(typed, today)
    value = unquoted(typed.value) if '"' in typed.value and "," not in typed.value else typed.value.strip()
    if typed.value.startswith((":", "//", "\\")):
        return None
    if not value.strip('" ,;'):
        return _invalid(typed, kind, f"{typed.key}: needs {EXAMPLES[kind]}.")
    found = READERS[kind](typed, value, today)
    return found or _invalid(
        typed, kind, f"“{unquoted(value)[:80]}” is not understood: {typed.key}: needs {EXAMPLES[kind]}."
    )


def _misspelled(typed: Typed, today: date) -> Filter | None:
    """A filter that was surely meant, though its key is misspelled."""
    key = typed.key.lower()
    if not _SHORTEST_MISSPELLED <= len(key) <= _LONGEST_UNCHECKED:
        return None
    for known in KEYS:
        if len(known) >= _SHORTEST_MISSPELLED and is_checked(known) and spelling.is_within(key, known, 1):
            meant = Typed(known, typed.value, typed.text, typed.start, typed.end, typed.negated)
            if (found := understand(meant, today)) is not None and found.is_valid:
                return _invalid(typed, found.kind, f"There is no filter {typed.key}: – {known}: may be meant.")
    return None


def _invalid(typed: Typed, kind: FilterKind, why: str) -> Filter:
    return Filter(kind, typed.text, typed.start, typed.end, why, negated=typed.negated, is_valid=False)
