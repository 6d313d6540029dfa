"""Another model takes over: the one before answers until every passage has a vector, and no crash mixes them."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding.embedder import Embedder
from desktop_search.embedding.service import EmbeddingService
from desktop_search.engine import parts
from desktop_search.engine.engine import Engine
from desktop_search.errors import ModelUnavailable
from desktop_search.indexing import indexer
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.succession import ModelChoice
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, EmbeddingId
from desktop_search.settings import Settings
from desktop_search.storage.index_db import IndexDb
from tests.fakes import engine_at, wait_until, write_tree

OLD, NEW, THIRD, BROKEN = "", "/models/new", "/models/third", "/models/broken"
DIMENSIONS = {OLD: 8, NEW: 24, THIRD: 16}


class FakeEmbedder:
    """Vectors by chance, the same for the same text; a model of another size has other ones."""

    device = "cpu"

    def __init__(self, name: str, world: "World") -> None:
        self.id = EmbeddingId("fake", name or "old", "1", "float32", DIMENSIONS[name])
        self._name, self._world = name, world

    def embed_query(self, text: str) -> Array:
        self._world.asked.append(self._name)
        return self._vector(text)

    def embed_passages(self, texts: Sequence[str]) -> Array:
        found = [self._vector(text) for text in texts]
        return np.stack(found) if found else np.zeros((0, self.id.dimensions), dtype=np.float32)

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        for row, text in enumerate(texts):
            assert self._world.may_embed(self._name).wait(30)
            self._world.embedded.setdefault(self._name, []).append(text)
            yield [row], self.embed_passages([text])

    def _vector(self, text: str) -> Array:
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
        vector = np.random.default_rng(seed).normal(size=self.id.dimensions).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector))


@dataclass
class World:
    """What the fake models were asked, and which of them have to wait before they embed a passage."""

    embedded: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)

    def may_embed(self, name: str) -> threading.Event:
        if name not in self.held:
            self.held[name] = threading.Event()
            self.held[name].set()
        return self.held[name]

    def hold(self, name: str) -> None:
        self.may_embed(name).clear()

    def let_go(self, name: str) -> None:
        self.may_embed(name).set()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Models are fakes: their choice is known by their folder, and a broken one cannot be loaded."""
    made = World()

    def embedding(
        choice: ModelChoice, settings: Settings, data: DataDirectory, db: IndexDb, *, tell: object, rest: object
    ) -> EmbeddingQueue:
        def load() -> Embedder:
            if choice.folder == BROKEN:
                raise ModelUnavailable("There is no model in it.")
            return FakeEmbedder(choice.folder, made)

        return EmbeddingQueue(
            db,
            EmbeddingService(load),
            lambda loaded: parts.vectors(settings, data, db, loaded),
            text_of=lambda title, text: text,
            model_key=choice.key,
        )

    monkeypatch.setattr(parts, "embedding", embedding)
    monkeypatch.setattr(indexer, "TROUBLE_SECONDS", 0.05)
    yield made
    for name in list(made.held):
        made.let_go(name)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "files", {f"{number}.txt": f"text number {number}" for number in range(12)})


SETTINGS = Settings(backend="hashing", readers=1)


def choose(engine: Engine, folder: str) -> None:
    """As the person would, without a library that would have to know the fake."""
    engine.learning._change(folder)


def opened(tmp_path: Path) -> Settings:
    """The settings of the next start: those that were kept."""
    from desktop_search import settings

    return settings.load(tmp_path / "data" / "settings.toml")


def answering(engine: Engine) -> str:
    return engine._embedding.answering.folder


def vectors(engine: Engine) -> dict[int, int]:
    """How many passages have a vector of each embedding that there is."""
    with engine._db.database.reading() as connection:
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT id FROM embeddings")]
    return {number: engine._db.count_passages(number) for number in numbers}


def found(engine: Engine, question: str = "text number 3") -> dict[str, float]:
    """What is near by the model that answers, the file with these very words first; others are near by chance."""
    return {Path(hit.path).name: hit.score for hit in engine.search(question, mode="meaning", plain=True).hits}


