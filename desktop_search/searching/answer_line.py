"""Decides whether a text is a question, and which sentence answers it: none rather than a wrong one. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_search.words import analysis

SURE, CLEARLY = 0.85, 0.03
"""So alike a question and its answer have to be, and so much less every other sentence. Of 60 questions with known
answers few get one then, and all of those were right; from 0.8 on three in ten were wrong. That the question's words
stand in a sentence says nothing: what repeats the question seldom answers it."""
LATER_HITS = 0.02
"""What each rank takes off: the search has seen the whole passage, and this only sees a sentence."""
FEWEST_WORDS, FEWEST_SAID = 3, 4
SENTENCE_WORDS = 5

_ASKING = frozenset(
    """
    what who whom whose when where why which how is are was were does do did can could should will would has have
    wer wen wem wessen was wann wo wohin woher warum wieso weshalb wie welche welcher welches wozu
    qui que quoi quand où pourquoi comment quel quelle quels quelles combien
    qué quién quiénes cuándo dónde cómo cuál cuáles cuánto cuánta
    chi cosa quando dove perché quale quali quanto
    wat wie waar waarom wanneer hoe welke
    quem onde qual quais
    """.split()
)
_ENDS = ("?", "？", "؟", ";", "か", "か。")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the hit with this index. likeness is its cosine to the question."""

    text: str
    hit: int
    likeness: float


def is_question(text: str) -> bool:
    """Whether a person asks or says something in a sentence, rather than naming words to look for."""
    words = _WORD.findall(text.casefold())
    if not words:
        return False
    if text.rstrip().endswith(_ENDS[:3]) or text.rstrip().endswith(_ENDS[4:]):
        return True
    if len(words) >= FEWEST_WORDS and words[0] in _ASKING:
        return True
    # A sentence has small words that nobody types who names what to look for.
    return len(words) >= SENTENCE_WORDS and len(words) - len(analysis.content_words(words)) >= 2


def score(candidate: Candidate) -> float:
    """How sure it is that the sentence answers the question."""
    return candidate.likeness - LATER_HITS * candidate.hit


def best(question: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The sentence that answers a question; None where none does for sure."""
    ranked = sorted((one for one in candidates if says_something(one.text)), key=score, reverse=True)
    if not ranked or score(ranked[0]) < SURE:
        return None
    # The same sentence may stand in several files.
    other = next((one for one in ranked if one.text != ranked[0].text), None)
    is_clear = other is None or score(ranked[0]) - score(other) >= CLEARLY
    # Numbers mean little to a model, and the answer for another year is a wrong one.
    return ranked[0] if is_clear and _numbers(question) <= _numbers(ranked[0].text) else None


def says_something(text: str) -> bool:
    """Whether a sentence can be an answer: not a heading or a label, and not a question itself."""
    return len(_WORD.findall(text)) >= FEWEST_SAID and not text.rstrip("\"'”’»)] ").endswith(("?", "？", "؟"))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))
