"""Asks the person: whether something is to be done, which way, where something is, and what it is called."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QPushButton, QWidget


def ask_whether(
    parent: QWidget,
    title: str,
    said: str,
    do: str,
    then: Callable[[], object],
    *,
    instead: str = "",
    is_doubtful: bool = False,
) -> QMessageBox:
    """Says what will happen, and does it when that is agreed to: not by Enter alone, and without holding up the window.

    said is shown as it stands, whatever is in it. do is on the button, and instead on the other, else “Cancel”;
    is_doubtful warns of it.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(said)
    if is_doubtful:
        box.setIcon(QMessageBox.Icon.Warning)
    go = box.addButton(do, QMessageBox.ButtonRole.DestructiveRole)
    if instead:
        box.setDefaultButton(box.addButton(instead, QMessageBox.ButtonRole.RejectRole))
    else:
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.finished.connect(lambda _: then() if box.clickedButton() is go else None)
    box.open()
    return box


def offer_below(asked: QPushButton, ways: Mapping[str, Callable[[], object]]) -> None:
    """A menu at a button, with what its three dots stand for."""
    menu = QMenu(asked)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for called, then in ways.items():
        menu.addAction(called).triggered.connect(lambda _checked, then=then: then())
    menu.popup(asked.mapToGlobal(QPoint(0, asked.height())))


def ask_for_path(
    parent: QWidget, title: str, then: Callable[[str], object], *, mode: QFileDialog.FileMode, start: str = ""
) -> QFileDialog:
    """A dialog that does not stand in the way of anything. then is called with what was chosen."""
    dialog = QFileDialog(parent, title, start)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
    # Where a path is typed, Qt may also have selected the folders that it leads through, and then says of no single one
    # that it was chosen.
    dialog.filesSelected.connect(lambda paths: then(max(paths, key=len)))
    dialog.open()
    return dialog


def ask_for_name(parent: QWidget, title: str, question: str, name: str, then: Callable[[str], object]) -> QInputDialog:
    """A dialog with a name that may be changed."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    dialog.setTextValue(name)
    dialog.textValueSelected.connect(then)
    dialog.open()
    return dialog
