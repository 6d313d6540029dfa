"""Offers earlier queries under the field: those like what is typed by Alt+Down, and all, to be erased, by Ctrl+H."""

from PySide6.QtCore import QObject, QPoint, QStringListModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu

from desktop_search.gui import formatting
from desktop_search.gui.history import History

OFFERED, LISTED, LONGEST = 12, 10, 60


class PastQueries(QObject):
    """A completer that comes only when it is asked for: what is typed stays what is searched for."""

    def __init__(self, field: QLineEdit, history: History) -> None:
        super().__init__(field)
        self._field = field
        self._history = history
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(field)
        self.completer.activated.connect(field.setText)
        if (popup := self.completer.popup()) is not None:
            popup.setAccessibleName(self.tr("Earlier queries"))
        field.textEdited.connect(self._follow)

    def offer(self) -> None:
        """Shows the queries like what is typed, if there are any."""
        queries = self._history.like(self._field.text(), OFFERED)
        self._model.setStringList(queries)
        if queries:
            self.completer.complete()
        elif (popup := self.completer.popup()) is not None:
            popup.hide()

    def menu(self) -> QMenu:
        """All that can be done with the history."""
        menu = QMenu(self._field)
        for query in self._history.like("", LISTED):
            said = formatting.one_line(query)
            shown = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
            # In a menu, & would make a key of the letter after it.
            action = menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _=False, query=query: self._field.setText(query))
        menu.addSeparator()
        keep = menu.addAction(self.tr("Keep a history on this computer"))
        keep.setCheckable(True)
        keep.setChecked(self._history.is_kept)
        keep.triggered.connect(lambda wanted: self._history.keep(wanted=wanted))
        erase = menu.addAction(self.tr("Erase the history"))
        erase.setEnabled(bool(self._history.queries))
        erase.triggered.connect(self._history.erase)
        return menu

    def show_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._field.mapToGlobal(QPoint(0, self._field.height())))

    def _follow(self) -> None:
        popup = self.completer.popup()
        if popup is not None and popup.isVisible():
            self.offer()
