"""Answers "why is my file not here?": where a file stands in an answer, what keeps it away, and what would lift it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from desktop_search.engine.whereabouts import Absence, absence, known_file
from desktop_search.records import Answer, Explanation, FileState, Folder, Hit, Mode, SearchQuery, Standing
from desktop_search.searching import snippets
from desktop_search.storage.index_queries import IndexQueries, KnownFile, StoredPassage
from desktop_search.words import analysis
from desktop_search.words.index import WordIndex

SEEN, DEEPEST = 10, 1000
"""What a person is shown at first, whose ranks are told where the file is among them, and how far it is looked for."""
MOST_PASSAGES = 2000


@dataclass(frozen=True, slots=True)
class Sources:
    """What an explanation is made from."""

    db: IndexQueries
    words: WordIndex
    folders: Sequence[Folder]
    own: str
    embedding_number: int | None
    similarities: Callable[[Sequence[int]], Iterable[float]]
    """Of passages to the question, not a number where one has no vector."""


def explain(
    query: SearchQuery, path: str, answer: Callable[[int], Answer], sources: Sources, *, typed: str
) -> Explanation:
    """Where the file at a path stands in the answer to a query, which is asked for by the number of its hits."""
    known = known_file(sources.db, path)
    missing = absence(path, sources.folders, known, own=sources.own)
    if known is None:
        assert missing is not None
        return _absent(missing, path, typed)
    if not query.says_something and not query.restrictions:
        return Explanation(typed, path, Standing.NO_QUESTION, ("Nothing was asked for.",), advice=("Type some words.",))
    passages = _passages(sources.db, path)
    words = _Words.of(query, passages)
    hits: Sequence[Hit] = ()
    # A deeper search ranks a little differently, and folds more copies: what a person sees comes first.
    for limit in sorted({min(SEEN, DEEPEST), DEEPEST}):
        hits = answer(limit).hits
        for rank, hit in enumerate(hits, start=1):
            if hit.path == path:
                return _found(rank, hits, known, words, typed)
            if path in hit.duplicates:
                return _copy(rank, hit, path, typed)
        if len(hits) < limit:
            break
    if missing is not None:
        return _absent(missing, path, typed)
    return _not_found(_Case(query, typed, path, passages, words, sources), better=len(hits))


@dataclass(frozen=True, slots=True)
class _Words:
    """Which words of a question stand in a file, and which do not."""

    there: tuple[str, ...]
    missing: tuple[str, ...]

    @classmethod
    def of(cls, query: SearchQuery, passages: Collection[StoredPassage]) -> "_Words":
        words = list(dict.fromkeys(analysis.content_words((*query.words, *" ".join(query.phrases).split()))))
        there = [
            word
            for word in words
            if any(snippets.marks(passage.text, [word], language=passage.language) for passage in passages)
        ]
        return cls(tuple(there), tuple(word for word in words if word not in there))

    def reason(self) -> str | None:
        if not self.missing:
            return None
        if len(self.missing) > 1:
            return f"The words {_listed(self.missing)} do not stand in it."
        return f"The word {_listed(self.missing)} does not stand in it."


def _found(rank: int, hits: Sequence[Hit], known: KnownFile, words: _Words, typed: str) -> Explanation:
    hit = hits[rank - 1]
    parts = sorted(hit.reasons.items(), key=lambda part: -part[1])
    # A list of what filters let pass goes by time alone.
    by = ", ".join(f"{name} {part:.3f}" for name, part in parts) or "the newest stand first"
    if len(hits) == SEEN:
        reasons = [f"It stands at rank {rank} of the first {len(hits)}: {by}."]
    else:
        reasons = [f"It stands at rank {rank} of {len(hits)}: {by}."]
    advice: list[str] = []
    if known.state is FileState.PARTIAL:
        reasons.append(f"Only a part of it is searched: {known.reason or 'it is too long.'}")
    elif known.state in (FileState.SKIPPED, FileState.FAILED):
        reasons.append(f"Only its name is searched: {known.reason or 'it has no text.'}")
    elif (absent := words.reason()) is not None:
        reasons.append(absent)
    if rank > 1 and (better := hits[0]).reasons:
        most = max(better.reasons, key=lambda name: better.reasons[name] - hit.reasons.get(name, 0.0))
        reasons.append(f"The first, {better.path}, is better by {most} above all.")
        advice += _advice(hit.title, words, hit.path)
    return Explanation(
        typed, hit.path, Standing.FOUND, tuple(reasons), rank, hit.score, dict(hit.reasons), tuple(advice)
    )


def _copy(rank: int, hit: Hit, path: str, typed: str) -> Explanation:
    reason = f"It says the same as {hit.path}, which stands at rank {rank}; copies are shown with the first of them."
    return Explanation(
        typed, path, Standing.DUPLICATE, (reason,), rank, hit.score, dict(hit.reasons), ("Ask for its name.",)
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A file with text that is not in the answer."""

    query: SearchQuery
    typed: str
    path: str
    passages: Sequence[StoredPassage]
    words: _Words
    sources: Sources


