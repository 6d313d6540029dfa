"""The first start: says what the program does, and asks the one thing it must know: which folders."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_search.gui.asking import ask_for_path
from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.flow_layout import FlowLayout
from desktop_search.gui.formatting import home_relative, visible_name
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID

WIDEST = 600
"""Pixels at 100 %."""


def suggested_folders(home: Path) -> list[str]:
    """Folders in which people keep what they write, as far as they exist."""
    kinds = (QStandardPaths.StandardLocation.DocumentsLocation, QStandardPaths.StandardLocation.DesktopLocation)
    usual = [Path(place) for kind in kinds for place in QStandardPaths.standardLocations(kind)[:1]]
    named = [home / name for name in ("Documents", "Desktop", "Notes", "notes", "Obsidian")]
    found: list[Path] = []
    for place in (*usual, *named):
        # The home folder itself stands in when the desktop names no folder; it is too much to suggest.
        if place != home and place.is_dir() and not any(place.samefile(other) for other in found):
            found.append(place)
    return [str(place) for place in found]


class Welcome(QWidget):
    """A card with check boxes. Nothing is read before the person presses Start."""

    folders_chosen = Signal(list)

    def __init__(self, suggestions: Sequence[str], home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._boxes: list[tuple[CheckBox, str]] = []
        self._card = QFrame()
        self._card.setObjectName("card")
        self._card.setMaximumWidth(WIDEST * max(1, self.fontMetrics().height()) // 17)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(GRID)
        self._add = QPushButton(self._card)
        self._add.clicked.connect(self._choose)
        self._start = QPushButton(self.tr("Start reading"), self._card)
        self._start.setAccessibleName(self._start.text())
        self._start.setProperty("primary", True)
        self._start.setDefault(True)
        self._start.clicked.connect(lambda: self.folders_chosen.emit(self.chosen))
        self._lay_out()
        for folder in suggestions:
            self.add_folder(folder)
        self._update()

    @property
    def chosen(self) -> list[str]:
        """The folders whose boxes are checked."""
        return [folder for box, folder in self._boxes if box.isChecked()]

    def add_folder(self, folder: str) -> None:
        """Adds a folder to the list, checked; one that is there is checked again."""
        for box, known in self._boxes:
            if known == folder:
                box.setChecked(True)
                return
        # In a box's text, & would make a key of the letter after it.
        box = CheckBox(visible_name(home_relative(folder, self._home)).replace("&", "&&"), self._card)
        box.setAccessibleName(visible_name(folder))
        box.setChecked(True)
        box.toggled.connect(self._update)
        self._boxes.append((box, folder))
        self._folders.addWidget(box)
        # Tab goes down the page: the boxes as they stand, then the two buttons.
        for before, after in itertools.pairwise((*(one for one, _ in self._boxes), self._add, self._start)):
            QWidget.setTabOrder(before, after)
        self._update()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
        inside.setSpacing(GRID)
        title = self.tr("Find your own files by what they mean")
        inside.addWidget(self._paragraph(title, factor=1.45, bold=True))
        inside.addWidget(
            self._paragraph(
                self.tr(
                    "Desktop Search reads the files in the folders you choose, and finds them again by their words and"
                    " by their meaning."
                ),
                is_muted=True,
            )
        )
        inside.addSpacing(GRID // 2)
        inside.addWidget(
            self._paragraph(self.tr("Everything stays on this computer: nothing is sent anywhere."), bold=True)
        )
        inside.addSpacing(2 * GRID)
        inside.addWidget(self._paragraph(self.tr("Which folders shall be searched?"), bold=True))
        inside.addLayout(self._folders)
        adding = QWidget(self._card)
        FlowLayout(adding, GRID).addWidget(self._add)
        inside.addWidget(adding)
        inside.addSpacing(GRID)
        inside.addWidget(
            self._paragraph(
                self.tr(
                    "Left alone: keys and passwords, because no search should show them; caches, program folders and"
                    " the trash, because nobody wrote what is in them. Your files are only read, never changed."
                ),
                is_muted=True,
            )
        )
        inside.addWidget(
            self._paragraph(
                self.tr(
                    "Reading begins at once, with the newest files. You can search while it runs, and add or remove"
                    " folders at any time."
                ),
                is_muted=True,
            )
        )
        inside.addSpacing(2 * GRID)
        row = QWidget(self._card)
        buttons = FlowLayout(row, GRID)
        buttons.addWidget(self._start)
        inside.addWidget(row)
        self._lay_out_around()

    def _lay_out_around(self) -> None:
        """The card in the middle; in a small window, or with large text, it can be scrolled."""
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.addStretch(1)
        across.addWidget(self._card, 8, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _paragraph(self, text: str, *, factor: float = 1.0, bold: bool = False, is_muted: bool = False) -> QWidget:
        label = plain_label(self._card, text=text, factor=factor, bold=bold)
        label.setProperty("muted", is_muted)
        label.setWordWrap(True)
        return label

    def _update(self) -> None:
        self._start.setEnabled(bool(self.chosen))
        self._add.setText(self.tr("Add another folder…") if self._boxes else self.tr("Choose a folder…"))
        self._add.setAccessibleName(self._add.text())

    def _choose(self) -> None:
        choose_folder(self, self._home, self.add_folder)


def choose_folder(parent: QWidget, start: str, then: Callable[[str], object]) -> None:
    """Asks for a folder without stopping the window; then is called with its path."""
    title = QCoreApplication.translate("welcome", "Choose a folder")
    ask_for_path(parent, title, then, mode=QFileDialog.FileMode.Directory, start=start)
