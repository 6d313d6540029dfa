"""What people call the filters, and what each goes by."""

from desktop_search.records import FilterKind

KEYS = {
    name: key
    for key, names in {
        "type": "type filetype kind format typ dateityp",
        "ext": "ext extension suffix fileext endung",
        "in": "in folder path dir directory under ordner",
        "name": "name filename file dateiname",
        "author": "author by creator autor",
        "from": "from von",
        "lang": "lang language sprache",
        "before": "before vor",
        "until": "until bis",
        "after": "after since nach seit newer",
        "date": "date dated created year datum jahr",
        "modified": "modified changed mtime datemodified dm geändert",
        "size": "size größe",
    }.items()
    for name in names.split()
}
_KINDS = {
    "type": FilterKind.TYPE,
    "ext": FilterKind.TYPE,
    "in": FilterKind.FOLDER,
    "name": FilterKind.NAME,
    "author": FilterKind.AUTHOR,
    "from": FilterKind.AUTHOR,
    "lang": FilterKind.LANGUAGE,
    "modified": FilterKind.CHANGED,
    "size": FilterKind.SIZE,
}
EXAMPLES = {
    FilterKind.TYPE: "a kind of file, as in type:pdf",
    FilterKind.FOLDER: "a folder, as in in:Documents",
    FilterKind.NAME: "a part of a name, as in name:report",
    FilterKind.AUTHOR: "a name, as in author:Smith",
    FilterKind.LANGUAGE: "a language, as in lang:German",
    FilterKind.DATE: "a date, as in before:2023-05-01 or after:last spring",
    FilterKind.CHANGED: "a date, as in modified:yesterday",
    FilterKind.SIZE: "a size, as in size:>1MB",
}
_CHECKED = {FilterKind.TYPE, FilterKind.LANGUAGE, FilterKind.DATE, FilterKind.CHANGED, FilterKind.SIZE}


def kind_of(key: str) -> FilterKind | None:
    """What a filter with this key goes by; None when it is no key."""
    known = KEYS.get(key.lower())
    return None if known is None else _KINDS.get(known, FilterKind.DATE)


def is_checked(key: str) -> bool:
    """Whether it can be told if a value belongs to this key, so that "type: pdf" can be taken for a filter."""
    return kind_of(key) in _CHECKED


def takes_several_words(key: str) -> bool:
    """Whether a value may go on behind a space without quotation marks, as in "before:last spring"."""
    return kind_of(key) in {FilterKind.DATE, FilterKind.CHANGED}
