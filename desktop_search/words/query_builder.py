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
from desktop_search.words.limits import MAX_CHARACTERS, MAX_TERMS, all_of, any_of, capped, exactly, limits

# A longer run of letters without spaces is a sentence, and is looked for as its overlapping pairs only.
LONGEST_RUN = 4
_FIRST_SAYING = "\u2e80"
"""From here on lie the scripts whose letters mean something, so that two of them may be a word: not Thai or Khmer."""
_OF_A_RUN = 0.5
"""What a shorter run counts as a whole, and each of its pairs."""

_Term = tuple[tuple[str, ...], ...]

_EXACT_NAME, _ALL_WORDS, _PREFIXES = 4.0, 2.0, 1.0
_SPELLED_OTHERWISE = 0.6
"""What a word counts that was not typed so."""


def passages(
    fields: tantivy.Schema, query: SearchQuery, languages: Sequence[str], *, identifiers: Sequence[str] = ()
) -> Query:
    """Passages with any of the words and all of the phrases, ranked by BM25, without the excluded words.

    identifiers are those of which one has to be there whole; that changes no score.
    """
    words = _any_word(fields, capped(query.words), languages) + _spelled_otherwise(fields, query, languages)
    required = _required(fields, query, languages)
    if not words and not required:
        return Query.empty_query()
    clauses = [(Occur.Must, phrase) for phrase in required]
    if words:
        # With phrases the words only rank; alone, one of them has to be there.
        clauses.append((Occur.Should if required else Occur.Must, any_of(words)))
    if identifiers:
        whole = any_of([Query.term_query(fields, schema.EXACT, one) for one in identifiers])
        clauses.append((Occur.Must, Query.const_score_query(whole, 0.0)))
    return Query.boolean_query(clauses + limits(fields, schema.EXACT, query))


def identifiers(query: SearchQuery) -> list[str]:
    """The words of a query that mean something only as they are written, such as "parse_args" or "v1.2.3"."""
    found = (one for word in capped(query.words) for one in analysis.identifiers(analysis.fold(word)))
    return list(dict.fromkeys(one.text for one in found if one.is_technical))[:MAX_TERMS]


def restriction(fields: tantivy.Schema, query: SearchQuery, languages: Sequence[str]) -> Query | None:
    """Passages that have all phrases, none of the excluded words, and pass the filters; None when any may be found."""
    clauses = [(Occur.Must, phrase) for phrase in _required(fields, query, languages)]
    clauses += limits(fields, schema.EXACT, query)
    return Query.boolean_query([(Occur.Must, Query.all_query()), *clauses]) if clauses else None


def excluded_among(fields: tantivy.Schema, query: SearchQuery, ids: Sequence[int]) -> Query | None:
    """Those of the passages that hold what the query excludes; None when it excludes nothing."""
    without = [found for text in capped(query.excluded) if (found := exactly(fields, schema.EXACT, text)) is not None]
    if not without or not ids:
        return None
    return all_of([any_of(without), Query.term_set_query(fields, schema.ID, list(ids))])


def everything(fields: tantivy.Schema, field: str, query: SearchQuery) -> Query:
    """All that the filters let pass and that holds no excluded word, in the given field."""
    return Query.boolean_query([(Occur.Must, Query.all_query()), *limits(fields, field, query)])


def names(fields: tantivy.Schema, query: SearchQuery) -> Query:
    """Files whose name is what was typed, then those with all its words, then those where all words begin one."""
    typed = schema.whole_name(query.text[:MAX_CHARACTERS])
    texts = analysis.content_words(capped((*query.words, *query.phrases)))
    tokens = list(dict.fromkeys(word for text in texts for _, word in analysis.phrase(text)))[:MAX_TERMS]
    tiers = []
    # One of several words may be the name of a file: "total in budget.xlsx".
    named = [_named(fields, text) for text in texts if "." in text.strip(".")]
    if typed:
        named += _whole_names(fields, typed)
    if named:
        tiers.append(Query.const_score_query(any_of(named), _EXACT_NAME))
    if tokens:
        all_words = [Query.term_query(fields, schema.NAME, token) for token in tokens]
        otherwise = {analysis.fold(one.typed): one.words for one in query.spellings}
        prefixes = [any_of([_beginning(fields, one) for one in (token, *otherwise.get(token, ()))]) for token in tokens]
        tiers.append(Query.const_score_query(all_of(all_words), _ALL_WORDS))
        tiers.append(Query.const_score_query(all_of(prefixes), _PREFIXES))
    if not tiers:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Must, any_of(tiers)), *limits(fields, schema.NAME, query)])


