"""The window in the person's language: nothing left out, nothing left in English, values kept as they are."""

import ast
import dataclasses
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_search.errors import DesktopSearchError
from desktop_search.gui import filter_words, formatting, translation
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.main_window import MainWindow
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages import PAGES
from desktop_search.gui.pages.failures_list import FailuresList
from desktop_search.gui.quick.window import QuickWindow
from desktop_search.gui.sentences import problem, translated
from desktop_search.gui.welcome import Welcome
from desktop_search.records import (
    About,
    Counts,
    Explanation,
    Failure,
    FileState,
    Folder,
    FolderDetails,
    Library,
    ModelUse,
    SettingsState,
    Standing,
    TrainingState,
)
from desktop_search.searching.query import parse
from desktop_search.settings import Settings
from tests.gui.asking import reply, show
from tests.gui.conftest import HOME
from tests.gui.learning_values import GUESSED, HELPS, RENT, report, wanted
from tests.gui.stand_in import StandInEngine, hit, status

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
PLACE = re.compile(r"%L?n|%\d|\{\w*\}")


@dataclasses.dataclass(frozen=True)
class Message:
    context: str
    source: str
    translations: tuple[str, ...]
    is_finished: bool


def messages(file: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None
            forms = tuple(form.text or "" for form in said.iter("numerusform")) or (said.text or "",)
            found.append(
                Message(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    forms,
                    said.get("type") != "unfinished",
                )
            )
    return found


GERMAN = messages(TRANSLATIONS / "desktop_search_de.ts")


@pytest.fixture
def translate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/translate.py, which is a script."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import translate

    return translate


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert translation.speak(qapp, "de", QLocale("de_DE")) == "de"
    yield
    translation.speak(qapp, "en")
    QLocale.setDefault(before)


@pytest.mark.parametrize("language", sorted(translation.LANGUAGES))
def test_every_text_of_the_source_is_translated(translate: ModuleType, tmp_path: Path, language: str) -> None:
    name = f"desktop_search_{language}.ts"
    for file in TRANSLATIONS.glob("*.ts"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    translate.update(tmp_path)
    shipped, wanted = messages(TRANSLATIONS / name), messages(tmp_path / name)
    assert [message for message in wanted if not message.is_finished or not all(message.translations)] == []
    # make translations brings them up to date.
    assert {(one.context, one.source) for one in wanted} == {(one.context, one.source) for one in shipped}


def test_lupdate_sees_every_text_that_is_translated() -> None:
    # It sees none in an f-string, and none in a class whose name is not the object's.
    known = {(one.context, one.source) for one in GERMAN}
    for module in (ROOT / "desktop_search" / "gui").rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match call:
                case ast.Call(ast.Attribute(attr="translate") | ast.Name("translate"), [context, text, *_]):
                    if isinstance(context, ast.Constant) and isinstance(text, ast.Constant):
                        assert (context.value, text.value) in known, module
                case ast.Call(ast.Attribute(ast.Name(called), "tr"), [ast.Constant(text), *_]):
                    assert called == "self", module
                    assert text in {source for _, source in known}, module


def test_the_engines_sentences_are_up_to_date(translate: ModuleType) -> None:
    sentences = (TRANSLATIONS / translate.SENTENCES).read_text(encoding="utf-8").splitlines()
    assert sentences == sys.modules["engine_sentences"].collected()


def test_what_is_shipped_is_made_of_the_sources(translate: ModuleType, tmp_path: Path) -> None:
    translate.release(TRANSLATIONS, tmp_path)
    for made in tmp_path.glob("*.qm"):
        assert made.read_bytes() == (TRANSLATIONS / made.name).read_bytes()
    assert len(list(tmp_path.glob("*.qm"))) == len(translation.LANGUAGES)


@pytest.mark.parametrize("language", sorted(translation.LANGUAGES))
def test_every_placeholder_stands_in_the_translation(language: str) -> None:
    for message in messages(TRANSLATIONS / f"desktop_search_{language}.ts"):
        for said in message.translations:
            assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(message.source)), message


def test_keys_in_a_menu_are_not_given_twice() -> None:
    # There are no & keys in any menu: whoever begins to use them has to look for equal ones here.
    assert [message.source for message in GERMAN if "&" in message.source + "".join(message.translations)] == []


@pytest.mark.parametrize(
    ("wanted", "system", "language"),
    [
        ("system", "de_AT", "de"),
        ("system", "en_GB", "en"),
        ("system", "fr_FR", "en"),
        ("system", "C", "en"),
        ("en", "de_DE", "en"),
        ("de", "en_US", "de"),
    ],
)
def test_the_language_is_the_persons_or_else_the_desktops(wanted: str, system: str, language: str) -> None:
    assert translation.language_for(wanted, QLocale(system)) == language
    assert translation.locale_for(language, QLocale(system)).language() == translation.LANGUAGES[language]


def test_the_desktops_country_writes_the_numbers() -> None:
    assert translation.locale_for("de", QLocale("de_CH")).name() == "de_CH"
    assert translation.locale_for("en", QLocale("C")).toString(12340) == "12,340"


def test_every_language_can_be_chosen() -> None:
    choices = next(field for field in dataclasses.fields(Settings) if field.name == "language").metadata["choices"]
    assert set(choices) == {translation.SYSTEM, *translation.LANGUAGES}


@pytest.mark.usefixtures("german")
def test_numbers_have_german_plurals_and_points() -> None:
    assert [formatting.files(count) for count in (0, 1, 2, 12340)] == [
        "0 Dateien",
        "1 Datei",
        "2 Dateien",
        "12.340 Dateien",
    ]
    assert formatting.connections(1) == "1 Netzwerkverbindung ist offen"


@pytest.mark.usefixtures("german")
def test_the_window_speaks_german(qtbot: QtBot, ready_window: MainWindow, link: EngineLink) -> None:
    assert ready_window.search_box.placeholderText() == "Nach Wörtern oder Bedeutung suchen"
    assert "10 Dateien, auf dem neuesten Stand" in texts_of(ready_window)
    actions = [action.text() for action in ready_window.search_box._past.menu().actions()]
    assert "Verlauf auf diesem Computer aufbewahren" in actions
    ready_window.show_page("settings")
    assert {"Einstellungen", "Schriftgröße", "Sprache", "Hell", "Deutsch"} <= set(texts_of(ready_window))
    # The buttons that Qt itself writes on.
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


@pytest.mark.usefixtures("german")
def test_nothing_is_left_in_english(
    qtbot: QtBot, ready_window: MainWindow, link: EngineLink, engine: StandInEngine
) -> None:
    quick = QuickWindow(link, Path(HOME), Opening(ready_window))
    qtbot.addWidget(quick)
    welcome = Welcome([f"{HOME}/Documents"], HOME, ready_window)
    found = hit(f"{HOME}/a.txt", relevance=0.8, page=3, duplicates=(f"{HOME}/b.txt",), modified_ns=10**18, size=2000)
    show(qtbot, ready_window, engine, "typ:pdf Miete", found, notices=("Wait for that.",))
    ready_window._show_details()
    engine.asked("why")[-1].answer(
        Explanation("typ:pdf Miete", found.path, Standing.FOUND, ("Others fit better.",), 1, 1.0, {"words": 1.0})
    )
    for name in PAGES:
        ready_window.show_page(name)
    read = FolderDetails(
        Folder(f"{HOME}/Documents", ("drafts/",)), Counts(indexed=9, failed=2), 200, 150, scanned_at=9.0
    )
    told = {
        "folder_details": (read, dataclasses.replace(read, folder=Folder("/media/disk"), available=False)),
        "failures": (Failure("/a", FileState.FAILED, "The PDF is protected by a password.", 0.0),),
        "about": About("1.2.3", "3.11.7", "/data", (Library("lxml", "6.1", "BSD"),), 2),
        "adapter_state": HELPS,
        "labels": [RENT, GUESSED],
        "to_judge": wanted(4),
        "models": ModelUse("tuned", "other", "MiniLM", 5, 10),
        "training": TrainingState("done", report=dataclasses.replace(report(), verdict="Nobody ever said this.")),
        "settings": SettingsState({one.name: one.default for one in dataclasses.fields(Settings)}, ("readers",)),
    }
    for method, value in told.items():
        reply(qtbot, engine, method, value)
    engine.tell(status("reading", f"{HOME}/Documents", notices=("The disk does not answer.",)))
    qtbot.wait(50)
    seen = {text for part in (ready_window, quick, welcome) for text in texts_of(part)}
    assert len(seen) > 200
    english = {one.source: one for one in GERMAN if one.source not in one.translations}
    patterns = [(as_pattern(source), as_pattern(one.translations[0])) for source, one in english.items()]
    ours = [own for _, own in patterns]
    left = [
        text
        for text in seen
        if any(source.fullmatch(text) for source, _ in patterns) and not any(own.fullmatch(text) for own in ours)
    ]
    # A language is called what its speakers call it.
    assert left == ["English"]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("There is no such file.", "Diese Datei gibt es nicht."),
        ("The folder /a/The disk does not answer. cannot be listed.", None),
        (
            "The file cannot be read: Permission denied.",
            "Die Datei kann nicht gelesen werden: Der Zugriff wurde verweigert.",
        ),
        (
            "Only the first 3 cells were read. The file is damaged: it ends too early.",
            "Nur die ersten 3 Zellen wurden gelesen. Die Datei ist beschädigt: Sie endet zu früh.",
        ),
        ("1,234 other files fit better.", "1.234 andere Dateien passen besser."),
        ("It is left alone by your own rule “*.iso”.", "Die Datei wird wegen Ihrer eigenen Regel „*.iso“ ausgelassen."),
        ("It stands at rank 2 of 7: words 0.300.", "Sie steht auf Rang 2 von 7: Wörter 0.300."),
        ("The words “a”, “b” do not stand in it.", "Die Wörter „a“, „b“ stehen nicht darin."),
        ("Nobody ever said this.", "Nobody ever said this."),
        ("", ""),
    ],
)
def test_sentences_of_the_engine_are_translated_with_their_values(said: str, meant: str | None) -> None:
    if meant is None:
        assert translated(said).startswith("Der Ordner /a/")
    else:
        assert translated(said) == meant


