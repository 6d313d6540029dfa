"""Much that is gone at once is asked about first; what is only somewhere else is not gone."""

from pathlib import Path

from desktop_search.indexing.disks import mounted_below
from desktop_search.indexing.vanishing import Vanishing


def test_few_or_a_small_part_may_be_forgotten_and_much_has_to_be_allowed() -> None:
    few, many = [f"/f/{n}" for n in range(49)], [f"/f/{n}" for n in range(50)]
    vanishing = Vanishing()
    assert vanishing.forgettable("/f", few, 49, moved=lambda: 0) == few
    assert vanishing.forgettable("/f", many, 250, moved=lambda: 0) == many
    assert vanishing.forgettable("/f", many, 60, moved=lambda: 1) == many
    assert not vanishing.notices
    assert vanishing.forgettable("/f", many, 249, moved=lambda: 0) == ()
    assert "50 of 249 files are gone from /f" in vanishing.notices[0]
    assert (vanishing.asked_of("/f"), vanishing.asked_of("/g")) == (50, 0)
    vanishing.allow(["/f"])
    assert vanishing.forgettable("/f", many, 249, moved=lambda: 0) == many
    assert not vanishing.notices
    assert vanishing.forgettable("/f", many, 249, moved=lambda: 0) == ()
    assert vanishing.forgettable("/f", few, 249, moved=lambda: 0) == few
    assert not vanishing.notices


def test_places_where_something_is_mounted_are_read_from_the_system(tmp_path: Path) -> None:
    lines = ["36 35 98:0 / /home/a rw - ext4 /dev/sda rw", "37 35 98:1 / /home/a/my\\040disk rw - vfat /dev/sdb rw"]
    (tmp_path / "mountinfo").write_text("\n".join(lines))
    assert mounted_below("/home/a", tmp_path / "mountinfo") == ["/home/a/my disk"]
    assert mounted_below("/home/a", tmp_path / "nothing") == []
