"""All that is learned from the person's judgements: at once for questions, and by training for the model itself."""

from dataclasses import dataclass

from desktop_search.engine.adapting import Adapting
from desktop_search.engine.asking import Asking
from desktop_search.engine.judged_evidence import JudgedEvidence
from desktop_search.engine.preferences import Preferences
from desktop_search.indexing.effort import Effort
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.paths import DataDirectory
from desktop_search.records import AdapterState
from desktop_search.searching.adapter import Adapter
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb

ADAPTER_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sources:
    """What is learned from, and what profits."""

    user_db: UserDb
    db: IndexDb
    embedding: Succession
    asking: Asking
    indexer: Indexer
    effort: Effort


class Learning:
    """Any thread may use it."""

    def __init__(self, data: DataDirectory, preferences: Preferences, sources: Sources) -> None:
        self._preferences = preferences
        self._sources = sources
        self._adapting = Adapting(
            data.learning / "adapter.npz",
            sources.user_db.labels,
            JudgedEvidence(sources.db, sources.embedding, sources.asking.evidence),
            is_on=preferences.kept.learn_at_once,
            meaning_weight=preferences.kept.meaning_weight,
        )
        sources.embedding.opened = self._adapting.learn

    def adapter(self, fingerprint: str) -> Adapter | None:
        """What judgements have taught for the vectors of an embedding; None for nothing."""
        return self._adapting.adapter(fingerprint)

    def judged(self) -> None:
        """Learns from what has just been said, in the background."""
        self._adapting.learn()

    def settings_changed(self) -> None:
        """Uses what the person has just set."""
        kept, sources = self._preferences.kept, self._sources
        self._adapting.switch(kept.learn_at_once)
        wanted = self._preferences.model
        sources.indexer.post(lambda: sources.embedding.change_to(wanted))

    # What the person asks for.

    def adapter_state(self, *, wait: bool = False) -> AdapterState:
        """What was learned at once, and what it is worth; with wait what was judged just now has been learned, too."""
        if wait:
            self._sources.asking.load_model()
            self._adapting.wait(timeout=ADAPTER_PATIENCE_SECONDS)
        return self._adapting.state()

    def switch_adapter(self, on: bool) -> AdapterState:
        """Uses what was learned at once from now on, or leaves it out of every answer."""
        self._preferences.change({"learn_at_once": on})
        self._adapting.switch(on)
        return self._adapting.state()

    def close(self) -> None:
        """Ends what is under way; it is gone on with at the next start."""
        self._adapting.close()