def _not_found(case: _Case, *, better: int) -> Explanation:
    """better is the number of hits."""
    query, words = case.query, case.words

    def because(state: Standing, reasons: Sequence[str], advice: Sequence[str], likeness: float | None) -> Explanation:
        scores = {} if likeness is None else {"cosine": likeness}
        return Explanation(case.typed, case.path, state, tuple(reasons), scores=scores, advice=tuple(advice))

    ids = {passage.id for passage in case.passages}
    filtered = [*_excluded(case), *_filters(query, ids, case.sources.words)]
    if not filtered and _is_left_out(query, ids, case.sources.words):
        filtered = ["No one passage of it has all of that at once."]
    if filtered:
        return because(Standing.FILTERED, filtered, ("Leave that out of the question.",), None)
    advice = _advice(case.passages[0].title if case.passages else None, words, case.path)
    reasons = [reason for reason in (words.reason(),) if reason]
    waiting = 0 if query.mode is Mode.WORDS else len(ids) - _embedded(case.path, case.sources)
    if waiting and (query.mode is Mode.MEANING or not words.there):
        waits = f"{waiting:,} of its {len(ids):,} passages cannot be found by meaning yet: they are not embedded."
        return because(Standing.NOT_EMBEDDED, (waits, *reasons), ("Wait for that.", *advice), None)
    cosines = case.sources.similarities(sorted(ids)) if query.mode is not Mode.WORDS else ()
    likeness = max((float(cosine) for cosine in cosines if isfinite(cosine)), default=None)
    if better < DEEPEST and not words.there:
        far = () if likeness is None else (f"By its meaning it is far from the question: {likeness:.2f} of 1.",)
        return because(Standing.NO_MATCH, (*reasons, *far), advice, likeness)
    low = f"{better:,} other files fit better." if better > 1 else "Others fit better."
    return because(Standing.TOO_LOW, (low, *reasons), advice, likeness)


def _filters(query: SearchQuery, ids: set[int], words: WordIndex) -> Iterator[str]:
    """A sentence for each restriction of a query that leaves out a file with these passages."""
    for sentence, alone in _restrictions(query):
        if _is_left_out(alone, ids, words):
            yield sentence


def _excluded(case: _Case) -> Iterator[str]:
    """A sentence for each word that the person does not want and that stands in all documents of the file."""
    documents = {passage.id: passage.document_id for passage in case.passages}
    for word in case.query.excluded:
        holding = case.sources.words.excluded_among(SearchQuery("", excluded=(word,)), list(documents))
        if {documents[id] for id in holding} == set(documents.values()):
            yield f"It contains “{word}”, which you left out."


def _is_left_out(query: SearchQuery, ids: set[int], words: WordIndex) -> bool:
    allowed = words.allowed(query)
    return allowed is not None and ids.isdisjoint(allowed)


def _restrictions(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    """Each restriction of a query by itself, with what it means for a file that it leaves out."""
    for phrase in query.phrases:
        yield f"“{phrase}” does not stand in it in these very words.", SearchQuery("", phrases=(phrase,))
    for group in query.alternatives:
        yield f"None of {_listed(group)} stands in it.", SearchQuery("", alternatives=(group,))
    if query.folder is not None:
        yield f"It does not lie in {query.folder}.", SearchQuery("", folder=query.folder)
    for number in dict.fromkeys(one.either for one in query.restrictions):
        together = tuple(one for one in query.restrictions if one.either == number)
        for filters in [together] if number is not None else [(one,) for one in together]:
            meant = " or ".join(f"“{one.text}” ({one.understood})" for one in filters)
            yield f"It is left out by {meant}.", SearchQuery("", filters=filters)


def _passages(db: IndexQueries, path: str) -> list[StoredPassage]:
    ids = sorted(db.passage_ids(path))[:MOST_PASSAGES]
    return sorted(db.stored_passages(ids).values(), key=lambda passage: passage.id)


def _embedded(path: str, sources: Sources) -> int:
    if sources.embedding_number is None:
        return 0
    return sources.db.count_passages(sources.embedding_number, folder=path)


def _advice(title: str | None, words: _Words, path: str) -> list[str]:
    """What a person can type to see the file further up."""
    said = {analysis.fold(word) for word in (*words.there, *words.missing)}
    telling = [word for word in analysis.content_words((title or "").split()) if analysis.fold(word) not in said]
    advice = [f"Leave out {_listed(words.missing)}."] if words.missing and words.there else []
    if telling:
        advice.append(f"Add a word of its title: {_listed(telling[:4])}.")
    return [*advice, f"Ask for its name: {path.rpartition('/')[2]}"]


def _absent(missing: Absence, path: str, typed: str) -> Explanation:
    return Explanation(
        typed,
        path,
        missing.state,
        missing.reasons,
        advice=missing.advice,
        rule=missing.rule,
        rule_file=missing.rule_file,
    )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
