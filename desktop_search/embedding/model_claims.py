"""Holds what a module's description says of its size against the weights that are there, before memory is asked for."""

from collections.abc import Callable, Sequence
from typing import Any

from desktop_search.embedding.refusing import ModelRefused
from desktop_search.embedding.safetensors_files import Tensor

LARGEST_NUMBER = 100_000_000
SLACK = 20_000_000
"""A description may speak of so many values more than there are: positions are not always kept as weights."""


def check(kind: str, held: Sequence[Tensor], read: Callable[[str], Any]) -> None:
    """Raises ModelRefused when a module of a kind has no weights or claims far more than it has.

    read gives the values of one of the module's files.
    """
    if kind not in CLAIMS:
        return
    if not held:
        raise ModelRefused(f"{kind} has no weights in a safetensors file")
    name, claim = CLAIMS[kind]
    claimed, found = claim(_Numbers(read(name))), sum(tensor.elements for tensor in held)
    if claimed > 4 * found + SLACK:
        raise ModelRefused(f"its {name} describes {claimed:,} weights, and there are {found:,}")


class _Numbers:
    """A description's whole numbers. Raises ModelRefused for one that is none, or larger than any model has."""

    def __init__(self, plain: Any) -> None:
        if not isinstance(plain, dict):
            raise ModelRefused("the description of a module is none")
        self._plain = plain

    def of(self, *names: str, default: int = 0) -> int:
        """The first of these that is given."""
        for name in names:
            if (value := self._plain.get(name)) is not None:
                if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
                    raise ModelRefused(f"{name} is {str(value)[:20]}, which no model has")
                return value
        return default

    def list_of(self, name: str) -> list[int]:
        values = self._plain.get(name) or []
        if not isinstance(values, list) or len(values) > 100:
            raise ModelRefused(f"{name} is no list of sizes")
        return [_Numbers({name: value}).of(name) for value in values]


def _transformer(numbers: _Numbers) -> int:
    """Embeddings, positions, and of every layer the four square matrices that each has at least; ALBERT shares them."""
    hidden = numbers.of("hidden_size", "dim", "d_model", "emb_dim", "n_embd")
    narrow = numbers.of("embedding_size", default=hidden)
    words, layers = numbers.of("vocab_size", "n_words"), numbers.of("num_hidden_layers", "n_layers", "n_layer")
    positions = numbers.of("max_position_embeddings")
    shared = numbers.of("num_hidden_groups", default=layers)
    wide = numbers.of("intermediate_size", "hidden_dim", "ffn_dim")
    if layers > 1_000:
        raise ModelRefused(f"num_hidden_layers is {layers}, which no model has")
    return (words + positions) * narrow + min(layers, shared) * (4 * hidden * hidden + 2 * hidden * wide)


def _cnn(numbers: _Numbers) -> int:
    channels = numbers.of("in_embedding_dimension", "in_word_embedding_dimension") * numbers.of("out_channels")
    return channels * sum(numbers.list_of("kernel_sizes"))


def _lstm(numbers: _Numbers) -> int:
    given, hidden = numbers.of("embedding_dimension", "word_embedding_dimension"), numbers.of("hidden_dim")
    return 4 * hidden * (given + hidden) * max(1, numbers.of("num_layers"))


CLAIMS: dict[str, tuple[str, Callable[[_Numbers], int]]] = {
    "Transformer": ("config.json", _transformer),
    "Dense": ("config.json", lambda numbers: numbers.of("in_features") * numbers.of("out_features")),
    "LayerNorm": ("config.json", lambda numbers: numbers.of("dimension")),
    "LSTM": ("lstm_config.json", _lstm),
    "CNN": ("cnn_config.json", _cnn),
    "StaticEmbedding": ("tokenizer.json", lambda _: 0),
    "WordEmbeddings": ("wordembedding_config.json", lambda _: 0),
}
"""Which file of a module says how many weights it has at least, and how they are counted from it."""
