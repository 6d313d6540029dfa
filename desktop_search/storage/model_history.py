"""Keeps which models a person has used, and why the tuned ones may be trusted; rows of user.db."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop_search.storage.connection import Database
from desktop_search.storage.user_tables import model_reports, model_uses


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as plain values, and the questions that its model learned from."""

    revision: str
    report: dict[str, Any]
    learned: frozenset[str]


class ModelHistory:
    """Any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_use(self, folder: str, at: float) -> None:
        """Remembers that the person chose the model in a folder, "" for the shipped one."""
        with self._database.writing() as connection:
            connection.execute(sa.insert(model_uses).values(folder=folder, at=at))

    def chosen(self) -> list[str]:
        """The folders of all models that were ever chosen, the newest first, as often as they were."""
        with self._database.reading() as connection:
            return list(connection.scalars(sa.select(model_uses.c.folder).order_by(model_uses.c.id.desc())))

    def before(self, folder: str, is_there: Callable[[str], bool] = lambda _: True) -> str | None:
        """The folder of the model that was chosen last before this one, of those that are still there."""
        return next((one for one in self.chosen() if one != folder and is_there(one)), None)

    def add_report(self, revision: str, report: dict[str, Any], learned: Sequence[str], at: float) -> None:
        """Keeps what was measured of a model, whose weights have this revision."""
        with self._database.writing() as connection:
            connection.execute(
                sa.insert(model_reports).values(revision=revision, report=report, learned=sorted(learned), at=at)
            )

    def report(self, revision: str | None = None) -> StoredReport | None:
        """The newest report, or the newest on the model of a revision."""
        query = sa.select(model_reports).order_by(model_reports.c.id.desc()).limit(1)
        if revision is not None:
            query = query.where(model_reports.c.revision == revision)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else StoredReport(row.revision, dict(row.report), frozenset(row.learned))

    def learned_by(self, revision: str) -> frozenset[str]:
        """The questions that the model of a revision learned from; none for a model that was not trained here."""
        stored = self.report(revision)
        return frozenset() if stored is None else stored.learned
