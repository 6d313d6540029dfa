"""What is said about a folder, in sentences. Pure: the clock is handed in."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.gui import formatting
from desktop_search.records import Counts, FolderDetails


def counts(of: Counts) -> str:
    """How many files there are in which state; states without files are left out."""
    translate = QCoreApplication.translate
    parts = [
        (of.indexed, translate("folders", "{count} ready")),
        (of.partial, translate("folders", "{count} read in part")),
        (of.pending, translate("folders", "{count} waiting")),
        (of.skipped, translate("folders", "{count} by name only")),
        (of.failed, translate("folders", "{count} with problems")),
    ]
    told = [text.format(count=QLocale().toString(number)) for number, text in parts if number]
    if not told:
        return translate("folders", "No files yet")
    whole = formatting.files(of.seen)
    return translate("folders", "{files}: {states}").format(files=whole, states=", ".join(told))


def coverage(folder: FolderDetails) -> str:
    """How much of it is found by meaning."""
    translate = QCoreApplication.translate
    if not folder.passages:
        return translate("folders", "No text yet")
    percent = 100 * min(folder.embedded, folder.passages) // folder.passages
    said = translate("folders", "{percent} % of {passages} found by meaning, all by words")
    return said.format(percent=percent, passages=formatting.passages(folder.passages))


def looked_at(folder: FolderDetails, now: float) -> str:
    """How it is kept up to date, and when it was last compared."""
    translate = QCoreApplication.translate
    if not folder.available:
        return translate("folders", "Not connected. What is known of it is kept, and can be searched.")
    way = (
        translate("folders", "Watched: changes are noticed at once.")
        if folder.watched
        else translate("folders", "Compared with the disk from time to time: this place cannot be watched.")
    )
    if folder.scanned_at is None:
        return way
    compared = translate("folders", "Last compared {ago}.").format(ago=ago(now - folder.scanned_at))
    return f"{way} {compared}"


def ago(seconds: float) -> str:
    """A rough time since something happened."""
    translate = QCoreApplication.translate
    if seconds < 60:
        return translate("folders", "just now")
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("folders", "{minutes} min ago").format(minutes=minutes)
    hours = round(minutes / 60)
    if hours < 36:
        return translate("folders", "{hours} h ago").format(hours=hours)
    return translate("folders", "{days} days ago").format(days=round(hours / 24))
