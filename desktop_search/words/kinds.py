"""Which files people mean when they say "pictures", "spreadsheets" or "mail": kinds of files by their suffixes."""

from collections.abc import Iterable
from functools import lru_cache

# The kind, its plural for people, and its suffixes.
_KINDS = {
    "picture": ("pictures", "jpg jpeg jpe png tif tiff webp gif heic heif avif bmp svg svgz ico raw cr2 nef dng psd"),
    "document": (
        "documents",
        "pdf doc dot docx docm dotx dotm odt ott fodt sxw rtf pages wpd wps tex latex ltx md markdown rst org adoc "
        "asciidoc txt text epub xps djvu ps",
    ),
    "spreadsheet": (
        "spreadsheets",
        "xlsx xlsm xltx xltm xls xlt xlsb ods ots fods sxc csv tsv tab psv numbers",
    ),
    "presentation": ("presentations", "pptx pptm ppsx ppsm potx potm ppt pps pot odp otp fodp sxi key"),
    "mail": ("mail", "eml emlx msg oft mbox mbx emlz"),
    "archive": ("archives", "zip zipx tar tgz gz bz2 xz 7z rar cab zst tbz2 txz"),
    "book": ("books", "epub fb2 mobi azw azw3 djvu"),
    "notebook": ("notebooks", "ipynb"),
    "text": ("text files", "txt text log asc nfo md markdown mdown mkd mdx qmd rmd rst rest org adoc asciidoc"),
    "web": ("web pages", "html htm xhtml shtml mhtml mht"),
    "calendar": ("calendars", "ics ical ifb vcs"),
    "contact": ("contacts", "vcf vcard"),
    "subtitle": ("subtitles", "srt vtt sbv"),
    "audio": ("audio files", "mp3 wav flac ogg oga opus m4a aac wma aiff mid midi"),
    "video": ("videos", "mp4 mkv avi mov webm wmv m4v mpg mpeg flv 3gp ogv"),
    "settings": ("settings", "yaml yml toml ini cfg conf properties desktop reg env"),
    "data": ("data files", "json jsonl ndjson geojson json5 xml csv tsv yaml yml toml sqlite db parquet"),
    "code": (
        "source code",
        "py pyi pyw c h cc cpp cxx hh hpp hxx cs java kt kts scala groovy js mjs cjs jsx ts tsx vue svelte go rs rb "
        "php pl pm lua r jl swift m mm dart ex exs erl hs ml fs clj lisp el scm sh bash zsh fish ps1 bat cmd sql css "
        "scss less asm s v vhd vhdl f f90 f95 pas d nim zig proto cmake gradle tf ipynb",
    ),
}
_ALSO = {
    "picture": "image images img photo photos pic pics picture pictures bild bilder foto fotos",
    "document": "documents docs dokument dokumente",
    "spreadsheet": "spreadsheets sheet sheets table tables tabelle tabellen",
    "presentation": "presentations slides slide deck präsentation präsentationen folien",
    "mail": "mails email emails e-mail e-mails message messages nachricht nachrichten",
    "archive": "archives archiv archive packed",
    "book": "books ebook ebooks e-book buch bücher",
    "notebook": "notebooks jupyter",
    "text": "texts plaintext note notes",
    "web": "webpage webpages website",
    "calendar": "calendars event events kalender",
    "contact": "contacts kontakt kontakte",
    "subtitle": "subtitles",
    "audio": "sound music musik",
    "video": "videos movie movies film filme",
    "settings": "config configuration einstellungen",
    "data": "daten",
    "code": "source sourcecode script scripts program quelltext",
}
# What a program or a format is called, with all its suffixes.
_FORMATS = {
    "word": "doc dot docx docm dotx dotm",
    "doc": "doc docx",
    "docx": "docx docm",
    "excel": "xlsx xlsm xltx xltm xls xlt xlsb",
    "xls": "xls xlsx",
    "powerpoint": "pptx pptm ppsx ppsm potx potm ppt pps pot",
    "ppt": "ppt pptx",
    "html": "html htm xhtml shtml",
    "jpg": "jpg jpeg jpe",
    "jpeg": "jpg jpeg jpe",
    "tif": "tif tiff",
    "tiff": "tif tiff",
    "markdown": "md markdown mdown mkd mdx",
    "md": "md markdown",
    "yaml": "yaml yml",
    "yml": "yaml yml",
    "python": "py pyi pyw ipynb",
    "javascript": "js mjs cjs jsx",
    "typescript": "ts tsx",
    "java": "java",
    "rust": "rs",
    "latex": "tex latex ltx",
    "outlook": "msg oft",
    "mbox": "mbox mbx",
    "opendocument": "odt ott ods ots odp otp odg",
    "adoc": "adoc asciidoc",
    "asciidoc": "adoc asciidoc",
    "json": "json jsonl ndjson geojson json5",
    "xml": "xml rss kml gpx opml",
}
# By what a file was read, where its name has no suffix.
_READ_AS = {
    "mail": "mail",
    "mbox": "mail",
    "outlook_message": "mail",
    "images": "picture",
    "svg": "picture",
    "source_code": "code",
    "plain_text": "text",
    "html": "web",
    "web_archive": "web",
    "notebook": "notebook",
    "zip_archive": "archive",
    "tar_archive": "archive",
    "compressed": "archive",
    "other_archives": "archive",
}
_KIND_CALLED = {name: kind for kind, names in _ALSO.items() for name in (*names.split(), kind)}
_KINDS_OF = {
    f".{suffix}": tuple(kind for kind, (_, others) in _KINDS.items() if suffix in others.split())
    for _, suffixes in _KINDS.values()
    for suffix in suffixes.split()
}
_SHORT_SUFFIX = 5
OWN_DATE = frozenset({"mail", "picture"})
"""Kinds whose own date alone counts: when a mail was saved or a photo copied says nothing about it."""


