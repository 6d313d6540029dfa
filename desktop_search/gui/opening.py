"""Opens a file or shows it in its folder, after looking again at what it is now. Programs are not started unasked."""

import logging
import os
import stat
import sys
import threading
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_search.gui.formatting import visible_name

logger = logging.getLogger(__name__)

_SCRIPTS = (
    "bash bat cmd command csh fish js jse ksh pl ps1 ps2 psc1 psc2 psm1 py pyc pyw pyz rb sct sh shb shs tcsh tool vb"
    " vbe vbs ws wsc wsf wsh zsh"
)
_PROGRAMS = (
    "action app appimage appinstaller apk appx appxbundle bin chm com cpl deb diagcab dmg elf exe flatpak gadget ipa"
    " iso jar jnlp mpkg msc msi msix msixbundle msp mst osx pif pkg prefpane rpm run scr snap vhd vhdx xbe xll"
)
_POINTERS = (
    "application appref-ms desktop fileloc flatpakref flatpakrepo hta inetloc inf library-ms lnk reg scf search-ms"
    " searchconnector-ms service settingcontent-ms terminal theme themepack url website webloc workflow"
)
PROGRAM_SUFFIXES = frozenset(f".{suffix}" for suffix in f"{_SCRIPTS} {_PROGRAMS} {_POINTERS}".split())
"""Files that do something when they are opened, or lead to something that does."""


class Kind(Enum):
    """What opening a path would mean."""

    DOCUMENT = "document"
    PROGRAM = "program"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a path led to when it was looked at: real is without links, and identity changes with the file."""

    kind: Kind
    real: str = ""
    identity: tuple[int, ...] = ()


def look_at(path: str) -> Looked:
    """Looks at the disk: a file may have changed or gone since it was read. A link counts as what it leads to."""
    try:
        real = os.path.realpath(path)
        status = os.stat(real)
    except (OSError, ValueError):
        return Looked(Kind.GONE)
    identity = (status.st_dev, status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns)
    if stat.S_ISDIR(status.st_mode):
        return Looked(Kind.DOCUMENT, real, identity)
    runs = sys.platform != "win32" and status.st_mode & 0o111 != 0
    is_program = runs or not {_suffix(path), _suffix(real)}.isdisjoint(PROGRAM_SUFFIXES)
    return Looked(Kind.PROGRAM if is_program else Kind.DOCUMENT, real, identity)


def kind_of(path: str) -> Kind:
    """What opening a path would mean now."""
    return look_at(path).kind


def _suffix(path: str) -> str:
    # Windows takes no notice of dots and spaces at the end of a name.
    return Path(path.rstrip(". ")).suffix.lower()


class Opening(QObject):
    """Opens files for one window. A slow disk is waited for in another thread."""

    opened = Signal(str)
    """A path, as it was asked for, that the desktop has opened."""
    _looked = Signal(str, object, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)

    def open(self, path: str) -> None:
        """Opens the file with the desktop's own program for it; asks first when it is itself a program."""
        self._begin(path)

    def show_in_folder(self, path: str) -> None:
        """Shows the file in the desktop's file manager, selected where that can be asked for."""
        program, arguments = _command_that_selects(path)
        if not program:
            _open_url(str(Path(path).parent))
            return
        process = QProcess(self)

        def finish(code: int) -> None:
            # explorer.exe answers 1 also when all is well.
            if code != 0 and sys.platform != "win32":
                _open_url(str(Path(path).parent))
            process.deleteLater()

        process.finished.connect(finish)
        process.errorOccurred.connect(lambda error: finish(1) if error == QProcess.ProcessError.FailedToStart else None)
        process.start(program, arguments)

    def _begin(self, path: str, agreed: Looked | None = None) -> None:
        threading.Thread(target=self._look, args=(path, agreed), name="looking at a file", daemon=True).start()

    def _look(self, path: str, agreed: Looked | None = None) -> None:
        looked = look_at(path)
        try:
            self._looked.emit(path, looked, agreed)
        except RuntimeError:
            logger.debug("the window was closed while a file was looked at")

    def _on_looked(self, path: str, looked: Looked, agreed: Looked | None) -> None:
        name = visible_name(Path(path).name)
        if looked.kind is Kind.GONE:
            self._say(self.tr("“{name}” is no longer there. It was moved, renamed or deleted.").format(name=name))
        elif agreed is not None and looked != agreed:
            self._say(self.tr("“{name}” has just changed, and was not opened. Try again.").format(name=name))
        elif looked.kind is Kind.PROGRAM and agreed is None:
            self._ask(path, name, looked)
        # The real path: a link that is made to lead elsewhere in this moment leads nobody anywhere.
        elif _open_url(looked.real):
            self.opened.emit(path)
        else:
            self._say(self.tr("Nothing on this computer opens “{name}”.").format(name=name))

    def _ask(self, path: str, name: str, looked: Looked) -> None:
        box = self._box(self.tr("“{name}” is a program. Opening it may run it.").format(name=name))
        show = box.addButton(self.tr("Show in folder"), QMessageBox.ButtonRole.AcceptRole)
        run = box.addButton(self.tr("Open anyway"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(show)

        def answer() -> None:
            if box.clickedButton() is show:
                self.show_in_folder(path)
            elif box.clickedButton() is run:
                # While the question stood there, something else may have taken the place of what it was about.
                self._begin(path, looked)

        box.finished.connect(answer)
        box.open()

    def _say(self, sentence: str) -> None:
        self._box(sentence).open()

    def _box(self, sentence: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Desktop Search"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        return box


def url_of(path: str) -> QUrl:
    """A file's address. Names that are no valid text keep their bytes."""
    if any("\ud800" <= character <= "\udfff" for character in path):
        return QUrl.fromEncoded(Path(path).absolute().as_uri().encode())
    return QUrl.fromLocalFile(path)


def _open_url(path: str) -> bool:
    return QDesktopServices.openUrl(url_of(path))


def _command_that_selects(path: str) -> tuple[str, list[str]]:
    if sys.platform == "win32":
        return "explorer", ["/select,", os.path.normpath(path)]
    if sys.platform == "darwin":
        return "open", ["-R", path]
    address = Path(path).absolute().as_uri()
    service, place = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
    call = ["call", "--session", "--timeout", "3", "--dest", service, "--object-path", place]
    # as_uri() leaves no quote, bracket or space in the address, so it cannot end the text it stands in.
    return "gdbus", [*call, "--method", f"{service}.ShowItems", f"['{address}']", ""]
