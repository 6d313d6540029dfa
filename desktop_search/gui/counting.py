"""Says how many there are of something, in the plural forms of the window's language."""

from PySide6.QtCore import QCoreApplication


class Counts:
    """Its name is the context in the translations: lupdate sees plural forms only in calls of tr()."""

    def tr(self, text: str, disambiguation: str | None, number: int) -> str:
        return QCoreApplication.translate("Counts", text, disambiguation, number)

    def files(self, count: int) -> str:
        return self.tr("%Ln file(s)", None, count)

    def passages(self, count: int) -> str:
        return self.tr("%Ln passage(s)", None, count)

    def documents(self, count: int) -> str:
        return self.tr("%Ln document(s)", None, count)

    def results(self, count: int) -> str:
        return self.tr("%Ln result(s)", None, count)

    def problems(self, count: int) -> str:
        return self.tr("%Ln file(s) with problems", None, count)

    def places(self, count: int) -> str:
        return self.tr("%Ln file(s) and folder(s)", None, count)

    def questions(self, count: int) -> str:
        return self.tr("%Ln question(s)", None, count)

    def judgements(self, count: int) -> str:
        return self.tr("%Ln judgement(s)", None, count)

    def connections(self, count: int) -> str:
        return self.tr("%Ln network connection(s) open", None, count)


_counts = Counts()
files, passages, documents, results = _counts.files, _counts.passages, _counts.documents, _counts.results
problems, places, connections = _counts.problems, _counts.places, _counts.connections
questions, judgements = _counts.questions, _counts.judgements
