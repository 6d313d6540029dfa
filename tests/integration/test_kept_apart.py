"""Nothing is learned from questions that a model is measured by, and nothing that answers is taught to be wrong."""

import random
from collections.abc import Iterator
from itertools import islice, permutations
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.engine.training_examples import Gathered, gathered
from desktop_search.records import Label, TrainingOptions
from desktop_search.training.examples import Example
from tests.fakes import engine_at, write_tree
from tests.learnable_samples import FILES, QUESTIONS

WORDS = "mooring lines lighthouse keeper checked storm lamp dusk".split()
TOLD = "Mooring lines of the lighthouse keeper are checked before every storm, and the lamp is lit at dusk."
THINGS = "barrels crates nets anchors sails ropes chains lanterns buoys oars masts".split()
OTHERS = {
    f"{thing}.txt": f"Before storm number {number} the keeper checked lines, and {thing} stood in the harbour."
    for number, thing in enumerate(THINGS)
}
FRUITS = "apples pears plums cherries grapes lemons figs dates quinces melons medlars".split()
ANSWERS = {
    f"{fruit}.txt": f"{TOLD} Then come {fruit} and more {fruit}, of which {fruit} number {number} is best, they say."
    for number, fruit in enumerate(FRUITS)
}
"""Each answers, and is no near-duplicate of the others."""
ASKED = [" ".join(words) for words in islice(permutations(WORDS, 4), 0, None, 139)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with engine_at(tmp_path / "data") as opened:
        yield opened


def judged(question: str, path: Path, *, origin: str = "window") -> Label:
    return Label(question, str(path), path.read_text(encoding="utf-8"), True, origin, 1.0)


def found(engine: Engine, options: TrainingOptions | None = None) -> Gathered:
    return gathered(engine.learning._sources, options or TrainingOptions(), frozenset(), is_wanted=lambda: True)


def taught(made: Gathered) -> list[Example]:
    return [*made.train.items, *made.validation.items]


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def spellings(question: str) -> list[str]:
    first, second = question.split()
    return [question.upper(), question.title(), f"  {first}   {second.upper()} "]


@pytest.fixture
def folder(engine: Engine, tmp_path: Path) -> Path:
    """Files that are indexed, with a judgement of each question's file."""
    folder = write_tree(tmp_path / "documents", FILES)
    engine.index([str(folder)])
    engine.judging.import_labels([judged(question, folder / name) for question, name in QUESTIONS.items()])
    return folder


@pytest.mark.parametrize("origin", ["window", "opened"])
def test_a_question_that_measures_teaches_nothing_in_any_spelling(engine: Engine, folder: Path, origin: str) -> None:
    apart = set(found(engine).held_out)
    assert 5 <= len(apart) < len(QUESTIONS)
    engine.judging.import_labels(
        [
            judged(spelling, folder / name, origin=origin)
            for question, name in QUESTIONS.items()
            for spelling in spellings(question)
        ]
    )
    made = found(engine)
    assert {folded(one) for one in made.held_out} == apart
    texts = {folded(text) for one in taught(made) for text in one.texts}
    assert not texts & apart
    assert texts & set(QUESTIONS), "all others teach"
    assert not {folded(one) for one in made.learned} & apart


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("only_pairs", [False, True])
def test_a_file_of_pairs_brings_no_question_back_that_measures(
    engine: Engine, folder: Path, tmp_path: Path, only_pairs: bool, place: int
) -> None:
    questions = [spelling for question in QUESTIONS for spelling in (question, *spellings(question))]
    rows = [[one, f"What answers {number}."][:: -1 if place else 1] for number, one in enumerate(questions)]
    rows += [[f"something else {number}", f"What else answers {number}."] for number in range(30)]
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("".join("\t".join(row) + "\n" for row in [["anchor", "positive"], *rows]), encoding="utf-8")
    before = found(engine).held_out
    made = found(engine, TrainingOptions(pairs=str(pairs), only_pairs=only_pairs))
    assert set(made.held_out) == set(QUESTIONS if only_pairs else before)
    texts = {folded(text) for one in taught(made) for text in one.texts}
    assert any(one.startswith("something else") for one in texts)
    assert not texts & {folded(one) for one in made.held_out}


def test_a_title_that_is_a_question_which_measures_teaches_nothing(engine: Engine, tmp_path: Path) -> None:
    """As where somebody asks for a document by its very title."""
    draw = random.Random(1)
    told = {question: [" ".join(draw.choices(WORDS, k=60)) + "." for _ in range(9)] for question in QUESTIONS}
    pages = {
        f"{question}.html": f"<html><head><title>{question}</title></head><body><p>{'<p>'.join(some)}</body></html>"
        for question, some in told.items()
    }
    folder = write_tree(tmp_path / "pages", pages)
    engine.index([str(folder)])
    engine.judging.import_labels(
        [Label(one, str(folder / f"{one}.html"), told[one][0], True, "window", 1.0) for one in QUESTIONS]
    )
    made = found(engine)
    assert not {folded(one.texts[0]) for one in taught(made)} & set(made.held_out)


def taught_to_be_wrong(engine: Engine, labels: list[Label]) -> set[str]:
    """What is taught to be no answer to any question."""
    engine.judging.import_labels(labels)
    made = found(engine)
    apart = {folded(one) for one in made.held_out}
    assert {folded(one.texts[0]) for one in taught(made)} == set(ASKED) - apart
    return {folded(one.texts[2]) for one in taught(made)}


def test_no_other_passage_of_a_relevant_file_is_taught_to_be_wrong(engine: Engine, tmp_path: Path) -> None:
    parts = [f"# All about {fruit}\n\n" + f"{ANSWERS[f'{fruit}.txt']} " * 12 for fruit in FRUITS]
    folder = write_tree(tmp_path / "documents", {**OTHERS, "right.md": "\n\n".join(parts)})
    engine.index([str(folder)])
    labels = [Label(one, str(folder / "right.md"), ANSWERS["figs.txt"], True, "window", 1.0) for one in ASKED]
    assert taught_to_be_wrong(engine, labels) <= {folded(one) for one in OTHERS.values()}


@pytest.mark.parametrize("origin", ["window", "opened"])
def test_none_of_many_relevant_files_is_taught_to_be_wrong(engine: Engine, tmp_path: Path, origin: str) -> None:
    folder = write_tree(tmp_path / "documents", {**OTHERS, **ANSWERS})
    engine.index([str(folder)])
    first, *more = ANSWERS
    labels = [judged(one, folder / first) for one in ASKED]
    labels += [judged(one, folder / name, origin=origin) for one in ASKED for name in more]
    assert taught_to_be_wrong(engine, labels) <= {folded(one) for one in OTHERS.values()}


@pytest.mark.parametrize("origin", ["window", "opened"])
def test_what_is_relevant_in_another_spelling_is_not_taught_to_be_wrong(
    engine: Engine, tmp_path: Path, origin: str
) -> None:
    folder = write_tree(tmp_path / "documents", {**OTHERS, **ANSWERS})
    engine.index([str(folder)])
    first, *more = ANSWERS
    labels = [judged(one, folder / first) for one in ASKED]
    labels += [judged(one.upper(), folder / name, origin=origin) for one in ASKED for name in more]
    assert taught_to_be_wrong(engine, labels) <= {folded(one) for one in OTHERS.values()}


@pytest.mark.parametrize(
    "copy",
    [
        TOLD,
        TOLD.upper(),
        TOLD.replace(" ", " \n "),
        f"# Dusk\n\n{TOLD}\n",
        f"# A long winter on the island, with notes of friends\n\n{TOLD}\n",
    ],
    ids=["same", "capitals", "spaces", "title", "long title"],
)
def test_the_same_text_in_other_files_is_not_taught_to_be_wrong(engine: Engine, tmp_path: Path, copy: str) -> None:
    copies = {f"copy {number}.md": copy.replace("Dusk", fruit) for number, fruit in enumerate(FRUITS)}
    folder = write_tree(tmp_path / "documents", {**OTHERS, **copies, "right.txt": TOLD})
    engine.index([str(folder)])
    wrong = taught_to_be_wrong(engine, [judged(one, folder / "right.txt") for one in ASKED])
    assert wrong <= {folded(one) for one in OTHERS.values()}
