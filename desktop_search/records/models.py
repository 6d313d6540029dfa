"""The embedding models a person has, and those worth adding. Frozen and pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model in the person's library. kinds are its modules in their order, size is in bytes.

    languages and licence are what its model card says, or empty; origin is "shipped", "added", "tuned" or
    "downloaded", and then published_as is its name in the hub it comes from, and commit the commit of it.
    """

    name: str
    folder: str
    revision: str
    kinds: tuple[str, ...]
    size: int
    dimensions: int
    languages: tuple[str, ...] = ()
    licence: str = ""
    origin: str = "added"
    published_as: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that others publish, for a person who looks for one. parameters is in millions.

    The prefixes are what its authors put before a query and before a passage.
    """

    name: str
    parameters: float
    dimensions: int
    languages: str
    licence: str
    query_prefix: str = ""
    passage_prefix: str = ""


@dataclass(frozen=True, slots=True)
class ModelSpeed:
    """How fast a model is on this machine: by `bench`, a comparison or a training, with its fastest backend."""

    passages_per_second: float
    backend: str
    precision: str