@pytest.mark.usefixtures("german")
def test_markup_and_braces_in_values_stay_text(qtbot: QtBot) -> None:
    for hostile in ("<b>fett</b>", "{1}", "%1", r"\1", "a\nb", "{name}"):
        assert translated(f"{hostile} is a folder.") == f"{hostile} ist ein Ordner."
    failures = FailuresList(HOME)
    qtbot.addWidget(failures)
    failures.show_failures([Failure("/a", FileState.FAILED, "Reading failed: <b>x</b>.", 0.0)])
    item = failures.list.topLevelItem(0)
    assert item.text(2) == "Das Lesen ist fehlgeschlagen: <b>x</b>."
    assert "&lt;b&gt;" in item.toolTip(2)


@pytest.mark.usefixtures("german")
def test_an_error_has_its_hint_in_german() -> None:
    assert problem(DesktopSearchError("There is nothing to save.", "Type some words.")) == (
        "Es gibt nichts zu speichern. Tippen Sie einige Wörter."
    )


def test_in_english_sentences_stay_as_they_are() -> None:
    for said in (TRANSLATIONS / "sentences.txt").read_text(encoding="utf-8").splitlines():
        filled = re.sub(r"\{\d+\}", "x y", said)
        assert translated(filled) == filled


@pytest.mark.timeout(20)
@pytest.mark.usefixtures("german")
def test_a_strangers_long_text_costs_no_time() -> None:
    assert translated(text := "Reading failed: " + "Only the first 3 cells were read. " * 5000) == text
    for hostile in ("“a” is not understood: b: needs ", "The file cannot be read: a. ", "It stands at rank 1 of 2: "):
        translated((hostile * 2000)[:1999])
        translated((hostile * 2000)[:1998] + ".")


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("type:pdf", "PDF-Dateien"),
        ("-type:pictures,pdf", "nicht Bilder oder PDF-Dateien"),
        ("lang:German", "auf Deutsch"),
        ("in:Briefe", "in einem Ordner „Briefe“"),
        ("author:Smith", "von „Smith“"),
        ("date:2023-05-01", "Datum: am 1. Mai 2023"),
        ("before:2023-05-01", "Datum: vor 1. Mai 2023"),
        ("size:>1MB", "ab 1,0 MB"),
    ],
)
def test_filters_say_in_german_what_they_mean(typed: str, meant: str) -> None:
    one = parse(typed, today=date(2024, 6, 1)).filters[0]
    assert filter_words.said(one) == meant


def texts_of(widget: QWidget) -> list[str]:
    """All that a person reads or hears in a widget and the widgets in it."""
    texts = [action.text() for action in widget.findChildren(QAction)]
    for part in (widget, *widget.findChildren(QWidget)):
        texts += [part.windowTitle(), part.accessibleName(), part.accessibleDescription()]
        texts.append(re.sub(r"<[^>]*>", "", part.toolTip()))
        match part:
            case QLabel() | QAbstractButton():
                texts.append(part.text())
            case QLineEdit():
                texts.append(part.placeholderText())
            case QComboBox():
                texts += [part.itemText(row) for row in range(part.count())]
            case QListWidget():
                texts += [part.item(row).text() for row in range(part.count())]
            case QTreeWidget():
                texts += [part.headerItem().text(column) for column in range(part.columnCount())]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def as_pattern(text: str) -> re.Pattern[str]:
    """What a text with placeholders looks like when they are filled."""
    return re.compile(".+".join(re.escape(part) for part in PLACE.split(text)), re.DOTALL)


def test_a_strangers_text_of_many_sentences_takes_no_time_and_stays_as_it_is() -> None:
    text = "a. " * 660
    assert translated(text) == text
