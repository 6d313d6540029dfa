"""Judgements teach at once: the next answer has them, nothing waits for it, and all of it can be taken back."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.engine import adapting
from desktop_search.engine.engine import Engine
from desktop_search.engine.judged_evidence import by_question
from desktop_search.records import Answer, Array, Hit, Label, SearchQuery
from desktop_search.searching.learning import adapter_fitting
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.searching.learning.adapter_fitting import Fitted
from desktop_search.searching.learning.learned_ranking import NOTHING_LEARNED
from desktop_search.searching.learning.trial import JudgedQuestion
from desktop_search.settings import Settings, load
from tests.fakes import HASHING, engine_at, write_tree

FILES = {
    "club.txt": "Minutes of the annual meeting of the rowing club, with the votes of all members.",
    "house.txt": "Owners of the house: minutes of the annual meeting, about roof, heating and the votes of all.",
    "school.txt": "The school invites parents to a meeting about the annual summer fair.",
    "bike.txt": "Oil the chain and tighten the brakes before a long ride.",
    "soup.txt": "Simmer lentils with onions, carrots and a leaf of laurel.",
    "lease.txt": "The lease ends in March; the deposit is paid back within a month.",
    "boat.txt": "The boat leaks at the stern and needs new varnish in spring.",
    "roof.txt": "Tiles of the roof were replaced after the storm of last winter.",
}
QUESTION = "annual meeting minutes"
SIMILAR = "minutes of a meeting"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapting, "QUIET_SECONDS", 0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "files", FILES)


@pytest.fixture
def engine(tmp_path: Path, folder: Path) -> Iterator[Engine]:
    with engine_at(tmp_path / "data") as opened:
        opened.index([str(folder)])
        yield opened


def names(answer: Answer) -> list[str]:
    return [os.path.basename(hit.path) for hit in answer.hits]


def ranking(engine: Engine, question: str = QUESTION) -> list[tuple[str, float]]:
    return [(os.path.basename(hit.path), hit.score) for hit in engine.search(question, plain=True).hits]


def judge(engine: Engine, folder: Path, relevant: str, *others: str, question: str = QUESTION) -> None:
    for name in (relevant, *others):
        engine.judging.label(question, str(folder / name), FILES[name], name == relevant)
    learned(engine)


def learned(engine: Engine) -> None:
    assert engine.learning._adapting.wait(timeout=30)


def test_the_same_question_finds_what_was_judged_right_first_and_says_that_it_has_learned(
    engine: Engine, folder: Path
) -> None:
    assert names(engine.search(QUESTION))[:2] == ["club.txt", "house.txt"]
    judge(engine, folder, "house.txt", "club.txt")
    hits = engine.search(QUESTION).hits
    assert os.path.basename(hits[0].path) == "house.txt"
    of = {os.path.basename(hit.path): hit.reasons["learned"] for hit in hits}
    assert of["house.txt"] > of["club.txt"]
    assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in hits)


def test_what_nobody_judged_is_not_taken_for_wrong(engine: Engine, folder: Path) -> None:
    before = names(engine.search(QUESTION))
    judge(engine, folder, "house.txt")
    after = names(engine.search(QUESTION))
    assert after[0] == "house.txt"
    assert [name for name in after if name != "house.txt"][:2] == [name for name in before if name != "house.txt"][:2]


def test_a_question_like_a_judged_one_profits(engine: Engine, folder: Path) -> None:
    before = dict(ranking(engine, SIMILAR))
    judge(engine, folder, "house.txt", "club.txt")
    after = dict(ranking(engine, SIMILAR))
    assert after["house.txt"] - after["club.txt"] > before["house.txt"] - before["club.txt"]


def test_a_question_about_something_else_stays_as_it_is(engine: Engine, folder: Path) -> None:
    before = ranking(engine, "deposit of the lease")
    judge(engine, folder, "house.txt", "club.txt")
    assert ranking(engine, "deposit of the lease")[0][0] == before[0][0] == "lease.txt"


def test_switched_off_every_answer_is_that_of_before_also_after_a_new_start(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data", settings=HASHING) as engine:
        engine.index([str(folder)])
        before = {question: ranking(engine, question) for question in (QUESTION, SIMILAR)}
        judge(engine, folder, "house.txt", "club.txt")
        with_it = ranking(engine)
        assert not engine.learning.switch_adapter(False).is_on
        assert {question: ranking(engine, question) for question in before} == before
    with engine_at(tmp_path / "data", settings=load(tmp_path / "data" / "settings.toml")) as engine:
        assert not engine.learning.adapter_state(wait=True).is_on
        assert {question: ranking(engine, question) for question in before} == before
        engine.learning.switch_adapter(True)
        learned(engine)
        assert ranking(engine) == with_it


def test_without_the_judgements_everything_is_as_it_was(engine: Engine, folder: Path, tmp_path: Path) -> None:
    before = ranking(engine)
    judge(engine, folder, "house.txt", "club.txt")
    assert (tmp_path / "data" / "learning" / "adapter.npz").exists()
    assert engine.judging.remove_labels(QUESTION) == 2
    learned(engine)
    assert ranking(engine) == before
    assert not (tmp_path / "data" / "learning" / "adapter.npz").exists()
    assert engine.learning.adapter_state().questions == 0


def test_what_a_person_only_opened_does_not_take_back_what_they_said(engine: Engine, folder: Path) -> None:
    judge(engine, folder, "house.txt", "club.txt")
    said = ranking(engine)
    opened = Label(QUESTION, str(folder / "club.txt"), "opened, in other words", True, "opened", time.time())
    engine.judging.import_labels([opened, replace(opened, passage=FILES["club.txt"])])
    learned(engine)
    assert ranking(engine)[:2] == said[:2]


def test_a_question_in_another_spelling_is_the_same_question(engine: Engine, folder: Path) -> None:
    judge(engine, folder, "house.txt", "club.txt")
    judge(engine, folder, "house.txt", "club.txt", question=QUESTION.upper())
    assert engine.learning.adapter_state().questions == 1
    assert len(engine.judging.labels()) == 4


def test_no_reranker_moves_what_was_judged_of_this_question(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[bool] = []
    finish = engine._asking._finish
    ordered = finish.ordered

    def noted(query: SearchQuery, hits: Sequence[Hit], *, reranked: bool = True) -> list[Hit]:
        wanted.append(reranked)
        return ordered(query, hits, reranked=reranked)

    judge(engine, folder, "house.txt", "club.txt")
    monkeypatch.setattr(finish, "ordered", noted)
    engine.search(QUESTION.upper())
    engine.search("deposit of the lease")
    assert wanted == [False, True]


def test_an_import_replaces_only_what_counts_less(engine: Engine, folder: Path) -> None:
    path = str(folder / "soup.txt")
    engine.judging.label(QUESTION, path, "the passage", False)
    (said,) = engine.judging.labels()
    for other in (
        Label(QUESTION, path, "the passage", True, "opened", said.at + 9),
        Label(QUESTION, path, "the passage", True, "imported", said.at - 9),
        Label(QUESTION, path, "the passage", False, "imported", said.at + 9),
    ):
        assert engine.judging.import_labels([other]).skipped == 1
    assert engine.judging.labels() == [said]
    newer = Label(QUESTION, path, "the passage", True, "imported", said.at + 9)
    whole = Label(QUESTION, path, "", True, "imported", said.at + 9)
    assert engine.judging.import_labels([newer, whole]).imported == 2
    assert engine.judging.labels() == [newer, whole], "one without a passage takes no other away"


def test_judgements_that_came_before_their_files_teach_once_these_are_there(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        labels = [
            Label(QUESTION, str(folder / name), FILES[name], name == "house.txt", "window", 1.0)
            for name in ("house.txt", "club.txt")
        ]
        engine.judging.import_labels(labels)
        learned(engine)
        engine.index([str(folder)])
        learned(engine)
        assert names(engine.search(QUESTION))[0] == "house.txt"


def test_filters_and_excluded_words_are_no_words_of_a_question(engine: Engine, folder: Path) -> None:
    asking = engine._asking
    for question in (f"{QUESTION} type:txt", f"{QUESTION} -soup", f"{QUESTION} in:files"):
        found = asking.evidence(question, 9)
        assert found is not None
        assert found[0].text == QUESTION
        assert len(asking.features.of(found[0].text, found[0].best, {})) == len(found[0].best) > 0


def test_a_model_that_changes_meanwhile_costs_nothing_of_what_was_learned(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(engine, folder, "house.txt", "club.txt")
    evidence = engine.learning._adapting._evidence
    names_of = iter([evidence.fingerprint(), evidence.fingerprint(), "another"])
    monkeypatch.setattr(evidence, "fingerprint", lambda: next(names_of, "another"))
    engine.judging.label("some other question", str(folder / "soup.txt"), FILES["soup.txt"], True)
    learned(engine)
    assert engine.learning.adapter_state().questions == 1


def test_what_many_judgements_have_in_common_is_learned_for_every_question_and_kept(tmp_path: Path) -> None:
    """Here the right file always has the words of a question in one sentence, and a wrong one has them more often."""
    draw = random.Random(4)
    names_of = ["".join(draw.choices("bdfgklmnprst", k=4)) + draw.choice("aeiou") for _ in range(3 * 60)]
    filler = " and ".join(f"something {number}" for number in range(60))
    questions, files = [], {}
    for number in range(60):
        one, two, three = names_of[3 * number : 3 * number + 3]
        questions.append(f"{one} {two} {three}")
        files[f"{number} right.txt"] = f"{filler} the {one} {two} of {three} {filler}"
        files[f"{number} wrong.txt"] = f"{one} {one} {filler[:400]} {two} {two} {filler[400:]} {three} {three} {one}"
    folder = write_tree(tmp_path / "files", files)

    def right(engine: Engine) -> int:
        found = [names(engine.search(question, plain=True))[0] for question in questions[54:]]
        return sum(name.endswith("right.txt") for name in found)

    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        before = right(engine)
        for number, question in enumerate(questions[:54]):
            engine.judging.label(question, str(folder / f"{number} right.txt"), files[f"{number} right.txt"], True)
        learned(engine)
        assert right(engine) == 6 > before
        hits = engine.search(questions[-1]).hits
        assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in hits)
        assert hits[0].reasons["learned"] > hits[1].reasons["learned"]
    with engine_at(tmp_path / "data") as engine:
        assert right(engine) == 6
        assert engine.judging.remove_labels() == 54
        learned(engine)
        assert right(engine) == before


def test_a_ranking_without_moves_is_not_told_as_nothing_learned() -> None:
    none = np.zeros((1, 4), dtype=np.float32)
    moved = Fitted(Adapter("a model", none, none, none, 0.0), np.zeros(5), np.zeros(5))
    ranked = Fitted(replace(moved.adapter, ranking=NOTHING_LEARNED), np.zeros(5), np.zeros(5))
    assert [adapting._state(fitted).strength for fitted in (moved, ranked)] == [0.0, 1.0]


def test_a_passage_that_is_gone_still_teaches(engine: Engine, folder: Path) -> None:
    judge(engine, folder, "house.txt", "club.txt")
    (folder / "house.txt").write_text("Something else, and nothing more.")
    engine.index([str(folder)])
    engine.judging.label("some other question", str(folder / "soup.txt"), FILES["soup.txt"], True)
    learned(engine)
    adapter = engine.learning.adapter(engine.learning._adapting._evidence.fingerprint() or "")
    assert adapter is not None
    assert len(adapter.questions) == 2, "the quoted words are embedded anew"
    write_tree(folder, {"copy.txt": FILES["house.txt"]})
    engine.index([str(folder)])
    assert names(engine.search(QUESTION))[0] == "copy.txt"


@pytest.mark.parametrize("count", [75, 160])
def test_a_file_that_fills_all_first_places_is_learned_from_as_well(tmp_path: Path, folder: Path, count: int) -> None:
    """All that comes before what nobody judged, or all that is looked at, is of the file that was judged."""
    question = "quarterly turbine inspection"
    pages = [f"Page {number}: {question}, item {number}." + " and so on" * 70 for number in range(count)]
    write_tree(folder, {"turbine.txt": "\n\n".join(pages)})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        found = engine._asking.evidence(question, 100)
        assert found is not None
        assert {one.passage_id for one in found[0].best} <= set(engine._db.passage_ids(str(folder / "turbine.txt")))
        engine.judging.label(question, str(folder / "turbine.txt"), pages[0], True)
        learned(engine)
        assert engine.learning.adapter_state().questions == 1


def test_a_new_start_keeps_what_was_learned_without_learning_it_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        judge(engine, folder, "house.txt", "club.txt")
        before, state = ranking(engine), engine.learning.adapter_state()
    monkeypatch.setattr(adapter_fitting, "fit", lambda *arguments, **more: pytest.fail("it was learned again"))
    with engine_at(tmp_path / "data") as engine:
        assert ranking(engine) == before, "from the first answer on"
        assert engine.learning.adapter_state(wait=True) == state


def test_a_damaged_file_is_learned_anew(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        judge(engine, folder, "house.txt", "club.txt")
        before = ranking(engine)
    kept = tmp_path / "data" / "learning" / "adapter.npz"
    kept.write_bytes(kept.read_bytes()[:-50])
    with engine_at(tmp_path / "data") as engine:
        assert engine.learning.adapter_state(wait=True).questions == 1
        assert ranking(engine) == before


def test_where_nothing_was_judged_nothing_is_begun(engine: Engine, tmp_path: Path) -> None:
    engine.search(QUESTION)
    engine.wait_until_idle()
    assert "learning" not in {thread.name for thread in threading.enumerate()}
    assert not list((tmp_path / "data" / "learning").glob("*"))
    assert engine.learning.adapter_state(wait=True).questions == 0


def test_judgements_that_teach_nothing_any_more_leave_nothing_behind(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "data" / "learning" / "adapter.npz"
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        before = ranking(engine)
        judge(engine, folder, "house.txt", "club.txt")
        # As where nothing is found for the question any more.
        monkeypatch.setattr(engine.learning._adapting._evidence, "fitted", lambda labels, **more: None)
        engine.judging.label(QUESTION, str(folder / "school.txt"), FILES["school.txt"], False)
        learned(engine)
        assert ranking(engine) == before
        assert not kept.exists(), "or it would be used again after the next start"


def test_questions_are_answered_while_it_learns(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_go_on, real = threading.Event(), threading.Event(), adapter_fitting.fit

    def slow(judged: Sequence[JudgedQuestion], mean_similarity: Callable[[Array], float], **more: Any) -> Fitted:
        begun.set()
        assert may_go_on.wait(30)
        return real(judged, mean_similarity, **more)

    monkeypatch.setattr(adapter_fitting, "fit", slow)
    before = ranking(engine)
    engine.judging.label(QUESTION, str(folder / "house.txt"), FILES["house.txt"], True)
    assert begun.wait(30)
    started = time.monotonic()
    assert ranking(engine) == before
    assert time.monotonic() - started < 1
    may_go_on.set()
    learned(engine)
    assert ranking(engine) != before


def test_an_engine_that_ends_just_after_a_judgement_does_not_wait(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.judging.label(QUESTION, str(folder / "house.txt"), FILES["house.txt"], True)
        started = time.monotonic()
    assert time.monotonic() - started < adapting.QUIET_SECONDS + 2


def test_waiting_for_what_was_just_judged_never_ends_before_it_is_learned(engine: Engine, folder: Path) -> None:
    for number in range(12):
        engine.judging.label(f"{QUESTION} of {number}", str(folder / "house.txt"), FILES["house.txt"], True)
        learned(engine)
        assert engine.learning.adapter_state().questions == number + 1


def test_what_cannot_be_learned_from_costs_no_answer(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(adapter_fitting, "fit", broken)
    before = ranking(engine)
    judge(engine, folder, "house.txt")
    assert "nothing could be learned" in caplog.text
    assert ranking(engine) == before


@pytest.mark.parametrize("origin", ["opened", "returned"])
def test_what_was_only_concluded_teaches_less(tmp_path: Path, folder: Path, origin: str) -> None:
    lead = {}
    for said in (origin, "window"):
        with engine_at(tmp_path / said) as engine:
            engine.index([str(folder)])
            engine.judging.label(QUESTION, str(folder / "house.txt"), FILES["house.txt"], True, said)
            learned(engine)
            hits = {os.path.basename(hit.path): hit for hit in engine.search(QUESTION, plain=True).hits}
            lead[said] = hits["house.txt"].score - hits["club.txt"].score
    assert lead["window"] > lead[origin]


@pytest.mark.parametrize("origin", ["opened", "returned"])
def test_what_was_only_concluded_never_stands_against_what_a_person_said(
    engine: Engine, folder: Path, origin: str
) -> None:
    path = str(folder / "house.txt")
    mine = Label(QUESTION, path, FILES["house.txt"], False, "window", 1.0)
    concluded = Label(QUESTION, path, FILES["house.txt"], True, origin, 2.0)
    assert by_question([mine, concluded]) == by_question([concluded, mine]) == {QUESTION: [mine]}
    engine.judging.label(QUESTION, path, FILES["house.txt"], False)
    learned(engine)
    before = ranking(engine)
    engine.judging.label(QUESTION, path, FILES["house.txt"], True, origin)
    learned(engine)
    assert [one.relevant for one in engine.judging.labels(QUESTION)] == [False], "it is not even kept beside it"
    assert ranking(engine) == before


def test_what_is_offered_to_be_judged_was_not_judged_and_is_at_most_two_of_a_question(
    engine: Engine, folder: Path
) -> None:
    for name in ("house.txt", "soup.txt", "lease.txt"):
        engine.habits.note_opening(str(folder / name), FILES[name].split(",")[0].casefold())
    engine.saved.save_search(QUESTION)
    judge(engine, folder, "house.txt", "club.txt", question=QUESTION)
    offered = engine.learning.to_judge(50)
    assert {one.query for one in offered} > {QUESTION}
    for query in {one.query for one in offered}:
        assert sum(one.query == query for one in offered) <= 2
    judged = {(one.query, one.path) for one in engine.judging.labels()}
    assert not judged & {(one.query, one.hit.path) for one in offered}
    assert len(engine.learning.to_judge(1)) == 1
    for one in offered:
        engine.judging.label(one.query, one.hit.path, one.hit.matches[0].text, True, "learning")
    assert not {(one.query, one.hit.path) for one in offered} & {
        (one.query, one.hit.path) for one in engine.learning.to_judge(50)
    }


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_the_real_model_learns_what_a_person_means(tmp_path: Path, folder: Path) -> None:
    question, similar = "repairs before the season", "what has to be repaired in the coming season"
    with engine_at(tmp_path / "data", settings=Settings(backend="torch", readers=1)) as engine:
        engine.index([str(folder)])
        assert ranking(engine, question)[0][0] == "roof.txt"
        lead = dict(ranking(engine, similar))
        judge(engine, folder, "boat.txt", "roof.txt", question=question)
        assert ranking(engine, question)[0][0] == "boat.txt"
        after = dict(ranking(engine, similar))
        assert after["boat.txt"] - after["roof.txt"] > lead["boat.txt"] - lead["roof.txt"]
