"""Makes what a person sees of a file: the page, the picture, the table or the text, whichever it is best known by."""

from contextlib import suppress

from desktop_search.extraction import registry
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.previews import pdf_page, picture, table, text
from desktop_search.extraction.previews.text import Marker
from desktop_search.records import FilePreview, PreviewRequest


def prepare() -> None:
    """Imports what drawing needs, beside what the formats need. A missing library fails its own kind only."""
    for module in (pdf_page, picture, text):
        try:
            module.prepare()
        except ImportError:
            continue


def make(source: Source, request: PreviewRequest, mark: Marker) -> FilePreview:
    """A file, or a member of one, as it is shown; mark finds the words that were looked for in a text.

    Never raises for what is in the file (but MemoryError): the sentence says what went wrong.
    """
    try:
        return _made(source, request, mark)
    except Unreadable as error:
        return FilePreview(sentence=error.sentence)
    except MemoryError:
        raise
    except ImportError as error:
        return FilePreview(sentence=f"Install {error.name or 'the missing library'} to see files of this kind.")
    except Exception:
        # Libraries raise whatever they like over damaged files.
        return FilePreview(sentence="The file is damaged and cannot be shown.")


def _made(source: Source, request: PreviewRequest, mark: Marker) -> FilePreview:
    kind = registry.name_for(source) or ""
    if request.member is None and not request.plain:
        if kind == "pdf":
            return pdf_page.draw(source, request, mark)
        if kind == "images":
            return picture.draw(source, request)
        if kind == "delimited":
            return table.of_delimited(source, request, mark)
        if table.is_sheet(source.name):
            # What makes no table may still have a text.
            with suppress(Unreadable):
                return table.of_workbook(source, request, mark)
    if request.member is None and kind in text.AS_WRITTEN:
        return text.as_written(source, request, mark, kind)
    return text.as_read(source, request, mark, kind)
