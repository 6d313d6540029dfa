"""Has the cross-encoder of the settings say by how much it prefers an answer: what a model may learn from it."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError

from desktop_search.errors import DesktopSearchError
from desktop_search.reranking.service import reranker_of
from desktop_search.settings import Settings
from desktop_search.training.examples import Example
from desktop_search.training.shapes import Margins


def margins_by_cross_encoder(settings: Settings, is_wanted: Callable[[], bool]) -> Margins:
    """Gives for each triplet the score of its second text less that of its third.

    Raises DesktopSearchError where there is no cross-encoder, or it cannot be used; when asked CancelledError, as soon
    as the work is no longer wanted.
    """
    if not settings.reranker:
        raise DesktopSearchError(
            "There is no cross-encoder for a model to learn from.",
            "Name the folder of one in the setting “reranker”, or choose another loss.",
        )
    reranker = reranker_of(settings.reranker, settings.device)

    def margins(triplets: Sequence[Example]) -> list[float]:
        made = []
        for one in triplets:
            if not is_wanted():
                raise CancelledError
            right, wrong = reranker.score(one.texts[0], one.texts[1:3])
            made.append(right - wrong)
        return made

    return margins
