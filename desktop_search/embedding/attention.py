"""Has a graph compute attention by plain products of matrices: with AMX that takes a quarter less time than the one
operation that OpenVINO (2026.4) makes of it, and the mask is a row for each text, not a square."""

from collections.abc import Iterator
from typing import Any

import numpy as np

ATTENTION = "ScaledDotProductAttention"
LEFT_OUT = 10_000.0
"""Taken from what a question says of padding: nothing of it is left, and no precision overflows."""
MOST_TOKENS = 1024
"""Of the mask that is looked at. A model that looks at near tokens alone, but counts so many as near, is taken for one
that looks at all: passages are shorter."""
LEAST_TOKENS = 3


def hides_padding_alone(openvino: Any, model: Any, longest: int) -> bool:
    """Whether every token looks at every other one that is not padding, in each attention of a graph; longest is the
    number of tokens that it reads.

    Else it looks at earlier ones alone, or at near ones. False where there is no attention that write_out() knows.
    """
    found, tokens = list(_attentions(model)), min(longest, MOST_TOKENS)
    if not found or tokens < LEAST_TOKENS or not all(_is_known(one) for one in found):
        return False
    ports = [one.input_value(3) for one in found]
    masks = {(port.get_node().get_friendly_name(), port.get_index()): port for port in ports}
    graph = openvino.Model(list(masks.values()), model.get_parameters())
    is_text = np.ones((2, tokens), dtype=np.int64)
    is_text[1, tokens // 3 :] = 0
    compiled = openvino.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    given = {port: is_text if _is_mask(port) else np.zeros_like(is_text) for port in compiled.inputs}
    return all(_hides(np.asarray(made), is_text.astype(bool)) for made in compiled(given).values())


def write_out(openvino: Any, model: Any) -> None:
    """Replaces each attention of a graph that hides padding alone by products, a sum and a softmax."""
    op = openvino.opset13
    mask = next(one for one in model.get_parameters() if _is_mask(one.output(0)))
    is_padding = op.subtract(op.constant(np.float32(1.0)), op.convert(mask, "f32"))
    hidden = op.unsqueeze(op.multiply(is_padding, op.constant(np.float32(-LEFT_OUT))), op.constant(np.array([1, 2])))
    for attention in list(_attentions(model)):
        questions, keys, values = (attention.input_value(number) for number in range(3))
        width = questions.get_partial_shape()[3].get_length()
        scale = attention.input_value(4) if attention.get_input_size() > 4 else op.constant(np.float32(width**-0.5))
        said = op.matmul(op.multiply(questions, scale), keys, transpose_a=False, transpose_b=True)
        parts = op.softmax(op.add(said, hidden), axis=-1)
        attention.output(0).replace(op.matmul(parts, values, transpose_a=False, transpose_b=False).output(0))
    model.validate_nodes_and_infer_types()


def _attentions(model: Any) -> Iterator[Any]:
    return (one for one in model.get_ordered_ops() if one.get_type_name() == ATTENTION)


def _is_known(attention: Any) -> bool:
    """Whether it has one mask for all heads, its own key for each question, and vectors of a known length."""
    if attention.get_input_size() not in (4, 5) or attention.get_attributes().get("causal"):
        return False
    *vectors, mask = (attention.input_value(number).get_partial_shape() for number in range(4))
    if not all(one.rank.is_static and len(one) == 4 and one[1].is_static and one[3].is_static for one in vectors):
        return False
    # A mask for each head also says how far from each other tokens are, and is large.
    is_for_all = not mask.rank.is_static or len(mask) < 4 or not mask[1].is_static or mask[1].get_length() == 1
    return is_for_all and len({one[1].get_length() for one in vectors}) == 1


def _is_mask(port: Any) -> bool:
    return "attention_mask" in port.get_names()


def _hides(mask: np.ndarray, is_text: np.ndarray) -> bool:
    """Whether a mask, boolean or added, of any shape that spreads to [texts, 1, tokens, tokens], hides padding alone.

    What padding itself looks at says nothing: its vectors are left out.
    """
    texts, tokens = is_text.shape
    shown = mask if mask.dtype == bool else mask == 0.0
    if mask.dtype != bool and np.any(mask[~shown] > -LEFT_OUT):
        # It also says how far from each other tokens are.
        return False
    try:
        whole = np.broadcast_to(shown, (texts, 1, tokens, tokens))[:, 0]
    except ValueError:
        return False
    return all(bool((whole[text][is_text[text]] == is_text[text]).all()) for text in range(texts))
