"""Every setting once: name, default, bounds and help. Kept as TOML beside the index."""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_search import durable
from desktop_search.errors import DesktopSearchError


def _setting(
    default: Any,
    about: str,
    least: float | None = None,
    most: float | None = None,
    *,
    group: str = "More",
    title: str = "",
    kind: str = "",
    choices: tuple[str, ...] = (),
    takes_others: bool = False,
    needs_restart: bool = True,
) -> Any:
    """A field with all that is said about it.

    kind is "folder" or "hotkey" where the type does not say enough; choices are all values there are, or with
    takes_others the usual ones. needs_restart says that the engine uses a new value only when it is started again.
    """
    return field(
        default=default,
        metadata={
            "help": about,
            "least": least,
            "most": most,
            "group": group,
            "title": title,
            "kind": kind,
            "choices": choices,
            "takes_others": takes_others,
            "needs_restart": needs_restart,
        },
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field carries its help and bounds as metadata."""

    # fmt: off
    theme: str = _setting(
        "system", "Light, dark, or as the desktop has it (system).",
        group="Look", choices=("system", "light", "dark"), needs_restart=False)
    text_percent: int = _setting(
        100, "How large the window's text is, compared with the desktop's.", 80, 200,
        group="Look", title="Text size", needs_restart=False)
    language: str = _setting(
        "system", "The window's language, or as the desktop has it (system). Used when the program starts again.",
        group="Look", choices=("system", "en", "de"), needs_restart=False)
    hotkey: str = _setting(
        "auto", "Keys that open the quick search, such as Ctrl+Alt+Space; auto, or none.",
        group="Quick search", kind="hotkey", needs_restart=False)
    keep_last_query: bool = _setting(
        False, "The quick search opens with the last query in it, selected.",
        group="Quick search", needs_restart=False)
    remember_openings: bool = _setting(
        True, "Files opened from a search are offered again; kept on this machine.",
        group="Quick search", title="Remember what was opened", needs_restart=False)
    close_to_tray: bool = _setting(
        True, "Closing the window leaves the program running, ready for the hotkey.",
        group="Start and end", title="Keep running when closed", needs_restart=False)
    start_at_login: bool = _setting(
        False, "The program starts with the desktop, without showing its window.",
        group="Start and end", needs_restart=False)
    read_first: str = _setting(
        "", "A folder whose files are read before all others; empty for none.",
        group="Reading", kind="folder", needs_restart=False)
    effort: str = _setting(
        "balanced", "Gentle takes one core, and waits on battery and while you type; full takes all there is.",
        group="Reading", choices=("gentle", "balanced", "full"), needs_restart=False)
    readers: int = _setting(
        0, "Processes that read files; 0 means one for each processor core.", 0, 64, group="Reading")
    rescan_minutes: int = _setting(
        60, "The folders are compared with the disk at least this often.", 1, 10_080,
        group="Reading", title="Compare with the disk every")
    read_deadline_seconds: float = _setting(
        15.0, "A file that takes longer to read is given up.", 1, 3600,
        group="Reading", title="Longest time for a file")
    large_file_patience: int = _setting(
        4, "Files above 5 MB may take so many times as long.", 1, 100,
        group="Reading", title="Patience with large files")
    reader_memory_megabytes: int = _setting(
        1024, "A reader that needs more memory is stopped.", 128, 65536,
        group="Reading", title="Most memory of a reader")
    largest_file_megabytes: int = _setting(
        200, "Larger files are found by name only; of texts and mailboxes the beginning is read.", 1, 100_000,
        group="Reading")
    largest_text_characters: int = _setting(
        10_000_000, "Longer texts are cut, and the file is partial.", 1000, 10**9, group="Reading")
    archives_deep: int = _setting(
        3, "Archives inside each other are opened so deep; 0 opens none.", 0, 20,
        group="Reading", title="Archives inside archives")
    messages_deep: int = _setting(
        20, "Mails inside each other are opened so deep.", 1, 100, group="Reading", title="Mails inside mails")
    archive_members: int = _setting(
        10_000, "Of an archive or mailbox with more in it, only the first are read.", 1, 1_000_000,
        group="Reading", title="Most files of an archive")
    message_parts: int = _setting(
        1_000, "Of a mail with more parts and attachments, only the first are read.", 1, 100_000,
        group="Reading", title="Most parts of a mail")
    unpacked_megabytes: int = _setting(
        256, "Of an archive that unpacks to more, only the first is read.", 1, 16_384,
        group="Reading", title="Most that a file unpacks to")
    recognise_text: bool = _setting(
        True, "Text in pictures and scanned pages is read, where that is installed.",
        group="Reading", title="Read the text in pictures")
    recognise_minutes: int = _setting(
        10, "Of a file that takes longer, only the first pages are recognised.", 3, 1440,
        group="Reading", title="Longest time for the pictures of a file")
    recognise_page_seconds: float = _setting(
        120.0, "A page or picture that takes longer is given up.", 5, 3600,
        group="Reading", title="Longest time for a picture")
    recognition_memory_megabytes: int = _setting(
        4096, "The reader of pictures is stopped when it needs more memory.", 2048, 262_144,
        group="Reading", title="Most memory for pictures")
    extra_formats: str = _setting(
        "", "Python modules with further formats, separated by commas.", group="Reading", title="Further formats")
    meaning_weight: float = _setting(
        0.45, "How much meaning counts against words, from 0 to 1.", 0, 1, group="Search", title="Weight of meaning")
    learn_at_once: bool = _setting(
        True, "Results get better at once by what you said of earlier ones.",
        group="Search", title="Learn from judgements", needs_restart=False)
    learn_from_openings: bool = _setting(
        True, "A file opened from a search, and one left again at once, count a little as judgements.",
        group="Search", title="Learn from what is opened", needs_restart=False)
    reranker: str = _setting(
        "", "Folder of a cross-encoder that ranks the first results anew; empty for none.",
        group="Search", kind="folder")
    rerank_milliseconds: int = _setting(
        300, "How long the cross-encoder may take for a question.", 10, 10_000,
        group="Search", title="Longest time for ranking anew")
    backend: str = _setting(
        "auto", "What computes the vectors: auto, openvino, torch or hashing (for tests).",
        group="Model", title="Computed by", choices=("auto", "openvino", "torch", "hashing"), takes_others=True,
        needs_restart=False)
    model: str = _setting(
        "", "Folder of a sentence-transformers model; empty for the one that is shipped.",
        group="Model", kind="folder", needs_restart=False)
    device: str = _setting(
        "auto", "Where the model runs: auto, cpu, cuda or mps.",
        group="Model", choices=("auto", "cpu", "cuda", "mps"), takes_others=True)
    passage_tokens: int = _setting(
        200, "How many tokens a passage has at most, where the model allows.", 64, 8192,
        group="Model", title="Longest passage")
    vector_store: str = _setting(
        "auto", "auto, exact or hnsw. auto is exact up to exact_search_limit passages.",
        group="Model", choices=("auto", "exact", "hnsw"))
    exact_search_limit: int = _setting(
        300_000, "Up to this many passages the nearest are found exactly.", 0, 10**9, group="Model")
    # fmt: on


def load(path: Path) -> Settings:
    """Reads the settings, taking the default for what the file does not name.

    Raises DesktopSearchError for a file that is not TOML, a name nobody knows or a value out of bounds.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise DesktopSearchError(f"The settings file {path} cannot be read: {error}.", "Mend or delete it.") from error
    return checked(values)


def checked(values: dict[str, Any]) -> Settings:
    """Settings from plain values. Raises DesktopSearchError naming the value that does not fit."""
    known = {setting.name: setting for setting in dataclasses.fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise DesktopSearchError(f"There is no setting called “{name}”.")
        expected = type(known[name].default)
        if not isinstance(value, expected) and not (expected is float and isinstance(value, int)):
            raise DesktopSearchError(f"The setting “{name}” must be of type {expected.__name__}.")
        choices = known[name].metadata["choices"]
        if choices and not known[name].metadata["takes_others"] and value not in choices:
            raise DesktopSearchError(f"The setting “{name}” must be one of {', '.join(choices)}.")
        least, most = known[name].metadata["least"], known[name].metadata["most"]
        if (least is not None and value < least) or (most is not None and value > most):
            raise DesktopSearchError(f"The setting “{name}” must be between {least:g} and {most:g}.")
    return Settings(**values)


def save(settings: Settings, path: Path) -> None:
    """Writes the settings that differ from their defaults, replacing the file in one step."""
    import tomli_w

    changed = {
        setting.name: getattr(settings, setting.name)
        for setting in dataclasses.fields(Settings)
        if getattr(settings, setting.name) != setting.default
    }
    durable.replace(path, tomli_w.dumps(changed).encode("utf-8"))
