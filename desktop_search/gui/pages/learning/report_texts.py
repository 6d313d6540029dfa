"""What a report on a trained model says, in sentences, and as a file. Pure."""

import dataclasses
import json
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.gui import formatting
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.sentences import translated
from desktop_search.records import ModelReport, QuestionChange

Row = tuple[str, float, float]


def rows(report: ModelReport) -> list[Row]:
    """The measures by their names for a person, each before and after."""
    translate = QCoreApplication.translate
    names = {
        "ndcg@10": translate("learning", "Order of the first ten (nDCG@10)"),
        "mrr@10": translate("learning", "How far up the first right file is (MRR@10)"),
        "hit@1": translate("learning", "The first file is right"),
        "hit@5": translate("learning", "A right file among the first five"),
        "recall@10": translate("learning", "Right files that are among the first ten"),
    }
    known = [name for name in names if name in report.before and name in report.after]
    others = sorted(set(report.before) & set(report.after) - set(names))
    found = [(names.get(name, name), report.before[name], report.after[name]) for name in [*known, *others]]
    if report.pairs_count:
        said = {
            "spearman": translate("learning", "Agreement with the scores of your file (Spearman)"),
            "accuracy": translate("learning", "Examples of your file that are told apart"),
        }
        name = said.get(report.pairs_measure, report.pairs_measure)
        found.append((name, report.pairs_before, report.pairs_after))
    if report.is_reranker:
        # It is measured by questions alone.
        return found
    return [
        *found,
        (
            translate("learning", "General knowledge, on texts of other people"),
            report.general_before,
            report.general_after,
        ),
    ]


def certainty(report: ModelReport) -> str:
    """How much was gained, how sure that is, and on how many questions; empty where the reason says all there is."""
    if not report.held_out and (report.is_reranker or report.pairs_count):
        return ""
    if not report.held_out:
        return QCoreApplication.translate(
            "learning", "No judged question was kept apart, so only general knowledge could be compared."
        )
    said = QCoreApplication.translate(
        "learning", "Change in nDCG@10: {interval}, on {questions} that it has not learned from."
    )
    gained = texts.interval(report.gain, report.low, report.high)
    return said.format(interval=gained, questions=formatting.questions(report.held_out))


def speed(report: ModelReport) -> str:
    """How fast it is, compared with the one before; empty where there was none."""
    translate = QCoreApplication.translate
    if not report.speed:
        return ""
    if 0.95 <= report.speed <= 1.05:
        return translate("learning", "as fast as before")
    factor = QLocale().toString(report.speed, "f", 1 if report.speed >= 1 else 2)
    return translate("learning", "{factor} times as fast as before").format(factor=factor)


def circumstances(report: ModelReport) -> str:
    """What it was made from, how, and when."""
    translate = QCoreApplication.translate
    learned = translate("learning", "learned from {questions}").format(questions=formatting.questions(report.learned))
    from_all = translate("learning", "{judgements} in all").format(judgements=formatting.judgements(report.labels))
    took = translate("learning", "took {time}").format(time=texts.duration(report.seconds))
    loss = translate("learning", "loss: {loss}").format(loss=formatting.one_line(report.loss))
    at = formatting.full_date(round(report.at * 1e9))
    told = [learned if report.learned else "", from_all if report.labels else "", loss, took, at, speed(report)]
    said = texts.joined(told)
    return f"{said[:1].upper()}{said[1:]}"


def verdict(report: ModelReport) -> str:
    """The report in the fewest words."""
    translate = QCoreApplication.translate
    better = translate("learning", "The new model is better.")
    return better if report.is_better else translate("learning", "The new model is not better.")


def reason(report: ModelReport) -> str:
    """Why it is said to be better, or not to be."""
    return formatting.one_line(translated(report.verdict))


def as_json(report: ModelReport) -> bytes:
    """The whole report for a program."""
    plain = dataclasses.asdict(report) | {"before": dict(report.before), "after": dict(report.after)}
    return (json.dumps(plain, indent=1) + "\n").encode("ascii")


def as_text(report: ModelReport) -> bytes:
    """The whole report for a person."""
    return ("\n".join(_lines(report)) + "\n").encode("utf-8", "replace")


def _lines(report: ModelReport) -> Iterator[str]:
    translate = QCoreApplication.translate
    yield f"{report.base} → {report.model}"
    yield verdict(report)
    yield reason(report)
    if said := certainty(report):
        yield said
    yield circumstances(report)
    yield ""
    for name, before, after in rows(report):
        yield f"{texts.figure(before)} → {texts.figure(after)}  {name}"
    for title, changes in (
        (translate("learning", "Better"), report.improved),
        (translate("learning", "Worse"), report.worsened),
    ):
        if changes:
            yield ""
            yield title
            yield from map(_line, changes)


def _line(change: QuestionChange) -> str:
    return f"{texts.figure(change.before)} → {texts.figure(change.after)}  {formatting.one_line(change.query)}"
