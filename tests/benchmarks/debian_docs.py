"""Copies documentation that Debian packages install into a folder, as real files for the benchmarks to index."""

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PLACES = tuple(map(Path, "doc help gtk-doc devhelp info javadoc common-licenses perl man".split()))
SHARE = Path("/usr/share")
INSTALLED = Path("/var/lib/dpkg/info")
KINDS = (
    frozenset({".html", ".htm", ".xhtml", ".md", ".rst", ".txt", ".text", ".pdf", ".epub", ".pod", ".odt", ".rtf"}),
    frozenset({"", ".page", ".xml", ".py", ".c", ".h", ".sh", ".pl", ".js", ".json", ".yaml", ".conf", ".css"}),
    frozenset({".gz"}),
)
"""What is taken first, next and last, so that compressed changelogs only fill up what is missing."""


def collect(target: Path, count: int, *, gz: bool = True, largest_bytes: int | None = None) -> dict[str, object]:
    """Copies up to so many files, and says from which packages and folders how many of them came."""
    owners = _owners()
    fitting = (one for one in _documents(gz=gz) if largest_bytes is None or one.stat().st_size <= largest_bytes)
    chosen = list(itertools.islice(fitting, count))
    for file in chosen:
        copy = target / file.relative_to(SHARE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Times stay: the newest files are read first.
        shutil.copy2(file, copy)
    packages = Counter(owners.get(str(file), "(none)") for file in chosen)
    return {
        "wanted": count,
        "copied": len(chosen),
        "megabytes": round(sum(file.stat().st_size for file in chosen) / 1e6, 2),
        "packages": len(packages),
        "files_of_packages": dict(packages.most_common(60)),
        "files_in_folders": dict(Counter(str(SHARE / file.relative_to(SHARE).parts[0]) for file in chosen)),
        "files_by_suffix": dict(Counter(file.suffix.lower() for file in chosen).most_common()),
    }


def _documents(*, gz: bool) -> Iterator[Path]:
    """Files that are not links and not empty, those of the first kinds first."""
    there = sorted(
        file
        for place in PLACES
        for file in (SHARE / place).rglob("*")
        if not file.is_symlink() and file.is_file() and file.stat().st_size
    )
    for kind in KINDS if gz else KINDS[:-1]:
        yield from (file for file in there if file.suffix.lower() in kind)


def _owners() -> dict[str, str]:
    """The package of every installed file below /usr/share, from dpkg's own lists; nothing where there is no dpkg."""
    prefix = f"{SHARE}/"
    return {
        line: listing.stem.partition(":")[0]
        for listing in INSTALLED.glob("*.list")
        for line in listing.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        if line.startswith(prefix)
    }
