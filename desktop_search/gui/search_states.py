"""What the window says where results would be: nothing typed, busy, paused, failed, nothing found; and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop_search.gui import formatting
from desktop_search.gui.status_strip import ready_files
from desktop_search.records import EngineStatus

BUSY = ("starting", "scanning", "reading", "embedding")


class Act(StrEnum):
    """What a button of a state does."""

    RESUME = "resume"
    FOLDERS = "folders"
    PROBLEMS = "problems"
    WHY = "why"
    WITHOUT_FILTERS = "without filters"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class State:
    """A headline, advice, and buttons: their texts, and what they do."""

    headline: str
    advice: str = ""
    actions: tuple[tuple[str, Act], ...] = ()


def starting() -> State:
    translate = QCoreApplication.translate
    advice = translate("states", "You can type already: the search runs as soon as the search engine is ready.")
    return State(translate("states", "Starting…"), advice)


def searching() -> State:
    return State(QCoreApplication.translate("states", "Searching…"))


def failed(sentence: str) -> State:
    """The engine could not answer."""
    translate = QCoreApplication.translate
    advice = translate("states", "Your files are untouched. Try again, or ask in other words.")
    again = (translate("states", "Try again"), Act.AGAIN)
    said = formatting.one_line(sentence) or translate("states", "The search failed.")
    return State(said, advice, (again,))


def ready(status: EngineStatus) -> State:
    """Nothing is typed."""
    translate = QCoreApplication.translate
    count = ready_files(status)
    files = translate("states", "{files} ready.").format(files=formatting.files(count))
    how = (
        translate("states", "Ask in your own words, or type a part of a name or a phrase in “quotes”.")
        + "\n"
        + translate("states", "Filters such as type:pdf or after:2023 narrow it down.")
        + "\n"
        + translate("states", "Enter opens a file, Ctrl+Enter shows it in its folder.")
    )
    if status.state == "paused":
        advice = translate("states", "New and changed files are not read before you resume. What is read is found.")
        resume = (translate("states", "Resume"), Act.RESUME)
        return State(translate("states", "Paused"), f"{files}\n\n{advice}", (resume,))
    if not count and status.counts.seen == 0 and status.state == "idle":
        advice = translate("states", "There are no files in your folders. Add a folder that has some.")
        return State(translate("states", "Nothing to search yet"), advice, (_folders(),))
    if not count and status.counts.failed:
        advice = translate("states", "No file could be read yet. Look what the reasons are.")
        problems = (translate("states", "Show the problems"), Act.PROBLEMS)
        return State(translate("states", "Nothing to search yet"), advice, (problems,))
    if status.state in BUSY:
        busy = translate("states", "The rest is still being read, and is found as soon as it is.")
        files = (
            f"{files} {busy}" if count else translate("states", "Your files are being read. The first are ready soon.")
        )
    return State(translate("states", "What are you looking for?"), f"{files}\n\n{how}")


def nothing_found(query: str, status: EngineStatus | None, *, has_filters: bool) -> State:
    """There is no hit."""
    translate = QCoreApplication.translate
    text = formatting.one_line(query)
    shown = text if len(text) <= 60 else text[:59] + "…"
    advice = translate("states", "Try other words, or fewer of them, or describe what the text is about.")
    actions: list[tuple[str, Act]] = []
    if has_filters:
        advice = translate("states", "No file passes all the filters and fits the words.") + "\n" + advice
        actions.append((translate("states", "Search without the filters"), Act.WITHOUT_FILTERS))
    if status is not None and status.state in BUSY:
        advice += "\n\n" + translate(
            "states", "Files are still being read: what is found in them appears here by itself."
        )
    elif status is not None and status.state == "paused":
        advice += "\n\n" + translate("states", "Reading is paused: what is new or changed is not found yet.")
        actions.append((translate("states", "Resume"), Act.RESUME))
    actions.append((translate("states", "Why is my file not here?"), Act.WHY))
    headline = translate("states", "Nothing found for “{query}”").format(query=shown)
    return State(headline, advice, tuple(actions))


def _folders() -> tuple[str, Act]:
    return QCoreApplication.translate("states", "Folders…"), Act.FOLDERS
