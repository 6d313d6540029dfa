"""Builds everything and is all that others see of it: folders in, questions, the right file at the right place out."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from desktop_search import settings as settings_file
from desktop_search.embedding.embedder import Embedder
from desktop_search.embedding.library import Library
from desktop_search.engine import about, parts, tuning
from desktop_search.engine.asking import Asking
from desktop_search.engine.doctor import Doctor
from desktop_search.engine.folders import Folders
from desktop_search.engine.forgetting import Forgetting
from desktop_search.engine.judging import Judging
from desktop_search.engine.keeping import Keeping
from desktop_search.engine.learning import Learning
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.opening import open_databases
from desktop_search.engine.preferences import Preferences
from desktop_search.engine.previewing import Previews
from desktop_search.engine.saved import LIMIT as SAVED_LIMIT
from desktop_search.engine.saved import SavedSearches
from desktop_search.engine.status import StatusReport
from desktop_search.engine.suggestions import Suggestions
from desktop_search.engine.verifying import Verifying
from desktop_search.extraction import preparation
from desktop_search.indexing.effort import Effort, EffortLevel
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.mending import Mending
from desktop_search.indexing.succession import Succession
from desktop_search.indexing.word_cache import WordCache
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    About,
    Answer,
    EngineStatus,
    Explanation,
    Facets,
    FilePreview,
    Finding,
    Folder,
    FolderDetails,
    Forgotten,
    IndexSummary,
    PreviewRequest,
    ReadOutcome,
    SettingsState,
    WorkSample,
)
from desktop_search.searching import query as queries
from desktop_search.searching.finishing import Finish
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.settings import Settings
from desktop_search.storage.model_history import ModelHistory
from desktop_search.storage.openings import StoredOpenings
from desktop_search.storage.room import Room
from desktop_search.storage.saved_searches import StoredSearches

LOOK_SECONDS = 1.0


class Engine:
    """One person's index, open. Synchronous; every method may be called from any thread.

    The caller holds the data directory's lock (engine.lock): two engines must never write one index.
    """

    def __init__(
        self, data: DataDirectory, settings: Settings | None = None, *, watch: bool = False, paused: bool = False
    ) -> None:
        """Opens the index. watch follows changes on disk; paused leaves all work until it is asked for."""
        tuning.apply()
        data.create()
        self.data = data
        self._settings = settings if settings is not None else settings_file.load(data.settings_file)
        self._preferences = Preferences(data.settings_file, self._settings)
        preparation.include(parts.extra_formats(self._settings))
        self._room = Room(data.root, data.index_database)
        self._room.make_way()
        opened = open_databases(data)
        self._user_db, self._db, self._copies = opened.user_db, opened.db, opened.copies
        self._notices = opened.notices
        self._folders = Folders(self._user_db, own=os.path.realpath(data.root))
        self.habits = Suggestions(
            StoredOpenings(self._user_db.database), self._db, remembers=self._settings.remember_openings
        )
        self._effort = Effort(EffortLevel(self._settings.effort))
        self._embedding = Succession(
            self._db,
            lambda choice: parts.embedding(
                choice, self._settings, data, self._db, tell=self._notices.append, rest=self._effort.rest_seconds
            ),
            self._preferences.model,
        )
        self._words = WordCache(self._db, data.words)
        self._indexer = Indexer(
            self._db,
            self._words,
            lambda deliver: parts.readers(self._settings, deliver),
            self._embedding,
            make_recognisers=lambda deliver: parts.recognisers(self._settings, deliver),
            folders=self._folders.all(),
            never=[os.path.realpath(data.root)],
            effort=self._effort,
            room=self._room,
            rescan_seconds=60.0 * self._settings.rescan_minutes if watch else None,
            paused=paused,
        )
        self.saved = SavedSearches(
            StoredSearches(self._user_db.database),
            lambda query: self.search(query, limit=SAVED_LIMIT, plain=True),
            removed=self._copies.renew,
        )
        self._reranking = parts.reranking(self._settings, after=self._start_model)
        self._asking = Asking(
            self._db,
            self._words.index,
            self._embedding,
            finish=Finish(
                parts.sentence_vectors(lambda: self._embedding.now.service),
                self._reranking,
                rerank_milliseconds=self._settings.rerank_milliseconds,
            ),
            load_model=lambda: self._indexer.inbox.post(self._embedding.load_model),
            adapter=self._adapter,
            meaning_weight=self._settings.meaning_weight,
        )
        self._previews = Previews(parts.limits_of(self._settings))
        own = os.path.realpath(data.root)
        self.keeping = Keeping(self._folders, self._db, self._indexer, own=own, watch=watch)
        self._status = StatusReport(data, self._settings, self._db, self._indexer, self._embedding)
        sources = Sources(
            data=data,
            preferences=self._preferences,
            user_db=self._user_db,
            db=self._db,
            embedding=self._embedding,
            asking=self._asking,
            indexer=self._indexer,
            library=Library(data.installed_models.resolve()),
            history=ModelHistory(self._user_db.database),
        )
        self.learning = Learning(sources, resumes=not paused)
        self.judging = Judging(sources, judged=self.learning.judged, removed=self._copies.renew)
        self.checking = Verifying(
            self._db,
            self._user_db,
            Mending(self._db, self._words, self._embedding, self._indexer, vectors=data.vectors),
            self._indexer,
            self._copies,
            at_start=tuple(opened.problems),
            rescan=self.rescan,
        )
        self._doctor = Doctor(sources, self._copies, self.status, words=self._words.index, covered=self.keeping.covered)
        self._forgetting = Forgetting(
            sources,
            self._words,
            keeping=self.keeping,
            suggestions=self.habits,
            copies=self._copies,
            learning=self.learning,
        )
        self._indexer.read_first(self._preferences.first_folder)
        self.look_after_folders()
        self._forgetting.resume()

    # Asking

    def search(
        self, query: str, *, limit: int = 10, mode: str = "both", folder: str | None = None, plain: bool = False
    ) -> Answer:
        """The complete answer to a question."""
        return self._asking.search(query, limit=limit, mode=mode, folder=folder, plain=plain)

    def search_in_steps(
        self, query: str, *, limit: int = 10, mode: str = "both", folder: str | None = None, plain: bool = False
    ) -> Iterator[Answer]:
        """First what the words find, in some milliseconds, then what meaning adds, and then the complete answer.

        plain leaves out what is only for the eye: the nearest sentences, and the one that answers.
        Raises DesktopSearchError for a mode there is not.
        """
        return self._asking.in_steps(query, limit=limit, mode=mode, folder=folder, plain=plain)

    def facets(self, query: str, *, mode: str = "both", folder: str | None = None) -> Facets:
        """What the documents that fit a query have in common, counted over the first 1,000 of them.

        Raises DesktopSearchError for a mode there is not.
        """
        return self._asking.facets(query, mode=mode, folder=folder)

    def why(self, query: str, path: str, *, mode: str = "both", folder: str | None = None) -> Explanation:
        """Where a file stands in the answer to a question, or why it is not there, and what would lift it.

        Raises DesktopSearchError for a mode there is not.
        """
        folders, own = self._folders.all(), os.path.realpath(self.data.root)
        return self._asking.why(query, path, mode=mode, folder=folder, folders=folders, own=own)

    def preview(
        self,
        path: str,
        *,
        query: str = "",
        member: str | None = None,
        page: int | None = None,
        line: int | None = None,
        sheet: str | None = None,
        passages: Sequence[str] = (),
        width: int = 800,
    ) -> FilePreview:
        """What a file looks like where the passages were found, drawn at most width points wide.

        Only the newest request is drawn: an older one gets kind "none" without a sentence.
        """
        asked = queries.parse(query)
        terms = (*asked.words, *asked.phrases)
        wanted = max(100, min(width, 4000))
        return self._previews.ask(PreviewRequest(path, member, page, line, sheet, tuple(passages), terms, wanted))

    # Folders

    def folders(self) -> list[Folder]:
        """The folders the person asked us to index."""
        return self._folders.all()

    def add_folders(self, paths: Sequence[str]) -> list[str]:
        """Adds folders (or single files) and begins to read them. Returns their real paths.

        Raises DesktopSearchError, adding none, when one cannot be indexed.
        """
        return self.keeping.add(paths)

    def index(self, paths: Sequence[str], *, rescan: bool = False, wait: bool = True) -> IndexSummary:
        """Adds folders and brings the index up to date with them; waits until every passage has its vector.

        On a full disk it does not wait; a notice then says so.

        rescan reads every file again, also those that did not change.
        """
        run = self._status.begin_run()
        self._indexer.pause(False)
        real = self.keeping.add(paths, reread=rescan)
        while wait and not self._indexer.wait_until_idle(LOOK_SECONDS):
            wait = not self._room.waits_for()
        return run.summary(real, self._all_notices())

    def add(self, outcomes: Sequence[ReadOutcome]) -> None:
        """Takes documents that are not files of a folder, such as a judged collection's."""
        self._indexer.add(outcomes)

    def rescan(self, *, reread: bool = False) -> None:
        """Begins to compare all folders with the disk."""
        self.keeping.rescan(reread=reread)

    def forget(self, paths: Sequence[str]) -> Forgotten:
        """Removes folders or files from the index; what is inside a folder that stays is left alone from now on.

        Nothing of their text stays on the disk: judgements lose what they quoted, and copies and backups of before go.
        """
        self._room.make_way()
        return self._forgetting.forget(paths)

    def folder_details(self) -> list[FolderDetails]:
        """Each folder with all that is known about it. Counts, so ask only when somebody looks."""
        return self.keeping.details(
            embedding_number=self._status.embedding_number(), first=self._preferences.first_folder
        )

    # Running

    def status(self) -> EngineStatus:
        """A snapshot of everything the window shows about the engine."""
        return self._status.snapshot(
            self._folders.all(),
            training=self.learning.phase,
            watched=self.keeping.watched(),
            notices=self._all_notices(),
        )

    def doctor(self) -> list[Finding]:
        """What the program needs, one by one: whether it is right, and what can be done. Loads the model."""
        return self._doctor.doctor()

    def work_history(self) -> list[WorkSample]:
        """How far the work was, moment by moment since the engine started, as far as anybody watched."""
        return self._status.history.samples()

    def about(self) -> About:
        """What the program is made of, where its data is, and how many connections it holds."""
        return about.about(self.data.root)

    # Settings

    def settings(self) -> SettingsState:
        """All settings as they are kept, and which of them wait for a new start of the engine."""
        return self._preferences.state()

    def change_settings(self, values: Mapping[str, Any]) -> SettingsState:
        """Changes some settings, keeps them, and uses at once those that can be.

        Raises DesktopSearchError, changing none, when one does not fit.
        """
        state = self._preferences.change(values)
        self.habits.remembers = self._preferences.kept.remember_openings
        self._effort.level = EffortLevel(self._preferences.kept.effort)
        self.learning.settings_changed()
        self._indexer.read_first(self._preferences.first_folder)
        return state

    def wait_for_reranker(self) -> str | None:
        """Waits until the reranker of the settings is loaded, and returns why it cannot be used, if so."""
        return self._reranking.wait_until_ready() if self._reranking is not None else None

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing left to do."""
        return self._indexer.is_idle and not self.learning.is_training

    def on_work(self, told: Callable[[], None]) -> None:
        """Has it told, on any thread, whenever there is work."""
        self._indexer.inbox.became_busy = told

    def look_after_folders(self) -> None:
        """Watches what is to be watched, also what came back or was replaced; called every few seconds."""
        self.keeping.look_after()
        self._copies.keep_if_due()

    def pause(self) -> None:
        """Stops reading and embedding until resume(). Searching goes on."""
        self._indexer.pause(True)

    def resume(self) -> None:
        self._indexer.pause(False)

    def warm_up(self) -> None:
        """Begins to load the model, so that the first question need not wait for it.

        As long as nothing can be found that waits, too: the first files are read with all there is.
        """
        if not self._db.count_passages():
            return
        self._previews.start()
        self._indexer.inbox.post(self._embedding.load_model)
        if self._reranking is not None:
            self._reranking.start()

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until the index says what the disk says and every passage has its vector."""
        return self._indexer.wait_until_idle(timeout)

    def close(self) -> None:
        """Finishes what is in hand, saves and closes. The rest is done at the next start."""
        self.checking.close()
        self.keeping.close()
        self.learning.close()
        self._previews.close()
        self._indexer.close()
        self._embedding.close()
        if self._reranking is not None:
            self._reranking.close()
        self._words.close()
        self._db.close()
        self._user_db.close()
        self._copies.keep_if_due(every_seconds=0)

    def _start_model(self) -> "Future[Embedder]":
        return self._embedding.now.service.start()

    def _adapter(self, fingerprint: str) -> Adapter | None:
        return self.learning.adapter(fingerprint)

    def _all_notices(self) -> tuple[str, ...]:
        now = self._embedding.now
        model = now.problem or now.service.problem
        return (
            *self._notices,
            *self._indexer.notices(),
            *self.keeping.notices(),
            *filter(None, (model, now.cache.notice if now.cache is not None else None, self._embedding.notice)),
            *filter(None, (self._reranking.problem if self._reranking is not None else None,)),
        )
