"""Turns a `SearchQuery` into tantivy's query objects. Never raises: what holds no word finds nothing.

tantivy's own query language is never used: a person's brackets, colons and stars mean themselves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

import tantivy
from tantivy import Occur, Query

from desktop_search.records import SearchQuery
from desktop_search.words import analysis, schema

MAX_TERMS = 64
MAX_CHARACTERS = 1000
# A longer run of letters without spaces is a sentence, and is looked for as its overlapping pairs.
LONGEST_RUN = 4

_EXACT_NAME, _ALL_WORDS, _PREFIXES = 4.0, 2.0, 1.0


def passages(fields: tantivy.Schema, query: SearchQuery, languages: Sequence[str]) -> Query:
    """Passages with any of the words and all of the phrases, ranked by BM25, without the excluded words."""
    words = _any_word(fields, _capped(query.words), languages)
    required = _phrases(fields, query)
    if not words and not required:
        return Query.empty_query()
    clauses = [(Occur.Must, phrase) for phrase in required]
    if words:
        # With phrases the words only rank; alone, one of them has to be there.
        clauses.append((Occur.Should if required else Occur.Must, _any(words)))
    return Query.boolean_query(clauses + _limits(fields, schema.EXACT, query))


def restriction(fields: tantivy.Schema, query: SearchQuery) -> Query | None:
    """Passages that have all phrases, none of the excluded words, and lie in the folder; None when any may be found."""
    clauses = [(Occur.Must, phrase) for phrase in _phrases(fields, query)] + _limits(fields, schema.EXACT, query)
    return Query.boolean_query([(Occur.Must, Query.all_query()), *clauses]) if clauses else None


def names(fields: tantivy.Schema, query: SearchQuery) -> Query:
    """Files whose name is what was typed, then those with all its words, then those where all words begin one."""
    typed = schema.whole_name(query.text[:MAX_CHARACTERS])
    texts = analysis.content_words(_capped((*query.words, *query.phrases)))
    tokens = list(dict.fromkeys(word for text in texts for _, word in analysis.phrase(text)))[:MAX_TERMS]
    tiers = []
    if typed:
        whole = Query.term_query(fields, schema.WHOLE_NAME, schema.digest_of(typed))
        tiers.append(Query.const_score_query(whole, _EXACT_NAME))
    if tokens:
        all_words = [Query.term_query(fields, schema.NAME, token) for token in tokens]
        prefixes = [Query.fuzzy_term_query(fields, schema.NAME, token, distance=0, prefix=True) for token in tokens]
        tiers.append(Query.const_score_query(_all(all_words), _ALL_WORDS))
        tiers.append(Query.const_score_query(_all(prefixes), _PREFIXES))
    if not tiers:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Must, _any(tiers)), *_limits(fields, schema.NAME, query)])


def _phrases(fields: tantivy.Schema, query: SearchQuery) -> list[Query]:
    phrases = (_exactly(fields, schema.EXACT, phrase) for phrase in _capped(query.phrases))
    return [phrase for phrase in phrases if phrase is not None]


def _any_word(fields: tantivy.Schema, words: Sequence[str], languages: Sequence[str]) -> list[Query]:
    """A query for each part of each content word, and for identifiers whole. Said twice counts twice, as in BM25."""
    identifiers: Counter[str] = Counter()
    terms: Counter[tuple[tuple[str, ...], ...]] = Counter()
    for word in analysis.content_words(words):
        wholes = analysis.identifiers(analysis.fold(word))
        identifiers.update(whole.text for whole in wholes if whole.is_technical)
        if not any(whole.loses_its_parts for whole in wholes):
            terms.update(_terms(analysis.stems(word, languages)))
    queries = [(Query.term_query(fields, schema.EXACT, text), times) for text, times in identifiers.items()]
    queries += [(_term(fields, term), times) for term, times in terms.items()]
    return [query if times == 1 else Query.boost_query(query, float(times)) for query, times in queries[:MAX_TERMS]]


def _terms(stems: Iterable[tuple[str, ...]]) -> Iterable[tuple[tuple[str, ...], ...]]:
    """Each stem by itself, except that letters of a script without spaces go together in runs."""
    for unspaced, group in groupby(stems, key=lambda variants: analysis.is_unspaced(variants[0])):
        run = tuple(group)
        if not unspaced:
            yield from ((variants,) for variants in run)
        elif len(run) <= LONGEST_RUN:
            yield run
        else:
            yield from pairwise(run)


def _term(fields: tantivy.Schema, term: tuple[tuple[str, ...], ...]) -> Query:
    if len(term) > 1:
        return Query.phrase_query(fields, schema.RANKED, [variants[0] for variants in term])
    variants = [Query.term_query(fields, schema.RANKED, stem) for stem in term[0]]
    # The same word stemmed by two languages is one word: it must not count twice.
    return variants[0] if len(variants) == 1 else Query.disjunction_max_query(variants)


def _exactly(fields: tantivy.Schema, field: str, text: str) -> Query | None:
    """The words of the text one after another in their exact forms; None when there is no word in it."""
    placed = analysis.phrase(text)[:MAX_TERMS]
    if not placed:
        return None
    if len(placed) == 1:
        # tantivy panics over a phrase of one word.
        return Query.term_query(fields, field, placed[0][1])
    return Query.phrase_query(fields, field, placed)


def _limits(fields: tantivy.Schema, field: str, query: SearchQuery) -> list[tuple[Occur, Query]]:
    excluded = (_exactly(fields, field, text) for text in _capped(query.excluded))
    limits = [(Occur.MustNot, found) for found in excluded if found is not None]
    if query.folder is not None:
        inside = Query.term_query(fields, schema.FOLDER, schema.folder_digest(query.folder))
        limits.append((Occur.Must, Query.const_score_query(inside, 0.0)))
    return limits


def _capped(texts: Sequence[str]) -> list[str]:
    return [text[:MAX_CHARACTERS] for text in texts[:MAX_TERMS]]


def _any(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])
