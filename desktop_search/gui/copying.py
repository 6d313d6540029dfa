"""Puts a file, or its path, where the next "paste" finds it."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop_search.gui.opening import url_of


def file_as_data(path: str) -> QMimeData:
    """A file as file managers and mail programs take it; editors get its path."""
    copied = QMimeData()
    address = url_of(path)
    copied.setUrls([address])
    copied.setText(path)
    # GNOME's and Xfce's file managers look for this one, and do not paste without it.
    copied.setData("x-special/gnome-copied-files", b"copy\n" + address.toEncoded().data())
    return copied


def copy_file(path: str) -> None:
    QGuiApplication.clipboard().setMimeData(file_as_data(path))


def copy_path(path: str) -> None:
    QGuiApplication.clipboard().setText(path)