def first(engine: Engine, question: str = "text number 3") -> str:
    return next(iter(found(engine, question)), "")


def switched(engine: Engine, folder: str) -> None:
    wait_until(lambda: answering(engine) == folder and engine._embedding.next is None)
    assert engine.wait_until_idle(30)


@pytest.fixture
def engine(tmp_path: Path, files: Path, world: World) -> Iterator[Engine]:
    with engine_at(tmp_path / "data", settings=SETTINGS) as made:
        made.index([str(files)])
        yield made


def test_the_old_model_answers_until_the_new_one_has_every_passage(engine: Engine, world: World) -> None:
    before = found(engine)
    world.hold(NEW)
    choose(engine, NEW)
    wait_until(lambda: engine._embedding.next is not None)
    assert answering(engine) == OLD
    assert found(engine) == before
    assert engine.learning.models().next == "new"
    world.let_go(NEW)
    switched(engine, NEW)
    after = found(engine)
    assert first(engine) == "3.txt" and after != before
    assert world.asked[-1] == NEW
    assert sorted(vectors(engine).values()) == [12, 12], "those of the one before stay, for the way back"


def test_files_that_come_meanwhile_get_vectors_of_both(engine: Engine, world: World, files: Path) -> None:
    world.hold(NEW)
    choose(engine, NEW)
    wait_until(lambda: engine._embedding.next is not None)
    write_tree(files, {"late.txt": "a late text"})
    engine.index([str(files)], wait=False)
    wait_until(lambda: "a late text" in world.embedded[OLD])
    wait_until(lambda: first(engine, "a late text") == "late.txt")
    world.let_go(NEW)
    switched(engine, NEW)
    assert first(engine, "a late text") == "late.txt"
    assert sorted(vectors(engine).values()) == [13, 13]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_error_around_the_switch_costs_nothing(
    engine: Engine, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, moment: str
) -> None:
    failing = True
    real = engine._db.answer_with

    def answer_with(embedding_number: int, model_key: str, device: str) -> None:
        if moment == "after":
            real(embedding_number, model_key, device)
        if failing:
            raise OSError("disk full")
        real(embedding_number, model_key, device)

    monkeypatch.setattr(engine._db, "answer_with", answer_with)
    before = found(engine)
    choose(engine, NEW)
    wait_until(lambda: "indexing was interrupted" in caplog.text)
    assert found(engine) == before, "the vectors of the old model go on answering"
    failing = False
    switched(engine, NEW)
    assert found(engine) != before
    assert sorted(vectors(engine).values()) == [12, 12]


@pytest.mark.parametrize(
    "where", [(at, when) for at in ("answer_with", "remove_embeddings") for when in ("before", "after")]
)
def test_an_engine_that_ends_around_the_switch_opens_with_one_of_both(
    tmp_path: Path, files: Path, world: World, where: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    at, moment = where

    class Ended(Exception):
        """As if the process were gone: nothing after it is written."""

    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(files)])
        reached, real = threading.Event(), getattr(engine._db, at)

        def ends(*arguments: object, **more: object) -> None:
            if moment == "after" and not reached.is_set():
                real(*arguments, **more)
            reached.set()
            raise Ended

        setattr(engine._db, at, ends)
        choose(engine, NEW)
        assert reached.wait(30)
    left = IndexDb(tmp_path / "data" / "index.db")
    is_switched = (at, moment) != ("answer_with", "before")
    assert ((left.meta("model_key") or "").endswith(NEW)) is is_switched
    assert left.count_passages(int(left.meta("embedding") or 0)) == 12
    left.close()
    with engine_at(tmp_path / "data", settings=opened(tmp_path)) as engine:
        assert first(engine) == "3.txt"
        switched(engine, NEW)
        assert len(world.embedded[NEW]) == 12, "what was embedded is not embedded again"


