"""Copies the pictures of a memory card into folders by year and month, and never overwrites one."""

import argparse
import shutil
from datetime import datetime
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".heic", ".cr2"}


def target_for(picture: Path, library: Path) -> Path:
    """The place of a picture, by the time it was taken: library/2025/07/name.jpg."""
    taken = datetime.fromtimestamp(picture.stat().st_mtime)
    folder = library / f"{taken:%Y}" / f"{taken:%m}"
    candidate = folder / picture.name
    number = 2
    while candidate.exists():
        candidate = folder / f"{picture.stem}-{number}{picture.suffix}"
        number += 1
    return candidate


def sort_photos(card: Path, library: Path, dry_run: bool) -> int:
    """Copies every picture on the card and returns how many there were."""
    count = 0
    for picture in sorted(card.rglob("*")):
        if picture.suffix.lower() not in PICTURES:
            continue
        target = target_for(picture, library)
        print(f"{picture.name} -> {target}")
        if not dry_run:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(picture, target)
        count += 1
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("card", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    arguments = parser.parse_args()
    print(sort_photos(arguments.card, arguments.library, arguments.dry_run), "pictures")
