"""Lists the newest files that filters let pass, for a query that says nothing else, such as "type:pdf"."""

from dataclasses import replace

from desktop_search.records import Hit, SearchQuery
from desktop_search.searching import exclusion, hits
from desktop_search.storage.index_queries import IndexQueries, StoredFile, StoredPassage
from desktop_search.words.index import WordIndex

FIRST_DEPTH, DEEPER, DEEPEST = 200, 4, 51_200
"""How many passages are looked at: all the newest may stand in one long document."""


def newest(db: IndexQueries, words: WordIndex, query: SearchQuery) -> list[Hit]:
    """Documents and files, the newest first. Nothing speaks for one more than for another: they have no reasons."""
    depth = FIRST_DEPTH
    while True:
        found = words.newest(query, depth)
        passages = db.stored_passages([id for id, _ in found if id > 0])
        documents = {passage.document_id for passage in passages.values()}
        gone = exclusion.excluded(db, words, query, documents)
        passages = {id: one for id, one in passages.items() if one.document_id not in gone}
        if len(documents - gone) >= query.limit or sum(id > 0 for id, _ in found) < depth or depth >= DEEPEST:
            break
        depth *= DEEPER
    # Where a document is found, its file need not be shown a second time.
    with_text = {passage.file_id for passage in passages.values() if passage.member is None}
    named = {-id for id, _ in found if id < 0} - with_text
    files = db.stored_files(named - exclusion.excluded_files(db, words, query, named))
    first_of: dict[int, int] = {}
    for id in sorted(passages):
        first_of.setdefault(passages[id].document_id, id)
    made: list[Hit] = []
    shown: set[int] = set()
    for id, _ in found:
        if len(made) >= query.limit:
            break
        if id < 0 and -id in files:
            made.append(hits.of_name(query, files[-id], None, 0.0))
        elif id in passages and passages[id].document_id not in shown:
            shown.add(passages[id].document_id)
            made.append(_of_document(query, passages[first_of[passages[id].document_id]]))
    return [replace(hit, reasons={}) for hit in made]


def _of_document(query: SearchQuery, first: StoredPassage) -> Hit:
    file = StoredFile(first.file_id, first.path, first.size, first.modified_ns)
    return replace(hits.of_name(query, file, first, 0.0), member=first.member, title=first.title)
