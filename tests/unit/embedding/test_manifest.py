"""What is installed is what was installed: checksums are kept for a while, but never of what has changed since."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from desktop_search.embedding import manifest


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_file_that_changes_has_another_checksum_though_its_size_and_time_are_the_same(
    is_settled: bool, tmp_path: Path
) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"good weights")
    before = file.stat()
    if is_settled:
        time.sleep(2 * manifest.SAME_TICK_NS / 1e9)
    assert manifest.sha256(file) == sum_of(b"good weights")
    file.write_bytes(b"evil weights")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert manifest.sha256(file) == sum_of(b"evil weights")


def test_another_file_in_its_place_has_its_own_checksum(tmp_path: Path) -> None:
    file, other = tmp_path / "model.safetensors", tmp_path / "other"
    file.write_bytes(b"good weights")
    assert manifest.sha256(file) == sum_of(b"good weights")
    other.write_bytes(b"evil weights")
    other.replace(file)
    assert manifest.sha256(file) == sum_of(b"evil weights")


def test_a_file_is_read_once_as_long_as_it_does_not_change(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"good weights")
    time.sleep(2 * manifest.SAME_TICK_NS / 1e9)
    known = manifest._sha256_of.cache_info()
    assert manifest.sha256(file) == manifest.sha256(file)
    assert manifest._sha256_of.cache_info().hits == known.hits + 1
