"""Makes what a person sees of a document that was found: its place, its best piece, and why it is there. Pure."""

from collections.abc import Mapping, Sequence

from desktop_search.records import Hit, Match, SearchQuery
from desktop_search.searching import snippets
from desktop_search.searching.grouping import Group
from desktop_search.storage.index_queries import StoredFile, StoredPassage


def of_text(query: SearchQuery, group: Group, passages: Mapping[int, StoredPassage], copies: Sequence[str] = ()) -> Hit:
    """A document found by its text. passages holds those of the group; copies are the paths that say the same."""
    shown = [passages[id] for id in group.passages]
    best = shown[0]
    terms = query.sought
    snippet, marks = snippets.snippet(best.text, terms, language=best.language)
    return Hit(
        path=best.path,
        member=best.member,
        title=best.title,
        score=sum(group.reasons.values()),
        page=best.page,
        line=best.line,
        heading=best.heading,
        snippet=snippet,
        matches=tuple(
            Match(
                passage.text,
                passage.page,
                passage.line,
                passage.heading,
                snippets.marks(passage.text, terms, language=passage.language),
                passage.sheet,
                passage.slide,
            )
            for passage in shown
        ),
        reasons=dict(group.reasons),
        duplicates=tuple(copies),
        snippet_marks=marks,
        modified_ns=best.modified_ns,
        size=best.size,
        sheet=best.sheet,
        slide=best.slide,
    )


def of_name(query: SearchQuery, file: StoredFile, first: StoredPassage | None, score: float) -> Hit:
    """A file found by its name; what it begins with is shown, but no passage claims to match."""
    snippet, marks = snippets.snippet(first.text, query.sought, language=first.language) if first else ("", ())
    return Hit(
        path=file.path,
        member=None,
        title=first.title if first else None,
        score=score,
        page=None,
        line=None,
        heading=None,
        snippet=snippet,
        matches=(),
        reasons={"name": score},
        snippet_marks=marks,
        modified_ns=file.modified_ns,
        size=file.size,
    )
