"""A trainer goes on with the newest checkpoint that was written to its end."""

from pathlib import Path

from desktop_search.training import checkpoints


def checkpoint(folder: Path, step: int) -> Path:
    made = folder / f"checkpoint-{step}"
    made.mkdir()
    (made / "weights").write_bytes(b"1")
    return made


def test_without_a_checkpoint_it_begins_anew(tmp_path: Path) -> None:
    assert checkpoints.newest(tmp_path) is None
    assert checkpoints.newest(tmp_path / "nowhere") is None


def test_the_newest_is_the_one_of_most_steps(tmp_path: Path) -> None:
    for step in (9, 10, 2):
        checkpoints.finish(checkpoint(tmp_path, step))
    assert checkpoints.newest(tmp_path) == tmp_path / "checkpoint-10"


def test_one_that_was_cut_off_is_removed(tmp_path: Path) -> None:
    checkpoints.finish(checkpoint(tmp_path, 5))
    cut_off = checkpoint(tmp_path, 7)
    assert checkpoints.newest(tmp_path) == tmp_path / "checkpoint-5"
    assert not cut_off.exists()
