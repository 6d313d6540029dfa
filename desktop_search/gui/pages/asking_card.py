"""A card of the page that asks the engine, and says beside its own controls when something is refused."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.page import Card


class AskingCard(Card):
    """Its trouble is the first thing below the title, and goes with the next try."""

    def __init__(self, title: str, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.link = link
        self.trouble = plain_label(self)
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("warning", True)
        self.trouble.setVisible(False)
        self.room.addWidget(self.trouble)

    def ask(self, method: str, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        """Asks for what the person wants. then is called with what comes back."""
        self.complain("")
        self.link.request(method, then, self.complain, **arguments)

    def complain(self, sentence: str) -> None:
        """Says what went wrong; "" for nothing."""
        self.trouble.setText(formatting.one_line(sentence))
        self.trouble.setVisible(bool(sentence))
