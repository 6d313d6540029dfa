"""Why a stranger's model is not taken, and the limits that it is held to."""

from dataclasses import dataclass

from desktop_search.errors import ModelUnavailable

MEGABYTE = 1_000_000


class ModelRefused(ModelUnavailable):
    """A model that may harm or that does not fit together. Takes the reason, without a full stop."""

    def __init__(self, reason: str, hint: str = "Nothing was added, and nothing of it was run.") -> None:
        super().__init__(f"This model is not added: {reason}.", hint)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """How much a model may hold. The ratio counts what an archive unpacks to, from a size on where it matters."""

    files: int = 2_000
    total_bytes: int = 8_000 * MEGABYTE
    ratio: int = 100
    ratio_from_bytes: int = 100 * MEGABYTE
    text_bytes: int = 100 * MEGABYTE
    """Of a vocabulary, a tokenizer or the words of a bag of words."""
    description_bytes: int = 2 * MEGABYTE
    """Of a file that describes a module in some numbers and names."""
    deep: int = 40
    """How far values may be nested."""
    header_bytes: int = 50 * MEGABYTE
    tensors: int = 50_000
