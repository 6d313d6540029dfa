"""What is learned from, and what profits from it: the parts of the engine that learning needs."""

from dataclasses import dataclass

from desktop_search.engine.asking import Asking
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them are open as long as the engine is."""

    user_db: UserDb
    db: IndexDb
    embedding: Succession
    asking: Asking
    indexer: Indexer
