"""How well scores of pairs of sentences agree with people."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.errors import DesktopSearchError
from desktop_search.training.pairs import Pair, area_under_curve, average_precision, measures, read_pairs, spearman


def written(folder: Path, text: str) -> Path:
    file = folder / "pairs.tsv"
    file.write_text(text, "utf-8")
    return file


def test_graded_pairs(tmp_path: Path) -> None:
    read = read_pairs(written(tmp_path, 'score\tsentence1\tsentence2\n5.0\tA "b.\tC\n2.5\td\te\n0\tf\tg\n'))

    assert read.pairs[0] == Pair('A "b.', "C", 5.0)
    assert read.is_graded


def test_labels_of_inference_say_what_means_the_same(tmp_path: Path) -> None:
    read = read_pairs(written(tmp_path, "label\tpremise\thypothesis\nneutral\ta\tb\nentailment\tc\td\n"))

    assert [pair.score for pair in read.pairs] == [0.0, 1.0]
    assert not read.is_graded


def test_sentences_with_labels_are_paired(tmp_path: Path) -> None:
    file = written(tmp_path, "label\ttext\n" + "".join(f"{label}\t{label} {n}\n" for label in "abc" for n in range(4)))
    read = read_pairs(file)

    assert len(read.pairs) == 24
    assert all((pair.one[0] == pair.other[0]) == (pair.score == 1.0) for pair in read.pairs)
    assert all(pair.one != pair.other for pair in read.pairs)
    assert read_pairs(file) == read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "columns"),
        ("a\tb\tc\td\n", "columns"),
        ("score\tone\ttwo\n1\tx\n", "Line 2"),
        ("score\tone\ttwo\nmuch\tx\ty\n", "“much” in line 2"),
        ("score\tone\ttwo\n1\tx\ty\n1\tv\tw\n", "same score"),
    ],
)
def test_what_holds_no_pairs_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(DesktopSearchError, match=says):
        read_pairs(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DesktopSearchError, match="nowhere"):
        read_pairs(tmp_path / "nowhere.tsv")


def test_spearman_by_hand() -> None:
    assert spearman([1, 2, 3], [10, 20, 30]) == 1.0
    assert spearman([1, 2, 3], [3, 2, 1]) == -1.0
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert spearman([1, 1], [1, 2]) == spearman([], []) == 0.0


values = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=30)


# Importing scipy takes longer than a case may.
@settings(deadline=None)
@given(values)
def test_spearman_agrees_with_scipy(found: list[tuple[int, int]]) -> None:
    stats = pytest.importorskip("scipy.stats")
    one, other = zip(*found, strict=True)
    if len(set(one)) > 1 and len(set(other)) > 1:
        assert spearman(one, other) == pytest.approx(float(stats.spearmanr(one, other).statistic), abs=1e-9)


def test_same_and_different_told_apart() -> None:
    same = [True, False, True, False]

    assert area_under_curve(same, [4, 2, 3, 1]) == average_precision(same, [4, 2, 3, 1]) == 1.0
    assert area_under_curve(same, [4, 3, 2, 1]) == 0.75
    assert average_precision(same, [4, 3, 2, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert area_under_curve(same, [1, 1, 1, 1]) == average_precision(same, [1, 1, 1, 1]) == 0.5
    assert area_under_curve([True], [1]) == average_precision([False], [1]) == 0.0


def test_what_is_measured_depends_on_the_pairs() -> None:
    assert measures([0, 2.5, 5], [0.1, 0.2, 0.3], is_graded=True) == {"spearman": 1.0}
    assert measures([0, 1], [0.1, 0.2], is_graded=False) == {"spearman": 1.0, "auc": 1.0, "average_precision": 1.0}