def meant(name: str) -> tuple[str, ...]:
    """The kinds ("picture") or suffixes (".pdf") that a person means by a name; empty when nobody can tell."""
    if name.strip().startswith((".", "*")):
        return suffix(name)
    plain = _singular(_plain(name))
    if plain in _KIND_CALLED:
        return (_KIND_CALLED[plain],)
    if plain in _FORMATS:
        return tuple(f".{suffix}" for suffix in _FORMATS[plain].split())
    return suffix(plain)


def suffix(name: str) -> tuple[str, ...]:
    """The one suffix that is written so; empty when it cannot be one."""
    plain = _plain(name)
    is_one = plain.replace(".", "").isalnum() and plain.isascii()
    return (f".{plain}",) if is_one and (len(plain) <= _SHORT_SUFFIX or f".{plain}" in _KINDS_OF) else ()


def said(values: Iterable[str], name: str) -> str:
    """What kinds or suffixes are called in a sentence: "pictures", "PDF files"; name is what was typed."""
    kinds = list(values)
    if len(kinds) == 1 and kinds[0] in _KINDS:
        return _KINDS[kinds[0]][0]
    plain = _plain(name) if name.strip().startswith((".", "*")) else _singular(_plain(name))
    shown = {"word": "Word", "excel": "Excel", "powerpoint": "PowerPoint", "python": "Python"}.get(plain)
    return f"{shown or (plain.upper() if len(plain) <= 4 else plain)} files"


def _plain(name: str) -> str:
    """A name as it was typed, without the signs around it: "*.pdf", "PDF."."""
    return name.strip().lower().removeprefix("*").removeprefix(".").rstrip(".,;:!? ")


def _singular(plain: str) -> str:
    """A name without the s of "pdfs", where it means nothing with it and something without."""
    singular = plain.removesuffix("s")
    if plain in _KIND_CALLED or plain in _FORMATS or f".{plain}" in _KINDS_OF:
        return plain
    return singular if singular in _FORMATS or f".{singular}" in _KINDS_OF else plain


@lru_cache(maxsize=4096)
def suffixes_of(name: str) -> tuple[str, ...]:
    """The suffixes of a file's name: "a.tar.gz" has ".gz" and ".tar.gz"."""
    stem, _, last = name.rpartition(".")
    if not stem.strip(".") or not last or len(last) > 20:
        return ()
    inner = stem.rpartition(".")
    both = (f".{inner[2]}.{last}",) if inner[0].strip(".") and 0 < len(inner[2]) <= 4 else ()
    return tuple(one.lower() for one in (f".{last}", *both))


def kinds_of(name: str, read_as: str | None = None) -> frozenset[str]:
    """The kinds of a file by its name, and by the name of the format that read it."""
    by_name = (kind for suffix in suffixes_of(name) for kind in _KINDS_OF.get(suffix, ()))
    # "recognised:pdf" is a PDF whose pictures were looked at.
    by_format = _READ_AS.get((read_as or "").rpartition(":")[2])
    has_suffix = any(suffix in _KINDS_OF for suffix in suffixes_of(name))
    return frozenset((*by_name, *((by_format,) if by_format and not has_suffix else ())))
