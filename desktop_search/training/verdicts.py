"""Says in a sentence whether a model that was trained is better, and why. Pure."""

from collections.abc import Sequence

from desktop_search.training.comparing import NO_GAIN, Gain

SURE = 0.95
"""A model counts as better where so many of the resampled sets of questions say so,"""
LIKELY = 0.75
"""or so many, if there are MANY_QUESTIONS and meaning alone is better for sure: words blur what a model has learned;"""
MANY_QUESTIONS = 30
LEAST_GAIN, LEAST_CHANGED = 0.005, 5
"""and where it gains so much at all, on so many questions: else two lucky ones would do."""
MOST_FORGOTTEN = 0.01
"""Of Spearman's correlation on general pairs."""
LEAST_QUESTIONS = 5


def verdict(
    found: Gain,
    questions: int,
    *,
    general_before: float,
    general_after: float,
    losses: Sequence[float],
    alone: Gain = NO_GAIN,
    by_pairs: Gain = NO_GAIN,
    pairs: int = 0,
) -> tuple[bool, str]:
    """Whether a model is better, and a sentence that says why. losses are those on validation, the first untrained;
    alone is what meaning gains without words, by_pairs what so many examples of a file gain: they decide where too few
    questions were judged to do so."""
    if len(losses) > 1 and min(losses[1:]) >= losses[0]:
        return False, "Not better: training did not bring down the loss on what it was not trained on."
    has_forgotten = general_before - general_after > MOST_FORGOTTEN
    if questions >= LEAST_QUESTIONS:
        return _by_questions(found, questions, alone, has_forgotten=has_forgotten)
    if pairs >= LEAST_QUESTIONS:
        return _by_pairs(by_pairs, pairs, has_forgotten=has_forgotten)
    return False, "Nobody can say yet: too few judged questions were kept apart to measure by."


def _by_questions(found: Gain, questions: int, alone: Gain, *, has_forgotten: bool) -> tuple[bool, str]:
    points = f"{abs(100 * found.mean):.1f}"
    if found.mean < 0:
        return False, f"Not better: it lost {points} points of nDCG@10 on {questions} questions that it has not seen."
    is_sure_alone = questions >= MANY_QUESTIONS and alone.certainty >= SURE and alone.mean >= LEAST_GAIN
    needed = LIKELY if is_sure_alone else SURE
    if found.certainty < needed or found.mean < LEAST_GAIN or found.changed < LEAST_CHANGED:
        return False, f"Not better for sure: {points} points of nDCG@10 on {questions} unseen questions may be chance."
    if has_forgotten:
        return False, f"Not better: it gained {points} points of nDCG@10, but forgot too much that it knew."
    if found.certainty >= SURE:
        said = f"Better: it gained {points} points of nDCG@10 on {questions} questions that it has not seen."
    else:
        said = f"Most likely better: {points} points of nDCG@10 on {questions} unseen questions, surely without words."
    return True, said


def _by_pairs(found: Gain, pairs: int, *, has_forgotten: bool) -> tuple[bool, str]:
    points = f"{abs(100 * found.mean):.1f}"
    if found.mean < 0:
        return False, f"Not better: it lost {points} points on {pairs} examples of the file that it has not seen."
    if found.certainty < SURE or found.mean < LEAST_GAIN or found.changed < LEAST_CHANGED:
        return False, f"Not better for sure: {points} points on {pairs} unseen examples of the file may be chance."
    if has_forgotten:
        return False, f"Not better: it gained {points} points on the file's examples, but forgot too much that it knew."
    return True, f"Better: it gained {points} points on {pairs} examples of the file that it has not seen."
