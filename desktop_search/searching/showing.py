"""Shows why a hit was found where its words do not: the sentence nearest to the question; and the one that answers."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_search.records import AnswerLine, Array, Hit, Match, SearchQuery
from desktop_search.searching import answer_line, sentences, snippets
from desktop_search.searching.answer_line import Candidate
from desktop_search.searching.masking import masked
from desktop_search.searching.sentence_vectors import SentenceVectors
from desktop_search.words import analysis

HITS_LOOKED_AT = 6
HITS_THAT_ANSWER = 3
MOST_SENTENCES = 32
"""The model has to embed those it has not seen lately, while a person waits."""
MOST_OF_A_PASSAGE = 10
ENOUGH_WORDS = 0.5
"""Where the snippet shows this share of the question's words, the words say why."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    hit: int
    match: Match
    start: int
    end: int
    text: str
    coverage: float


def shown(
    query: SearchQuery, hits: Sequence[Hit], vector: Array, vectors: SentenceVectors
) -> tuple[list[Hit], AnswerLine | None]:
    """The hits with better snippets where words do not explain them, and the answer where there is one for sure.

    vector is the query's, float32 [dimensions]. Everything stays as it is where the model has no time.
    """
    terms = max(1, len(analysis.content_words((*query.words, *" ".join(query.phrases).split()))))
    asks = answer_line.is_question(query.text)
    unexplained = {
        number
        for number, hit in enumerate(hits[:HITS_LOOKED_AT])
        if hit.matches and _coverage(hit.snippet, hit.snippet_marks, terms) < ENOUGH_WORDS
    }
    wanted = unexplained | (set(range(min(HITS_THAT_ANSWER, len(hits)))) if asks else set())
    looked_at = _sentences(hits, sorted(wanted), terms)
    likenesses = vectors.similarities(vector, [one.text for one in looked_at]) if looked_at else None
    if likenesses is None:
        return list(hits), None
    found = list(zip(looked_at, likenesses, strict=True))
    better = list(hits)
    for number in unexplained:
        own = [(likeness, one) for one, likeness in found if one.hit == number]
        if own:
            better[number] = _explained(hits[number], max(own, key=lambda pair: pair[0])[1])
    return better, _answer(query.text, hits, found) if asks else None


def _sentences(hits: Sequence[Hit], numbers: Sequence[int], terms: int) -> list[_Sentence]:
    """The sentences of the best passages worth comparing, those of better hits first."""
    found: list[_Sentence] = []
    for number in numbers:
        for match in hits[number].matches[:1]:
            own = [
                _Sentence(number, match, start, end, text, _coverage(match.text, match.marks, terms, start, end))
                for start, end in sentences.spans(match.text)
                if answer_line.says_something(text := " ".join(match.text[start:end].split()))
            ]
            own.sort(key=lambda one: -one.coverage)
            found += sorted(own[:MOST_OF_A_PASSAGE], key=lambda one: one.start)
    return found[:MOST_SENTENCES]


def _coverage(text: str, marks: snippets.Marks, terms: int, start: int = 0, end: int | None = None) -> float:
    """The share of the question's words that are marked in text[start:end]."""
    last = len(text) if end is None else end
    marked = (text[one:other] for one, other in marks if start <= one and other <= last)
    # A phrase has one mark and several words.
    words = {word for part in marked for word in part.casefold().split()}
    return min(1.0, len(words) / terms)


def _explained(hit: Hit, nearest: _Sentence) -> Hit:
    snippet, marks = snippets.around(nearest.match.text, nearest.start, nearest.end)
    first = dataclasses.replace(nearest.match, marks=((nearest.start, nearest.end),))
    matches = tuple(first if match is nearest.match else match for match in hit.matches)
    return dataclasses.replace(hit, snippet=snippet, snippet_marks=marks, matches=matches)


def _answer(question: str, hits: Sequence[Hit], found: Sequence[tuple[_Sentence, float]]) -> AnswerLine | None:
    candidates = {Candidate(one.text, one.hit, likeness): one for one, likeness in found}
    chosen = answer_line.best(question, list(candidates))
    if chosen is None:
        return None
    sentence = candidates[chosen]
    hit, match = hits[sentence.hit], sentence.match
    inside = tuple((one, other) for one, other in match.marks if sentence.start <= one and other <= sentence.end)
    text, marks = snippets.folded(masked(match.text)[sentence.start : sentence.end], inside, sentence.start)
    return AnswerLine(
        text=text,
        path=hit.path,
        hit=sentence.hit,
        score=round(answer_line.score(chosen), 4),
        member=hit.member,
        title=hit.title,
        page=match.page,
        line=match.line,
        heading=match.heading,
        sheet=match.sheet,
        slide=match.slide,
        marks=marks,
    )
