"""Has the window speak the person's language: its own words, Qt's words, and how dates and numbers are written."""

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_search.paths import resource

logger = logging.getLogger(__name__)

SYSTEM = "system"
LANGUAGES = {"en": QLocale.Language.English, "de": QLocale.Language.German}
"""What the window speaks. English has a file, too: only there are its plural forms."""
FOLDER = "translations"
_NAME = "translation"


def language_for(wanted: str, system: QLocale) -> str:
    """One of LANGUAGES for a value of the setting: "system" takes the desktop's where it is spoken, else English."""
    if wanted in LANGUAGES:
        return wanted
    return next((code for code, language in LANGUAGES.items() if language == system.language()), "en")


def locale_for(language: str, system: QLocale) -> QLocale:
    """How dates and numbers are written in a language: as in the system's country, where it speaks that language."""
    if system.language() == LANGUAGES[language]:
        return system
    # Also for the C locale, which writes 12340 for 12,340: nobody asked for that by leaving the language unset.
    return QLocale(LANGUAGES[language])


def speak(application: QCoreApplication, wanted: str, system: QLocale | None = None) -> str:
    """Speaks a language of the setting from now on, and returns which it is. What is on the screen stays as it is."""
    system = QLocale.system() if system is None else system
    language = language_for(wanted, system)
    QLocale.setDefault(locale_for(language, system))
    for old in application.findChildren(QTranslator, _NAME):
        application.removeTranslator(old)
        old.deleteLater()
    _install(application, f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    try:
        _install(application, f"desktop_search_{language}", str(resource(FOLDER)))
    except FileNotFoundError:
        logger.debug("there are no translations in this installation")
    return language


def _install(application: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(application)
    translator.setObjectName(_NAME)
    if translator.load(name, folder):
        application.installTranslator(translator)
    else:
        logger.debug("%s is not in %s", name, folder)
        translator.deleteLater()
