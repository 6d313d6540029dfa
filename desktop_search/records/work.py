"""What the engine does, has done and could not do. Frozen and pure."""

from dataclasses import dataclass

from desktop_search.records.disk import FileState


@dataclass(frozen=True, slots=True)
class Counts:
    """Files by state; seen is always the sum of the others."""

    indexed: int = 0
    partial: int = 0
    skipped: int = 0
    failed: int = 0
    pending: int = 0

    @property
    def seen(self) -> int:
        return self.indexed + self.partial + self.skipped + self.failed + self.pending


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """A watched folder and what is in it. available is False while its disk is away."""

    path: str
    counts: Counts
    available: bool = True
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work at hand is: done of total units ("files" or "passages"); seconds_left None if unknown."""

    done: int
    total: int
    unit: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Everything the window shows about the engine. A snapshot: a newer one replaces it.

    state is "starting", "scanning", "reading", "embedding", "idle" or "paused". sandbox is how far readers are locked
    in: "full", "partial", "none", or "unknown" as long as none has run. next_model is how far another model is that
    will answer later; None where none is to. training is the phase of TrainingState.
    """

    state: str
    folders: tuple[FolderStatus, ...]
    counts: Counts
    passages: int
    embedded: int
    model: str
    device: str
    backend: str
    bytes_on_disk: int
    engine: str
    current: str | None = None
    progress: Progress | None = None
    notices: tuple[str, ...] = ()
    sandbox: str = "unknown"
    next_model: Progress | None = None
    training: str = "none"


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What `index` reports: totals over the named folders, and what the engine did meanwhile, for whomever it was."""

    counts: Counts
    passages: int
    embedded: int
    read_now: int
    embedded_now: int
    seconds: float
    read_seconds: float
    embed_seconds: float
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read (or only in part), with the reason in words. when is seconds since 1970."""

    path: str
    state: FileState
    reason: str
    when: float


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was removed from the index."""

    files: int
    passages: int


@dataclass(frozen=True, slots=True)
class WorkSample:
    """How far the engine was at a moment (seconds since 1970): read and made are counted since it started.

    read are files, made are vectors; of all passages in the index, embedded have theirs.
    """

    at: float
    read: int
    made: int
    passages: int
    embedded: int
