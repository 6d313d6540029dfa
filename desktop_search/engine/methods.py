"""What may be called from outside: methods of Engine, and of its parts. A new ability is one more name."""

from collections.abc import Callable
from typing import Any, cast

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError

OF_ENGINE = frozenset(
    {
        "about",
        "add_folders",
        "change_settings",
        "doctor",
        "facets",
        "folder_details",
        "folders",
        "forget",
        "index",
        "pause",
        "preview",
        "rescan",
        "resume",
        "search",
        "settings",
        "status",
        "warm_up",
        "why",
        "work_history",
    }
)
OF_JUDGING = frozenset({"import_labels", "label", "label_file", "labels", "remove_labels"})
OF_LEARNING = frozenset(
    {
        "accept_model",
        "adapter_state",
        "cancel_training",
        "compare_models",
        "list_models",
        "cancel_comparison",
        "models",
        "pause_training",
        "switch_adapter",
        "to_judge",
        "train",
        "training",
        "undo_model",
        "use_model",
    }
)
OF_SAVED = frozenset({"note_search_seen", "remove_search", "save_search", "saved_searches"})
OF_HABITS = frozenset({"forget_openings", "note_opening", "suggestions"})
OF_KEEPING = frozenset({"change_rules", "failures", "forget_gone", "preview_rules", "retry"})
OF_CHECKING = frozenset({"stop_verifying", "verification", "verify"})


def of(engine: Engine, name: str) -> Callable[..., Any]:
    """The method of that name. Raises DesktopSearchError where there is none."""
    for part, names in (
        (engine, OF_ENGINE),
        (engine.keeping, OF_KEEPING),
        (engine.saved, OF_SAVED),
        (engine.habits, OF_HABITS),
        (engine.judging, OF_JUDGING),
        (engine.learning, OF_LEARNING),
        (engine.checking, OF_CHECKING),
    ):
        if name in names:
            return cast(Callable[..., Any], getattr(part, name))
    raise DesktopSearchError(f"The engine has no method called “{name}”.")
