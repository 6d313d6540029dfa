"""Errors a person may see: a sentence, and a hint about what to do."""


class DesktopSearchError(Exception):
    """The world is not as it should be. title is one clear sentence; hint says what can be done, or is empty."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title} {self.hint}".strip()


class EngineUnavailable(DesktopSearchError):
    """The engine cannot be reached, or went away in the middle."""


class ModelUnavailable(DesktopSearchError):
    """The embedding model is missing or damaged; search by words goes on without it."""