def test_a_person_who_changes_their_mind_keeps_the_old_model(engine: Engine, world: World) -> None:
    before = found(engine)
    world.hold(NEW)
    choose(engine, NEW)
    wait_until(lambda: engine._embedding.next is not None)
    choose(engine, OLD)
    wait_until(lambda: engine._embedding.next is None)
    world.let_go(NEW)
    assert engine.wait_until_idle(30)
    assert (answering(engine), found(engine)) == (OLD, before)
    assert engine.learning.models().next is None


@pytest.mark.filterwarnings("ignore")
def test_a_model_that_cannot_be_loaded_leaves_the_old_one_with_a_notice(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    before = found(engine)
    choose(engine, BROKEN)
    wait_until(lambda: any("new one cannot be used" in notice for notice in engine.status().notices))
    assert (answering(engine), found(engine)) == (OLD, before)
    assert engine.wait_until_idle(30), "it is not tried for ever"
    choose(engine, NEW)
    switched(engine, NEW)
    assert not any("cannot be used" in notice for notice in engine.status().notices)


def test_the_way_back_embeds_nothing_again(engine: Engine, world: World) -> None:
    before = found(engine)
    choose(engine, NEW)
    switched(engine, NEW)
    counted = {name: len(texts) for name, texts in world.embedded.items()}
    choose(engine, engine.learning._sources.history.before(NEW) or "")
    switched(engine, OLD)
    assert found(engine) == before
    assert {name: len(texts) for name, texts in world.embedded.items()} == counted


def test_a_third_model_takes_the_vectors_of_the_first_away(engine: Engine, world: World) -> None:
    first = set(vectors(engine))
    choose(engine, NEW)
    switched(engine, NEW)
    choose(engine, THIRD)
    switched(engine, THIRD)
    assert sorted(vectors(engine).values()) == [12, 12]
    assert not first & set(vectors(engine))


def test_a_question_asked_while_models_change_never_mixes_their_vectors(engine: Engine, world: World) -> None:
    wrong: list[str] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            # Vectors of different sizes cannot be compared, and a question without meaning would find nothing.
            answer = engine.search("text number 3", mode="meaning", plain=True)
            if not answer.hits or not answer.hits[0].path.endswith("3.txt"):
                wrong.append(f"{len(answer.hits)} hits, {answer.notices}")

    asking = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for thread in asking:
        thread.start()
    for folder in (NEW, OLD, THIRD, NEW, OLD):
        choose(engine, folder)
        switched(engine, folder)
    ended.set()
    for thread in asking:
        thread.join(30)
    assert wrong == []


def test_a_question_to_a_model_that_has_been_left_is_given_up_at_once() -> None:
    service = EmbeddingService(lambda: FakeEmbedder(OLD, World()))
    service.embed_query("before").result(timeout=10)
    service.close()
    assert service.embed_query("after").cancelled()


def test_a_new_start_in_the_middle_goes_on_where_it_was(tmp_path: Path, files: Path, world: World) -> None:
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(files)])
        before = found(engine)
        world.hold(NEW)
        choose(engine, NEW)
        wait_until(lambda: engine._embedding.next is not None)
    done = len(world.embedded.get(NEW, []))
    with engine_at(tmp_path / "data", settings=opened(tmp_path)) as engine:
        assert answering(engine) == OLD
        assert found(engine) == before
        world.let_go(NEW)
        switched(engine, NEW)
    assert len(set(world.embedded[NEW][done:])) <= 12
    with engine_at(tmp_path / "data", settings=opened(tmp_path)) as engine:
        assert answering(engine) == NEW
        assert engine._embedding.next is None
        assert first(engine) == "3.txt"


def test_whoever_learns_is_told_at_once_that_another_model_answers(engine: Engine, world: World) -> None:
    told: list[str] = []
    engine._embedding.opened = lambda: told.append(answering(engine))
    choose(engine, NEW)
    switched(engine, NEW)
    assert told == [NEW]


def test_an_empty_index_changes_models_too(tmp_path: Path, world: World, files: Path) -> None:
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        choose(engine, NEW)
        switched(engine, NEW)
        engine.index([str(files)])
        assert first(engine) == "3.txt"
    assert OLD not in world.embedded
