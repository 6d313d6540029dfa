"""What is learned from, and what profits from it: the parts of the engine that learning needs."""

from dataclasses import dataclass

from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Embedder, Options
from desktop_search.embedding.library import Library
from desktop_search.engine import proving
from desktop_search.engine.asking import Asking
from desktop_search.engine.preferences import Preferences
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.model_history import ModelHistory
from desktop_search.storage.user_db import UserDb


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them are open as long as the engine is."""

    data: DataDirectory
    preferences: Preferences
    user_db: UserDb
    db: IndexDb
    embedding: Succession
    asking: Asking
    indexer: Indexer
    library: Library
    history: ModelHistory

    @property
    def settings(self) -> Settings:
        """Those that are kept now."""
        return self.preferences.kept

    def weight_with(self, revision: str) -> float:
        """The weight of meaning that a model has, given its revision: more than that of the settings if it was trained
        here."""
        usual, stored = self.settings.meaning_weight, self.history.report(revision)
        # A cross-encoder's report names none, and embeds nothing.
        is_trained = stored is not None and stored.report.get("meaning_weight") is not None
        return proving.weight_of_trained(usual) if is_trained else usual

    def embedder_of(self, folder: str) -> Embedder:
        """A model beside the one that answers, loaded as the settings say. Raises ModelUnavailable."""
        kept = self.settings
        return embedder_of(kept.backend, folder, kept.device, Options(place=self.data.root))