def _whole_names(fields: tantivy.Schema, typed: str) -> list[Query]:
    """A file by its name, with or without its suffix, and perhaps with some of its path before it."""
    found = [_named(fields, typed)]
    folder, separator, name = typed.replace("\\", "/").rpartition("/")
    inside = exactly(fields, schema.FOLDER_WORDS, folder) if separator and name else None
    if inside is not None:
        found.append(all_of([_named(fields, name), inside]))
    return found


def _named(fields: tantivy.Schema, name: str) -> Query:
    return Query.term_query(fields, schema.WHOLE_NAME, schema.digest_of(schema.whole_name(name)))


def _beginning(fields: tantivy.Schema, word: str) -> Query:
    return Query.fuzzy_term_query(fields, schema.NAME, word, distance=0, prefix=True)


def _required(fields: tantivy.Schema, query: SearchQuery, languages: Sequence[str]) -> list[Query]:
    """The phrases, and one of each group of alternatives."""
    phrases = (exactly(fields, schema.EXACT, phrase) for phrase in capped(query.phrases))
    groups = (
        [found for text in capped(group) for found in _alternative(fields, text, languages)]
        for group in query.alternatives[:MAX_TERMS]
    )
    return [phrase for phrase in phrases if phrase is not None] + [any_of(group) for group in groups if group]


def _alternative(fields: tantivy.Schema, text: str, languages: Sequence[str]) -> list[Query]:
    if text.startswith('"'):
        phrase = exactly(fields, schema.EXACT, text)
        return [] if phrase is None else [phrase]
    return _any_word(fields, [text], languages)


def _spelled_otherwise(fields: tantivy.Schema, query: SearchQuery, languages: Sequence[str]) -> list[Query]:
    """For each word that stands nowhere the best of those it may stand for."""
    found = []
    for one in query.spellings:
        if words := _any_word(fields, capped(one.words), languages):
            found.append(Query.boost_query(Query.disjunction_max_query(words), _SPELLED_OTHERWISE))
    return found


def _any_word(fields: tantivy.Schema, words: Sequence[str], languages: Sequence[str]) -> list[Query]:
    """A query for each part of each content word, and for identifiers whole. Said twice counts twice, as in BM25."""
    identifiers: Counter[str] = Counter()
    terms: dict[_Term, float] = {}
    for word in analysis.content_words(words):
        wholes = analysis.identifiers(analysis.fold(word))
        identifiers.update(whole.text for whole in wholes if whole.is_technical)
        if not any(whole.loses_its_parts for whole in wholes):
            for term, share in _terms(analysis.stems(word, languages)):
                terms[term] = terms.get(term, 0.0) + share
    queries = [(Query.term_query(fields, schema.EXACT, text), float(times)) for text, times in identifiers.items()]
    queries += [(_term(fields, term), times) for term, times in terms.items()]
    return [query if times == 1 else Query.boost_query(query, times) for query, times in queries[:MAX_TERMS]]


def _terms(stems: Iterable[tuple[str, ...]]) -> Iterable[tuple[_Term, float]]:
    """Each stem by itself with what it counts, except that letters of a script without spaces go together in runs."""
    for unspaced, group in groupby(stems, key=lambda variants: analysis.is_unspaced(variants[0])):
        run = tuple(group)
        if not unspaced:
            yield from (((variants,), 1.0) for variants in run)
        elif len(run) > LONGEST_RUN:
            yield from ((pair, 1.0) for pair in pairwise(run))
        elif len(run) <= 2 or run[0][0] < _FIRST_SAYING:
            yield run, 1.0
        else:
            yield run, _OF_A_RUN
            yield from ((pair, _OF_A_RUN) for pair in pairwise(run))


def _term(fields: tantivy.Schema, term: _Term) -> Query:
    if len(term) > 1:
        return Query.phrase_query(fields, schema.RANKED, [variants[0] for variants in term])
    variants = [Query.term_query(fields, schema.RANKED, stem) for stem in term[0]]
    # The same word stemmed by two languages is one word: it must not count twice.
    return variants[0] if len(variants) == 1 else Query.disjunction_max_query(variants)
