"""What may be called from outside: methods of Engine, and those of what it learns. A new ability is one more name."""

from collections.abc import Callable
from typing import Any

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError

OF_ENGINE = frozenset(
    {
        "about",
        "add_folders",
        "change_rules",
        "change_settings",
        "facets",
        "failures",
        "folder_details",
        "folders",
        "forget",
        "forget_openings",
        "import_labels",
        "index",
        "label",
        "label_file",
        "labels",
        "note_opening",
        "note_search_seen",
        "pause",
        "preview",
        "preview_rules",
        "remove_labels",
        "remove_search",
        "rescan",
        "resume",
        "retry",
        "save_search",
        "saved_searches",
        "search",
        "settings",
        "status",
        "suggestions",
        "warm_up",
        "why",
        "work_history",
    }
)
OF_LEARNING = frozenset(
    {
        "accept_model",
        "adapter_state",
        "cancel_training",
        "compare_models",
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
"""Of Engine.learning."""


def of(engine: Engine, name: str) -> Callable[..., Any]:
    """The method of that name. Raises DesktopSearchError where there is none."""
    if name in OF_ENGINE:
        return getattr(engine, name)  # type: ignore[no-any-return]
    if name in OF_LEARNING:
        return getattr(engine.learning, name)  # type: ignore[no-any-return]
    raise DesktopSearchError(f"The engine has no method called “{name}”.")
