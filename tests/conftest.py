"""What holds for every test: no network, no warnings that nobody expected, private runtime files."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.extraction import registry

SHARED = Path(__file__).parent.parent.parent / "shared"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A model is prepared once for all tests, not once for each data directory.
os.environ.setdefault("DESKTOP_SEARCH_PREPARED_MODELS", str(Path(__file__).parent.parent / "build" / "test-models"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.exists():
            item.add_marker(
                pytest.mark.skip(reason="the judged collections and real files are not beside the checkout")
            )


@pytest.fixture
def shared() -> Path:
    """The folder with judged collections and real files beside the checkout."""
    return SHARED


@pytest.fixture(autouse=True)
def private_runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets of tests are nobody else's."""
    runtime = tmp_path_factory.mktemp("run", numbered=True)
    runtime.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))


@pytest.fixture(autouse=True, scope="module")
def what_is_there_is_not_looked_through_again() -> None:
    """With torch imported there are a million objects, and each full collection of garbage takes a second for them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def only_the_formats_of_the_program() -> Iterator[None]:
    """Formats that a test adds are gone for the next module: other readers do not know them."""
    formats = registry.all_formats()
    own = dict(formats)
    yield
    if formats != own:
        formats.clear()
        formats.update(own)
        registry.suffixes.cache_clear()
        registry.revision.cache_clear()


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log record at WARNING or above fails the test, unless it takes caplog and so looks for itself."""
    handler = _Records()
    logger = logging.getLogger("desktop_search")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if "caplog" not in request.fixturenames and handler.records:
        pytest.fail("unexpected: " + "; ".join(record.getMessage() for record in handler.records))
