"""The first start: says what the program does, and asks the one thing it must know: which folders."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.formatting import home_relative, visible_name
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID


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
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self._card.setMaximumWidth(560)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(GRID)
        self._add = QPushButton(self.tr("Add another folder…"), self._card)
        self._add.setAccessibleName(self._add.text())
        self._add.clicked.connect(self._choose)
        self._start = QPushButton(self.tr("Start"), self._card)
        self._start.setAccessibleName(self._start.text())
        self._start.setProperty("primary", True)
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
        self._update()

    def _lay_out(self) -> None:
        title = plain_label(self._card, text=self.tr("Find your own files by what they mean"), factor=1.45, bold=True)
        about = plain_label(
            self._card,
            text=self.tr(
                "Desktop Search reads the files in the folders you choose, and finds them again by their words and by"
                " their meaning. Everything stays on this computer: nothing is sent anywhere."
            ),
        )
        about.setProperty("muted", True)
        question = plain_label(self._card, text=self.tr("Which folders shall be searched?"), bold=True)
        for label in (title, about, question):
            label.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._add)
        buttons.addStretch()
        buttons.addWidget(self._start)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
        inside.setSpacing(GRID)
        for widget, gap in ((title, GRID // 2), (about, 2 * GRID), (question, 0)):
            inside.addWidget(widget)
            inside.addSpacing(gap)
        inside.addLayout(self._folders)
        inside.addSpacing(2 * GRID)
        inside.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._card, 8)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)

    def _update(self) -> None:
        self._start.setEnabled(bool(self.chosen))

    def _choose(self) -> None:
        choose_folder(self, self._home, self.add_folder)


def choose_folder(parent: QWidget, start: str, then: Callable[[str], object]) -> None:
    """Asks for a folder without stopping the window; then is called with its path."""
    dialog = QFileDialog(parent, parent.tr("Choose a folder"), start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(then)
    dialog.open()
