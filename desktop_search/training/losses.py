"""The losses a model can be trained with, and which data each of them takes. Imports torch inside its functions."""

from collections.abc import Mapping
from typing import Any

from desktop_search.errors import DesktopSearchError
from desktop_search.training.examples import Examples, Shape

AUTO = "auto"
FITTING: Mapping[str, tuple[Shape, ...]] = {
    "multiple-negatives": (Shape.PAIRS, Shape.TRIPLETS),
    "triplet": (Shape.TRIPLETS,),
    "cosine": (Shape.SCORES,),
    "softmax": (Shape.CLASSES,),
    "contrastive": (Shape.SCORES,),
    "margin-mse": (Shape.MARGINS,),
}
"""Names, and the shapes of examples that each takes. The first loss that takes a shape is chosen for it."""
READ_AT_ONCE = 8
"""Texts by which a large batch of multiple-negatives is computed where memory is for so many, not for the batch."""
SAME = 0.5
"""From this score on, two texts count as the same for contrastive loss."""
TRIPLET_MARGIN = 0.25
"""Of cosine distance. The usual margin of 5 is for distances that are not bounded."""


def chosen(name: str, examples: Examples) -> str:
    """The loss that was asked for, or for "auto" the one that suits the examples.

    Raises DesktopSearchError for one that there is not, or that needs other data.
    """
    if name == AUTO:
        return next(loss for loss, shapes in FITTING.items() if examples.shape in shapes)
    if name not in FITTING:
        raise DesktopSearchError(f"There is no loss called “{name}”.", f"Choose from {', '.join(FITTING)}.")
    if examples.shape not in FITTING[name]:
        needed = " or ".join(FITTING[name])
        raise DesktopSearchError(f"The loss “{name}” needs {needed}; these are {examples.shape}.")
    return name


def columns(name: str, examples: Examples) -> dict[str, list[Any]]:
    """The examples as the columns of a dataset, as sentence-transformers wants them for a loss."""
    width = min(len(one.texts) for one in examples.items)
    made: dict[str, list[Any]] = {
        f"text{number}": [one.texts[number] for one in examples.items] for number in range(width)
    }
    if name == "softmax":
        made["label"] = [int(one.score or 0) for one in examples.items]
    elif name == "contrastive":
        made["label"] = [int((one.score or 0.0) >= SAME) for one in examples.items]
    elif name in ("cosine", "margin-mse"):
        made["label"] = [float(one.score or 0.0) for one in examples.items]
    return made


def loss_of(name: str, encoder: Any, *, classes: int = 2, in_parts: bool = False) -> Any:
    """The loss module of sentence-transformers; classes is for softmax.

    in_parts takes a third longer and the memory of a few texts, by computing each batch of multiple-negatives twice
    (Gao et al.: Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup, 2021).
    """
    from sentence_transformers.sentence_transformer import losses
    from sentence_transformers.util import pairwise_cos_sim

    if name == "multiple-negatives":
        if in_parts:
            return losses.CachedMultipleNegativesRankingLoss(encoder, mini_batch_size=READ_AT_ONCE)
        return losses.MultipleNegativesRankingLoss(encoder)
    if name == "softmax":
        return losses.SoftmaxLoss(encoder, encoder.get_embedding_dimension(), num_labels=classes)
    if name == "triplet":
        return losses.TripletLoss(
            encoder, distance_metric=losses.TripletDistanceMetric.COSINE, triplet_margin=TRIPLET_MARGIN
        )
    if name == "margin-mse":
        # Of vectors of any length: what answers a question later has length 1.
        return losses.MarginMSELoss(encoder, similarity_fct=pairwise_cos_sim)
    kinds = {"cosine": losses.CosineSimilarityLoss, "contrastive": losses.ContrastiveLoss}
    return kinds[name](encoder)
