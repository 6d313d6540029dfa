from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import attention
from desktop_search.embedding.exporting import import_openvino

openvino = import_openvino()
op = openvino.opset13
HEADS, WIDTH, WORDS = 2, 4, 20
DRAW = np.random.default_rng(7)
VECTORS = DRAW.normal(size=(WORDS, HEADS * WIDTH)).astype(np.float32)
IDS = DRAW.integers(0, WORDS, (3, 9))
IS_TEXT = (np.arange(9) < np.array([[9], [5], [2]])).astype(np.int64)


def row_of_padding(mask: Any) -> Any:
    return op.unsqueeze(op.convert(mask, "boolean"), op.constant(np.array([1, 2])))


def square(mask: Any) -> Any:
    """The same for every token, as a square."""
    row = row_of_padding(mask)
    return op.logical_and(row, op.convert(op.add(places(mask, 2), op.constant(np.int64(1))), "boolean"))


def places(mask: Any, axis: int) -> Any:
    """0, 1, 2 … along the third or fourth axis: [1, 1, tokens, 1] or [1, 1, 1, tokens]."""
    length = op.gather(op.shape_of(mask), op.constant(np.int64(1)), op.constant(np.int64(0)))
    numbers = op.range(op.constant(np.int64(0)), length, op.constant(np.int64(1)), "i64")
    return op.unsqueeze(numbers, op.constant(np.array([one for one in (0, 1, 2, 3) if one != axis])))


def earlier_alone(mask: Any) -> Any:
    return op.logical_and(row_of_padding(mask), op.less_equal(places(mask, 3), places(mask, 2)))


def near_alone(mask: Any) -> Any:
    far = op.abs(op.subtract(places(mask, 3), places(mask, 2)))
    return op.logical_and(row_of_padding(mask), op.less_equal(far, op.constant(np.int64(64))))


def added(mask: Any) -> Any:
    return op.multiply(
        op.subtract(op.convert(row_of_padding(mask), "f32"), op.constant(np.float32(1))), op.constant(np.float32(1e9))
    )


def by_distance(mask: Any) -> Any:
    far = op.convert(op.abs(op.subtract(places(mask, 3), places(mask, 2))), "f32")
    return op.add(added(mask), op.multiply(far, op.constant(np.float32(-0.1))))


def by_head(mask: Any) -> Any:
    steep = op.constant(np.array([0.1, 0.2], dtype=np.float32).reshape(1, HEADS, 1, 1))
    far = op.convert(op.abs(op.subtract(places(mask, 3), places(mask, 2))), "f32")
    return op.subtract(added(mask), op.multiply(far, steep))


def for_all_at_once(mask: Any) -> Any:
    """Hides nothing: padding, too, is seen."""
    return op.constant(np.ones((1, 1, 1, 1), dtype=bool))


def graph(masked: Callable[[Any], Any], *, scale: float | None = None, causal: bool = False) -> Any:
    """A model of one attention: each token's vector is question, key and value."""
    ids, mask = (op.parameter([-1, -1], np.int64, name=name) for name in ("input_ids", "attention_mask"))
    for one in (ids, mask):
        one.output(0).set_names({one.get_friendly_name()})
    vectors = op.gather(op.constant(VECTORS), ids, op.constant(np.int64(0)))
    heads = op.transpose(op.reshape(vectors, np.array([0, 0, HEADS, WIDTH]), True), np.array([0, 2, 1, 3]))
    more = () if scale is None else (op.constant(np.float32(scale)),)
    made = op.scaled_dot_product_attention(heads, heads, heads, masked(mask), *more, causal=causal)
    return openvino.Model([made], [ids, mask])


def computed(model: Any) -> np.ndarray:
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.asarray(compiled([IDS, IS_TEXT])[0])


@pytest.mark.parametrize("masked", [row_of_padding, square, added])
@pytest.mark.parametrize("scale", [None, 0.3])
def test_attention_that_is_written_out_gives_the_same(masked: Callable[[Any], Any], scale: float | None) -> None:
    model = graph(masked, scale=scale)
    wanted = computed(model)
    assert attention.hides_padding_alone(openvino, model, 256)
    attention.write_out(openvino, model)
    assert "Softmax" in {one.get_type_name() for one in model.get_ops()}
    is_text = IS_TEXT.astype(bool)
    np.testing.assert_allclose(
        computed(model).transpose(0, 2, 1, 3)[is_text], wanted.transpose(0, 2, 1, 3)[is_text], atol=1e-5
    )


@pytest.mark.parametrize("masked", [earlier_alone, near_alone, by_distance, by_head, for_all_at_once])
def test_attention_with_another_mask_is_left_as_it_is(masked: Callable[[Any], Any]) -> None:
    assert not attention.hides_padding_alone(openvino, graph(masked), 256)


def test_attention_to_earlier_tokens_is_left_as_it_is() -> None:
    assert not attention.hides_padding_alone(openvino, graph(row_of_padding, causal=True), 256)


def test_a_graph_without_attention_is_left_as_it_is() -> None:
    ids = op.parameter([-1, -1], np.int64, name="input_ids")
    assert not attention.hides_padding_alone(openvino, openvino.Model([op.convert(ids, "f32")], [ids]), 256)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_attention_that_sees_less_than_all_is_enough(order: tuple[int, int]) -> None:
    """Both masks come from one node, each from another output."""
    model = graph(square)
    ids, mask = model.get_parameters()
    attention_there = next(one for one in model.get_ops() if one.get_type_name() == attention.ATTENTION)
    vectors = [attention_there.input_value(number) for number in range(3)]
    masks = op.split(op.concat([square(mask), earlier_alone(mask)], 0), op.constant(np.int64(0)), 2)
    both = [op.scaled_dot_product_attention(*vectors, masks.output(place), causal=False) for place in order]
    assert not attention.hides_padding_alone(openvino, openvino.Model(both, [ids, mask]), 256)


def test_a_text_without_tokens_spoils_no_other() -> None:
    model = graph(square)
    attention.write_out(openvino, model)
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    assert np.isfinite(np.asarray(compiled([IDS, IS_TEXT * np.array([[1], [0], [1]])])[0])).all()
